import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { equal, utf8 } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { TroubleError, err, invariant, ok } from '../base/result.ts';
import type { Entry, StaleFault } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { TILE_WIDTH, formatBundle, tilePath } from '../proof/tile.ts';
import { leafHash } from '../proof/tree.ts';
import {
  isHostFault,
  isMissing,
  makeFolder,
  replaceDurably,
  syncFolder,
  troubleOf,
  writeAll,
  writeDurably,
} from './disk.ts';
import type { Line } from './line.ts';
import { openLine } from './line.ts';
import type { HeldLog, LogPlace, Repair } from './log-opening.ts';
import { damageOf, openLog } from './log-opening.ts';
import { readEntries } from './log-reading.ts';
import { checkExtension } from './memory.ts';
import { EMPTY_SPINE, growSpine, rootOfSpine } from './spine.ts';
import type { Tail } from './tail.ts';
import { emptyTail, endOf, formatExtension } from './tail.ts';

/** How long the file `checkpoint` may be behind the tail [S13]. */
export const CHECKPOINT_LAG_MS = 250;
/** Full tiles that may wait in memory for a disk that takes no files; then the log takes no more. */
export const UNSETTLED_TILES_MAX = 1024;
/** Files that one log writes at a time. */
export const FILES_AT_ONCE_MAX = 4;

const NEW_LOG: HeldLog = {
  checkpoint: undefined,
  spine: EMPTY_SPINE,
  tails: [],
  settled: 0,
  unsettled: [],
  shown: undefined,
};

/**
 * One log on the disk. Whatever fails while it writes, it forgets what it had in memory and opens
 * itself again from the disk: so there is one way to recover, and it is the one that start takes.
 */
export class FileLog {
  readonly #place: LogPlace;
  readonly #say: (repair: Repair) => void;
  readonly #line: Line = openLine();
  readonly #folders = new Set<string>();
  #held: HeldLog | undefined;
  /** The file of the newest tail. */
  #end: FileHandle | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Entries that were acknowledged, or nothing for a log that was never extended. */
  #acknowledged: number | undefined;
  #broken: Error | undefined;
  #closed = false;

  private constructor(place: LogPlace, say: (repair: Repair) => void) {
    this.#place = place;
    this.#say = say;
  }

  /** Opens a log that has a folder. */
  static async open(place: LogPlace, say: (repair: Repair) => void): Promise<FileLog> {
    const log = new FileLog(place, say);
    await log.#inLine(() => log.#current());
    log.#later(() => log.#tidy());
    return log;
  }

  /** A log that has no folder yet; it gets one when it is first extended. */
  static fresh(place: LogPlace, say: (repair: Repair) => void): FileLog {
    return new FileLog(place, say);
  }

  /** What memory has of the log now. */
  async held(): Promise<HeldLog> {
    return this.#held ?? this.#inLine(() => this.#current());
  }

  /** {@link Store.extend} */
  async extend(
    size: number,
    entries: readonly Entry[],
    next: Checkpoint,
  ): Promise<Result<void, StaleFault>> {
    return this.#inLine(async () => {
      const before = await this.#current();
      const oldSize = before.checkpoint?.size ?? 0;
      if (size !== oldSize) return err({ kind: 'stale', size: oldSize });
      checkExtension(size, entries, next);
      if (before.unsettled.length >= UNSETTLED_TILES_MAX) await this.#settle(before);
      await this.#commit(entries, next);
      return ok(undefined);
    });
  }

  /** Ends what was begun and lets go of all files. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#inLine(async () => {
      this.#closed = true;
      try {
        await this.#tidy();
      } finally {
        await this.#end?.close();
        this.#end = undefined;
      }
    });
  }

  async #inLine<T>(job: () => Promise<T>): Promise<T> {
    return this.#line(async () => {
      invariant(!this.#closed, 'a store that was closed is not used');
      if (this.#broken !== undefined) throw this.#broken;
      try {
        return await job();
      } catch (cause) {
        throw troubleOf(cause, { log: this.#place.log });
      }
    });
  }

  /** Must be called in line. */
  async #current(): Promise<HeldLog> {
    if (this.#held) return this.#held;
    const { held, repairs } = await this.#open();
    for (const repair of repairs) this.#say(repair);
    const size = held.checkpoint?.size;
    if ((this.#acknowledged ?? 0) > (size ?? 0)) throw damageOf(this.#place, 'entries-missing');
    this.#acknowledged = size;
    const newest = held.tails.at(-1);
    if (newest) this.#end = await open(newest.path, 'r+');
    this.#held = held;
    return held;
  }

  async #open(): Promise<{ readonly held: HeldLog; readonly repairs: readonly Repair[] }> {
    try {
      return await openLog(this.#place);
    } catch (cause) {
      // Only a log that was never extended may have no folder.
      if (!isMissing(cause) || this.#acknowledged !== undefined) throw cause;
      return { held: NEW_LOG, repairs: [] };
    }
  }

  async #forget(): Promise<void> {
    this.#held = undefined;
    const end = this.#end;
    this.#end = undefined;
    await end?.close().catch(() => undefined);
  }

  /** [S10] One write, one sync; after it the extension stands. */
  async #commit(entries: readonly Entry[], next: Checkpoint): Promise<void> {
    const before = await this.#current();
    const { sha256 } = this.#place;
    const leaves = entries.map((entry) => leafHash(sha256, entry));
    const { spine, full } = growSpine(sha256, before.spine, leaves);
    const root = rootOfSpine(sha256, spine);
    invariant(equal(root, next.root), 'a checkpoint covers the entries under it');
    let tails = before.tails;
    try {
      const { tail, end } = await this.#tailOf(before);
      if (tail !== tails.at(-1)) tails = [...tails, tail];
      const { bytes, starts, ends } = formatExtension(tail, entries, utf8(next.note));
      await writeAll(end, bytes, tail.bytes);
      await end.datasync();
      for (const start of starts) tail.starts.push(start);
      for (const each of ends) tail.ends.push(each);
      tail.bytes += bytes.length;
    } catch (cause) {
      await this.#forget();
      throw cause;
    }
    const unsettled = [...before.unsettled, ...full];
    this.#held = { ...before, checkpoint: next, spine, tails, unsettled };
    this.#acknowledged = next.size;
    if (full.length > 0) this.#later(() => this.#tidy());
    else this.#timer ??= setTimeout(() => this.#later(() => this.#tidy()), CHECKPOINT_LAG_MS);
    this.#timer?.unref();
  }

  /** The tail to write to: the newest, or a new one when that holds as much as a bundle. */
  async #tailOf(held: HeldLog): Promise<{ readonly tail: Tail; readonly end: FileHandle }> {
    const newest = held.tails.at(-1);
    if (newest && this.#end && newest.starts.length < TILE_WIDTH) {
      return { tail: newest, end: this.#end };
    }
    const { folder } = this.#place;
    await this.#folder(folder);
    const tail = emptyTail(folder, held.spine.size);
    const end = await open(tail.path, 'w');
    await this.#end?.close();
    this.#end = end;
    await syncFolder(folder);
    return { tail, end };
  }

  /** Does a job when its turn comes, with nobody waiting for it. */
  #later(job: () => Promise<void>): void {
    const kept = this.#line(async () => {
      if (this.#closed || this.#broken !== undefined) return;
      await job();
    });
    kept.catch((cause: Error) => {
      // Trouble with the disk is met again by the next job of its kind; a false belief is not.
      if (!isHostFault(cause) && !(cause instanceof TroubleError)) this.#broken = cause;
    });
  }

  /** What need not be waited for: full bundles into files [S12], the note where it is seen [S13]. */
  async #tidy(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#held) return;
    if (this.#held.unsettled.length > 0) await this.#settle(this.#held);
    else this.#held = await this.#show(this.#held);
  }

  /** [S13] Puts the latest note where those who read the folder find it. */
  async #show(held: HeldLog): Promise<HeldLog> {
    const note = held.checkpoint?.note;
    if (note === undefined || note === held.shown) return held;
    await replaceDurably(join(this.#place.folder, 'checkpoint'), utf8(note));
    return { ...held, shown: note };
  }

  /** [S12] Gives full bundles and tiles files of their own and removes the tails that held them. */
  async #settle(held: HeldLog): Promise<void> {
    const { folder } = this.#place;
    const settled = Math.floor(held.spine.size / TILE_WIDTH);
    const files: { readonly path: string; readonly bytes: () => Promise<Uint8Array> }[] = [];
    for (const { level, index, bytes } of held.unsettled) {
      files.push({ path: join(folder, tilePath(level, index)), bytes: async () => bytes });
    }
    for (let index = held.settled; index < settled; index += 1) {
      const from = index * TILE_WIDTH;
      const bytes = async () => formatBundle(await readEntries(held, from, from + TILE_WIDTH));
      files.push({ path: join(folder, tilePath('entries', index)), bytes });
    }
    for (const { path } of files) await this.#folder(dirname(path));
    const rest = files.values();
    const write = async (): Promise<void> => {
      for (const { path, bytes } of rest) await writeDurably(path, await bytes());
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE_MAX }, write));
    for (const each of new Set(files.map(({ path }) => dirname(path)))) await syncFolder(each);
    const shown = await this.#show(held);
    const done = held.tails.filter((tail) => endOf(tail) <= settled * TILE_WIDTH);
    const tails = held.tails.slice(done.length);
    this.#held = { ...shown, tails, settled, unsettled: [] };
    if (tails.length === 0) {
      await this.#end?.close();
      this.#end = undefined;
    }
    for (const tail of done) {
      await rm(tail.path, { force: true });
      // Oldest first, each for good: a tail must not come back without the ones after it.
      await syncFolder(folder);
    }
  }

  async #folder(path: string): Promise<void> {
    if (this.#folders.has(path)) return;
    await makeFolder(path);
    this.#folders.add(path);
  }
}
