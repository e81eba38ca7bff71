import type { Result } from '../base/result.ts';
import { readGeoJson } from './geojson.ts';
import { readGpx } from './gpx.ts';
import type { Choices, FileFault, Outcome } from './items.ts';
import { readKml } from './kml.ts';
import type { Recognised } from './recognise.ts';

/** Reads what was recognised as items, each with what becomes of it; tables are read row by row elsewhere. */
export function readItems(
  file: Exclude<Recognised, { readonly format: 'csv' }>,
  choices: Choices,
): Result<readonly Outcome[], FileFault> {
  switch (file.format) {
    case 'gpx':
      return readGpx(file.root, choices);
    case 'kml':
    case 'kmz':
      return readKml(file.root, choices);
    case 'geojson':
      return readGeoJson(file.json, choices);
    default:
      return { ok: false, fault: { kind: 'unknown-format', found: file.format } };
  }
}
