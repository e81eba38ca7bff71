import type { Json, JsonObject } from '../base/json.ts';
import { formatCanonical } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { toDegrees } from '../geo/grid.ts';
import type { Shape } from '../geo/shape.ts';
import { roundShape } from '../geo/shape.ts';
import type { OutsideRow, RowFault } from './outside.ts';

/** A GeoJSON feature as a row, with its place. */
export interface FeatureRow {
  /** Its properties as text; for a point also `latitude` and `longitude`, where it has none such. */
  readonly row: OutsideRow;
  readonly shape: Shape;
}

/** Reads a feature of RFC 7946; decimals past the grid are rounded and heights dropped. */
export function parseFeature(json: Json): Result<FeatureRow, RowFault> {
  const feature = objectOf(json);
  if (feature?.['type'] !== 'Feature') return err({ kind: 'bad-geometry', reason: 'no-feature' });
  const shape = roundShape(feature['geometry'] ?? null);
  if (!shape.ok) return err({ kind: 'bad-geometry', reason: shape.fault.kind });
  const row: Record<string, string> = {};
  for (const [name, value] of Object.entries(objectOf(feature['properties'] ?? null) ?? {})) {
    if (value !== null) row[name] = typeof value === 'string' ? value : formatCanonical(value);
  }
  const { id } = feature;
  if (typeof id === 'string' || typeof id === 'number') row['id'] ??= String(id);
  if (shape.value.kind === 'point') {
    const [lon, lat] = toDegrees(shape.value.at);
    row['longitude'] ??= String(lon);
    row['latitude'] ??= String(lat);
  }
  return ok({ row, shape: shape.value });
}

function objectOf(json: Json): JsonObject | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as JsonObject)
    : undefined;
}
