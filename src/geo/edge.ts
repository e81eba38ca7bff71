import { orient2d } from 'robust-predicates';
import { invariant } from '../base/result.ts';
import type { GridPoint } from './grid.ts';

/**
 * Straight edges, four numbers each: the left end's lon and lat, then the right end's (of a
 * vertical edge the lower end first). Sorted by the left end's lon, in grid units.
 */
export type Edges = Int32Array;

/** The smallest box, edges included, that holds something; grid units. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Above 0 if `c` is left of the way from `a` to `b`, below 0 if right, 0 if on its line; exact [P4]. */
export function side(a: GridPoint, b: GridPoint, c: GridPoint): number {
  return sideOf(a[0], a[1], b[0], b[1], c[0], c[1]);
}

/** {@link side} for bare numbers. */
// oxlint-disable-next-line max-params -- six coordinates in the innermost loop, no objects made
export function sideOf(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): number {
  // The predicate counts y downward.
  return -orient2d(ax, ay, bx, by, cx, cy);
}

/** How many edges one list may have, so that an edge's end and number fit in one exact number. */
const EDGES_MAX = 2 ** 20;

/** The edges of some paths, sorted. A path of one point gives one edge without length. */
export function edgesOf(paths: readonly (readonly GridPoint[])[]): Edges {
  const count = paths.reduce((sum, path) => sum + Math.max(1, path.length - 1), 0);
  invariant(count <= EDGES_MAX, 'shapes are far smaller');
  const drawn = new Int32Array(count * 4);
  // Sorting bare numbers is many times faster than sorting edges.
  const keys = new Float64Array(count);
  let next = 0;
  for (const path of paths) {
    for (let i = Math.min(1, path.length - 1); i < path.length; i += 1) {
      const [ax, ay] = at(path, Math.max(0, i - 1));
      const [bx, by] = at(path, i);
      const isRight = ax < bx || (ax === bx && ay <= by);
      drawn.set(isRight ? [ax, ay, bx, by] : [bx, by, ax, ay], next * 4);
      keys[next] = Math.min(ax, bx) * EDGES_MAX + next;
      next += 1;
    }
  }
  keys.sort();
  const edges = new Int32Array(count * 4);
  for (let k = 0; k < count; k += 1) {
    const key = keys[k] as number;
    const from = (key - Math.floor(key / EDGES_MAX) * EDGES_MAX) * 4;
    for (let n = 0; n < 4; n += 1) edges[k * 4 + n] = drawn[from + n] as number;
  }
  return edges;
}

/** The point at a place that is known to be in the list. */
export function at(points: readonly GridPoint[], index: number): GridPoint {
  return points[index] as GridPoint;
}

/** The number at a place that is known to be in the list. */
export function num(list: Int32Array, index: number): number {
  return list[index] as number;
}

/** The smallest box around some points, of which there must be one. */
export function boundsOfPoints(points: Iterable<GridPoint>): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return { west, south, east, north };
}

/** The smallest box around some boxes. */
export function boundsAround(boxes: readonly Bounds[]): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    west = Math.min(west, box.west);
    south = Math.min(south, box.south);
    east = Math.max(east, box.east);
    north = Math.max(north, box.north);
  }
  return { west, south, east, north };
}

/** Whether two boxes share a point. */
export function hasCommonPoint(a: Bounds, b: Bounds): boolean {
  return a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
}

/** Whether the edge at `i` of `a` shares a point with the edge at `j` of `b`; ends belong to an edge. */
export function isEdgeTouching(a: Edges, i: number, b: Edges, j: number): boolean {
  const ax = num(a, i);
  const ay = num(a, i + 1);
  const bx = num(a, i + 2);
  const by = num(a, i + 3);
  const cx = num(b, j);
  const cy = num(b, j + 1);
  const dx = num(b, j + 2);
  const dy = num(b, j + 3);
  if (ax > dx || cx > bx) return false;
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  const c = sideOf(ax, ay, bx, by, cx, cy);
  const d = sideOf(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const ofA = sideOf(cx, cy, dx, dy, ax, ay);
  const ofB = sideOf(cx, cy, dx, dy, bx, by);
  // Boxes that meet and no end strictly apart: on one line, that is enough as well.
  return !((ofA > 0 && ofB > 0) || (ofA < 0 && ofB < 0));
}

/** Where a point lies to the closed curves that `edges` make: even-odd rule, exact [P4]. */
export function locate(
  edges: Edges,
  x: number,
  y: number,
  /** `x` and `y` are in grid units times this, so that middles of edges can be asked for. */
  scale = 1,
): 'in' | 'on' | 'out' {
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const ax = num(edges, i) * scale;
    if (ax > x) break;
    const bx = num(edges, i + 2) * scale;
    if (bx < x) continue;
    const ay = num(edges, i + 1) * scale;
    const by = num(edges, i + 3) * scale;
    if (ax === bx) {
      if (ay <= y && y <= by) return 'on';
    } else if (bx === x) {
      if (by === y) return 'on';
    } else {
      const turn = sideOf(ax, ay, bx, by, x, y);
      if (turn === 0) return 'on';
      if (turn < 0) inside = !inside;
    }
  }
  return inside ? 'in' : 'out';
}

/** The places in `edges` of those that can reach into a box, in order. */
export function reaching(edges: Edges, box: Bounds): number[] {
  const found: number[] = [];
  for (let i = 0; i < edges.length; i += 4) {
    if (num(edges, i) > box.east) break;
    if (num(edges, i + 2) < box.west) continue;
    const ay = num(edges, i + 1);
    const by = num(edges, i + 3);
    if ((ay < box.south && by < box.south) || (ay > box.north && by > box.north)) continue;
    found.push(i);
  }
  return found;
}
