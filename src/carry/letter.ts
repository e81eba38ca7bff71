import { createHash } from 'node:crypto';
import { parseUtf8 } from '../base/bytes.ts';
import { MESSAGE_BYTES_MAX } from '../exchange/messages.ts';
import { PACKINGS } from './packing.ts';

/** What a letter may hold: a message, word of a log, a sign of life, or its sender's renewed card. */
export const LETTER_KINDS = ['message', 'log', 'here', 'card'] as const;

/** Into how many letters one message may be cut. [T24] */
export const PARTS_MAX = 4_096;

/** The longest piece of a message in one letter, in bytes. [T24] */
export const PART_BYTES_MAX = 524_288;

/** What one letter adds to its piece at most, in bytes: its statement, signature and sealing. */
export const LETTER_MARGIN_BYTES = 4_096;

/** The longest letter, in bytes. */
export const LETTER_BYTES_MAX = PART_BYTES_MAX + LETTER_MARGIN_BYTES;

/** How many messages of one sender are put together at once. [T24] */
export const OPEN_WHOLES_MAX = 2;

/** How many bytes of unfinished messages of one sender are held. [T24] */
export const OPEN_BYTES_MAX = MESSAGE_BYTES_MAX;

/** What a letter says of itself, under its sender's signature. [T21] */
export interface LetterHead {
  readonly centre: string;
  readonly from: string;
  readonly to: string;
  /** Fresh for each message: 32 hexadecimal digits. */
  readonly name: string;
  readonly part: number;
  readonly parts: number;
  readonly kind: (typeof LETTER_KINDS)[number];
  readonly packing: 'none' | (typeof PACKINGS)[number];
}

/** A head and the piece that it stands over. */
export interface Letter {
  readonly head: LetterHead;
  readonly piece: Uint8Array;
}

/** What the sender signs: its head and the SHA-256 of the piece. [T21] */
export function formatStatement({ head, piece }: Letter): string {
  const { centre, from, to, name, part, parts, kind, packing } = head;
  return [
    'tansiq/letter/v1',
    `centre ${centre}`,
    `from ${from}`,
    `to ${to}`,
    `name ${name}`,
    `part ${part} of ${parts}`,
    `kind ${kind}`,
    `packing ${packing}`,
    `sha256 ${hashOf(piece)}`,
    '',
  ].join('\n');
}

const STATEMENT =
  /^tansiq\/letter\/v1\ncentre (\S{1,64})\nfrom (\S{1,64})\nto (\S{1,64})\nname ([0-9a-f]{32})\npart (0|[1-9]\d{0,3}) of ([1-9]\d{0,3})\nkind (\S{1,16})\npacking (\S{1,8})\nsha256 ([0-9a-f]{64})\n$/;

/** The head that a statement names, where it stands over this piece; every byte was chosen by its signer. */
export function parseStatement(text: string, piece: Uint8Array): LetterHead | undefined {
  const found = STATEMENT.exec(text);
  if (!found) return undefined;
  const [, centre = '', from = '', to = '', name = '', at, of, kinds, packs, sha256] = found;
  const [part, parts] = [Number(at), Number(of)];
  const kind = LETTER_KINDS.find((each) => each === kinds);
  const packing = (['none', ...PACKINGS] as const).find((each) => each === packs);
  if (!kind || !packing || parts > PARTS_MAX || part >= parts) return undefined;
  if (piece.length > PART_BYTES_MAX || hashOf(piece) !== sha256) return undefined;
  return { centre, from, to, name, part, parts, kind, packing };
}

/**
 * The statement of a letter that holds a renewed card, whoever signed it: its sender's new key is not
 * known yet, and the card proves itself. [D12]
 */
export function cardStatement(note: string): string | undefined {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  return text.includes('\nkind card\n') ? text : undefined;
}

/** What is sealed: the signed statement's length in two bytes, itself, and the piece. [T21] */
export function formatSigned(note: string, piece: Uint8Array): Uint8Array {
  const text = Buffer.from(note);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, text, piece]);
}

/** Reads what was sealed; whether its signature is good is still to be seen. */
export function parseSigned(
  bytes: Uint8Array,
): { readonly note: string; readonly piece: Uint8Array } | undefined {
  const [high, low] = bytes;
  if (high === undefined || low === undefined) return undefined;
  const end = 2 + high * 256 + low;
  if (end > bytes.length) return undefined;
  // What is no UTF-8 would else be read as other text than was sent.
  const note = parseUtf8(bytes.subarray(2, end));
  return note.ok ? { note: note.value, piece: bytes.subarray(end) } : undefined;
}

/** Cuts a body into pieces of at most `size` bytes; nothing where they would be too many. [T24] */
export function cutBody(body: Uint8Array, size: number): readonly Uint8Array[] | undefined {
  const bytes = Math.min(size, PART_BYTES_MAX);
  const parts = Math.max(1, Math.ceil(body.length / bytes));
  if (bytes < 1 || parts > PARTS_MAX) return undefined;
  return Array.from({ length: parts }, (_, at) => body.subarray(at * bytes, (at + 1) * bytes));
}

/** A message that is there as a whole, and what is owed to whoever brought its parts. */
export interface Whole {
  readonly head: LetterHead;
  readonly body: Uint8Array;
  /** To be called once it was heard. */
  readonly done: () => void;
}

interface Open {
  readonly head: LetterHead;
  readonly pieces: (Uint8Array | undefined)[];
  /** By part, since a letter that comes again replaces itself. */
  readonly owed: Map<number, () => void>;
  missing: number;
  bytes: number;
}

/** Puts the letters of one sender together, in whatever order they come. */
export interface Joining {
  /** Takes in a letter whose signature was good; gives the message that it completes. */
  take(letter: Letter, done: () => void): Whole | undefined;
  /** Bytes that are held of unfinished messages. */
  held(): number;
}

/** Opens it, for one sender: what one sender holds unfinished costs no other. [T24] */
export function openJoining(bytesMax = OPEN_BYTES_MAX): Joining {
  const open = new Map<string, Open>();
  const held = (): number => [...open.values()].reduce((sum, each) => sum + each.bytes, 0);

  /** What gives way is not asked of the mailbox again: whoever needs it asks its sender. */
  const drop = (name: string): void => {
    for (const done of open.get(name)?.owed.values() ?? []) done();
    open.delete(name);
  };

  const openFor = (head: LetterHead): Open => {
    const known = open.get(head.name);
    if (known && isSameMessage(known.head, head)) return known;
    drop(head.name);
    const [oldest] = open.keys();
    if (open.size >= OPEN_WHOLES_MAX && oldest !== undefined) drop(oldest);
    const pieces = Array.from<Uint8Array | undefined>({ length: head.parts });
    const fresh: Open = { head, pieces, owed: new Map(), missing: head.parts, bytes: 0 };
    open.set(head.name, fresh);
    return fresh;
  };

  return {
    take({ head, piece }, done) {
      const whole = openFor(head);
      whole.owed.set(head.part, done);
      if (whole.pieces[head.part] === undefined) {
        whole.pieces[head.part] = piece;
        whole.missing -= 1;
        whole.bytes += piece.length;
      }
      for (const [name] of open) if (held() > bytesMax) drop(name);
      if (whole.missing > 0 || !open.delete(head.name)) return undefined;
      const body = Buffer.concat(whole.pieces.flatMap((each) => each ?? []));
      const { owed } = whole;
      return { head, body, done: () => owed.forEach((each) => each()) };
    },
    held,
  };
}

function isSameMessage(one: LetterHead, other: LetterHead): boolean {
  return one.parts === other.parts && one.kind === other.kind && one.packing === other.packing;
}

function hashOf(piece: Uint8Array): string {
  return createHash('sha256').update(piece).digest('hex');
}
