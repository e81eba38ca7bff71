import { equal, parseUtf8, utf8 } from '../base/bytes.ts';
import type { AttachmentMedia } from '../accord/knowledge/attachment.ts';
import { ATTACHMENT_NAME_UNITS_MAX, isAttachmentName } from '../accord/knowledge/attachment.ts';

/** How each kind begins; a name says nothing about it. [G13] */
const HEADS: readonly (readonly [AttachmentMedia, Uint8Array])[] = [
  ['image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff)],
  ['image/png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['application/pdf', utf8('%PDF-')],
];

/** What a name of each kind ends with; the first is written where it ends with none. */
const ENDINGS: Readonly<Record<AttachmentMedia, readonly string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'application/pdf': ['.pdf'],
  'text/plain': ['.txt'],
};

/** How much of a text is looked at before others have their turn, in bytes. */
const TEXT_STEP_BYTES = 1_048_576;

/** What bytes are, by themselves; nothing where they are none of what may be attached. [G13] */
export function mediaOf(bytes: Uint8Array): AttachmentMedia | undefined {
  const reading = readMedia(bytes);
  let step = reading.next();
  while (!step.done) step = reading.next();
  return step.value;
}

/** {@link mediaOf} in steps, between which a host may do other things: a long text takes a while. */
export function* readMedia(bytes: Uint8Array): Generator<void, AttachmentMedia | undefined> {
  for (const [media, head] of HEADS) {
    if (equal(bytes.subarray(0, head.length), head)) return media;
  }
  const riff = bytes.length > 12 && equal(bytes.subarray(0, 4), utf8('RIFF'));
  if (riff && equal(bytes.subarray(8, 12), utf8('WEBP'))) return 'image/webp';
  if (bytes.length === 0) return undefined;
  for (let from = 0, upto = 0; from < bytes.length; from = upto) {
    upto = endOfStep(bytes, from);
    if (!isText(bytes.subarray(from, upto))) return undefined;
    yield;
  }
  return 'text/plain';
}

/** Where a step from `from` ends: between two letters, in bytes that are UTF-8. */
function endOfStep(bytes: Uint8Array, from: number): number {
  let upto = Math.min(bytes.length, from + TEXT_STEP_BYTES);
  // A letter has at most three bytes after its first.
  for (let back = 0; back < 3 && isInsideLetter(bytes[upto]); back += 1) upto -= 1;
  return upto;
}

function isInsideLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Whether it says nothing but what is read: UTF-8 without controls but line ends, tabs and page ends. */
function isText(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
  }
  return parseUtf8(bytes).ok;
}

/** The name under which it is shown: what somebody called it, as far as that may be, with its kind's ending. [G13] */
export function attachmentName(called: string, media: AttachmentMedia): string {
  const [ending = '', ...others] = ENDINGS[media];
  const last = called.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}:*?"<>|]/gu, '')
    .replaceAll(/^[\s.]+|[\s.]+$/gu, '');
  const lower = plain.toLowerCase();
  const has = [ending, ...others].find((each) => lower.endsWith(each));
  const stem = has === undefined ? plain : plain.slice(0, -has.length);
  const room = ATTACHMENT_NAME_UNITS_MAX - (has ?? ending).length;
  const cut = [...stem].reduce(
    (text, each) => (text.length + each.length > room ? text : text + each),
    '',
  );
  const name = `${cut.trim() || media.replace(/^.*\//, '')}${has ?? ending}`;
  return isAttachmentName(name) ? name : `attachment${ending}`;
}
