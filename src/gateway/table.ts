import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Json } from '../base/json.ts';
import { formatCanonical } from '../base/json.ts';
import { toGrid } from '../geo/grid.ts';
import type { Shape } from '../geo/shape.ts';
import { formatShape } from '../geo/shape.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import { REPORT_KINDS, SOURCE_KINDS } from '../accord/knowledge/schema.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import type { OutsideRow, ReportRow, RowFault } from './outside.ts';
import {
  PLACE_CHOSEN,
  WHEN_CHOSEN,
  admitRow,
  fieldOf,
  lineFrom,
  outsideId,
  textFrom,
} from './outside.ts';
import { whenOf } from './when.ts';

/** What of a report a column may give. */
export const TABLE_FIELDS = [
  'id',
  'title',
  'text',
  'lat',
  'lon',
  'place',
  'precision',
  'from',
  'upto',
  'kind',
  'source',
  'reference',
  'language',
] as const;

/** One of {@link TABLE_FIELDS}. */
export type TableField = (typeof TABLE_FIELDS)[number];

/** Which column gives which part; a value that begins with `=` is itself the text, for all rows. */
export type TableMapping = Readonly<Partial<Record<TableField, string>>>;

/** Why a mapping cannot be used. */
export type MappingFault =
  | { readonly kind: 'bad-mapping'; readonly text: string }
  | { readonly kind: 'unknown-field'; readonly field: string }
  | { readonly kind: 'field-twice'; readonly field: string }
  | { readonly kind: 'field-needed'; readonly field: TableField };

/** How far a place may be off where nothing says how far, in metres: not taken for exact. */
export const TABLE_PRECISION_METRES = 5_000;

/** Reads `title=headline,lat=y,lon=x,from=date,kind==incident`. Title and from are needed. */
export function parseMapping(text: string): Result<TableMapping, MappingFault> {
  const mapping: Partial<Record<TableField, string>> = {};
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    const [field, column] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (at < 1 || column === '') return err({ kind: 'bad-mapping', text: part });
    if (!isField(field)) return err({ kind: 'unknown-field', field });
    if (mapping[field] !== undefined) return err({ kind: 'field-twice', field });
    mapping[field] = column;
  }
  for (const field of ['title', 'from'] as const) {
    if (mapping[field] === undefined) return err({ kind: 'field-needed', field });
  }
  return ok(mapping);
}

/** A mapping as an office gave it in parts, or why it is none. */
export function mappingOf(
  parts: Readonly<Record<string, string>>,
): Result<TableMapping, MappingFault> {
  const mapping: Partial<Record<TableField, string>> = {};
  for (const [field, column] of Object.entries(parts)) {
    if (!isField(field)) return err({ kind: 'unknown-field', field });
    if (column !== '') mapping[field] = column;
  }
  return ok(mapping);
}

/** The columns that `mapping` needs a file to have. */
export function columnsOf(mapping: TableMapping): readonly string[] {
  return Object.values(mapping).filter((column) => !column.startsWith('='));
}

/** What is said of a row beside it. */
export interface BesideRow {
  /** Its place, where the file gives it as a geometry. */
  readonly shape?: Shape;
  /** The place of rows without one, as the office gave it. [O3] */
  readonly place?: Report['place'];
  /** When rows without a time happened, as the office gave it. [O3] */
  readonly when?: Report['when'];
  /** Lines for the end of the text. */
  readonly further?: readonly string[];
}

/** Reads a row by `mapping`; `beside` is what the file or the office says of it beside. [I9] [I10] */
export function parseTableRow(
  row: OutsideRow,
  mapping: TableMapping,
  beside: BesideRow = {},
): Result<ReportRow, RowFault> {
  const give = (field: TableField): string | undefined => {
    const column = mapping[field];
    return column?.startsWith('=') ? column.slice(1) : column && fieldOf(row, column);
  };
  const title = lineFrom(give('title') ?? '');
  if (title === '') return err({ kind: 'missing-field', field: 'title' });
  const place = placeOf(give, beside);
  if (!place.ok) return place;
  const from = give('from') ?? '';
  const isWhenChosen = from === '' && beside.when !== undefined;
  const when = isWhenChosen
    ? ok(beside.when)
    : whenOf({ from, upto: give('upto') ?? '' }, 'from', 'upto');
  if (!when.ok) return when;
  const kind = choice('kind', give('kind') ?? 'incident', REPORT_KINDS);
  if (!kind.ok) return kind;
  const source = choice('source', give('source') ?? 'dataset', SOURCE_KINDS);
  if (!source.ok) return source;
  const language = choice('language', give('language') ?? 'en', LANGUAGES);
  if (!language.ok) return language;
  const { geometry } = place.value;
  const reference = textFrom(
    [
      give('reference') ?? '',
      ...(isWhenChosen ? [WHEN_CHOSEN] : []),
      ...(place.value.isChosen ? [PLACE_CHOSEN] : []),
    ].join('\n'),
  );
  return admitRow(outsideId('table', give('id') ?? keyOf(row, geometry)), {
    kind: kind.value,
    title,
    language: language.value,
    text: textFrom([give('text') ?? '', ...(beside.further ?? [])].join('\n')),
    place: place.value.place,
    when: when.value,
    source: { kind: source.value, ...(reference === '' ? {} : { reference }) },
  });
}

interface PlaceInRow {
  readonly place: Report['place'];
  /** The geometry of the row itself. */
  readonly geometry: Json;
  readonly isChosen: boolean;
}

function placeOf(
  give: (field: TableField) => string | undefined,
  { shape, place }: BesideRow,
): Result<PlaceInRow, RowFault> {
  const [lon, lat] = [give('lon'), give('lat')];
  const label = lineFrom(give('place') ?? '');
  const named = label === '' ? {} : { label };
  if (shape === undefined && lon === undefined && lat === undefined && place !== undefined) {
    return ok({ place: { ...place, ...named }, geometry: null, isChosen: true });
  }
  const geometry = shape === undefined ? pointOf(lon, lat) : ok(formatShape(shape));
  if (!geometry.ok) return geometry;
  const precision = give('precision') ?? String(TABLE_PRECISION_METRES);
  if (!/^\d{1,7}$/.test(precision) || Number(precision) > 2_000_000) {
    return err({ kind: 'bad-precision', field: 'precision', text: precision });
  }
  const read = {
    geometry: geometry.value as unknown as Report['place']['geometry'],
    precisionMetres: Number(precision),
    ...named,
  };
  return ok({ place: read, geometry: geometry.value, isChosen: false });
}

function isField(field: string): field is TableField {
  return (TABLE_FIELDS as readonly string[]).includes(field);
}

function pointOf(lonText: string | undefined, latText: string | undefined) {
  const degrees: number[] = [];
  for (const [field, text] of [
    ['lon', lonText],
    ['lat', latText],
  ] as const) {
    if (text === undefined) return err<RowFault>({ kind: 'missing-field', field });
    if (!/^[+-]?\d{1,3}(?:\.\d+)?$/.test(text)) {
      return err<RowFault>({ kind: 'bad-coordinates', field, text });
    }
    degrees.push(Number(text));
  }
  const [lon = 0, lat = 0] = degrees;
  const point = toGrid(lon, lat);
  if (!point.ok) {
    const [field, text] = Math.abs(lat) > 90 ? ['lat', latText] : ['lon', lonText];
    return err<RowFault>({ kind: 'bad-coordinates', field: field ?? '', text: text ?? '' });
  }
  return ok(formatShape({ kind: 'point', at: point.value }));
}

function choice<const T extends string>(
  field: string,
  text: string,
  choices: readonly T[],
): Result<T, RowFault> {
  const chosen = choices.find((each) => each === text.toLowerCase());
  return chosen === undefined ? err({ kind: 'bad-choice', field, text }) : ok(chosen);
}

/** Without a key of its own a row is known by all that it says. */
function keyOf(row: OutsideRow, geometry: unknown): string {
  return formatCanonical({ row, geometry } as never);
}
