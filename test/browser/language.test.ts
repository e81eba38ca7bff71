import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Language } from '../../src/accord/party/names.ts';
import { LANGUAGES } from '../../src/web/words/language.ts';
import { loadWords } from '../../src/web/words/words.ts';
import type { Desk } from './desk.ts';
import { sitDown, WAIT } from './desk.ts';
import { tellInTurn } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const PLACE = '38S LE 7003 5520';
const TITLE = 'مركبتان بلا أضواء';

let theatre: Theatre;
let desk: Desk;

tellInTurn();

beforeAll(async () => {
  theatre = await openTheatre();
  desk = await sitDown(theatre, { party: 'iraq', seat: 'duty-officer' }, { language: 'ar' });
});

afterAll(async () => {
  await theatre.close();
});

it('keeps the address, the filter and the report being written when the language changes', async () => {
  await desk.goTo('/picture?since=week&new=1');
  await desk.write(desk.t('reports.part.title'), TITLE);
  await desk.write(desk.t('reports.part.where'), PLACE);
  const before = new URL(desk.page.url());
  await changeTo('ar', 'en');
  const words = await loadWords('en');
  const title = desk.page.getByRole('textbox', { name: words.t('reports.part.title') });
  await expect.poll(() => title.inputValue(), WAIT).toBe(TITLE);
  const place = desk.page.getByRole('textbox', { name: words.t('reports.part.where') }).first();
  expect(await place.inputValue()).toBe(PLACE);
  const after = new URL(desk.page.url());
  expect(after.pathname).toBe(before.pathname);
  expect(after.searchParams.get('since')).toBe('week');
  expect(await desk.page.locator('html').getAttribute('dir')).toBe('ltr');
});

it('keeps the plan being drawn when the language changes, twice', async () => {
  await desk.page.goto(`${desk.address}/plans/new`, { waitUntil: 'commit' });
  const english = await loadWords('en');
  await desk.page
    .getByRole('textbox', { name: english.t('plans.new.name') })
    .first()
    .fill('NAHR-16');
  await changeTo('en', 'ckb');
  await changeTo('ckb', 'tr');
  const turkish = await loadWords('tr');
  const name = desk.page.getByRole('textbox', { name: turkish.t('plans.new.name') }).first();
  await expect.poll(() => name.inputValue(), WAIT).toBe('NAHR-16');
  expect(new URL(desk.page.url()).pathname).toBe('/plans/new');
  desk.expectClean();
});

async function changeTo(from: Language, to: Language): Promise<void> {
  const words = await loadWords(from);
  const name = LANGUAGES.find((each) => each.id === to)?.name ?? to;
  await desk.page.getByRole('button', { name: words.t('shell.who.menu') }).click();
  await desk.page.getByRole('dialog').locator('label').filter({ hasText: name }).click();
  await desk.page.locator(`html[lang="${to}"]`).waitFor();
  const there = await loadWords(to);
  await desk.page.getByRole('navigation', { name: there.t('shell.nav.label') }).waitFor();
}
