import type { PartyId } from '../base/ids.ts';
import { GRID_PER_DEGREE } from '../geo/grid.ts';
import { REPORT_KINDS } from '../accord/knowledge/schema.ts';
import { KEY_NUMBER_BITS, KEY_SECONDS_FROM } from './follow.ts';
import { gradeOfNumber } from './grade-number.ts';
import type { Piece } from './judged.ts';
import { gradeBy } from './judged.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import type { Tables } from './tables.ts';
import type { FacetCount, FacetsFound, FacetsQuery } from './port.ts';
import { COUNT_MAX, FACET_CELL_DEGREES } from './port.ts';
import { conditionsOf } from './where.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** By which a day is told. */
export const SECONDS_A_DAY = 86_400;

/** How wide a cell is on the grid. */
export const FACET_CELL = Math.round(FACET_CELL_DEGREES * GRID_PER_DEGREE);

/** How what matches is divided, of the newest up to {@link COUNT_MAX}. [I3] [I21] */
export function facetsOf(tables: Tables, query: FacetsQuery): FacetsFound {
  const logs = openLogs(tables, query.logs);
  const wanted = conditionsOf(tables, query, logs);
  if (wanted === undefined) return facetsFrom([], logs);
  const all = JSON.stringify([...logs.keys()]);
  const own = [...logs.values()].flatMap((log) => (log.author === query.reader ? [log.no] : []));
  const [author, reader] = [gradeBy('author', all), gradeBy({ own: JSON.stringify(own) }, all)];
  const parts: readonly (readonly [name: string, piece: Piece])[] = [
    ['kind', { sql: 'r.kind', bound: [] }],
    ['log', { sql: 'r.log', bound: [] }],
    ['author', author],
    ['reader', reader],
    [
      'day',
      {
        sql: `((r.key >> ${KEY_NUMBER_BITS}) + CAST(? AS INTEGER)) / ${SECONDS_A_DAY}`,
        bound: [query.offsetSeconds],
      },
    ],
    [
      'lon',
      { sql: `(r.west / 2 + r.east / 2 + ${180 * GRID_PER_DEGREE}) / ${FACET_CELL}`, bound: [] },
    ],
    [
      'lat',
      { sql: `(r.south / 2 + r.north / 2 + ${90 * GRID_PER_DEGREE}) / ${FACET_CELL}`, bound: [] },
    ],
  ];
  // Each report is looked at once; what it is counted under is counted from there.
  const rows = tables.all(
    `WITH m AS MATERIALIZED (
       SELECT ${parts.map(([name, { sql }]) => `${sql} AS ${name}`).join(', ')} FROM ${wanted.from}
       WHERE ${wanted.where} ORDER BY ${wanted.key} DESC LIMIT ${COUNT_MAX}
     )
     ${['kind', 'log', 'author', 'reader', 'day']
       .map((name) => `SELECT '${name}', ${name}, 0, count(*) FROM m GROUP BY ${name}`)
       .join(' UNION ALL ')}
     UNION ALL SELECT 'cell', lon, lat, count(*) FROM m GROUP BY lon, lat`,
    ...parts.flatMap(([, { bound }]) => bound),
    ...wanted.bound,
  ) as readonly FacetRow[];
  return facetsFrom(rows, logs);
}

/** What was counted: the facet's name, its value (of a cell: two), how many. */
export type FacetRow = readonly [name: string, value: number, lat: number, count: number];

/** The counts of `rows` as they are shown. */
export function facetsFrom(
  rows: readonly FacetRow[],
  logs: ReadonlyMap<number, OpenLog>,
): FacetsFound {
  const of = (name: string) => rows.filter(([facet]) => facet === name);
  const counted = <T>(name: string, as: (value: number) => T | undefined) =>
    of(name).flatMap(([, value, , count]): readonly FacetCount<T>[] => {
      const shown = as(value);
      return shown === undefined ? [] : [{ value: shown, count }];
    });
  const grades = (name: string) =>
    counted(name, (value) => (value === 0 ? ('none' as const) : gradeOfNumber(value)));
  return {
    kinds: largest(counted('kind', (value) => REPORT_KINDS[value])),
    parties: byLog(of('log'), logs, ({ author: party }) => [party as PartyId]),
    readers: byLog(of('log'), logs, ({ audience }) => partiesIn(audience)),
    byAuthor: largest(grades('author')),
    byReader: largest(grades('reader')),
    days: counted('day', (value) => value + Math.floor(KEY_SECONDS_FROM / SECONDS_A_DAY)),
    cells: of('cell').map(([, lon, lat, count]) => ({
      value: [middle(lon, 180), middle(lat, 90)] as const,
      count,
    })),
    count: of('kind').reduce((sum, [, , , count]) => sum + count, 0),
    countedUpto: COUNT_MAX,
  };
}

function middle(cell: number, from: number): number {
  return Number(((cell + 0.5) * FACET_CELL_DEGREES - from).toFixed(4));
}

function byLog<T extends string>(
  rows: readonly FacetRow[],
  logs: ReadonlyMap<number, OpenLog>,
  names: (log: OpenLog) => readonly T[],
): readonly FacetCount<T>[] {
  const counts = new Map<T, number>();
  for (const [, no, , count] of rows) {
    for (const name of names(logs.get(no)!)) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return largest([...counts].map(([value, count]) => ({ value, count })));
}

function largest<T>(counts: readonly FacetCount<T>[]): readonly FacetCount<T>[] {
  return counts.toSorted((a, b) => b.count - a.count);
}
