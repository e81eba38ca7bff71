import type { LogId } from '../base/ids.ts';
import type { Audience } from '../accord/party/audience.ts';
import type { Row, Tables } from './tables.ts';

/** A log that may be read, as the tables number it. */
export interface OpenLog {
  readonly no: number;
  readonly id: LogId;
  readonly author: string;
  readonly audience: Audience;
}

/** The logs of `ids` that the index holds, by their number. [I3] */
export function openLogs(tables: Tables, ids: readonly LogId[]): ReadonlyMap<number, OpenLog> {
  const rows = tables.all(
    'SELECT no, id, author, audience FROM logs WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
  return new Map(rows.map((row) => [row[0] as number, openLog(row)]));
}

function openLog(row: Row): OpenLog {
  const [no, id, author, audience] = row as [number, string, string, string];
  return { no, id: id as LogId, author, audience: JSON.parse(audience) as Audience };
}
