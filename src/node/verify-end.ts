import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { Sha256 } from '../base/bytes.ts';
import { concat } from '../base/bytes.ts';
import { TroubleError } from '../base/result.ts';
import type { LogSource } from '../proof/audit.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';
import { TILE_WIDTH, formatBundle } from '../proof/tile.ts';
import type { Added } from '../ledger/ports.ts';
import { ERASED, entryOf, leafOf } from '../ledger/ports.ts';
import type { Frame } from '../store/tail.ts';
import { FRAME_HEAD_BYTES, FRAME_KINDS, TAIL_MAGIC, parseTailName } from '../store/tail.ts';
import { folderLogSource, readIfThere } from './verify-source.ts';

/** How many entries in a row may be missing from a growing end and still be named. */
const DROPPED_ENTRIES_MAX = 1024;

/** One thing that is wrong with the growing end of a log, by the checksums of its frames. */
export type EndFinding =
  /** Bytes of this entry, or of the head before it, are not those that were written. */
  | { readonly kind: 'flipped-byte'; readonly index: number; readonly file: string }
  | { readonly kind: 'dropped-entry'; readonly index: number; readonly count: number }
  /** A checkpoint that was written over `size` entries can no longer be read. */
  | { readonly kind: 'damaged-note'; readonly size: number; readonly file: string };

/** A log as our store keeps it on disk, read without opening, locking or changing anything. */
export interface StoreFolder {
  readonly source: LogSource;
  /** Every checkpoint in the growing end and in the file `checkpoint`, the smallest first. */
  readonly checkpoints: readonly Checkpoint[];
  readonly findings: readonly EndFinding[];
}

/** Reads a log's folder in our store's own layout; nothing where `dir` has no growing end. */
export async function readStoreFolder(
  dir: string,
  sha256: Sha256,
): Promise<StoreFolder | undefined> {
  const names = await readdir(dir).catch((thrown: unknown) => {
    throw new TroubleError('source-unreadable', { source: dir, reason: 'no folder' }, thrown);
  });
  const firsts = names.map(parseTailName).filter((first) => first !== undefined);
  if (firsts.length === 0) return undefined;
  for (const first of firsts.toSorted((one, other) => other - one)) {
    const file = `tail-${first}`;
    const bytes = await readIfThere(path.join(dir, file));
    const end = readEnd(Buffer.from(bytes ?? []), first, file);
    // A tail takes the place of an older one with its first checkpoint.
    if (end.checkpoints.length > 0) return storeFolder(dir, end, sha256);
  }
  return storeFolder(dir, readEnd(Buffer.alloc(0), 0, 'tail-0'), sha256);
}

interface End {
  readonly first: number;
  /** From `first` on; a hole where an entry was dropped. */
  readonly entries: readonly (Added | undefined)[];
  /** The indexes of entries whose checksum does not hold. */
  readonly bad: ReadonlySet<number>;
  readonly checkpoints: readonly Checkpoint[];
  readonly findings: readonly EndFinding[];
}

async function storeFolder(dir: string, end: End, sha256: Sha256): Promise<StoreFolder> {
  const files = folderLogSource(dir);
  const shownBytes = await readIfThere(path.join(dir, 'checkpoint'));
  const shown = shownBytes ? parseCheckpoint(Buffer.from(shownBytes).toString('utf8')) : undefined;
  const checkpoints = [...end.checkpoints, ...(shown?.ok ? [shown.value] : [])].toSorted(
    (one, other) => one.size - other.size,
  );
  const inEnd = (index: number, width: number) => {
    const from = index * TILE_WIDTH - end.first;
    return end.entries.slice(from, from + width);
  };
  const source: LogSource = {
    async checkpoint() {
      const last = checkpoints.at(-1);
      if (!last) throw new TroubleError('no-checkpoint');
      return last.note;
    },
    async tile(level, index, width) {
      if (level > 0 || index * TILE_WIDTH < end.first) return files.tile(level, index, width);
      const held = inEnd(index, width);
      const isSound = held.every((entry, i) => entry && !end.bad.has(index * TILE_WIDTH + i));
      // Entries whose checksums hold stand for the tile that is not written yet.
      if (!isSound || held.length < width) return undefined;
      return concat(...held.map((entry) => leafOf(sha256, entry ?? ERASED)));
    },
    async bundle(index, width) {
      if (index * TILE_WIDTH < end.first) return files.bundle(index, width);
      const held = inEnd(index, width).filter((entry) => entry !== undefined);
      return held.length > 0 ? formatBundle(held.map(entryOf)) : undefined;
    },
  };
  return { source, checkpoints, findings: end.findings };
}

/** Reads frames as far as there are any, naming those whose checksums do not hold. */
function readEnd(bytes: Buffer, first: number, file: string): End {
  const entries: (Added | undefined)[] = [];
  const bad = new Set<number>();
  const checkpoints: Checkpoint[] = [];
  const findings: EndFinding[] = [];
  // What follows the last checkpoint was never acknowledged, so only a checkpoint makes it count.
  const waiting: EndFinding[] = [];
  let at: number = TAIL_MAGIC.length;
  while (at < bytes.length) {
    const index = first + entries.length;
    const frame = frameAt(bytes, at, index) ?? frameAfter(bytes, at + 1, index);
    if (!frame) break;
    at = frame.end;
    if (frame.seed !== undefined && frame.seed > index) {
      const count = frame.seed - index;
      // Bytes that lead nowhere before a frame are what is left of the entry before it.
      if (frame.skipped) waiting.push({ kind: 'flipped-byte', index, file });
      else waiting.push({ kind: 'dropped-entry', index, count });
      for (let i = 0; i < count; i += 1) entries.push(undefined);
    }
    if (frame.kind !== 'checkpoint') {
      const place = first + entries.length;
      const content = new Uint8Array(frame.content);
      entries.push(frame.kind === 'entry' ? content : { leaf: content });
      if (frame.seed === undefined) {
        bad.add(place);
        waiting.push({ kind: 'flipped-byte', index: place, file });
      }
      continue;
    }
    const checkpoint = parseCheckpoint(frame.content.toString('utf8'));
    if (frame.seed === undefined || !checkpoint.ok) {
      waiting.push({ kind: 'damaged-note', size: first + entries.length, file });
      continue;
    }
    checkpoints.push(checkpoint.value);
    findings.push(...waiting.splice(0));
  }
  return { first, entries, bad, checkpoints, findings };
}

interface ReadFrame {
  readonly kind: Frame['kind'];
  readonly content: Buffer;
  readonly end: number;
  /** The index that its checksum was made for; nothing where it holds for none. */
  readonly seed: number | undefined;
  readonly skipped: boolean;
}

function frameAt(bytes: Buffer, at: number, index: number): ReadFrame | undefined {
  if (at + FRAME_HEAD_BYTES > bytes.length) return undefined;
  const kind = bytes.readUInt8(at);
  const end = at + FRAME_HEAD_BYTES + bytes.readUIntBE(at + 1, 3);
  const isFrame = isKind(kind);
  if (!isFrame || end > bytes.length || end - at > FRAME_HEAD_BYTES + NOTE_BYTES_MAX) {
    return undefined;
  }
  const seed = seedOf(bytes.subarray(at, end), index);
  // A head that claims more than its frame would swallow those after it.
  if (seed === undefined && end < bytes.length && !isHead(bytes, end)) return undefined;
  const content = bytes.subarray(at + FRAME_HEAD_BYTES, end);
  return { kind: FRAME_KINDS[kind], content, end, seed, skipped: false };
}

/** The next frame whose checksum holds, where the bytes at hand are none. */
function frameAfter(bytes: Buffer, from: number, index: number): ReadFrame | undefined {
  for (let at = from; at + FRAME_HEAD_BYTES <= bytes.length; at += 1) {
    const frame = frameAt(bytes, at, index);
    if (frame?.seed !== undefined) return { ...frame, skipped: true };
  }
  return undefined;
}

function isHead(bytes: Buffer, at: number): boolean {
  if (at + FRAME_HEAD_BYTES > bytes.length) return false;
  const end = at + FRAME_HEAD_BYTES + bytes.readUIntBE(at + 1, 3);
  return isKind(bytes.readUInt8(at)) && end <= bytes.length;
}

function isKind(kind: number): kind is keyof typeof FRAME_KINDS {
  return kind in FRAME_KINDS;
}

/** The index for which a frame's checksum was made, looking a little ahead of `index`. */
function seedOf(frame: Buffer, index: number): number | undefined {
  const [head, content] = [frame.subarray(0, 4), frame.subarray(FRAME_HEAD_BYTES)];
  const sum = frame.readUInt32BE(4);
  for (let seed = index; seed <= index + DROPPED_ENTRIES_MAX; seed += 1) {
    if (crc32(content, crc32(head, seed % 2 ** 32)) === sum) return seed;
  }
  return undefined;
}
