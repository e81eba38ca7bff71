import type { GridPoint } from './grid.ts';
import { GRID_LON_MAX } from './grid.ts';
import type { Shape } from './shape.ts';
import { pathsOf } from './shape.ts';

/**
 * What rules [P4] [P5] [P8] [P10] say, in rational numbers and by looking at every pair of edges: slow,
 * short, and of one mind with nothing else here. It judges where we and a library differ.
 */

/** A rational number; `d` is above 0. */
interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

type Pair = readonly [GridPoint, GridPoint];

function rational(n: bigint, d = 1n): Rational {
  return d < 0n ? { n: -n, d: -d } : { n, d };
}

function compare(a: Rational, b: Rational): number {
  const gap = a.n * b.d - b.n * a.d;
  return gap < 0n ? -1 : gap > 0n ? 1 : 0;
}

function between(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, 2n * a.d * b.d);
}

function pairsOf(shape: Shape): readonly Pair[] {
  return pathsOf(shape).flatMap((path) =>
    path.length === 1
      ? [[path[0] as GridPoint, path[0] as GridPoint] as const]
      : path.slice(1).map((to, i) => [path[i] as GridPoint, to] as const),
  );
}

/** The sign of the turn from an edge to a point. */
function turn([a, b]: Pair, x: Rational, y: Rational): number {
  const [ax, ay, bx, by] = [...a, ...b].map(BigInt) as [bigint, bigint, bigint, bigint];
  const area = (bx - ax) * (y.n - ay * y.d) * x.d - (by - ay) * (x.n - ax * x.d) * y.d;
  return area > 0n ? 1 : area < 0n ? -1 : 0;
}

function isOn(edge: Pair, x: Rational, y: Rational): boolean {
  if (turn(edge, x, y) !== 0) return false;
  const [a, b] = edge;
  const isAmong = (one: number, other: number, value: Rational): boolean =>
    compare(rational(BigInt(Math.min(one, other))), value) <= 0 &&
    compare(value, rational(BigInt(Math.max(one, other)))) <= 0;
  return isAmong(a[0], b[0], x) && isAmong(a[1], b[1], y);
}

function holds(shape: Shape, x: Rational, y: Rational): boolean {
  const edges = pairsOf(shape);
  if (edges.some((edge) => isOn(edge, x, y))) return true;
  if (shape.kind !== 'area') return false;
  const crossed = edges.filter(([a, b]) => {
    const isFrom = compare(rational(BigInt(a[1])), y) <= 0;
    const isTo = compare(rational(BigInt(b[1])), y) <= 0;
    return isFrom !== isTo && turn([a, b], x, y) > 0 === isFrom;
  });
  return crossed.length % 2 === 1;
}

function isMeeting(one: Pair, other: Pair): boolean {
  const [a, b] = one;
  const [c, d] = other;
  const at = (edge: Pair, [x, y]: GridPoint): number =>
    turn(edge, rational(BigInt(x)), rational(BigInt(y)));
  const ends = [
    [one, c],
    [one, d],
    [other, a],
    [other, b],
  ] as const;
  const isEndOn = ends.some(([edge, [x, y]]) =>
    isOn(edge, rational(BigInt(x)), rational(BigInt(y))),
  );
  return isEndOn || (at(one, c) * at(one, d) < 0 && at(other, a) * at(other, b) < 0);
}

/** Whether two shapes share a point, 180° east and west being one meridian. */
export function judgeTouches(a: Shape, b: Shape): boolean {
  const isMet = (one: Shape, other: Shape): boolean =>
    pairsOf(one).some((edge) => pairsOf(other).some((theirs) => isMeeting(edge, theirs))) ||
    pathsOf(other).some(([point]) => point !== undefined && holdsPoint(one, point)) ||
    pathsOf(one).some(([point]) => point !== undefined && holdsPoint(other, point));
  return isMet(a, b) || isMet(turned(a), b) || isMet(a, turned(b));
}

function holdsPoint(shape: Shape, [x, y]: GridPoint): boolean {
  return holds(shape, rational(BigInt(x)), rational(BigInt(y)));
}

/** A shape once around the earth to the east. */
export function turned(shape: Shape): Shape {
  const move = ([lon, lat]: GridPoint): GridPoint => [lon + 2 * GRID_LON_MAX, lat];
  switch (shape.kind) {
    case 'point':
      return { kind: 'point', at: move(shape.at) };
    case 'line':
      return { kind: 'line', points: shape.points.map(move) };
    case 'area':
      return {
        kind: 'area',
        polygons: shape.polygons.map(({ outer, holes }) => ({
          outer: outer.map(move),
          holes: holes.map((hole) => hole.map(move)),
        })),
      };
  }
}

/** Whether some part of a shape lies outside all areas. */
export function judgeUncovered(shape: Shape, areas: readonly Shape[]): boolean {
  if (shape.kind === 'point') return !areas.some((area) => judgeTouches(shape, area));
  if (shape.kind === 'line') {
    return pairsOf(shape).some((edge) => isStretchBare(edge, areas));
  }
  return isGroundBare(
    shape,
    areas.filter((area) => area.kind === 'area'),
  );
}

/** Whether every point of one shape is a point of the other. */
export function judgeWithin(inner: Shape, outer: Shape): boolean {
  const [ours, theirs] = [inner, outer].map(({ kind }) => ['point', 'line', 'area'].indexOf(kind));
  return (ours ?? 0) <= (theirs ?? 0) && !judgeUncovered(inner, [outer]);
}

/** Where two edges' lines meet, as a part of the way along the first and the longitude there. */
function meeting([a, b]: Pair, [c, d]: Pair): Rational | undefined {
  const [ax, ay, bx, by] = [...a, ...b].map(BigInt) as [bigint, bigint, bigint, bigint];
  const [cx, cy, dx, dy] = [...c, ...d].map(BigInt) as [bigint, bigint, bigint, bigint];
  const den = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  return den === 0n ? undefined : rational((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx), den);
}

function isStretchBare(edge: Pair, areas: readonly Shape[]): boolean {
  const [a, b] = edge;
  const [dx, dy] = [BigInt(b[0] - a[0]), BigInt(b[1] - a[1])];
  const ends = areas.flatMap((area) =>
    pairsOf(area).flatMap((theirs) => [
      ...[meeting(edge, theirs)].filter((part) => part !== undefined),
      ...theirs
        .filter(([x, y]) => turn(edge, rational(BigInt(x)), rational(BigInt(y))) === 0)
        .map(([x, y]) =>
          dx === 0n ? rational(BigInt(y - a[1]), dy) : rational(BigInt(x - a[0]), dx),
        ),
    ]),
  );
  const parts = [rational(0n), rational(1n), ...ends]
    .filter((part) => part.n >= 0n && part.n <= part.d)
    .toSorted(compare);
  return parts.slice(1).some((after, i) => {
    const before = parts[i] as Rational;
    if (compare(before, after) === 0) return false;
    const { n, d } = between(before, after);
    const x = rational(BigInt(a[0]) * d + dx * n, d);
    const y = rational(BigInt(a[1]) * d + dy * n, d);
    return !areas.some((area) => holds(area, x, y));
  });
}

/** Cuts the ground at every corner and crossing, and looks at a point of every piece. */
function isGroundBare(shape: Shape, areas: readonly Shape[]): boolean {
  const lons = pairsOf(shape).map(([[lon]]) => lon);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const edges = [shape, ...areas].flatMap((area, owner) =>
    pairsOf(area)
      .map(([a, b]) => (a[0] <= b[0] ? ([a, b] as const) : ([b, a] as const)))
      .filter(([a, b]) => a[0] !== b[0] && a[0] < east && b[0] > west)
      .map((edge) => ({ edge, owner })),
  );
  const walls = [...edges.flatMap(({ edge }) => edge.map(([lon]) => rational(BigInt(lon))))];
  for (const [i, one] of edges.entries()) {
    for (const other of edges.slice(i + 1)) {
      if (one.edge[0][0] > other.edge[1][0] || other.edge[0][0] > one.edge[1][0]) continue;
      const part = meeting(one.edge, other.edge);
      if (part === undefined || part.n < 0n || part.n > part.d) continue;
      const [[ax], [bx]] = one.edge;
      walls.push(rational(BigInt(ax) * part.d + BigInt(bx - ax) * part.n, part.d));
    }
  }
  walls.sort(compare);
  return walls.slice(1).some((after, i) => {
    const before = walls[i] as Rational;
    return compare(before, after) !== 0 && isBareAt(edges, between(before, after), areas.length);
  });
}

function isBareAt(
  edges: readonly { readonly edge: Pair; readonly owner: number }[],
  lon: Rational,
  areas: number,
): boolean {
  const over = edges
    .filter(
      ({ edge: [a, b] }) =>
        compare(rational(BigInt(a[0])), lon) < 0 && compare(lon, rational(BigInt(b[0]))) < 0,
    )
    .map(({ edge: [a, b], owner }) => {
      const [rise, run] = [BigInt(b[1] - a[1]), BigInt(b[0] - a[0])];
      const top = BigInt(a[1]) * run * lon.d + rise * (lon.n - BigInt(a[0]) * lon.d);
      return { lat: rational(top, run * lon.d), owner };
    })
    .toSorted((one, other) => compare(one.lat, other.lat));
  const inside = Array.from({ length: areas + 1 }, () => false);
  return over.some(({ lat, owner }, k) => {
    inside[owner] = inside[owner] !== true;
    const above = over[k + 1];
    if (above === undefined || compare(lat, above.lat) === 0) return false;
    return inside[0] === true && !inside.slice(1).includes(true);
  });
}
