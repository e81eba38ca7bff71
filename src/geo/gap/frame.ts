import type { Bounds } from '../edge.ts';
import type { GridPoint } from '../grid.ts';

/** Where cells between meridians and parallels lie, whichever of them are in an area. */
export interface Frame {
  readonly bounds: Bounds;
  /** The sides of a cell, in grid units; both even, so that a middle lies on the grid. */
  readonly lonStep: number;
  readonly latStep: number;
  readonly columns: number;
  readonly rows: number;
  /** The cosine of the latitude of each row's middle. */
  readonly cosine: Float64Array;
}

/** The middle of a row of cells, in grid units of latitude. */
export function latOf({ bounds, latStep }: Frame, row: number): number {
  return bounds.south + row * latStep + latStep / 2;
}

/** The middle of a cell. */
export function middleOf(frame: Frame, row: number, column: number): GridPoint {
  const { bounds, lonStep } = frame;
  return [bounds.west + column * lonStep + lonStep / 2, latOf(frame, row)];
}
