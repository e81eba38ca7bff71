import type { Cell } from './cells.ts';
import type { Fraction } from './crossing.ts';
import { edgesOf, hasCommonPoint } from './edge.ts';
import { RADIANS_PER_UNIT, underLatitude } from './ellipsoid.ts';
import type { GridPoint } from './grid.ts';
import { GRID_PER_DEGREE } from './grid.ts';
import { walkHeld } from './quarters.ts';
import type { Ring } from './ring.ts';
import type { Shape } from './shape.ts';
import { boundsOf, pathsOf } from './shape.ts';

/**
 * Figures for people. They use sines, which hosts compute a little differently, so nothing that is
 * decided may hang on them [P11].
 */

const MEAN_RADIUS_METRES = 6_371_008.8;

/** The area of a shape on the WGS 84 ellipsoid in square kilometres, for display only; 0 for points and lines. */
export function areaKm2(shape: Shape): number {
  if (shape.kind !== 'area') return 0;
  const squareMetres = shape.polygons.reduce(
    (sum, { outer, holes }) =>
      sum + ringMetres(outer) - holes.reduce((inner, hole) => inner + ringMetres(hole), 0),
    0,
  );
  return squareMetres / 1e6;
}

/**
 * The area that two shapes share in square kilometres, for display only; 0 unless both are areas,
 * nothing if they are too entangled to say. Its error is below 0.1 % or 1 m².
 */
export function overlapKm2(a: Shape, b: Shape): number | undefined {
  return overlapKm2All([a], b);
}

/**
 * The area of `area` that lies in any of some pieces of ground, in square kilometres, each place
 * counted once: what a claim holds of a route with width. As {@link overlapKm2}.
 */
export function overlapKm2All(pieces: readonly Shape[], area: Shape): number | undefined {
  if (area.kind !== 'area') return 0;
  const box = boundsOf(area);
  const near = pieces.filter((each) => each.kind === 'area' && hasCommonPoint(box, boundsOf(each)));
  const [ground, ...held] = [area, ...near].map((each) => edgesOf(pathsOf(each)));
  if (ground === undefined) return 0;
  let squareMetres = 0;
  const walk = walkHeld(ground, box, held, (cell) => {
    squareMetres += cellMetres(cell);
  });
  return walk === 'too-entangled' ? undefined : squareMetres / 1e6;
}

/** The distance between two points on a sphere in metres, for display only; within 0.6 % of the ellipsoid's. */
export function distanceMetres(a: GridPoint, b: GridPoint): number {
  const [fromLat, toLat] = [a[1] * RADIANS_PER_UNIT, b[1] * RADIANS_PER_UNIT];
  const up = Math.sin((toLat - fromLat) / 2);
  const along = Math.sin(((b[0] - a[0]) * RADIANS_PER_UNIT) / 2);
  const half = up * up + Math.cos(fromLat) * Math.cos(toLat) * along * along;
  return 2 * MEAN_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(half)));
}

function ringMetres(ring: Ring): number {
  const edges = ring.slice(1).map((to, i) => {
    const from = ring[i] as GridPoint;
    return underEdge(from[0], from[1], to[0], to[1]);
  });
  return Math.abs(edges.reduce((sum, metres) => sum + metres, 0));
}

function cellMetres({ west, east, below, above }: Cell): number {
  const [from, upto] = [valueOf(west), valueOf(east)];
  const under = ([ax, ay, bx, by]: readonly number[]): number => {
    const slope = ((by ?? 0) - (ay ?? 0)) / ((bx ?? 0) - (ax ?? 0));
    const latAt = (lon: number): number => (ay ?? 0) + (lon - (ax ?? 0)) * slope;
    return underEdge(from, latAt(from), upto, latAt(upto));
  };
  return under(above) - under(below);
}

function valueOf({ whole, rest, den }: Fraction): number {
  return whole + Number(rest) / Number(den);
}

/** The area between an edge and the equator in square metres, by Simpson's rule; below 0 where it runs west. */
function underEdge(fromLon: number, fromLat: number, toLon: number, toLat: number): number {
  const steps = 2 * Math.ceil(Math.abs(toLat - fromLat) / GRID_PER_DEGREE + 1);
  let sum = 0;
  for (let k = 0; k <= steps; k += 1) {
    const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * underLatitude((fromLat + ((toLat - fromLat) * k) / steps) * RADIANS_PER_UNIT);
  }
  return (sum * (toLon - fromLon) * RADIANS_PER_UNIT) / (3 * steps);
}
