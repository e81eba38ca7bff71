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
  /** The tails that are there, oldest first. */
  readonly tails: readonly Tail[];
  /** How many bundles are in files of their own; these need no tail. */
  readonly settled: number;
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
  const scan = await scanTails(place, names, shown);
  const checkpoint = decideEnd(place, scan, shown);
  const size = checkpoint?.size ?? 0;
  if (!checkpoint && names.includes('tile')) throw damageOf(place, 'checkpoint-missing');
  const settled = checkpoint ? scan.base / TILE_WIDTH : 0;
  const base = await readSpine(place, settled * TILE_WIDTH);
  const grown = growSpine(place.sha256, base, scan.leaves);
  if (shown && shown.size >= base.size) {
    const early = scan.leaves.slice(0, shown.size - base.size);
    checkRoot(place, growSpine(place.sha256, base, early).spine, shown);
  }
  if (checkpoint) checkRoot(place, grown.spine, checkpoint);
  const repairs = await cut(place, names, scan, size);
  return {
    held: {
      checkpoint,
      spine: grown.spine,
      tails: scan.tails,
      settled,
      unsettled: grown.full,
      shown: shown?.note,
    },
    repairs,
  };
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

/** What the tails hold up to their last whole checkpoint, and how much was found past it. */
interface TailScan {
  readonly tails: Tail[];
  /** From where `leaves` count: entries before it are in full bundles. */
  readonly base: number;
  /** Leaf hashes of the entries from `base`. */
  readonly leaves: Uint8Array[];
  committed: Checkpoint | undefined;
  /** Whole entries past the last checkpoint, by the tail's first index. */
  readonly torn: Map<number, number>;
  /** The first index of the oldest tail. */
  readonly first: number | undefined;
}

/** Reads the tails as far as they are whole, without changing anything. */
export async function scanTails(
  place: LogPlace,
  names: readonly string[],
  shown: Checkpoint | undefined,
): Promise<TailScan> {
  const firsts = names
    .map(parseTailName)
    .filter((first) => first !== undefined)
    .toSorted((one, other) => one - other);
  const [first] = firsts;
  // A tail is removed only when its bundles are in files, so what is before the oldest is there.
  const base = Math.ceil((first ?? shown?.size ?? 0) / TILE_WIDTH) * TILE_WIDTH;
  const scan: TailScan = {
    tails: [],
    base,
    leaves: [],
    committed: undefined,
    torn: new Map(),
    first,
  };
  let next = first;
  for (const each of firsts) {
    if (each !== next) break;
    const tail = emptyTail(place.folder, each);
    await scanOne(place, scan, tail);
    if (tail.bytes > 0) scan.tails.push(tail);
    next = endOf(tail);
  }
  return scan;
}

async function scanOne(place: LogPlace, scan: TailScan, tail: Tail): Promise<void> {
  let whole = 0;
  await withFile(await open(tail.path, 'r'), async (handle) => {
    let end = TAIL_MAGIC.length;
    for await (const frame of scanTail(handle, tail.first)) {
      end = frame.at + frame.bytes.length;
      if (frame.kind === 'entry') {
        if (endOf(tail) >= scan.base) scan.leaves.push(leafHash(place.sha256, frame.bytes));
        tail.starts.push(frame.at);
        tail.ends.push(end);
        continue;
      }
      const note = parseUtf8(frame.bytes);
      const checkpoint = note.ok ? parseCheckpoint(note.value) : note;
      if (!checkpoint.ok || checkpoint.value.size !== endOf(tail)) break;
      scan.committed = checkpoint.value;
      tail.bytes = end;
      whole = tail.starts.length;
    }
    // One extension at most can be torn: a second note past a bad frame was acknowledged.
    if ((await countNotes(handle, end)) > 1) {
      throw damageOf(place, 'checksum', { file: basename(tail.path), index: endOf(tail) });
    }
  });
  scan.torn.set(tail.first, tail.starts.length - whole);
  tail.starts.length = whole;
  tail.ends.length = whole;
  scan.leaves.length = Math.max(0, Math.min(scan.leaves.length, endOf(tail) - scan.base));
}

/** The checkpoint that stands: the tails' last, or the one shown where all tails were removed. */
export function decideEnd(
  place: LogPlace,
  scan: TailScan,
  shown: Checkpoint | undefined,
): Checkpoint | undefined {
  const size = shown?.size ?? 0;
  const first = scan.first ?? size;
  // Without a tail, only full bundles are there.
  const entries = scan.committed?.size ?? Math.min(first, floorOf(size));
  if (size > entries) throw damageOf(place, 'entries-missing', { size, entries });
  if (scan.committed) {
    if (scan.base > entries) throw damageOf(place, 'entries-missing', { size: scan.base, entries });
  } else if (first !== size) {
    throw damageOf(place, 'checkpoint-missing', { entries: first });
  }
  return scan.committed ?? shown;
}

function floorOf(size: number): number {
  return Math.floor(size / TILE_WIDTH) * TILE_WIDTH;
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
  scan: TailScan,
  size: number,
): Promise<Repair[]> {
  const repairs: Repair[] = [];
  const say = (kind: Repair['kind'], file: string, entries: number, bytes: number): void => {
    repairs.push({ kind, log: place.log, file, entries, bytes, size });
  };
  for (const file of names) {
    const path = join(place.folder, file);
    const first = parseTailName(file);
    if (first === undefined && !file.endsWith(UNFINISHED)) continue;
    const { size: bytes } = await stat(path);
    const tail = scan.tails.find((each) => each.first === first);
    if (!tail) {
      await rm(path);
      const entries = scan.torn.get(first ?? -1) ?? 0;
      say(first === undefined ? 'left-over' : 'torn-end', file, entries, bytes);
      continue;
    }
    await withFile(await open(path, 'r+'), async (handle) => {
      if (bytes > tail.bytes) {
        await handle.truncate(tail.bytes);
        say('torn-end', file, scan.torn.get(tail.first) ?? 0, bytes - tail.bytes);
      }
      // What was written but not synced when the process ended is shown from here on [S10].
      await handle.sync();
    });
  }
  await syncFolder(place.folder);
  return repairs;
}
