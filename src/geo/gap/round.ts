import { RADIANS_PER_UNIT, radiiAt } from '../ellipsoid.ts';
import type { GridPoint } from '../grid.ts';
import { GRID_LON_MAX } from '../grid.ts';
import type { Frame } from './frame.ts';
import { latOf } from './frame.ts';
import type { Spans } from './spans.ts';

/** The farthest that a round coverage reaches, in metres. */
export const ROUND_METRES_MAX = 100_000;

const ROUND = 2 * GRID_LON_MAX;

/**
 * Adds the cells whose middles lie within some metres (up to {@link ROUND_METRES_MAX}) of a place, by
 * the shortest way on the ellipsoid: one span a row, two where it crosses the antimeridian. Up to 70°
 * of latitude its rim is within 0.01 % of the distance.
 *
 * Haversines of the sphere, with the ellipsoid's own radii at the middle between the two latitudes:
 * `sin²(s / 2N) = sin²(M Δφ / 2N) + cos φ cos φ' sin²(Δλ / 2)`.
 */
export function addRound(place: GridPoint, metres: number, frame: Frame, into: Spans): void {
  const { bounds, latStep, lonStep, columns, rows } = frame;
  const lat = place[1] * RADIANS_PER_UNIT;
  const reach = metres / radiiAt(lat).along;
  const beyond = Math.ceil((reach / RADIANS_PER_UNIT) * 1.01);
  const low = Math.max(0, Math.ceil((place[1] - beyond - bounds.south) / latStep - 0.5));
  const high = Math.min(rows, Math.ceil((place[1] + beyond - bounds.south) / latStep - 0.5));
  const cosine = Math.cos(lat);
  const offset = (place[0] - bounds.west) / lonStep - 0.5;
  const world = ROUND / lonStep;
  const units = 1 / RADIANS_PER_UNIT / lonStep;
  const isSplit =
    Math.abs(place[0]) + (reach * 1.1) / RADIANS_PER_UNIT / Math.max(cosine, 1e-6) > GRID_LON_MAX;
  // Over so short a way the radii change evenly enough.
  const [south, north] = [radiiAt(lat - reach / 2), radiiAt(lat + reach / 2)];
  const bent = (south.along / south.across + north.along / north.across) / 2;
  const bending = (north.along / north.across - south.along / south.across) / (2 * reach);
  const whole = metres / (south.across + north.across);
  const lessening = (metres / (2 * north.across) - metres / (2 * south.across)) / (2 * reach);
  for (let row = low; row < high; row += 1) {
    const rise = latOf(frame, row) * RADIANS_PER_UNIT - lat;
    const up = smallSine((rise / 2) * (bent + rise * bending));
    const out = smallSine(whole + rise * lessening);
    const left = (out * out - up * up) / (cosine * (frame.cosine[row] as number));
    if (left < 0) continue;
    const half = left >= 1 ? world : 2 * arcsine(Math.sqrt(left)) * units;
    if (isSplit) addThrice(row, [offset, half, world], columns, into);
    else
      into.add(
        row,
        Math.max(0, Math.ceil(offset - half)),
        Math.min(columns, Math.floor(offset + half) + 1),
      );
  }
}

/** In the area's own turn around the earth, and in those beside it. */
function addThrice(
  row: number,
  [offset, half, world]: readonly [number, number, number],
  columns: number,
  into: Spans,
): void {
  for (const turn of [-world, 0, world]) {
    const from = Math.max(0, Math.ceil(offset + turn - half));
    into.add(row, from, Math.min(columns, Math.floor(offset + turn + half) + 1));
  }
}

/** Of angles up to 0.02, to one part in 1e11. */
function smallSine(x: number): number {
  const square = x * x;
  return x * (1 - (square / 6) * (1 - square / 20));
}

function arcsine(y: number): number {
  const square = y * y;
  if (square > 0.0025) return Math.asin(y);
  return y * (1 + square * (1 / 6 + square * (3 / 40 + square * (15 / 336))));
}
