import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/sim/story.ts';
import { tellStory } from '../../src/sim/story.ts';
import { openHost } from './host.ts';

/** How many stories are told; a night of them is `TANSIQ_SEEDS=100000`. */
const SEEDS = Number(process.env['TANSIQ_SEEDS'] ?? 500);
/** The first of them, so that nights need not repeat each other. */
const FIRST = Number(process.env['TANSIQ_FIRST_SEED'] ?? 0);
/** Stories told by one host, whose memory of checked signatures grows. */
const STORIES_A_HOST = 50;

/** Seeds that once found a real fault, each with what it was. */
const REMEMBERED: readonly (readonly [seed: number, words: string])[] = [
  [75, 'evidence whose one letter was lost was never told again to who held the smaller history'],
];

describe('in all weathers and among liars', () => {
  const endings: Ending[] = [];

  it(`[C11] [C14] [X7] [X13] ${SEEDS} stories end well`, async () => {
    let host = openHost();
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      if (seed % STORIES_A_HOST === 0) host = openHost();
      const ending = await tellStory(host, seed);
      endings.push({ ...ending, story: [] });
      expect(ending.findings, told(ending)).toEqual([]);
    }
  });

  it('have in them what they are told for', () => {
    const share = (has: (ending: Ending) => boolean): number =>
      endings.filter(has).length / endings.length;
    expect(share(({ tally }) => tally.activeSeen > 0)).toBeGreaterThan(0.2);
    expect(share(({ tally }) => tally.isRestored)).toBeGreaterThan(0.1);
    expect(share(({ tally }) => tally.convicted > 0)).toBeGreaterThan(0.05);
    expect(share(({ tally }) => tally.cosigned > 0)).toBeGreaterThan(0.8);
    expect(new Set(endings.map(({ tally }) => tally.lie)).size).toBeGreaterThan(8);
  });

  it('are the same story whenever they are told', async () => {
    const [once, again] = [await tellStory(openHost(), 7), await tellStory(openHost(), 7)];
    expect(again).toEqual(once);
  });

  it.each(REMEMBERED)('seed %i: %s', async (seed) => {
    const ending = await tellStory(openHost(), seed);
    expect(ending.findings, told(ending)).toEqual([]);
  });
});

function told({ seed, story, findings, tally }: Ending): string {
  const found = findings.map(({ judge, words }) => `  ${judge}: ${words}`);
  const lines = story.map((line) => `  ${line}`);
  return [`seed ${seed} (${tally.lie ?? 'nobody lies'})`, ...lines, 'found', ...found].join('\n');
}
