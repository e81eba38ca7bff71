import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, instant, parseInstant } from '../base/instant.ts';
import type { StixObject } from './stix-names.ts';

/** The media type of TAXII 2.1. */
export const TAXII_MEDIA_TYPE = 'application/taxii+json;version=2.1';

/** How many objects one answer holds at most, and how many where nothing is asked. [Y18] */
export const TAXII_OBJECTS_MAX = 500;
export const TAXII_OBJECTS = 100;

/** How many names one filter may list. [Y19] */
export const MATCHED_MAX = 100;

/** Which versions are asked for: `last`, `first`, `all`, or one as {@link versionOf} writes it. */
export type MatchedVersion = string;

/** What an answer is narrowed to; what is absent does not narrow. [Y19] */
export interface TaxiiMatch {
  readonly ids?: readonly string[];
  readonly types?: readonly string[];
  readonly versions: readonly MatchedVersion[];
  readonly specVersions?: readonly string[];
}

/** What is asked of objects, a manifest or versions. */
export interface TaxiiAsk {
  /** Added at this second or after, which is strictly after what was asked. [Y18] */
  readonly from?: Instant;
  readonly limit: number;
  /** Where the answer before ended: its `next`. */
  readonly next?: string;
  readonly match: TaxiiMatch;
}

/** Which part of a question is not understood. */
export interface TaxiiFault {
  readonly kind: 'bad-query';
  readonly name: string;
}

/** Whether whoever sends this `Accept` takes TAXII 2.1; without a version it does. [Y16] */
export function isAccepting(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((each) => {
    const [type = '', ...params] = each
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    const valueOf = (name: string) =>
      params.find((param) => param.startsWith(`${name}=`))?.slice(name.length + 1);
    if (/^0(?:\.0*)?$/.test(valueOf('q') ?? '1')) return false;
    if (type === '*/*' || type === 'application/*') return true;
    const version = valueOf('version')?.replaceAll('"', '') ?? '2.1';
    return type === 'application/taxii+json' && version === '2.1';
  });
}

/** Reads the query of a question; a name it does not know is passed over, as the standard says. */
export function parseTaxiiQuery(
  query: Readonly<Record<string, string>>,
): Result<TaxiiAsk, TaxiiFault> {
  const bad = (name: string) => err({ kind: 'bad-query', name } as const);
  const { limit = String(TAXII_OBJECTS), next, added_after: after } = query;
  if (!/^[1-9]\d{0,8}$/.test(limit)) return bad('limit');
  if (next !== undefined && next.length > NEXT_UNITS_MAX) return bad('next');
  const from = after === undefined ? undefined : secondAfter(after);
  if (after !== undefined && from === undefined) return bad('added_after');
  const lists: Record<string, readonly string[]> = {};
  for (const name of Object.keys(query).filter((each) => each.startsWith('match['))) {
    if (!MATCHES.includes(name)) return bad(name);
    const list = (query[name] ?? '').split(',').filter((each) => each !== '');
    if (list.length === 0 || list.length > MATCHED_MAX) return bad(name);
    lists[name] = list;
  }
  const versions = (lists['match[version]'] ?? ['last']).map((each) => matchedVersion(each));
  if (versions.includes(undefined)) return bad('match[version]');
  const [ids, types, specVersions] = [
    lists['match[id]'],
    lists['match[type]'],
    lists['match[spec_version]'],
  ];
  return ok({
    ...(from === undefined ? {} : { from }),
    limit: Math.min(Number(limit), TAXII_OBJECTS_MAX),
    ...(next === undefined ? {} : { next }),
    match: {
      ...(ids ? { ids } : {}),
      ...(types ? { types } : {}),
      versions: versions.flatMap((each) => each ?? []),
      ...(specVersions ? { specVersions } : {}),
    },
  });
}

/** The version of an object: when it was changed last, or made where it never changes. */
export function versionOf(object: StixObject): string {
  const text = object['modified'] ?? object['created'];
  return typeof text === 'string' ? text : '';
}

/** Where an object stands among its versions. */
export interface AmongVersions {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Whether an object is among what was asked for. [Y19] */
export function isMatching(match: TaxiiMatch, object: StixObject, among: AmongVersions): boolean {
  if (match.ids && !match.ids.includes(object.id)) return false;
  if (match.types && !match.types.includes(object.type)) return false;
  if (match.specVersions && !match.specVersions.includes('2.1')) return false;
  return match.versions.some((version) => {
    if (version === 'all') return true;
    if (version === 'last') return among.isLast;
    return version === 'first' ? among.isFirst : version === versionOf(object);
  });
}

/** When an object was added, to the microsecond, as the standard writes it. */
export function addedText(second: Instant): string {
  return `${formatInstant(second).slice(0, -1)}.000000Z`;
}

const MATCHES = ['match[id]', 'match[type]', 'match[version]', 'match[spec_version]'];

/** The longest `next` that we write is far shorter. */
const NEXT_UNITS_MAX = 64;

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z$/;

/** The first whole second past a moment. */
function secondAfter(text: string): Instant | undefined {
  const moment = parseInstant(`${STAMP.exec(text)?.[1] ?? ''}Z`);
  return moment.ok ? instant(moment.value + 1) : undefined;
}

function matchedVersion(text: string): MatchedVersion | undefined {
  if (text === 'last' || text === 'first' || text === 'all') return text;
  const [, second, fraction = ''] = STAMP.exec(text) ?? [];
  if (second === undefined || !parseInstant(`${second}Z`).ok) return undefined;
  return `${second}.${fraction.slice(1, 4).padEnd(3, '0')}Z`;
}
