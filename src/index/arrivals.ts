import type { JsonObject } from '../base/json.ts';
import { invariant } from '../base/result.ts';
import { boundsOf, parseShape } from '../geo/shape.ts';
import { reportRow } from './find.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import { hashOf, understood } from './meaning.ts';
import type { Arrival, ArrivalsFound, ArrivalsQuery, ReportRow } from './port.ts';
import { REPORTS_PAGE_MAX } from './port.ts';
import type { Bound, Row, Tables } from './tables.ts';

/** Reports in the order in which this node came to hold them, the newest first. [I3] [I42] */
export function arrivalsOf(tables: Tables, query: ArrivalsQuery): ArrivalsFound {
  const logs = openLogs(tables, query.logs);
  const limit = arrivalsLimit(query);
  const rows = entriesOf(tables, [...logs.keys()], query, [limit + 1, 'e.bytes']);
  return arrivalsFrom(rows, logs, limit);
}

/** How many reports a page of `query` holds. */
export function arrivalsLimit({ limit }: ArrivalsQuery): number {
  return Math.max(1, Math.min(REPORTS_PAGE_MAX, Math.floor(limit) || 1));
}

/** The page that `rows` make (number, log, place, held, hash, bytes), one more than it holds. */
export function arrivalsFrom(
  rows: readonly Row[],
  logs: ReadonlyMap<number, OpenLog>,
  limit: number,
): ArrivalsFound {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => arrivalRow(row, logs)),
    ...(rows.length > limit && last ? { next: `${last[3] as number}.${last[0] as number}` } : {}),
  };
}

function arrivalRow(row: Row, logs: ReadonlyMap<number, OpenLog>): ReportRow {
  const [, no, place, held, hash, bytes] = row;
  const record = understood(bytes as Uint8Array);
  invariant(record.type === 'report', 'an entry of that type is a report');
  const shape = parseShape(record.body.place.geometry as JsonObject);
  invariant(shape.ok, 'a report that was understood has a shape');
  const { west, south, east, north } = boundsOf(shape.value);
  return reportRow([null, no, place, held, hash, bytes, west, south, east, north], logs, undefined);
}

/** Where a page of arrivals ended, or nothing for a cursor that we did not write. */
export function parseArrival(
  after: string | undefined,
): readonly [held: number, no: number] | undefined {
  const parts = /^(-?\d{1,15})\.(\d{1,15})$/.exec(after ?? '');
  return parts ? [Number(parts[1]), Number(parts[2])] : undefined;
}

/** Which reports arrived at `query.from` or after, and when, at most `limit`, the newest first. */
export function arrivedOf(tables: Tables, query: ArrivalsQuery): readonly Arrival[] {
  const logs = openLogs(tables, query.logs);
  const rows = entriesOf(tables, [...logs.keys()], query, [query.limit, 'NULL']);
  return rows.map(([, , , held, hash]) => [hashOf(hash), held as Arrival[1]] as const);
}

function entriesOf(
  tables: Tables,
  logs: readonly number[],
  { from, after }: ArrivalsQuery,
  [limit, bytes]: readonly [number, 'e.bytes' | 'NULL'],
): readonly Row[] {
  const parts = [`e.type = 'report'`, 'e.log IN (SELECT value FROM json_each(?))']; // [I3]
  const bound: Bound[] = [JSON.stringify(logs)];
  if (from !== undefined) {
    parts.push('e.held >= ?');
    bound.push(from);
  }
  const cursor = parseArrival(after);
  if (cursor) {
    parts.push('(e.held, e.no) < (?, ?)');
    bound.push(...cursor);
  }
  return tables.all(
    `SELECT e.no, e.log, e.place, e.held, e.hash, ${bytes} FROM entries e
     WHERE ${parts.join(' AND ')} ORDER BY e.held DESC, e.no DESC LIMIT ?`,
    ...bound,
    limit,
  );
}
