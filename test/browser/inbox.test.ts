import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Saved } from '../../src/contract/api.ts';
import type { InboxPage } from '../../src/contract/inbox.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { Desk } from './desk.ts';
import { partyName, sitDown, WAIT } from './desk.ts';
import { SHOTS } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const TITLES = ['Smoke over the eastern ridge', 'Two lorries turned back', 'Pump house dark'];
const PLACES = [
  [43.6, 35.7],
  [44.1, 35.5],
  [44.4, 35.2],
] as const;

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
});

afterAll(() => theatre.close());

const rows = (desk: Desk) =>
  desk.page.getByRole('list', { name: desk.t('inbox.page.title') }).getByRole('link');
const freshOf = (desk: Desk) => rows(desk).filter({ hasText: desk.t('reports.row.new') });

describe('The inbox', () => {
  it('shows what is new to a person, newest first, until it was read, by keys alone', async () => {
    const author = await theatre.clientAt('iraq', 'analyst');
    const partner = await theatre.clientAt('krg', 'duty-officer');
    for (const [at, title] of TITLES.entries()) {
      const [lon = 0, lat = 0] = PLACES[at] ?? [];
      const body = {
        audience: ['iraq', 'krg'],
        tlp: 'AMBER',
        report: reportOf(title, [lon, lat], 'resident'),
      };
      await author.post<Saved>('/api/reports', body);
    }
    const unread = async () => (await partner.get<InboxPage>('/api/inbox')).unread;
    await expect.poll(unread, WAIT).toBe(TITLES.length);

    const wide = { width: 1680, height: 950 };
    const desk = await sitDown(
      theatre,
      { party: 'krg', seat: 'duty-officer' },
      { language: 'ar', scheme: 'dark', drawsMaps: true, ...wide },
    );
    await desk.goTo('/inbox');
    await desk.mark('radio', desk.t('inbox.show.new'));
    await expect.poll(() => freshOf(desk).count(), WAIT).toBeGreaterThan(1);
    expect(await rows(desk).first().textContent()).toContain(TITLES.at(-1));
    await desk.untilMap();
    await desk.page.screenshot({ path: path.join(SHOTS, 'inbox-new-ar-dark.png') });
    await desk.expectAccessible();
    expect(await unread()).toBe(TITLES.length);
    // Going on from the first reads it; the second is read when it was looked at for a while.
    await desk.page.keyboard.press('j');
    await expect.poll(() => desk.page.url(), WAIT).toContain('/inbox/');
    await expect.poll(unread, WAIT).toBe(TITLES.length - 2);
    await desk.page.keyboard.press('u');
    await expect.poll(unread, WAIT).toBe(TITLES.length - 1);

    // The look that was chosen stays when the page is opened anew.
    await desk.goTo('/inbox');
    const kept = desk.page.getByRole('radio', { name: desk.t('inbox.show.new') });
    await expect.poll(() => kept.isChecked(), WAIT).toBe(true);
    await desk.button(desk.t('inbox.read.all')).click();
    await desk.page.getByText(desk.t('inbox.empty.new')).waitFor();
    await expect.poll(unread, WAIT).toBe(0);

    // Another person at the same node has read nothing.
    const other = await sitDown(
      theatre,
      { party: 'krg', seat: 'analyst' },
      { language: 'en', drawsMaps: true, ...wide },
    );
    await other.goTo('/inbox');
    await other.mark('radio', other.t('inbox.show.all'));
    await expect.poll(() => freshOf(other).count(), WAIT).toBeGreaterThan(1);
    await other.choose(other.t('board.filter.party'), partyName('iraq', 'en'));
    await expect.poll(() => rows(other).count(), WAIT).toBe(TITLES.length);
    await other.untilMap();
    await other.page.screenshot({ path: path.join(SHOTS, 'inbox-all-en-light.png') });
    await other.page.setViewportSize({ width: 390, height: 800 });
    await other.goTo('/inbox');
    await other.expectAccessible();
    await other.page.screenshot({ path: path.join(SHOTS, 'inbox-narrow-en-light.png') });
    for (const each of [desk, other]) {
      each.expectClean();
      await each.context.close();
    }
  });
});
