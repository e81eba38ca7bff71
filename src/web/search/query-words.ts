import type { Instant } from '../../base/instant.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import { unreachable } from '../../base/result.ts';
import { formatDate, formatTerm } from '../../contract/query-format.ts';
import type { Query, QueryDate, Sought, Term } from '../../contract/query.ts';
import type { CentreFace } from '../centre.ts';
import { formatList, offsetAt } from '../words/format.ts';
import type { Words } from '../words/words.ts';

/** What a query is told in words by. */
export interface QueryTelling {
  readonly words: Words;
  readonly centre: Pick<CentreFace, 'parties' | 'zone'>;
  /** When it was asked, from which days are counted back. */
  readonly asOf: Instant;
}

/** What each term of a query asks for, in words, in the order in which they were typed. [Q14] */
export function sayQuery(query: Query, telling: QueryTelling): readonly string[] {
  return query.map((term) => sayTerm(term, telling));
}

function sayTerm({ sought, isNot }: Term, telling: QueryTelling): string {
  const said = saySought(sought, telling);
  return isNot ? telling.words.t('search-paper.said.not', { what: said }) : said;
}

function saySought(sought: Sought, telling: QueryTelling): string {
  const { words, centre } = telling;
  const { t, language } = words;
  const listed = (all: readonly string[]) => formatList(all, language);
  switch (sought.kind) {
    case 'word':
    case 'phrase':
    case 'seat':
      return t(`search-paper.said.${sought.kind}`, { text: sought.text });
    case 'group': {
      const any = sought.any.map((each) => sayQuery(each, telling).join(' + '));
      return t('search-paper.said.group', { any: any.join(' / ') });
    }
    case 'kind': {
      const kinds = sought.kinds.map((kind) => t(`reports.kind.${kind}`));
      return t('search-paper.said.kind', { kinds: listed(kinds) });
    }
    case 'party':
    case 'audience': {
      const nameOf = (name: string) => centre.parties.find(({ id }) => id === name)?.name ?? name;
      return t(`search-paper.said.${sought.kind}`, { parties: listed(sought.names.map(nameOf)) });
    }
    case 'grade':
      return t('search-paper.said.grade', { grade: valueOf(sought) });
    case 'from':
    case 'upto':
    case 'on':
      return t(`search-paper.said.${sought.kind}`, { date: dayOf(sought.date, telling) });
    case 'near': {
      const { place, metres } = sought;
      return t('search-paper.said.near', { place, far: farOf(metres) });
    }
    case 'in':
      return t('search-paper.said.in', { place: sought.place });
    case 'area':
      return t('search-paper.said.area', { box: sought.box.join(', ') });
    case 'outline': {
      const form = sought.corners.length === 2 ? 'box' : 'outline';
      return t(`search-paper.said.${form}`, { corners: sought.corners.join(', ') });
    }
    case 'strip':
      return t('search-paper.said.strip', {
        far: farOf(sought.metres),
        corners: sought.corners.join(', '),
      });
    case 'is':
      return t(`search-paper.said.is-${sought.state}`);
    case 'has':
      return t(`search-paper.said.has-${sought.what}`);
    default:
      return unreachable(sought);
  }
}

function farOf(metres: number): string {
  return metres % 1000 === 0 ? `${metres / 1000} km` : `${metres} m`;
}

/** A term's value as it is written in a query. */
function valueOf(sought: Sought): string {
  return formatTerm({ sought, isNot: false }, 'en').replace(/^[a-z]+:/, '');
}

/** A day as the calendar has it: a paper is read when `yesterday` is another day. */
function dayOf(date: QueryDate, { centre, asOf, words }: QueryTelling): string {
  if (date.form === 'calendar') return formatDate(date, words.language);
  const ahead = offsetAt(asOf, centre.zone).minutes * 60;
  return formatInstant(instant(asOf + ahead - date.days * 86_400)).slice(0, 10);
}
