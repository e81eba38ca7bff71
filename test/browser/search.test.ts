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

const REQUEST = 'Granary at Makhmur 38S LE 7003';

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
  const author = await theatre.clientAt('iraq', 'analyst');
  for (const [title, language, text] of REPORTS) {
    const report = { ...reportOf(title, [43.6, 35.7], 'resident'), language, text };
    await author.post<Saved>('/api/reports', { audience: ['iraq', 'krg'], tlp: 'AMBER', report });
  }
  const request = { text: 'How many sacks are left?', language: 'en', to: ['krg'] };
  const due = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
  const shared = { audience: ['iraq', 'krg'], tlp: 'AMBER' };
  await author.post<Saved>('/api/requests', {
    ...shared,
    tlp: 'RED',
    request: { ...request, title: REQUEST, due },
  });
  for (const [title, language, text] of [
    ['Who shelled the granary?', 'en', 'Three accounts of the granary, and none agrees.'],
    ['من قصف مخزن الحبوب؟', 'ar', 'ثلاث روايات عن المخزن granary لا تتفق.'],
  ]) {
    await author.post<Saved>('/api/matters', { ...shared, matter: { title, language, text } });
  }
});

afterAll(() => theatre.close());

const box = (desk: Desk) => desk.page.getByRole('searchbox').first();
const askedOf = (desk: Desk) => new URL(desk.page.url()).searchParams.get('q');
const shot = (desk: Desk, name: string) =>
  desk.page.screenshot({ path: path.join(SHOTS, `search-${name}.png`) });

describe('The search page', () => {
  it('[Q13] looks within corners that are typed, where no map can be drawn', async () => {
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, { language: 'en' });
    await desk.goTo('/search?q=bridge');
    await desk.page.locator('mark', { hasText: 'bridge' }).first().waitFor();
    await desk.button(desk.t('search.area.open')).click();
    await desk.page.getByText(desk.t('search.area.no-map')).waitFor();
    const corners = ['38S LE 3000 0000', '38S LF 3000 0000', '38S MF 3000 0000'];
    for (const [i, corner] of corners.entries()) {
      await desk.button(desk.t('plans.points.add')).click();
      await desk.write(desk.t('plans.points.point', { number: i + 1 }), corner);
    }
    await desk.button(desk.t('search.area.use')).click();
    await expect
      .poll(() => askedOf(desk), WAIT)
      .toMatch(/^bridge area:38SLE\w+,38SLF\w+,38SMF\w+$/);
    await desk.page.getByText(desk.t('search.page.count', { count: 1, shown: '1' })).waitFor();
    await desk.expectAccessible();
    await shot(desk, 'area-typed-en-light');
    await desk.button(desk.t('search.area.drop')).click();
    await expect.poll(() => askedOf(desk), WAIT).toBe('bridge');
    desk.expectClean();
    await desk.context.close();
  });

  it('[Q13] looks within a box that is drawn by keys, and shows it with what it finds', async () => {
    const wide = { width: 1440, height: 900 };
    const look = { language: 'ar', scheme: 'dark', drawsMaps: true, ...wide } as const;
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, look);
    await desk.goTo(`/search?q=${encodeURIComponent('جسر')}`);
    await desk.untilMap();
    await desk.button(desk.t('search.area.open')).click();
    await desk.button(desk.t('search.area.box')).click();
    await desk.page.getByText(desk.t('map.draw.box')).waitFor();
    const press = async (key: string, times: number) => {
      for (let n = 0; n < times; n += 1) await desk.page.keyboard.press(key);
    };
    await press('ArrowLeft', 6);
    await press('ArrowUp', 6);
    await press('Space', 1);
    await press('ArrowRight', 12);
    await press('ArrowDown', 12);
    await press('Space', 1);
    await expect.poll(() => askedOf(desk), WAIT).toMatch(/^جسر منطقة:38S\w+,38S\w+$/);
    await desk.page.locator('mark', { hasText: 'الجسر' }).first().waitFor();
    await desk.untilMap();
    await desk.expectAccessible();
    await shot(desk, 'area-ar-dark');
    await desk.button(desk.t('search.area.open')).click();
    await box(desk).press('ArrowDown');
    await desk.page.getByRole('heading', { level: 2, name: REPORTS[0][0] }).waitFor();
    await desk.untilMap();
    await shot(desk, 'area-selected-ar-dark');
    desk.expectClean();
    await desk.context.close();
  });

  it('[Q16] looks along a line that is drawn by keys, so far to each side', async () => {
    const wide = { width: 1440, height: 900 };
    const look = { language: 'en', scheme: 'light', drawsMaps: true, ...wide } as const;
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, look);
    await desk.goTo('/search?q=bridge');
    await desk.untilMap();
    await desk.button(desk.t('search.area.open')).click();
    await desk.choose(desk.t('search.area.form'), desk.t('search.area.form-line'));
    await desk.choose(desk.t('search.area.width'), '2 km');
    await desk.button(desk.t('plans.new.draw-line')).click();
    const press = async (key: string, times: number) => {
      for (let n = 0; n < times; n += 1) await desk.page.keyboard.press(key);
    };
    await press('ArrowLeft', 8);
    await press('Space', 1);
    await press('ArrowRight', 16);
    await press('Space', 1);
    await press('Enter', 1);
    await expect.poll(() => askedOf(desk), WAIT).toMatch(/^bridge along:38S\w+,38S\w+,2km$/);
    await desk.page.locator('mark', { hasText: 'bridge' }).first().waitFor();
    await desk.untilMap();
    await desk.expectAccessible();
    await shot(desk, 'along-en-light');
    await desk.button(desk.t('search.area.drop')).click();
    await expect.poll(() => askedOf(desk), WAIT).toBe('bridge');
    desk.expectClean();
    await desk.context.close();
  });

  it.each([
    ['ar', 'جسر من:2020-01-01', 'الجسر مُغلق أمام القوافل'],
    ['en', 'bridge area:"35N 43E","36N 44E"', 'Convoy waits at the bridge'],
  ] as const)('[Q14] lays a search out for paper, in %s', async (language, query, title) => {
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, { language });
    await desk.goTo(`/search?q=${encodeURIComponent(query)}`);
    await desk.page.locator('mark').first().waitFor();
    await desk.button(desk.t('search-paper.page.open')).click();
    const paper = desk.page.getByRole('article');
    await paper.getByText(title).waitFor();
    await desk.expectAccessible();
    const said = await paper.innerText();
    expect(said.match(/TLP:AMBER/g)?.length).toBeGreaterThan(2);
    expect(said).toContain(desk.t('shell.exercise.word'));
    expect(askedOf(desk)).toBe(query);
    await desk.page.emulateMedia({ media: 'print' });
    await desk.page.setViewportSize({ width: 794, height: 1123 });
    await shot(desk, `paper-${language}`);
    const pdf = await desk.page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.toString('latin1')).toMatch(/\/Type\s*\/Page\b/);
    await desk.page.emulateMedia({ media: null });
    await desk.page.getByRole('link', { name: desk.t('search-paper.page.back') }).click();
    await expect.poll(() => box(desk).inputValue(), WAIT).toBe(query);
    desk.expectClean();
    await desk.context.close();
  });

  it.each(['ar', 'en'] as const)(
    '[Q15] shows matters and requests by their words, each as what it is, in %s',
    async (language) => {
      const scheme = language === 'ar' ? 'dark' : 'light';
      const desk = await sitDown(
        theatre,
        { party: 'krg', seat: 'duty-officer' },
        { language, scheme },
      );
      await desk.goTo('/search?q=granary');
      await desk.page.getByRole('link', { name: REQUEST }).waitFor();
      await desk.page
        .getByText(desk.t('search.other.title', { count: 3, shown: '3' }), { exact: true })
        .waitFor();
      await desk.page.getByText(desk.t('search.other.no-reports')).waitFor();
      await desk.expectAccessible();
      await shot(desk, `others-${language}`);
      await desk.button(desk.t('search-paper.page.open')).click();
      const paper = desk.page.getByRole('article');
      await paper.getByText(REQUEST).waitFor();
      // The strictest of all that stands on it.
      expect((await paper.innerText()).match(/TLP:RED/g)).toHaveLength(3);
      await desk.page.emulateMedia({ media: 'print' });
      await shot(desk, `others-paper-${language}`);
      await desk.page.emulateMedia({ media: null });
      await desk.goTo('/search?q=granary');
      await desk.page.getByRole('link', { name: REQUEST }).click();
      await desk.page.getByText('How many sacks are left?').waitFor();
      expect(desk.page.url()).toContain('/requests/sha256');
      desk.expectClean();
      await desk.context.close();
    },
  );

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
