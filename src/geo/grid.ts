import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';

/** A place on the integer grid in which all deciding geometry is done; units of 1e-7 degree, WGS 84. */
export type GridPoint = readonly [lon: number, lat: number];

/** A place in degrees, for people and other programs; WGS 84. */
export type DegreePoint = readonly [lon: number, lat: number];

/** How many grid units make one degree. */
export const GRID_PER_DEGREE = 10_000_000;

/** The easternmost longitude of the grid (its westernmost is the same, negative), in grid units. */
export const GRID_LON_MAX = 180 * GRID_PER_DEGREE;

/** The northernmost latitude of the grid (its southernmost is the same, negative), in grid units. */
export const GRID_LAT_MAX = 90 * GRID_PER_DEGREE;

/** Why a place was not understood; `text` is what was written, where text was written. */
export type PlaceFault =
  | { readonly kind: 'not-finite' }
  | { readonly kind: 'out-of-range'; readonly lon: number; readonly lat: number }
  | { readonly kind: 'bad-notation'; readonly text: string }
  | { readonly kind: 'no-such-square'; readonly text: string }
  | {
      readonly kind: 'ambiguous';
      /** The place if latitude was written first. */
      readonly latFirst: GridPoint;
      /** The place if longitude was written first. */
      readonly lonFirst: GridPoint;
    };

/** The grid point nearest to a place in degrees; halves go away from zero [P1]. */
export function toGrid(lonDegrees: number, latDegrees: number): Result<GridPoint, PlaceFault> {
  if (!Number.isFinite(lonDegrees) || !Number.isFinite(latDegrees)) {
    return err({ kind: 'not-finite' });
  }
  const lon = toUnits(lonDegrees);
  const lat = toUnits(latDegrees);
  if (Math.abs(lon) > GRID_LON_MAX || Math.abs(lat) > GRID_LAT_MAX) {
    return err({ kind: 'out-of-range', lon: lonDegrees, lat: latDegrees });
  }
  return ok([lon, lat]);
}

/** The place of a grid point in degrees, exact to the seventh decimal. */
export function toDegrees([lon, lat]: GridPoint): DegreePoint {
  return [lon / GRID_PER_DEGREE, lat / GRID_PER_DEGREE];
}

/** Whether degrees are written with no more decimals than the grid holds [P2]. */
export function isOnGrid(degrees: number): boolean {
  return toUnits(degrees) / GRID_PER_DEGREE === degrees;
}

/** Whether two grid points are the same point. */
export function isSamePoint(a: GridPoint, b: GridPoint): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function toUnits(degrees: number): number {
  const units = Math.floor(Math.abs(degrees) * GRID_PER_DEGREE + 0.5);
  // No negative zero: a point is compared and written as a number.
  return degrees < 0 && units > 0 ? -units : units;
}
