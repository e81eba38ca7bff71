import { describe, expect, it } from 'vitest';
import { openFairTurns } from './fair-turns.ts';

const LIMITS = { atOnce: 2, atOnceEach: 1, waitingEach: 50 };

/** Acts that end when they are told to, in the order in which they began. */
function stageOf(limits = LIMITS) {
  const turns = openFairTurns<string>(limits);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    turns,
    begun,
    take: (party: string) =>
      turns.take(party, async () => {
        begun.push(party);
        await new Promise<void>((resolve) => ends.push(resolve));
      }),
    async endFirst() {
      ends.shift()?.();
      for (let i = 0; i < 8; i += 1) await Promise.resolve();
    },
  };
}

describe('turns between parties', () => {
  it('[X36] go round: who asks once waits for one turn of whoever asks without end', async () => {
    const { begun, take, endFirst } = stageOf({ ...LIMITS, atOnce: 1 });
    for (let i = 0; i < 40; i += 1) void take('flood');
    void take('small');
    void take('other');
    for (let i = 0; i < 6; i += 1) await endFirst();
    expect(begun.slice(0, 5)).toEqual(['flood', 'flood', 'small', 'other', 'flood']);
  });

  it('[X36] are kept free for others: one party never has all that is done at once', () => {
    const { begun, take } = stageOf();
    for (let i = 0; i < 40; i += 1) void take('flood');
    expect(begun).toEqual(['flood']);
    void take('small');
    expect(begun).toEqual(['flood', 'small']);
  });

  it('[X36] refuse what is too much of one party, and of that party alone', async () => {
    const { turns, take, endFirst, begun } = stageOf();
    const taken = Array.from({ length: 200 }, () => take('flood'));
    expect(taken.filter((each) => each === undefined)).toHaveLength(149);
    expect(turns.waiting('flood')).toBe(50);
    expect(take('small')).toBeDefined();
    for (let i = 0; i < 52; i += 1) await endFirst();
    expect(begun).toHaveLength(52);
    expect(turns.waiting('flood')).toBe(0);
    expect(take('flood')).toBeDefined();
  });

  it('[X36] go on after trouble, which is its own asker’s', async () => {
    const { turns } = stageOf();
    const bad = turns.take('a', () => Promise.reject(new Error('trouble')));
    const good = turns.take('a', () => Promise.resolve(7));
    await expect(bad).rejects.toThrow('trouble');
    expect(await good).toBe(7);
  });
});
