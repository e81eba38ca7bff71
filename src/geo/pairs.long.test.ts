import { existsSync, readFileSync } from 'node:fs';
import 'jsts/org/locationtech/jts/monkey.js';
import type Geometry from 'jsts/org/locationtech/jts/geom/Geometry.js';
import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js';
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js';
import { expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import { uncovered } from './cover.ts';
import { parseFeatures } from './geojson.ts';
import type { GridPoint } from './grid.ts';
import { GRID_LON_MAX } from './grid.ts';
import type { Family, Trio } from './pairs.suite.ts';
import { drawPairs, FAMILIES } from './pairs.suite.ts';
import { judgeTouches, judgeUncovered, judgeWithin, turned } from './rational.suite.ts';
import type { Ring } from './ring.ts';
import type { Shape } from './shape.ts';
import { boundsOf, formatShape, pathsOf } from './shape.ts';
import { touches } from './touch.ts';
import { isWithin } from './within.ts';

/**
 * Random pairs, each hard in its own way, asked of us and of an independent library. The library
 * computes with floating numbers; where it differs, rational numbers say who is right.
 * TANSIQ_PAIRS says how many (5,000 otherwise).
 */
const PAIRS = Number(process.env['TANSIQ_PAIRS'] ?? 5_000);

/** One pair of so many is of real borders, which have thousands of corners. */
const BORDERS_EVERY = 200;

/** One pair of so many is judged by rational numbers even where nobody differs. */
const JUDGED_EVERY = 25;

const BORDERS = '../shared/data/01-admin';
/** Where real borders are absent, the other families take their part. */
const hasBorders = existsSync(BORDERS);

function readBorders(name: string): readonly Shape[] {
  if (!hasBorders) return [];
  const features = parseFeatures(JSON.parse(readFileSync(`${BORDERS}/${name}`, 'utf8')) as Json);
  if (!features.ok) throw new Error(features.fault.kind);
  return features.value.flatMap((feature) => (feature.ok ? [feature.value.shape] : []));
}

type Oracle = Geometry & {
  intersects(other: Oracle): boolean;
  covers(other: Oracle): boolean;
  difference(other: Oracle): Oracle;
  getArea(): number;
  getLength(): number;
  isEmpty(): boolean;
};

const reader = new GeoJSONReader(new GeometryFactory());

/** The shape in whole grid units, which floating numbers hold exactly. */
function theirs(shape: Shape): Oracle {
  const paths =
    shape.kind === 'point'
      ? { type: 'Point', coordinates: shape.at }
      : shape.kind === 'line'
        ? { type: 'LineString', coordinates: shape.points }
        : {
            type: 'MultiPolygon',
            coordinates: shape.polygons.map(({ outer, holes }) => [outer, ...holes]),
          };
  return reader.read(JSON.stringify(paths)) as unknown as Oracle;
}

interface Question {
  readonly name: 'touches' | 'isWithin' | 'uncovered';
  readonly ours: (trio: Trio) => boolean;
  readonly library: (trio: readonly Shape[]) => boolean;
  readonly judge: (trio: Trio) => boolean;
}

const QUESTIONS: readonly Question[] = [
  {
    name: 'touches',
    ours: ([a, b]) => touches(a, b),
    library: ([a, b]) => isIntersecting(a as Shape, b as Shape),
    judge: ([a, b]) => judgeTouches(a, b),
  },
  {
    name: 'isWithin',
    ours: ([a, b]) => isWithin(a, b),
    library: ([a, b]) => theirs(b as Shape).covers(theirs(a as Shape)),
    judge: ([a, b]) => judgeWithin(a, b),
  },
  {
    name: 'uncovered',
    ours: ([a, b, c]) => uncovered(a, [b, c]),
    library: ([a, b, c]) => isLeftOver(a as Shape, [b, c] as Shape[]),
    judge: ([a, b, c]) => judgeUncovered(a, [b, c]),
  },
];

/** The library knows no antimeridian: what reaches it is asked again once around the earth. */
function isIntersecting(a: Shape, b: Shape): boolean {
  if (theirs(a).intersects(theirs(b))) return true;
  const reaches = (shape: Shape, lon: number): boolean => {
    const { west, east } = boundsOf(shape);
    return west === lon || east === lon;
  };
  if (reaches(a, GRID_LON_MAX) && reaches(b, -GRID_LON_MAX)) {
    return theirs(a).intersects(theirs(turned(b)));
  }
  if (reaches(b, GRID_LON_MAX) && reaches(a, -GRID_LON_MAX)) {
    return theirs(b).intersects(theirs(turned(a)));
  }
  return false;
}

function isLeftOver(shape: Shape, areas: readonly Shape[]): boolean {
  const fitting = areas.filter((area) => shape.kind !== 'area' || area.kind === 'area');
  const left = fitting.reduce((rest, area) => rest.difference(theirs(area)), theirs(shape));
  if (shape.kind === 'area') return left.getArea() > 0;
  return shape.kind === 'line' ? left.getLength() > 0 : !left.isEmpty();
}

function familyOf(k: number): Family {
  if (hasBorders && k % BORDERS_EVERY === 0) return 'borders';
  return FAMILIES[k % (FAMILIES.length - 1)] as Family;
}

function story(k: number, family: Family, trio: Trio): string {
  const drawn = family === 'borders' ? '' : JSON.stringify(trio.map(formatShape));
  return `pair ${k}, ${family} ${drawn}`;
}

it(
  `[P4] [P5] [P8] [P10] hold for ${PAIRS} random pairs, and rational numbers side with us where a library differs`,
  () => {
    const draw = drawPairs(20_260_101, {
      countries: readBorders('region_adm0_ne10m.geojson'),
      parts: readBorders('iraq_adm1.geojson'),
    });
    const counts = new Map<string, number>();
    const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
    for (let k = 0; k < PAIRS; k += 1) {
      const family = familyOf(k);
      const trio = draw(family);
      for (const { name, ours, library, judge } of QUESTIONS) {
        const answer = ours(trio);
        count(`${name}: ${answer ? 'yes' : 'no'}`);
        let other: boolean | undefined;
        try {
          other = library(trio);
        } catch {
          count(`${name}: library gives up, ${family}`);
        }
        if (other !== undefined && other !== answer) {
          count(`${name}: library wrongly ${other ? 'yes' : 'no'}, ${family}`);
        }
        const isJudged = k % JUDGED_EVERY === 1 && family !== 'borders';
        if (other === answer && !isJudged) continue;
        expect(answer, `${name}, ${story(k, family, trio)}`).toBe(judge(trio));
      }
      const [a, b] = trio;
      expect(touches(b, a), story(k, family, trio)).toBe(touches(a, b));
    }
    for (const { name } of QUESTIONS) {
      expect(counts.get(`${name}: yes`), name).toBeGreaterThan(PAIRS / 20);
      expect(counts.get(`${name}: no`), name).toBeGreaterThan(PAIRS / 20);
    }
    const told = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
    if (process.env['TANSIQ_PAIRS'] !== undefined) {
      process.stdout.write(`${told.map(([name, times]) => `${name} ${times}`).join('\n')}\n`);
    }
  },
  // Real borders take most of it.
  Math.max(60_000, PAIRS * 20),
);

/** The same ground with more corners: on every edge each point that lies on the grid, up to a number. */
function withMore(shape: Shape, most: number): Shape {
  if (shape.kind !== 'area') return shape;
  const more = (ring: Ring): Ring =>
    ring.flatMap((to, i) => {
      const [ax, ay] = ring[Math.max(0, i - 1)] as GridPoint;
      const steps = stepsBetween(to[0] - ax, to[1] - ay, most);
      return Array.from({ length: i === 0 ? 1 : steps }, (_, k): GridPoint => {
        const part = (k + 1) / steps;
        return i === 0 ? to : [ax + (to[0] - ax) * part, ay + (to[1] - ay) * part];
      });
    });
  const polygons = shape.polygons.map(({ outer, holes }) => ({
    outer: more(outer),
    holes: holes.map(more),
  }));
  return { kind: 'area', polygons };
}

/** In how many equal parts, all of whose ends lie on the grid, a step can be cut. */
function stepsBetween(east: number, north: number, most: number): number {
  for (let steps = most; steps > 1; steps -= 1) {
    if (east % steps === 0 && north % steps === 0) return steps;
  }
  return 1;
}

it.skipIf(!hasBorders && process.env['CI'] !== 'true')(
  '[P4] [P8] [P10] hold for borders of 5,000 corners (skipped where ../shared/data is absent)',
  () => {
    const corners = (shape: Shape): number => pathsOf(shape).flat().length;
    const borders = readBorders('region_adm0_ne10m.geojson').filter((each) => corners(each) > 1500);
    const fine = borders.map((border) => withMore(border, 2));
    expect(Math.max(...fine.map(corners))).toBeGreaterThan(5000);
    for (const [i, border] of borders.entries()) {
      const same = fine[i] as Shape;
      expect(isWithin(border, same) && isWithin(same, border)).toBe(true);
      expect(uncovered(same, [border])).toBe(false);
      for (const [j, other] of borders.entries()) {
        expect(touches(same, fine[j] as Shape)).toBe(touches(border, other));
        if (i !== j) expect(uncovered(same, [fine[j] as Shape])).toBe(true);
      }
    }
  },
);
