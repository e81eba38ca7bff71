import type { CREDIBILITIES, RELIABILITIES, Report } from '../accord/knowledge/schema.ts';
import type { Language } from '../accord/party/names.ts';

/* What a desk types to find reports, as it was understood. The rules are in docs/spec/query.md. */

/** The longest text that is read as a query, in UTF-16 units. */
export const QUERY_UNITS_MAX = 500;

/** How many terms a query may have, those in groups counted. [Q3] */
export const QUERY_TERMS_MAX = 24;

/** How many alternatives a group may have. [Q3] */
export const QUERY_ALTERNATIVES_MAX = 8;

/** The farthest that `near` reaches, in metres. */
export const NEAR_METRES_MAX = 500_000;

/** How far `near` reaches where no distance is given, in metres. */
export const NEAR_METRES = 10_000;

/** How far to each side `along` reaches where no distance is given, and the farthest, in metres. [Q16] */
export const ALONG_METRES = 1000;

/** See {@link ALONG_METRES}. */
export const ALONG_METRES_MAX = 50_000;

/** The filters of the language by their English names. */
export const FILTERS = [
  'kind',
  'party',
  'audience',
  'seat',
  'grade',
  'from',
  'upto',
  'on',
  'near',
  'in',
  'area',
  'along',
  'is',
  'has',
] as const;

/** One of {@link FILTERS}. */
export type FilterName = (typeof FILTERS)[number];

/** What `is:` may ask: how a report stands with the reader's own party, and with other reports. */
export const STATES = ['ungraded', 'graded', 'contradicted', 'linked'] as const;

/** What `has:` may ask. */
export const BELONGINGS = ['attachment'] as const;

/** A date as it was typed: a year, month or day of the calendar, or so many days back from today. */
export type QueryDate =
  | {
      readonly form: 'calendar';
      readonly year: number;
      readonly month?: number;
      readonly day?: number;
    }
  | { readonly form: 'back'; readonly days: number };

/** A span of one axis of a grade, both ends within. */
export type AxisSpan<T> = readonly [first: T, last: T];

/** A span of the reliabilities. */
export type ReliabilitySpan = AxisSpan<(typeof RELIABILITIES)[number]>;

/** A span of the credibilities. */
export type CredibilitySpan = AxisSpan<(typeof CREDIBILITIES)[number]>;

/** West, south, east, north in degrees. */
export type QueryBox = readonly [west: number, south: number, east: number, north: number];

/** What one term looks for. */
export type Sought =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'phrase'; readonly text: string }
  | { readonly kind: 'group'; readonly any: readonly (readonly Term[])[] }
  | { readonly kind: 'kind'; readonly kinds: readonly Report['kind'][] }
  | { readonly kind: 'party' | 'audience'; readonly names: readonly string[] }
  | { readonly kind: 'seat'; readonly text: string }
  | {
      readonly kind: 'grade';
      readonly reliability?: ReliabilitySpan;
      readonly credibility?: CredibilitySpan;
    }
  | { readonly kind: 'from' | 'upto' | 'on'; readonly date: QueryDate }
  | { readonly kind: 'near'; readonly place: string; readonly metres: number }
  | { readonly kind: 'in'; readonly place: string }
  | { readonly kind: 'area'; readonly box: QueryBox }
  /** The corners as they were typed; they are read as an outline. [Q13] */
  | { readonly kind: 'outline'; readonly corners: readonly string[] }
  /** The corners of a line as they were typed, and how far to each side of it. [Q16] */
  | { readonly kind: 'strip'; readonly corners: readonly string[]; readonly metres: number }
  | { readonly kind: 'is'; readonly state: (typeof STATES)[number] }
  | { readonly kind: 'has'; readonly what: (typeof BELONGINGS)[number] };

/** One term with its place in the text: from one UTF-16 unit up to another. */
export interface Term {
  readonly sought: Sought;
  /** Whether the term must not hold. */
  readonly isNot: boolean;
  readonly from: number;
  readonly upto: number;
}

/** A query: all of its terms must hold. Without terms it finds every report. */
export type Query = readonly Term[];

/** What can be wrong with a query's text. */
export type QueryFaultKind =
  | 'too-long'
  | 'too-many'
  | 'unclosed-quote'
  | 'unclosed-group'
  | 'stray-bracket'
  | 'group-in-group'
  | 'empty-group'
  | 'or-outside'
  | 'unknown-filter'
  | 'value-missing'
  | 'bad-value'
  | 'bad-corner'
  | 'many-corners'
  | 'crossed-outline'
  | 'unknown-party'
  | 'unknown-place';

/** What is wrong, where, and with which filter; the screen says what was expected, with an example. [Q5] */
export interface QueryFault {
  readonly kind: QueryFaultKind;
  readonly from: number;
  readonly upto: number;
  /** What stands there. */
  readonly text: string;
  /** The filter that was meant, or the one that the unknown name is most like. */
  readonly filter?: FilterName;
}

/** What a filter may be called in each language, the first being how we write it. */
export type NamesOf = Readonly<Record<Language, readonly [string, ...string[]]>>;
