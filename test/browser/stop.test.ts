import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Desk } from './desk.ts';
import { partyName, sitDown, WAIT } from './desk.ts';
import type { RunningScene } from './running-scene.ts';
import { setRunningScene } from './running-scene.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

let theatre: Theatre;
let scene: RunningScene;

beforeAll(async () => {
  theatre = await openTheatre();
  scene = await setRunningScene(theatre);
});

afterAll(async () => {
  await theatre.close();
});

describe('An operation under way', () => {
  it('is stopped by one key and Enter, and every other screen shows it over what was open', async () => {
    const ours = await sitDown(theatre, { party: 'krg', seat: 'duty-officer' }, { language: 'en' });
    const theirs = await sitDown(theatre, { party: 'iraq', seat: 'planner' }, { language: 'ar' });
    const third = await sitDown(theatre, { party: 'turkiye', seat: 'analyst' }, { language: 'tr' });
    await ours.goTo('/log');
    await theirs.goTo('/agreements');
    await third.goTo('/plans');
    await stopByKey(ours);
    for (const desk of [theirs, third]) {
      const alarm = desk.page.locator('[data-alarm]');
      await alarm.getByText('SAYF-9').waitFor();
      await alarm.getByText(desk.t('stop.alarm.stop'), { exact: true }).waitFor();
      await alarm.getByText(desk.t('shell.exercise.word')).waitFor();
    }
    expect(await ours.page.locator('[data-alarm]').count()).toBe(0);

    // It outlives a page, and goes when somebody here has acknowledged it.
    await theirs.goTo('/log');
    await theirs.page.locator('[data-alarm]').waitFor();
    await theirs.button(theirs.t('stop.alarm.acknowledge')).click();
    await theirs.page.locator('[data-alarm]').waitFor({ state: 'detached' });
    await theirs.goTo(`/plans/${scene.sweep}`);
    await theirs.page.getByText(theirs.t('running.stop.theirs')).waitFor();
    expect(await theirs.page.locator('[data-alarm]').count()).toBe(0);
    expect(await theirs.button(theirs.t('running.stop.resume')).isVisible()).toBe(false);
    await goOn(ours);
    await theirs.page.getByText(theirs.t('running.stop.theirs')).waitFor({ state: 'detached' });
    for (const desk of [ours, theirs, third]) {
      desk.expectClean();
      await desk.context.close();
    }
  });

  it('is not stopped by the key while somebody writes, nor where single keys are off', async () => {
    const desk = await sitDown(theatre, { party: 'krg', seat: 'duty-officer' }, { language: 'en' });
    const dialog = desk.page.getByRole('dialog', { name: desk.t('stop.window.title') });
    await desk.goTo('/plans');
    await desk.page.keyboard.press('/');
    await desk.page.keyboard.press('s');
    expect(await dialog.count()).toBe(0);
    await desk.page.evaluate(() => localStorage.setItem('tansiq.keys', 'off'));
    await desk.goTo('/log');
    await desk.page.keyboard.press('s');
    expect(await dialog.count()).toBe(0);
    await desk.button(desk.t('stop.button.label')).click();
    await dialog.waitFor();
    await desk.context.close();
  });
});

/** The key, the operation, Enter: the whole way by keyboard, with a reason. */
async function stopByKey(desk: Desk): Promise<void> {
  const { page, t } = desk;
  await page.getByRole('button', { name: t('stop.button.label') }).waitFor();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: t('stop.window.title') });
  await dialog.waitFor();
  // The only one under way is chosen already, and the hand is where a reason may be written.
  await expect.poll(() => dialog.getByRole('radio').first().isChecked(), WAIT).toBe(true);
  await page.keyboard.type('Civilians on the track');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await desk.goTo(`/plans/${scene.sweep}`);
  await page.getByText('Civilians on the track').first().waitFor();
  await page.getByText(t('plans.state.halted', { parties: partyName('krg', 'en') })).waitFor();
}

async function goOn(desk: Desk): Promise<void> {
  const { page, t } = desk;
  const act = page.getByRole('button', { name: t('running.stop.resume') });
  await act.click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('running.stop.resume') })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText(t('running.stop.ours')).waitFor({ state: 'detached' });
}
