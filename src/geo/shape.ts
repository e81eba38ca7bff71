import type { Json, JsonObject } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok, unreachable } from '../base/result.ts';
import type { Bounds } from './edge.ts';
import { at, boundsOfPoints } from './edge.ts';
import type { DegreePoint, GridPoint } from './grid.ts';
import { GRID_LON_MAX, isOnGrid, isSamePoint, toDegrees, toGrid } from './grid.ts';
import type { Polygon, Ring, RingFault } from './ring.ts';
import { ringFault, signedArea } from './ring.ts';

/** A place that a record speaks of. Edges are straight on the grid, as RFC 7946 has them. */
export type Shape =
  | { readonly kind: 'point'; readonly at: GridPoint }
  | { readonly kind: 'line'; readonly points: readonly GridPoint[] }
  | { readonly kind: 'area'; readonly polygons: readonly Polygon[] };

/** How many points one shape may have, closing points included. */
export const SHAPE_POINTS_MAX = 10_000;

/** Why a shape is refused; `path` leads to the place in the JSON, `at` is the place on the map. */
export type ShapeFault =
  | { readonly kind: 'bad-form'; readonly path: string }
  | { readonly kind: 'out-of-range'; readonly path: string }
  | { readonly kind: 'too-fine'; readonly path: string }
  | { readonly kind: 'too-few-points'; readonly path: string }
  | { readonly kind: 'not-closed'; readonly path: string }
  | { readonly kind: 'too-many-points'; readonly count: number; readonly max: number }
  | { readonly kind: 'crosses-antimeridian'; readonly at: DegreePoint }
  | RingFault;

/** Reads a shape of a record: an RFC 7946 geometry of type Point, LineString, Polygon or MultiPolygon [P2] [P3]. */
export function parseShape(json: Json): Result<Shape, ShapeFault> {
  return read(json, 'refuse');
}

/** Reads a shape of a stranger's file: as {@link parseShape}, but heights are dropped and decimals rounded [P2]. */
export function roundShape(json: Json): Result<Shape, ShapeFault> {
  return read(json, 'round');
}

/** The shape as an RFC 7946 geometry, outer rings anticlockwise and holes clockwise [P3]. */
export function formatShape(shape: Shape): JsonObject {
  switch (shape.kind) {
    case 'point':
      return { type: 'Point', coordinates: toDegrees(shape.at) };
    case 'line':
      return { type: 'LineString', coordinates: shape.points.map(toDegrees) };
    case 'area': {
      const polygons = shape.polygons.map((polygon) => [
        turned(polygon.outer, 1).map(toDegrees),
        ...polygon.holes.map((hole) => turned(hole, -1).map(toDegrees)),
      ]);
      const [only] = polygons;
      return polygons.length === 1 && only !== undefined
        ? { type: 'Polygon', coordinates: only }
        : { type: 'MultiPolygon', coordinates: polygons };
    }
    default:
      return unreachable(shape);
  }
}

/** The smallest box around a shape. */
export function boundsOf(shape: Shape): Bounds {
  const paths = pathsOf(shape);
  const [only] = paths;
  return boundsOfPoints(paths.length === 1 && only !== undefined ? only : paths.flat());
}

/** The paths that a shape is drawn with: its point, its line, or all its rings. */
export function pathsOf(shape: Shape): readonly (readonly GridPoint[])[] {
  switch (shape.kind) {
    case 'point':
      return [[shape.at]];
    case 'line':
      return [shape.points];
    case 'area':
      return shape.polygons.flatMap((polygon) => [polygon.outer, ...polygon.holes]);
    default:
      return unreachable(shape);
  }
}

type Finer = 'refuse' | 'round';

/** Carries a fault out of nested lists; never leaves this file. */
class Refusal extends Error {
  readonly fault: ShapeFault;

  constructor(fault: ShapeFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

function refuse(fault: ShapeFault): never {
  throw new Refusal(fault);
}

function read(json: Json, finer: Finer): Result<Shape, ShapeFault> {
  try {
    return ok(readGeometry(json, finer));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.fault);
    throw thrown;
  }
}

function readGeometry(json: Json, finer: Finer): Shape {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refuse({ kind: 'bad-form', path: '' });
  }
  const geometry = json as JsonObject;
  if (finer === 'refuse') {
    const foreign = Object.keys(geometry).find((key) => key !== 'type' && key !== 'coordinates');
    if (foreign !== undefined) refuse({ kind: 'bad-form', path: foreign });
  }
  const given = geometry['coordinates'] ?? null;
  const path = 'coordinates';
  // Counted before anything is built, so that a large shape costs its author more than us.
  const count = countPoints(given);
  if (count > SHAPE_POINTS_MAX) {
    refuse({ kind: 'too-many-points', count, max: SHAPE_POINTS_MAX });
  }
  switch (geometry['type']) {
    case 'Point':
      return { kind: 'point', at: readPoint(given, path, finer) };
    case 'LineString': {
      const points = readPath(given, path, finer);
      if (points.length < 2) refuse({ kind: 'too-few-points', path });
      return { kind: 'line', points };
    }
    case 'Polygon':
      return area([readPolygon(given, path, finer)]);
    case 'MultiPolygon': {
      const polygons = listOf(given, path).map((polygon, i) =>
        readPolygon(polygon, `${path}/${i}`, finer),
      );
      if (polygons.length === 0) refuse({ kind: 'too-few-points', path });
      return area(polygons);
    }
    default:
      return refuse({ kind: 'bad-form', path: 'type' });
  }
}

function area(polygons: readonly Polygon[]): Shape {
  const fault = ringFault(polygons);
  if (fault !== undefined) refuse(fault);
  return { kind: 'area', polygons };
}

function readPolygon(json: Json, path: string, finer: Finer): Polygon {
  const [outer, ...holes] = listOf(json, path).map((ring, i) =>
    readRing(ring, `${path}/${i}`, finer),
  );
  if (outer === undefined) return refuse({ kind: 'too-few-points', path });
  return { outer, holes };
}

function readRing(json: Json, path: string, finer: Finer): Ring {
  const ring = readPath(json, path, finer);
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined) return refuse({ kind: 'too-few-points', path });
  if (!isSamePoint(first, last)) refuse({ kind: 'not-closed', path });
  if (ring.length < 4) refuse({ kind: 'too-few-points', path });
  return ring;
}

/** [P3] A point said twice in a row is said once. */
function readPath(json: Json, path: string, finer: Finer): readonly GridPoint[] {
  const points: GridPoint[] = [];
  listOf(json, path).forEach((position, i) => {
    const point = readPoint(position, `${path}/${i}`, finer);
    const before = points.at(-1);
    if (before !== undefined && isSamePoint(before, point)) return;
    // [P5] Longer than half the world: the author meant the short way round.
    if (before !== undefined && Math.abs(before[0] - point[0]) > GRID_LON_MAX) {
      refuse({ kind: 'crosses-antimeridian', at: toDegrees(before) });
    }
    points.push(point);
  });
  return points;
}

function readPoint(json: Json, path: string, finer: Finer): GridPoint {
  const position = listOf(json, path);
  const [lon, lat, ...more] = position;
  if (typeof lon !== 'number' || typeof lat !== 'number') {
    return refuse({ kind: 'bad-form', path });
  }
  if (finer === 'refuse') {
    if (more.length > 0) refuse({ kind: 'bad-form', path });
    if (!isOnGrid(lon) || !isOnGrid(lat)) refuse({ kind: 'too-fine', path });
  }
  const point = toGrid(lon, lat);
  if (!point.ok) return refuse({ kind: 'out-of-range', path });
  return point.value;
}

function listOf(json: Json, path: string): readonly Json[] {
  if (!Array.isArray(json)) return refuse({ kind: 'bad-form', path });
  return json as readonly Json[];
}

function countPoints(json: Json): number {
  if (!Array.isArray(json)) return 0;
  const list = json as readonly Json[];
  if (typeof list[0] === 'number') return 1;
  return list.reduce<number>((sum, inner) => sum + countPoints(inner), 0);
}

function turned(ring: Ring, sign: 1 | -1): Ring {
  const area2 = signedArea(ring);
  return area2 > 0n === sign > 0 ? ring : ring.map((_, i) => at(ring, ring.length - 1 - i));
}
