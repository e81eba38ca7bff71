import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import type { FacetRow } from '../facets.ts';
import { FACET_CELL, SECONDS_A_DAY, facetsFrom } from '../facets.ts';
import { KEY_NUMBER_BITS } from '../follow.ts';
import type { FacetsFound, FacetsQuery } from '../port.ts';
import { COUNT_MAX } from '../port.ts';
import { gradeBy } from './judged.ts';
import type { Link } from './link.ts';
import { numbersText } from './link.ts';
import { openLogs } from './logs.ts';
import { conditionsOf } from './where.ts';

/** How what matches is divided, of the newest up to {@link COUNT_MAX}. [I3] [I21] */
export async function facetsOf(
  link: Link,
  query: FacetsQuery,
  signal?: AbortSignal,
): Promise<FacetsFound> {
  const logs = await openLogs(link, query.logs);
  const wanted = await conditionsOf(link, query, logs);
  if (wanted === undefined) return facetsFrom([], logs);
  const { put } = wanted;
  const all = numbersText(logs.keys());
  const own = [...logs.values()].flatMap((log) => (log.author === query.reader ? [log.no] : []));
  const offset = `${put(Math.trunc(query.offsetSeconds))}::int8`;
  const cell = (low: string, high: string, from: number) =>
    `(r.${low} / 2 + (r.${high} / 2)::int8 + ${from * GRID_PER_DEGREE}) / ${FACET_CELL}`;
  const parts = {
    kind: 'r.kind',
    log: 'r.log',
    author: gradeBy(put, 'author', all),
    reader: gradeBy(put, { own: numbersText(own) }, all),
    day: `((r.key >> ${KEY_NUMBER_BITS}) + ${offset}) / ${SECONDS_A_DAY}`,
    lon: cell('west', 'east', 180),
    lat: cell('south', 'north', 90),
  };
  const columns = Object.entries(parts).map(([name, sql]) => `${sql} AS ${name}`);
  const counts = ['kind', 'log', 'author', 'reader', 'day'].map(
    (name) =>
      `SELECT '${name}', ${name}::float8, 0::float8, count(*)::int4 FROM m GROUP BY ${name}`,
  );
  // Each report is looked at once; what it is counted under is counted from there.
  const rows = await link.all(
    `WITH m AS MATERIALIZED (
       SELECT ${columns.join(', ')} FROM reports r
       WHERE ${wanted.where} ORDER BY r.key DESC LIMIT ${COUNT_MAX}
     )
     ${counts.join(' UNION ALL ')}
     UNION ALL SELECT 'cell', lon::float8, lat::float8, count(*)::int4 FROM m GROUP BY lon, lat`,
    wanted.bound,
    { signal, isOnce: true },
  );
  return facetsFrom(rows as unknown as readonly FacetRow[], logs);
}
