import { invariant } from '../base/result.ts';
import type { Bounds } from './edge.ts';
import { at, side } from './edge.ts';
import type { GridPoint } from './grid.ts';
import { GRID_LAT_MAX, GRID_LON_MAX } from './grid.ts';
import type { Shape } from './shape.ts';
import { pathsOf } from './shape.ts';

/**
 * Ground within some metres of a shape, drawn outward on the grid. It decides who is asked, so it is
 * reckoned with `+ - * /` and square roots alone, which all hosts round alike [P16].
 */

/** The widest strip, in metres to each side. */
export const STRIP_METRES_MAX = 50_000;

/** Not above the least radius of curvature of WGS 84, a (1 - e²) = 6,335,439.327 m [P16]. */
const RADIUS_METRES = 6_335_439;

const RADIANS_PER_UNIT = 1.74532925199433e-9;

/** Not below √2 - 1, by which an octagon's corners stand beside the middles of its sides. */
const OCTAGON = 0.41421356237309515;

/** Past this many radians of longitude a strip is drawn around the whole earth [P18]. */
const POLAR_RADIANS = 0.3;

/** How far some metres reach from a place, in grid units each way. */
interface Reach {
  readonly lon: number;
  readonly lat: number;
}

/**
 * The ground within `metres` (0 to {@link STRIP_METRES_MAX}) of a shape, as convex areas that may
 * overlap: at least all of it, and at most a tenth more in width [P17]. Of an area the area itself
 * comes first. With 0 metres it is the shape alone.
 */
export function strips(shape: Shape, metres: number): readonly Shape[] {
  if (isNone(metres)) return [shape];
  const around = pathsOf(shape).flatMap((path) =>
    path
      .slice(Math.min(1, path.length - 1))
      .flatMap((to, i) => stripsOfEdge(at(path, i), to, metres)),
  );
  return shape.kind === 'area' ? [shape, ...around] : around;
}

/**
 * The ground within `metres` (above 0) of the edge between two points, as one convex area, or two
 * where it is cut at the antimeridian or runs around a pole [P17] [P18].
 */
export function stripsOfEdge(from: GridPoint, to: GridPoint, metres: number): readonly Shape[] {
  const [atFrom, atTo] = [reachAt(from[1], metres), reachAt(to[1], metres)];
  if (atFrom === undefined || atTo === undefined) {
    const [south, north] = bandOf(Math.min(from[1], to[1]), Math.max(from[1], to[1]), metres);
    return [
      boxOf({ west: -GRID_LON_MAX, south, east: 0, north }),
      boxOf({ west: 0, south, east: GRID_LON_MAX, north }),
    ];
  }
  // A reach in longitude is a convex function of latitude: between the ends the hull holds enough.
  return cutAtAntimeridian(hull([...octagon(from, atFrom), ...octagon(to, atTo)])).map(areaOf);
}

/**
 * The boxes that hold all ground within `metres` (0 to {@link STRIP_METRES_MAX}) of a box: one, or
 * two where it crosses the antimeridian [P18].
 */
export function boundsWithin(bounds: Bounds, metres: number): readonly Bounds[] {
  if (isNone(metres)) return [bounds];
  const [south, north] = bandOf(bounds.south, bounds.north, metres);
  const reach = reachAt(Math.max(Math.abs(bounds.south), Math.abs(bounds.north)), metres);
  const [world, round] = [GRID_LON_MAX, 2 * GRID_LON_MAX];
  const [west, east] = [bounds.west - (reach?.lon ?? round), bounds.east + (reach?.lon ?? round)];
  if (east - west >= round) return [{ west: -world, south, east: world, north }];
  const box = { west: Math.max(west, -world), south, east: Math.min(east, world), north };
  if (west < -world) return [box, { west: west + round, south, east: world, north }];
  if (east > world) return [box, { west: -world, south, east: east - round, north }];
  return [box];
}

function isNone(metres: number): boolean {
  invariant(metres >= 0 && metres <= STRIP_METRES_MAX, 'metres are read within their limits');
  return metres === 0;
}

/** The latitudes that `metres` reach from those between two, the poles at most. */
function bandOf(south: number, north: number, metres: number): readonly [number, number] {
  const up = reachUp(metres);
  return [Math.max(south - up, -GRID_LAT_MAX), Math.min(north + up, GRID_LAT_MAX)];
}

/** One unit is more than the rounding of three operations. */
function reachUp(metres: number): number {
  return Math.ceil(metres / RADIUS_METRES / RADIANS_PER_UNIT) + 1;
}

/**
 * How far `metres` reach from a latitude, rounded up; nothing near a pole. On the sphere two places
 * `angle` apart have haversines `h(angle) = h(lat) + cos · cos' · h(lon)`, so that those within it lie in an
 * ellipse of half axes `angle` and `2 asin(along / 2)`, which is below `along + along³ / 20` up to 0.3.
 */
function reachAt(lat: number, metres: number): Reach | undefined {
  const up = reachUp(metres);
  const farthest = Math.abs(lat) + up;
  if (farthest >= GRID_LAT_MAX) return undefined;
  const cosines = cosineBelow(lat) * cosineBelow(farthest);
  if (cosines <= 0) return undefined;
  const along = metres / RADIUS_METRES / Math.sqrt(cosines);
  if (along > POLAR_RADIANS) return undefined;
  const radians = along * (1 + (along * along) / 20);
  return { lon: Math.ceil(radians / RADIANS_PER_UNIT) + 1, lat: up };
}

/**
 * The cosine of a latitude in grid units, or up to 1e-10 less, never more: its series to the term
 * of x¹⁴, which is below it, less what rounding can add.
 */
export function cosineBelow(lat: number): number {
  const x = lat * RADIANS_PER_UNIT;
  const square = x * x;
  let sum = 1;
  for (let k = 14; k >= 2; k -= 2) sum = 1 - (square / (k * (k - 1))) * sum;
  return sum - 1e-12;
}

/** An octagon around the ellipse that some reach makes about a point, corners rounded outward. */
function octagon([lon, lat]: GridPoint, reach: Reach): GridPoint[] {
  const [x, y] = [reach.lon, reach.lat];
  const [besideX, besideY] = [Math.ceil(x * OCTAGON), Math.ceil(y * OCTAGON)];
  return [
    [lon - x, lat - besideY],
    [lon - x, lat + besideY],
    [lon - besideX, lat - y],
    [lon - besideX, lat + y],
    [lon + besideX, lat - y],
    [lon + besideX, lat + y],
    [lon + x, lat - besideY],
    [lon + x, lat + besideY],
  ];
}

/** The corners of the smallest convex area around some points, anticlockwise; exact. */
function hull(points: readonly GridPoint[]): GridPoint[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (from: readonly GridPoint[]): GridPoint[] => {
    const chain: GridPoint[] = [];
    for (const point of from) {
      while (
        chain.length > 1 &&
        side(at(chain, chain.length - 2), at(chain, chain.length - 1), point) <= 0
      ) {
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

/** [P18] Parts beyond 180° come back in from the other side. */
function cutAtAntimeridian(corners: readonly GridPoint[]): readonly (readonly GridPoint[])[] {
  const isWithin = corners.every(([lon]) => Math.abs(lon) <= GRID_LON_MAX);
  if (isWithin) return [corners];
  return [0, -1, 1].flatMap((turn) => {
    const shift = turn * 2 * GRID_LON_MAX;
    const part = hull(between(corners, shift - GRID_LON_MAX, shift + GRID_LON_MAX));
    return part.length < 3 ? [] : [part.map(([lon, lat]): GridPoint => [lon - shift, lat])];
  });
}

/** The corners of a convex area between two meridians, and where its rim meets them, rounded outward. */
function between(corners: readonly GridPoint[], west: number, east: number): GridPoint[] {
  const kept = corners.filter(([lon]) => west <= lon && lon <= east);
  for (const [i, [bx, by]] of corners.entries()) {
    const [ax, ay] = at(corners, (i + corners.length - 1) % corners.length);
    for (const wall of [west, east]) {
      if (ax < wall === bx < wall || ax === wall || bx === wall) continue;
      const lat = ay + ((by - ay) * (wall - ax)) / (bx - ax);
      // Both roundings: of the two the hull drops the one that lies inside.
      kept.push([wall, Math.floor(lat) - 1], [wall, Math.ceil(lat) + 1]);
    }
  }
  return kept;
}

function boxOf({ west, south, east, north }: Bounds): Shape {
  return areaOf([
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]);
}

function areaOf(corners: readonly GridPoint[]): Shape {
  return { kind: 'area', polygons: [{ outer: [...corners, at(corners, 0)], holes: [] }] };
}
