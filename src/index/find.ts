import type { Instant } from '../base/instant.ts';
import { excerptOf } from '../base/marking.ts';
import { invariant } from '../base/result.ts';
import { GRID_PER_DEGREE } from '../geo/grid.ts';
import { KEY_NUMBER_BITS, KEY_SECONDS_FROM } from './follow.ts';
import { hashOf, understood } from './meaning.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import type {
  PointsFound,
  ReportFilter,
  ReportPoint,
  ReportQuery,
  ReportRow,
  ReportsFound,
} from './port.ts';
import { COUNT_MAX, EXCERPT_UNITS_MAX, POINTS_MAX, REPORTS_PAGE_MAX } from './port.ts';
import type { Bound, Row, Tables } from './tables.ts';
import { conditionsOf } from './where.ts';

/** A page of the reports that match, newest first. [I3] [I4] [I6] [I7] */
export function findReports(tables: Tables, query: ReportQuery): ReportsFound {
  const logs = openLogs(tables, query.logs);
  const wanted = conditionsOf(tables, query, logs);
  if (wanted === undefined) return { rows: [], count: 0, countedUpto: COUNT_MAX };
  const limit = within(query.limit, REPORTS_PAGE_MAX);
  const cursor = parseCursor(query.after);
  const [key, bound]: [string, readonly Bound[]] = cursor
    ? [`${wanted.key} < CAST(? AS INTEGER)`, [...wanted.bound, cursor.key, limit + 1]]
    : ['TRUE', [...wanted.bound, COUNT_MAX]];
  // The first page counts on from what it shows; the pages after it are told by their cursor.
  const rows = tables.all(
    `WITH m AS MATERIALIZED (
       SELECT r.key, r.entry, r.log, r.west, r.south, r.east, r.north FROM ${wanted.from}
       WHERE ${wanted.where} AND ${key} ORDER BY ${wanted.key} DESC LIMIT ?
     )
     SELECT CAST(k.key AS TEXT), k.log, e.place, e.held, e.hash, e.bytes,
       k.west, k.south, k.east, k.north, (SELECT count(*) FROM m)
     FROM (SELECT * FROM m ORDER BY key DESC LIMIT ?) k
     JOIN entries e ON e.no = k.entry ORDER BY k.key DESC`,
    ...bound,
    limit + 1,
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
export function findPoints(tables: Tables, filter: ReportFilter, limit: number): PointsFound {
  const logs = openLogs(tables, filter.logs);
  const wanted = conditionsOf(tables, filter, logs);
  if (wanted === undefined) return { points: [], cut: false };
  const most = within(limit, POINTS_MAX);
  // Made into one text by SQLite: a row at a time would cost three times as much.
  const [row] = tables.all(
    `SELECT json_group_array(json_array(lon, lat, began, kind, hash)) FROM (
       SELECT round((r.west + r.east) / 2.0) / ${GRID_PER_DEGREE} AS lon,
         round((r.south + r.north) / 2.0) / ${GRID_PER_DEGREE} AS lat,
         (r.key >> ${KEY_NUMBER_BITS}) + (${KEY_SECONDS_FROM}) AS began, r.kind AS kind,
         'sha256:' || lower(hex(r.hash)) AS hash
       FROM ${wanted.from} WHERE ${wanted.where} ORDER BY ${wanted.key} DESC LIMIT ?
     )`,
    ...wanted.bound,
    most + 1,
  );
  const points = JSON.parse(row?.[0] as string) as readonly ReportPoint[];
  return { points: points.slice(0, most), cut: points.length > most };
}

/** Where a page ended and how many matched; a cursor that we did not write leads to nothing. */
function parseCursor(cursor: string | undefined): { key: string; count: number } | undefined {
  if (cursor === undefined) return undefined;
  const parts = /^(\d{1,19})\.(\d{1,5})$/.exec(cursor);
  return { key: parts?.[1] ?? '0', count: Number(parts?.[2] ?? 0) };
}

/** A report as a list shows it, from its entry and the box around its place. */
export function reportRow(
  row: Row,
  logs: ReadonlyMap<number, OpenLog>,
  excerptFor: readonly string[] | undefined,
): ReportRow {
  const [, no, index, heldSince, hash, bytes, west, south, east, north] = row as number[];
  const log = logs.get(no!);
  const record = understood(bytes as unknown as Uint8Array);
  invariant(log !== undefined && record.type === 'report', 'a report row has a log and a report');
  const { kind, title, language, place, when, grade, corrects, text } = record.body;
  const excerpt = excerptFor && excerptOf(text, excerptFor, EXCERPT_UNITS_MAX);
  return {
    hash: hashOf(hash),
    log: log.id,
    index: index!,
    author: log.author as ReportRow['author'],
    audience: log.audience,
    heldSince: heldSince as Instant,
    seat: record.by.seat,
    at: record.at,
    kind,
    title,
    language,
    tlp: record.marking.tlp,
    point: middle(west!, south!, east!, north!),
    precisionMetres: place.precisionMetres,
    when,
    ...(grade === undefined ? {} : { grade }),
    ...(corrects === undefined ? {} : { corrects }),
    ...(excerpt ? { excerpt } : {}),
  };
}

function middle(west: number, south: number, east: number, north: number): [number, number] {
  return [
    Math.round((west + east) / 2) / GRID_PER_DEGREE,
    Math.round((south + north) / 2) / GRID_PER_DEGREE,
  ];
}

function within(limit: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(limit) || 1));
}
