import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';

/** Pictures for the eye, and what the desks showed when a test failed; ignored by git. */
export const SHOTS = path.join(import.meta.dirname, 'shots');

/** How long a desk that hangs may keep its picture from being taken, in milliseconds. */
const SHOT_MILLIS_MAX = 15_000;

/** How much of what a desk says is kept: its newest lines, and the first characters of its page. */
const LINES_MAX = 40;
const PAGE_CHARACTERS_MAX = 4_000;

interface Watched {
  readonly page: Page;
  readonly name: string;
  readonly lines: string[];
}

const watched = new Set<Watched>();

/** Remembers a window and all that it says for as long as it is open. */
export function watchPage(page: Page, name: string): void {
  const desk: Watched = { page, name, lines: [] };
  const say = (line: string) => {
    desk.lines.push(line);
    if (desk.lines.length > LINES_MAX) desk.lines.shift();
  };
  page.on('console', (line) => {
    if (!line.text().includes('GPU stall')) say(`${line.type()}: ${line.text()}`);
  });
  page.on('pageerror', (error) => say(`failed: ${String(error.stack)}`));
  page.on('crash', () => say('the page crashed'));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'failed';
    // A page that is left breaks off what it was still asking for.
    if (why !== 'net::ERR_ABORTED') say(`${request.method()} ${request.url()}: ${why}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 400)
      say(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
  page.on('close', () => watched.delete(desk));
  watched.add(desk);
}

// Registered for every file that opens a desk: a failure shows what each of them showed.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  mkdirSync(SHOTS, { recursive: true });
  const name = `failed-${task.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}`;
  const told: string[] = [];
  for (const [i, desk] of [...watched].entries()) {
    const file = path.join(SHOTS, `${name}-${i + 1}.png`);
    told.push(
      `\n${i + 1}. ${desk.name}, ${desk.page.url()}`,
      ...desk.lines,
      await textOf(desk.page),
    );
    await desk.page.screenshot({ path: file, timeout: SHOT_MILLIS_MAX }).catch(() => undefined);
  }
  const text = `The desks when “${task.name}” failed:\n${told.join('\n')}\n`;
  writeFileSync(path.join(SHOTS, `${name}.txt`), text);
  console.error(text);
});

/** What the page says, with the windows over it first. */
async function textOf(page: Page): Promise<string> {
  const parts = page.locator('[role="dialog"], [data-alarm], main');
  const texts = await parts.allInnerTexts().catch(() => ['(it does not answer)']);
  const text = texts.join('\n\n').replaceAll(/\s*\n\s*/g, ' / ');
  return text.slice(0, PAGE_CHARACTERS_MAX);
}

/**
 * The tests of this suite tell one story: where one fails, those after it are left out, so that
 * what they would miss does not bury the cause.
 */
export function tellInTurn(): void {
  let failed: string | undefined;
  beforeEach(({ skip }) => {
    if (failed !== undefined) skip(`the story broke off at “${failed}”`);
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') failed ??= task.name;
  });
}
