import type { Result } from '../base/result.ts';
import { ok, unreachable } from '../base/result.ts';
import { readCap } from './cap.ts';
import { readGeoJson } from './geojson.ts';
import { readGpx } from './gpx.ts';
import type { Choices, FileFault, Outcome } from './items.ts';
import { readKml } from './kml.ts';
import { readMisp } from './misp.ts';
import type { Recognised } from './recognise.ts';
import { readStix } from './stix-in.ts';

/**
 * Reads what was recognised as items, each with what becomes of it; what says the same as one before
 * is refused as repeated [I10]. Tables are read row by row elsewhere.
 */
export function readItems(
  file: Exclude<Recognised, { readonly format: 'csv' }>,
  choices: Choices,
): Result<readonly Outcome[], FileFault> {
  const made = read(file, choices);
  if (!made.ok) return made;
  const seen = new Set<string>();
  return ok(
    made.value.map((each): Outcome => {
      if (each.outcome !== 'taken') return each;
      const { number, type, name, row } = each;
      const isNew = !seen.has(row.id);
      seen.add(row.id);
      return isNew
        ? each
        : { number, type, name, outcome: 'refused', fault: { kind: 'repeated-row' } };
    }),
  );
}

function read(
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
    case 'cap':
      return readCap(file.root, choices);
    case 'misp':
      return readMisp(file.json, choices);
    case 'stix':
      return readStix(file.json, choices);
    default:
      return unreachable(file);
  }
}
