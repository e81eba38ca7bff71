import { gunzipSync, inflateRawSync } from 'node:zlib';
import type { Inflate } from '../gateway/zip.ts';

/** Unpacks raw deflate, as archives hold it, to at most `bytesMax`; nothing where it is damaged or longer. */
export const unpackRaw: Inflate = (packed, bytesMax) =>
  unpack(() => inflateRawSync(packed, { maxOutputLength: Math.max(1, bytesMax) }));

/** Unpacks gzip to at most `bytesMax`; nothing where it is damaged or longer. */
export function unpackGzip(packed: Uint8Array, bytesMax: number): Uint8Array | undefined {
  return unpack(() => gunzipSync(packed, { maxOutputLength: bytesMax }));
}

/** Whether the bytes begin as gzip does. */
export function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

function unpack(read: () => Buffer): Uint8Array | undefined {
  try {
    const whole = read();
    return new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
  } catch {
    return undefined;
  }
}
