import { describe, expect, it } from 'vitest';
import { tellStory } from '../../src/sim/story.ts';
import { openHost } from './host.ts';
import { SEEDS, expectWeather, tellHalf, told } from './telling.ts';

/** Seeds that once found a real fault, each with what it was. */
const REMEMBERED: readonly (readonly [seed: number, words: string])[] = [
  [75, 'evidence whose one letter was lost was never told again to who held the smaller history'],
  [
    20431,
    'a third officer’s same consent knew more than was here, and the plan was active all the same',
  ],
  [22090, 'conditions that were taken from the first of two officers did not count for the second'],
];

describe('in all weathers and among liars', () => {
  it(`[C11] [C14] [X7] [X13] the even ones of ${SEEDS} stories end well`, async () => {
    expectWeather(await tellHalf(0));
  });

  it('the same story is told whenever it is told', async () => {
    const [once, again] = [await tellStory(openHost(), 7), await tellStory(openHost(), 7)];
    expect(again).toEqual(once);
  });

  it.each(REMEMBERED)('seed %i: %s', async (seed) => {
    const ending = await tellStory(openHost(), seed);
    expect(ending.findings, told(ending)).toEqual([]);
  });
});
