import { forward } from 'mgrs';

const LATITUDE_MIN = -80;
const LATITUDE_MAX = 84;
const PARTS = /^(\d{1,2}[A-Z])([A-Z]{2})(\d*)$/;
/** Keeps a reference on one line, and in one piece inside right-to-left text. */
const NO_BREAK_SPACE = '\u00a0';

/** The parts of an MGRS reference: `38S`, `LE`, and as many digits east as north. */
export interface GridReference {
  readonly zone: string;
  readonly square: string;
  readonly east: string;
  readonly north: string;
}

/** The square of `digits` digits (0 = 100 km, 5 = 1 m) that holds a place given in degrees. */
export function gridReference(
  longitude: number,
  latitude: number,
  digits: number,
): GridReference | undefined {
  if (latitude < LATITUDE_MIN || latitude > LATITUDE_MAX) return undefined;
  const wrapped = ((((longitude + 180) % 360) + 360) % 360) - 180;
  const match = PARTS.exec(forward([wrapped, latitude], digits));
  const [, zone, square, figures = ''] = match ?? [];
  if (!zone || !square) return undefined;
  return { zone, square, east: figures.slice(0, digits), north: figures.slice(digits) };
}

/** Writes a place given in degrees as `38S LE 7003 5520`, cut down and never rounded up. */
export function formatGridReference(
  longitude: number,
  latitude: number,
  digits: number,
): string | undefined {
  const reference = gridReference(longitude, latitude, digits);
  if (!reference) return undefined;
  const { zone, square, east, north } = reference;
  return [zone, square, east, north].filter((part) => part !== '').join(NO_BREAK_SPACE);
}

/** How many digits a hand on a mouse can mean at a zoom level. */
export function digitsAt(zoom: number): number {
  if (zoom >= 13) return 5;
  return zoom >= 8 ? 4 : 3;
}
