import type { Instant } from '../base/instant.ts';
import { excerptOf } from '../base/marking.ts';
import { wordsOf } from '../base/fold.ts';
import { invariant } from '../base/result.ts';
import { partiesIn } from '../accord/party/audience.ts';
import type { PartyId } from '../base/ids.ts';
import type { Piece } from './judged.ts';
import { among } from './judged.ts';
import { hashOf, understood } from './meaning.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import type { OtherRow, OthersFound, OthersQuery } from './other.ts';
import { OTHERS_PAGE_MAX } from './other.ts';
import type { OtherRecord } from './other-meaning.ts';
import { faceOf } from './other-meaning.ts';
import { COUNT_MAX, EXCERPT_UNITS_MAX } from './port.ts';
import type { Condition } from './sought.ts';
import type { Bound, Row, Tables } from './tables.ts';
import { matchOf } from './texts.ts';

/**
 * Matters, requests and passages that have the words, the newest first. What only a report can have,
 * a kind, a grade, a place, a link, never holds of them; without words none is found. [I3] [I44]
 */
export function othersOf(tables: Tables, query: OthersQuery): OthersFound {
  const logs = openLogs(tables, query.logs);
  if (logs.size === 0 || !query.where.some(asksWords)) {
    return { rows: [], count: 0, countedUpto: COUNT_MAX };
  }
  const { sql, bound } = pieceOf({ tables, logs }, { kind: 'all', parts: query.where });
  const where = `${among('o.log')} AND ${sql}`;
  const all: readonly Bound[] = [JSON.stringify([...logs.keys()]), ...bound];
  const [counted] = tables.all(
    `SELECT count(*) FROM (SELECT 1 FROM others o WHERE ${where} LIMIT ?)`,
    ...all,
    COUNT_MAX,
  );
  const rows = tables.all(
    `SELECT o.log, e.place, e.held, e.hash, e.bytes FROM others o JOIN entries e ON e.no = o.no
     WHERE ${where} ORDER BY o.at DESC, o.no DESC LIMIT ?`,
    ...all,
    Math.max(1, Math.min(OTHERS_PAGE_MAX, Math.floor(query.limit) || 1)),
  );
  return {
    rows: rows.map((row) => otherRow(row, logs, query.excerptFor)),
    count: counted?.[0] as number,
    countedUpto: COUNT_MAX,
  };
}

/** Whether it can only hold of what has some words. */
export function asksWords(condition: Condition): boolean {
  switch (condition.kind) {
    case 'words':
    case 'phrase':
      return wordsOf(condition.text).length > 0;
    case 'any':
    case 'all':
      return condition.parts.some(asksWords);
    default:
      return false;
  }
}

interface Asked {
  readonly tables: Tables;
  readonly logs: ReadonlyMap<number, OpenLog>;
}

const ALWAYS: Piece = { sql: 'TRUE', bound: [] };
const NEVER: Piece = { sql: 'FALSE', bound: [] };

/** A condition as a test of one row `o`. */
function pieceOf(asked: Asked, condition: Condition): Piece {
  const { tables, logs } = asked;
  switch (condition.kind) {
    case 'words':
    case 'phrase': {
      if (wordsOf(condition.text).length === 0) return ALWAYS;
      const sql = 'o.no IN (SELECT rowid FROM other_search WHERE other_search MATCH ?)';
      return { sql, bound: [matchOf(tables, condition)] };
    }
    case 'all':
    case 'any': {
      if (condition.parts.length === 0) return condition.kind === 'all' ? ALWAYS : NEVER;
      const pieces = condition.parts.map((part) => pieceOf(asked, part));
      const word = condition.kind === 'any' ? ' OR ' : ' AND ';
      const sql = `(${pieces.map((piece) => piece.sql).join(word)})`;
      return { sql, bound: pieces.flatMap(({ bound }) => bound) };
    }
    case 'not': {
      const { sql, bound } = pieceOf(asked, condition.part);
      return { sql: `NOT ${sql}`, bound };
    }
    case 'parties':
      return within(logs, ({ author }) => condition.parties.some((party) => party === author));
    case 'readers':
      return within(logs, ({ audience }) =>
        condition.parties.every((party) => partiesIn(audience).includes(party)),
      );
    case 'seat': {
      const beginning = condition.text.toLowerCase();
      return { sql: 'substr(o.seat, 1, ?) = ?', bound: [beginning.length, beginning] };
    }
    case 'window': {
      const { from, upto } = condition;
      const tests = [
        ...(from === undefined ? [] : [{ sql: 'o.at >= ?', bound: from }]),
        ...(upto === undefined ? [] : [{ sql: 'o.at < ?', bound: upto }]),
      ];
      const sql = `(${['TRUE', ...tests.map((test) => test.sql)].join(' AND ')})`;
      return { sql, bound: tests.map(({ bound }) => bound) };
    }
    default:
      return NEVER;
  }
}

function within(logs: ReadonlyMap<number, OpenLog>, isWanted: (log: OpenLog) => boolean): Piece {
  const nos = [...logs.values()].filter(isWanted).map(({ no }) => no);
  return { sql: among('o.log'), bound: [JSON.stringify(nos)] };
}

/** One of them as a list shows it, from its row: log, place, held, hash, bytes. */
export function otherRow(
  row: Row,
  logs: ReadonlyMap<number, OpenLog>,
  excerptFor: readonly string[] | undefined,
): OtherRow {
  const [no, index, held, hash, bytes] = row as number[];
  const log = logs.get(no!);
  const record = understood(bytes as unknown as Uint8Array) as OtherRecord;
  const face = faceOf(record);
  invariant(log !== undefined && face !== undefined, 'what was taken in has a log and a face');
  const { title, language, text, origin } = face;
  const excerpt = excerptFor && excerptOf(text, excerptFor, EXCERPT_UNITS_MAX);
  return {
    hash: hashOf(hash),
    log: log.id,
    index: index!,
    type: record.type,
    author: log.author as PartyId,
    audience: log.audience,
    heldSince: held as Instant,
    seat: record.by.seat,
    at: record.at,
    title,
    language,
    tlp: record.marking.tlp,
    ...(excerpt ? { excerpt } : {}),
    ...(origin === undefined ? {} : { origin }),
  };
}
