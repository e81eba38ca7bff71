import { expect } from 'vitest';
import type { Ending } from '../../src/sim/story.ts';
import { tellStory } from '../../src/sim/story.ts';
import { openHost } from './host.ts';

/** How many stories are told in all; a night of them is `TANSIQ_SEEDS=100000`. */
export const SEEDS = Number(process.env['TANSIQ_SEEDS'] ?? 500);
/** The first of them, so that nights need not repeat each other. */
const FIRST = Number(process.env['TANSIQ_FIRST_SEED'] ?? 0);
/** The states of an operation that there must be in a night of stories. */
const STATES = [
  'active',
  'agreed',
  'behind',
  'ended',
  'forbidden',
  'halted',
  'proposed',
  'refused',
  'suspended',
];
/** Stories told by one host, whose memory of checked signatures grows. */
const STORIES_A_HOST = 50;

/** Tells every second story, from `offset` 0 or 1, so that two processes share them; all must end well. */
export async function tellHalf(offset: number): Promise<readonly Ending[]> {
  const endings: Ending[] = [];
  let host = openHost();
  for (let seed = FIRST + offset; seed < FIRST + SEEDS; seed += 2) {
    if (endings.length % STORIES_A_HOST === 0) host = openHost();
    const ending = await tellStory(host, seed);
    expect(ending.findings, told(ending)).toEqual([]);
    endings.push({ ...ending, story: [] });
  }
  return endings;
}

/** A story in words, for whoever must find out what went wrong in it. */
export function told({ seed, story, findings, tally }: Ending): string {
  const found = findings.map(({ judge, words }) => `  ${judge}: ${words}`);
  const lines = story.map((line) => `  ${line}`);
  return [`seed ${seed} (${tally.lie ?? 'nobody lies'})`, ...lines, 'found', ...found].join('\n');
}

/** States that there was in the stories what they are told for. */
export function expectWeather(endings: readonly Ending[]): void {
  const share = (has: (ending: Ending) => boolean): number =>
    endings.filter(has).length / endings.length;
  expect(share(({ tally }) => tally.seen.has('active'))).toBeGreaterThan(0.15);
  expect(share(({ tally }) => tally.isRestored)).toBeGreaterThan(0.15);
  expect(share(({ tally }) => tally.convicted > 0)).toBeGreaterThan(0.02);
  expect(share(({ tally }) => tally.cosigned > 0)).toBeGreaterThan(0.8);
  expect(new Set(endings.map(({ tally }) => tally.lie)).size).toBeGreaterThan(10);
  if (endings.length < 200) return;
  const seen = new Set(endings.flatMap(({ tally }) => [...tally.seen.keys()]));
  expect([...seen]).toEqual(expect.arrayContaining(STATES));
}
