import type { LogId, RecordHash } from '../../base/ids.ts';
import { isRecordHash } from '../../base/ids.ts';
import { invariant } from '../../base/result.ts';
import { hashBytes, hashOf, idBytes, isRecordId } from '../meaning.ts';
import type { AboutReport, IndexedRecord } from '../port.ts';
import { ALIKE_MAX, NAMED_MAX } from '../port.ts';
import type { Entry } from '../said.ts';
import { entryOf, recordFrom, saidOf } from '../said.ts';
import { editionsOf, editionsRead } from './editions.ts';
import type { Link } from './link.ts';
import { bytesText, numbersText } from './link.ts';
import type { Logs } from './logs.ts';
import { logsText, openLogs } from './logs.ts';
import { entriesOf, withTitles } from './titles.ts';

/** The entries that bear these hashes on the logs that may be read, in their order; others are left out. [I3] */
export async function recordsOf(
  link: Link,
  hashes: readonly RecordHash[],
  ids: readonly LogId[],
): Promise<readonly IndexedRecord[]> {
  invariant(hashes.length <= NAMED_MAX, 'a question names at most NAMED_MAX records');
  const known = hashes.filter(isRecordHash);
  const entries = await entriesOf(link, known, await openLogs(link, ids));
  return known.flatMap((hash) => entries.get(hash)?.slice(0, 1).map(recordFrom) ?? []);
}

/** What was said about each of the reports on the logs that may be read. [I3] [I8] */
export async function aboutOf(
  link: Link,
  hashes: readonly RecordHash[],
  ids: readonly LogId[],
): Promise<ReadonlyMap<RecordHash, AboutReport>> {
  invariant(hashes.length <= NAMED_MAX, 'a question names at most NAMED_MAX records');
  const known = hashes.filter(isRecordHash);
  if (known.length === 0) return new Map();
  const logs = await openLogs(link, ids);
  const entries = await entriesOf(link, known, logs);
  const mentions = await mentionsOf(link, known, logs);
  const read = await editionsRead(link, known, logs);
  return withTitles(link, logs, (titled) => {
    const about = (hash: RecordHash): AboutReport => {
      const said = { entries: entries.get(hash) ?? [], mentions: mentions.get(hash) ?? [] };
      return { ...saidOf(hash, said, titled), ...editionsOf(hash, read, logs, titled) };
    };
    return new Map(known.map((hash) => [hash, about(hash)]));
  });
}

/** Which of `ids` stand on these logs. */
export async function idsKnownOf(
  link: Link,
  ids: readonly string[],
  logs: readonly LogId[],
): Promise<ReadonlySet<string>> {
  invariant(ids.length <= NAMED_MAX, 'a question names at most NAMED_MAX records');
  const wanted = ids.filter(isRecordId);
  const rows = await link.all(
    `SELECT DISTINCT encode(e.id, 'hex') FROM entries e JOIN logs l ON l.no = e.log
     WHERE e.id = ANY($1::text::bytea[]) AND l.id = ANY($2::text::text[])`,
    [bytesText(wanted.map(idBytes)), logsText(logs)],
  );
  const known = new Set(rows.map(([id]) => id as string));
  return new Set(wanted.filter((id) => known.has(id.replaceAll('-', ''))));
}

/** The records on the logs of `ids` whose hashes begin with an even number of hexadecimal digits. [I3] */
export async function beginningWith(
  link: Link,
  digits: string,
  ids: readonly LogId[],
): Promise<readonly RecordHash[]> {
  if (!/^(?:[0-9a-f]{2}){4,32}$/.test(digits)) return [];
  const [first, last] = ['0', 'f'].map((end) => Buffer.from(digits.padEnd(64, end), 'hex'));
  const rows = await link.all(
    `SELECT DISTINCT e.hash FROM entries e JOIN logs l ON l.no = e.log
     WHERE e.hash BETWEEN $1::bytea AND $2::bytea AND l.id = ANY($3::text::text[])
     ORDER BY e.hash LIMIT ${ALIKE_MAX}`,
    [first!, last!, logsText(ids)],
  );
  return rows.map(([hash]) => hashOf(hash));
}

async function mentionsOf(
  link: Link,
  hashes: readonly RecordHash[],
  logs: Logs,
): Promise<ReadonlyMap<RecordHash, readonly Entry[]>> {
  const rows = await link.all(
    `SELECT m.hash, e.hash, e.log, e.place, e.held::float8, e.type, e.bytes
     FROM mentions m JOIN entries e ON e.no = m.entry
     WHERE m.hash = ANY($1::text::bytea[]) AND e.log = ANY($2::text::int4[]) ORDER BY e.no`,
    [bytesText(hashes.map(hashBytes)), numbersText(logs.keys())],
  );
  const found = new Map<RecordHash, Entry[]>();
  for (const [named, ...row] of rows) {
    const hash = hashOf(named);
    found.set(hash, [...(found.get(hash) ?? []), ...entryOf(row, logs)]);
  }
  return found;
}
