import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { titleOf } from './about.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import { hashOf, understood } from './meaning.ts';
import type { IndexedType, LineRow, LinesFound, LinesQuery } from './port.ts';
import { LINES_PAGE_MAX } from './port.ts';
import type { Titled } from './subjects.ts';
import { subjectOf } from './subjects.ts';
import type { Bound, Row, Tables } from './tables.ts';

/** Lines of the centre's log, oldest first, in the order in which this node came to hold them. */
export function linesOf(tables: Tables, query: LinesQuery): LinesFound {
  const logs = openLogs(tables, query.logs);
  const limit = linesLimit(query);
  const isForward = query.after !== undefined;
  const parts = [
    'e.log IN (SELECT value FROM json_each(?))', // [I3]
    'e.type NOT IN (SELECT value FROM json_each(?))', // [I3]
  ];
  const bound: Bound[] = [JSON.stringify([...logs.keys()]), JSON.stringify(query.hidden)];
  const ask = (part: string, ...values: readonly Bound[]): void => {
    parts.push(part);
    bound.push(...values);
  };
  if (query.from !== undefined) ask('e.held >= ?', query.from);
  if (query.upto !== undefined) ask('e.held < ?', query.upto);
  if (query.after !== undefined) ask('(e.held, e.no) > (?, ?)', ...parseCursor(query.after));
  else if (query.before !== undefined) {
    ask('(e.held, e.no) < (?, ?)', ...parseCursor(query.before));
  }
  const way = isForward ? 'ASC' : 'DESC';
  const rows = tables.all(
    `SELECT e.no, e.log, e.place, e.held, e.type, e.hash, e.bytes
     FROM entries e WHERE ${parts.join(' AND ')} ORDER BY e.held ${way}, e.no ${way} LIMIT ?`,
    ...bound,
    limit + 1,
  );
  return linesFrom(query, rows, logs, (hash) => titleOf(tables, hash, logs));
}

/** How many lines a page of `query` holds. */
export function linesLimit({ limit }: LinesQuery): number {
  return Math.max(1, Math.min(LINES_PAGE_MAX, Math.floor(limit) || 1));
}

/** The page that `rows` make (number, log, place, held, type, hash, bytes), one more than it holds. */
export function linesFrom(
  query: LinesQuery,
  rows: readonly Row[],
  logs: ReadonlyMap<number, OpenLog>,
  titled: Titled,
): LinesFound {
  const limit = linesLimit(query);
  const page = rows.slice(0, limit);
  if (query.after === undefined) page.reverse();
  const [first, last] = [page[0], page.at(-1)];
  return {
    lines: page.map((row) => lineRow(row, logs, titled)),
    ...(first === undefined ? {} : { first: cursorOf(first) }),
    ...(last === undefined ? {} : { last: cursorOf(last) }),
    more: rows.length > limit,
  };
}

function cursorOf(row: Row): string {
  return `${row[3]}.${row[0]}`;
}

/** Where a cursor points; one that we did not write stands before everything, and leads to no failure. */
export function parseCursor(cursor: string): readonly [held: number, no: number] {
  const parts = /^(-?\d{1,15})\.(\d{1,15})$/.exec(cursor);
  return parts === null ? [-Infinity, 0] : [Number(parts[1]), Number(parts[2])];
}

function lineRow(row: Row, logs: ReadonlyMap<number, OpenLog>, titled: Titled): LineRow {
  const log = logs.get(row[1] as number)!;
  const type = row[4] as IndexedType;
  const line = {
    cursor: cursorOf(row),
    hash: hashOf(row[5]),
    log: log.id,
    index: row[2] as number,
    author: log.author as PartyId,
    audience: log.audience,
    heldSince: row[3] as Instant,
    type,
    subject: '',
  };
  if (type === 'unknown' || type === 'erased') return line;
  const record = understood(row[6] as Uint8Array);
  return { ...line, seat: record.by.seat, at: record.at, ...subjectOf(record, titled) };
}
