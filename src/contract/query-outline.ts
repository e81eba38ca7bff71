import type { Json } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { toDegrees, toGrid } from '../geo/grid.ts';
import type { DegreePoint, GridPoint } from '../geo/grid.ts';
import { formatMgrs } from '../geo/mgrs.ts';
import { parsePlace } from '../geo/place.ts';
import { parseShape } from '../geo/shape.ts';

/** How many corners an outline in a query may have. [Q13] */
export const OUTLINE_CORNERS_MAX = 24;

/** Why typed corners are no outline; `corner` counts from 0. */
export type OutlineFault =
  | { readonly kind: 'bad-corner'; readonly corner: number }
  | { readonly kind: 'many-corners' }
  | { readonly kind: 'crossed-outline' };

/**
 * Reads the corners of an outline, each a place in any notation, in their order round it; two are
 * the opposite corners of a box. Edges are straight on the grid and meet nowhere else. [Q13]
 */
export function readOutline(
  texts: readonly string[],
): Result<readonly DegreePoint[], OutlineFault> {
  const read = readCorners(texts);
  if (!read.ok) return read;
  const ring = ringOf(read.value).map(toDegrees);
  const shape = parseShape({
    type: 'Polygon',
    coordinates: [[...ring, ...ring.slice(0, 1)]],
  } as Json);
  return shape.ok ? ok(ring) : err({ kind: 'crossed-outline' });
}

/** Reads the corners of a line, each a place in any notation, in their order; it may cross itself. [Q16] */
export function readLine(texts: readonly string[]): Result<readonly DegreePoint[], OutlineFault> {
  const read = readCorners(texts);
  return read.ok ? ok(read.value.map(toDegrees)) : read;
}

/** The corners of a line as a query writes them. */
export function writeLine(corners: readonly DegreePoint[]): readonly string[] {
  return gridded(corners).map((at) => writeCorner(at, LINE_SIDE));
}

/** To how many metres the corners of a line are written: a road is drawn by hand. */
const LINE_SIDE = 10;

function readCorners(texts: readonly string[]): Result<readonly GridPoint[], OutlineFault> {
  if (texts.length > OUTLINE_CORNERS_MAX) return err({ kind: 'many-corners' });
  const read: GridPoint[] = [];
  for (const [corner, text] of texts.entries()) {
    const place = parsePlace(text);
    if (!place.ok) return err({ kind: 'bad-corner', corner });
    read.push(place.value.at);
  }
  return ok(read);
}

function writeCorner(at: GridPoint, side: 1 | 10): string {
  return formatMgrs(at, side).replaceAll(/[\s\u00a0]/g, '');
}

/**
 * The corners of an outline as a query writes them: to 10 m as a hand draws, to 1 m where it is small.
 * A box on the grid of degrees is its two opposite corners.
 */
export function writeOutline(corners: readonly DegreePoint[]): readonly string[] {
  const placed = gridded(corners);
  const [lons, lats] = [placed.map(([lon]) => lon), placed.map(([, lat]) => lat)];
  const [west, south] = [Math.min(...lons), Math.min(...lats)];
  const [east, north] = [Math.max(...lons), Math.max(...lats)];
  const side = cornerSide(corners);
  const isBox =
    placed.length === 4 &&
    placed.every(
      ([lon, lat]) => (lon === west || lon === east) && (lat === south || lat === north),
    );
  const written: readonly GridPoint[] = isBox
    ? [
        [west, south],
        [east, north],
      ]
    : placed;
  return written.map((at) => writeCorner(at, side));
}

/** To how many metres the corners of an outline are written: 1 or 10. [Q13] */
export function cornerSide(corners: readonly DegreePoint[]): 1 | 10 {
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  const wide = Math.max(...lons) - Math.min(...lons);
  const high = Math.max(...lats) - Math.min(...lats);
  return Math.min(wide, high) < SMALL_DEGREES ? 1 : 10;
}

function gridded(corners: readonly DegreePoint[]): readonly GridPoint[] {
  return corners.flatMap(([lon, lat]) => {
    const at = toGrid(lon, lat);
    return at.ok ? [at.value] : [];
  });
}

/** An outline narrower than this, some 2 km, is written to 1 m. */
const SMALL_DEGREES = 0.02;

function ringOf(read: readonly GridPoint[]): readonly GridPoint[] {
  const [one, other, ...rest] = read;
  if (one === undefined || other === undefined || rest.length > 0) return read;
  const [west, east] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const [south, north] = [Math.min(one[1], other[1]), Math.max(one[1], other[1])];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}
