import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Desk } from './desk.ts';
import { approach, partyName, seatName, WAIT } from './desk.ts';
import { tellInTurn } from './evidence.ts';
import { giveKey, stem } from './officer.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

/** How often Tab is pressed at most on the way to something. */
const TABS_MAX = 150;

const LOOK = { language: 'en' } as const;
const TITLE = 'Generator stolen from the pumping station';

let theatre: Theatre;
let duty: Desk;

tellInTurn();

beforeAll(async () => {
  theatre = await openTheatre();
  duty = await approach(theatre, 'iraq', { ...LOOK, drawsMaps: true });
});

afterAll(async () => {
  await theatre.close();
});

it('lets an officer sit down and find the keys without a mouse', async () => {
  await sitDownByKeys(duty, 'iraq', 'duty-officer');
  await press(duty, 'g', 'p');
  await duty.page.waitForURL(/\/picture/);
  await press(duty, '?');
  await duty.page.getByRole('dialog', { name: duty.t('shell.help.title') }).waitFor();
  await press(duty, 'Escape');
  await duty.page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('writes a report by keys alone and keeps it when Escape or the help come between', async () => {
  const { page, t } = duty;
  await press(duty, 'n');
  await page.getByRole('heading', { name: t('reports.compose.title') }).waitFor();
  await tabTo(duty, partyName('krg', 'en'));
  await press(duty, 'Space');
  await typeInto(duty, t('reports.part.title'), TITLE);
  await tabTo(duty, t('reports.kind.incident'));
  await press(duty, 'Space');
  await press(duty, 'Escape');
  await page
    .getByRole('heading', { name: t('reports.compose.title') })
    .waitFor({ state: 'detached' });
  await press(duty, '?');
  await page.getByRole('dialog').waitFor();
  await press(duty, 'Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await press(duty, 'n');
  const title = page.getByRole('textbox', { name: t('reports.part.title') });
  await expect.poll(() => title.inputValue(), WAIT).toBe(TITLE);
  await typeInto(duty, t('reports.part.where'), '38SLE70035520');
  await typeInto(duty, t('reports.part.when'), '-15');
  await pickByKeys(duty, t('reports.part.source'), t('reports.source.own-patrol'));
  await pickByKeys(duty, t('reports.grade.ask-source'), 'B ·');
  await pickByKeys(duty, t('reports.grade.ask-information'), '2 ·');
  await press(duty, 'Control+Enter');
  await page.waitForURL(/sel=/);
});

it('grades what waits in the inbox with a letter, a digit and Enter', async () => {
  const krg = await approach(theatre, 'krg', LOOK);
  await sitDownByKeys(krg, 'krg', 'duty-officer');
  await press(krg, 'g', 'i');
  await krg.page.getByText(TITLE).first().waitFor();
  await press(krg, 'j');
  await press(krg, 'k');
  await expect.poll(() => krg.page.url(), WAIT).toContain('/inbox/');
  await press(krg, 'c');
  await krg.page.getByRole('dialog').waitFor();
  await press(krg, '3', 'Enter');
  await krg.page.getByRole('dialog').waitFor({ state: 'detached' });
  await krg.page.getByText(krg.t('reports.grade.sent', { code: 'C3' })).waitFor();
  krg.expectClean();
  await krg.context.close();
});

it('draws an area and proposes it by keys alone', async () => {
  const { page, t } = duty;
  await press(duty, 'g', 'l');
  await page.waitForURL(/\/plans/);
  await page.getByRole('heading', { level: 1, name: t('plans.board.title') }).waitFor();
  await press(duty, 'n');
  await page.waitForURL(/\/plans\/new/);
  await duty.untilMap();
  await typeInto(duty, t('plans.new.name'), 'NAHR-15');
  await typeInto(duty, t('plans.new.from'), '+2H');
  await typeInto(duty, t('plans.new.upto'), '+4H');
  await tabTo(duty, t('plans.new.draw-area'));
  await press(duty, 'Enter');
  await page.getByRole('region', { name: t('map.draw.title') }).waitFor();
  await press(duty, 'Space', ...Array<string>(6).fill('ArrowDown'), 'Space');
  await press(duty, ...Array<string>(3).fill('ArrowRight'), 'Space', 'Enter');
  const asked = page.locator('[data-asked]');
  await expect.poll(() => asked.getAttribute('data-asked'), WAIT).toBe('iraq krg');
  await tabTo(duty, t('plans.new.propose'));
  await press(duty, 'Enter');
  await page.waitForURL(/\/plans\/sha256/);
  duty.expectClean();
});

it('consents with a key of one’s own, to the last button without a mouse', async () => {
  const officer = await approach(theatre, 'krg', LOOK);
  const { page, t } = officer;
  await giveKey(officer);
  await sitDownByKeys(officer, 'krg', 'liaison-officer');
  await press(officer, 'g', 'l');
  await page.getByText('NAHR-15').first().waitFor();
  await tabTo(officer, t('plans.board.answer'));
  await press(officer, 'Enter');
  await page.waitForURL(/\/decide/);
  await tabTo(officer, t('plans.key.make'));
  await press(officer, 'Enter');
  await page.getByRole('region', { name: t('plans.decide.label') }).waitFor();
  await tabTo(officer, t('plans.choice.consent'));
  await press(officer, 'Space');
  await page.getByText(t('plans.statement.checked')).waitFor();
  await tabTo(officer, stem(officer, 'plans.sign.consent', 'name'));
  await press(officer, 'Enter');
  await page.getByText(t('plans.receipt.title')).first().waitFor();
  officer.expectClean();
});

async function sitDownByKeys(desk: Desk, party: string, seat: string): Promise<void> {
  await desk.page.getByText(desk.t('signin.desk.text')).waitFor();
  await tabTo(desk, seatName(party, seat, 'en'));
  await press(desk, 'Enter');
  await desk.page.getByRole('navigation', { name: desk.t('shell.nav.label') }).waitFor();
}

async function press(desk: Desk, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await desk.page.keyboard.press(key);
}

/** Walks with Tab until what has the focus bears these words. */
async function tabTo(desk: Desk, words: string): Promise<void> {
  for (let i = 0; i < TABS_MAX; i += 1) {
    if ((await focused(desk)).includes(plain(words))) return;
    await press(desk, 'Tab');
  }
  throw new Error(`Tab never came to “${words}”`);
}

async function typeInto(desk: Desk, label: string, text: string): Promise<void> {
  await tabTo(desk, label);
  await press(desk, 'Control+a');
  await desk.page.keyboard.type(text);
}

async function pickByKeys(desk: Desk, label: string, choice: string): Promise<void> {
  await tabTo(desk, label);
  await press(desk, 'Enter');
  await desk.page.getByRole('listbox').waitFor();
  await desk.page.keyboard.type(choice.slice(0, 5));
  await expect.poll(() => focused(desk), WAIT).toContain(choice);
  await press(desk, 'Enter');
  await desk.page.getByRole('listbox').waitFor({ state: 'detached' });
}

/** The words of whatever has the focus: its name, its label, or what it shows. */
async function focused(desk: Desk): Promise<string> {
  const words = await desk.page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return '';
    const labels =
      at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels : [];
    const named = (at.getAttribute('aria-labelledby') ?? '').split(' ');
    return [
      at.getAttribute('aria-label') ?? '',
      ...[...(labels ?? [])].map((label) => label.textContent),
      ...named.map((id) => document.getElementById(id)?.textContent ?? ''),
      at.textContent,
    ].join(' ');
  });
  return plain(words);
}

function plain(words: string): string {
  return words
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
