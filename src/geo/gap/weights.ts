import { RADIANS_PER_UNIT, radiiAt } from '../ellipsoid.ts';
import type { GridPoint } from '../grid.ts';
import { eachRun } from './counts.ts';
import type { Ground } from './ground.ts';
import type { Spans } from './spans.ts';

/** What each open cell of a ground counts for, summed along the cells: the sum before each, and all at the end. */
export type Sums = Float64Array;

/** Square metres. */
export function sumArea(
  { cells, rows, firstOf, cellOf, squareMetres }: Ground,
  all: Uint16Array,
): Sums {
  const sums = new Float64Array(cells + 1);
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    const end = cellOf[firstOf[row + 1] as number] as number;
    const area = squareMetres[row] as number;
    for (let cell = cellOf[firstOf[row] as number] as number; cell < end; cell += 1) {
      if (all[cell] === 0) sum += area;
      sums[cell + 1] = sum;
    }
  }
  return sums;
}

/** The sums of what was laid on the cells that are open. */
export function sumLaid(laid: Float32Array, all: Uint16Array): Sums {
  const sums = new Float64Array(laid.length + 1);
  let sum = 0;
  for (let cell = 0; cell < laid.length; cell += 1) {
    if (all[cell] === 0) sum += laid[cell] as number;
    sums[cell + 1] = sum;
  }
  return sums;
}

/** Lays one on the cell of each place; places outside of the ground count for nothing. */
export function layPlaces(ground: Ground, places: readonly GridPoint[]): Float32Array {
  const laid = new Float32Array(ground.cells);
  for (const place of places) {
    const cell = cellAt(ground, place);
    if (cell !== undefined) laid[cell] = (laid[cell] as number) + 1;
  }
  return laid;
}

/** Lays the length of each line, in metres, on the cells that it goes through, to half a cell. */
export function layLines(ground: Ground, lines: readonly (readonly GridPoint[])[]): Float32Array {
  const laid = new Float32Array(ground.cells);
  for (const line of lines) {
    for (const [i, to] of line.entries()) {
      const from = line[i - 1];
      if (from) layLeg(ground, [from, to], laid);
    }
  }
  return laid;
}

function layLeg(
  ground: Ground,
  [from, to]: readonly [GridPoint, GridPoint],
  laid: Float32Array,
): void {
  const [lons, lats] = [to[0] - from[0], to[1] - from[1]];
  const steps =
    2 * Math.ceil(Math.max(Math.abs(lons) / ground.lonStep, Math.abs(lats) / ground.latStep, 0.5));
  const middle = ((from[1] + to[1]) / 2) * RADIANS_PER_UNIT;
  const { along, across } = radiiAt(middle);
  const metres = Math.hypot(lats * along, lons * across * Math.cos(middle)) * RADIANS_PER_UNIT;
  for (let k = 0; k < steps; k += 1) {
    const part = (k + 0.5) / steps;
    const cell = cellAt(ground, [from[0] + lons * part, from[1] + lats * part]);
    if (cell !== undefined) laid[cell] = (laid[cell] as number) + metres / steps;
  }
}

/** The number of the cell in which a place lies, if it is a cell of the ground. */
export function cellAt(ground: Ground, [lon, lat]: GridPoint): number | undefined {
  const row = Math.floor((lat - ground.bounds.south) / ground.latStep);
  const column = Math.floor((lon - ground.bounds.west) / ground.lonStep);
  if (row < 0 || row >= ground.rows || column < 0 || column >= ground.columns) return undefined;
  const past = ground.firstOf[row + 1] as number;
  for (let stretch = ground.firstOf[row] as number; stretch < past; stretch += 1) {
    const from = ground.from[stretch] as number;
    if (column < from) return undefined;
    if (column < (ground.upto[stretch] as number)) {
      return (ground.cellOf[stretch] as number) + column - from;
    }
  }
  return undefined;
}

/** What lies in some spans, by the sums. */
export function sumWithin(ground: Ground, spans: Spans, sums: Sums): number {
  let sum = 0;
  eachRun(ground, spans, (_, from, upto) => {
    sum += (sums[upto] as number) - (sums[from] as number);
  });
  return sum;
}
