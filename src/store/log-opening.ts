import { open, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sha256 } from '../base/bytes.ts';
import { equal, parseUtf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { TILE_WIDTH, tilePath } from '../proof/tile.ts';
import { EMPTY_FRONTIER, HASH_BYTES, grow, leafHash, rootOf } from '../proof/tree.ts';
import { UNFINISHED, readIfThere, syncFolder, withFile } from './disk.ts';
import type { FullTile, Spine } from './spine.ts';
import { growSpine, rootOfSpine, spineOf } from './spine.ts';
import type { Tail } from './tail.ts';
import { TAIL_MAGIC, countNotes, emptyTail, endOf, parseTailName, scanTail } from './tail.ts';

/** Where one log lies, and what it is hashed with. */
export interface LogPlace {
  readonly log: LogId;
  readonly folder: string;
  readonly sha256: Sha256;
  /** With so many full bundles, these get files though the log does not rest. */
  readonly bundlesMax?: number;
}

/** What was found at start that was never acknowledged, and was taken away [S11]. */
export interface Repair {
  readonly kind: 'torn-end' | 'left-over';
  readonly log: LogId;
  readonly file: string;
  /** Whole entries in what was cut. */
  readonly entries: number;
  readonly bytes: number;
  /** Entries that the log holds. */
  readonly size: number;
}

/** One log as memory has it; replaced as a whole at each step, so a reader keeps a true picture. */
export interface HeldLog {
  readonly checkpoint: Checkpoint | undefined;
  readonly spine: Spine;
  /** Where its entries from the last settled bundle on are; none before the first extension. */
  readonly tail: Tail | undefined;
  /** Full tiles that are in no file yet. */
  readonly unsettled: readonly FullTile[];
  /** The note in the file `checkpoint`. */
  readonly shown: string | undefined;
}

/** The trouble of a log that is not what was acknowledged [S14]; `what` says how. */
export function damageOf(
  place: Pick<LogPlace, 'log'>,
  what: string,
  facts: Readonly<Record<string, string | number>> = {},
): TroubleError {
  return new TroubleError('store-damaged', { log: place.log, what, ...facts });
}

/** Opens a log that has a folder: finds its end, cuts what is past it, and holds all against its root. */
export async function openLog(
  place: LogPlace,
): Promise<{ readonly held: HeldLog; readonly repairs: readonly Repair[] }> {
  const names = await readdir(place.folder);
  const shown = await readShown(place);
  const found = await findTail(place, names);
  const { checkpoint, tail } = found;
  checkEnd(place, names, found, shown);
  const base = await readSpine(place, tail?.first ?? 0);
  const { spine, full } = growSpine(place.sha256, base, found.leaves);
  if (shown && shown.size >= base.size) {
    const early = found.leaves.slice(0, shown.size - base.size);
    checkRoot(place, growSpine(place.sha256, base, early).spine, shown);
  }
  if (checkpoint) checkRoot(place, spine, checkpoint);
  const repairs = await cut(place, names, found);
  const held = { checkpoint, spine, tail, unsettled: full, shown: shown?.note };
  return { held, repairs };
}

/** Reads the file `checkpoint`. */
export async function readShown(
  place: Pick<LogPlace, 'log' | 'folder'>,
): Promise<Checkpoint | undefined> {
  const bytes = await readIfThere(join(place.folder, 'checkpoint'));
  if (!bytes) return undefined;
  const note = parseUtf8(bytes);
  const checkpoint = note.ok ? parseCheckpoint(note.value) : note;
  if (!checkpoint.ok) {
    throw damageOf(place, 'checkpoint-unreadable', { reason: checkpoint.fault.kind });
  }
  return checkpoint.value;
}

/** What a tail holds up to its last whole checkpoint, and how much was found past it. */
interface FoundTail {
  readonly tail: Tail | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly leaves: readonly Uint8Array[];
  /** Whole entries past the last checkpoint, by the name of the file. */
  readonly torn: ReadonlyMap<string, number>;
  /** Where the newest tail has a frame that is not what was written, with a note after it. */
  readonly bad: { readonly file: string; readonly index: number } | undefined;
}

/**
 * Finds the tail that counts, without changing anything. A tail takes the place of another with
 * its first checkpoint, so it is the newest that has one.
 */
export async function findTail(place: LogPlace, names: readonly string[]): Promise<FoundTail> {
  const firsts = names.map(parseTailName).filter((first) => first !== undefined);
  const torn = new Map<string, number>();
  let bad: FoundTail['bad'];
  for (const first of firsts.toSorted((one, other) => other - one)) {
    const tail = emptyTail(place.folder, first);
    const { checkpoint, leaves, hasMore } = await scanWhole(place, tail);
    const file = basename(tail.path);
    if (hasMore) bad ??= { file, index: first + leaves.length };
    torn.set(file, leaves.length - tail.starts.length);
    leaves.length = tail.starts.length;
    if (checkpoint) return { tail, checkpoint, leaves, torn, bad };
  }
  return { tail: undefined, checkpoint: undefined, leaves: [], torn, bad };
}

async function scanWhole(
  place: LogPlace,
  tail: Tail,
): Promise<{
  readonly checkpoint: Checkpoint | undefined;
  readonly leaves: Uint8Array[];
  readonly hasMore: boolean;
}> {
  const leaves: Uint8Array[] = [];
  let checkpoint: Checkpoint | undefined;
  let whole = 0;
  let hasMore = false;
  await withFile(await open(tail.path, 'r'), async (handle) => {
    let end = TAIL_MAGIC.length;
    for await (const frame of scanTail(handle, tail.first)) {
      if (frame.kind !== 'checkpoint') {
        const isHere = frame.kind === 'entry';
        leaves.push(isHere ? leafHash(place.sha256, frame.bytes) : frame.bytes.slice());
        tail.starts.push(frame.at);
        tail.ends.push(frame.at + frame.bytes.length);
      } else {
        const note = parseUtf8(frame.bytes);
        const read = note.ok ? parseCheckpoint(note.value) : note;
        if (!read.ok || read.value.size !== endOf(tail)) break;
        checkpoint = read.value;
        tail.bytes = frame.at + frame.bytes.length;
        whole = tail.starts.length;
      }
      end = frame.at + frame.bytes.length;
    }
    // One extension at most can be torn: a second note past a bad frame was acknowledged.
    const notes = await countNotes(handle, end);
    hasMore = notes > 0;
    if (notes > 1) {
      throw damageOf(place, 'checksum', {
        file: basename(tail.path),
        index: tail.first + leaves.length,
      });
    }
  });
  tail.starts.length = whole;
  tail.ends.length = whole;
  return { checkpoint, leaves, hasMore };
}

/** [S14] No checkpoint was shown over more than the tail vouches for. */
export function checkEnd(
  place: LogPlace,
  names: readonly string[],
  found: FoundTail,
  shown: Checkpoint | undefined,
): void {
  const entries = found.checkpoint?.size ?? 0;
  const isNew = !found.checkpoint && !names.includes('tile');
  if (shown && (shown.size > entries || !found.checkpoint)) {
    if (found.bad) throw damageOf(place, 'checksum', found.bad);
    throw damageOf(place, 'entries-missing', { size: shown.size, entries });
  }
  if (!found.checkpoint && !isNew) throw damageOf(place, 'checkpoint-missing');
}

function checkRoot(place: LogPlace, spine: Spine, checkpoint: Checkpoint): void {
  if (equal(rootOfSpine(place.sha256, spine), checkpoint.root)) return;
  throw damageOf(place, 'root-differs', { size: checkpoint.size });
}

/** The spine of the first `size` entries, a multiple of 256, from the full tiles under it. */
async function readSpine(place: LogPlace, size: number): Promise<Spine> {
  const hashes: Uint8Array[][] = [[]];
  for (let level = 1; size >= TILE_WIDTH ** level; level += 1) {
    const upto = Math.floor(size / TILE_WIDTH ** level);
    const open: Uint8Array[] = [];
    for (let index = upto - (upto % TILE_WIDTH); index < upto; index += 1) {
      const tile = await readTile(place, level - 1, index);
      const frontier = grow(place.sha256, EMPTY_FRONTIER, hashesOf(tile));
      open.push(rootOf(place.sha256, frontier));
    }
    hashes.push(open);
  }
  return spineOf(place.sha256, size, hashes);
}

/** The bytes of a full tile from its file. */
export async function readTile(
  place: Pick<LogPlace, 'log' | 'folder'>,
  level: number,
  index: number,
): Promise<Uint8Array> {
  const file = tilePath(level, index);
  const bytes = await readIfThere(join(place.folder, file));
  if (!bytes) throw damageOf(place, 'tile-missing', { file });
  if (bytes.length !== TILE_WIDTH * HASH_BYTES) throw damageOf(place, 'tile-length', { file });
  return bytes;
}

/** The hashes of a tile one by one. */
export function hashesOf(tile: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: tile.length / HASH_BYTES }, (_, at) =>
    tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** [S11] Takes away what was never acknowledged, and brings what stays to the disk. */
async function cut(
  place: LogPlace,
  names: readonly string[],
  { tail, checkpoint, torn }: FoundTail,
): Promise<Repair[]> {
  const repairs: Repair[] = [];
  const size = checkpoint?.size ?? 0;
  for (const file of names) {
    const path = join(place.folder, file);
    const first = parseTailName(file);
    if (first === undefined && !file.endsWith(UNFINISHED)) continue;
    const found = { log: place.log, file, entries: torn.get(file) ?? 0, size };
    const { size: bytes } = await stat(path);
    if (path !== tail?.path) {
      // An older tail was replaced before the process ended; only a newer one was torn.
      const kind = first === undefined || first < size ? 'left-over' : 'torn-end';
      await rm(path);
      repairs.push({ ...found, kind, bytes });
      continue;
    }
    await withFile(await open(path, 'r+'), async (handle) => {
      if (bytes > tail.bytes) {
        await handle.truncate(tail.bytes);
        repairs.push({ ...found, kind: 'torn-end', bytes: bytes - tail.bytes });
      }
      // What was written but not synced when the process ended is shown from here on [S10].
      await handle.sync();
    });
  }
  await syncFolder(place.folder);
  return repairs;
}
