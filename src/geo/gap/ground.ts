import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import type { Shape } from '../shape.ts';
import { boundsOf, pathsOf } from '../shape.ts';
import { RADIANS_PER_UNIT, radiiAt, underLatitude } from '../ellipsoid.ts';
import type { Frame } from './frame.ts';
import { scan } from './scan.ts';
import { Spans } from './spans.ts';

/** How many cells a ground may have; a larger one is asked for in larger cells. */
export const GROUND_CELLS_MAX = 16_000_000;

/** How many rows of cells a ground may have from south to north. */
export const GROUND_ROWS_MAX = 100_000;

/** The least and the largest side of a cell, in metres. */
export const CELL_METRES_MIN = 10;
export const CELL_METRES_MAX = 50_000;

/**
 * An area as cells between meridians and parallels, of about a given side at its middle latitude. A
 * cell belongs to the area if its middle does. Only cells of the area have a number: row by row from
 * the south, and from west to east along the *stretches* of a row that lie within.
 */
export interface Ground extends Frame {
  /** The first stretch of each row, and the number of stretches at the end. */
  readonly firstOf: Int32Array;
  /** The columns from which and up to which (not included) each stretch goes. */
  readonly from: Int32Array;
  readonly upto: Int32Array;
  /** The number of each stretch's first cell, and the number of cells at the end. */
  readonly cellOf: Int32Array;
  readonly cells: number;
  /** The area of a cell of each row, in square metres on the ellipsoid. */
  readonly squareMetres: Float64Array;
}

/** Why an area has no cells: it is no area or smaller than a cell, or it has too many (with the least side that fits). */
export type GroundFault =
  | { readonly kind: 'no-ground' }
  | { readonly kind: 'too-many-cells'; readonly max: number; readonly cellMetres: number };

/** Sides of cells that are offered, in metres. */
const SIDES_METRES = [100, 200, 250, 500, 1_000, 2_000, 5_000] as const;

/** The least of some usual sides, in metres, with which an area has no more than so many cells. */
export function sideFor(squareKm: number, cellsMax: number): number {
  const fits = SIDES_METRES.find((side) => (squareKm * 1e6) / side ** 2 <= cellsMax);
  return fits ?? CELL_METRES_MAX;
}

/** Lays cells of `cellMetres` ({@link CELL_METRES_MIN} to {@link CELL_METRES_MAX}) over an area. */
export function layGround(area: Shape, cellMetres: number): Result<Ground, GroundFault> {
  if (area.kind !== 'area') return err({ kind: 'no-ground' });
  const bounds = boundsOf(area);
  const middle = ((bounds.south + bounds.north) / 2) * RADIANS_PER_UNIT;
  const radii = radiiAt(middle);
  const latStep = evenly(cellMetres / radii.along);
  const lonStep = evenly(cellMetres / (radii.across * Math.max(Math.cos(middle), 0.01)));
  const columns = Math.ceil((bounds.east - bounds.west) / lonStep);
  const rows = Math.ceil((bounds.north - bounds.south) / latStep);
  if (rows > GROUND_ROWS_MAX) return err(tooMany(cellMetres, (rows / GROUND_ROWS_MAX) ** 2));
  const cosine = Float64Array.from({ length: rows }, (_, row) =>
    Math.cos((bounds.south + (row + 0.5) * latStep) * RADIANS_PER_UNIT),
  );
  const frame = { bounds, lonStep, latStep, columns, rows, cosine };
  const spans = new Spans();
  scan(pathsOf(area), frame, spans);
  const cells = spans.cells();
  if (cells === 0) return err({ kind: 'no-ground' });
  if (cells > GROUND_CELLS_MAX) return err(tooMany(cellMetres, cells / GROUND_CELLS_MAX));
  return ok({ ...frame, ...stretchesOf(spans, rows), cells, squareMetres: areasOf(frame) });
}

function tooMany(cellMetres: number, times: number): GroundFault {
  const least = Math.ceil((cellMetres * Math.sqrt(times)) / 10) * 10;
  return { kind: 'too-many-cells', max: GROUND_CELLS_MAX, cellMetres: least };
}

function evenly(radians: number): number {
  return Math.max(2, 2 * Math.round(radians / RADIANS_PER_UNIT / 2));
}

function stretchesOf(
  spans: Spans,
  rows: number,
): Pick<Ground, 'firstOf' | 'from' | 'upto' | 'cellOf'> {
  const count = spans.count;
  const firstOf = new Int32Array(rows + 1);
  const [from, upto] = [new Int32Array(count), new Int32Array(count)];
  const cellOf = new Int32Array(count + 1);
  for (let i = 0; i < count; i += 1) {
    const row = spans.row(i);
    from[i] = spans.from(i);
    upto[i] = spans.upto(i);
    cellOf[i + 1] = (cellOf[i] ?? 0) + spans.upto(i) - spans.from(i);
    firstOf[row + 1] = (firstOf[row + 1] ?? 0) + 1;
  }
  for (let row = 0; row < rows; row += 1) {
    firstOf[row + 1] = (firstOf[row + 1] ?? 0) + (firstOf[row] ?? 0);
  }
  return { firstOf, from, upto, cellOf };
}

/** The parallels that bound a row cut it out of the ellipsoid exactly. */
function areasOf({ bounds, latStep, lonStep, rows }: Frame): Float64Array {
  const areas = new Float64Array(rows);
  let under = underLatitude(bounds.south * RADIANS_PER_UNIT);
  for (let row = 0; row < rows; row += 1) {
    const over = underLatitude((bounds.south + (row + 1) * latStep) * RADIANS_PER_UNIT);
    areas[row] = (over - under) * lonStep * RADIANS_PER_UNIT;
    under = over;
  }
  return areas;
}
