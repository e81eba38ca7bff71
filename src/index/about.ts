import type { LogId, PartyId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { isRecordHash } from '../base/ids.ts';
import { invariant } from '../base/result.ts';
import type { RecordOf } from '../accord/record.ts';
import { editionsOf } from './editions.ts';
import type { OpenLog } from './open-logs.ts';
import { openLogs } from './open-logs.ts';
import { hashBytes, hashOf, idBytes, isRecordId, understood } from './meaning.ts';
import { unpack } from './pack.ts';
import type { AboutReport, GradeRow, IndexedRecord, IndexedType, LinkRow } from './port.ts';
import { NAMED_MAX } from './port.ts';
import type { Row, Tables } from './tables.ts';

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
  const [row] = entriesOf(tables, hash, logs);
  if (row === undefined) return undefined;
  const { index, held, type } = row;
  const bytes = unpack(new Uint8Array(row.bytes));
  const { id, author, audience } = row.log;
  return {
    log: id,
    index,
    author: author as PartyId,
    audience,
    hash,
    heldSince: held,
    type,
    bytes,
  };
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
  const record = understood(entry.bytes);
  if (record.type === 'report' || record.type === 'matter') return record.body.title;
  if (record.type === 'request') return record.body.title;
  if (record.type === 'resolution') return titleOf(tables, record.body.matter, logs);
  return record.type === 'plan' ? record.body.name : undefined;
}

interface Entry {
  readonly hash: RecordHash;
  readonly log: OpenLog;
  readonly index: number;
  readonly held: Instant;
  readonly type: IndexedType;
  readonly bytes: Uint8Array;
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

function entryOf(row: Row, logs: ReadonlyMap<number, OpenLog>): readonly Entry[] {
  const [hash, no, index, held, type, bytes] = row;
  const log = logs.get(no as number);
  if (log === undefined) return []; // [I3]
  return [
    {
      hash: hashOf(hash),
      log,
      index: index as number,
      held: held as Instant,
      type: type as IndexedType,
      bytes: bytes as Uint8Array,
    },
  ];
}

function aboutOne(
  tables: Tables,
  hash: RecordHash,
  logs: ReadonlyMap<number, OpenLog>,
): AboutReport {
  const grades: Graded[] = [];
  const links: LinkRow[] = [];
  let author: string | undefined;
  for (const entry of entriesOf(tables, hash, logs)) {
    if (entry.type === 'erased') author ??= entry.log.author;
    if (entry.type !== 'report') continue;
    author ??= entry.log.author;
    const record = understood(entry.bytes) as RecordOf<'report'>;
    const { grade } = record.body;
    if (grade !== undefined) grades.push({ entry, row: gradeRow(entry, record, grade), own: true });
  }
  const mentions = tables.all(
    `SELECT e.hash, e.log, e.place, e.held, e.type, e.bytes
     FROM mentions m JOIN entries e ON e.no = m.entry WHERE m.hash = ? ORDER BY e.no`,
    hashBytes(hash),
  );
  for (const entry of mentions.flatMap((row) => entryOf(row, logs))) {
    const record = understood(entry.bytes);
    // [M11] A grade of one claim stands beside that of the whole and does not replace it.
    if (record.type === 'grade' && record.body.claim === undefined) {
      const { grade, reason } = record.body;
      grades.push({ entry, row: gradeRow(entry, record, grade, reason), own: false });
    } else if (record.type === 'link') links.push(linkRow(tables, { hash, entry, record, logs }));
  }
  const titled = (named: RecordHash) => titleOf(tables, named, logs);
  return {
    grades: standing(grades, author),
    links,
    ...editionsOf(tables, hash, logs, titled),
  };
}

function isUnderstood({ type }: Entry): boolean {
  return type !== 'unknown' && type !== 'erased';
}

interface Graded {
  readonly entry: Entry;
  readonly row: GradeRow;
  /** Whether the report itself gives it: any grade that its author gives later replaces it. */
  readonly own: boolean;
}

/** [I8] One grade a party, the author's first. */
function standing(grades: readonly Graded[], author: string | undefined): readonly GradeRow[] {
  const latest = new Map<string, Graded>();
  for (const grade of grades) {
    const held = latest.get(grade.row.party);
    if (held === undefined || isLater(grade, held)) latest.set(grade.row.party, grade);
  }
  const rows = [...latest.values()].map(({ row }) => row);
  const rank = ({ party }: GradeRow) => (party === author ? `0${party}` : `1${party}`);
  return rows.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

// Within a log its order counts; between two logs of a party there is only what the party says.
function isLater(next: Graded, held: Graded): boolean {
  if (next.own !== held.own) return held.own;
  if (next.entry.log.no === held.entry.log.no) return next.entry.index > held.entry.index;
  if (next.row.at !== held.row.at) return next.row.at > held.row.at;
  return next.entry.log.id > held.entry.log.id;
}

function gradeRow(
  { hash, log }: Entry,
  record: RecordOf,
  grade: GradeRow['grade'],
  reason?: string,
): GradeRow {
  return {
    party: log.author as PartyId,
    seat: record.by.seat,
    grade,
    at: record.at,
    record: hash,
    ...(reason === undefined ? {} : { reason }),
  };
}

function linkRow(
  tables: Tables,
  named: {
    readonly hash: RecordHash;
    readonly entry: Entry;
    readonly record: RecordOf<'link'>;
    readonly logs: ReadonlyMap<number, OpenLog>;
  },
): LinkRow {
  const { hash, entry, record, logs } = named;
  const { relation, from, to, fromClaim, toClaim, reason } = record.body;
  const report = from === hash ? to : from;
  const title = titleOf(tables, report, logs);
  return {
    relation,
    side: from === hash ? 'from' : 'to',
    report,
    ...(title === undefined ? {} : { title }),
    by: entry.log.author as PartyId,
    seat: record.by.seat,
    at: record.at,
    record: entry.hash,
    ...(fromClaim === undefined ? {} : { fromClaim }),
    ...(toClaim === undefined ? {} : { toClaim }),
    ...(reason === undefined ? {} : { reason }),
  };
}
