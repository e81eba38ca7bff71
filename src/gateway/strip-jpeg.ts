import { concat, equal, utf8 } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { orientationBlock, orientationIn } from './exif-orientation.ts';
import type { StripFault } from './strip-parts.ts';
import { joined } from './strip-parts.ts';

const EXIF = utf8('Exif\0\0');
const ADOBE = utf8('Adobe');

/** How many segments an image may have; a camera writes some dozens. */
const SEGMENTS_MAX = 20_000;

const [SOI, EOI, SOS, APP0, APP1, APP14, APP15, COM] = [
  0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xee, 0xef, 0xfe,
];

/**
 * A JPEG image without what says where, when and with what it was taken: all APP segments go but
 * Adobe's, which tells how colours are coded, and so do comments and what follows the image. How
 * it is to be turned stays. [G12] Every byte may have been chosen by somebody else.
 */
export function stripJpeg(bytes: Uint8Array): Result<Uint8Array, StripFault> {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return damaged(0);
  const kept: Uint8Array[] = [];
  let turn = 1;
  let isDrawn = false;
  let at = 2;
  for (let count = 0; ; count += 1) {
    if (count === SEGMENTS_MAX) return damaged(at);
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1; // Fill bytes may stand before a marker.
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return damaged(at);
    if (marker === EOI) break;
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    const end = at + 2 + length;
    // Of markers without a length only restarts exist, and these stand between drawn bytes.
    if (isBare(marker) || length < 2 || end > bytes.length) return damaged(at);
    const body = bytes.subarray(at + 4, end);
    if (marker === APP1 && startsWith(body, EXIF)) turn = orientationIn(body.subarray(6));
    if (isKept(marker, body)) kept.push(bytes.subarray(at, end));
    at = end;
    if (marker !== SOS) continue;
    const drawn = endOfDrawn(bytes, at);
    if (drawn === undefined) return damaged(at);
    kept.push(bytes.subarray(at, drawn));
    isDrawn = true;
    at = drawn;
  }
  if (!isDrawn) return damaged(bytes.length);
  const turned = turn === 1 ? [] : [segment(APP1, concat(EXIF, orientationBlock(turn)))];
  return ok(joined([Uint8Array.of(0xff, SOI), ...turned, ...kept, Uint8Array.of(0xff, EOI)]));
}

function isKept(marker: number, body: Uint8Array): boolean {
  if (marker === APP14) return startsWith(body, ADOBE);
  return !(marker >= APP0 && marker <= APP15) && marker !== COM;
}

/** A marker that no length follows; none but an image's end may stand between segments. */
function isBare(marker: number): boolean {
  return marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= SOI);
}

/** Where the drawn bytes end that begin at `from`: at the next marker that is no restart. */
function endOfDrawn(bytes: Uint8Array, from: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return undefined;
    const isDrawn = next === 0 || (next >= 0xd0 && next <= 0xd7) || next === 0xff;
    if (!isDrawn) return at;
  }
  return undefined;
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return concat(Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body);
}

function startsWith(bytes: Uint8Array, word: Uint8Array): boolean {
  return bytes.length >= word.length && equal(bytes.subarray(0, word.length), word);
}

function damaged(at: number): Result<never, StripFault> {
  return err({ kind: 'attachment-damaged', at });
}
