import type { Bounds } from './edge.ts';
import { at, boundsOfPoints, hasCommonPoint, side } from './edge.ts';
import type { DegreePoint, GridPoint } from './grid.ts';
import { GRID_PER_DEGREE, isSamePoint } from './grid.ts';
import type { Ring, RingFault } from './ring.ts';

/*
 * Whether rings cross, told by asking every two edges: slow, and each question plain. The sweep
 * must refuse just what is refused here.
 */

/** An edge of a ring, from `a` to `b` as the ring runs. */
interface Side {
  readonly ring: number;
  readonly index: number;
  readonly a: GridPoint;
  readonly b: GridPoint;
  readonly box: Bounds;
}

/** The first fault of two edges, whichever they are. */
export function crossingOfPairs(rings: readonly Ring[]): RingFault | undefined {
  const sides = rings
    .flatMap((ring, number) =>
      ring.slice(1).map((b, index): Side => {
        const a = at(ring, index);
        return { ring: number, index, a, b, box: boundsOfPoints([a, b]) };
      }),
    )
    .sort((one, other) => one.box.west - other.box.west);
  for (const [i, one] of sides.entries()) {
    for (let j = i + 1; j < sides.length; j += 1) {
      const other = sides[j] as Side;
      if (other.box.west > one.box.east) break;
      if (!hasCommonPoint(one.box, other.box)) continue;
      const fault = pairFault(rings, one, other);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function pairFault(rings: readonly Ring[], one: Side, other: Side): RingFault | undefined {
  const kind = one.ring === other.ring ? 'self-crossing' : 'rings-cross';
  const toC = side(one.a, one.b, other.a);
  const toD = side(one.a, one.b, other.b);
  const toA = side(other.a, other.b, one.a);
  const toB = side(other.a, other.b, one.b);
  if (toC * toD > 0 || toA * toB > 0) return undefined;
  if (toC === 0 && toD === 0) {
    // On one line, boxes meeting: they share a stretch, or one end only.
    const shared = sharedEnd(one, other);
    const apart = shared !== undefined && !isSameWay(shared, one, other);
    if (!apart) return { kind, at: degrees(other.a) };
    return kind === 'self-crossing' ? loopFault(rings, one, other) : touchFault(rings, one, other);
  }
  if (toC !== 0 && toD !== 0 && toA !== 0 && toB !== 0) {
    return { kind, at: meeting(other, toC, toD) };
  }
  return kind === 'self-crossing' ? loopFault(rings, one, other) : touchFault(rings, one, other);
}

/** [P6] A ring meets itself only where one edge follows another. */
function loopFault(rings: readonly Ring[], one: Side, other: Side): RingFault | undefined {
  const edges = (rings[one.ring] as Ring).length - 1;
  const gap = Math.abs(one.index - other.index);
  if (gap === 1 || gap === edges - 1) return undefined;
  return { kind: 'self-crossing', at: degrees(common(one, other)) };
}

/** [P6] Two rings may meet in a point but not pass through each other there. */
function touchFault(rings: readonly Ring[], one: Side, other: Side): RingFault | undefined {
  const point = common(one, other);
  const [before, after] = beside(rings, one, point);
  const [from, upto] = beside(rings, other, point);
  // Of edges that run along each other the pair itself is refused.
  const through = isLeft(before, point, after, from) !== isLeft(before, point, after, upto);
  const along = [from, upto].some((end) =>
    [before, after].some((with_) => runsAlong(point, end, with_)),
  );
  return through && !along ? { kind: 'rings-cross', at: degrees(point) } : undefined;
}

function runsAlong(point: GridPoint, a: GridPoint, b: GridPoint): boolean {
  return side(point, a, b) === 0 && isAhead(point, a, b);
}

/** The end of one edge that lies on the other; the two are known to meet without crossing. */
function common(one: Side, other: Side): GridPoint {
  if (isOn(other.a, one)) return other.a;
  if (isOn(other.b, one)) return other.b;
  return isOn(one.a, other) ? one.a : one.b;
}

function isOn(point: GridPoint, edge: Side): boolean {
  return side(edge.a, edge.b, point) === 0 && hasCommonPoint(edge.box, boundsOfPoints([point]));
}

/** The ring's points on both sides of a point on one of its edges. */
function beside(rings: readonly Ring[], edge: Side, point: GridPoint): [GridPoint, GridPoint] {
  const ring = rings[edge.ring] as Ring;
  const count = ring.length - 1;
  if (isSamePoint(point, edge.a)) return [at(ring, (edge.index + count - 1) % count), edge.b];
  if (isSamePoint(point, edge.b)) return [edge.a, at(ring, (edge.index + 2) % count)];
  return [edge.a, edge.b];
}

/** Whether `q` is on the left of the bent way `before`, `point`, `after`. */
function isLeft(before: GridPoint, point: GridPoint, after: GridPoint, q: GridPoint): boolean {
  const first = side(before, point, q) > 0;
  const second = side(point, after, q) > 0;
  return side(before, point, after) >= 0 ? first && second : first || second;
}

function sharedEnd(one: Side, other: Side): GridPoint | undefined {
  return [one.a, one.b].find((p) => isSamePoint(p, other.a) || isSamePoint(p, other.b));
}

function isSameWay(shared: GridPoint, one: Side, other: Side): boolean {
  const far = isSamePoint(shared, one.a) ? one.b : one.a;
  const away = isSamePoint(shared, other.a) ? other.b : other.a;
  return isAhead(shared, far, away);
}

/** Of two points on one line with `from`: whether they lie on the same side of it. */
function isAhead(from: GridPoint, a: GridPoint, b: GridPoint): boolean {
  return (
    Math.sign(a[0] - from[0]) === Math.sign(b[0] - from[0]) &&
    Math.sign(a[1] - from[1]) === Math.sign(b[1] - from[1])
  );
}

function meeting(other: Side, toC: number, toD: number): DegreePoint {
  const part = toC / (toC - toD);
  const { a, b } = other;
  return degrees([
    Math.round(a[0] + (b[0] - a[0]) * part),
    Math.round(a[1] + (b[1] - a[1]) * part),
  ]);
}

function degrees([lon, lat]: GridPoint): DegreePoint {
  return [lon / GRID_PER_DEGREE, lat / GRID_PER_DEGREE];
}
