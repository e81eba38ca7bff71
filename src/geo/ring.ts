import type { Bounds, Edges } from './edge.ts';
import { at, boundsOfPoints, edgesOf, hasCommonPoint, locate } from './edge.ts';
import type { DegreePoint, GridPoint } from './grid.ts';
import { GRID_PER_DEGREE } from './grid.ts';
import { findMeeting } from './sweep.ts';

/** A closed path: its last point is its first. */
export type Ring = readonly GridPoint[];

/** Ground within one ring and outside the holes; its rings belong to it. */
export interface Polygon {
  readonly outer: Ring;
  readonly holes: readonly Ring[];
}

/** Why rings do not make an area; `at` is where. */
export interface RingFault {
  readonly kind:
    | 'self-crossing'
    | 'rings-cross'
    | 'hole-outside'
    | 'holes-overlap'
    | 'polygons-overlap';
  readonly at: DegreePoint;
}

/** What keeps these polygons from being an area, if anything does [P6]. */
export function ringFault(polygons: readonly Polygon[]): RingFault | undefined {
  const rings = polygons.flatMap((polygon) => [polygon.outer, ...polygon.holes]);
  return crossing(rings) ?? nesting(polygons);
}

/** Twice the area on the grid, above 0 if the ring runs anticlockwise; exact. */
export function signedArea(ring: Ring): bigint {
  let sum = 0n;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay] = at(ring, i - 1);
    const [bx, by] = at(ring, i);
    sum += BigInt(ax) * BigInt(by) - BigInt(bx) * BigInt(ay);
  }
  return sum;
}

function crossing(rings: readonly Ring[]): RingFault | undefined {
  const met = findMeeting(rings);
  if (!met) return undefined;
  const [one, other] = met.paths;
  return { kind: one === other ? 'self-crossing' : 'rings-cross', at: degrees(met.at) };
}

function degrees([lon, lat]: GridPoint): DegreePoint {
  return [lon / GRID_PER_DEGREE, lat / GRID_PER_DEGREE];
}

/** A ring with what is asked of it again and again. */
interface Traced {
  readonly ring: Ring;
  readonly edges: Edges;
  readonly box: Bounds;
}

function traced(ring: Ring): Traced {
  return { ring, edges: edgesOf([ring]), box: boundsOfPoints(ring) };
}

/** Rings are known not to cross, so one point that is not shared tells where a whole ring lies. */
function nesting(polygons: readonly Polygon[]): RingFault | undefined {
  const outers = polygons.map((polygon) => traced(polygon.outer));
  const holes = polygons.map((polygon) => polygon.holes.map(traced));
  for (const [i, outer] of outers.entries()) {
    const ours = holes[i] ?? [];
    for (const [j, hole] of ours.entries()) {
      if (whereIs(hole, outer) !== 'in')
        return { kind: 'hole-outside', at: degrees(at(hole.ring, 0)) };
      const nested = ours.slice(0, j).some((before) => isNested(hole, before));
      if (nested) return { kind: 'holes-overlap', at: degrees(at(hole.ring, 0)) };
    }
    const overlaps = outers.slice(0, i).some((before, j) => {
      if (!hasCommonPoint(outer.box, before.box)) return false;
      return (
        (whereIs(outer, before) === 'in' &&
          !(holes[j] ?? []).some((h) => whereIs(outer, h) === 'in')) ||
        (whereIs(before, outer) === 'in' && !ours.some((h) => whereIs(before, h) === 'in'))
      );
    });
    if (overlaps) return { kind: 'polygons-overlap', at: degrees(at(outer.ring, 0)) };
  }
  return undefined;
}

function isNested(a: Traced, b: Traced): boolean {
  if (!hasCommonPoint(a.box, b.box)) return false;
  return whereIs(a, b) === 'in' || whereIs(b, a) === 'in';
}

/**
 * Where ring `a` lies to ring `b`. Corners are asked first, then points within edges; rings that
 * share every one of them are too entangled for us, and count as `on`.
 */
function whereIs(a: Traced, b: Traced): 'in' | 'on' | 'out' {
  for (const [part, scale] of [
    [0, 1],
    [1, 2],
    [1, 4],
    [3, 4],
    [1, 8],
    [5, 8],
  ] as const) {
    for (let i = 1; i < a.ring.length; i += 1) {
      const [ax, ay] = at(a.ring, i - 1);
      const [bx, by] = at(a.ring, i);
      const x = ax * (scale - part) + bx * part;
      const y = ay * (scale - part) + by * part;
      const where = locate(b.edges, x, y, scale);
      if (where !== 'on') return where;
    }
  }
  return 'on';
}
