import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Language } from '../../src/accord/party/names.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import type { RecordView, ReportPage } from '../../src/contract/reports.ts';
import type { Desk } from './desk.ts';
import { partyName, seatName, sitDown, WAIT } from './desk.ts';
import { SHOTS } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

const NAMES = { en: 'Border desk', ar: 'مكتب الحدود' } as const;
const TITLES = { en: 'Lights at the ford', ar: 'أضواء عند المخاضة' } as const;

const shoot = async (desk: Desk, name: string, language: Language): Promise<void> => {
  await desk.page.waitForTimeout(0);
  await desk.page.screenshot({ path: `${SHOTS}/compartments-${name}-${language}.png` });
};

describe.each(['en', 'ar'] as const)('a compartment in %s', (language) => {
  const name = NAMES[language];
  const id = `iraq/border-${language}`;
  const seat = (id: string) => seatName('iraq', id, language);

  it('is founded by who administers, who names the seats in it', async () => {
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'administrator' }, { language });
    const { page, t } = desk;
    await desk.goTo('/centre');
    await page.getByRole('link', { name: t('compartments.title') }).click();
    await page.getByText(t('compartments.what')).waitFor();
    await desk.write(t('compartments.short'), 'Border');
    await page.getByText(t('compartments.short-fault')).waitFor();
    await desk.write(t('compartments.short'), `border-${language}`);
    await desk.write(language === 'ar' ? 'العربية' : 'English', name);
    for (const each of ['analyst', 'duty-officer']) {
      await page.getByRole('checkbox', { name: seat(each) }).check({ force: true });
    }
    await shoot(desk, 'founding', language);
    await desk.press('button', t('compartments.make'));
    await page.getByText(id).first().waitFor();
    await desk.expectAccessible();
    await shoot(desk, 'list', language);
    // Who administers founds it, and reads nothing in it.
    await desk.goTo('/reports/new');
    expect(await page.getByRole('checkbox', { name }).count()).toBe(0);
    desk.expectClean();
    await desk.context.close();
  });

  it('is chosen for a report, which says wherever it is shown who reads it', async () => {
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, { language });
    const { page, t } = desk;
    await desk.goTo('/reports/new');
    await desk.mark('checkbox', partyName('krg', language));
    await desk.mark('checkbox', name);
    const krg = page.getByRole('checkbox', { name: partyName('krg', language) });
    await expect.poll(() => krg.isChecked(), WAIT).toBe(false);
    const readers = page.getByText(t('compartments.readers', { seats: '' }).split(':')[0] ?? '');
    await readers.waitFor();
    expect(await readers.innerText()).toContain(seat('duty-officer'));
    await shoot(desk, 'readers', language);
    await desk.write(t('reports.part.title'), TITLES[language]);
    await desk.press('radio', t('reports.kind.observation'));
    await desk.write(t('reports.part.where'), '38S LE 7003 5520');
    await desk.write(t('reports.part.when'), '-30');
    await desk.choose(t('reports.part.source'), t('reports.source.own-post'));
    await desk.expectAccessible();
    await shoot(desk, 'form', language);
    const client = await theatre.clientAt('iraq', 'analyst');
    // [R10] The draft of it is kept where it will be said, before anything else is there.
    const isThere = async () => {
      const { logs } = await client.get<IntegrityView>('/api/logs');
      return logs.some(({ audience, size }) => audience?.join() === id && size > 0);
    };
    await expect.poll(isThere, WAIT).toBe(true);
    await desk.press('button', t('compartments.send', { parties: name }));
    await page.waitForURL(/\/reports\/sha256(?::|%3A)[0-9a-f]{64}$/);
    const hash = decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '');
    const mark = page.getByText(t('compartments.mark', { name }), { exact: true });
    await mark.first().waitFor();
    await desk.expectAccessible();
    await shoot(desk, 'report', language);
    const { place } = await client.get<RecordView>(`/api/records/${hash}`);
    expect(place.audience).toEqual([id]);
    await desk.goTo('/search');
    await page.getByText(TITLES[language]).first().waitFor();
    await mark.first().waitFor();
    await shoot(desk, 'search', language);
    // Out of a compartment it may go to all of our own party, too.
    await desk.goTo(`/reports/${hash}/release`);
    await desk.mark('checkbox', t('reports.compose.own-only'));
    await desk.press('radio', t('widen.form.whole'));
    await shoot(desk, 'release', language);
    await desk.press('button', t('compartments.release-own'));
    await page.getByText(t('widen.sent')).first().waitFor();
    // The next report begins with no reader.
    await desk.goTo('/reports/new');
    const within = page.getByRole('checkbox', { name });
    await within.waitFor({ state: 'attached' });
    expect(await within.isChecked()).toBe(false);
    desk.expectClean();
    await desk.context.close();
  });

  it('is as if it were not to a seat that is not in it, and goes from a screen at once', async () => {
    const planner = await theatre.clientAt('iraq', 'planner');
    const page = await planner.get<ReportPage>('/api/reports?limit=500');
    // What was released to the party as a whole it reads, and nothing else.
    expect(page.reports.length).toBeGreaterThan(0);
    expect(page.reports.filter(({ audience }) => audience.join() !== 'iraq')).toEqual([]);
    const at = { party: 'iraq', seat: 'duty-officer' } as const;
    const desk = await sitDown(theatre, at, { language });
    await desk.goTo('/search');
    const mark = desk.page.getByText(desk.t('compartments.mark', { name }), { exact: true });
    await mark.first().waitFor();
    const administrator = await theatre.clientAt('iraq', 'administrator');
    const names = { ar: name, ckb: name, tr: name, en: name };
    await administrator.post('/api/compartments', { id, names, seats: ['analyst'] });
    await expect.poll(() => mark.count(), WAIT).toBe(0);
    await desk.page.getByText(TITLES[language]).first().waitFor();
    desk.expectClean();
    await desk.context.close();
  });
});
