import { unreachable } from '../base/result.ts';
import type { Language } from '../accord/party/names.ts';
import type { FilterName, Query, QueryDate, Sought, Term } from './query.ts';
import {
  belongingNames,
  dayNames,
  filterNames,
  formatOr,
  kindNames,
  stateNames,
} from './query-names.ts';

/** Writes a query with the names of a language; reading it again gives the same query. [Q4] */
export function formatQuery(
  query: readonly Pick<Term, 'sought' | 'isNot'>[],
  language: Language = 'en',
): string {
  return query.map((term) => formatTerm(term, language)).join(' ');
}

/** Writes one term. */
export function formatTerm(
  { sought, isNot }: Pick<Term, 'sought' | 'isNot'>,
  language: Language = 'en',
): string {
  return `${isNot ? '-' : ''}${formatSought(sought, language)}`;
}

function formatSought(sought: Sought, language: Language): string {
  const filter = (name: FilterName, value: string) =>
    `${filterNames.write(name, language)}:${value}`;
  switch (sought.kind) {
    case 'word':
      return sought.text;
    case 'phrase':
      return `"${sought.text}"`;
    case 'group':
      return `(${sought.any.map((each: Query) => formatQuery(each, language)).join(` ${formatOr(language)} `)})`;
    case 'kind': {
      const names = sought.kinds.map((kind) => quoted(kindNames.write(kind, language)));
      return filter('kind', names.join(','));
    }
    case 'party':
    case 'audience':
      return filter(sought.kind, sought.names.map(quoted).join(','));
    case 'seat':
      return filter('seat', quoted(sought.text));
    case 'grade':
      return filter('grade', `${spanOf(sought.reliability)}${spanOf(sought.credibility)}`);
    case 'from':
    case 'upto':
    case 'on':
      return filter(sought.kind, formatDate(sought.date, language));
    case 'near':
      return filter('near', `${quoted(sought.place)},${formatMetres(sought.metres)}`);
    case 'in':
      return filter('in', quoted(sought.place));
    case 'area':
      return filter('area', sought.box.map(formatDegrees).join(','));
    case 'outline':
      return filter('area', sought.corners.map(quoted).join(','));
    case 'strip': {
      const corners = sought.corners.map(quoted);
      return filter('along', [...corners, formatMetres(sought.metres)].join(','));
    }
    case 'is':
      return filter('is', quoted(stateNames.write(sought.state, language)));
    case 'has':
      return filter('has', quoted(belongingNames.write(sought.what, language)));
    default:
      return unreachable(sought);
  }
}

/** A date as it is written in a query. */
export function formatDate(date: QueryDate, language: Language): string {
  if (date.form === 'back') {
    if (date.days > 1) return `${date.days}d`;
    return dayNames.write(date.days === 0 ? 'today' : 'yesterday', language);
  }
  const parts = [date.year, date.month, date.day].filter((part) => part !== undefined);
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

function quoted(text: string): string {
  return /^[\p{L}\p{N}\p{M}_/.-]+$/u.test(text) ? text : `"${text}"`;
}

function spanOf(span: readonly [string, string] | undefined): string {
  if (span === undefined) return '';
  return span[0] === span[1] ? span[0] : `${span[0]}-${span[1]}`;
}

function formatMetres(metres: number): string {
  return metres % 1000 === 0 ? `${metres / 1000}km` : `${metres}m`;
}

function formatDegrees(degrees: number): string {
  return String(Number(degrees.toFixed(7)));
}
