import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPartyId, isSeatId, uuidv7 } from './ids.ts';
import { INSTANT_SECONDS_MAX, formatInstant, instant, parseInstant } from './instant.ts';
import { seededRandom } from './ports.ts';

describe('a moment', () => {
  it('is written as the host writes it, to the second, and read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200, max: INSTANT_SECONDS_MAX }), (seconds) => {
        const text = formatInstant(instant(seconds));
        expect(text).toBe(new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'));
        expect(parseInstant(text)).toEqual({ ok: true, value: seconds });
      }),
    );
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T10:00:60Z',
    '2026-11-22T10:00:00+00:00',
    '2026-11-22T10:00:00.0Z',
    '2026-11-22 10:00:00Z',
    '',
  ])('%s is none', (text) => {
    expect(parseInstant(text).ok).toBe(false);
  });
});

describe('names', () => {
  it('of parties and seats have one spelling', () => {
    expect(['krg', 'a1', 'two-words'].every(isPartyId)).toBe(true);
    expect(['', 'K', 'Krg', 'krg-', '-krg', 'k--g', 'k'.repeat(33)].some(isPartyId)).toBe(false);
    expect(['duty-officer', 'kirkuk-jcc/duty-officer'].every(isSeatId)).toBe(true);
    expect(['', '/a', 'a/', 'A', 'a b', 'a'.repeat(65)].some(isSeatId)).toBe(false);
  });

  it('by time sort by time and bear version 7 and its variant', () => {
    const random = seededRandom(1);
    const ids = [1, 2, 3].map((second) => uuidv7(instant(1_800_000_000 + second), random));
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  });
});

describe('chance from a seed', () => {
  it('is the same again and stays below its limit', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, limit) => {
        const [ours, theirs] = [seededRandom(seed), seededRandom(seed)];
        for (let i = 0; i < 20; i += 1) {
          const drawn = ours.below(limit);
          expect(drawn).toBe(theirs.below(limit));
          expect(drawn).toBeGreaterThanOrEqual(0);
          expect(drawn).toBeLessThan(limit);
        }
      }),
      { numRuns: 50 },
    );
  });
});
