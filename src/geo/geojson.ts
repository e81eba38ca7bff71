import type { Json, JsonObject } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Shape, ShapeFault } from './shape.ts';
import { roundShape } from './shape.ts';

/** A shape from a file, with what the file says about it. */
export interface Feature {
  readonly shape: Shape;
  readonly properties: JsonObject;
}

/** Why one feature is left out; the others stand. */
export type FeatureFault =
  | ShapeFault
  | { readonly kind: 'not-a-feature' }
  | { readonly kind: 'no-place' };

/** Why nothing of a file can be read. */
export type FeaturesFault =
  | { readonly kind: 'not-a-collection' }
  | { readonly kind: 'too-many-features'; readonly count: number; readonly max: number };

/** How many features one file may have. */
export const FEATURES_MAX = 100_000;

/** Reads an RFC 7946 FeatureCollection, feature by feature in its order, decimals rounded to the grid [P15]. */
export function parseFeatures(
  json: Json,
): Result<readonly Result<Feature, FeatureFault>[], FeaturesFault> {
  const collection = objectOf(json);
  const features = collection?.['features'];
  if (collection?.['type'] !== 'FeatureCollection' || !Array.isArray(features)) {
    return err({ kind: 'not-a-collection' });
  }
  const list = features as readonly Json[];
  if (list.length > FEATURES_MAX) {
    return err({ kind: 'too-many-features', count: list.length, max: FEATURES_MAX });
  }
  return ok(list.map(parseFeature));
}

function parseFeature(json: Json): Result<Feature, FeatureFault> {
  const feature = objectOf(json);
  if (feature?.['type'] !== 'Feature') return err({ kind: 'not-a-feature' });
  const geometry = feature['geometry'] ?? null;
  if (geometry === null) return err({ kind: 'no-place' });
  const shape = roundShape(geometry);
  if (!shape.ok) return shape;
  return ok({ shape: shape.value, properties: objectOf(feature['properties'] ?? null) ?? {} });
}

function objectOf(json: Json): JsonObject | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  return json as JsonObject;
}
