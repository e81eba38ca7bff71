import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridPoint } from './grid.ts';
import { GRID_LAT_MAX, GRID_LON_MAX, GRID_PER_DEGREE } from './grid.ts';
import { geodesicMetres, goFrom } from './geodesic.suite.ts';
import { isNear } from './near.ts';
import type { Shape } from './shape.ts';
import { boundsOf, formatShape, parseShape, pathsOf } from './shape.ts';
import { boundsWithin, cosineBelow, STRIP_METRES_MAX, strips, stripsOfEdge } from './strip.ts';
import { prepare, touches } from './touch.ts';
import { hasCommonPoint } from './edge.ts';

const RUNS = 150;

function point(lon: number, lat: number): Shape {
  return { kind: 'point', at: [lon, lat] };
}

function onGrid([lon, lat]: readonly [number, number]): GridPoint {
  return [Math.round(lon * GRID_PER_DEGREE), Math.round(lat * GRID_PER_DEGREE)];
}

function degrees([lon, lat]: GridPoint): [number, number] {
  return [lon / GRID_PER_DEGREE, lat / GRID_PER_DEGREE];
}

function along(from: GridPoint, to: GridPoint, part: number): [number, number] {
  const [[ax, ay], [bx, by]] = [degrees(from), degrees(to)];
  return [ax + (bx - ax) * part, ay + (by - ay) * part];
}

/** How far a place in degrees is from an edge in metres, by cutting the edge in three again and again. */
function awayFrom(from: GridPoint, to: GridPoint, place: readonly [number, number]): number {
  const atPart = (where: number): number => geodesicMetres(along(from, to, where), place);
  let [low, high] = [0, 1];
  for (let k = 0; k < 60; k += 1) {
    const third = (high - low) / 3;
    if (atPart(low + third) < atPart(high - third)) high -= third;
    else low += third;
  }
  return atPart(low);
}

const metres = fc.double({ min: 1, max: STRIP_METRES_MAX, noNaN: true });
const bearing = fc.double({ min: 0, max: 360, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });

function grid(latMost: number): fc.Arbitrary<GridPoint> {
  const lon = fc.integer({ min: -GRID_LON_MAX, max: GRID_LON_MAX });
  const most = latMost * GRID_PER_DEGREE;
  return fc.tuple(lon, fc.integer({ min: -most, max: most }));
}

/** Edges of up to 10° each way. */
function edge(latMost: number): fc.Arbitrary<readonly [GridPoint, GridPoint]> {
  const step = fc.integer({ min: -10 * GRID_PER_DEGREE, max: 10 * GRID_PER_DEGREE });
  return fc.tuple(grid(latMost), step, step).map(([from, east, north]) => {
    const most = latMost * GRID_PER_DEGREE;
    const lon = Math.min(Math.max(from[0] + east, -GRID_LON_MAX), GRID_LON_MAX);
    return [from, [lon, Math.min(Math.max(from[1] + north, -most), most)]];
  });
}

describe('metres on the ground', () => {
  it('[P16] never take a cosine for more than it is, nor 1e-10 less', () => {
    for (let lat = -GRID_LAT_MAX; lat <= GRID_LAT_MAX; lat += 1_234_567) {
      const less = Math.cos((lat / GRID_PER_DEGREE / 180) * Math.PI) - cosineBelow(lat);
      expect(less).toBeGreaterThan(0);
      expect(less).toBeLessThan(1e-10);
    }
  });

  it('[P16] are reckoned alike on every host', () => {
    const [strip] = strips(point(440_000_000, 360_000_000), 1000);
    expect(strip === undefined ? [] : pathsOf(strip).flat()).toEqual([
      [439_888_206, 359_962_539],
      [439_953_693, 359_909_562],
      [440_046_307, 359_909_562],
      [440_111_794, 359_962_539],
      [440_111_794, 360_037_461],
      [440_046_307, 360_090_438],
      [439_953_693, 360_090_438],
      [439_888_206, 360_037_461],
      [439_888_206, 359_962_539],
    ]);
  });
});

describe('strips', () => {
  it('[P17] hold all ground within the metres of an edge, and touch what is there', () => {
    fc.assert(
      fc.property(edge(89), metres, part, bearing, ([from, to], wide, where, way) => {
        const beside = onGrid(goFrom(along(from, to, where), way, wide * 0.9999999 - 0.02));
        const held = stripsOfEdge(from, to, wide);
        expect(held.some((strip) => touches(strip, point(...beside)))).toBe(true);
        for (const strip of held) expect(parseShape(formatShape(strip)).ok).toBe(true);
        const box = { west: beside[0], east: beside[0], south: beside[1], north: beside[1] };
        const ofEdge = boundsOf({ kind: 'line', points: [from, to] });
        expect(boundsWithin(ofEdge, wide).some((each) => hasCommonPoint(each, box))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('[P17] are at most a tenth wider, up to 60° and where edges are up to 10° long', () => {
    fc.assert(
      fc.property(edge(60), metres, part, bearing, ([from, to], wide, where, way) => {
        const beside = onGrid(goFrom(along(from, to, where), way, wide * 1.1 + 0.1));
        if (awayFrom(from, to, degrees(beside)) < wide * 1.1 + 0.1) return;
        const held = stripsOfEdge(from, to, wide);
        expect(held.some((strip) => touches(strip, point(...beside)))).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  it('[P17] are one area for each edge and the ground within; with no metres, the shape', () => {
    const outer = [onGrid([44, 36]), onGrid([45, 36]), onGrid([45, 37]), onGrid([44, 36])];
    const ground: Shape = { kind: 'area', polygons: [{ outer, holes: [] }] };
    expect(strips(ground, 500)).toHaveLength(4);
    expect(strips(ground, 500)[0]).toBe(ground);
    expect(strips(ground, 0)).toEqual([ground]);
    expect(strips({ kind: 'line', points: outer }, 500)).toHaveLength(3);
    expect(strips(point(0, 0), STRIP_METRES_MAX)).toHaveLength(1);
  });

  it('[P18] come back in beyond 180°, as one piece on either side', () => {
    const west = strips(point(GRID_LON_MAX - 100, 300_000_000), 1000);
    expect(west).toHaveLength(2);
    expect(west.every((strip) => parseShape(formatShape(strip)).ok)).toBe(true);
    expect(west.some((strip) => touches(strip, point(-GRID_LON_MAX + 50_000, 300_000_000)))).toBe(
      true,
    );
    const east = strips(point(-GRID_LON_MAX + 100, 300_000_000), 1000);
    expect(east.some((strip) => touches(strip, point(GRID_LON_MAX - 50_000, 300_000_000)))).toBe(
      true,
    );
    expect(east.some((strip) => touches(strip, point(0, 300_000_000)))).toBe(false);
  });

  it('[P18] go all the way round near a pole, and over it', () => {
    const polar = strips(point(0, -899_900_000), 5000);
    for (const lon of [0, 1_200_000_000, -GRID_LON_MAX, GRID_LON_MAX]) {
      expect(polar.some((strip) => touches(strip, point(lon, -899_900_000)))).toBe(true);
      expect(polar.some((strip) => touches(strip, point(lon, -GRID_LAT_MAX)))).toBe(true);
      expect(polar.some((strip) => touches(strip, point(lon, -899_000_000)))).toBe(false);
    }
  });
});

describe('nearness', () => {
  const post = prepare(point(...onGrid([44, 36])));

  it('[P19] never misses, and is alike both ways', () => {
    fc.assert(
      fc.property(edge(89), metres, part, bearing, ([from, to], wide, where, way) => {
        const line = prepare({ kind: 'line', points: [from, to] });
        const beside = onGrid(goFrom(along(from, to, where), way, wide * 0.9999999 - 0.02));
        const there = prepare(point(...beside));
        expect(isNear(line, there, wide)).toBe(true);
        expect(isNear(there, line, wide)).toBe(true);
        expect(isNear(line, there, wide / 1.2)).toBe(isNear(there, line, wide / 1.2));
      }),
      { numRuns: RUNS },
    );
  });

  it('[P19] asks the ground of an area and not its rim alone', () => {
    const outer = [onGrid([40, 30]), onGrid([50, 30]), onGrid([50, 40]), onGrid([40, 30])];
    const ground = prepare({ kind: 'area', polygons: [{ outer, holes: [] }] });
    const inside = prepare(point(...onGrid([47, 34])));
    expect(isNear(ground, inside, 10)).toBe(true);
    expect(isNear(ground, inside, 0)).toBe(true);
    expect(isNear(ground, prepare(point(...onGrid([45, 30.1]))), 1000)).toBe(true);
    expect(isNear(ground, prepare(point(...onGrid([45, 29.98]))), 2000)).toBe(false);
    expect(isNear(ground, prepare(point(...onGrid([45, 29.98]))), 2300)).toBe(true);
    expect(isNear(post, post, 0)).toBe(true);
    expect(isNear(post, prepare(point(440_000_001, 360_000_000)), 0)).toBe(false);
    expect(isNear(post, prepare(point(440_000_001, 360_000_000)), 1)).toBe(true);
  });

  it('[P18] [P19] reaches across the antimeridian', () => {
    const [east, west] = [point(GRID_LON_MAX - 400, 0), point(-GRID_LON_MAX + 400, 0)];
    expect(isNear(prepare(east), prepare(west), 9)).toBe(true);
    expect(isNear(prepare(east), prepare(west), 5)).toBe(false);
    expect(isNear(prepare(point(GRID_LON_MAX, 0)), prepare(point(-GRID_LON_MAX, 0)), 0)).toBe(true);
  });
});
