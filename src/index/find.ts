import type { LogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { invariant } from '../base/result.ts';
import type { Bounds } from '../geo/edge.ts';
import { GRID_PER_DEGREE } from '../geo/grid.ts';
import { REPORT_KINDS } from '../accord/knowledge/schema.ts';
import type { Audience } from '../accord/party/audience.ts';
import { wordsOf } from '../base/fold.ts';
import { KEY_NUMBER_BITS, KEY_SECONDS_FROM } from './follow.ts';
import { hashOf, understood } from './meaning.ts';
import type {
  DegreeBox,
  PointsFound,
  ReportFilter,
  ReportPoint,
  ReportQuery,
  ReportRow,
  ReportsFound,
} from './port.ts';
import { COUNT_MAX, POINTS_MAX, QUERY_WORDS_MAX, REPORTS_PAGE_MAX } from './port.ts';
import type { Bound, Row, Tables } from './tables.ts';

/** A log that may be read, as the tables number it. */
export interface OpenLog {
  readonly no: number;
  readonly id: LogId;
  readonly author: string;
  readonly audience: Audience;
}

/** The logs of `ids` that the index holds, by their number. */
export function openLogs(tables: Tables, ids: readonly LogId[]): ReadonlyMap<number, OpenLog> {
  const rows = tables.all(
    'SELECT no, id, author, audience FROM logs WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
  return new Map(rows.map((row) => [row[0] as number, openLog(row)]));
}

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
    rows: rows.slice(0, limit).map((row) => reportRow(row, logs)),
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

/** A `FROM` and a `WHERE` over reports `r`, whose key is also called `key`. */
interface Conditions {
  readonly from: string;
  readonly key: string;
  readonly where: string;
  readonly bound: readonly Bound[];
}

/** Up to how many reports a box is looked up as a set; past it, it is a test on each report. */
const BOX_KEYS_MAX = 2000;

/** What `filter` asks for, or nothing where nothing can match. */
function conditionsOf(
  tables: Tables,
  filter: ReportFilter,
  logs: ReadonlyMap<number, OpenLog>,
): Conditions | undefined {
  const nos = [...logs.values()]
    .filter(({ author }) => filter.party === undefined || author === filter.party)
    .map(({ no }) => no);
  if (nos.length === 0) return undefined;
  const words = wordsOf(filter.text ?? '').slice(0, QUERY_WORDS_MAX);
  const key = words.length > 0 ? 'f.rowid' : 'r.key';
  const parts: string[] = [];
  const bound: Bound[] = [];
  const ask = (part: string, ...values: readonly Bound[]): void => {
    parts.push(part);
    bound.push(...values);
  };

  if (words.length > 0) {
    ask('f.search MATCH ?', words.map((word) => matchOf(tables, word)).join(' AND '));
  }
  ask('r.log IN (SELECT value FROM json_each(?))', JSON.stringify(nos)); // [I3]
  ask('r.corrected = 0'); // [H8]
  if (filter.kind !== undefined) ask('r.kind = ?', REPORT_KINDS.indexOf(filter.kind));
  if (filter.upto !== undefined) ask(`${key} < ${KEY_AT}`, filter.upto);
  if (filter.from !== undefined) {
    // A report that began long before may reach into the window, yet none is longer than the longest.
    const [longest] = tables.all('SELECT seconds FROM longest');
    ask(`${key} >= ${KEY_AT}`, filter.from - (longest?.[0] as number));
    ask('r.upto > ?', filter.from);
  }
  if (filter.box !== undefined) {
    const box = gridBox(filter.box);
    if (box === undefined) return undefined;
    const edges = [box.east, box.west, box.north, box.south];
    const [near] = tables.all(`SELECT count(*) FROM (${IN_BOX} LIMIT ?)`, ...edges, BOX_KEYS_MAX);
    if ((near?.[0] as number) < BOX_KEYS_MAX) {
      ask(`${words.length > 0 ? '+f.rowid' : 'r.key'} IN (${IN_BOX})`, ...edges);
    }
    // The boxes keep 32 bits of each edge: the report's own edges are the test.
    ask('r.west <= ? AND r.east >= ? AND r.south <= ? AND r.north >= ?', ...edges);
  }
  const from = words.length > 0 ? 'search f CROSS JOIN reports r ON r.key = f.rowid' : 'reports r';
  return { from, key, where: parts.join(' AND '), bound };
}

const KEY_AT = `((? - (${KEY_SECONDS_FROM})) << ${KEY_NUMBER_BITS})`;
const IN_BOX =
  'SELECT b.key FROM boxes b WHERE b.west <= ? AND b.east >= ? AND b.south <= ? AND b.north >= ?';

/** Where a page ended and how many matched; a cursor that we did not write leads to nothing. */
function parseCursor(cursor: string | undefined): { key: string; count: number } | undefined {
  if (cursor === undefined) return undefined;
  const parts = /^(\d{1,19})\.(\d{1,5})$/.exec(cursor);
  return { key: parts?.[1] ?? '0', count: Number(parts?.[2] ?? 0) };
}

/** Up to how many words a beginning is spelt out into, each of which is then read in order. */
const TERMS_MAX = 64;

// [I4] Only letters and digits are left in a word, so nothing in it can be read as a query.
function matchOf(tables: Tables, word: string): string {
  const length = [...word].length;
  if (length === 1) return `"${word}"`;
  // Two letters are indexed as such. A longer beginning is spelt out where few words have it: the
  // search then reads each in order, and stops early, where it would merge all of them first.
  const terms =
    length === 2
      ? []
      : tables.all(
          'SELECT word FROM terms WHERE word >= ? AND word < ? LIMIT ?',
          word,
          `${word}\u{10ffff}`,
          TERMS_MAX + 1,
        );
  if (terms.length === 0 || terms.length > TERMS_MAX) return `"${word}"*`;
  return `(${terms.map(([term]) => `"${String(term)}"`).join(' OR ')})`;
}

function reportRow(row: Row, logs: ReadonlyMap<number, OpenLog>): ReportRow {
  const [, no, index, heldSince, hash, bytes, west, south, east, north] = row as number[];
  const log = logs.get(no!);
  const record = understood(bytes as unknown as Uint8Array);
  invariant(log !== undefined && record.type === 'report', 'a report row has a log and a report');
  const { kind, title, language, place, when, grade, corrects } = record.body;
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
    point: middle(west!, south!, east!, north!),
    precisionMetres: place.precisionMetres,
    when,
    ...(grade === undefined ? {} : { grade }),
    ...(corrects === undefined ? {} : { corrects }),
  };
}

function openLog(row: Row): OpenLog {
  const [no, id, author, audience] = row as [number, string, string, string];
  return { no, id: id as LogId, author, audience: JSON.parse(audience) as Audience };
}

function gridBox([west, south, east, north]: DegreeBox): Bounds | undefined {
  const box = {
    west: Math.ceil(west * GRID_PER_DEGREE),
    south: Math.ceil(south * GRID_PER_DEGREE),
    east: Math.floor(east * GRID_PER_DEGREE),
    north: Math.floor(north * GRID_PER_DEGREE),
  };
  return box.west <= box.east && box.south <= box.north ? box : undefined;
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
