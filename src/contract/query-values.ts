import { fold } from '../base/fold.ts';
import { unreachable } from '../base/result.ts';
import { foldDigits } from '../geo/digits.ts';
import type { CREDIBILITIES, RELIABILITIES, Report } from '../accord/knowledge/schema.ts';
import type {
  AxisSpan,
  CredibilitySpan,
  FilterName,
  QueryDate,
  ReliabilitySpan,
  Sought,
} from './query.ts';
import { ALONG_METRES, ALONG_METRES_MAX, NEAR_METRES, NEAR_METRES_MAX } from './query.ts';
import { belongingNames, dayNames, kindNames, stateNames } from './query-names.ts';
import type { OutlineFault } from './query-outline.ts';
import { readLine, readOutline } from './query-outline.ts';

/** A part of a filter's value, as it stands between commas. */
export interface Segment {
  readonly text: string;
  readonly from: number;
  readonly upto: number;
}

/** What of a value cannot be read, and where, where that can be said closer than the whole value. */
export interface ValueFault {
  readonly fault: 'bad-corner' | 'many-corners' | 'crossed-outline';
  /** The part that is at fault; else the whole. */
  readonly segment?: Segment;
}

/** What a filter with this value looks for, or nothing where the value cannot be read. */
export function readValue(
  filter: FilterName,
  segments: readonly Segment[],
): Sought | ValueFault | undefined {
  const texts = segments.map(({ text }) => text);
  const [only = ''] = texts.length === 1 ? texts : [];
  switch (filter) {
    case 'kind':
      return kindsIn(texts);
    case 'party':
    case 'audience':
      return { kind: filter, names: texts };
    case 'seat':
      return only === '' ? undefined : { kind: 'seat', text: only };
    case 'grade':
      return gradeIn(only);
    case 'from':
    case 'upto':
    case 'on': {
      const date = dateIn(only);
      return date && { kind: filter, date };
    }
    case 'near':
      return nearIn(texts);
    case 'in':
      return only === '' ? undefined : { kind: 'in', place: only };
    case 'area':
      return isOutline(texts) ? outlineIn(segments) : areaIn(texts);
    case 'along':
      return stripIn(segments);
    case 'is': {
      const state = stateNames.read(only);
      return state && { kind: 'is', state };
    }
    case 'has': {
      const what = belongingNames.read(only);
      return what && { kind: 'has', what };
    }
    default:
      return unreachable(filter);
  }
}

function kindsIn(texts: readonly string[]): Sought | undefined {
  const kinds = texts.map((text) => kindNames.read(text));
  const known = kinds.filter((kind): kind is Report['kind'] => kind !== undefined);
  return known.length === kinds.length ? { kind: 'kind', kinds: known } : undefined;
}

const GRADE = /^(?:([A-F])(?:-([A-F]))?)?(?:([1-6])(?:-([1-6]))?)?$/;

/** `B2`, `A-C`, `1-3`, `A-B1-2`: either axis or both, each one letter or figure, or a span. */
function gradeIn(text: string): Sought | undefined {
  const plain = foldDigits(text)
    .replaceAll(/[\u2212\u2013\u2014]/g, '-')
    .toUpperCase();
  const [, a, b = a, n, m = n] = GRADE.exec(plain) ?? [];
  if (a === undefined && n === undefined) return undefined;
  return {
    kind: 'grade',
    ...(a === undefined ? {} : { reliability: spanOf(a, b) as ReliabilitySpan }),
    ...(n === undefined ? {} : { credibility: spanOf(n, m) as CredibilitySpan }),
  };
}

type Axis = (typeof RELIABILITIES)[number] | (typeof CREDIBILITIES)[number];

function spanOf(one: string, other: string | undefined): AxisSpan<Axis> {
  const ends = [one, other ?? one].toSorted() as [Axis, Axis];
  return ends;
}

const MONTHS = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
] as const;

const YEARS = { first: 1900, last: 2200 } as const;
const DAYS_BACK_MAX = 36_525;

function dateIn(text: string): QueryDate | undefined {
  const named = dayNames.read(text);
  if (named !== undefined) return { form: 'back', days: named === 'today' ? 0 : 1 };
  const plain = fold(foldDigits(text)).replaceAll(/[\u2212\u2013]/g, '-');
  const back = /^(\d{1,5})d$/.exec(plain);
  if (back !== null) {
    const days = Number(back[1]);
    return days <= DAYS_BACK_MAX ? { form: 'back', days } : undefined;
  }
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(plain);
  if (iso !== null) return calendar(iso[1], iso[2], iso[3]);
  // The day stands first, as it does in all four languages of the centre.
  const european = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(plain);
  if (european !== null) return calendar(european[3], european[2], european[1]);
  const military = /^(\d{1,2}) ?([a-z]{3}) ?(\d{2}|\d{4})$/.exec(plain);
  const month = MONTHS.indexOf(military?.[2] as (typeof MONTHS)[number]) + 1;
  if (military === null || month === 0) return undefined;
  const year = military[3]!.length === 2 ? `20${military[3]}` : military[3];
  return calendar(year, String(month), military[1]);
}

function calendar(
  years: string | undefined,
  months: string | undefined,
  days: string | undefined,
): QueryDate | undefined {
  const year = Number(years);
  if (year < YEARS.first || year > YEARS.last) return undefined;
  if (months === undefined) return { form: 'calendar', year };
  const month = Number(months);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (length === undefined) return undefined;
  if (days === undefined) return { form: 'calendar', year, month };
  const day = Number(days);
  return day >= 1 && day <= length ? { form: 'calendar', year, month, day } : undefined;
}

const DISTANCE = /^(\d{1,6}(?:\.\d{1,3})?) ?(km|m|كم|م|كيلومتر|متر|metre)?$/u;

/** A place and, behind a comma, how far round it; kilometres where no unit is given. */
function nearIn(texts: readonly string[]): Sought | undefined {
  const [place = '', distance, ...rest] = texts;
  if (rest.length > 0 || place === '') return undefined;
  if (distance === undefined) return { kind: 'near', place, metres: NEAR_METRES };
  const metres = metresIn(distance);
  const isSound = metres !== undefined && metres >= 1 && metres <= NEAR_METRES_MAX;
  return isSound ? { kind: 'near', place, metres } : undefined;
}

function metresIn(distance: string): number | undefined {
  const [, figure, unit = 'km'] = DISTANCE.exec(fold(foldDigits(distance))) ?? [];
  if (figure === undefined) return undefined;
  const isMetres = ['m', 'م', 'متر', 'metre'].includes(unit);
  return Math.round(Number(figure) * (isMetres ? 1 : 1000));
}

/** The places of a line in their order and, behind the last, how far to each side. [Q16] */
function stripIn(segments: readonly Segment[]): Sought | ValueFault | undefined {
  const typed = metresIn(segments.at(-1)?.text ?? '');
  const metres = typed ?? ALONG_METRES;
  const placed = typed === undefined ? segments : segments.slice(0, -1);
  if (placed.length < 2 || metres < 1 || metres > ALONG_METRES_MAX) return undefined;
  const corners = placed.map(({ text }) => text.replaceAll(/\s+/g, ' '));
  const line = readLine(corners);
  return line.ok ? { kind: 'strip', corners, metres } : faultOf(line.fault, placed);
}

/** West, south, east and north in degrees. */
function areaIn(texts: readonly string[]): Sought | undefined {
  const plain = texts.map((text) => foldDigits(text).replaceAll(/[\u2212\u2013]/g, '-'));
  if (plain.length !== 4 || !plain.every((text) => /^-?\d{1,3}(?:\.\d{1,7})?$/.test(text))) {
    return undefined;
  }
  const [west, south, east, north] = plain.map(Number) as [number, number, number, number];
  const isOnEarth = Math.max(-west, west, -east, east) <= 180 && Math.max(-south, north) <= 90;
  return isOnEarth && west <= east && south <= north
    ? { kind: 'area', box: [west, south, east, north] }
    : undefined;
}

function outlineIn(segments: readonly Segment[]): Sought | ValueFault {
  const corners = segments.map(({ text }) => text.replaceAll(/\s+/g, ' '));
  const outline = readOutline(corners);
  if (outline.ok) return { kind: 'outline', corners };
  return faultOf(outline.fault, segments);
}

function faultOf(fault: OutlineFault, segments: readonly Segment[]): ValueFault {
  const segment = fault.kind === 'bad-corner' ? segments[fault.corner] : undefined;
  return { fault: fault.kind, ...(segment ? { segment } : {}) };
}

/** Whether a value of `area:` is corners that are places, and not the four edges of a box. [Q13] */
function isOutline(texts: readonly string[]): boolean {
  return texts.length > 1 && texts.some((text) => /\p{L}|\s/u.test(text));
}
