import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridPoint } from './grid.ts';
import { isSamePoint } from './grid.ts';
import type { Ring } from './ring.ts';
import { crossingOfPairs } from './ring.suite.ts';
import { findMeeting } from './sweep.ts';

/** Rings on a grid so coarse that corners, edges and whole stretches meet in every way. */
function ringsOn(width: number, corners: number, most: number): fc.Arbitrary<readonly Ring[]> {
  const point = fc.tuple(fc.nat(width), fc.nat(width)) as fc.Arbitrary<GridPoint>;
  const ring = fc
    .array(point, { minLength: 3, maxLength: corners })
    .map((points) => {
      const [first] = points;
      return [...points, first!].filter(
        (each, i, all) => i === 0 || !isSamePoint(each, all[i - 1]!),
      );
    })
    .filter((points) => points.length >= 4);
  return fc.array(ring, { minLength: 1, maxLength: most });
}

const RUNS = Number(process.env['TANSIQ_FUZZ'] ?? 400);

describe('a sweep over rings', () => {
  it.each([
    [3, 4, 3],
    [4, 5, 4],
    [6, 8, 2],
    [9, 12, 1],
    [5, 3, 8],
    [1_000_000, 6, 3],
  ])(
    '[P6] on a grid of %i refuses just what is refused where every two edges are asked',
    { timeout: 20_000 + 2 * RUNS },
    (...at) => {
      const counts = { clear: 0, met: 0 };
      fc.assert(
        fc.property(ringsOn(...at), (rings) => {
          const met = findMeeting(rings);
          counts[met ? 'met' : 'clear'] += 1;
          expect(met !== undefined).toBe(crossingOfPairs(rings) !== undefined);
        }),
        { numRuns: RUNS },
      );
      expect(Math.min(counts.clear, counts.met)).toBeGreaterThan(RUNS / 200);
    },
  );

  it('[P6] tells the place and the rings', () => {
    const bow: Ring = [
      [0, 0],
      [4, 4],
      [4, 0],
      [0, 4],
      [0, 0],
    ];
    expect(findMeeting([bow])).toEqual({ paths: [0, 0], at: [2, 2] });
    const square = (x: number): Ring => [
      [x, 0],
      [x + 2, 0],
      [x + 2, 2],
      [x, 2],
      [x, 0],
    ];
    expect(findMeeting([square(0), square(2)])?.paths.toSorted()).toEqual([0, 1]);
    expect(findMeeting([square(0), square(3)])).toBeUndefined();
  });

  it('[P6] lets many rings share one corner, and refuses one that passes through them there', () => {
    const fan = Array.from({ length: 2_000 }, (_, i): Ring => {
      return [
        [0, 0],
        [1_000_000, 4 * i],
        [1_000_000, 4 * i + 2],
        [0, 0],
      ];
    });
    expect(findMeeting(fan)).toBeUndefined();
    const across: Ring = [
      [0, 0],
      [-1, -1],
      [-1, 1],
      [0, 0],
    ];
    expect(findMeeting([...fan, across])).toBeUndefined();
    const through: Ring = [
      [0, 0],
      [1_000_000, 4_001],
      [1_000_001, 20_000],
      [-5, 20_000],
      [0, 0],
    ];
    expect(findMeeting([...fan, through])?.at).toEqual([0, 0]);
  });

  it('[P6] looks at ten thousand long edges beside each other without asking every two', () => {
    const teeth = Array.from({ length: 9_998 }, (_, i): GridPoint => {
      return [(i % 2) * 10_000_000 + i * 500, (i % 2) * 10_000_000 - i * 500];
    });
    const ring: Ring = [...teeth, [-5_000_000, -50_000_000], teeth[0]!];
    expect(findMeeting([ring])).toBeUndefined();
  });
});
