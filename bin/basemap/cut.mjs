import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';

/** West, south, east, north of the ground that is drawn in detail, in degrees. */
export const REGION = [36, 28, 50, 41];
/** Up to this zoom the whole world is cut, beyond it only the region. */
export const WORLD_ZOOM_MAX = 4;
/** The last zoom that is cut: a step in its tiles is 30 m, finer than any source, so the map
 * stretches these tiles beyond it without loss. */
export const ZOOM_MAX = 8;

/** Cuts GeoJSON layers into vector tiles: the world coarsely, the region finely. */
export function cutTiles(layers) {
  const indexes = Object.entries(layers).map(([name, shapes]) => [
    name,
    new GeoJSONVT(shapes, {
      maxZoom: ZOOM_MAX,
      indexMaxZoom: WORLD_ZOOM_MAX,
      indexMaxPoints: 0,
      tolerance: 4,
      buffer: name === 'places' ? 256 : 64,
    }),
  ]);
  const tiles = [];
  for (let z = 0; z <= ZOOM_MAX; z += 1) {
    const { west, north, east, south } = span(z);
    for (let x = west; x <= east; x += 1) {
      for (let y = north; y <= south; y += 1) {
        const bytes = cutTile(indexes, { z, x, y });
        if (bytes) tiles.push({ z, x, y, bytes });
      }
    }
  }
  return tiles;
}

function cutTile(indexes, { z, x, y }) {
  const parts = {};
  for (const [name, index] of indexes) {
    const part = index.getTile(z, x, y);
    if (part && part.features.length > 0) parts[name] = part;
  }
  return Object.keys(parts).length > 0 ? fromGeojsonVt(parts, { version: 2 }) : undefined;
}

function span(z) {
  const last = 2 ** z - 1;
  if (z <= WORLD_ZOOM_MAX) return { west: 0, north: 0, east: last, south: last };
  const [west, south, east, north] = REGION;
  return {
    west: column(west, z),
    east: column(east, z),
    north: row(north, z),
    south: row(south, z),
  };
}

function column(longitude, z) {
  return Math.floor(((longitude + 180) / 360) * 2 ** z);
}

function row(latitude, z) {
  const angle = (latitude * Math.PI) / 180;
  return Math.floor(((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * 2 ** z);
}
