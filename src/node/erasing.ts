import type { LogId, RecordHash } from '../base/ids.ts';
import { invariant } from '../base/result.ts';
import { namesLeaf, recallIn } from '../accord/knowledge/erasure-judge.ts';
import { namedAt, openRecalls } from '../accord/knowledge/recall.ts';
import type { Recalls } from '../accord/knowledge/recall.ts';
import type { Recall } from '../accord/knowledge/recall-schema.ts';
import type { Said } from '../accord/said.ts';
import type { ErasedEntry } from '../index/port.ts';
import { leafAt } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import type { Store, TileReader } from '../ledger/ports.ts';
import { reachesEntry, stubIn } from '../ledger/recalled.ts';
import { understand } from '../ledger/understand.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Folder } from './folder.ts';
import type { FollowingNeeds } from './following.ts';
import { readAll } from './following.ts';
import { openStub } from '../proof/stub.ts';

/** What erasing is done with. */
export interface EraserNeeds {
  readonly primitives: Primitives;
  readonly store: Store & TileReader;
  readonly recalls: Recalls;
  readonly logOf: (id: LogId) => Log | undefined;
  /** Takes entries out of what is searched; resolves when their words are in no file of it. */
  readonly forget: (log: LogId, erased: readonly ErasedEntry[]) => Promise<void>;
  /** Told of each record that was erased just now. */
  readonly onErased: (log: Log, hash: RecordHash) => void;
}

/** The one place of a node that takes recalled bytes away. */
export interface Eraser {
  /** Erases what recalls reach and is still here; resolves when all of it is durably gone. [W4] */
  erase(): Promise<void>;
  /** Whether all that this recall reaches is durably gone here, and anything is. [W7] */
  isDone(recall: Said<'recall'>): boolean;
}

interface Reached extends ErasedEntry {
  /** Whether its bytes are still in the store. */
  readonly isHere: boolean;
}

/** Opens the eraser; what it did before is found again in the store. */
export function openEraser(needs: EraserNeeds): Eraser {
  const { recalls, store, logOf, forget, onErased } = needs;
  const seen = new Set<string>();
  const erased = new Set<string>();
  let line: Promise<void> = Promise.resolve();

  /** What one recall reaches, as it stands in the store now. */
  const reachedBy = async (log: Log, recall: Said<'recall'>): Promise<readonly Reached[]> => {
    const reached: Reached[] = [];
    for (const named of recall.record.body.records) {
      if (namedAt(recall, named.index) !== named) continue; // [W1] each place once, and before it
      const state = await stateOf(needs, log, recall, named);
      if (state === 'not-reached') continue;
      reached.push({ index: named.index, hash: named.record, isHere: state === 'here' });
    }
    return reached;
  };

  // All recalls of a log at once: to take words out of what is searched is dear, once or often.
  const eraseIn = async (log: Log, due: readonly Said<'recall'>[]): Promise<void> => {
    const reached: Reached[] = [];
    const done: Said<'recall'>[] = [];
    for (const recall of due) {
      const ofThis = await reachedBy(log, recall);
      reached.push(...ofThis);
      if (ofThis.length > 0) done.push(recall);
    }
    const here = reached.filter(({ isHere }) => isHere);
    if (here.length > 0) await store.erase(log.id, [...new Set(here.map(({ index }) => index))]);
    // After the end of a process only one of the two may have been done.
    if (reached.length > 0) await forget(log.id, reached);
    for (const recall of due) seen.add(placeOf(recall));
    for (const recall of done) erased.add(placeOf(recall));
    for (const { hash } of here) onErased(log, hash);
  };

  const eraseAll = async (): Promise<void> => {
    const due = new Map<Log, Said<'recall'>[]>();
    for (const recall of recalls.all) {
      const log = seen.has(placeOf(recall)) ? undefined : logOf(recall.log);
      if (log) due.set(log, [...(due.get(log) ?? []), recall]);
    }
    for (const [log, each] of due) await eraseIn(log, each);
  };

  return {
    erase() {
      const turn = line.then(eraseAll);
      line = turn.catch(() => undefined);
      return turn;
    },
    isDone: (recall) => erased.has(placeOf(recall)),
  };
}

/** Reads all logs of a node that does not run for the recalls that they hold. */
export async function readRecalls(
  needs: Pick<EraserNeeds, 'primitives' | 'store'> &
    Pick<FollowingNeeds, 'logs'> & {
      readonly folder: Pick<Folder, 'charter'>;
    },
): Promise<Recalls> {
  const recalls = openRecalls(needs.folder.charter.exercise);
  await readAll(
    needs,
    async (log, from, entries) => {
      for (const [i, entry] of entries.entries()) {
        if (!recallIn(entry)) continue;
        const understood = understand(needs.primitives, log, from + i, entry);
        if (understood.kind === 'said') recalls.learn(understood.said);
      }
    },
    () => undefined,
  );
  return recalls;
}

/** The stub that a recall gives for what stood there, where one does. [W6] */
export function stubAt(recalls: Recalls, log: LogId, index: number): Uint8Array | undefined {
  for (const recall of recalls.at(log, index)) {
    const named = namedAt(recall, index);
    const stub = named && stubIn(named);
    if (stub) return stub;
  }
  return undefined;
}

async function stateOf(
  { primitives, store }: EraserNeeds,
  log: Log,
  recall: Said<'recall'>,
  { index }: Recall['records'][number],
): Promise<'here' | 'gone' | 'not-reached'> {
  const [entry] = await store.read(log.id, index, 1);
  invariant(entry !== undefined, 'a recall stands after what it names');
  if (entry.length === 0) {
    const leaf = await leafAt(store, log.id, index);
    return namesLeaf(openStub, recall.record.body, index, leaf) ? 'gone' : 'not-reached';
  }
  const understood = understand(primitives, log, index, entry);
  const isReached = understood.kind === 'said' && reachesEntry(recall, understood.said, entry);
  return isReached ? 'here' : 'not-reached';
}

function placeOf({ log, index }: Said<'recall'>): string {
  return `${log}/${index}`;
}
