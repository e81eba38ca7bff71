import type { LogId, RecordHash } from '../base/ids.ts';
import { invariant } from '../base/result.ts';
import { namedAt } from '../accord/knowledge/recall.ts';
import type { Recalls } from '../accord/knowledge/recall.ts';
import type { Recall } from '../accord/knowledge/recall-schema.ts';
import type { Said } from '../accord/said.ts';
import type { ErasedEntry } from '../index/port.ts';
import type { Log } from '../ledger/log.ts';
import type { Store, TileReader } from '../ledger/ports.ts';
import { namesLeaf, reachesEntry, stubIn } from '../ledger/recalled.ts';
import { understand } from '../ledger/understand.ts';
import type { Primitives } from '../proof/primitives.ts';
import { TILE_WIDTH } from '../proof/tile.ts';
import { HASH_BYTES } from '../proof/tree.ts';

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
  /** Whether all that this recall reaches is durably gone here, and anything is. */
  isDone(recall: Said<'recall'>): boolean;
}

/** Opens the eraser; what it did before is found again in the store. */
export function openEraser(needs: EraserNeeds): Eraser {
  const { recalls, store, logOf, forget, onErased } = needs;
  const seen = new Set<string>();
  const done = new Set<string>();
  let line: Promise<void> = Promise.resolve();

  const eraseFor = async (recall: Said<'recall'>): Promise<void> => {
    const log = logOf(recall.log);
    if (!log) return;
    const [here, gone]: [ErasedEntry[], ErasedEntry[]] = [[], []];
    for (const named of recall.record.body.records) {
      if (namedAt(recall, named.index) !== named) continue; // [W1] each place once, and before it
      const state = await stateOf(needs, log, recall, named);
      const entry = { index: named.index, hash: named.record };
      if (state === 'here') here.push(entry);
      if (state === 'gone') gone.push(entry);
    }
    const indexes = here.map(({ index }) => index);
    if (here.length > 0) await store.erase(log.id, indexes);
    // After the end of a process only one of the two may have been done.
    if (here.length + gone.length > 0) await forget(log.id, [...here, ...gone]);
    seen.add(placeOf(recall));
    if (here.length + gone.length > 0) done.add(placeOf(recall));
    for (const { hash } of here) onErased(log, hash);
  };

  const eraseAll = async (): Promise<void> => {
    for (const recall of recalls.all) if (!seen.has(placeOf(recall))) await eraseFor(recall);
  };

  return {
    erase() {
      const turn = line.then(eraseAll);
      line = turn.catch(() => undefined);
      return turn;
    },
    isDone: (recall) => done.has(placeOf(recall)),
  };
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
    return namesLeaf(recall.record.body, index, leaf) ? 'gone' : 'not-reached';
  }
  const understood = understand(primitives, log, index, entry);
  const isReached = understood.kind === 'said' && reachesEntry(recall, understood.said, entry);
  return isReached ? 'here' : 'not-reached';
}

async function leafAt(tiles: TileReader, log: LogId, index: number): Promise<Uint8Array> {
  const [at, within] = [Math.floor(index / TILE_WIDTH), index % TILE_WIDTH];
  const tile = await tiles.tile(log, 0, at, within + 1);
  invariant(tile !== undefined, 'an entry has its hash in a tile');
  return tile.slice(within * HASH_BYTES, (within + 1) * HASH_BYTES);
}

function placeOf({ log, index }: Said<'recall'>): string {
  return `${log}/${index}`;
}
