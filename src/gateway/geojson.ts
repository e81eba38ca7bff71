import type { Json, JsonObject } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { parseFeature } from './features.ts';
import { parseGedRow } from './ged.ts';
import type { Choices, FileFault, Outcome } from './items.ts';
import { objectIn, outcomeOf } from './items.ts';
import type { ReportRow, RowFault } from './outside.ts';
import { lineFrom } from './outside.ts';
import { guessMapping } from './table-guess.ts';
import type { TableMapping } from './table.ts';
import { parseTableRow } from './table.ts';

/** How many features one file may have. */
export const GEOJSON_FEATURES_MAX = 100_000;

/** The names of the one grid of RFC 7946; a file of another is refused as a whole. [O6] */
const OWN_GRID = /(?:CRS84|EPSG:{1,2}4326)$/i;

/**
 * Reads GeoJSON (RFC 7946): a collection, one feature, or a bare geometry. Which property gives what is
 * said by `choices.mapping`, or guessed from the properties' names. [O6]
 */
export function readGeoJson(json: Json, choices: Choices): Result<readonly Outcome[], FileFault> {
  const root = objectIn(json);
  if (root === undefined) return err({ kind: 'unknown-format', found: 'JSON' });
  const grid = objectIn(objectIn(root['crs'])?.['properties'])?.['name'];
  if (typeof grid === 'string' && !OWN_GRID.test(grid))
    return err({ kind: 'other-grid', name: grid });
  const features = featuresIn(root);
  if (features === undefined) return err({ kind: 'unknown-format', found: 'GeoJSON' });
  if (features.length > GEOJSON_FEATURES_MAX) {
    return err({ kind: 'too-many-parts', limit: GEOJSON_FEATURES_MAX });
  }
  const mapping = choices.mapping ?? guessMapping(propertiesOf(features));
  return ok(
    features.map((feature, i) => {
      const properties = objectIn(objectIn(feature)?.['properties']);
      const column = mapping.title ?? '';
      const name = Object.hasOwn(properties ?? {}, column) ? properties?.[column] : undefined;
      const item = {
        number: i + 1,
        type: 'Feature',
        name: typeof name === 'string' ? lineFrom(name) : '',
      };
      return outcomeOf(item, reportOf(feature, mapping, choices));
    }),
  );
}

/** The names of the properties that the features have, in the order in which they are met. */
export function propertiesOf(features: readonly Json[]): readonly string[] {
  const names = new Set<string>();
  for (const feature of features.slice(0, 1_000)) {
    for (const name of Object.keys(objectIn(objectIn(feature)?.['properties']) ?? {})) {
      names.add(name);
    }
  }
  return [...names];
}

/** The features of a file, whichever of the three it is. */
export function featuresIn(root: JsonObject): readonly Json[] | undefined {
  const { type, features } = root;
  if (type === 'FeatureCollection')
    return Array.isArray(features) ? (features as Json[]) : undefined;
  if (type === 'Feature') return [root];
  if (typeof type !== 'string' || !('coordinates' in root)) return undefined;
  return [{ type: 'Feature', properties: {}, geometry: root }];
}

function reportOf(
  json: Json,
  mapping: TableMapping,
  choices: Choices,
): Result<ReportRow, RowFault> {
  const feature = parseFeature(json);
  if (!feature.ok) return feature;
  const { row, shape } = feature.value;
  if (choices.preset === 'ucdp-ged') return parseGedRow(row);
  const used = new Set([...Object.values(mapping), 'latitude', 'longitude']);
  const further = Object.entries(row)
    .filter(([name]) => !used.has(name))
    .map(([name, value]) => `${lineFrom(name)}: ${value}`);
  const by: TableMapping = { title: '=Feature', ...withChoices(mapping, choices) };
  const when = choices.when ? { when: choices.when } : {};
  return parseTableRow(row, by, { shape, further, ...when });
}

/** A mapping in which the office's choices stand for what no column gives. */
export function withChoices(mapping: TableMapping, choices: Choices): TableMapping {
  const { kind, source, language, precisionMetres } = choices;
  return {
    ...(kind ? { kind: `=${kind}` } : {}),
    ...(source ? { source: `=${source}` } : {}),
    ...(language ? { language: `=${language}` } : {}),
    ...(precisionMetres === undefined ? {} : { precision: `=${precisionMetres}` }),
    ...mapping,
  };
}
