import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Saved } from '../../src/contract/api.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { Desk } from './desk.ts';
import { sitDown, WAIT } from './desk.ts';
import { SHOTS } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const REPORTS = [
  ['الجسر مُغلق أمام القوافل', 'ar', 'أُغلق الجسر الحديدي بعد الفيضان، والعبور بالزوارق.'],
  ['Köprü onarılıyor', 'tr', 'Diyarbakır yolundaki köprü iki gün kapalı kalacak.'],
  ['پردەکە کرایەوە', 'ckb', 'پردەکە لە هەولێر کرایەوە و کاروانەکان دەپەڕنەوە.'],
  ['Convoy waits at the bridge', 'en', 'Forty lorries wait at the bridge near Khūrmāl.'],
] as const;

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
  const author = await theatre.clientAt('iraq', 'analyst');
  for (const [title, language, text] of REPORTS) {
    const report = { ...reportOf(title, [43.6, 35.7], 'resident'), language, text };
    await author.post<Saved>('/api/reports', { audience: ['iraq', 'krg'], tlp: 'AMBER', report });
  }
});

afterAll(() => theatre.close());

const box = (desk: Desk) => desk.page.getByRole('searchbox').first();
const shot = (desk: Desk, name: string) =>
  desk.page.screenshot({ path: path.join(SHOTS, `search-${name}.png`) });

describe('The search page', () => {
  it('[Q11] finds as it is typed, marks what was found, and teaches, in Arabic', async () => {
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, { language: 'ar' });
    await desk.goTo('/search');
    await box(desk).fill('جسر');
    await desk.page.locator('mark', { hasText: 'الجسر' }).first().waitFor();
    await expect.poll(() => new URL(desk.page.url()).searchParams.get('q'), WAIT).toBe('جسر');
    await box(desk).press('ArrowDown');
    await desk.page.getByRole('heading', { level: 2, name: REPORTS[0][0] }).waitFor();
    await desk.expectAccessible();
    await shot(desk, 'ar');
    await box(desk).fill('جسر نوح:حادث');
    await desk.page.locator('[data-fault] mark', { hasText: 'نوح:' }).waitFor();
    await shot(desk, 'fault-ar');
    desk.expectClean();
    await desk.context.close();
  });

  it('[Q8] [Q9] [I20] says what a word was taken for, and keeps a search that tells', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'iraq', seat: 'duty-officer' },
      { language: 'en' },
    );
    await desk.goTo('/search');
    await box(desk).fill('convoyy');
    const taken = desk.t('search.respelt.shown', { word: 'convoyy', instead: 'convoy' });
    await desk.page.getByText(taken).waitFor();
    await desk.page.locator('mark', { hasText: 'Convoy' }).waitFor();
    await box(desk).fill('"bridge near Khurmal"');
    await desk.page.locator('mark', { hasText: 'Khūrmāl' }).waitFor();
    expect(await desk.page.getByRole('listitem').count()).toBeGreaterThan(0);
    await desk.page.reload();
    await expect.poll(() => box(desk).inputValue(), WAIT).toBe('"bridge near Khurmal"');
    await box(desk).fill('quarry');
    await desk.write(desk.t('search.saved.name'), 'Quarries');
    await desk.button(desk.t('search.saved.keep')).click();
    await desk.page.getByRole('button', { name: 'Quarries', exact: true }).waitFor();
    await shot(desk, 'saved-en');
    const partner = await theatre.clientAt('krg', 'analyst');
    const kept = () =>
      theatre
        .clientAt('iraq', 'duty-officer')
        .then((mine) => mine.get<readonly { kind: string }[]>('/api/drafts'));
    await expect
      .poll(async () => (await kept()).map(({ kind }) => kind), WAIT)
      .toContain('searches');
    const report = reportOf('Shots at the quarry', [43.6, 35.7], 'resident');
    await partner.post<Saved>('/api/reports', { audience: ['iraq', 'krg'], tlp: 'AMBER', report });
    await desk.page
      .getByRole('log')
      .getByText(/Quarries/)
      .waitFor();
    await box(desk).fill('bridge');
    await desk.page.locator('mark', { hasText: 'bridge' }).first().waitFor();
    await desk.expectAccessible();
    await shot(desk, 'en');
    desk.expectClean();
    await desk.context.close();
  });
});
