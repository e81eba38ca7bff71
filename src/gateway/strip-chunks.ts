import { concat, equal, utf8 } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { orientationBlock, orientationIn } from './exif-orientation.ts';
import type { StripFault } from './strip-parts.ts';
import { joined } from './strip-parts.ts';

const PNG_HEAD = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Of a PNG what draws it; the rest is words, times, positions and whatever nobody knows. */
const PNG_KEPT: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'],
  ...['gAMA', 'cHRM', 'sRGB', 'cICP', 'sBIT', 'bKGD', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/** Of a WebP what draws it. */
const WEBP_KEPT: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']);

/** Flags of `VP8X` that say that a profile, Exif and XMP are there. */
const [ICC_FLAG, EXIF_FLAG, XMP_FLAG] = [0x20, 0x08, 0x04];

/** Bytes of a frame's own head, before its chunks. */
const FRAME_HEAD_BYTES = 16;

/** How many chunks an image may have. */
const CHUNKS_MAX = 50_000;

/** A PNG image without texts, times, Exif, and what follows its end. [G12] */
export function stripPng(bytes: Uint8Array): Result<Uint8Array, StripFault> {
  if (!equal(bytes.subarray(0, PNG_HEAD.length), PNG_HEAD)) return damaged(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [PNG_HEAD];
  let at = PNG_HEAD.length;
  let isDrawn = false;
  for (let count = 0; count < CHUNKS_MAX; count += 1) {
    if (at + 12 > bytes.length) return damaged(at);
    const name = nameAt(bytes, at + 4);
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length || (count === 0) !== (name === 'IHDR')) return damaged(at);
    if (PNG_KEPT.has(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IDAT') isDrawn = true;
    if (name === 'IEND') return isDrawn ? ok(joined(kept)) : damaged(at);
    at = end;
  }
  return damaged(at);
}

/** A WebP image without its profile, Exif, XMP and what nobody knows; how it is to be turned stays. [G12] */
export function stripWebp(bytes: Uint8Array): Result<Uint8Array, StripFault> {
  if (nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WEBP') return damaged(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) return damaged(4);
  const read = chunksOf(bytes.subarray(0, end), 12);
  if (!read.ok) return read;
  const exif = read.value.find(({ name }) => name === 'EXIF');
  const turn = exif ? orientationIn(withoutPrefix(exif.body)) : 1;
  const isExtended = read.value.some(({ name }) => name === 'VP8X');
  const isTurned = turn !== 1 && isExtended;
  const kept: Uint8Array[] = [];
  for (const { name, body } of read.value) {
    if (!WEBP_KEPT.has(name)) continue;
    const clean = name === 'VP8X' ? flagged(body, isTurned) : name === 'ANMF' ? frame(body) : body;
    if (!clean) return damaged(0);
    kept.push(chunk(name, clean));
  }
  if (kept.length === 0) return damaged(12);
  if (isTurned) kept.push(chunk('EXIF', orientationBlock(turn)));
  const all = joined([utf8('WEBP'), ...kept]);
  return ok(concat(utf8('RIFF'), lengthOf(all), all));
}

interface Chunk {
  readonly name: string;
  readonly body: Uint8Array;
}

function chunksOf(bytes: Uint8Array, from: number): Result<readonly Chunk[], StripFault> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = from; at < bytes.length;) {
    if (at + 8 > bytes.length || chunks.length === CHUNKS_MAX) return damaged(at);
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > bytes.length) return damaged(at);
    chunks.push({ name: nameAt(bytes, at), body: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return ok(chunks);
}

/** A frame of a moving image with what draws it alone. */
function frame(body: Uint8Array): Uint8Array | undefined {
  const read = chunksOf(body, FRAME_HEAD_BYTES);
  if (!read.ok || body.length < FRAME_HEAD_BYTES) return undefined;
  const kept = read.value.filter(({ name }) => WEBP_KEPT.has(name) && name !== 'ANMF');
  const chunks = kept.map((each) => chunk(each.name, each.body));
  return joined([body.subarray(0, FRAME_HEAD_BYTES), ...chunks]);
}

function flagged(body: Uint8Array, isTurned: boolean): Uint8Array | undefined {
  if (body.length < 10) return undefined;
  const flags = (body[0] ?? 0) & ~(ICC_FLAG | EXIF_FLAG | XMP_FLAG);
  return Uint8Array.of(isTurned ? flags | EXIF_FLAG : flags, ...body.subarray(1, 10));
}

function withoutPrefix(body: Uint8Array): Uint8Array {
  const prefix = utf8('Exif\0\0');
  return equal(body.subarray(0, prefix.length), prefix) ? body.subarray(prefix.length) : body;
}

function chunk(name: string, body: Uint8Array): Uint8Array {
  return concat(utf8(name), lengthOf(body), body, new Uint8Array(body.length % 2));
}

function lengthOf(body: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length, true);
  return length;
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCodePoint(...bytes.subarray(at, at + 4));
}

function damaged(at: number): Result<never, StripFault> {
  return err({ kind: 'attachment-damaged', at });
}
