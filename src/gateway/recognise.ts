import { parseUtf8 } from '../base/bytes.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { FileFault } from './items.ts';
import { objectIn } from './items.ts';
import type { Element } from './xml.ts';
import { parseXml } from './xml.ts';
import type { Inflate } from './zip.ts';
import { isZip, kmlInZip } from './zip.ts';

/** The formats of others that are read. */
export const FORMATS = ['csv', 'geojson', 'gpx', 'kml', 'kmz', 'stix', 'misp', 'cap'] as const;

/** One of {@link FORMATS}. */
export type Format = (typeof FORMATS)[number];

/** The largest file that is read whole, in bytes as unpacked. */
export const WHOLE_FILE_BYTES_MAX = 33_554_432;

/** A file whose format is known, read as far as the format has it. */
export type Recognised =
  | { readonly format: 'csv'; readonly text: string }
  | { readonly format: 'gpx' | 'kml' | 'kmz' | 'cap'; readonly root: Element }
  | { readonly format: 'geojson' | 'stix' | 'misp'; readonly json: Json };

/** Tells by its content what a file is; its name is not looked at. [O5] */
export function recognise(bytes: Uint8Array, inflate: Inflate): Result<Recognised, FileFault> {
  if (bytes.length > WHOLE_FILE_BYTES_MAX) {
    return err({ kind: 'file-too-large', limit: WHOLE_FILE_BYTES_MAX });
  }
  if (isZip(bytes)) {
    const kml = kmlInZip(bytes, inflate, WHOLE_FILE_BYTES_MAX);
    if (!kml.ok) return kml;
    const within = recogniseText(kml.value);
    if (!within.ok) return within;
    if (within.value.format !== 'kml') return err({ kind: 'unknown-format', found: 'zip' });
    return ok({ ...within.value, format: 'kmz' });
  }
  return recogniseText(bytes);
}

function recogniseText(bytes: Uint8Array): Result<Recognised, FileFault> {
  const [a = 0, b = 0] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    return err({ kind: 'other-encoding', encoding: 'UTF-16' });
  }
  const read = parseUtf8(bytes);
  if (!read.ok) return err({ kind: 'other-encoding', encoding: encodingSaid(bytes) });
  const text = read.value.replace(/^\ufeff/, '');
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) return err({ kind: 'unknown-format', found: 'empty' });
  if (text.slice(0, 4_096).includes('\0')) return err({ kind: 'unknown-format', found: 'binary' });
  if (first === '<') return recogniseXml(text);
  if (first === '{' || first === '[') return recogniseJson(text);
  return ok({ format: 'csv', text });
}

function recogniseXml(text: string): Result<Recognised, FileFault> {
  const root = parseXml(text);
  if (!root.ok) return root;
  switch (root.value.name) {
    case 'gpx':
      return ok({ format: 'gpx', root: root.value });
    case 'kml':
    case 'Document':
    case 'Folder':
      return ok({ format: 'kml', root: root.value });
    case 'alert':
      return ok({ format: 'cap', root: root.value });
    default:
      return err({ kind: 'unknown-format', found: root.value.name });
  }
}

function recogniseJson(text: string): Result<Recognised, FileFault> {
  const json = parseJson(text, 'foreign');
  if (!json.ok) return err({ kind: 'bad-json', at: json.fault.at, reason: json.fault.kind });
  const { value } = json;
  const root = objectIn(Array.isArray(value) ? ((value as readonly Json[])[0] ?? null) : value);
  const { type, id } = root ?? {};
  if (typeof type === 'string' && typeof id === 'string' && id.startsWith(`${type}--`)) {
    return ok({ format: 'stix', json: value });
  }
  if (type === 'bundle' && Array.isArray(root?.['objects']))
    return ok({ format: 'stix', json: value });
  if (root !== undefined && ('Event' in root || isMispAnswer(root) || isBareEvent(root))) {
    return ok({ format: 'misp', json: value });
  }
  if (typeof type === 'string' && GEOJSON_TYPES.has(type) && !Array.isArray(value)) {
    return ok({ format: 'geojson', json: value });
  }
  return err({ kind: 'unknown-format', found: 'JSON' });
}

const GEOJSON_TYPES: ReadonlySet<string> = new Set([
  ...['FeatureCollection', 'Feature', 'Point', 'LineString', 'Polygon', 'MultiPolygon'],
  ...['MultiPoint', 'MultiLineString', 'GeometryCollection'],
]);

function isMispAnswer({ response }: JsonObject): boolean {
  if (!Array.isArray(response)) return false;
  const first = objectIn((response as readonly Json[])[0] ?? null);
  return first !== undefined && 'Event' in first;
}

/** Some programs write an event without its wrapping. */
function isBareEvent(root: JsonObject): boolean {
  return ['info', 'uuid', 'threat_level_id'].every((name) => typeof root[name] === 'string');
}

/** What a file that is no UTF-8 says of itself, if it says anything. */
function encodingSaid(bytes: Uint8Array): string {
  const head = Array.from(bytes.subarray(0, 100), (byte) => String.fromCharCode(byte)).join('');
  return /encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(head)?.[1] ?? 'not UTF-8';
}
