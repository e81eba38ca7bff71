import type { Json, JsonObject } from '../base/json.ts';
import { RECORD_EXTENSION } from './stix-names.ts';

/**
 * What stands in a STIX `report` of our own kind: the body that its record has, to be read as any
 * report from outside is; nothing where the object bears no such extension. [Y2]
 */
export function ownReportIn(object: JsonObject): Json | undefined {
  if (object['type'] !== 'report') return undefined;
  const extension = objectOf(objectOf(object['extensions'])?.[RECORD_EXTENSION]);
  const body = objectOf(extension?.['body']);
  if (body === undefined) return undefined;
  return {
    ...body,
    title: object['name'] ?? null,
    language: object['lang'] ?? null,
    text: object['description'] ?? '',
  };
}

function objectOf(json: Json | undefined): JsonObject | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as JsonObject)
    : undefined;
}
