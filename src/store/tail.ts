import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { utf8 } from '../base/bytes.ts';
import { TroubleError } from '../base/result.ts';
import type { Added, Entry } from '../ledger/ports.ts';
import { ERASED, isErased } from '../ledger/ports.ts';
import { TILE_WIDTH } from '../proof/tile.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';
import { HASH_BYTES } from '../proof/tree.ts';
import { readAt } from './disk.ts';

/** How a tail begins: what it is, and of which version. */
export const TAIL_MAGIC: Uint8Array = utf8('tansiq1\n');
/** Bytes before the content of a frame: kind (8 bits), length (24 bits), CRC-32 (32 bits). */
export const FRAME_HEAD_BYTES = 8;
/** Bytes that a scan of a tail reads at a time. */
export const SCAN_BYTES = 1_048_576;

/** What a frame's first byte says it is. */
export const FRAME_KINDS = { 1: 'entry', 2: 'checkpoint', 3: 'erased' } as const;

/** Something that was added to a tail. */
export interface Frame {
  readonly kind: 'entry' | 'checkpoint' | 'erased';
  /** The entry, the checkpoint's note as UTF-8, or the leaf hash of an erased entry. */
  readonly bytes: Uint8Array;
  /** Where its content begins in the file, in bytes. */
  readonly at: number;
}

/** The growing end of a log: one file of frames, and where its entries lie in it. */
export interface Tail {
  readonly path: string;
  /** The index of its first entry. */
  readonly first: number;
  /** Where each entry begins and ends in the file, in bytes. Only ever added to. */
  readonly starts: number[];
  readonly ends: number[];
  /** Where the next frame goes: the end of the last checkpoint. */
  bytes: number;
}

/** A tail that holds nothing yet, in the folder of its log. */
export function emptyTail(folder: string, first: number): Tail {
  return { path: join(folder, `tail-${first}`), first, starts: [], ends: [], bytes: 0 };
}

/** The index after the last entry of a tail. */
export function endOf(tail: Tail): number {
  return tail.first + tail.starts.length;
}

/** The first index that the name of a tail gives, a multiple of 256; nothing for another name. */
export function parseTailName(name: string): number | undefined {
  const first = Number(/^tail-(0|[1-9]\d{0,15})$/.exec(name)?.[1] ?? Number.NaN);
  return first % TILE_WIDTH === 0 ? first : undefined;
}

/**
 * What one extension adds to a tail: its entries, then the note over them [S10]. A tail that holds
 * nothing yet gets its beginning too.
 */
export function formatExtension(
  tail: Tail,
  entries: readonly Added[],
  note: Uint8Array,
): { readonly bytes: Uint8Array; readonly starts: number[]; readonly ends: number[] } {
  const head = tail.bytes === 0 ? TAIL_MAGIC.length : 0;
  const frames = entries.map((each) =>
    isErased(each) ? ({ kind: 3, bytes: each.leaf } as const) : ({ kind: 1, bytes: each } as const),
  );
  const content = frames.reduce((sum, frame) => sum + frame.bytes.length, note.length);
  const bytes = Buffer.allocUnsafe(head + content + (entries.length + 1) * FRAME_HEAD_BYTES);
  bytes.set(TAIL_MAGIC.subarray(0, head));
  const size = endOf(tail) + entries.length;
  const starts: number[] = [];
  const ends: number[] = [];
  let at = head;
  for (const { kind, bytes: entry } of frames) {
    at = setFrame(bytes, at, entry, { kind, seed: endOf(tail) + starts.length });
    starts.push(tail.bytes + at - entry.length);
    ends.push(tail.bytes + at);
  }
  setFrame(bytes, at, note, { kind: 2, seed: size });
  return { bytes, starts, ends };
}

/** Reads entries `from` to before `upto` of a tail, and holds each against its checksum [S14]. */
export async function readTail(
  tail: Tail,
  handle: FileHandle,
  from: number,
  upto: number,
): Promise<Entry[]> {
  const added = await readAdded(tail, handle, from, upto);
  return added.map((each) => (isErased(each) ? ERASED : each));
}

/** Reads entries `from` to before `upto` of a tail as they were added to it. */
export async function readAdded(
  tail: Tail,
  handle: FileHandle,
  from: number,
  upto: number,
): Promise<Added[]> {
  if (from >= upto) return [];
  const begin = tail.starts[from - tail.first]! - FRAME_HEAD_BYTES;
  const bytes = await readAt(handle, begin, tail.ends[upto - 1 - tail.first]! - begin);
  const entries: Added[] = [];
  for (let index = from; index < upto; index += 1) {
    const at = tail.starts[index - tail.first]! - FRAME_HEAD_BYTES - begin;
    const frame = parseFrame(bytes, at, index);
    if (!frame || frame.kind === 'checkpoint') {
      throw new TroubleError('store-damaged', { file: tail.path, index, what: 'checksum' });
    }
    entries.push(frame.kind === 'entry' ? frame.bytes : { leaf: frame.bytes });
  }
  return entries;
}

/** The frames of a tail from its beginning, as far as they are whole. */
export async function* scanTail(handle: FileHandle, first: number): AsyncGenerator<Frame> {
  let window = await readAt(handle, 0, SCAN_BYTES);
  if (!TAIL_MAGIC.every((byte, at) => window[at] === byte)) return;
  let [start, at, index] = [0, TAIL_MAGIC.length, first];
  for (;;) {
    let frame = parseFrame(window, at - start, index);
    if (!frame) {
      // The frame may only be cut by the window's end.
      window = await readAt(handle, at, SCAN_BYTES);
      start = at;
      frame = parseFrame(window, 0, index);
    }
    if (!frame) return;
    yield { ...frame, at: at + FRAME_HEAD_BYTES };
    at += FRAME_HEAD_BYTES + frame.bytes.length;
    if (frame.kind !== 'checkpoint') index += 1;
  }
}

/** How many whole notes seem to follow from `at`, by the heads of frames; content is not checked. */
export async function countNotes(handle: FileHandle, at: number): Promise<number> {
  const { size } = await handle.stat();
  let notes = 0;
  for (let next = at; ;) {
    const head = Buffer.from(await readAt(handle, next, FRAME_HEAD_BYTES));
    if (head.length < FRAME_HEAD_BYTES || !(head.readUInt8(0) in FRAME_KINDS)) return notes;
    next += FRAME_HEAD_BYTES + head.readUIntBE(1, 3);
    if (head.readUInt8(0) === 2 && next <= size) notes += 1;
  }
}

function setFrame(
  into: Buffer,
  at: number,
  content: Uint8Array,
  { kind, seed }: { readonly kind: keyof typeof FRAME_KINDS; readonly seed: number },
): number {
  const { length } = content;
  into[at] = kind;
  into[at + 1] = length >>> 16;
  into[at + 2] = length >>> 8;
  into[at + 3] = length;
  into.set(content, at + FRAME_HEAD_BYTES);
  into.writeUInt32BE(crc32(content, headSum(into, at, seed)), at + 4);
  return at + FRAME_HEAD_BYTES + length;
}

/** The frame that begins at `at` of `source`, if it is whole and what was written. */
function parseFrame(
  source: Uint8Array,
  at: number,
  seed: number,
): Pick<Frame, 'kind' | 'bytes'> | undefined {
  const start = at + FRAME_HEAD_BYTES;
  if (source.length < start) return undefined;
  const kind = FRAME_KINDS[source[at] as keyof typeof FRAME_KINDS] as Frame['kind'] | undefined;
  const length = (source[at + 1]! << 16) | (source[at + 2]! << 8) | source[at + 3]!;
  if (!kind || start + length > source.length || length > NOTE_BYTES_MAX) return undefined;
  if (kind === 'erased' && length !== HASH_BYTES) return undefined;
  const bytes = source.subarray(start, start + length);
  const sum = crc32(bytes, headSum(source, at, seed));
  const view = new DataView(source.buffer, source.byteOffset + at + 4, 4);
  return sum === view.getUint32(0) ? { kind, bytes } : undefined;
}

// The seed is the index that comes next, so a frame in another's place is found too.
function headSum(bytes: Uint8Array, at: number, seed: number): number {
  return crc32(bytes.subarray(at, at + 4), seed % 2 ** 32);
}
