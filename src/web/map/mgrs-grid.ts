import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import { gridReference } from './grid-reference.ts';
import { fromUtm, meridianOf, toUtm, zoneOf } from './utm.ts';

/** What is in view: degrees. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** A line of the grid; `rank` 0 is a zone's edge, 1 a 100 km line, 2 a finer one. */
export interface GridLine {
  readonly rank: 0 | 1 | 2;
}

/** The name of a square, written at its south-western corner. */
export interface GridName {
  readonly rank: 1 | 2;
  readonly name: string;
}

/** Lines and names of the grid in view. */
export interface Grid {
  readonly lines: FeatureCollection<LineString, GridLine>;
  readonly names: FeatureCollection<Point, GridName>;
}

const WIDE_METRES = 100_000;
const GRID_ZOOM_MIN = 5;
const LINE_SAMPLES = 24;
const ZONE_LINES_MAX = 160;
const NAMES_MAX = 600;

/** The MGRS grid for a view: 100 km squares from afar, 10 km and 1 km nearer. Northern half only. */
export function gridOf(view: Bounds, zoom: number): Grid {
  const lines: Feature<LineString, GridLine>[] = [];
  const names: Feature<Point, GridName>[] = [];
  if (zoom >= GRID_ZOOM_MIN && view.south > 0 && view.north < 84) {
    for (let zone = zoneOf(view.west); zone <= zoneOf(view.east); zone += 1) {
      const part = partOf(view, zone);
      lines.push(zoneEdge(part));
      for (const step of stepsAt(zoom)) {
        lines.push(...linesOf(part, step));
        if (step === WIDE_METRES || zoom >= nameZoom(step)) names.push(...namesOf(part, step));
      }
    }
  }
  return {
    lines: { type: 'FeatureCollection', features: lines },
    names: { type: 'FeatureCollection', features: names.slice(0, NAMES_MAX) },
  };
}

interface ZonePart extends Bounds {
  readonly zone: number;
}

interface Span {
  readonly from: number;
  readonly upto: number;
}

function stepsAt(zoom: number): readonly number[] {
  if (zoom >= 11.2) return [WIDE_METRES, 10_000, 1_000];
  return zoom >= 7.8 ? [WIDE_METRES, 10_000] : [WIDE_METRES];
}

function nameZoom(step: number): number {
  return step === 10_000 ? 9.2 : 12.5;
}

function partOf(view: Bounds, zone: number): ZonePart {
  const middle = meridianOf(zone);
  return {
    zone,
    west: Math.max(view.west, middle - 3),
    east: Math.min(view.east, middle + 3),
    south: view.south,
    north: view.north,
  };
}

/** The metres that a part of a zone spans, from its corners and the middles of its edges. */
function spansOf(part: ZonePart): { readonly east: Span; readonly north: Span } {
  const { zone, west, east, south, north } = part;
  const middle = Math.min(Math.max(meridianOf(zone), west), east);
  const points = [west, middle, east].flatMap((longitude) =>
    [south, north].map((latitude) => toUtm(longitude, latitude, zone)),
  );
  const easts = points.map((point) => point.east);
  const norths = points.map((point) => point.north);
  return {
    east: { from: Math.min(...easts), upto: Math.max(...easts) },
    north: { from: Math.min(...norths), upto: Math.max(...norths) },
  };
}

function linesOf(part: ZonePart, step: number): Feature<LineString, GridLine>[] {
  const spans = spansOf(part);
  const { zone } = part;
  const upright = marksIn(spans.east, step).map((east) =>
    samples(spans.north).map((north) => fromUtm({ zone, east, north })),
  );
  const level = marksIn(spans.north, step).map((north) =>
    samples(spans.east).map((east) => fromUtm({ zone, east, north })),
  );
  const rank = step === WIDE_METRES ? 1 : 2;
  return [...upright, ...level]
    .map((points) => clipped(points, part))
    .filter((points) => points.length > 1)
    .map((coordinates) => lineFeature(coordinates, rank));
}

function namesOf(part: ZonePart, step: number): Feature<Point, GridName>[] {
  const spans = spansOf(part);
  const digits = 5 - Math.log10(step);
  const names: Feature<Point, GridName>[] = [];
  for (const east of marksIn(outward(spans.east, step), step)) {
    for (const north of marksIn(outward(spans.north, step), step)) {
      const corner = fromUtm({ zone: part.zone, east, north });
      const centre = fromUtm({ zone: part.zone, east: east + step / 2, north: north + step / 2 });
      if (!isWithin(part, corner) || !isInZone(part.zone, centre)) continue;
      const reference = gridReference(centre[0], centre[1], digits);
      if (!reference) continue;
      const { zone, square } = reference;
      const name =
        step === WIDE_METRES ? `${zone} ${square}` : `${reference.east} ${reference.north}`;
      names.push({
        type: 'Feature',
        properties: { rank: step === WIDE_METRES ? 1 : 2, name: shortened(name, square, step) },
        geometry: { type: 'Point', coordinates: corner },
      });
    }
  }
  return names;
}

function shortened(name: string, square: string, step: number): string {
  return step === 10_000 ? `${square} ${name.replace(' ', '')}` : name;
}

function zoneEdge({ zone, south, north }: ZonePart): Feature<LineString, GridLine> {
  const west = meridianOf(zone) - 3;
  return lineFeature(
    [
      [west, south],
      [west, north],
    ],
    0,
  );
}

function lineFeature(
  coordinates: [number, number][],
  rank: 0 | 1 | 2,
): Feature<LineString, GridLine> {
  return { type: 'Feature', properties: { rank }, geometry: { type: 'LineString', coordinates } };
}

function marksIn({ from, upto }: Span, step: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.floor(upto / step) - first + 1;
  if (count <= 0 || count > ZONE_LINES_MAX) return [];
  return Array.from({ length: count }, (_, at) => (first + at) * step);
}

function outward({ from, upto }: Span, step: number): Span {
  return { from: from - step, upto: upto + step };
}

function samples({ from, upto }: Span): number[] {
  const step = (upto - from) / LINE_SAMPLES;
  return Array.from({ length: LINE_SAMPLES + 1 }, (_, at) => from + at * step);
}

/** Keeps the stretch of a line inside its zone, cut exactly at the zone's edge. */
function clipped(points: readonly [number, number][], part: ZonePart): [number, number][] {
  const kept: [number, number][] = [];
  points.forEach((point, at) => {
    const before = points[at - 1];
    if (before && isInZone(part.zone, point) !== isInZone(part.zone, before)) {
      kept.push(crossing(before, point, part.zone));
    }
    if (isInZone(part.zone, point)) kept.push(point);
  });
  return kept;
}

function crossing(a: [number, number], b: [number, number], zone: number): [number, number] {
  const middle = meridianOf(zone);
  const edge = a[0] + b[0] > 2 * middle ? middle + 3 : middle - 3;
  const share = (edge - a[0]) / (b[0] - a[0]);
  return [edge, a[1] + (b[1] - a[1]) * share];
}

function isInZone(zone: number, [longitude]: readonly [number, number]): boolean {
  return Math.abs(longitude - meridianOf(zone)) <= 3;
}

function isWithin(bounds: Bounds, [longitude, latitude]: readonly [number, number]): boolean {
  return (
    longitude >= bounds.west &&
    longitude <= bounds.east &&
    latitude >= bounds.south &&
    latitude <= bounds.north
  );
}
