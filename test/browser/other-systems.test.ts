import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { reportOf } from '../../src/node/exercise/lines.ts';
import type { Desk } from './desk.ts';
import { WAIT, sitDown } from './desk.ts';
import { SHOTS, tellInTurn } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const LANGUAGES = ['en', 'ar'] as const;

let theatre: Theatre;

tellInTurn();

beforeAll(async () => {
  theatre = await openTheatre();
  const analyst = await theatre.clientAt('iraq', 'analyst');
  const say = (title: string, tlp: string) => {
    const report = reportOf(title, [43.6, 35.7], 'own-patrol');
    return analyst.post('/api/reports', { audience: ['iraq', 'krg'], tlp, report });
  };
  await say('Bridge closed', 'AMBER');
  await say('Convoy at the ford', 'RED');
});

afterAll(async () => {
  await theatre.close();
});

const shot = ({ page }: Desk, name: string) =>
  page.screenshot({ path: path.join(SHOTS, `${name}.png`) });

it.each(LANGUAGES)('[Y13] says what would leave and saves it, by keys, in %s', async (language) => {
  const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, { language });
  const { page, t } = desk;
  await desk.goTo('/picture');
  const open = desk.button(t('export.open'));
  await open.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: t('export.dialog.title') }).waitFor();
  await page.getByText(t('export.survey.count', { count: 2 })).waitFor();
  await page.getByText(t('export.survey.has-red')).waitFor();
  await desk.expectAccessible();
  await shot(desk, `export-${language}`);
  // The first choice has the focus of its group; an arrow takes the next.
  await page.getByRole('radio', { name: t('export.for.own') }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText(t('export.survey.count', { count: 1 })).waitFor();
  await page.getByText(t('export.left.red', { count: 1 })).waitFor();
  await shot(desk, `export-others-${language}`);
  const save = page.getByRole('link', { name: t('export.dialog.save') });
  await save.focus();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.keyboard.press('Enter'),
  ]);
  expect(download.suggestedFilename()).toMatch(/^reports-iraq-.*\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain('Bridge closed');
  expect(text).not.toContain('ford');
  desk.expectClean();
  await desk.context.close();
});

it.each(LANGUAGES)(
  '[Y15] makes an account, shows its secret once and ends it, in %s',
  async (language) => {
    const look = { language, scheme: language === 'ar' ? 'dark' : 'light' } as const;
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'administrator' }, look);
    const { page, t } = desk;
    await desk.goTo('/centre');
    await page.getByRole('heading', { name: t('feeds.panel.title') }).waitFor();
    await desk.write(t('feeds.new.label'), `system ${language}`);
    const boxes = page.getByRole('group', { name: t('feeds.new.audiences') }).getByRole('checkbox');
    await expect.poll(() => boxes.count(), WAIT).toBeGreaterThan(0);
    await boxes.first().focus();
    await page.keyboard.press('Space');
    await desk.button(t('feeds.new.make')).click();
    await page.getByText(t('feeds.secret.once')).waitFor();
    await desk.expectAccessible();
    await page.getByText(t('feeds.secret.once')).scrollIntoViewIfNeeded();
    // The page itself never scrolls: its frame stays where it is.
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await shot(desk, `feeds-${language}`);
    await desk.button(t('feeds.line.end')).click();
    await page.getByText(t('feeds.state.ended')).first().waitFor();
    await desk.goTo('/centre');
    await page.getByText(`system ${language}`).first().waitFor();
    expect(await page.getByText(t('feeds.secret.once')).count()).toBe(0);
    desk.expectClean();
    await desk.context.close();
  },
);
