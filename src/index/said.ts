import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { RecordOf } from '../accord/record.ts';
import { hashOf, understood } from './meaning.ts';
import type { OpenLog } from './open-logs.ts';
import { unpack } from './pack.ts';
import type { AboutReport, GradeRow, IndexedRecord, IndexedType, LinkRow } from './port.ts';
import type { Titled } from './subjects.ts';
import type { Row } from './tables.ts';

/** An entry of a log that may be read, with its bytes packed as they are kept. */
export interface Entry {
  readonly hash: RecordHash;
  readonly log: OpenLog;
  readonly index: number;
  readonly held: Instant;
  readonly type: IndexedType;
  readonly bytes: Uint8Array;
}

/** The entry of a row (hash, log, place, held, type, bytes), where its log may be read. [I3] */
export function entryOf(row: Row, logs: ReadonlyMap<number, OpenLog>): readonly Entry[] {
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

/** An entry as the index gives it back. */
export function recordFrom({ hash, log, index, held, type, bytes }: Entry): IndexedRecord {
  return {
    log: log.id,
    index,
    author: log.author as PartyId,
    audience: log.audience,
    hash,
    heldSince: held,
    type,
    bytes: unpack(new Uint8Array(bytes)),
  };
}

/**
 * The grades and links of the report `hash`, from the entries that bear it and those that name it,
 * in the order in which they came. [I8]
 */
export function saidOf(
  hash: RecordHash,
  said: { readonly entries: readonly Entry[]; readonly mentions: readonly Entry[] },
  titled: Titled,
): Pick<AboutReport, 'grades' | 'links'> {
  const grades: Graded[] = [];
  const links: LinkRow[] = [];
  let author: string | undefined;
  for (const entry of said.entries) {
    if (entry.type === 'erased') author ??= entry.log.author;
    if (entry.type !== 'report') continue;
    author ??= entry.log.author;
    const record = understood(entry.bytes) as RecordOf<'report'>;
    const { grade } = record.body;
    if (grade !== undefined) grades.push({ entry, row: gradeRow(entry, record, grade), own: true });
  }
  for (const entry of said.mentions) {
    const record = understood(entry.bytes);
    // [M11] A grade of one claim stands beside that of the whole and does not replace it.
    if (record.type === 'grade' && record.body.claim === undefined) {
      const { grade, reason } = record.body;
      grades.push({ entry, row: gradeRow(entry, record, grade, reason), own: false });
    } else if (record.type === 'link') links.push(linkRow(hash, entry, record, titled));
  }
  return { grades: standing(grades, author), links };
}

/** Whether it has a record that can be read. */
export function isUnderstood({ type }: Entry): boolean {
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
  hash: RecordHash,
  entry: Entry,
  record: RecordOf<'link'>,
  titled: Titled,
): LinkRow {
  const { relation, from, to, fromClaim, toClaim, reason } = record.body;
  const report = from === hash ? to : from;
  const title = titled(report);
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
