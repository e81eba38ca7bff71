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

/** What bytes are, by themselves; nothing where they are none of what may be attached. [G13] */
export function mediaOf(bytes: Uint8Array): AttachmentMedia | undefined {
  for (const [media, head] of HEADS) {
    if (equal(bytes.subarray(0, head.length), head)) return media;
  }
  const riff = bytes.length > 12 && equal(bytes.subarray(0, 4), utf8('RIFF'));
  if (riff && equal(bytes.subarray(8, 12), utf8('WEBP'))) return 'image/webp';
  return isText(bytes) ? 'text/plain' : undefined;
}

/** Whether it says nothing but what is read: UTF-8 without controls but line ends, tabs and page ends. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  for (const byte of bytes) if (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
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
