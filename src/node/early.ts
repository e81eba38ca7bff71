import type { LogId } from '../base/ids.ts';
import type { Known } from '../accord/known.ts';
import type { Recalls } from '../accord/knowledge/recall.ts';
import type { Reader } from '../accord/party/release.ts';
import { mayRead } from '../accord/party/release.ts';
import type { RecordType } from '../accord/record.ts';
import type { Said } from '../accord/said.ts';
import type { EarlyLine, EarlyLogView, EarlyView } from '../contract/early.ts';
import type { Early } from '../exchange/needs.ts';
import type { Log } from '../ledger/log.ts';
import type { Store } from '../ledger/ports.ts';
import { understand } from '../ledger/understand.ts';
import type { Primitives } from '../proof/primitives.ts';
import { subjectOf } from './present/subject.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** What is shown ahead of its turn: what a desk would want to see now. Consents never are. [X40] */
const SHOWN: ReadonlySet<RecordType> = new Set(['report', 'plan', 'stop', 'incursion']);

/** What showing needs. */
export interface EarlyNeeds {
  readonly primitives: Primitives;
  readonly store: Pick<Store, 'latest'>;
  /** What is known already, by what stands in its place. */
  readonly office: () => {
    readonly recalls: Pick<Recalls, 'at'>;
    readonly known: Pick<Known, 'plans'>;
  };
}

/** Entries that came ahead of those before them: in memory, apart from all that counts. [X40] */
export interface EarlyRoom {
  /** Takes what has been verified; it takes the place of what came ahead before. */
  take(log: Log, early: Early): void;
  /** What of it this reader may see, as far as it is not in its place yet. */
  shown(reader: Reader): Promise<EarlyView>;
}

/** Opens a room in which nothing is. */
export function openEarlyRoom(needs: EarlyNeeds): EarlyRoom {
  const held = new Map<LogId, { readonly log: Log; readonly early: Early }>();

  const present = async (
    reader: Reader,
    { log, early }: { readonly log: Log; readonly early: Early },
  ): Promise<EarlyLogView | undefined> => {
    const size = (await needs.store.latest(log.id))?.size ?? 0;
    if (size >= early.from + early.entries.length) {
      // All of it is in its place.
      if (held.get(log.id)?.early === early) held.delete(log.id);
      return undefined;
    }
    if (!mayRead(reader, log)) return undefined;
    const said = early.entries.flatMap((entry, i): readonly Said[] => {
      const understood = understand(needs.primitives, log, early.from + i, entry);
      return understood.kind === 'said' ? [understood.said] : [];
    });
    const recalled = recalledIn(said);
    const records = said
      .filter(({ index }) => index >= size && !recalled.has(index))
      .filter(({ index }) => needs.office().recalls.at(log.id, index).length === 0)
      .filter(({ record }) => SHOWN.has(record.type))
      .filter(({ record }) => mayRead(reader, { ...log, type: record.type, seat: record.by.seat }))
      .map(({ hash, record }): EarlyLine => {
        const { type, at, by } = record;
        return { hash, type, at, seat: by.seat, subject: subjectOf(record, needs.office().known) };
      });
    if (records.length === 0) return undefined;
    const audience = partiesIn(log.audience);
    const of = early.checkpoint.size;
    return { author: log.author, audience, held: size, of, records: records.toReversed() };
  };

  return {
    take(log, early) {
      held.set(log.id, { log, early });
    },
    async shown(reader) {
      const logs: EarlyLogView[] = [];
      for (const each of held.values()) {
        const view = await present(reader, each);
        if (view) logs.push(view);
      }
      return { logs };
    },
  };
}

/** The places that a recall among these names; what is recalled is not shown. */
function recalledIn(said: readonly Said[]): ReadonlySet<number> {
  const places = said.flatMap(({ record }) =>
    record.type === 'recall' ? record.body.records.map(({ index }) => index) : [],
  );
  return new Set(places);
}
