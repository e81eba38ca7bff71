import type { Bounds, Edges } from './edge.ts';
import { edgesOf, hasCommonPoint, isEdgeTouching, locate, num, reaching } from './edge.ts';
import type { GridPoint } from './grid.ts';
import { GRID_LON_MAX } from './grid.ts';
import type { Shape } from './shape.ts';
import { boundsOf, pathsOf } from './shape.ts';

/** A shape made ready to be asked often; 16 bytes an edge. */
export interface PreparedShape {
  readonly shape: Shape;
  readonly bounds: Bounds;
  readonly edges: Edges;
  /** One point of each part: of an area one of each outer ring. */
  readonly anchors: readonly GridPoint[];
}

/** Makes a shape ready for {@link touchesPrepared}. */
export function prepare(shape: Shape): PreparedShape {
  return {
    shape,
    bounds: boundsOf(shape),
    edges: edgesOf(pathsOf(shape)),
    anchors: anchorsOf(shape),
  };
}

/**
 * Whether two shapes share at least one point: a corner is enough [P4]. A line is the line itself;
 * the ground on both sides of a route is an area that its author draws.
 */
export function touches(a: Shape, b: Shape): boolean {
  return touchesPrepared(prepare(a), prepare(b));
}

/** {@link touches} for shapes that are asked often. */
export function touchesPrepared(a: PreparedShape, b: PreparedShape): boolean {
  if (touchesAsDrawn(a, b)) return true;
  // [P5] 180° east and 180° west are one meridian.
  if (isEastmost(a) && isWestmost(b)) return meetsOnAntimeridian(a, b);
  return isEastmost(b) && isWestmost(a) && meetsOnAntimeridian(b, a);
}

function touchesAsDrawn(a: PreparedShape, b: PreparedShape): boolean {
  if (!hasCommonPoint(a.bounds, b.bounds)) return false;
  return hasEdgesTouching(a, b) || holdsPartOf(a, b) || holdsPartOf(b, a);
}

/** Whether some part of `b` lies in `a`; as no edges meet, one point tells for a whole part. */
function holdsPartOf(a: PreparedShape, b: PreparedShape): boolean {
  if (a.shape.kind !== 'area') return false;
  return b.anchors.some(([lon, lat]) => locate(a.edges, lon, lat) !== 'out');
}

/** Both lists are sorted by their left ends: each edge is held against those that begin within it. */
function hasEdgesTouching(a: PreparedShape, b: PreparedShape): boolean {
  const ours = reaching(a.edges, b.bounds);
  const theirs = reaching(b.edges, a.bounds);
  let [i, j] = [0, 0];
  while (i < ours.length && j < theirs.length) {
    const one = ours[i] as number;
    const other = theirs[j] as number;
    if (num(a.edges, one) <= num(b.edges, other)) {
      if (meetsFrom(a.edges, one, b.edges, theirs, j)) return true;
      i += 1;
    } else {
      if (meetsFrom(b.edges, other, a.edges, ours, i)) return true;
      j += 1;
    }
  }
  return false;
}

// oxlint-disable-next-line max-params -- the innermost loop makes no objects
function meetsFrom(
  a: Edges,
  edge: number,
  b: Edges,
  places: readonly number[],
  from: number,
): boolean {
  const east = num(a, edge + 2);
  for (let k = from; k < places.length; k += 1) {
    const place = places[k] as number;
    if (num(b, place) > east) return false;
    if (isEdgeTouching(a, edge, b, place)) return true;
  }
  return false;
}

function anchorsOf(shape: Shape): readonly GridPoint[] {
  const paths = shape.kind === 'area' ? shape.polygons.map((p) => p.outer) : pathsOf(shape);
  return paths.flatMap((path) => path.slice(0, 1));
}

function isEastmost(shape: PreparedShape): boolean {
  return shape.bounds.east === GRID_LON_MAX;
}

function isWestmost(shape: PreparedShape): boolean {
  return shape.bounds.west === -GRID_LON_MAX;
}

/** Within the grid shapes reach this meridian only with points and edges that lie on it. */
function meetsOnAntimeridian(east: PreparedShape, west: PreparedShape): boolean {
  const ours = stretchesAt(east.edges, GRID_LON_MAX);
  const theirs = stretchesAt(west.edges, -GRID_LON_MAX);
  return ours.some(([from, upto]) => theirs.some(([low, high]) => from <= high && low <= upto));
}

/** The spans of latitude in which edges lie on a meridian at the rim of the grid. */
function stretchesAt(edges: Edges, lon: number): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  for (let i = 0; i < edges.length; i += 4) {
    const left = num(edges, i) === lon;
    const right = num(edges, i + 2) === lon;
    const ends = [...(left ? [num(edges, i + 1)] : []), ...(right ? [num(edges, i + 3)] : [])];
    if (ends.length > 0) spans.push([Math.min(...ends), Math.max(...ends)]);
  }
  return spans;
}
