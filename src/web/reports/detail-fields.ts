import type { Count, Details } from '../../accord/knowledge/details.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import { readCount, writeCount } from './count-reading.ts';

/** One choice or figure of a kind of report, and how it is entered. */
export interface DetailField {
  readonly id: string;
  readonly form: 'choice' | 'count' | 'hours' | 'line' | 'party' | 'yes';
  /** What may be chosen. */
  readonly choices?: readonly string[];
}

/** How far ahead a warning may reach, in hours, and the longest line; the schema's own limits. */
const HOURS_MAX = 720;
export const LINE_UNITS_MAX = 200;

const choice = (id: string, ...choices: readonly string[]): DetailField => ({
  id,
  form: 'choice',
  choices,
});
const count = (id: string): DetailField => ({ id, form: 'count' });
const yes = (id: string): DetailField => ({ id, form: 'yes' });

/** The fields of each kind in the order of the form; a test holds them to the schema's. */
export const DETAIL_FIELDS: Readonly<Record<Report['kind'], readonly DetailField[]>> = {
  incident: [
    choice(
      'nature',
      ...['attack', 'clash', 'shelling', 'explosion', 'drone', 'arrest', 'accident', 'other'],
    ),
    count('killed'),
    count('injured'),
  ],
  observation: [
    choice('of', ...['movement', 'gathering', 'works', 'aircraft', 'vehicles', 'fire', 'other']),
    count('number'),
  ],
  'threat-warning': [
    choice(
      'against',
      ...['post', 'patrol', 'convoy', 'civilians', 'infrastructure', 'ceremony', 'other'],
    ),
    { id: 'within', form: 'hours' },
  ],
  trafficking: [
    choice('in', 'people', 'drugs', 'fuel', 'goods', 'arms', 'antiquities', 'other'),
    count('people'),
    { id: 'amount', form: 'line' },
  ],
  crossing: [
    choice('direction', 'into', 'out-of', 'both', 'unknown'),
    { id: 'side', form: 'party' },
    count('people'),
    count('vehicles'),
  ],
  'civil-harm': [
    choice('nature', 'displacement', 'damage', 'injury', 'complaint', 'return'),
    count('families'),
    count('killed'),
    count('injured'),
    count('houses'),
  ],
  'explosive-hazard': [
    choice('device', 'mine', 'uxo', 'ied', 'cache', 'unknown'),
    yes('marked'),
    yes('cleared'),
  ],
  infrastructure: [
    choice('system', 'road', 'bridge', 'water', 'power', 'telecom', 'fuel'),
    choice('state', 'working', 'limited', 'out'),
  ],
  'media-claim': [choice('stance', 'claim', 'denial'), { id: 'outlet', form: 'line' }],
};

/** The details of any kind, by their ids. */
export type SaidDetails = Readonly<Record<string, string | number | boolean | Count | undefined>>;

/** Details as they were typed: a text for each field, by its id. */
export type TypedDetails = Readonly<Record<string, string>>;

/** What was typed, as a report says it, and the fields in which it cannot be read. */
export function readDetails(
  kind: Report['kind'],
  typed: TypedDetails,
): { readonly details: Details | undefined; readonly unclear: readonly string[] } {
  const said: Record<string, unknown> = {};
  const unclear: string[] = [];
  for (const field of DETAIL_FIELDS[kind]) {
    const text = (typed[field.id] ?? '').trim();
    // What was chosen for another kind is no choice of this one.
    if (text === '' || (field.choices && !field.choices.includes(text))) continue;
    const value = valueOf(field, text);
    if (value === undefined) unclear.push(field.id);
    else said[field.id] = value;
  }
  return { details: Object.keys(said).length > 0 ? (said as Details) : undefined, unclear };
}

/** The texts that {@link readDetails} reads as `details`. */
export function writeDetails(kind: Report['kind'], details: Details | undefined): TypedDetails {
  const said = (details ?? {}) as SaidDetails;
  return Object.fromEntries(
    DETAIL_FIELDS[kind].flatMap(({ id, form }) => {
      const value = said[id];
      if (value === undefined) return [];
      if (typeof value === 'object') return [[id, writeCount(value)]];
      return [[id, form === 'yes' ? (value === true ? 'yes' : 'no') : String(value)]];
    }),
  );
}

function valueOf({ form }: DetailField, text: string): unknown {
  if (form === 'choice') return text;
  if (form === 'count') return readCount(text);
  if (form === 'yes') return text === 'yes';
  if (form === 'line') return text.length <= LINE_UNITS_MAX ? text : undefined;
  if (form === 'party') return text;
  const hours = readCount(text);
  const isOne = hours !== undefined && hours.from === hours.upto;
  return isOne && hours.from >= 1 && hours.from <= HOURS_MAX ? hours.from : undefined;
}
