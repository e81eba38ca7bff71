import { describe, expect, it } from 'vitest';
import { uncovered } from './cover.ts';
import type { GridPoint } from './grid.ts';
import type { Shape } from './shape.ts';
import { formatShape, parseShape } from './shape.ts';
import { touches } from './touch.ts';
import { isWithin } from './within.ts';

const WORLD = 1_800_000_000;

function box(west: number, south: number, east: number, north: number): GridPoint[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function area(outer: readonly GridPoint[], ...holes: readonly GridPoint[][]): Shape {
  const parsed = parseShape(formatShape({ kind: 'area', polygons: [{ outer, holes }] }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
  return parsed.value;
}

function line(...points: readonly GridPoint[]): Shape {
  return { kind: 'line', points };
}

function point(lon: number, lat: number): Shape {
  return { kind: 'point', at: [lon, lat] };
}

describe('touching', () => {
  it('[P4] counts a shared edge and a shared corner', () => {
    const home = area(box(0, 0, 10, 10));
    expect(touches(home, area(box(10, 0, 20, 10)))).toBe(true);
    expect(touches(home, area(box(10, 10, 20, 20)))).toBe(true);
    expect(touches(home, area(box(10, 3, 20, 4)))).toBe(true);
  });

  it('[P4] sees a gap and a sliver of one grid unit', () => {
    const home = area(box(-WORLD / 2, -1_000_000, 0, 1_000_000));
    expect(touches(home, area(box(1, -1_000_000, WORLD / 2, 1_000_000)))).toBe(false);
    expect(touches(home, area(box(-1, -5, 10, 5)))).toBe(true);
    // A needle of 170 degrees that is nowhere wider than a unit.
    const needle = area([
      [850_000_000, 800_000_000],
      [-850_000_000, -800_000_000],
      [850_000_000, 799_999_999],
      [850_000_000, 800_000_000],
    ]);
    expect(touches(needle, point(0, 0))).toBe(true);
    expect(touches(needle, point(0, 1))).toBe(false);
    expect(touches(needle, point(0, -1))).toBe(false);
  });

  it('[P4] leaves the inside of a hole outside, and its rim within', () => {
    const ring = area(box(0, 0, 30, 30), box(10, 10, 20, 20));
    expect(touches(ring, area(box(12, 12, 18, 18)))).toBe(false);
    expect(touches(ring, area(box(12, 12, 20, 18)))).toBe(true);
    expect(touches(ring, point(15, 15))).toBe(false);
    expect(touches(ring, point(10, 15))).toBe(true);
    expect(touches(ring, line([11, 11], [19, 19]))).toBe(false);
    expect(touches(ring, area(box(-5, -5, 50, 50)))).toBe(true);
  });

  it('[P4] holds lines and points against each other', () => {
    expect(touches(line([0, 0], [10, 10]), line([0, 10], [10, 0]))).toBe(true);
    expect(touches(line([0, 0], [10, 10]), line([11, 11], [20, 20]))).toBe(false);
    expect(touches(line([0, 0], [10, 10]), line([4, 4], [20, 20]))).toBe(true);
    expect(touches(line([0, 0], [3, 1]), point(1, 0))).toBe(false);
    expect(touches(line([0, 0], [4, 2]), point(2, 1))).toBe(true);
    expect(touches(point(1, 1), point(1, 1))).toBe(true);
    expect(touches(line([2, 2], [3, 3]), area(box(0, 0, 10, 10)))).toBe(true);
  });

  it('[P5] holds both names of the antimeridian to be one', () => {
    const east = area(box(WORLD - 10, 0, WORLD, 10));
    expect(touches(east, area(box(-WORLD, 5, -WORLD + 10, 15)))).toBe(true);
    expect(touches(east, area(box(-WORLD, 10, -WORLD + 10, 15)))).toBe(true);
    expect(touches(east, area(box(-WORLD, 11, -WORLD + 10, 15)))).toBe(false);
    expect(touches(point(-WORLD, 3), east)).toBe(true);
  });
});

describe('cover', () => {
  const plan = area(box(0, 0, 30, 30));

  it('[P8] is whole where neighbours share a seam', () => {
    const [west, east] = [area(box(-5, -5, 10, 35)), area(box(10, -5, 40, 35))];
    expect(uncovered(plan, [west, east])).toBe(false);
    expect(uncovered(plan, [west])).toBe(true);
    expect(uncovered(plan, [west, area(box(11, -5, 40, 35))])).toBe(true);
    expect(uncovered(plan, [])).toBe(true);
  });

  it('[P8] finds a hole in a claim and a hole that another claim fills', () => {
    const ring = area(box(-1, -1, 31, 31), box(10, 10, 12, 12));
    expect(uncovered(plan, [ring])).toBe(true);
    expect(uncovered(plan, [ring, area(box(10, 10, 12, 12))])).toBe(false);
    expect(uncovered(ring, [ring])).toBe(false);
  });

  it('[P8] asks of a line each stretch and of a point itself', () => {
    const [west, east] = [area(box(0, 0, 10, 10)), area(box(10, 0, 20, 10))];
    expect(uncovered(line([1, 1], [19, 4]), [west, east])).toBe(false);
    expect(uncovered(line([1, 1], [19, 4]), [west])).toBe(true);
    expect(uncovered(line([0, 0], [20, 0]), [west, east])).toBe(false);
    expect(uncovered(line([0, -1], [20, 0]), [west, east])).toBe(true);
    expect(uncovered(line([1, 1], [3, 2]), [line([-1, 0], [5, 3])])).toBe(false);
    expect(uncovered(point(10, 10), [west])).toBe(false);
    expect(uncovered(point(11, 10), [west])).toBe(true);
  });

  it('[P9] takes ground past the limits for unclaimed', () => {
    const teeth = (turned: boolean): Shape => {
      const rim: GridPoint[] = [];
      for (let k = 0; k < 800; k += 1) rim.push([k * 10, k % 2 === 0 ? 0 : 8_000]);
      rim.push([8_000, 9_000], [0, 9_000], [0, 0]);
      return area(turned ? rim.map(([lon, lat]) => [lat, lon] as const) : rim);
    };
    expect(uncovered(teeth(false), [teeth(true), area(box(-1, -1, 9_000, 8_999))])).toBe(true);
  });

  it('[P10] narrows to what lies within, edges included', () => {
    expect(isWithin(area(box(0, 0, 30, 10)), plan)).toBe(true);
    expect(isWithin(plan, plan)).toBe(true);
    expect(isWithin(area(box(0, 0, 31, 10)), plan)).toBe(false);
    expect(isWithin(line([0, 0], [30, 30]), plan)).toBe(true);
    expect(isWithin(plan, line([0, 0], [30, 30]))).toBe(false);
  });
});
