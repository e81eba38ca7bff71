import type { Json } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { degreesOf } from './items.ts';
import type { RowFault } from './outside.ts';
import type { Span } from './when.ts';
import { parseCoarseSpan } from './when.ts';
import type { Element } from './xml.ts';
import { childOf, childrenOf, textIn } from './xml.ts';

/** One geometry of a placemark, with the times of its points where it is a track. */
export interface Drawn {
  readonly geometry: Json;
  readonly spans: readonly Span[];
}

/** How many parts one placemark may be drawn with. */
export const PLACEMARK_PARTS_MAX = 1_000;

type Drawing = Result<readonly Drawn[], RowFault>;

/**
 * What a placemark, or a collection in it, is drawn with. Areas that stand together become one;
 * points and lines stay apart.
 */
export function geometriesOf(element: Element): Drawing {
  const parts: Drawn[] = [];
  const areas: Json[] = [];
  for (const child of element.children) {
    const read = READERS.get(child.name)?.(child);
    if (read === undefined) continue;
    if (!read.ok) return read;
    for (const each of read.value) {
      const { type, coordinates } = each.geometry as { type: string; coordinates: Json };
      if (type === 'Polygon') areas.push(coordinates);
      else if (type === 'MultiPolygon') areas.push(...(coordinates as readonly Json[]));
      else parts.push(each);
    }
    if (parts.length > PLACEMARK_PARTS_MAX) {
      return err({ kind: 'bad-geometry', reason: `more than ${PLACEMARK_PARTS_MAX} parts` });
    }
  }
  const [only] = areas;
  if (only === undefined) return ok(parts);
  const area: Json =
    areas.length === 1
      ? { type: 'Polygon', coordinates: only }
      : { type: 'MultiPolygon', coordinates: areas };
  return ok([...parts, { geometry: area, spans: [] }]);
}

const READERS: ReadonlyMap<string, (element: Element) => Drawing> = new Map([
  ['Point', pointOf],
  ['LineString', pathOf],
  ['LinearRing', pathOf],
  ['Polygon', polygonOf],
  ['Track', trackOf],
  ['MultiGeometry', geometriesOf],
  ['MultiTrack', geometriesOf],
]);

function pointOf(element: Element): Drawing {
  const positions = positionsIn(element);
  if (!positions.ok) return positions;
  const [only] = positions.value;
  if (only === undefined) return ok([]);
  // Some programs write a second position into a point; which one is meant is not said.
  if (positions.value.length > 1) {
    return err({ kind: 'bad-geometry', reason: 'Point of several positions' });
  }
  return ok([{ geometry: { type: 'Point', coordinates: only }, spans: [] }]);
}

function pathOf(element: Element): Drawing {
  const positions = positionsIn(element);
  if (!positions.ok) return positions;
  if (positions.value.length === 0) return ok([]);
  return ok([{ geometry: { type: 'LineString', coordinates: positions.value }, spans: [] }]);
}

function polygonOf(element: Element): Drawing {
  const rings: Json[] = [];
  for (const name of ['outerBoundaryIs', 'innerBoundaryIs']) {
    for (const boundary of childrenOf(element, name)) {
      for (const ring of childrenOf(boundary, 'LinearRing')) {
        const positions = positionsIn(ring);
        if (!positions.ok) return positions;
        rings.push(positions.value);
      }
    }
  }
  const isEmpty = rings.every((ring) => (ring as readonly Json[]).length === 0);
  if (isEmpty) return ok([]);
  return ok([{ geometry: { type: 'Polygon', coordinates: rings }, spans: [] }]);
}

/** A track: `when` and `coord` side by side, as many of each. */
function trackOf(element: Element): Drawing {
  const coords = childrenOf(element, 'coord');
  const times = childrenOf(element, 'when').map(({ text }) => text);
  if (coords.length === 0) return ok([]);
  const positions: Json[] = [];
  for (const { text } of coords) {
    const position = positionOf(text.split(/\s+/));
    if (position === undefined) return err({ kind: 'bad-coordinates', field: 'coord', text });
    positions.push(position);
  }
  const spans: Span[] = [];
  for (const text of times.filter((each) => each !== '')) {
    const span = parseCoarseSpan(text);
    if (!span.ok) return err({ kind: 'bad-date', field: 'when', text });
    spans.push(span.value);
  }
  const [only] = positions;
  const geometry: Json =
    positions.length === 1 && only !== undefined
      ? { type: 'Point', coordinates: only }
      : { type: 'LineString', coordinates: positions };
  return ok([{ geometry, spans }]);
}

function positionsIn(element: Element): Result<readonly Json[], RowFault> {
  if (childOf(element, 'coordinates') === undefined) return ok([]);
  const text = textIn(element, 'coordinates');
  const positions: Json[] = [];
  for (const tuple of text.split(/\s+/).filter((each) => each !== '')) {
    const position = positionOf(tuple.split(','));
    if (position === undefined) {
      return err({ kind: 'bad-coordinates', field: 'coordinates', text: tuple.slice(0, 100) });
    }
    positions.push(position);
  }
  return ok(positions);
}

/** Longitude first, height left out. */
function positionOf([lonText, latText, height, ...more]: readonly string[]): Json | undefined {
  const [lon, lat] = [degreesOf(lonText ?? ''), degreesOf(latText ?? '')];
  const isHeight = height === undefined || height === '' || Number.isFinite(Number(height));
  if (lon === undefined || lat === undefined || !isHeight || more.length > 0) return undefined;
  return Math.abs(lon) > 180 || Math.abs(lat) > 90 ? undefined : [lon, lat];
}
