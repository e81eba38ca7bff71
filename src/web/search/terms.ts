import type { Language } from '../../accord/party/names.ts';
import { formatQuery, formatTerm } from '../../contract/query-format.ts';
import { parseQuery } from '../../contract/query-parse.ts';
import type { FilterName, Sought, Term } from '../../contract/query.ts';

/** Filters of which a query has at most one at a time when it is made by pressing. */
const ONE_OF: ReadonlySet<Sought['kind']> = new Set(['kind', 'party', 'grade', 'on', 'in', 'is']);

/** Whether a query that was typed has this term. */
export function hasTerm(text: string, sought: Sought): boolean {
  const query = parseQuery(text);
  const wanted = plain(sought);
  return query.ok && query.value.some((term) => !term.isNot && plain(term.sought) === wanted);
}

/** The text with this term in it, or without it where it had it. */
export function toggled(text: string, sought: Sought, language: Language): string {
  const query = parseQuery(text);
  if (!query.ok) return text;
  const wanted = plain(sought);
  const others = query.value.filter((term) => term.isNot || plain(term.sought) !== wanted);
  if (others.length < query.value.length) return formatQuery(others, language);
  const kept = others.filter(
    (term) => !ONE_OF.has(sought.kind) || term.sought.kind !== sought.kind,
  );
  return formatQuery([...kept, { sought, isNot: false }], language);
}

/** The text without one of its terms. */
export function without(text: string, term: Term): string {
  return `${text.slice(0, term.from)}${text.slice(term.upto)}`.replaceAll(/\s+/g, ' ').trim();
}

/** Something that may be typed for each filter, in a language: it is read without a fault. */
export function exampleOf(
  filter: FilterName,
  language: Language,
  known: { readonly party: string; readonly place: string },
): string {
  const { party, place } = known;
  const sought: Sought =
    filter === 'party' || filter === 'audience'
      ? { kind: filter, names: [party] }
      : filter === 'in'
        ? { kind: 'in', place }
        : filter === 'near'
          ? { kind: 'near', place, metres: 10_000 }
          : EXAMPLES[filter];
  return formatTerm({ sought, isNot: false }, language);
}

const EXAMPLES: Readonly<
  Record<Exclude<FilterName, 'party' | 'audience' | 'in' | 'near'>, Sought>
> = {
  kind: { kind: 'kind', kinds: ['incident'] },
  seat: { kind: 'seat', text: 'duty-officer' },
  grade: { kind: 'grade', reliability: ['A', 'C'], credibility: ['1', '2'] },
  from: { kind: 'from', date: { form: 'calendar', year: 2026, month: 3, day: 9 } },
  upto: { kind: 'upto', date: { form: 'calendar', year: 2026, month: 3, day: 9 } },
  on: { kind: 'on', date: { form: 'back', days: 1 } },
  area: { kind: 'area', box: [43.5, 35, 44.5, 36] },
  along: { kind: 'strip', corners: ['38SLE7003', '38SLE8013'], metres: 2000 },
  is: { kind: 'is', state: 'ungraded' },
  has: { kind: 'has', what: 'attachment' },
};

function plain(sought: Sought): string {
  return formatTerm({ sought, isNot: false }, 'en').toLowerCase();
}
