import type { Json } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Shape } from '../geo/shape.ts';
import { degreesOf, shapeFrom } from './items.ts';
import type { RowFault } from './outside.ts';
import { lineFrom } from './outside.ts';
import type { Element } from './xml.ts';
import { childrenOf, textIn } from './xml.ts';

/** Where an alert holds, as far as it says so in coordinates. */
export interface CapArea {
  readonly shape?: Shape;
  readonly precisionMetres?: number;
  readonly label: string;
  /** The geometry as it was read, for the item's id. */
  readonly key: Json;
}

/**
 * Where an `info` holds: its polygons as one area, or each of its areas alone where they overlap; a
 * circle without polygons is a point as imprecise as its radius. CAP writes latitude first. Codes of
 * places are not looked up. [O6]
 */
export function areasIn(
  info: Element,
  chosenMetres: number | undefined,
): Result<readonly CapArea[], RowFault> {
  const areas = childrenOf(info, 'area');
  const whole = areaOf(areas, chosenMetres);
  if (whole.ok) return ok([whole.value]);
  if (whole.fault.kind !== 'bad-geometry' || areas.length < 2) return whole;
  const each: CapArea[] = [];
  for (const area of areas) {
    const made = areaOf([area], chosenMetres);
    if (!made.ok) return made;
    each.push(made.value);
  }
  return ok(each);
}

function areaOf(
  areas: readonly Element[],
  chosenMetres: number | undefined,
): Result<CapArea, RowFault> {
  const label = lineFrom(areas.map((area) => textIn(area, 'areaDesc')).join('; '));
  const rings = ringsIn(areas);
  if (!rings.ok) return rings;
  const [only] = rings.value;
  if (only !== undefined) {
    const key: Json =
      rings.value.length === 1
        ? { type: 'Polygon', coordinates: only }
        : { type: 'MultiPolygon', coordinates: rings.value };
    const shape = shapeFrom(key);
    return shape.ok ? ok({ shape: shape.value, label, key }) : shape;
  }
  const [circle, more] = areas
    .flatMap((area) => childrenOf(area, 'circle'))
    .filter(({ text }) => text !== '');
  if (circle === undefined) return ok({ label, key: null });
  if (more !== undefined) return err({ kind: 'bad-geometry', reason: 'several circles' });
  return circleOf(circle.text, label, chosenMetres);
}

function ringsIn(areas: readonly Element[]): Result<readonly Json[], RowFault> {
  const rings: Json[] = [];
  for (const { text } of areas.flatMap((area) => childrenOf(area, 'polygon'))) {
    if (text === '') continue;
    const ring: Json[] = [];
    for (const pair of text.split(/\s+/)) {
      const position = positionOf(pair);
      if (position === undefined) {
        return err({ kind: 'bad-coordinates', field: 'polygon', text: pair });
      }
      ring.push(position);
    }
    rings.push([ring]);
  }
  return ok(rings);
}

/** How far a circle without a radius may be off, in metres. */
const CIRCLE_METRES_MIN = 5_000;

function circleOf(
  text: string,
  label: string,
  chosenMetres: number | undefined,
): Result<CapArea, RowFault> {
  const [pair = '', radius = '', ...more] = text.split(/\s+/);
  const position = positionOf(pair);
  const isRadius = /^\d{1,5}(?:\.\d+)?$/.test(radius) && Number(radius) <= 2_000;
  if (position === undefined || !isRadius || more.length > 0) {
    return err({ kind: 'bad-coordinates', field: 'circle', text });
  }
  const key: Json = { type: 'Point', coordinates: position };
  const shape = shapeFrom(key);
  if (!shape.ok) return shape;
  const metres = Math.ceil(Number(radius) * 1_000);
  const precisionMetres = metres > 0 ? metres : (chosenMetres ?? CIRCLE_METRES_MIN);
  return ok({ shape: shape.value, precisionMetres, label, key: [key, metres] });
}

/** Latitude first. */
function positionOf(pair: string): [number, number] | undefined {
  const [latText = '', lonText = '', ...more] = pair.split(',');
  const [lat, lon] = [degreesOf(latText), degreesOf(lonText)];
  if (lat === undefined || lon === undefined || more.length > 0) return undefined;
  return Math.abs(lat) > 90 || Math.abs(lon) > 180 ? undefined : [lon, lat];
}
