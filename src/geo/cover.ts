import { unreachable } from '../base/result.ts';
import type { Fraction } from './crossing.ts';
import { compareFractions, edgeAt, fraction, wholeFraction } from './crossing.ts';
import type { Edges } from './edge.ts';
import { at, boundsOfPoints, hasCommonPoint, locate, reaching } from './edge.ts';
import type { GridPoint } from './grid.ts';
import { isAnyBare, isAnyPieceBare } from './quarters.ts';
import type { Shape } from './shape.ts';
import { boundsOf, pathsOf } from './shape.ts';
import type { PreparedShape } from './touch.ts';
import { prepare, touchesPrepared } from './touch.ts';

/**
 * Whether some part of `shape` lies on ground that none of `areas` holds, edges of an area being
 * its own. Of an area a part is a piece with area, of a line one with length, so the answer for a
 * seam between neighbours is no [P8]. Exact and the same on every host; an area past the limits of
 * `cells.ts` counts as uncovered, since then more are asked and not fewer [P9].
 */
export function uncovered(shape: Shape, areas: readonly Shape[]): boolean {
  const ready = prepare(shape);
  const isPoint = shape.kind === 'point';
  const near = areas.filter((area) => isPoint || hasCommonPoint(boundsOf(area), ready.bounds));
  return uncoveredPrepared(ready, near.map(prepare));
}

/**
 * {@link uncovered} for shapes that are asked often. Under 1 ms where a corner or a single claim
 * decides, else some milliseconds for a plan of 200 corners against five claims of 500.
 */
export function uncoveredPrepared(shape: PreparedShape, areas: readonly PreparedShape[]): boolean {
  switch (shape.shape.kind) {
    case 'point':
      return !areas.some((area) => touchesPrepared(shape, area));
    case 'line':
      return isLineUncovered(shape.shape.points, nearOf(shape, areas));
    case 'area':
      return isAreaUncovered(
        shape,
        nearOf(shape, areas).filter((area) => area.shape.kind === 'area'),
      );
    default:
      return unreachable(shape.shape);
  }
}

/**
 * Whether some part of any of `shapes` is uncovered by `areas`: what is asked of ground that is drawn
 * in several pieces, such as the strips of a route [P8] [P17].
 */
export function uncoveredAll(
  shapes: readonly PreparedShape[],
  areas: readonly PreparedShape[],
): boolean {
  const pieces = shapes.filter(({ shape }) => shape.kind === 'area');
  if (pieces.length < shapes.length) {
    return shapes.some((shape) => uncoveredPrepared(shape, areas));
  }
  const claims = areas.filter(({ shape }) => shape.kind === 'area');
  return isAnyPieceBare(
    pieces,
    claims.map(({ edges }) => edges),
  );
}

function nearOf(shape: PreparedShape, areas: readonly PreparedShape[]): readonly PreparedShape[] {
  return areas.filter((area) => hasCommonPoint(area.bounds, shape.bounds));
}

/** How many corners of an area are asked one by one, before all of it is walked. */
const CORNERS_ASKED = 256;

function isAreaUncovered(shape: PreparedShape, claims: readonly PreparedShape[]): boolean {
  const isBare = ([lon, lat]: GridPoint): boolean =>
    !claims.some(
      ({ bounds, edges }) =>
        bounds.west <= lon &&
        lon <= bounds.east &&
        bounds.south <= lat &&
        lat <= bounds.north &&
        locate(edges, lon, lat) !== 'out',
    );
  // A short way to the same answer: a corner outside every claim.
  const corners = pathsOf(shape.shape).flat();
  const stride = Math.ceil(corners.length / CORNERS_ASKED);
  if (corners.some((corner, k) => k % stride === 0 && isBare(corner))) return true;
  return isAnyBare(
    shape.edges,
    shape.bounds,
    claims.map((claim) => claim.edges),
  );
}

interface Claim {
  readonly edges: Edges;
  readonly isArea: boolean;
}

function isLineUncovered(points: readonly GridPoint[], areas: readonly PreparedShape[]): boolean {
  const claims = areas.map(({ edges, shape }): Claim => ({ edges, isArea: shape.kind === 'area' }));
  return points
    .slice(1)
    .some((to, i) =>
      stretches(at(points, i), to, claims).some((middle) => !isHeld(middle, claims)),
    );
}

/** A point of a segment, exactly: its coordinates are these over `den`. */
interface Middle {
  readonly x: bigint;
  readonly y: bigint;
  readonly den: bigint;
}

/** The middles of the stretches into which claims' edges cut a segment; each is held wholly or not at all. */
function stretches(from: GridPoint, to: GridPoint, claims: readonly Claim[]): readonly Middle[] {
  const box = boundsOfPoints([from, to]);
  const [px, py, qx, qy] = [...from, ...to].map(BigInt) as [bigint, bigint, bigint, bigint];
  const parts = [wholeFraction(0), wholeFraction(1)];
  for (const { edges } of claims) {
    for (const i of reaching(edges, box)) parts.push(...partsAt(from, to, edgeAt(edges, i)));
  }
  parts.sort(compareFractions);
  return parts.slice(1).flatMap((after, i) => {
    const before = parts[i] as Fraction;
    if (compareFractions(before, after) === 0 || before.whole !== 0) return [];
    if (after.whole > 1 || (after.whole === 1 && after.rest > 0n)) return [];
    const den = 2n * before.den * after.den;
    const part = topOf(before) * after.den + topOf(after) * before.den;
    return [{ x: px * den + (qx - px) * part, y: py * den + (qy - py) * part, den }];
  });
}

function topOf({ whole, rest, den }: Fraction): bigint {
  return BigInt(whole) * den + rest;
}

/** How far along the segment (0 at its start, 1 at its end) an edge meets its line. */
function partsAt(from: GridPoint, to: GridPoint, edge: readonly number[]): readonly Fraction[] {
  const [px, py, qx, qy] = [...from, ...to].map(BigInt) as [bigint, bigint, bigint, bigint];
  const [cx, cy, dx, dy] = edge.map(BigInt) as [bigint, bigint, bigint, bigint];
  const den = (qx - px) * (dy - cy) - (qy - py) * (dx - cx);
  if (den !== 0n) {
    return [fraction((cx - px) * (dy - cy) - (cy - py) * (dx - cx), den)];
  }
  if ((qx - px) * (cy - py) !== (qy - py) * (cx - px)) return [];
  return qx === px
    ? [fraction(cy - py, qy - py), fraction(dy - py, qy - py)]
    : [fraction(cx - px, qx - px), fraction(dx - px, qx - px)];
}

function isHeld(middle: Middle, claims: readonly Claim[]): boolean {
  return claims.some(({ edges, isArea }) => {
    const where = locateExactly(edges, middle);
    return where === 'on' || (isArea && where === 'in');
  });
}

/** As `locate`, for a point that is not on the grid. */
function locateExactly(edges: Edges, { x, y, den }: Middle): 'in' | 'on' | 'out' {
  const lon = fraction(x, den);
  const lat = fraction(y, den);
  const isWhole = lon.rest === 0n;
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = edgeAt(edges, i);
    if (ax > lon.whole) break;
    if (bx < lon.whole || (bx === lon.whole && !isWhole)) continue;
    const turn = ax === bx ? 0 : turnOf([ax, ay, bx, by], { x, y, den }, lat.whole);
    if (ax === bx || bx === lon.whole) {
      const low = BigInt(ax === bx ? ay : by) * den;
      if (low <= y && y <= BigInt(by) * den) return 'on';
    } else if (turn === 0) return 'on';
    else if (turn < 0) inside = !inside;
  }
  return inside ? 'in' : 'out';
}

/** Below 0 if the point is south of an edge whose span of longitude holds it, 0 if on it. */
function turnOf(edge: readonly number[], { x, y, den }: Middle, floor: number): number {
  const [ax, ay, bx, by] = edge as [number, number, number, number];
  if (Math.min(ay, by) > floor) return -1;
  if (Math.max(ay, by) < floor) return 1;
  const turn = BigInt(bx - ax) * (y - BigInt(ay) * den) - BigInt(by - ay) * (x - BigInt(ax) * den);
  return turn === 0n ? 0 : turn < 0n ? -1 : 1;
}
