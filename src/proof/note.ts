import {
  concat,
  equal,
  formatBase64,
  formatHex,
  parseBase64,
  parseUtf8,
  sha256,
  utf8,
} from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { INSTANT_SECONDS_MAX, instant } from '../base/instant.ts';
import type { NonEmpty, Result } from '../base/result.ts';
import { err, invariant, isNonEmpty, ok, unreachable } from '../base/result.ts';
import type { Primitives, Signer } from './primitives.ts';
import { ED25519_KEY_BYTES, ED25519_SIGNATURE_BYTES, isSoundEd25519Key } from './primitives.ts';

/** Bytes of a whole signed note, text and signatures. */
export const NOTE_BYTES_MAX = 65_536;
/** Signature lines of one note; C2SP asks for 16 at the least. */
export const NOTE_SIGNATURES_MAX = 64;
/** Bytes of a key's id. */
export const KEY_ID_BYTES = 4;
/** Characters of a key's name. */
export const KEY_NAME_LENGTH_MAX = 255;

/** How a key signs: the note's text as it is, or a dated cosignature of it. */
export type KeyType = 'ed25519' | 'cosignature';

/** A key that we were told to trust, with the name under which it signs (C2SP signed-note). */
export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** One signature line, unchecked. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly id: Uint8Array;
  /** What follows the id: 64 bytes by a key, 72 with the time before them by a cosigner. */
  readonly signature: Uint8Array;
}

/** A note taken apart; nothing in it is true until a known key's signature was checked. */
export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Why bytes are not a signed note. */
export interface NoteFault {
  readonly kind:
    | 'not-utf8'
    | 'control-character'
    | 'too-large'
    | 'no-signature'
    | 'too-many-signatures'
    | 'bad-signature-line';
}

/** Why a text is not a verifier key. */
export interface VerifierKeyFault {
  readonly kind: 'bad-key' | 'unknown-key-type' | 'wrong-key-id';
}

/** A signature that holds. */
export type VerifiedSignature =
  | { readonly kind: 'ed25519'; readonly key: VerifierKey }
  | { readonly kind: 'cosignature'; readonly key: VerifierKey; readonly time: Instant };

/** Why a note cannot be believed. */
export type SignatureFault =
  | { readonly kind: 'bad-signature'; readonly name: string }
  | { readonly kind: 'duplicate-signature'; readonly name: string }
  | { readonly kind: 'no-known-signature' };

const TYPE_BYTES: Readonly<Record<KeyType, number>> = { ed25519: 0x01, cosignature: 0x04 };

/** Whether `name` may name a key: no Unicode space, no plus, no control character, not empty. */
export function isKeyName(name: string): boolean {
  return name.length <= KEY_NAME_LENGTH_MAX && /^[^\p{White_Space}\p{Cc}\p{Cs}+]+$/u.test(name);
}

// A key is looked at on every line of every note, and its id never changes.
const idsOfKeys = new WeakMap<VerifierKey, Uint8Array>();

/** [L9] The first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
export function keyId(key: VerifierKey): Uint8Array {
  const known = idsOfKeys.get(key);
  if (known) return known;
  const text = concat(utf8(`${key.name}\n`), Uint8Array.of(TYPE_BYTES[key.type]), key.publicKey);
  const id = sha256(text).slice(0, KEY_ID_BYTES);
  idsOfKeys.set(key, id);
  return id;
}

/** Reads `name+id+base64(type ‖ key)`; refuses an id that does not follow from the key. */
export function parseVerifierKey(text: string): Result<VerifierKey, VerifierKeyFault> {
  // The base64 may hold a plus of its own, so only the first two divide.
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const [, name = '', id = '', coded = ''] = parts ?? [];
  const bytes = parseBase64(coded);
  if (!isKeyName(name) || !bytes.ok) return err({ kind: 'bad-key' });
  const type = keyTypeOf(bytes.value[0]);
  if (type === undefined) return err({ kind: 'unknown-key-type' });
  const publicKey = bytes.value.slice(1);
  if (publicKey.length !== ED25519_KEY_BYTES || !isSoundEd25519Key(publicKey)) {
    return err({ kind: 'bad-key' });
  }
  const key: VerifierKey = { name, type, publicKey };
  return formatHex(keyId(key)) === id ? ok(key) : err({ kind: 'wrong-key-id' });
}

/** The verifier key as one line that people exchange. */
export function formatVerifierKey(key: VerifierKey): string {
  const coded = formatBase64(concat(Uint8Array.of(TYPE_BYTES[key.type]), key.publicKey));
  return `${key.name}+${formatHex(keyId(key))}+${coded}`;
}

/** [L8] Takes a signed note apart. Every byte of it was chosen by somebody else. */
export function parseNote(source: Uint8Array | string): Result<Note, NoteFault> {
  if (source.length > NOTE_BYTES_MAX) return err({ kind: 'too-large' });
  const bytes = typeof source === 'string' ? utf8(source) : source;
  if (bytes.length > NOTE_BYTES_MAX) return err({ kind: 'too-large' });
  const read = parseUtf8(bytes);
  // A text with half a surrogate pair has no UTF-8 form, so its signers never saw it.
  if (!read.ok || (typeof source === 'string' && read.value !== source)) {
    return err({ kind: 'not-utf8' });
  }
  const whole = read.value;
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) return err({ kind: 'control-character' });
  const divide = whole.lastIndexOf('\n\n');
  const lines = whole.slice(divide + 2).split('\n');
  if (divide < 0 || lines.length < 2) return err({ kind: 'no-signature' });
  if (lines.pop() !== '') return err({ kind: 'bad-signature-line' });
  if (lines.length > NOTE_SIGNATURES_MAX) return err({ kind: 'too-many-signatures' });
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (!signature.ok) return signature;
    signatures.push(signature.value);
  }
  return ok({ text: whole.slice(0, divide + 1), signatures });
}

/** Reads one signature line without its newline. */
export function parseSignatureLine(line: string): Result<NoteSignature, NoteFault> {
  const [, name = '', coded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = parseBase64(coded);
  if (!isKeyName(name) || !bytes.ok || bytes.value.length <= KEY_ID_BYTES) {
    return err({ kind: 'bad-signature-line' });
  }
  return ok({
    name,
    id: bytes.value.slice(0, KEY_ID_BYTES),
    signature: bytes.value.slice(KEY_ID_BYTES),
  });
}

/** One signature line with its newline. */
export function formatSignatureLine(line: NoteSignature): string {
  return `\u2014 ${line.name} ${formatBase64(concat(line.id, line.signature))}\n`;
}

/** The exact text of a note with its signatures. */
export function formatNote(note: Note): string {
  return `${note.text}\n${note.signatures.map(formatSignatureLine).join('')}`;
}

/**
 * [L10] The signatures of known `keys` that hold. A line of an unknown key is passed over; one
 * line of a known key that does not hold, or two lines of one known key, condemn the whole note.
 */
export function verifyNote(
  primitives: Primitives,
  note: Note,
  keys: readonly VerifierKey[],
): Result<NonEmpty<VerifiedSignature>, SignatureFault> {
  const verified: VerifiedSignature[] = [];
  const seen = new Set<VerifierKey>();
  for (const line of note.signatures) {
    const key = keys.find((known) => isLineOf(line, known));
    if (!key) continue;
    if (seen.has(key)) return err({ kind: 'duplicate-signature', name: line.name });
    seen.add(key);
    const held = verifyLine(primitives, note.text, line, key);
    if (!held) return err({ kind: 'bad-signature', name: line.name });
    verified.push(held);
  }
  return isNonEmpty(verified) ? ok(verified) : err({ kind: 'no-known-signature' });
}

/** Whether a line claims to be by `key`: its name and its id, for neither alone is enough. */
export function isLineOf(line: NoteSignature, key: VerifierKey): boolean {
  return line.name === key.name && equal(line.id, keyId(key));
}

/** The exact text of a note that `signer` signs under `name`; `text` ends in a newline. */
export async function signNote(signer: Signer, name: string, text: string): Promise<string> {
  invariant(isKeyName(name), 'our own key has a lawful name');
  invariant(text.endsWith('\n'), 'the text of a note ends in a newline');
  const signature = await signer.sign(utf8(text));
  const id = keyId({ name, type: 'ed25519', publicKey: signer.publicKey });
  return formatNote({ text, signatures: [{ name, id, signature }] });
}

/** [L13] The bytes that a cosigner signs for a note with `text` at `time`. */
export function cosignedBytes(time: Instant, text: string): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

function keyTypeOf(byte: number | undefined): KeyType | undefined {
  if (byte === TYPE_BYTES.ed25519) return 'ed25519';
  if (byte === TYPE_BYTES.cosignature) return 'cosignature';
  return undefined;
}

function verifyLine(
  primitives: Primitives,
  text: string,
  line: NoteSignature,
  key: VerifierKey,
): VerifiedSignature | undefined {
  switch (key.type) {
    case 'ed25519':
      return primitives.verifyEd25519(key.publicKey, utf8(text), line.signature)
        ? { kind: 'ed25519', key }
        : undefined;
    case 'cosignature': {
      if (line.signature.length !== 8 + ED25519_SIGNATURE_BYTES) return undefined;
      const seconds = line.signature.slice(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
      if (seconds > INSTANT_SECONDS_MAX) return undefined;
      const time = instant(seconds);
      const signature = line.signature.slice(8);
      return primitives.verifyEd25519(key.publicKey, cosignedBytes(time, text), signature)
        ? { kind: 'cosignature', key, time }
        : undefined;
    }
    default:
      return unreachable(key.type);
  }
}
