import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

import type { Desk } from './desk.ts';
import { WAIT } from './desk.ts';
import { cameraOver } from '../../src/web/plans/plan-map.tsx';
import type { MapShape } from '../../src/web/map/marks.ts';

/** A corner of a shape: longitude and latitude in degrees. */
export type Corner = readonly [lon: number, lat: number];

/** A report as an officer would dictate it. */
export interface Dictated {
  readonly title: string;
  readonly text: string;
  readonly place: string;
  /** Ids of the kind and source, as their words are keyed. */
  readonly kind: string;
  readonly source: string;
  readonly grade: readonly [reliability: string, credibility: string];
  /** Names of the parties that shall read it. */
  readonly readers: readonly string[];
}

/** Fills in the composer that is open, by mouse. */
export async function dictate(desk: Desk, report: Dictated): Promise<void> {
  const { t } = desk;
  for (const reader of report.readers) await desk.mark('checkbox', reader);
  await desk.press('radio', t(`reports.kind.${report.kind}`));
  await desk.write(t('reports.part.title'), report.title);
  await desk.write(t('reports.part.text'), report.text);
  await desk.write(t('reports.part.where'), report.place);
  await desk.write(t('reports.part.when'), '-30');
  await desk.choose(t('reports.part.source'), t(`reports.source.${report.source}`));
  const [reliability, credibility] = report.grade;
  await desk.choose(t('reports.grade.ask-source'), `${reliability} · `);
  await desk.choose(t('reports.grade.ask-information'), `${credibility} · `);
}

/** Gives a grade in the window that asks for it. */
export async function giveGrade(
  desk: Desk,
  reliability: string,
  credibility: string,
): Promise<void> {
  const { t } = desk;
  await desk.mark('radio', t(`parts.reliability.${reliability}`));
  // Both scales end in the same words, so the second is sought in its own question.
  const question = desk.page.getByRole('radiogroup', { name: t('reports.grade.ask-information') });
  await question.locator('label').filter({ hasText: credibility }).first().click();
  await desk.button(t('reports.grade.give', { code: `${reliability}${credibility}` })).click();
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Draws an area with the mouse on a map that opened over `over`, a click to a corner. */
export async function drawByMouse(
  desk: Desk,
  over: MapShape,
  ring: readonly Corner[],
): Promise<void> {
  const canvas = desk.page.locator('[data-map="open"] canvas').first();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the map is not on the screen');
  const camera = cameraOver(over);
  const size = 512 * 2 ** camera.zoom;
  for (const [lon, lat] of ring) {
    const x = box.x + box.width / 2 + ((lon - camera.lon) / 360) * size;
    const y = box.y + box.height / 2 + (mercator(camera.lat) - mercator(lat)) * size;
    await desk.page.mouse.move(x, y);
    await desk.page.mouse.click(x, y);
  }
  await desk.button(desk.t('map.draw.end')).click();
}

function mercator(lat: number): number {
  const radians = (lat * Math.PI) / 180;
  return Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}

/** Gives the browser an officer's key: a resident key on this machine that knows its person. */
export async function giveKey(desk: Desk): Promise<void> {
  const session = await desk.context.newCDPSession(desk.page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** How long a press may wait for a button that a change has just switched off, in milliseconds. */
const PRESS_MILLIS_MAX = 5_000;

/** What an officer says to a plan. */
export interface Word {
  readonly choice: 'consent' | 'conditions' | 'refusal' | 'withdrawal' | 'question';
  readonly conditions?: readonly string[];
  readonly reason?: string;
}

/** Says our word on the plan whose page for it is open, and signs. */
export async function sayOurWord(desk: Desk, word: Word): Promise<void> {
  const { t, page } = desk;
  const form = page.getByRole('region', { name: t('plans.decide.label') });
  await desk.mark('radio', t(`plans.choice.${word.choice}`));
  for (const [i, condition] of (word.conditions ?? []).entries()) {
    await desk.write(t('plans.conditions.one', { number: i + 1 }), condition);
  }
  if (word.reason !== undefined) {
    await desk.write(t(`plans.decide.reason-${word.choice}`), word.reason);
  }
  await untilSaid(desk, form);
}

/** Signs once there is a statement; what changes before that is taken up first, as the page asks. */
async function untilSaid({ page, t }: Desk, form: Locator): Promise<void> {
  const changed = page.getByRole('button', { name: t('plans.decide.take-up') });
  const checked = page.getByText(t('plans.statement.checked'));
  const soon = { timeout: PRESS_MILLIS_MAX };
  let isPressed = false;
  await expect
    .poll(async () => {
      if ((await form.count()) === 0) return 'said';
      if (await changed.isVisible()) {
        // Whatever was pressed before the change came was not taken.
        isPressed = false;
        await changed.click(soon).catch(() => undefined);
      } else if (!isPressed && (await checked.isVisible())) {
        const press = form.getByRole('button').last().click(soon);
        isPressed = await press.then(
          () => true,
          () => false,
        );
      }
      return isPressed ? 'pressed' : 'not yet';
    }, WAIT)
    .toBe('said');
}

/** The words of a sentence up to its first gap, to find it by. */
export function stem(desk: Desk, key: string, gap: string): string {
  const whole = desk.t(key, { count: 2, name: '', party: '', time: '', [gap]: '' });
  return (whole.split('\u2068')[0] ?? whole).trim();
}
