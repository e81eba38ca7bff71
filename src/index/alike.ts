import type { LogId, RecordHash } from '../base/ids.ts';
import { hashOf } from './meaning.ts';
import { ALIKE_MAX } from './port.ts';
import type { Tables } from './tables.ts';

/** The records on the logs of `ids` whose hashes begin with an even number of hexadecimal digits. [I3] */
export function beginningWith(
  tables: Tables,
  digits: string,
  ids: readonly LogId[],
): readonly RecordHash[] {
  if (!/^(?:[0-9a-f]{2}){4,32}$/.test(digits)) return [];
  const first = Buffer.from(digits.padEnd(64, '0'), 'hex');
  const last = Buffer.from(digits.padEnd(64, 'f'), 'hex');
  const rows = tables.all(
    `SELECT DISTINCT e.hash FROM entries e JOIN logs l ON l.no = e.log
     WHERE e.hash BETWEEN ? AND ? AND l.id IN (SELECT value FROM json_each(?))
     ORDER BY e.hash LIMIT ?`,
    first,
    last,
    JSON.stringify(ids),
    ALIKE_MAX,
  );
  return rows.map(([hash]) => hashOf(hash));
}
