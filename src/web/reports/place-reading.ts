import { foldDigits } from '../../geo/digits.ts';
import type { DegreePoint, GridPoint } from '../../geo/grid.ts';
import { toDegrees, toGrid } from '../../geo/grid.ts';
import { distanceMetres } from '../../geo/measure.ts';
import { formatMgrs, parseMgrs } from '../../geo/mgrs.ts';
import { parsePlace } from '../../geo/place.ts';

/** A place that was understood, as it would be said in a report. */
export interface ReadPlace {
  readonly point: DegreePoint;
  /** The side of the square, or the worth of the last digit. */
  readonly precisionMetres: number;
  /** The same place as MGRS, as finely as it is known. */
  readonly mgrs: string;
}

/** West, south, east, north in degrees. */
export type DegreeBox = readonly [number, number, number, number];

/** What became of a typed place; `fixes` are what was probably meant. */
export type PlaceReading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'read'; readonly place: ReadPlace }
  | {
      readonly kind: 'far';
      readonly place: ReadPlace;
      /** From the nearest edge of the centre's area. */
      readonly distanceMetres: number;
      readonly fixes: readonly ReadPlace[];
    }
  | { readonly kind: 'ambiguous'; readonly latFirst: ReadPlace; readonly lonFirst: ReadPlace }
  | {
      readonly kind: 'refused';
      readonly why: 'bad-notation' | 'no-such-square' | 'out-of-range';
      readonly fixes: readonly ReadPlace[];
    };

/** Beyond this distance from the centre's area a place must be confirmed, in metres. */
export const OUTSIDE_METRES_MAX = 50_000;

const BANDS = 'CDEFGHJKLMNPQRSTUVWX';
const ZONED = /^0?(\d{1,2})([A-Z])([A-Z]{2}(?:\d\d){1,5})$/;
const BARE_SQUARE = /^[A-Z]{2}(?:\d\d){2,5}$/;

/** Reads a place in any notation and holds it against the centre's area. [P12] [P13] [P14] */
export function readPlace(text: string, area: DegreeBox): PlaceReading {
  if (text.trim() === '') return { kind: 'empty' };
  const parsed = parsePlace(text);
  if (parsed.ok) {
    const place = placeAt(parsed.value.at, parsed.value.precisionMetres);
    const away = distanceFrom(area, place.point);
    if (away <= OUTSIDE_METRES_MAX) return { kind: 'read', place };
    const fixes = [...turnedRound(place, area), ...fixesOf(text, area)];
    return { kind: 'far', place, distanceMetres: away, fixes };
  }
  const { fault } = parsed;
  if (fault.kind === 'ambiguous') {
    const worth = worthOf(text);
    const [latFirst, lonFirst] = [placeAt(fault.latFirst, worth), placeAt(fault.lonFirst, worth)];
    // Where only one of the two lies in the centre's area nobody meant the other.
    const near = [latFirst, lonFirst].filter(
      (place) => distanceFrom(area, place.point) <= OUTSIDE_METRES_MAX,
    );
    return near.length === 1 && near[0]
      ? { kind: 'read', place: near[0] }
      : { kind: 'ambiguous', latFirst, lonFirst };
  }
  const why = fault.kind === 'not-finite' ? 'bad-notation' : fault.kind;
  return { kind: 'refused', why, fixes: fixesOf(text, area) };
}

/** A place from a click, no finer than the hand could mean. */
export function placeAt(at: GridPoint, precisionMetres: number): ReadPlace {
  const [lon, lat] = toDegrees(at);
  return { point: [lon, lat], precisionMetres, mgrs: formatMgrs(at, precisionMetres) };
}

/** The box round a GeoJSON geometry in degrees. */
export function boxAround(coordinates: readonly unknown[]): DegreeBox {
  const flat = (coordinates.flat(4) as unknown[]).filter((each) => typeof each === 'number');
  const xs = flat.filter((_, i) => i % 2 === 0);
  const ys = flat.filter((_, i) => i % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Metres from a box to a point; 0 inside it. */
export function distanceFrom(area: DegreeBox, [lon, lat]: DegreePoint): number {
  const [west, south, east, north] = area;
  const nearest = toGrid(
    Math.min(Math.max(lon, west), east),
    Math.min(Math.max(lat, south), north),
  );
  const at = toGrid(lon, lat);
  return nearest.ok && at.ok ? distanceMetres(nearest.value, at.value) : Number.POSITIVE_INFINITY;
}

/** The same figures with another zone or band, or with those that were left out, where that lies here. */
function fixesOf(text: string, area: DegreeBox): readonly ReadPlace[] {
  const plain = foldDigits(text).replaceAll(/\s+/g, '').toUpperCase();
  const zoned = ZONED.exec(plain);
  const rest = zoned?.[3] ?? (BARE_SQUARE.test(plain) ? plain : undefined);
  if (rest === undefined) return [];
  const [west, south, east, north] = area;
  const middle = toGrid((west + east) / 2, (south + north) / 2);
  if (!middle.ok) return [];
  const here = Math.floor(((west + east) / 2 + 180) / 6) + 1;
  const zones = [...new Set([Number(zoned?.[1] ?? here), here, here - 1, here + 1])];
  for (const zone of zones) {
    const found = [...BANDS]
      .flatMap((band) => {
        const square = parseMgrs(`${zone}${band}${rest}`);
        return square.ok ? [placeAt(square.value.at, square.value.precisionMetres)] : [];
      })
      .filter((place) => distanceFrom(area, place.point) <= OUTSIDE_METRES_MAX);
    if (found.length > 0) return found.slice(0, 2);
  }
  return [];
}

/** Latitude and longitude the other way round, where that lies here. */
function turnedRound({ point, precisionMetres }: ReadPlace, area: DegreeBox): readonly ReadPlace[] {
  const [lon, lat] = point;
  const at = toGrid(lat, lon);
  if (!at.ok || distanceFrom(area, [lat, lon]) > OUTSIDE_METRES_MAX) return [];
  return [placeAt(at.value, precisionMetres)];
}

/** What the last digit of a pair of plain degrees is worth, in metres. */
function worthOf(text: string): number {
  const decimals = [...foldDigits(text).matchAll(/\.(\d+)/g)].map(
    ([, digits = '']) => digits.length,
  );
  return decimals.length === 0 ? 111_320 : 111_320 / 10 ** Math.min(...decimals);
}
