import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/ports.ts';
import { geodesicMetres } from '../geodesic.suite.ts';
import type { GridPoint } from '../grid.ts';
import { toDegrees } from '../grid.ts';
import { BAY, box, groundOf, someCoverage } from './bay.suite.ts';
import { BEST_PLACE_SHARE, bestPlaces, mostArea } from './best-place.ts';
import { Counts } from './counts.ts';
import type { Ground } from './ground.ts';
import { middleOf } from './frame.ts';
import { piecesOf } from './pieces.ts';
import { WEEK_HOURS, gapByHour } from './week.ts';
import { cellAt, layLines, layPlaces, sumArea, sumLaid } from './weights.ts';

/** Some coverages over BAY, and the counts of them. */
function someCounts(seed: number, cellMetres: number): Counts {
  const random = seededRandom(seed);
  const counts = new Counts(groundOf(BAY, cellMetres), 1);
  counts.addAll(Array.from({ length: 14 }, () => ({ party: 0, coverage: someCoverage(random) })));
  return counts;
}

/** Where each cell lies: metres east and north of the corner. */
function laidOut(ground: Ground): Map<number, readonly [row: number, column: number]> {
  const places = new Map<number, readonly [number, number]>();
  for (let row = 0; row < ground.rows; row += 1) {
    for (let column = 0; column < ground.columns; column += 1) {
      const cell = cellAt(ground, middleOf(ground, row, column));
      if (cell !== undefined) places.set(cell, [row, column]);
    }
  }
  return places;
}

describe('pieces of a gap', () => {
  const CELL = 900;

  it('[Z5] are the cells that hang together, as one finds by walking', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const { ground, all } = someCounts(seed, 400);
      const places = laidOut(ground);
      const open = new Map(
        [...places].filter(([cell]) => all[cell] === 0).map(([cell, at]) => [at.join(), cell]),
      );
      const areas: number[] = [];
      while (open.size > 0) {
        const [start] = open.keys();
        const walk = [start as string];
        let area = 0;
        for (let at = walk.pop(); at !== undefined; at = walk.pop()) {
          if (!open.delete(at)) continue;
          const [row = 0, column = 0] = at.split(',').map(Number);
          area += ground.squareMetres[row] as number;
          walk.push(`${row + 1},${column}`, `${row - 1},${column}`);
          walk.push(`${row},${column + 1}`, `${row},${column - 1}`);
        }
        areas.push(area);
      }
      const { pieces, count } = piecesOf(ground, all);
      expect(count).toBe(areas.length);
      const ranked = areas.toSorted((a, b) => b - a);
      for (const [i, { squareMetres }] of pieces.entries()) {
        expect(squareMetres).toBeCloseTo(ranked[i] as number, 3);
      }
    }
  });

  it('[Z5] are as deep as the widest circle within', () => {
    for (let seed = 0; seed < 4; seed += 1) {
      const { ground, all } = someCounts(seed, CELL);
      const cells = [...laidOut(ground)];
      const closed = cells.filter(([cell]) => all[cell] !== 0).map(([, at]) => at);
      const inside = new Set(cells.map(([, at]) => at.join()));
      // Around the area nothing is open.
      for (let row = -1; row <= ground.rows; row += 1) {
        for (let column = -1; column <= ground.columns; column += 1) {
          if (!inside.has(`${row},${column}`)) closed.push([row, column]);
        }
      }
      const [deepest] = piecesOf(ground, all).pieces.toSorted(
        (a, b) => b.depthMetres - a.depthMetres,
      );
      const wayTo = ([row, column]: readonly [number, number], from: GridPoint): number =>
        geodesicMetres(toDegrees(from), toDegrees(middleOf(ground, row, column)));
      const widest = Math.max(
        ...cells
          .filter(([cell]) => all[cell] === 0)
          .map(([, at]) => Math.min(...closed.map((each) => wayTo(each, middleOf(ground, ...at))))),
      );
      expect(Math.abs((deepest?.depthMetres ?? 0) + CELL - 2 * widest)).toBeLessThan(30);
      const own = Math.min(...closed.map((each) => wayTo(each, deepest?.deepest ?? [0, 0])));
      expect(Math.abs(own - widest)).toBeLessThan(15);
    }
  });
});

function ended<T>(steps: Generator<number, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('one post more', () => {
  const metres = 2500;

  it('[Z6] closes no more than its circle, cells at the rim counted', () => {
    const random = seededRandom(12);
    for (const cellMetres of [60, 100, 200, 300, 500]) {
      const ground = groundOf(box(43, 35, 43.1, 35.1), cellMetres);
      for (let tries = 0; tries < 40; tries += 1) {
        const reach = 1500 + random.below(2500);
        const at: GridPoint = [
          430_500_000 + random.below(90_000),
          350_500_000 + random.below(90_000),
        ];
        const counts = new Counts(ground, 1);
        const before = counts.gapSquareMetres;
        counts.add({ party: 0, coverage: { kind: 'round', at, metres: reach } });
        expect(before - counts.gapSquareMetres).toBeLessThan(mostArea(ground, reach));
      }
    }
  });

  it('[Z6] stands where no other place closes more than it says', () => {
    for (let seed = 0; seed < 4; seed += 1) {
      const { ground, all } = someCounts(seed, 300);
      const sumsOf = (counts: Uint16Array) => sumArea(ground, counts);
      const [best] = ended(
        bestPlaces(ground, all, { metres, posts: 1, sumsOf, most: mostArea(ground, metres) }),
      );
      if (!best) throw new Error('nothing is left to close');
      const closes = (at: GridPoint): number => {
        const counts = new Counts(ground, 1);
        counts.all.set(all);
        const before = sumsOf(counts.all).at(-1) as number;
        counts.add({ party: 0, coverage: { kind: 'round', at, metres } });
        return before - (sumsOf(counts.all).at(-1) as number);
      };
      expect(closes(best.at)).toBeCloseTo(best.closes, 3);
      expect(best.closesMost).toBeLessThanOrEqual(best.closes * (1 + BEST_PLACE_SHARE));
      for (const [cell, at] of laidOut(ground)) {
        if (cell % 41 === 0) {
          expect(closes(middleOf(ground, ...at))).toBeLessThanOrEqual(best.closesMost + 1e-3);
        }
      }
    }
  });

  it('[Z6] may count events or metres of road, and ends when nothing is left', () => {
    const ground = groundOf(BAY, 300);
    const all = new Uint16Array(ground.cells);
    const places: GridPoint[] = [
      [430_100_000, 350_100_000],
      [430_110_000, 350_110_000],
      [432_000_000, 351_500_000],
      [431_100_000, 351_000_000], // In the bay, outside of the area.
    ];
    const laid = layPlaces(ground, places);
    const sought = {
      metres,
      posts: 5,
      sumsOf: (counts: Uint16Array) => sumLaid(laid, counts),
      most: Number.POSITIVE_INFINITY,
    };
    const found = ended(bestPlaces(ground, all, sought));
    expect(found.map(({ closes }) => closes)).toEqual([2, 1]);
    const road: GridPoint[] = [
      [429_000_000, 350_150_000],
      [431_000_000, 350_150_000],
    ];
    const metresOfRoad = sumLaid(layLines(ground, [road]), all).at(-1) as number;
    const within = geodesicMetres([43, 35.015], [43.1, 35.015]);
    expect(Math.abs(metresOfRoad - within)).toBeLessThan(300);
  });
});

describe('a week by hour', () => {
  it('[Z7] has in each hour the gap of what stands in it', () => {
    const random = seededRandom(11);
    const ground = groundOf(BAY, 200);
    const manned = Array.from({ length: 25 }, () => {
      const [from, length] = [random.below(24), 1 + random.below(24)];
      const hours = Array.from(
        { length: WEEK_HOURS },
        (_, hour) => (hour + 24 - from) % 24 < length,
      );
      return { coverage: someCoverage(random), hours };
    });
    const gap = ended(gapByHour(ground, manned));
    for (const hour of [0, 7, 12, 100, 167]) {
      const counts = new Counts(ground, 1);
      const standing = manned.filter(({ hours }) => hours[hour]);
      counts.addAll(standing.map(({ coverage }) => ({ party: 0, coverage })));
      expect(gap[hour]).toBeCloseTo(counts.gapSquareMetres, 2);
    }
    expect(new Set(gap).size).toBeGreaterThan(5);
  });
});
