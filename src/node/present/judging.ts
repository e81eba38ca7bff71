import type { PartyId, RecordHash, SeatId } from '../../base/ids.ts';
import type { Judgements, May } from '../../accord/knowledge/judgements.ts';
import { lastOfEach } from '../../accord/knowledge/judgements.ts';
import type { Judgement } from '../../accord/knowledge/outcome.ts';
import { outcomeOf, outcomesOn } from '../../accord/knowledge/outcome.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import { parseRecord } from '../../accord/record.ts';
import type { Said } from '../../accord/said.ts';
import type { GradeView } from '../../contract/reports.ts';
import type { House } from '../house.ts';
import type { Audience } from '../../accord/party/audience.ts';

/** What is asked of the house where knowledge is weighed. */
export type Knowing = Pick<House, 'office' | 'logs' | 'index' | 'folder' | 'clock'>;

/** A report that a reader may read, as it stands. */
export interface ReadReport {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly seat: SeatId;
  readonly audience: Audience;
  readonly at: string;
  readonly report: Report;
}

/** All that one reader may read of what parties know; nothing else is ever asked. */
export interface Weighing {
  readonly reader: Reader;
  readonly judgements: Judgements;
  readonly may: May;
  /** A report that the reader may read, once asked remembered; nothing where it may not, or it is gone. */
  report(hash: RecordHash): Promise<ReadReport | undefined>;
}

/** Begins to weigh for one reader, for as long as one answer takes. */
export function weighingFor(house: Knowing, reader: Reader): Weighing {
  const logs = house.logs.readable(reader).map((log) => log.id);
  const { exercise } = house.folder.charter;
  const held = new Map<RecordHash, Promise<ReadReport | undefined>>();
  const read = async (hash: RecordHash): Promise<ReadReport | undefined> => {
    const found = await house.index.record(hash, logs);
    if (found?.type !== 'report') return undefined;
    const record = parseRecord(found.bytes);
    if (!record.ok || record.value.type !== 'report') return undefined;
    const { author, audience } = found;
    const { at, body, by, marking } = record.value;
    // [M2] Only what its author says itself, in this very kind of centre.
    if (by.party !== author || marking.exercise !== exercise) return undefined;
    return may(reader)({ ...found, record: record.value } as Said)
      ? { hash, author, seat: by.seat, audience, at, report: body }
      : undefined;
  };
  return {
    reader,
    judgements: house.office.judgements,
    may: may(reader),
    report(hash) {
      const asked = held.get(hash) ?? read(hash);
      held.set(hash, asked);
      return asked;
    },
  };
}

/** Whether `reader` may read a record that was said. */
function may(reader: Reader): May {
  return ({ author, audience, record }) => mayRead(reader, { author, audience, type: record.type });
}

/** The last grade of each party on one claim, or on the whole; the author's first. */
export function gradesOn(
  { judgements, may: mayBeRead }: Weighing,
  { hash, author, seat: writer, at, report }: ReadReport,
  claim?: number,
): readonly GradeView[] {
  const words = judgements
    .about('grade', hash, mayBeRead)
    .filter(({ record }) => record.body.claim === claim);
  const views = lastOfEach(words).map(
    ({ hash: record, author: party, record: said }): GradeView => {
      const { grade, reason } = said.body;
      const { seat } = said.by;
      return { party, seat, grade, at: said.at, record, ...(reason ? { reason } : {}) };
    },
  );
  const isOwnMissing = !views.some(({ party }) => party === author);
  const own =
    claim === undefined && isOwnMissing && report.grade
      ? [{ party: author, seat: writer, grade: report.grade, at, record: hash }]
      : [];
  const rank = ({ party }: GradeView) => (party === author ? `0${party}` : `1${party}`);
  return [...own, ...views].toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

/** What became of a claim or of the whole, where anybody has said anything of that. */
export function judgementOn(
  { judgements, may: mayBeRead }: Weighing,
  { hash, author }: ReadReport,
  claim?: number,
): Judgement | undefined {
  const last = outcomesOn(judgements.about('outcome', hash, mayBeRead), claim);
  return last.length === 0 ? undefined : outcomeOf(last, author);
}
