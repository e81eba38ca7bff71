import { parseBase64Url } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { unreachable } from '../base/result.ts';
import { LINE_UNITS_MAX } from '../accord/wire.ts';
import type { RecordOf } from '../accord/record.ts';
import { parseRecord } from '../accord/record.ts';
import { titleOf } from './about.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import { hashOf, understood } from './meaning.ts';
import type { IndexedType, LineRow, LinesFound, LinesQuery } from './port.ts';
import { LINES_PAGE_MAX } from './port.ts';
import type { Bound, Row, Tables } from './tables.ts';

/** Lines of the centre's log, oldest first, in the order in which this node came to hold them. */
export function linesOf(tables: Tables, query: LinesQuery): LinesFound {
  const logs = openLogs(tables, query.logs);
  const limit = Math.max(1, Math.min(LINES_PAGE_MAX, Math.floor(query.limit) || 1));
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
  const page = rows.slice(0, limit);
  if (!isForward) page.reverse();
  const [first, last] = [page[0], page.at(-1)];
  return {
    lines: page.map((row) => lineRow(tables, row, logs)),
    ...(first === undefined ? {} : { first: cursorOf(first) }),
    ...(last === undefined ? {} : { last: cursorOf(last) }),
    more: rows.length > limit,
  };
}

function cursorOf(row: Row): string {
  return `${row[3]}.${row[0]}`;
}

/** A cursor that we did not write stands before everything, and leads to no failure. */
function parseCursor(cursor: string): readonly [held: number, no: number] {
  const parts = /^(-?\d{1,15})\.(\d{1,15})$/.exec(cursor);
  return parts === null ? [-Infinity, 0] : [Number(parts[1]), Number(parts[2])];
}

function lineRow(tables: Tables, row: Row, logs: ReadonlyMap<number, OpenLog>): LineRow {
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
  return { ...line, seat: record.by.seat, at: record.at, ...subjectOf(tables, record, logs) };
}

function subjectOf(
  tables: Tables,
  record: RecordOf,
  logs: ReadonlyMap<number, OpenLog>,
): Pick<LineRow, 'subject' | 'verdict' | 'plan' | 'about'> {
  const named = (hash: Parameters<typeof titleOf>[1]) => titleOf(tables, hash, logs) ?? '';
  switch (record.type) {
    case 'report':
    case 'matter':
      return { subject: record.body.title };
    case 'outcome':
    case 'grade':
      return { subject: named(record.body.report) };
    case 'link':
      return { subject: named(record.body.from) };
    case 'release':
      return { subject: named(record.body.of) };
    case 'resolution':
      return { subject: named(record.body.matter), about: record.body.matter };
    case 'concurrence':
      return { subject: named(record.body.resolution) };
    case 'plan':
      return { subject: record.body.name };
    case 'decision':
      return {
        subject: named(record.body.plan),
        verdict: record.body.verdict,
        plan: record.body.plan,
      };
    case 'acceptance':
    case 'activation':
    case 'closing':
    case 'stop':
    case 'resumption':
    case 'step':
    case 'contact':
    case 'clearance':
      return { subject: named(record.body.plan), plan: record.body.plan };
    case 'incursion':
    case 'request':
      return { subject: record.body.title };
    case 'reply':
    case 'request-end':
      return { subject: named(record.body.request), about: record.body.request };
    case 'release-request':
    case 'release-answer':
      return { subject: named(record.body.record) };
    case 'passage':
      return { subject: passedTitle(record.body.record) };
    case 'answer':
      return { subject: firstLineOf(record.body.text) };
    case 'signing':
      return {
        subject: named(record.body.under),
        verdict: record.body.verdict,
        about: record.body.under,
      };
    case 'handover':
      return { subject: named(record.body.post), about: record.body.post };
    case 'handover-step':
      return { subject: record.body.step, about: record.body.handover };
    case 'remark':
      return { subject: firstLineOf(record.body.text) };
    case 'claim':
    case 'charter':
    case 'agreement':
    case 'post':
    case 'site':
      return { subject: record.body.names.en };
    case 'recall':
    case 'erasure':
    case 'roster':
    case 'access':
    case 'compartment':
    case 'source':
    case 'draft':
      return { subject: '' };
    default:
      return unreachable(record);
  }
}

function firstLineOf(text: string): string {
  return [...text].slice(0, LINE_UNITS_MAX).join('');
}

/** The title of a report that was passed on; what is not understood has none. */
function passedTitle(base64Url: string): string {
  const bytes = parseBase64Url(base64Url);
  const read = bytes.ok ? parseRecord(bytes.value) : undefined;
  return read?.ok && read.value.type === 'report' ? read.value.body.title : '';
}
