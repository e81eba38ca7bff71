import { wordsOf } from '../../base/fold.ts';
import { unreachable } from '../../base/result.ts';
import { partiesIn } from '../../accord/party/audience.ts';
import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import { REPORT_KINDS } from '../../accord/knowledge/schema.ts';
import { BEGINNING_LETTERS_MIN } from '../beginnings.ts';
import { MARKS, gradeNumber } from '../grade-number.ts';
import { hashBytes } from '../meaning.ts';
import type { ReportFilter } from '../port.ts';
import { QUERY_WORDS_MAX } from '../port.ts';
import type { Condition, DegreeBox } from '../sought.ts';
import { METRES_PER_DEGREE, flat, gridBox, roundBox, windowOf } from '../wanted.ts';
import { gradeBy } from './judged.ts';
import type { Bound, Link, Put } from './link.ts';
import { bytesText, numbersText } from './link.ts';
import type { Logs } from './logs.ts';
import type { Missed } from './outline.ts';
import { missedBy, touchesOutline } from './outline.ts';
import type { Terms } from './terms.ts';
import { termsFor } from './terms.ts';
import { groundTokens, keyAt, timeTokens, wellFormed } from './tokens.ts';

/** A `WHERE` over reports `r`, with what is bound to it so far. */
export interface Conditions {
  readonly where: string;
  readonly put: Put;
  readonly bound: readonly Bound[];
}

/** What `filter` asks for, or nothing where nothing can match. */
export async function conditionsOf(
  link: Link,
  filter: ReportFilter,
  logs: Logs,
): Promise<Conditions | undefined> {
  const nos = [...logs.values()]
    .filter(({ author }) => filter.party === undefined || author === filter.party)
    .map(({ no }) => no);
  if (nos.length === 0) return undefined;
  const words = wordsOf(filter.text ?? '').slice(0, QUERY_WORDS_MAX);
  const typed: readonly Condition[] =
    words.length === 0 ? [] : [{ kind: 'words', text: words.join(' ') }];
  const wanted = [...typed, ...(filter.where ?? []).flatMap(flat)];
  const terms = await termsFor(link, words, wanted);
  const bound: Bound[] = [];
  const put: Put = (value) => `$${bound.push(value)}`;
  const missed = await missedBy(link, wanted, logs);
  const asked: Asked = { put, logs, terms, missed };
  const parts = [among(put, 'r.log', nos), 'NOT r.corrected']; // [I3] [H8]
  if (filter.kind !== undefined) {
    parts.push(`r.kind = ${put(REPORT_KINDS.indexOf(filter.kind))}::int4`);
  }
  const windows = wanted.filter((each) => each.kind === 'window');
  parts.push(...(await timeParts(link, put, windowOf([filter, ...windows]))));
  const boxes = [
    ...(filter.box === undefined ? [] : [filter.box]),
    ...wanted.flatMap((each) => (each.kind === 'box' ? [each.box] : roundBox(each))),
  ];
  for (const degrees of boxes) {
    const touches = boxPiece(put, degrees, true);
    if (touches === undefined) return undefined;
    parts.push(touches);
  }
  for (const each of wanted) {
    if (each.kind !== 'window' && each.kind !== 'box') parts.push(pieceOf(asked, each));
  }
  return { where: parts.join(' AND '), put, bound };
}

async function timeParts(
  link: Link,
  put: Put,
  { from, upto }: Pick<ReportFilter, 'from' | 'upto'>,
): Promise<readonly string[]> {
  const parts: string[] = [];
  if (upto !== undefined) parts.push(`r.key < ${put(keyAt(upto))}::int8`);
  if (from === undefined) return parts;
  // A report that began long before may reach into the window, yet none is longer than the longest.
  const [about] = await link.all('SELECT longest::float8 FROM about');
  const first = from - (about?.[0] as number);
  parts.push(`r.key >= ${put(keyAt(first))}::int8`, `r.upto > ${put(whole(from))}::int8`);
  const tokens = upto === undefined ? undefined : timeTokens(first, upto);
  if (tokens !== undefined) parts.push(someOf(put, tokens));
  return parts;
}

/** How far from zero an edge may lie: beyond it nothing does. */
const EDGE_MAX = 2_000_000_000;

function boxPiece(put: Put, degrees: DegreeBox, isNarrow = false): string | undefined {
  const box = gridBox(degrees);
  if (box === undefined) return undefined;
  const edge = (at: number) => `${put(Math.max(-EDGE_MAX, Math.min(EDGE_MAX, at)))}::int4`;
  const touches = `(r.west <= ${edge(box.east)} AND r.east >= ${edge(box.west)}
    AND r.south <= ${edge(box.north)} AND r.north >= ${edge(box.south)})`;
  const tokens = isNarrow ? groundTokens(box) : undefined;
  return tokens === undefined ? touches : `${touches} AND ${someOf(put, tokens)}`;
}

interface Asked {
  readonly put: Put;
  readonly logs: Logs;
  readonly terms: Terms;
  readonly missed: Missed;
}

const ALWAYS = 'TRUE';
const NEVER = 'FALSE';

/** A condition as a test of one report. */
function pieceOf(asked: Asked, condition: Condition): string {
  const { put, logs } = asked;
  const all = numbersText(logs.keys());
  switch (condition.kind) {
    case 'words': {
      const words = [...new Set(wordsOf(condition.text))];
      if (words.length === 0) return ALWAYS;
      return together(words.map((word) => someOf(put, asked.terms.beginning(word))));
    }
    case 'phrase':
      return phrasePiece(
        asked,
        condition,
        (sought) => `(SELECT strpos(t.words, ${sought}) > 0 FROM texts t WHERE t.key = r.key)`,
      );
    case 'all':
    case 'any': {
      if (condition.parts.length === 0) return condition.kind === 'all' ? ALWAYS : NEVER;
      const pieces = condition.parts.map((part) => pieceOf(asked, part));
      return `(${pieces.join(condition.kind === 'any' ? ' OR ' : ' AND ')})`;
    }
    case 'not':
      return `NOT ${pieceOf(asked, condition.part)}`;
    case 'kinds':
      return among(
        put,
        'r.kind',
        condition.kinds.map((kind) => REPORT_KINDS.indexOf(kind)),
      );
    case 'parties':
      return logsWith(asked, ({ author }) => condition.parties.some((party) => party === author));
    case 'readers':
      return logsWith(asked, ({ audience }) =>
        condition.parties.every((party) => partiesIn(audience).includes(party)),
      );
    case 'seat': {
      const beginning = condition.text.toLowerCase();
      if (beginning.includes('\u0000')) return NEVER;
      return `r.seat IN (SELECT no FROM seats WHERE starts_with(name, ${put(beginning)}::text))`;
    }
    case 'grades': {
      const numbers = condition.grades.map(gradeNumber);
      const pieces = condition.by.map((by) =>
        among(put, gradeBy(put, by === 'author' ? 'author' : ownOf(logs, by), all), numbers),
      );
      return pieces.length === 0 ? NEVER : `(${pieces.join(' OR ')})`;
    }
    case 'ungraded':
      return `${gradeBy(put, ownOf(logs, condition.by), all)} = 0`;
    case 'linked': {
      const isAgainst = condition.relation === 'contradicts';
      const mark = isAgainst ? MARKS.contradicted : MARKS.linked;
      return `((r.marks & ${mark}) <> 0 AND EXISTS (SELECT 1 FROM links k WHERE k.report = r.hash
        AND k.log = ANY(${put(all)}::text::int4[])${isAgainst ? ' AND k.against' : ''}))`;
    }
    case 'attached':
      return `(r.marks & ${MARKS.attached}) <> 0`;
    case 'window': {
      const { from, upto } = condition;
      const before = upto === undefined ? ALWAYS : `r.key < ${put(keyAt(upto))}::int8`;
      const after = from === undefined ? ALWAYS : `r.upto > ${put(whole(from))}::int8`;
      return `(${before} AND ${after})`;
    }
    case 'circle':
      return circlePiece(put, condition);
    case 'box':
      return boxPiece(put, condition.box) ?? NEVER;
    case 'outline': {
      const missed = `{${asked.missed.get(condition.corners)!.join(',')}}`;
      return `(${touchesOutline(condition.corners)} AND r.key <> ALL(${put(missed)}::text::int8[]))`;
    }
    case 'these':
      return `r.key IN (SELECT e.key FROM entries e WHERE e.key IS NOT NULL
        AND e.hash = ANY(${put(bytesText(condition.hashes.map(hashBytes)))}::text::bytea[]))`;
    case 'placed': {
      const { log, from } = condition;
      const no = [...logs.values()].find(({ id }) => id === log)?.no;
      if (no === undefined) return NEVER;
      return `(r.log = ${put(no)}::int4
        AND (SELECT place FROM entries WHERE no = r.entry) >= ${put(from)}::float8)`;
    }
    default:
      return unreachable(condition);
  }
}

/**
 * [I16] The words side by side, of which `stands` makes a test; that all of them are there is asked of
 * the tokens first.
 */
export function phrasePiece(
  { put, terms }: Pick<Asked, 'put' | 'terms'>,
  { text, isOpen }: Extract<Condition, { kind: 'phrase' }>,
  stands: (sought: string) => string,
): string {
  const words = wordsOf(text);
  const last = words.at(-1);
  if (last === undefined) return ALWAYS;
  const whole = isOpen ? words.slice(0, -1) : words;
  const there = [...new Set(whole)].map((word) => someOf(put, terms.whole(word)));
  if (isOpen && [...last].length >= BEGINNING_LETTERS_MIN) {
    there.push(someOf(put, terms.beginning(last)));
  }
  const sought = ` ${words.map(wellFormed).join(' ')}${isOpen ? '' : ' '}`;
  return together([...there, stands(`${put(sought)}::text`)]);
}

function together(pieces: readonly string[]): string {
  return `(${pieces.join(' AND ')})`;
}

/** A test that a report has one of these tokens. */
export function someOf(put: Put, tokens: readonly number[]): string {
  if (tokens.length === 0) return NEVER;
  const sign = tokens.length === 1 ? '@>' : '&&';
  return `r.tokens ${sign} ${put(numbersText(tokens))}::text::int4[]`;
}

/** A test that a number is among these. */
export function among(put: Put, column: string, numbers: Iterable<number>): string {
  return `${column} = ANY(${put(numbersText(numbers))}::text::int4[])`;
}

function logsWith(
  { put, logs }: Asked,
  isWanted: (log: Logs extends ReadonlyMap<number, infer L> ? L : never) => boolean,
): string {
  const nos = [...logs.values()].filter(isWanted).map(({ no }) => no);
  return among(put, 'r.log', nos);
}

function ownOf(logs: Logs, party: string): { readonly own: string } {
  const nos = [...logs.values()].flatMap(({ no, author }) => (author === party ? [no] : []));
  return { own: numbersText(nos) };
}

// [I19] The nearest point of the report's box, on ground that is flat as far as the circle reaches.
function circlePiece(put: Put, { at, metres }: Extract<Condition, { kind: 'circle' }>): string {
  const [lon, lat] = at.map((degrees) => `${put(Math.round(degrees * GRID_PER_DEGREE))}::float8`);
  const narrow = `${put(Math.max(0.01, Math.cos((at[1] * Math.PI) / 180)))}::float8`;
  const reach = (metres / METRES_PER_DEGREE) * GRID_PER_DEGREE;
  const along = `(greatest(0, r.west - ${lon}, ${lon} - r.east) * ${narrow})`;
  const up = `greatest(0, r.south - ${lat}, ${lat} - r.north)`;
  return `(${along} * ${along} + ${up} * ${up} <= ${put(reach * reach)}::float8)`;
}

/** A moment as the server can take it, whatever number it is. */
export function whole(seconds: number): number {
  const most = Number.MAX_SAFE_INTEGER;
  return Math.floor(Math.max(-most, Math.min(most, seconds))) || 0;
}
