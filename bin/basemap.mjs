#!/usr/bin/env node
// Makes the ground of the map from packaged open data, so that no map file is fetched or committed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatArchive } from './basemap/archive.mjs';
import { cutTiles, REGION, ZOOM_MAX } from './basemap/cut.mjs';
import { GROUND_INPUTS, groundLayers, groundPlaces } from './basemap/sources.mjs';

const ARCHIVE_BYTES_MAX = 5_000_000;
const out = fileURLToPath(new URL('../dist/ground/', import.meta.url));
const files = {
  archive: `${out}ground.pmtiles`,
  places: `${out}places.json`,
  stamp: `${out}stamp`,
};

const stamp = inputsDigest();
if (isFresh(stamp)) {
  console.log('ground: unchanged');
} else {
  const started = performance.now();
  const archive = formatGround();
  if (archive.length > ARCHIVE_BYTES_MAX) {
    throw new Error(`ground: ${archive.length} bytes is above ${ARCHIVE_BYTES_MAX}`);
  }
  mkdirSync(out, { recursive: true });
  // The stamp goes first and comes last: a build that was cut short is never taken for a whole one.
  rmSync(files.stamp, { force: true });
  writeFileSync(files.archive, archive);
  writeFileSync(files.places, JSON.stringify(groundPlaces()));
  writeFileSync(files.stamp, stamp);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`ground: ${(archive.length / 1e6).toFixed(2)} MB in ${seconds} s`);
}

function formatGround() {
  const layers = groundLayers();
  return formatArchive({
    tiles: cutTiles(layers),
    bounds: REGION,
    minZoom: 0,
    maxZoom: ZOOM_MAX,
    metadata: {
      name: 'ground',
      attribution: 'Natural Earth · waters and places simplified, for orientation only',
      vector_layers: Object.keys(layers).map((id) => ({ id, fields: {} })),
    },
  });
}

function inputsDigest() {
  const digest = createHash('sha256');
  const code = fileURLToPath(new URL('./basemap/', import.meta.url));
  const sources = readdirSync(code).filter((name) => name.endsWith('.mjs'));
  const paths = [
    fileURLToPath(import.meta.url),
    ...sources.toSorted().map((name) => code + name),
    ...Object.values(GROUND_INPUTS),
  ];
  for (const path of paths) digest.update(readFileSync(path));
  return digest.digest('hex');
}

function isFresh(digest) {
  const whole = Object.values(files).every((path) => existsSync(path));
  return whole && readFileSync(files.stamp, 'utf8') === digest;
}
