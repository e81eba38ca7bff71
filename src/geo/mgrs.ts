import * as mgrs from 'mgrs';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { foldDigits } from './digits.ts';
import type { GridPoint, PlaceFault } from './grid.ts';
import { toDegrees, toGrid } from './grid.ts';

/** A square of the Military Grid Reference System. */
export interface MgrsSquare {
  /** The square's middle; of a square that its zone cuts, a point in what is left of it. */
  readonly at: GridPoint;
  /** The side of the square: 1, 10, 100, 1,000, 10,000 or 100,000 metres. */
  readonly precisionMetres: number;
  /** The square as we write it: `38S LE 7003 5520`. */
  readonly text: string;
}

/** The package is CommonJS to Node, which finds its functions under `default`, and a module to bundlers. */
const { forward, inverse } = ((mgrs as { default?: typeof mgrs }).default ?? mgrs) satisfies Pick<
  typeof mgrs,
  'forward' | 'inverse'
>;

const SQUARE = /^0?(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])((?:\d\d){0,5})$/;
const SOUTHMOST_DEGREES = -80;
const NORTHMOST_DEGREES = 84;

/**
 * Reads a grid reference in any case, spacing and digits [P12]. The library under it takes a wrong
 * band for a place 2,000 km off and says nothing, so a square must come back as it went in [P13].
 */
export function parseMgrs(text: string): Result<MgrsSquare, PlaceFault> {
  const plain = foldDigits(text).replace(/\s+/g, '').toUpperCase();
  const found = SQUARE.exec(plain);
  if (found === null) return err({ kind: 'bad-notation', text });
  const [, zone = '', band = '', column = '', row = '', digits = ''] = found;
  const zoneNumber = Number(zone);
  if (zoneNumber < 1 || zoneNumber > 60) return err({ kind: 'no-such-square', text });
  const square = `${zoneNumber}${band}${column}${row}${digits}`;
  const at = pointIn(square, digits.length / 2);
  if (at === undefined) return err({ kind: 'no-such-square', text });
  return ok({ at, precisionMetres: 10 ** (5 - digits.length / 2), text: grouped(square) });
}

/**
 * The square that holds a point, with a side of at least `precisionMetres`, never rounded to a
 * neighbour. Beyond 80° south and 84° north, where the system has no zones, degrees.
 */
export function formatMgrs(point: GridPoint, precisionMetres: number): string {
  const [lon, lat] = toDegrees(point);
  if (lat < SOUTHMOST_DEGREES || lat > NORTHMOST_DEGREES) {
    const [ns, ew] = [lat < 0 ? 'S' : 'N', lon < 0 ? 'W' : 'E'];
    return `${Math.abs(lat).toFixed(5)}${ns} ${Math.abs(lon).toFixed(5)}${ew}`;
  }
  const digits = [1, 10, 100, 1_000, 10_000].findIndex((side) => side >= precisionMetres);
  return grouped(forward([lon, lat], digits < 0 ? 0 : 5 - digits));
}

/** A grid point that the library puts back into the very square, the middle before any other. */
function pointIn(square: string, digits: number): GridPoint | undefined {
  const box = attempt(() => inverse(square));
  if (box === undefined) return undefined;
  const [west, south, east, north] = box;
  for (const up of PARTS) {
    for (const along of PARTS) {
      const point = toGrid(west + (east - west) * along, south + (north - south) * up);
      if (!point.ok) continue;
      const back = attempt(() => forward([...toDegrees(point.value)], digits));
      if (back === square) return point.value;
    }
  }
  return undefined;
}

/** Where in a square a point is sought: first the middle, then ever nearer to the rims. */
const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.02, 0.98];

/** The library throws at what it does not take. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

function grouped(square: string): string {
  const letters = square.search(/[A-Z]/);
  const [zone, column, digits] = [
    square.slice(0, letters + 1),
    square.slice(letters + 1, letters + 3),
    square.slice(letters + 3),
  ];
  const half = digits.length / 2;
  return [zone, column, digits.slice(0, half), digits.slice(half)]
    .filter((s) => s !== '')
    .join(' ');
}
