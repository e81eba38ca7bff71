import type { Sha256 } from '../base/bytes.ts';
import { concat, equal } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { isLogId } from '../base/ids.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { Added, Entry, Shelf, Store, TileReader } from '../ledger/ports.ts';
import { ERASED, entryOf, isErased, leafOf } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { ENTRY_BYTES_MAX, TILE_WIDTH, formatBundle } from '../proof/tile.ts';
import type { Frontier } from '../proof/tree.ts';
import { EMPTY_FRONTIER, HASH_BYTES, grow, rootOf } from '../proof/tree.ts';

/** Characters of a shelf's name, so that every file system takes it. */
export const SHELF_NAME_LENGTH_MAX = 200;
/** Characters of a shelf's text. */
export const SHELF_TEXT_LENGTH_MAX = 1_048_576;

/** A store that lives as long as its process: for simulations and tests. */
export interface MemoryStore extends Store, TileReader {
  /** The logs it holds, sorted. */
  logs(): Promise<readonly LogId[]>;
  /** A store that holds what this one holds at this moment: a backup, taken or restored. */
  copy(): MemoryStore;
}

/** A shelf that lives as long as its process. */
export interface MemoryShelf extends Shelf {
  /** A shelf that holds what this one holds at this moment. */
  copy(): MemoryShelf;
}

/** All of one log; it grows in place, for copying a long log at each extension would be slow. */
interface HeldLog {
  checkpoint: Checkpoint;
  frontier: Frontier;
  readonly entries: Entry[];
  /** For each level of tiles, all hashes of that level. */
  readonly levels: Uint8Array[][];
}

/** An empty store in memory. */
export function memoryStore(sha256: Sha256): MemoryStore {
  return storeOver(sha256, new Map());
}

/** An empty shelf in memory. */
export function memoryShelf(): MemoryShelf {
  return shelfOver(new Map());
}

/** States what every store relies on when it extends a log from `size` [S3]. */
export function checkExtension(size: number, entries: readonly Added[], next: Checkpoint): void {
  invariant(next.size === size + entries.length, 'a checkpoint counts the entries under it');
  invariant(
    entries.every((each) =>
      isErased(each)
        ? each.leaf.length === HASH_BYTES
        : each.length > 0 && each.length <= ENTRY_BYTES_MAX,
    ),
    'an entry was measured before it was taken, and none is empty', // [W3]
  );
  const read = parseCheckpoint(next.note);
  invariant(
    read.ok && read.value.size === next.size && equal(read.value.root, next.root),
    'the note of a checkpoint says what the checkpoint says',
  );
}

/** States that `log` may name a log, and so a folder. */
export function checkLogId(log: LogId): void {
  invariant(isLogId(log), 'a log is named by its short name');
}

/** States that a reader asks for entries that could be. */
export function checkSpan(from: number, limit: number): void {
  invariant(Number.isSafeInteger(from) && from >= 0 && limit >= 0, 'entries are counted from 0');
}

/** States that what is to be erased stands in the log. */
export function checkErasure(size: number, indexes: readonly number[]): void {
  invariant(
    indexes.every((index) => Number.isSafeInteger(index) && index >= 0 && index < size),
    'what is erased stands in the log',
  );
}

/** States that `name` may stand on a shelf [S9]. */
export function checkShelfName(name: string): void {
  const parts = name.split('/');
  invariant(
    name.length <= SHELF_NAME_LENGTH_MAX &&
      parts.every((part) => /^[A-Za-z0-9.-]+$/.test(part) && part !== '.' && part !== '..'),
    'a name on a shelf has letters, digits, points, hyphens and inner slashes',
  );
}

/** States that `text` is short enough for a shelf. */
export function checkShelfText(text: string): void {
  invariant(text.length <= SHELF_TEXT_LENGTH_MAX, 'a text on a shelf is small');
}

function storeOver(sha256: Sha256, held: Map<LogId, HeldLog>): MemoryStore {
  return {
    latest: async (log) => held.get(log)?.checkpoint,
    read: async (log, from, limit) => {
      checkSpan(from, limit);
      return held.get(log)?.entries.slice(from, from + limit) ?? [];
    },
    extend: async (log, size, entries, next) => {
      checkLogId(log);
      const old = held.get(log);
      const oldSize = old?.checkpoint.size ?? 0;
      if (size !== oldSize) return err({ kind: 'stale', size: oldSize });
      checkExtension(size, entries, next);
      const leaves = entries.map((each) => leafOf(sha256, each));
      const frontier = grow(sha256, old?.frontier ?? EMPTY_FRONTIER, leaves);
      const root = rootOf(sha256, frontier);
      invariant(equal(root, next.root), 'a checkpoint covers the entries under it');
      // All checks are behind us: from here on nothing can fail half-way.
      const whole = old ?? { checkpoint: next, frontier, entries: [], levels: [] };
      whole.checkpoint = next;
      whole.frontier = frontier;
      // The caller may use its bytes again, so ours are a copy.
      for (const each of entries) whole.entries.push(entryOf(each).slice());
      for (const leaf of leaves) addHash(sha256, whole.levels, 0, leaf);
      held.set(log, whole);
      return ok(undefined);
    },
    erase: async (log, indexes) => {
      const whole = held.get(log);
      checkErasure(whole?.entries.length ?? 0, indexes);
      for (const index of indexes) whole?.entries.splice(index, 1, ERASED);
    },
    tile: async (log, level, index, width) => {
      const hashes = held.get(log)?.levels[level] ?? [];
      return sliceOf(hashes, index, width, (part) => concat(...part));
    },
    bundle: async (log, index, width) =>
      sliceOf(held.get(log)?.entries ?? [], index, width, formatBundle),
    logs: async () => [...held.keys()].toSorted(),
    copy: () => storeOver(sha256, copyOf(held)),
  };
}

function copyOf(held: ReadonlyMap<LogId, HeldLog>): Map<LogId, HeldLog> {
  const copies = new Map<LogId, HeldLog>();
  for (const [log, { entries, levels, ...rest }] of held) {
    copies.set(log, {
      ...rest,
      entries: [...entries],
      levels: levels.map((hashes) => [...hashes]),
    });
  }
  return copies;
}

function addHash(sha256: Sha256, levels: Uint8Array[][], level: number, hash: Uint8Array): void {
  const hashes = (levels[level] ??= []);
  hashes.push(hash);
  if (hashes.length % TILE_WIDTH !== 0) return;
  const full = grow(sha256, EMPTY_FRONTIER, hashes.slice(-TILE_WIDTH));
  addHash(sha256, levels, level + 1, rootOf(sha256, full));
}

function sliceOf<T>(
  all: readonly T[],
  index: number,
  width: number,
  format: (part: readonly T[]) => Uint8Array,
): Uint8Array | undefined {
  if (width < 1 || width > TILE_WIDTH || index < 0) return undefined;
  const part = all.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
  return part.length === width ? format(part) : undefined;
}

function shelfOver(texts: Map<string, string>): MemoryShelf {
  return {
    get: async (name) => {
      checkShelfName(name);
      return texts.get(name);
    },
    put: async (name, text) => {
      checkShelfName(name);
      checkShelfText(text);
      texts.set(name, text);
    },
    names: async (prefix) => [...texts.keys()].filter((name) => name.startsWith(prefix)).toSorted(),
    copy: () => shelfOver(new Map(texts)),
  };
}
