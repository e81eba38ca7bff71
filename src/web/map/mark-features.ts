import type { Feature, FeatureCollection, LineString, Point, Polygon, Position } from 'geojson';
import { LINE_PATTERNS } from '../centre.ts';
import { labelPointOf } from './label-point.ts';
import type { MapArea, MapParty, MapPoint, MapShape } from './marks.ts';

const EARTH_METRES_PER_DEGREE = 111_320;
/** Beyond this many areas each label is placed without a look at its neighbours. */
const AREAS_COMPARED_MAX = 60;
const CIRCLE_CORNERS = 48;
/** The width of the world at zoom 0. */
const WORLD_PIXELS = 512;
const PRECISION_METRES_MIN = 50;

/** What the layers read of an area. */
export interface AreaProperties {
  readonly id: string;
  readonly kind: MapArea['kind'];
  readonly state: string;
  /** Which hatch and line, by its place among the line patterns; -1 without a party. */
  readonly pattern: number;
  readonly label: string;
  readonly mark: string;
  /** The width of its reach on the screen at zoom 0, in pixels; 0 where it has none. */
  readonly reach: number;
}

/** What the layers read of a point. */
export interface PointProperties {
  readonly id: string;
  readonly kind: MapPoint['kind'];
  readonly age: MapPoint['age'];
  readonly label: string;
  readonly disputed: boolean;
}

/** The shapes of areas and, apart from them, the spots where their labels stand. */
export function areaFeatures(areas: readonly MapArea[], parties: readonly MapParty[]) {
  const propertiesOf = (area: MapArea): AreaProperties => {
    const party = parties.find(({ id }) => id === area.party);
    return {
      id: area.id,
      kind: area.kind,
      state: area.state ?? 'none',
      pattern: party ? LINE_PATTERNS.indexOf(party.pattern) : -1,
      label: area.label,
      mark: party?.mark ?? '',
      reach: reachPixels(area),
    };
  };
  const labels = areas.flatMap((area): Feature<Point, AreaProperties>[] => {
    const others = areas.length > AREAS_COMPARED_MAX ? [] : shapesBeside(area, areas);
    const at = labelPointOf(area.shape, others);
    return at ? [feature({ type: 'Point', coordinates: at }, propertiesOf(area))] : [];
  });
  return {
    shapes: collection(areas.map((area) => feature(area.shape, propertiesOf(area)))),
    labels: collection(labels),
  };
}

/** Points that may be gathered into clusters, and disputed ones, which must each be seen. */
export function pointFeatures(points: readonly MapPoint[]) {
  const disputed = disputedIds(points);
  const features = points.map((point) =>
    feature(pointAt(point), {
      id: point.id,
      kind: point.kind,
      age: point.age,
      label: point.label,
      disputed: disputed.has(point.id),
    } satisfies PointProperties),
  );
  return {
    settled: collection(features.filter(({ properties }) => !properties.disputed)),
    disputed: collection(features.filter(({ properties }) => properties.disputed)),
  };
}

/** One line for each pair of points that contradict each other, whichever of the two says so. */
export function disputeLines(points: readonly MapPoint[]): FeatureCollection<LineString> {
  const known = new Map(points.map((point) => [point.id, point]));
  const pairs = new Map<string, Feature<LineString>>();
  for (const point of points) {
    for (const id of point.contradicts ?? []) {
      const other = known.get(id);
      if (!other || id === point.id) continue;
      const coordinates = [
        [point.lon, point.lat],
        [other.lon, other.lat],
      ];
      const key = JSON.stringify([point.id, id].toSorted());
      pairs.set(key, feature({ type: 'LineString', coordinates }, {}));
    }
  }
  return collection([...pairs.values()]);
}

/** Circles within which the true places lie; none where the place is known to some 50 metres. */
export function precisionCircles(
  points: readonly MapPoint[],
): FeatureCollection<Polygon, { readonly id: string }> {
  return collection(
    points
      .filter((point) => point.precisionMetres >= PRECISION_METRES_MIN)
      .map((point) => feature(circleAround(point), { id: point.id })),
  );
}

/** Everything's place by id, to move the view to it. */
export function placesOf(
  areas: readonly MapArea[],
  points: readonly MapPoint[],
): ReadonlyMap<string, MapShape> {
  return new Map<string, MapShape>([
    ...areas.map((area) => [area.id, area.shape] as const),
    ...points.map((point) => [point.id, pointAt(point)] as const),
  ]);
}

/** West, south, east, north of a shape in degrees. */
export function boxOfShape(shape: MapShape): [number, number, number, number] {
  const flat = positionsOf(shape);
  const xs = flat.map(([x = 0]) => x);
  const ys = flat.map(([, y = 0]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** A route's reach to both sides as the map has it at zoom 0, on the latitude where it begins. */
function reachPixels({ shape, reachMetres = 0 }: MapArea): number {
  const [, lat = 0] = (shape.type === 'LineString' ? shape.coordinates[0] : undefined) ?? [];
  if (shape.type !== 'LineString' || reachMetres === 0) return 0;
  const degrees = (2 * reachMetres) / EARTH_METRES_PER_DEGREE / Math.cos((lat * Math.PI) / 180);
  return (degrees / 360) * WORLD_PIXELS;
}

function shapesBeside(area: MapArea, areas: readonly MapArea[]): MapShape[] {
  return areas.filter(({ id }) => id !== area.id).map(({ shape }) => shape);
}

function positionsOf(shape: MapShape): Position[] {
  switch (shape.type) {
    case 'Point':
      return [shape.coordinates];
    case 'LineString':
      return shape.coordinates;
    case 'MultiLineString':
    case 'Polygon':
      return shape.coordinates.flat();
    case 'MultiPolygon':
      return shape.coordinates.flat(2);
  }
}

function disputedIds(points: readonly MapPoint[]): ReadonlySet<string> {
  const known = new Set(points.map(({ id }) => id));
  const disputed = new Set<string>();
  for (const point of points) {
    for (const id of point.contradicts ?? []) {
      if (!known.has(id) || id === point.id) continue;
      disputed.add(point.id);
      disputed.add(id);
    }
  }
  return disputed;
}

/** All ground within some metres of a place, as the map draws it. */
export function circleAround({
  lon,
  lat,
  precisionMetres,
}: Pick<MapPoint, 'lon' | 'lat' | 'precisionMetres'>): Polygon {
  const tall = precisionMetres / EARTH_METRES_PER_DEGREE;
  const wide = tall / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const ring = Array.from({ length: CIRCLE_CORNERS + 1 }, (_, at) => {
    const angle = (2 * Math.PI * (at % CIRCLE_CORNERS)) / CIRCLE_CORNERS;
    return [lon + wide * Math.cos(angle), lat + tall * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [ring] };
}

function pointAt({ lon, lat }: MapPoint): Point {
  return { type: 'Point', coordinates: [lon, lat] };
}

function feature<G extends MapShape, P>(geometry: G, properties: P): Feature<G, P> {
  return { type: 'Feature', properties, geometry };
}

function collection<G extends MapShape, P>(features: Feature<G, P>[]): FeatureCollection<G, P> {
  return { type: 'FeatureCollection', features };
}
