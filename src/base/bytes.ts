import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/** SHA-256 (FIPS 180-4) of `bytes`: 32 bytes. A port, since a host may have a faster one. */
export interface Sha256 {
  (bytes: Uint8Array): Uint8Array;
  /** The hashes of many messages, each behind the byte `first`, where a host takes several at a time. */
  readonly behind?: (first: number, messages: readonly Uint8Array[]) => readonly Uint8Array[];
  /** The hashes, one after the other, of each 64 bytes of `pairs` behind the byte `first`. */
  readonly pairs?: (first: number, pairs: Uint8Array) => Uint8Array;
}

/** SHA-256 in portable code, for the browser and the simulator. */
export const sha256: Sha256 = nobleSha256;

interface TextCodecs {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: 'utf-8',
    options: { fatal: boolean; ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array): string };
}

// The two text codecs exist in every host, yet in no ECMAScript library: they are named once, here.
const codecs = globalThis as unknown as TextCodecs;
const encoder = new codecs.TextEncoder();
const decoder = new codecs.TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of `text`. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 `bytes`, or a fault where they are not UTF-8. */
export function parseUtf8(bytes: Uint8Array): Result<string, { readonly kind: 'not-utf8' }> {
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return err({ kind: 'not-utf8' });
  }
}

/** One array that holds all `parts` in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two arrays hold the same bytes. Not for secrets: the time it takes tells where they part. */
export function equal(ours: Uint8Array, theirs: Uint8Array): boolean {
  if (ours.length !== theirs.length) return false;
  for (let i = 0; i < ours.length; i += 1) if (ours[i] !== theirs[i]) return false;
  return true;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal of `bytes`. */
export function formatHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** The bytes of lower-case hexadecimal `text`, or a fault. */
export function parseHex(text: string): Result<Uint8Array, { readonly kind: 'not-hex' }> {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return err({ kind: 'not-hex' });
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) {
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }
  return ok(bytes);
}

/** The letters of a base64 alphabet by their digits, and the digits by their letters, all in ASCII. */
interface Alphabet {
  readonly letters: Uint8Array;
  readonly digits: Uint8Array;
}

const NO_DIGIT = 255;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const STANDARD = alphabetOf(`${LETTERS}+/`);
const URL_SAFE = alphabetOf(`${LETTERS}-_`);

/** Base64 of `bytes` with the standard alphabet and padding (RFC 4648 §4). */
export function formatBase64(bytes: Uint8Array): string {
  return encode64(bytes, STANDARD).padEnd(Math.ceil(bytes.length / 3) * 4, '=');
}

/** Base64 of `bytes` with the URL-safe alphabet and no padding (RFC 4648 §5). */
export function formatBase64Url(bytes: Uint8Array): string {
  return encode64(bytes, URL_SAFE);
}

/** The bytes of padded standard base64; any other spelling of the same bytes is refused. */
export function parseBase64(text: string): Result<Uint8Array, { readonly kind: 'not-base64' }> {
  if (text.length % 4 !== 0) return err({ kind: 'not-base64' });
  const body = text.endsWith('==')
    ? text.slice(0, -2)
    : text.endsWith('=')
      ? text.slice(0, -1)
      : text;
  const bytes = decode64(body, STANDARD);
  return bytes ? ok(bytes) : err({ kind: 'not-base64' });
}

/** The bytes of unpadded URL-safe base64; any other spelling of the same bytes is refused. */
export function parseBase64Url(text: string): Result<Uint8Array, { readonly kind: 'not-base64' }> {
  const bytes = decode64(text, URL_SAFE);
  return bytes ? ok(bytes) : err({ kind: 'not-base64' });
}

// Text is made by its bytes: to add letter to letter takes twenty times as long.
function encode64(bytes: Uint8Array, { letters }: Alphabet): string {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    // What is past the end is not kept by an array of bytes.
    text[at] = letters[word >> 18]!;
    text[at + 1] = letters[(word >> 12) & 63]!;
    text[at + 2] = letters[(word >> 6) & 63]!;
    text[at + 3] = letters[word & 63]!;
    at += 4;
  }
  return decoder.decode(text);
}

function decode64(text: string, { digits }: Alphabet): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const letters = encoder.encode(text);
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let [word, bits, at] = [0, 0, 0];
  for (const letter of letters) {
    const digit = digits[letter]!;
    if (digit === NO_DIGIT) return undefined;
    word = ((word << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (word >> bits) & 0xff;
      at += 1;
    }
  }
  // Bits that are left over must be nought, or the same bytes would have other spellings.
  return (word & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

function alphabetOf(text: string): Alphabet {
  const letters = encoder.encode(text);
  const digits = new Uint8Array(256).fill(NO_DIGIT);
  for (const [digit, letter] of letters.entries()) digits[letter] = digit;
  return { letters, digits };
}
