import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import { parseCursor, reportRow, within } from '../find.ts';
import { KEY_NUMBER_BITS, KEY_SECONDS_FROM } from '../follow.ts';
import type { PointsFound, ReportFilter, ReportPoint, ReportQuery, ReportsFound } from '../port.ts';
import { COUNT_MAX, POINTS_MAX, REPORTS_PAGE_MAX } from '../port.ts';
import type { Link } from './link.ts';
import { openLogs } from './logs.ts';
import { keyText } from './tokens.ts';
import { conditionsOf } from './where.ts';

/** A page of the reports that match, newest first. [I3] [I4] [I6] [I7] */
export async function findReports(
  link: Link,
  query: ReportQuery,
  signal?: AbortSignal,
): Promise<ReportsFound> {
  const logs = await openLogs(link, query.logs);
  const wanted = await conditionsOf(link, query, logs);
  if (wanted === undefined) return { rows: [], count: 0, countedUpto: COUNT_MAX };
  const limit = within(query.limit, REPORTS_PAGE_MAX);
  const cursor = parseCursor(query.after);
  const parts = cursor ? [`r.key < ${wanted.put(keyText(cursor.key))}::int8`] : [];
  // The first page counts on from what it shows; the pages after it are told by their cursor.
  const rows = await link.all(
    `WITH m AS MATERIALIZED (
       SELECT r.key, r.entry, r.log, r.west, r.south, r.east, r.north FROM reports r
       WHERE ${[wanted.where, ...parts].join(' AND ')}
       ORDER BY r.key DESC LIMIT ${cursor ? limit + 1 : COUNT_MAX}
     )
     SELECT k.key::text, k.log, e.place, e.held::float8, e.hash, e.bytes,
       k.west, k.south, k.east, k.north, (SELECT count(*)::int4 FROM m)
     FROM (SELECT * FROM m ORDER BY key DESC LIMIT ${limit + 1}) k
     JOIN entries e ON e.no = k.entry ORDER BY k.key DESC`,
    wanted.bound,
    { signal, isOnce: true },
  );
  const count = cursor?.count ?? ((rows[0]?.[10] ?? 0) as number);
  const last = rows.length > limit ? (rows[limit - 1]?.[0] as string) : undefined;
  return {
    rows: rows.slice(0, limit).map((row) => reportRow(row, logs, query.excerptFor)),
    count,
    countedUpto: COUNT_MAX,
    ...(last === undefined ? {} : { next: `${last}.${count}` }),
  };
}

/** The reports that match as points, newest first. */
export async function findPoints(
  link: Link,
  filter: ReportFilter,
  limit: number,
  signal?: AbortSignal,
): Promise<PointsFound> {
  const logs = await openLogs(link, filter.logs);
  const wanted = await conditionsOf(link, filter, logs);
  if (wanted === undefined) return { points: [], cut: false };
  const most = within(limit, POINTS_MAX);
  const middle = (low: string, high: string) =>
    `round((r.${low}::int8 + r.${high}) / 2.0) / ${GRID_PER_DEGREE}`;
  // Made into one text by the server: a row at a time would cost several times as much.
  const [row] = await link.all(
    `SELECT coalesce(json_agg(json_build_array(lon, lat, began, kind, hash)), '[]')::text FROM (
       SELECT ${middle('west', 'east')} AS lon, ${middle('south', 'north')} AS lat,
         (r.key >> ${KEY_NUMBER_BITS}) + (${KEY_SECONDS_FROM}) AS began, r.kind AS kind,
         'sha256:' || encode(r.hash, 'hex') AS hash
       FROM reports r WHERE ${wanted.where} ORDER BY r.key DESC LIMIT ${most + 1}
     ) p`,
    wanted.bound,
    { signal, isOnce: true },
  );
  const points = JSON.parse(row?.[0] as string) as readonly ReportPoint[];
  return { points: points.slice(0, most), cut: points.length > most };
}
