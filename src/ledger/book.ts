import type { LogId } from '../base/ids.ts';
import { TroubleError, invariant } from '../base/result.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import { ENTRY_BYTES_MAX } from '../proof/tile.ts';
import type { Frontier } from '../proof/tree.ts';
import { EMPTY_FRONTIER, grow, rootOf } from '../proof/tree.ts';
import { frontierAt } from './hashes.ts';
import type { Log } from './log.ts';
import type { Entry, Store, TileReader } from './ports.ts';
import { leavesOf } from './ports.ts';

/** How many entries one checkpoint of ours may add. */
export const APPEND_ENTRIES_MAX = 4_096;

/** How many entries may wait for one log before an append is refused. */
export const WAITING_ENTRIES_MAX = 100_000;

/** What a book needs from its surroundings. */
export interface BookNeeds {
  readonly primitives: Primitives;
  readonly store: Store & TileReader;
  readonly signer: Signer;
  /** Told after the checkpoint over the entries is durable. */
  readonly onAppended: (
    log: Log,
    from: number,
    entries: readonly Entry[],
    next: Checkpoint,
  ) => void;
}

/** Our own logs: the only place that signs. */
export interface Book {
  /** Adds `entries` and resolves with the index of the first, once they are durable under a checkpoint. */
  append(log: Log, entries: readonly Entry[]): Promise<number>;
  /** Holds back a log's appends until {@link Book.release}: it may have said more than it remembers. [L25] */
  hold(log: LogId): void;
  /** Lets a held log sign again, after its newer entries were fetched back. */
  release(log: LogId): void;
}

interface Waiting {
  readonly entries: readonly Entry[];
  readonly resolve: (index: number) => void;
  readonly reject: (trouble: unknown) => void;
}

interface Page {
  readonly log: Log;
  waiting: Waiting[];
  isBusy: boolean;
}

/**
 * Opens the book. Appends that arrive while one is being made durable go together into the next:
 * one fsync and one signature for all of them.
 */
export function openBook(needs: BookNeeds): Book {
  const pages = new Map<LogId, Page>();
  const frontiers = new Map<LogId, Frontier>();
  const held = new Set<LogId>();

  const work = async (page: Page): Promise<void> => {
    if (page.isBusy) return;
    page.isBusy = true;
    while (page.waiting.length > 0 && !held.has(page.log.id)) {
      const batch = takeBatch(page);
      try {
        const from = await commit(
          page.log,
          batch.flatMap((each) => each.entries),
        );
        let index = from;
        for (const each of batch) {
          each.resolve(index);
          index += each.entries.length;
        }
      } catch (trouble) {
        frontiers.delete(page.log.id);
        for (const each of batch) each.reject(trouble);
      }
    }
    page.isBusy = false;
  };

  const commit = async (log: Log, entries: readonly Entry[]): Promise<number> => {
    const before = frontiers.get(log.id) ?? (await frontierOf(needs, log));
    const { sha256 } = needs.primitives;
    const frontier = grow(sha256, before, leavesOf(sha256, entries));
    const next = await signCheckpoint(needs.signer, {
      origin: log.origin,
      size: frontier.size,
      root: rootOf(sha256, frontier),
    });
    const extended = await needs.store.extend(log.id, before.size, entries, next);
    // Entries fetched back from a peer may have moved the log on; the next try reads it anew.
    if (!extended.ok) throw new TroubleError('stale', { size: extended.fault.size });
    frontiers.set(log.id, frontier);
    needs.onAppended(log, before.size, entries, next);
    return before.size;
  };

  return {
    append(log, entries) {
      invariant(entries.length > 0, 'an append adds something');
      invariant(
        entries.every((entry) => entry.length > 0 && entry.length <= ENTRY_BYTES_MAX),
        'an entry fits its bundle',
      );
      const page = pages.get(log.id) ?? { log, waiting: [], isBusy: false };
      pages.set(log.id, page);
      const waits = page.waiting.reduce((sum, each) => sum + each.entries.length, 0);
      if (waits + entries.length > WAITING_ENTRIES_MAX) {
        return Promise.reject(
          new TroubleError('too-many-requests', { limit: WAITING_ENTRIES_MAX }),
        );
      }
      return new Promise((resolve, reject) => {
        page.waiting.push({ entries, resolve, reject });
        void work(page);
      });
    },
    hold(log) {
      held.add(log);
    },
    release(log) {
      held.delete(log);
      frontiers.delete(log);
      const page = pages.get(log);
      if (page) void work(page);
    },
  };
}

function takeBatch(page: Page): readonly Waiting[] {
  let count = 0;
  let taken = 0;
  for (const each of page.waiting) {
    if (taken > 0 && count + each.entries.length > APPEND_ENTRIES_MAX) break;
    count += each.entries.length;
    taken += 1;
  }
  return page.waiting.splice(0, taken);
}

/** The frontier of what the store holds of `log`. */
async function frontierOf({ primitives, store }: BookNeeds, log: Log): Promise<Frontier> {
  const latest = await store.latest(log.id);
  if (!latest) return EMPTY_FRONTIER;
  return frontierAt({ sha256: primitives.sha256, tiles: store, log: log.id, size: latest.size });
}
