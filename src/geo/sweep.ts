import { at, side, sideOf } from './edge.ts';
import type { GridPoint } from './grid.ts';
import { isSamePoint } from './grid.ts';

/** Where closed paths meet as they must not, and which two of them; one path may meet itself. */
export interface Meeting {
  readonly paths: readonly [number, number];
  /** On the grid, rounded where two edges cross between its points. */
  readonly at: GridPoint;
}

/** An edge of a path: `index` counts along the path, `left` and `right` as the sweep goes. */
interface Edge {
  readonly path: number;
  readonly index: number;
  readonly left: GridPoint;
  readonly right: GridPoint;
}

/** What starts at a point of the sweep; what ends there is in the row already. */
interface Stop {
  readonly at: GridPoint;
  readonly starts: Edge[];
}

/** An edge as seen from a point on it: whither it goes, and with which other it is one way through. */
interface Ray {
  readonly edge: Edge;
  readonly end: GridPoint;
  readonly way: string;
}

/**
 * A place where closed paths cross, run along each other, or one meets itself elsewhere than where
 * one edge follows another; that two paths meet in a point without passing through each other is
 * lawful [P6]. A line is swept from west to east over the edges, which it keeps in a row from
 * south to north, so the time grows with the number of edges times its logarithm, whatever their
 * author chose. Points that follow each other must differ.
 */
export function findMeeting(paths: readonly (readonly GridPoint[])[]): Meeting | undefined {
  const row: Edge[] = [];
  for (const { at: point, starts } of stopsOf(paths)) {
    const from = firstWhere(row, (edge) => side(edge.left, edge.right, point) <= 0);
    let upto = from;
    while (upto < row.length && isOn(row[upto] as Edge, point)) upto += 1;
    const here = row.slice(from, upto);
    const edges = here.length === 0 ? starts : here.concat(starts);
    if (!isPlainCorner(paths, point, edges)) {
      const fault = meetingAt(paths, point, edges);
      if (fault) return fault;
    }
    const onward = edges.filter((edge) => !isSamePoint(edge.right, point));
    // South of two that leave a point is the one that has the other on its left.
    if (onward.length > 1) onward.sort((one, other) => -side(point, one.right, other.right));
    row.splice(from, upto - from, ...onward);
    const beyond = from + onward.length;
    const met = crossingOf(row[from - 1], row[from]) ?? crossingOf(row[beyond - 1], row[beyond]);
    if (met) return met;
  }
  return undefined;
}

/** The points of all paths, each once, from west to east and from south to north. */
function stopsOf(paths: readonly (readonly GridPoint[])[]): readonly Stop[] {
  const stops: Stop[] = [];
  for (const [number, path] of paths.entries()) {
    const count = path.length - 1;
    let before = edgeAt(path, number, count - 1);
    for (let index = 0; index < count; index += 1) {
      const point = at(path, index);
      const edge = edgeAt(path, number, index);
      const starts = edge.left === point ? [edge] : [];
      // The last point of a path is its first, said again.
      if (isSamePoint(before.left, point)) starts.push(before);
      stops.push({ at: point, starts });
      before = edge;
    }
  }
  stops.sort((one, other) => one.at[0] - other.at[0] || one.at[1] - other.at[1]);
  return merged(stops);
}

function edgeAt(path: readonly GridPoint[], number: number, index: number): Edge {
  const [a, b] = [at(path, index), at(path, index + 1)];
  return isBefore(a, b)
    ? { path: number, index, left: a, right: b }
    : { path: number, index, left: b, right: a };
}

/** Stops at one point made one. */
function merged(sorted: readonly Stop[]): readonly Stop[] {
  const stops: Stop[] = [];
  for (const stop of sorted) {
    const last = stops.at(-1);
    if (last && isSamePoint(last.at, stop.at)) last.starts.push(...stop.starts);
    else stops.push(stop);
  }
  return stops;
}

function isBefore(a: GridPoint, b: GridPoint): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

/** The first place in a row from which on `isSo` holds; it holds from there to the end. */
function firstWhere(row: readonly Edge[], isSo: (edge: Edge) => boolean): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(row[middle] as Edge)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isOn({ left, right }: Edge, point: GridPoint): boolean {
  return side(left, right, point) === 0;
}

/** Whether just one corner of one path is here, and not a spike: what nearly every point is. */
function isPlainCorner(
  paths: readonly (readonly GridPoint[])[],
  point: GridPoint,
  edges: readonly Edge[],
): boolean {
  const [one, other] = edges;
  if (!one || !other || edges.length > 2 || one.path !== other.path) return false;
  const gap = Math.abs(one.index - other.index);
  const count = (paths[one.path] as readonly GridPoint[]).length - 1;
  if (gap !== 1 && gap !== count - 1) return false;
  const [a, b] = [farEnd(one, point), farEnd(other, point)];
  return a !== undefined && b !== undefined && side(point, a, b) !== 0;
}

/** The other end of an edge that ends here; nothing where it passes through. */
function farEnd({ left, right }: Edge, point: GridPoint): GridPoint | undefined {
  if (isSamePoint(left, point)) return right;
  return isSamePoint(right, point) ? left : undefined;
}

/** What is unlawful about the edges that all have this point. */
function meetingAt(
  paths: readonly (readonly GridPoint[])[],
  point: GridPoint,
  edges: readonly Edge[],
): Meeting | undefined {
  const rays = edges.flatMap((edge) => raysOf(paths, point, edge));
  rays.sort((one, other) => turnOf(point, one.end, other.end));
  for (const [i, ray] of rays.entries()) {
    const next = rays[(i + 1) % rays.length] as Ray;
    if (next !== ray && turnOf(point, ray.end, next.end) === 0) {
      return { paths: [ray.edge.path, next.edge.path], at: point };
    }
  }
  const ways = new Map(rays.map(({ way, edge }) => [way, edge.path]));
  const seen = new Set<number>();
  for (const path of ways.values()) {
    if (seen.has(path)) return { paths: [path, path], at: point };
    seen.add(path);
  }
  // Ways through a point pass each other by if they stand in each other like brackets.
  const open: Ray[] = [];
  for (const ray of rays) {
    if (open.at(-1)?.way === ray.way) open.pop();
    else open.push(ray);
  }
  const [one, other] = open;
  return one && other ? { paths: [one.edge.path, other.edge.path], at: point } : undefined;
}

function raysOf(
  paths: readonly (readonly GridPoint[])[],
  point: GridPoint,
  edge: Edge,
): readonly Ray[] {
  const { path, index, left, right } = edge;
  const points = paths[path] as readonly GridPoint[];
  const count = points.length - 1;
  const isEnd = isSamePoint(point, left) || isSamePoint(point, right);
  if (!isEnd) {
    const way = `${path} within ${index}`;
    return [left, right].map((end) => ({ edge, end, way }));
  }
  const corner = isSamePoint(point, at(points, index)) ? index : (index + 1) % count;
  const end = isSamePoint(point, left) ? right : left;
  return [{ edge, end, way: `${path} at ${corner}` }];
}

/** Below 0 if the way from `point` to `a` comes before that to `b`, counted anticlockwise from east. */
function turnOf(point: GridPoint, a: GridPoint, b: GridPoint): number {
  const halves = halfOf(point, a) - halfOf(point, b);
  return halves === 0 ? -side(point, a, b) : halves;
}

function halfOf([x, y]: GridPoint, [toX, toY]: GridPoint): number {
  return toY < y || (toY === y && toX < x) ? 1 : 0;
}

/** Where two edges cross between their ends; ends that lie on edges are looked at as points. */
function crossingOf(one: Edge | undefined, other: Edge | undefined): Meeting | undefined {
  if (!one || !other) return undefined;
  const [ax, ay] = one.left;
  const [bx, by] = one.right;
  const [cx, cy] = other.left;
  const [dx, dy] = other.right;
  const toC = sideOf(ax, ay, bx, by, cx, cy);
  const toD = sideOf(ax, ay, bx, by, dx, dy);
  if (!(toC > 0 && toD < 0) && !(toC < 0 && toD > 0)) return undefined;
  const toA = sideOf(cx, cy, dx, dy, ax, ay);
  const toB = sideOf(cx, cy, dx, dy, bx, by);
  if (!(toA > 0 && toB < 0) && !(toA < 0 && toB > 0)) return undefined;
  const part = toC / (toC - toD);
  const point = [Math.round(cx + (dx - cx) * part), Math.round(cy + (dy - cy) * part)] as const;
  return { paths: [one.path, other.path], at: point };
}
