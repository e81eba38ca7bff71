import type { LogId } from '../../base/ids.ts';
import { isLogId } from '../../base/ids.ts';
import type { Audience } from '../../accord/party/audience.ts';
import type { OpenLog } from '../open-logs.ts';
import type { Link } from './link.ts';

/** Logs that may be read, by the numbers that the tables give them. */
export type Logs = ReadonlyMap<number, OpenLog>;

/** The logs of `ids` that the index holds. [I3] */
export async function openLogs(link: Link, ids: readonly LogId[]): Promise<Logs> {
  const rows = await link.all(
    'SELECT no, id, author, audience FROM logs WHERE id = ANY($1::text::text[])',
    [logsText(ids)],
  );
  return new Map(
    rows.map((row) => {
      const [no, id, author, audience] = row as [number, LogId, string, string];
      return [no, { no, id, author, audience: JSON.parse(audience) as Audience }];
    }),
  );
}

/** Names of logs as one text that is bound to `$n::text::text[]`; what is no name is left out. */
export function logsText(ids: readonly LogId[]): string {
  return `{${ids.filter(isLogId).join(',')}}`;
}
