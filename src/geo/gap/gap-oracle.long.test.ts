import { existsSync, readFileSync } from 'node:fs';
import type Geometry from 'jsts/org/locationtech/jts/geom/Geometry.js';
import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js';
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js';
import OverlayOp from 'jsts/org/locationtech/jts/operation/overlay/OverlayOp.js';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import type { Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/ports.ts';
import { RADIANS_PER_UNIT, underLatitude } from '../ellipsoid.ts';
import { goFrom } from '../geodesic.suite.ts';
import { parseFeatures } from '../geojson.ts';
import type { GridPoint } from '../grid.ts';
import { toDegrees } from '../grid.ts';
import type { Shape } from '../shape.ts';
import { parseShape } from '../shape.ts';
import { groundOf } from './bay.suite.ts';
import { Counts } from './counts.ts';
import type { Coverage } from './coverage.ts';

/**
 * An independent library reckons the same gap with outlines, in a plane where areas are those of the
 * ellipsoid: longitude in radians across, the area under a latitude up.
 */

const reader = new GeoJSONReader(new GeometryFactory());

type Place = readonly [lon: number, lat: number];

function flat([lon, lat]: Place): Place {
  return [lon * RADIANS_PER_UNIT, underLatitude(lat * RADIANS_PER_UNIT)];
}

/** An outline whose long edges are cut, since what is straight on the grid is bent in that plane. */
function outlineOf(ring: readonly Place[]): readonly Place[] {
  const closed = [...ring, ring[0] as Place];
  const places = closed.slice(1).flatMap((to, i): Place[] => {
    const from = closed[i] as Place;
    const pieces = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 50_000) || 1;
    return Array.from({ length: pieces }, (_, k) =>
      flat([
        from[0] + ((to[0] - from[0]) * k) / pieces,
        from[1] + ((to[1] - from[1]) * k) / pieces,
      ]),
    );
  });
  return [...places, places[0] as Place];
}

function theirs(rings: readonly (readonly (readonly Place[])[])[]): Geometry {
  const coordinates = rings.map((polygon) => polygon.map(outlineOf));
  return reader.read({ type: 'MultiPolygon', coordinates }) as Geometry;
}

function theirShape(shape: Shape): Geometry {
  if (shape.kind !== 'area') throw new Error('no area');
  return theirs(
    shape.polygons.map(({ outer, holes }) => [outer, ...holes].map((ring) => ring.slice(0, -1))),
  );
}

function theirCoverage(coverage: Coverage): Geometry {
  if (coverage.kind === 'area') return theirShape(coverage.shape);
  if (coverage.kind === 'strip') throw new Error('not asked here');
  const { at, metres } = coverage;
  const [from, turn] =
    coverage.kind === 'round'
      ? [0, 360]
      : [coverage.from, (((coverage.upto - coverage.from) % 360) + 360) % 360 || 360];
  const arc = Array.from({ length: 361 }, (_, i): Place => {
    const [lon, lat] = goFrom(toDegrees(at), from + (turn * i) / 360, metres);
    return [lon * 1e7, lat * 1e7];
  });
  return theirs([[turn === 360 ? arc.slice(0, -1) : [at, ...arc]]]);
}

/** What no coverage reaches of an area, in square metres, by outlines. */
function gapByOutlines(area: Geometry, coverages: readonly Geometry[]): number {
  return coverages
    .reduce((left, coverage) => OverlayOp.difference(left, coverage) as Geometry, area)
    .getArea();
}

interface World {
  readonly area: Shape;
  readonly coverages: readonly Coverage[];
  readonly cellMetres: number;
}

function someWorld(random: Random): World {
  const middle: Place = [random.below(3000) - 1500, random.below(1200) - 600].map(
    (tenth) => tenth / 10,
  ) as unknown as Place;
  const corners = 4 + random.below(12);
  const ring = Array.from({ length: corners }, (_, i) =>
    rounded(goFrom(middle, -(360 * i) / corners, 6000 + random.below(14_000))),
  );
  const coverages = Array.from({ length: 1 + random.below(10) }, (): Coverage => {
    const at = rounded(goFrom(middle, random.below(360), random.below(18_000)));
    const metres = 500 + random.below(6000);
    switch (random.below(4)) {
      case 0:
        return { kind: 'sector', at, metres, from: random.below(360), upto: random.below(360) };
      case 1:
        return {
          kind: 'area',
          shape: shapeOf(
            [0, 72, 144, 216, 288].map((bearing) =>
              rounded(goFrom(toDegrees(at), -bearing, metres)),
            ),
          ),
        };
      default:
        return { kind: 'round', at, metres };
    }
  });
  return { area: shapeOf(ring), coverages, cellMetres: 100 };
}

function rounded([lon, lat]: Place): GridPoint {
  return [Math.round(lon * 1e7), Math.round(lat * 1e7)];
}

function shapeOf(ring: readonly GridPoint[]): Shape {
  const places = [...ring, ring[0] as GridPoint].map(toDegrees);
  const shape = parseShape({ type: 'Polygon', coordinates: [places] } as unknown as Json);
  if (!shape.ok) throw new Error(shape.fault.kind);
  return shape.value;
}

/** By how much the two differ, in square metres, and what a rim one cell wide around all would be. */
function difference({ area, coverages, cellMetres }: World): { metres: number; gap: number } {
  const counts = new Counts(groundOf(area, cellMetres), 1);
  counts.addAll(coverages.map((coverage) => ({ party: 0, coverage })));
  const gap = gapByOutlines(theirShape(area), coverages.map(theirCoverage));
  return { metres: Math.abs(counts.gapSquareMetres - gap), gap };
}

describe('the gap by outlines', () => {
  const WORLDS = Number(process.env['TANSIQ_WORLDS'] ?? 150);

  it('[Z1] [Z2] [Z3] is the gap by cells, in any world', () => {
    const random = seededRandom(20_261_122);
    const shares: number[] = [];
    for (let k = 0; k < WORLDS; k += 1) {
      const world = someWorld(random);
      const { metres } = difference(world);
      // In cells' areas: rims of some tens of kilometres stray by a few of their many cells.
      shares.push(metres / world.cellMetres ** 2);
    }
    shares.sort((a, b) => a - b);
    console.log(
      `${WORLDS} worlds: cells off, median ${shares[WORLDS >> 1]?.toFixed(1)}, most ${shares.at(-1)?.toFixed(1)}`,
    );
    expect(shares.at(-1)).toBeLessThan(120);
  });
});

const BORDERS = '../shared/data/01-admin';
const isAbsent = !existsSync(BORDERS) && process.env['CI'] !== 'true';

describe.skipIf(isAbsent)('real borders (skipped where ../shared/data is absent)', () => {
  it('[Z2] have by cells the area of their outlines, bare and with posts along them', () => {
    const json = JSON.parse(readFileSync(`${BORDERS}/iraq_adm1.geojson`, 'utf8')) as Json;
    const features = parseFeatures(json);
    if (!features.ok) throw new Error(features.fault.kind);
    const random = seededRandom(4);
    for (const feature of features.value) {
      if (!feature.ok) throw new Error(feature.fault.kind);
      const { shape } = feature.value;
      if (shape.kind !== 'area') throw new Error('no area');
      const [polygon] = shape.polygons;
      const rim = polygon?.outer ?? [];
      const coverages = Array.from({ length: 12 }, (): Coverage => {
        const at = rim[random.below(rim.length)] as GridPoint;
        return { kind: 'round', at, metres: 2000 + random.below(8000) };
      });
      const { metres, gap } = difference({ area: shape, coverages, cellMetres: 250 });
      expect(metres / gap).toBeLessThan(0.001);
    }
  });
});
