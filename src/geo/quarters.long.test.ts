import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkCells } from './cells.ts';
import type { GridPoint } from './grid.ts';
import { isAnyBare, isAnyPieceBare } from './quarters.ts';
import type { Shape } from './shape.ts';
import { prepare } from './touch.ts';

const COLUMNS = 40;
const HEIGHT = 12;

/** Ground between two ragged lines, told by its heights at each column; west to east, or turned by 90°. */
function between(
  [from, isTurned]: readonly [number, boolean],
  low: readonly number[],
  high: readonly number[],
): Shape {
  const below = low.map((lat, k): GridPoint => [from + k, lat]);
  const above = high.map((lat, k): GridPoint => [from + k, lat]);
  const around = [...below, ...above.toReversed(), [from, low[0] ?? 0] as const];
  const outer = isTurned ? around.map(([lon, lat]): GridPoint => [lat, lon]) : around;
  return { kind: 'area', polygons: [{ outer, holes: [] }] };
}

const heights = fc.array(fc.nat({ max: HEIGHT }), { minLength: COLUMNS, maxLength: COLUMNS });
const stand = fc.tuple(fc.nat({ max: 12 }), fc.boolean());

const ragged = fc.tuple(stand, heights, heights).map(([at, low, high]) =>
  between(
    at,
    low,
    low.map((lat, k) => lat + 1 + (high[k] ?? 0)),
  ),
);

/** Ground, and two claims that share it along a ragged seam; perhaps one falls short by a unit somewhere. */
const shared = fc
  .tuple(stand, heights, heights, fc.option(fc.nat({ max: COLUMNS - 1 })))
  .map(([at, low, gap, short]) => {
    const seam = low.map((lat, k) => lat + 2 + Math.floor((gap[k] ?? 0) / 2));
    const high = low.map((lat, k) => lat + 4 + (gap[k] ?? 0));
    const upper = seam.map((lat, k) => (k === short ? lat + 1 : lat));
    const claims = [between(at, low, seam), between(at, upper, high)];
    const [from, isTurned] = at;
    const pieces = Array.from({ length: 12 }, (_, k) => {
      const [west, upto] = [3 * k, 3 * k + 7];
      return between([from + west, isTurned], low.slice(west, upto), high.slice(west, upto));
    });
    return { plan: between(at, low, high), pieces, claims, isWhole: short === null };
  });

describe('quarters', () => {
  it('[P8] find bare ground exactly where a walk over all of it does', () => {
    const others = fc.array(ragged, { maxLength: 5 });
    fc.assert(
      fc.property(shared, others, fc.boolean(), (ground, more, isAlone) => {
        const { edges, bounds } = prepare(ground.plan);
        const areas = isAlone ? ground.claims : [...more, ...ground.claims];
        const claims = areas.map((area) => prepare(area).edges);
        const walk = walkCells(
          [edges, ...claims],
          bounds,
          (_, held, cell) => held === 0 && cell() !== undefined,
        );
        if (ground.isWhole) expect(walk).toBe('done');
        if (!ground.isWhole && isAlone) expect(walk).toBe('stopped');
        expect(isAnyBare(edges, bounds, claims)).toBe(walk !== 'done');
        expect(isAnyBare(edges, bounds, claims.toReversed())).toBe(walk !== 'done');
      }),
      { numRuns: 40 },
    );
  });

  it('[P8] find bare ground in overlapping pieces exactly where one of them alone is bare', () => {
    fc.assert(
      fc.property(shared, fc.array(ragged, { maxLength: 2 }), (ground, more) => {
        const pieces = ground.pieces.map(prepare);
        const claims = [...more, ...ground.claims].map((area) => prepare(area).edges);
        const alone = pieces.some(({ edges, bounds }) => isAnyBare(edges, bounds, claims));
        expect(isAnyPieceBare(pieces, claims)).toBe(alone);
        if (more.length === 0) expect(alone).toBe(!ground.isWhole);
      }),
      { numRuns: 60 },
    );
  });
});
