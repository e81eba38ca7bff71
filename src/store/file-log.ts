import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { equal, utf8 } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { TroubleError, err, invariant, ok } from '../base/result.ts';
import type { Added, StaleFault } from '../ledger/ports.ts';
import { leavesOf } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { TILE_WIDTH } from '../proof/tile.ts';
import {
  isHostFault,
  isMissing,
  makeFolder,
  replaceDurably,
  syncFolder,
  troubleOf,
  withFile,
  writeAll,
} from './disk.ts';
import type { Line } from './line.ts';
import { openLine } from './line.ts';
import type { HeldLog, LogPlace, Repair } from './log-opening.ts';
import { damageOf, openLog } from './log-opening.ts';
import { eraseFromBundles, readCleared, removeStrays } from './log-erasing.ts';
import { checkErasure, checkExtension } from './memory.ts';
import type { Settling } from './settling.ts';
import { beginSettling } from './settling.ts';
import { EMPTY_SPINE, growSpine, rootOfSpine } from './spine.ts';
import type { Tail } from './tail.ts';
import { emptyTail, endOf, formatExtension, readAdded } from './tail.ts';

/** How long the file `checkpoint` may be behind the tail [S13]. */
export const CHECKPOINT_LAG_MS = 500;
/** Full bundles that get files once the log rests: many at once cost a disk far less. */
export const SETTLED_BUNDLES_MIN = 32;
/** Bytes of a tail with which its full bundles get files once the log rests, be they few. */
export const TAIL_BYTES_MIN = 16_777_216;
/** With so many full bundles, or such a tail, they get files though the log does not rest. */
export const SETTLED_BUNDLES_MAX = 256;
/** Bytes of such a tail. */
export const TAIL_BYTES_MAX = 4 * TAIL_BYTES_MIN;
/** A log rests when nothing was added to it for so long, in milliseconds. */
export const REST_MS = 1_000;
/** Full tiles that may wait in memory for a disk that takes no files; then the log takes no more. */
export const UNSETTLED_TILES_MAX = 1024;
/** Full tiles beyond those that are getting files, with which the next extension waits for these. */
export const TILES_BEHIND_MAX = 64;

const NEW_LOG: HeldLog = {
  checkpoint: undefined,
  spine: EMPTY_SPINE,
  tail: undefined,
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
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** What is getting files beside the line, and is to be ended in line. */
  #settling: Settling | undefined;
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
    entries: readonly Added[],
    next: Checkpoint,
  ): Promise<Result<void, StaleFault>> {
    return this.#inLine(async () => {
      const before = await this.#current();
      const oldSize = before.checkpoint?.size ?? 0;
      if (size !== oldSize) return err({ kind: 'stale', size: oldSize });
      checkExtension(size, entries, next);
      if (before.unsettled.length >= UNSETTLED_TILES_MAX) await this.#settle();
      else if (isBehind(before, this.#settling)) await this.#settling?.ended;
      await this.#commit(entries, next);
      return ok(undefined);
    });
  }

  /** {@link Store.erase} */
  async erase(indexes: readonly number[]): Promise<void> {
    await this.#inLine(async () => {
      const held = await this.#current();
      checkErasure(held.spine.size, indexes);
      const first = held.tail?.first ?? 0;
      await eraseFromBundles(
        this.#place,
        indexes.filter((index) => index < first),
      );
      const inTail = indexes.filter((index) => index >= first);
      if (inTail.length === 0) return;
      await this.#stopSettling();
      await this.#eraseFromTail(held, inTail);
    });
  }

  /** Ends what was begun and lets go of all files. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#inLine(async () => {
      this.#closed = true;
      clearTimeout(this.#rest);
      try {
        // What came while files were written beside the line gets its own now.
        while ((this.#held?.unsettled.length ?? 0) > 0) await this.#settle();
        await this.#showLatest();
      } catch (cause) {
        // What was acknowledged is in the tail; the next start finds the rest still to be done.
        if (!isHostFault(cause)) throw cause;
      } finally {
        await this.#stopSettling();
        await this.#end?.close();
        this.#end = undefined;
      }
    });
  }

  async #inLine<T>(job: () => Promise<T>): Promise<T> {
    return this.#line(async () => {
      // What was still under way when the node was told to stop is refused, and nothing is lost.
      if (this.#closed) throw new TroubleError('node-stopping');
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
    if (held.tail) this.#end = await open(held.tail.path, 'r+');
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
  async #commit(entries: readonly Added[], next: Checkpoint): Promise<void> {
    const before = await this.#current();
    const { sha256 } = this.#place;
    const leaves = leavesOf(sha256, entries);
    const { spine, full } = growSpine(sha256, before.spine, leaves);
    const root = rootOfSpine(sha256, spine);
    invariant(equal(root, next.root), 'a checkpoint covers the entries under it');
    let tail: Tail;
    try {
      tail = before.tail ?? (await this.#firstTail());
      invariant(this.#end !== undefined, 'a tail that is written to is open');
      await append(this.#end, tail, entries, next);
    } catch (cause) {
      await this.#forget();
      throw cause;
    }
    const unsettled = [...before.unsettled, ...full];
    this.#held = { ...before, checkpoint: next, spine, tail, unsettled };
    this.#acknowledged = next.size;
    this.#timer ??= setTimeout(() => this.#later(() => this.#showLatest()), CHECKPOINT_LAG_MS);
    this.#timer.unref();
    this.#settleInTime(this.#held);
  }

  /** [W4] Puts a tail without these entries in the place of the one that has them. */
  async #eraseFromTail(held: HeldLog, indexes: readonly number[]): Promise<void> {
    const { tail, checkpoint } = held;
    invariant(tail !== undefined && checkpoint !== undefined, 'a log has its end and a checkpoint');
    const { folder } = this.#place;
    await removeStrays(folder, tail, indexes);
    const cleared = await readCleared(this.#place, tail, indexes);
    if (!cleared) return;
    const next = emptyTail(folder, tail.first);
    const note = utf8(checkpoint.note);
    const { bytes, starts, ends } = formatExtension(next, cleared, note);
    // Who reads by the old places meanwhile finds them not to hold, waits here, and reads again.
    await this.#forget();
    await replaceDurably(tail.path, bytes);
    this.#end = await open(tail.path, 'r+');
    this.#held = { ...held, tail: { ...next, starts, ends, bytes: bytes.length } };
  }

  async #firstTail(): Promise<Tail> {
    const { folder } = this.#place;
    await this.#folder(folder);
    const tail = emptyTail(folder, 0);
    this.#end = await open(tail.path, 'w');
    await syncFolder(folder);
    return tail;
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

  /** [S13] Puts the latest note where those who read the folder find it. */
  async #showLatest(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const note = this.#held?.checkpoint?.note;
    if (!this.#held || note === undefined || note === this.#held.shown) return;
    await replaceDurably(join(this.#place.folder, 'checkpoint'), utf8(note));
    this.#held = { ...this.#held, shown: note };
  }

  /** [S12] Begins to give full bundles and tiles files of their own, beside the line. */
  #beginSettling(): Settling | undefined {
    const held = this.#held;
    if (this.#settling || !held || held.unsettled.length === 0) return this.#settling;
    const { folder } = this.#place;
    const settling = beginSettling(folder, held, (path) => this.#folder(path));
    this.#settling = settling;
    void settling.ended.then(() => this.#later(() => this.#endSettling(settling)));
    return settling;
  }

  /** Gives full bundles and tiles files of their own, and waits for it. Must be called in line. */
  async #settle(): Promise<void> {
    const settling = this.#beginSettling();
    if (settling) await this.#endSettling(settling);
  }

  /** Lets nothing more of what is being written reach a file, for some of it is to be erased. [W4] */
  async #stopSettling(): Promise<void> {
    this.#settling?.stop();
    await this.#settling?.ended;
    this.#settling = undefined;
  }

  /** [S12] A new tail takes on from what has got files. Must be called in line. */
  async #endSettling(settling: Settling): Promise<void> {
    const cause = await settling.ended;
    if (this.#settling !== settling) return;
    this.#settling = undefined;
    if (cause !== undefined) throw cause;
    const held = this.#held;
    const settled = settling.held;
    // After trouble or an erasure another tail counts, whose full bundles get files anew.
    if (!held?.checkpoint || !held.tail || held.tail !== settled.tail) return;
    const { size } = settled.spine;
    const tail = await this.#takeOn(held.tail, size - (size % TILE_WIDTH), held.checkpoint);
    const unsettled = held.unsettled.slice(settled.unsettled.length);
    this.#held = { ...held, tail, unsettled };
    await rm(held.tail.path);
    // The old tail must not come back, for it knows nothing of what is added to the new one.
    await syncFolder(this.#place.folder);
    this.#settleInTime(this.#held);
  }

  /** [S12] Files are for times of rest: while a log grows, they would keep its next extension waiting. */
  #settleInTime(held: HeldLog): void {
    clearTimeout(this.#rest);
    if (isDue(held, this.#place.bundlesMax ?? SETTLED_BUNDLES_MAX, TAIL_BYTES_MAX))
      this.#beginSettling();
    else if (isDue(held, SETTLED_BUNDLES_MIN, TAIL_BYTES_MIN)) {
      const begin = async (): Promise<void> => void this.#beginSettling();
      this.#rest = setTimeout(() => this.#later(begin), REST_MS).unref();
    }
  }

  /** A new tail with the entries of `old` from `first` on. */
  async #takeOn(old: Tail, first: number, checkpoint: Checkpoint): Promise<Tail> {
    const { folder } = this.#place;
    const tail = emptyTail(folder, first);
    try {
      const rest = await withFile(await open(old.path, 'r'), (handle) =>
        readAdded(old, handle, first, endOf(old)),
      );
      const end = await open(tail.path, 'w');
      await this.#end?.close();
      this.#end = end;
      await append(end, tail, rest, checkpoint);
      await syncFolder(folder);
      return tail;
    } catch (cause) {
      await this.#forget();
      await rm(tail.path, { force: true }).catch(() => undefined);
      throw cause;
    }
  }

  async #folder(path: string): Promise<void> {
    if (this.#folders.has(path)) return;
    await makeFolder(path);
    this.#folders.add(path);
  }
}

/** Whether so many full bundles wait for files of their own, or lie in a tail of so many bytes. */
function isDue({ tail, spine, unsettled }: HeldLog, bundles: number, bytes: number): boolean {
  if (!tail || unsettled.length === 0) return false;
  const waiting = Math.floor((spine.size - tail.first) / TILE_WIDTH);
  return waiting >= bundles || tail.bytes >= bytes;
}

/** Whether so much came while files were written that the files must catch up first. */
function isBehind({ unsettled }: HeldLog, settling: Settling | undefined): boolean {
  if (!settling) return false;
  return unsettled.length - settling.held.unsettled.length >= TILES_BEHIND_MAX;
}

/** Adds entries and the checkpoint over them to a tail, with one write and one sync. */
async function append(
  end: FileHandle,
  tail: Tail,
  entries: readonly Added[],
  checkpoint: Checkpoint,
): Promise<void> {
  const { bytes, starts, ends } = formatExtension(tail, entries, utf8(checkpoint.note));
  await writeAll(end, bytes, tail.bytes);
  await end.datasync();
  for (const start of starts) tail.starts.push(start);
  for (const each of ends) tail.ends.push(each);
  tail.bytes += bytes.length;
}
