import type { LogId, RecordHash } from '../base/ids.ts';
import { isRecordHash } from '../base/ids.ts';
import { invariant } from '../base/result.ts';
import { editionsOf } from './editions.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import { hashBytes, idBytes, isRecordId, understood } from './meaning.ts';
import type { AboutReport, IndexedRecord } from './port.ts';
import { NAMED_MAX } from './port.ts';
import type { Entry } from './said.ts';
import { entryOf, isUnderstood, recordFrom, saidOf } from './said.ts';
import { titleIn } from './subjects.ts';
import type { Tables } from './tables.ts';

/** The entry that bears `hash` on one of the logs that may be read. [I3] */
export function recordOf(
  tables: Tables,
  hash: RecordHash,
  ids: readonly LogId[],
): IndexedRecord | undefined {
  return recordsOf(tables, [hash], ids)[0];
}

/** The entries that bear these hashes on the logs that may be read, in their order; others are left out. [I3] */
export function recordsOf(
  tables: Tables,
  hashes: readonly RecordHash[],
  ids: readonly LogId[],
): readonly IndexedRecord[] {
  invariant(hashes.length <= NAMED_MAX, 'a question names at most NAMED_MAX records');
  const logs = openLogs(tables, ids);
  return hashes.filter(isRecordHash).flatMap((hash) => recordIn(tables, hash, logs) ?? []);
}

function recordIn(
  tables: Tables,
  hash: RecordHash,
  logs: ReadonlyMap<number, OpenLog>,
): IndexedRecord | undefined {
  const [entry] = entriesOf(tables, hash, logs);
  return entry && recordFrom(entry);
}

/** What was said about each of the reports on the logs that may be read. [I3] [I8] */
export function aboutOf(
  tables: Tables,
  hashes: readonly RecordHash[],
  ids: readonly LogId[],
): ReadonlyMap<RecordHash, AboutReport> {
  invariant(hashes.length <= NAMED_MAX, 'a question names at most NAMED_MAX records');
  const logs = openLogs(tables, ids);
  const known = hashes.filter(isRecordHash);
  return new Map(known.map((hash) => [hash, aboutOne(tables, hash, logs)]));
}

/** Which of `ids` stand on these logs. */
export function idsKnownOf(
  tables: Tables,
  ids: readonly string[],
  names: readonly LogId[],
): ReadonlySet<string> {
  invariant(ids.length <= NAMED_MAX, 'a question names at most NAMED_MAX records');
  const logs = JSON.stringify([...openLogs(tables, names).keys()]);
  return new Set(
    ids.filter(
      (id) =>
        isRecordId(id) &&
        tables.all(
          `SELECT 1 FROM entries WHERE id = ? AND log IN (SELECT value FROM json_each(?)) LIMIT 1`,
          idBytes(id),
          logs,
        ).length > 0,
    ),
  );
}

/** The title of a report that may be read, or nothing. */
export function titleOf(
  tables: Tables,
  hash: RecordHash,
  logs: ReadonlyMap<number, OpenLog>,
): string | undefined {
  const [entry] = entriesOf(tables, hash, logs);
  if (entry === undefined || !isUnderstood(entry)) return undefined;
  return titleIn(understood(entry.bytes), (named) => titleOf(tables, named, logs));
}

function entriesOf(
  tables: Tables,
  hash: RecordHash,
  logs: ReadonlyMap<number, OpenLog>,
): readonly Entry[] {
  const rows = tables.all(
    // What a recall says of a place is its author's word; bytes prove themselves, so they go first.
    `SELECT hash, log, place, held, type, bytes FROM entries WHERE hash = ?
     ORDER BY type = 'erased', no`,
    hashBytes(hash),
  );
  return rows.flatMap((row) => entryOf(row, logs));
}

function aboutOne(
  tables: Tables,
  hash: RecordHash,
  logs: ReadonlyMap<number, OpenLog>,
): AboutReport {
  const mentions = tables.all(
    `SELECT e.hash, e.log, e.place, e.held, e.type, e.bytes
     FROM mentions m JOIN entries e ON e.no = m.entry WHERE m.hash = ? ORDER BY e.no`,
    hashBytes(hash),
  );
  const titled = (named: RecordHash) => titleOf(tables, named, logs);
  const said = {
    entries: entriesOf(tables, hash, logs),
    mentions: mentions.flatMap((row) => entryOf(row, logs)),
  };
  return { ...saidOf(hash, said, titled), ...editionsOf(tables, hash, logs, titled) };
}
