import type { LogId } from '../../base/ids.ts';
import { arrivalsFrom, arrivalsLimit, parseArrival } from '../arrivals.ts';
import { linesFrom, linesLimit, parseCursor } from '../lines.ts';
import { hashOf } from '../meaning.ts';
import type { Arrival, ArrivalsFound, ArrivalsQuery, LinesFound, LinesQuery } from '../port.ts';
import type { Bound, Link, Row } from './link.ts';
import { numbersText } from './link.ts';
import type { Logs } from './logs.ts';
import { openLogs } from './logs.ts';
import { withTitles } from './titles.ts';
import { whole } from './where.ts';

/** Lines of the centre's log, oldest first, in the order in which this node came to hold them. */
export async function linesOf(link: Link, query: LinesQuery): Promise<LinesFound> {
  const logs = await openLogs(link, query.logs);
  const bound: Bound[] = [numbersText(logs.keys()), `{${query.hidden.join(',')}}`];
  const put = (value: number): string => `$${bound.push(whole(value))}::int8`;
  const parts = ['e.log = ANY($1::text::int4[])', 'e.type <> ALL($2::text::text[])']; // [I3]
  if (query.from !== undefined) parts.push(`e.held >= ${put(Math.ceil(query.from))}`);
  if (query.upto !== undefined) parts.push(`e.held < ${put(Math.ceil(query.upto))}`);
  const cursor = query.after ?? query.before;
  const isForward = query.after !== undefined;
  if (cursor !== undefined) {
    const [held, no] = parseCursor(cursor);
    parts.push(`(e.held, e.no) ${isForward ? '>' : '<'} (${put(held)}, ${put(no)})`);
  }
  const way = isForward ? 'ASC' : 'DESC';
  const rows = await link.all(
    `SELECT e.no::float8, e.log, e.place, e.held::float8, e.type, e.hash, e.bytes
     FROM entries e WHERE ${parts.join(' AND ')}
     ORDER BY e.held ${way}, e.no ${way} LIMIT ${linesLimit(query) + 1}`,
    bound,
  );
  return withTitles(link, logs, (titled) => linesFrom(query, rows, logs, titled));
}

/** Reports in the order in which this node came to hold them, the newest first. [I3] [I42] */
export async function arrivalsOf(link: Link, query: ArrivalsQuery): Promise<ArrivalsFound> {
  const logs = await openLogs(link, query.logs);
  const limit = arrivalsLimit(query);
  const rows = await arrivedRows(link, logs, query, [limit + 1, 'e.bytes']);
  return arrivalsFrom(rows, logs, limit);
}

/** Which reports arrived at `query.from` or after, and when, at most `limit`, the newest first. */
export async function arrivedOf(link: Link, query: ArrivalsQuery): Promise<readonly Arrival[]> {
  const logs: Logs = await openLogs(link, query.logs as readonly LogId[]);
  const limit = Math.max(0, Math.floor(query.limit) || 0);
  const rows = await arrivedRows(link, logs, query, [limit, 'NULL']);
  return rows.map(([, , , held, hash]) => [hashOf(hash), held as Arrival[1]] as const);
}

async function arrivedRows(
  link: Link,
  logs: Logs,
  { from, after }: ArrivalsQuery,
  [limit, bytes]: readonly [number, 'e.bytes' | 'NULL'],
): Promise<readonly Row[]> {
  const bound: Bound[] = [numbersText(logs.keys())];
  const put = (value: number): string => `$${bound.push(whole(value))}::int8`;
  const parts = [`e.type = 'report'`, 'e.log = ANY($1::text::int4[])']; // [I3]
  if (from !== undefined) parts.push(`e.held >= ${put(from)}`);
  const cursor = parseArrival(after);
  if (cursor) parts.push(`(e.held, e.no) < (${put(cursor[0])}, ${put(cursor[1])})`);
  return link.all(
    `SELECT e.no::float8, e.log, e.place, e.held::float8, e.hash, ${bytes} FROM entries e
     WHERE ${parts.join(' AND ')} ORDER BY e.held DESC, e.no DESC LIMIT ${limit}`,
    bound,
  );
}
