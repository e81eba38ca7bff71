import { wordsOf } from '../base/fold.ts';
import { unreachable } from '../base/result.ts';
import { GRID_PER_DEGREE } from '../geo/grid.ts';
import { REPORT_KINDS } from '../accord/knowledge/schema.ts';
import { KEY_NUMBER_BITS, KEY_SECONDS_FROM } from './follow.ts';
import { MARKS, gradeNumber } from './grade-number.ts';
import type { Piece } from './judged.ts';
import { among, gradeBy } from './judged.ts';
import { hashBytes } from './meaning.ts';
import type { OpenLog } from './open-logs.ts';
import { outlinePiece } from './outline.ts';
import type { ReportFilter } from './port.ts';
import { QUERY_WORDS_MAX } from './port.ts';
import type { Condition } from './sought.ts';
import type { Bound, Tables } from './tables.ts';
import { partiesIn } from '../accord/party/audience.ts';
import { matchOf } from './texts.ts';
import { METRES_PER_DEGREE, flat, gridBox, isText, roundBox, windowOf } from './wanted.ts';

/** A `FROM` and a `WHERE` over reports `r`, whose key is also called `key`. */
export interface Conditions {
  readonly from: string;
  readonly key: string;
  readonly where: string;
  readonly bound: readonly Bound[];
}

/** Up to how many reports a box is looked up as a set; past it, it is a test on each report. */
const BOX_KEYS_MAX = 2000;

/** A moment as the keys of reports begin with it. */
export const KEY_AT = `((? - (${KEY_SECONDS_FROM})) << ${KEY_NUMBER_BITS})`;
const IN_BOX =
  'SELECT b.key FROM boxes b WHERE b.west <= ? AND b.east >= ? AND b.south <= ? AND b.north >= ?';
const TOUCHES = '(r.west <= ? AND r.east >= ? AND r.south <= ? AND r.north >= ?)';

/** What `filter` asks for, or nothing where nothing can match. */
export function conditionsOf(
  tables: Tables,
  filter: ReportFilter,
  logs: ReadonlyMap<number, OpenLog>,
): Conditions | undefined {
  const nos = [...logs.values()]
    .filter(({ author }) => filter.party === undefined || author === filter.party)
    .map(({ no }) => no);
  if (nos.length === 0) return undefined;
  const words = wordsOf(filter.text ?? '').slice(0, QUERY_WORDS_MAX);
  const typed: readonly Condition[] =
    words.length === 0 ? [] : [{ kind: 'words', text: words.join(' ') }];
  const wanted = [...typed, ...(filter.where ?? []).flatMap(flat)];
  const texts = wanted.filter(isText);
  const key = texts.length > 0 ? 'f.rowid' : 'r.key';
  const parts: string[] = [];
  const bound: Bound[] = [];
  const ask = (part: string, ...values: readonly Bound[]): void => {
    parts.push(part);
    bound.push(...values);
  };

  if (texts.length > 0) {
    ask('f.search MATCH ?', texts.map((each) => matchOf(tables, each)).join(' AND '));
  }
  ask(among('r.log'), JSON.stringify(nos)); // [I3]
  ask('r.corrected = 0'); // [H8]
  if (filter.kind !== undefined) ask('r.kind = ?', REPORT_KINDS.indexOf(filter.kind));
  const { from, upto } = windowOf([filter, ...wanted.filter((each) => each.kind === 'window')]);
  if (upto !== undefined) ask(`${key} < ${KEY_AT}`, upto);
  if (from !== undefined) {
    // A report that began long before may reach into the window, yet none is longer than the longest.
    const [longest] = tables.all('SELECT seconds FROM longest');
    ask(`${key} >= ${KEY_AT}`, from - (longest?.[0] as number));
    ask('r.upto > ?', from);
  }
  const boxes = [
    ...(filter.box === undefined ? [] : [filter.box]),
    ...wanted.flatMap((each) => (each.kind === 'box' ? [each.box] : roundBox(each))),
  ];
  for (const degrees of boxes) {
    const box = gridBox(degrees);
    if (box === undefined) return undefined;
    const edges = [box.east, box.west, box.north, box.south];
    const [near] = tables.all(`SELECT count(*) FROM (${IN_BOX} LIMIT ?)`, ...edges, BOX_KEYS_MAX);
    if ((near?.[0] as number) < BOX_KEYS_MAX) {
      ask(`${texts.length > 0 ? '+f.rowid' : 'r.key'} IN (${IN_BOX})`, ...edges);
    }
    // The boxes keep 32 bits of each edge: the report's own edges are the test.
    ask(TOUCHES, ...edges);
  }
  const rest = wanted.filter(
    (each) => !isText(each) && each.kind !== 'window' && each.kind !== 'box',
  );
  for (const each of rest) {
    const { sql, bound: values } = pieceOf({ tables, logs, key }, each);
    ask(sql, ...values);
  }
  const table = texts.length > 0 ? 'search f CROSS JOIN reports r ON r.key = f.rowid' : 'reports r';
  return { from: table, key, where: parts.join(' AND '), bound };
}

interface Asked {
  readonly tables: Tables;
  readonly logs: ReadonlyMap<number, OpenLog>;
  readonly key: string;
}

const ALWAYS: Piece = { sql: 'TRUE', bound: [] };
const NEVER: Piece = { sql: 'FALSE', bound: [] };

/** A condition as a test of one report. */
function pieceOf(asked: Asked, condition: Condition): Piece {
  const { tables, logs, key } = asked;
  const all = JSON.stringify([...logs.keys()]);
  switch (condition.kind) {
    case 'words':
    case 'phrase': {
      if (wordsOf(condition.text).length === 0) return ALWAYS;
      const sql = `${key} IN (SELECT rowid FROM search WHERE search MATCH ?)`;
      return { sql, bound: [matchOf(tables, condition)] };
    }
    case 'all':
    case 'any': {
      if (condition.parts.length === 0) return condition.kind === 'all' ? ALWAYS : NEVER;
      const pieces = condition.parts.map((part) => pieceOf(asked, part));
      const word = condition.kind === 'any' ? ' OR ' : ' AND ';
      return {
        sql: `(${pieces.map(({ sql }) => sql).join(word)})`,
        bound: pieces.flatMap(({ bound }) => bound),
      };
    }
    case 'not': {
      const { sql, bound } = pieceOf(asked, condition.part);
      return { sql: `NOT ${sql}`, bound };
    }
    case 'kinds': {
      const kinds = condition.kinds.map((kind) => REPORT_KINDS.indexOf(kind));
      return { sql: among('r.kind'), bound: [JSON.stringify(kinds)] };
    }
    case 'parties':
      return logsWith(logs, ({ author }) => condition.parties.some((party) => party === author));
    case 'readers':
      return logsWith(logs, ({ audience }) =>
        condition.parties.every((party) => partiesIn(audience).includes(party)),
      );
    case 'seat': {
      const beginning = condition.text.toLowerCase();
      const sql = 'r.seat IN (SELECT no FROM seats WHERE substr(name, 1, ?) = ?)';
      return { sql, bound: [beginning.length, beginning] };
    }
    case 'grades': {
      const numbers = JSON.stringify(condition.grades.map(gradeNumber));
      const pieces = condition.by.map((by) => {
        const { sql, bound } = gradeBy(by === 'author' ? 'author' : { own: logsOf(logs, by) }, all);
        return { sql: among(sql), bound: [...bound, numbers] };
      });
      return {
        sql: `(${pieces.map(({ sql }) => sql).join(' OR ')})`,
        bound: pieces.flatMap(({ bound }) => bound),
      };
    }
    case 'ungraded': {
      const { sql, bound } = gradeBy({ own: logsOf(logs, condition.by) }, all);
      return { sql: `${sql} = 0`, bound };
    }
    case 'linked': {
      const isAgainst = condition.relation === 'contradicts';
      const mark = isAgainst ? MARKS.contradicted : MARKS.linked;
      const sql = `(r.marks & ${mark} AND EXISTS (SELECT 1 FROM links k
        WHERE k.report = r.hash AND ${among('k.log')}${isAgainst ? ' AND k.against' : ''}))`;
      return { sql, bound: [all] };
    }
    case 'attached':
      return { sql: `(r.marks & ${MARKS.attached}) != 0`, bound: [] };
    case 'window': {
      const { from, upto } = condition;
      const before = upto === undefined ? ALWAYS : { sql: `${key} < ${KEY_AT}`, bound: [upto] };
      const after = from === undefined ? ALWAYS : { sql: 'r.upto > ?', bound: [from] };
      const sql = `(${before.sql} AND ${after.sql})`;
      return { sql, bound: [...before.bound, ...after.bound] };
    }
    case 'circle':
      return circlePiece(condition);
    case 'box': {
      const box = gridBox(condition.box);
      if (box === undefined) return NEVER;
      return { sql: TOUCHES, bound: [box.east, box.west, box.north, box.south] };
    }
    case 'outline':
      return outlinePiece(tables, condition.corners, [...logs.keys()]);
    case 'these': {
      const hashes = condition.hashes.map((hash) => Buffer.from(hashBytes(hash)).toString('hex'));
      const sql = `${key} IN (SELECT e.key FROM json_each(?) h JOIN entries e
        ON e.hash = unhex(h.value) WHERE e.key IS NOT NULL)`;
      return { sql, bound: [JSON.stringify(hashes)] };
    }
    case 'placed': {
      const { log, from } = condition;
      const no = [...logs.values()].find(({ id }) => id === log)?.no;
      if (no === undefined) return NEVER;
      const sql = '(r.log = ? AND (SELECT place FROM entries WHERE no = r.entry) >= ?)';
      return { sql, bound: [no, from] };
    }
    default:
      return unreachable(condition);
  }
}

function logsWith(logs: ReadonlyMap<number, OpenLog>, isWanted: (log: OpenLog) => boolean): Piece {
  const nos = [...logs.values()].filter(isWanted).map(({ no }) => no);
  return { sql: among('r.log'), bound: [JSON.stringify(nos)] };
}

function logsOf(logs: ReadonlyMap<number, OpenLog>, party: string): string {
  return JSON.stringify([...logs.values()].flatMap((l) => (l.author === party ? [l.no] : [])));
}

// [I19] The nearest point of the report's box, on ground that is flat as far as the circle reaches.
function circlePiece({ at, metres }: Extract<Condition, { kind: 'circle' }>): Piece {
  const [lon, lat] = at.map((degrees) => Math.round(degrees * GRID_PER_DEGREE)) as [number, number];
  const narrow = Math.max(0.01, Math.cos((at[1] * Math.PI) / 180));
  const reach = (metres / METRES_PER_DEGREE) * GRID_PER_DEGREE;
  const along = '(max(0, r.west - ?1, ?1 - r.east) * ?2)'
    .replaceAll('?1', String(lon))
    .replace('?2', String(narrow));
  const up = '(max(0, r.south - ?1, ?1 - r.north) * 1.0)'.replaceAll('?1', String(lat));
  return { sql: `(${along} * ${along} + ${up} * ${up} <= ?)`, bound: [reach * reach] };
}
