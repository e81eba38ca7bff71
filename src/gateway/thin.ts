import type { GridPoint } from '../geo/grid.ts';
import { distanceMetres } from '../geo/measure.ts';
import type { Shape } from '../geo/shape.ts';

/** How many points of a line a report of an import bears; a day's track has thousands. */
export const LINE_POINTS_MAX = 1_000;

/** A shape that a report can bear. */
export interface Thinned {
  readonly shape: Shape;
  /** How many points were left out, and how far one of them may lie from one that stands. */
  readonly left: number;
  readonly offMetres: number;
}

/**
 * A line of at most {@link LINE_POINTS_MAX} points: those are left out that lie near the one kept
 * before them, and the distance is counted as lack of precision [I11]. Other shapes stay as they are.
 */
export function thinned(shape: Shape): Thinned {
  if (shape.kind !== 'line' || shape.points.length <= LINE_POINTS_MAX) {
    return { shape, left: 0, offMetres: 0 };
  }
  for (let metres = 10; ; metres *= 2) {
    const points = without(shape.points, metres);
    if (points.length <= LINE_POINTS_MAX) {
      const left = shape.points.length - points.length;
      return { shape: { kind: 'line', points }, left, offMetres: metres };
    }
  }
}

function without(points: readonly GridPoint[], metres: number): readonly GridPoint[] {
  const kept: GridPoint[] = [];
  for (const point of points.slice(0, -1)) {
    const before = kept.at(-1);
    if (before === undefined || distanceMetres(before, point) >= metres) kept.push(point);
  }
  return [...kept, ...points.slice(-1)];
}
