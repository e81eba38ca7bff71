import type { LogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { TroubleError, invariant } from '../base/result.ts';
import type { Clock } from '../base/ports.ts';
import { recordHash } from '../base/ids.ts';
import type { ErasedEntry, Index, IndexedEntry } from '../index/port.ts';
import { HASH_UNKNOWN } from '../index/port.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry, Store } from '../ledger/ports.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Logs } from './logs.ts';

/** How many entries are read from a log at a time. */
export const READ_ENTRIES = 1_000;

/** What keeps the index behind the logs. */
export interface FollowingNeeds {
  readonly index: Index;
  readonly store: Store;
  readonly logs: Pick<Logs, 'all'>;
  readonly primitives: Primitives;
  readonly clock: Clock;
  readonly report: (what: unknown) => void;
  /** Called when an index that was away has caught up. */
  readonly onCaughtUp?: () => void;
}

/** The index kept up with the logs, one step after the other. */
export interface Following {
  /** How far the index got; nothing where it is away, and is filled when it is back. [I52] */
  reached(): Promise<ReadonlyMap<LogId, number> | undefined>;
  /** Resolves when these entries can be found, or when the index had trouble, which is reported. */
  follow(entries: readonly IndexedEntry[]): Promise<void>;
  /** Resolves when these entries' words are in no file of the index; throws where they may be. [W4] */
  erase(log: LogId, erased: readonly ErasedEntry[]): Promise<void>;
  settled(): Promise<void>;
}

/**
 * Opens the one line in which the index follows the logs. Its trouble never undoes what is durable:
 * after a failure it is filled from the logs again, from where it got to, before it goes on. [I2]
 */
export function openFollowing(needs: FollowingNeeds): Following {
  const { index, report } = needs;
  let line: Promise<void> = Promise.resolve();
  /** The trouble for which the index is behind the logs. */
  let behind: TroubleError | undefined;

  /** The trouble that work met, which is reported; a broken belief is thrown on. */
  const troubleOf = async (work: () => Promise<void>): Promise<TroubleError | undefined> => {
    try {
      await work();
      return undefined;
    } catch (trouble) {
      if (!(trouble instanceof TroubleError)) throw trouble;
      report(trouble);
      return trouble;
    }
  };

  const step = async (entries: readonly IndexedEntry[]): Promise<void> => {
    behind = await troubleOf(() => (behind ? refill(needs) : index.follow(entries)));
    // A damaged index was made anew and is filled at once; trouble with that waits for the next step.
    if (behind?.code === 'index-damaged') behind = await troubleOf(() => refill(needs));
  };

  // What was told while it was away, and what the server lost in a fall, is in the logs. [I52]
  index.onBack?.(() => {
    line = line.then(() => {
      behind ??= new TroubleError('index-away');
      return step([]);
    });
    void line.then(() => behind ?? needs.onCaughtUp?.());
  });

  return {
    async reached() {
      let reached: ReadonlyMap<LogId, number> | undefined;
      const trouble = await troubleOf(async () => {
        reached = await index.reached();
      });
      if (trouble && trouble.code !== 'index-away') throw trouble;
      behind ??= trouble;
      return reached;
    },
    follow(entries) {
      line = line.then(() => step(entries));
      return line;
    },
    erase(log, erased) {
      const turn = line.then(async () => {
        // An index that lost its place is filled from logs in which the bytes are gone already.
        if (behind) await step([]);
        if (behind) throw behind;
        await index.erase(log, erased);
      });
      line = turn.catch(() => undefined);
      return turn;
    },
    settled: () => line,
  };
}

/** Reads every log from its beginning, telling how far it is. */
export async function readAll(
  needs: Pick<FollowingNeeds, 'logs' | 'store'>,
  take: (log: Log, from: number, entries: readonly Entry[]) => Promise<void>,
  tell: (done: number, all: number) => void,
): Promise<void> {
  const sizes = new Map<Log, number>();
  for (const log of needs.logs.all()) {
    sizes.set(log, (await needs.store.latest(log.id))?.size ?? 0);
  }
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [log, size] of sizes) {
    for (let from = 0; from < size; from += READ_ENTRIES) {
      const entries = await needs.store.read(log.id, from, Math.min(READ_ENTRIES, size - from));
      invariant(entries.length > 0, 'a log holds the entries that its checkpoint counts');
      await take(log, from, entries);
      done += entries.length;
      tell(done, all);
    }
  }
}

async function refill(needs: FollowingNeeds): Promise<void> {
  const { index, store, logs } = needs;
  const reached = await index.reached();
  for (const log of logs.all()) {
    const size = (await store.latest(log.id))?.size ?? 0;
    let from = reached.get(log.id) ?? 0;
    while (from < size) {
      const entries = await store.read(log.id, from, Math.min(READ_ENTRIES, size - from));
      invariant(entries.length > 0, 'a log holds the entries that its checkpoint counts');
      await index.follow(presentEntries(needs, log, from, entries));
      from += entries.length;
    }
  }
}

function presentEntries(
  needs: FollowingNeeds,
  log: Log,
  from: number,
  entries: readonly Entry[],
): readonly IndexedEntry[] {
  const { author, audience } = log;
  const id: LogId = log.id;
  const heldSince: Instant = needs.clock.now();
  return entries.map((bytes, i) => {
    const hash = bytes.length === 0 ? HASH_UNKNOWN : recordHash(needs.primitives.sha256(bytes));
    return { log: id, index: from + i, author, audience, hash, heldSince, bytes };
  });
}
