import 'jsts/org/locationtech/jts/monkey.js';
import type Geometry from 'jsts/org/locationtech/jts/geom/Geometry.js';
import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js';
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/ports.ts';
import { uncovered } from './cover.ts';
import { overlapKm2, areaKm2 } from './measure.ts';
import type { Shape } from './shape.ts';
import { formatShape, parseShape } from './shape.ts';
import { touches } from './touch.ts';
import { isWithin } from './within.ts';

/**
 * An independent library says the same. It computes with floating numbers, so it is asked only with
 * small whole numbers, where it is right.
 */

interface Drawing {
  readonly type: string;
  readonly coordinates: unknown;
}

interface Drawn {
  readonly shape: Shape;
  readonly theirs: Oracle;
}

/** What the library's `monkey.js` adds to its geometries. */
type Oracle = Geometry & {
  isValid(): boolean;
  intersects(other: Oracle): boolean;
  covers(other: Oracle): boolean;
  union(other: Oracle): Oracle;
  difference(other: Oracle): Oracle;
  getArea(): number;
};

const reader = new GeoJSONReader(new GeometryFactory());
const SIZE = 9;
const UNIT = 1e-7;

function drawer(seed: number) {
  const random = seededRandom(seed);
  const point = (): [number, number] => [random.below(SIZE), random.below(SIZE)];
  const ring = (most: number): [number, number][] => {
    const points = Array.from({ length: 3 + random.below(most - 2) }, point);
    return [...points, points[0] as [number, number]];
  };
  const geometry = (): Drawing => {
    switch (random.below(6)) {
      case 0:
        return { type: 'Point', coordinates: point() };
      case 1:
        return {
          type: 'LineString',
          coordinates: Array.from({ length: 2 + random.below(3) }, point),
        };
      case 2:
        return { type: 'Polygon', coordinates: [ring(6), ring(3)] };
      case 3:
        return { type: 'MultiPolygon', coordinates: [[ring(4)], [ring(4)]] };
      default:
        return { type: 'Polygon', coordinates: [ring(7)] };
    }
  };
  return { random, geometry };
}

function read(geometry: Drawing): Oracle {
  return reader.read(JSON.stringify(geometry)) as unknown as Oracle;
}

function scaled(coordinates: unknown): never {
  return (
    Array.isArray(coordinates)
      ? coordinates.map(scaled)
      : Math.round(Number(coordinates)) / Math.round(1 / UNIT)
  ) as never;
}

function draw(draws: ReturnType<typeof drawer>, kind?: Shape['kind']): Drawn {
  for (;;) {
    const geometry = draws.geometry();
    const parsed = parseShape({ type: geometry.type, coordinates: scaled(geometry.coordinates) });
    if (!parsed.ok || (kind !== undefined && parsed.value.kind !== kind)) continue;
    return { shape: parsed.value, theirs: read(geometry) };
  }
}

describe('an independent library agrees', () => {
  it('[P4] on whether shapes touch, for 400 pairs', () => {
    const draws = drawer(1);
    for (let k = 0; k < 400; k += 1) {
      const [a, b] = [draw(draws), draw(draws)];
      const ours = touches(a.shape, b.shape);
      expect(ours, story(a, b)).toBe(a.theirs.intersects(b.theirs));
      expect(touches(b.shape, a.shape)).toBe(ours);
    }
  });

  it('[P6] on which polygons are none, for 500 drawn', () => {
    const draws = drawer(2);
    let refused = 0;
    for (let k = 0; k < 500; k += 1) {
      const geometry = draws.geometry();
      if (!geometry.type.endsWith('Polygon')) continue;
      const parsed = parseShape({ type: geometry.type, coordinates: scaled(geometry.coordinates) });
      if (!parsed.ok) refused += 1;
      expect(parsed.ok, JSON.stringify(geometry)).toBe(isValid(geometry));
    }
    expect(refused).toBeGreaterThan(100);
  });

  it('[P8] on whether claims leave ground uncovered, for 60 plans', () => {
    const draws = drawer(3);
    let covered = 0;
    for (let k = 0; k < 60; k += 1) {
      const plan = draw(draws, 'area');
      const claims = Array.from({ length: 1 + draws.random.below(16) }, () => draw(draws, 'area'));
      const rest = claims.reduce((left, claim) => left.difference(claim.theirs), plan.theirs);
      const ours = uncovered(
        plan.shape,
        claims.map((claim) => claim.shape),
      );
      if (!ours) covered += 1;
      expect(ours, story(plan, ...claims)).toBe(rest.getArea() > 1e-9);
    }
    expect(covered).toBeGreaterThan(2);
  });

  it('[P10] on what lies within what, for 300 pairs', () => {
    const draws = drawer(4);
    let within = 0;
    for (let k = 0; k < 300; k += 1) {
      const [inner, outer] = [draw(draws), draw(draws)];
      const ours = isWithin(inner.shape, outer.shape);
      if (ours) within += 1;
      expect(ours, story(inner, outer)).toBe(outer.theirs.covers(inner.theirs));
    }
    expect(within).toBeGreaterThan(8);
  });

  it('[P11] on how much two areas share, near the equator', () => {
    const draws = drawer(5);
    const unit = areaKm2(square());
    for (let k = 0; k < 60; k += 1) {
      const [a, b] = [draw(draws, 'area'), draw(draws, 'area')];
      const rest = a.theirs.getArea() - a.theirs.difference(b.theirs).getArea();
      expect((overlapKm2(a.shape, b.shape) ?? Number.NaN) / unit).toBeCloseTo(rest, 5);
    }
  });
});

/** Theirs also refuses a hole that cuts the ground in two by touching its rim; we need not. */
function isValid(geometry: Drawing): boolean {
  if (read(geometry).isValid()) return true;
  const rings = geometry.coordinates as unknown[];
  if (geometry.type !== 'Polygon' || rings.length < 2) return false;
  const [outer, hole] = rings.map((ring) => read({ type: 'Polygon', coordinates: [ring] }));
  if (outer?.isValid() !== true || hole?.isValid() !== true) return false;
  return outer.covers(hole) && outer.difference(hole).getNumGeometries() > 1;
}

function square(): Shape {
  const outer = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ] as const;
  return { kind: 'area', polygons: [{ outer, holes: [] }] };
}

function story(...drawn: readonly Drawn[]): string {
  return JSON.stringify(drawn.map(({ shape }) => formatShape(shape)));
}
