import { concat, formatBase64, parseBase64, parseUtf8, utf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { isLogId } from '../base/ids.ts';
import type { Json } from '../base/json.ts';
import { parseJson } from '../base/json.ts';
import type { Random } from '../base/ports.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import { ATTACHMENTS_MAX } from '../accord/knowledge/attachment.ts';
import { PIECES_MAX, PIECE_BYTES } from '../ledger/attachment.ts';
import type { Entry } from '../ledger/ports.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';
import { ENTRY_BYTES_MAX } from '../proof/tile.ts';
import { PROOF_HASHES_MAX } from '../proof/tlog-proof.ts';
import { HASH_BYTES, SIZE_MAX } from '../proof/tree.ts';

/** The version that every message bears. */
export const MESSAGE_VERSION = 1;
/** Entries of one answer by a log's author, who can sign a checkpoint at any end. */
export const TELL_ENTRIES_MAX = 1_000;
/** Bytes of entries of one answer by a log's author; the first entry goes in any case. */
export const TELL_BYTES_MAX = 4 * 1_048_576;
/** Entries of one answer by another holder, who has one checkpoint only and must reach it. */
export const HOLDER_TELL_ENTRIES_MAX = 100_000;
/** Bytes of entries of one answer by another holder. */
export const HOLDER_TELL_BYTES_MAX = 64 * 1_048_576;
/** Erased entries of one answer: their indexes stand in its line. */
export const TELL_ERASED_MAX = 10_000;
/** Bytes of a message's first line. */
export const MESSAGE_LINE_BYTES_MAX = 4 * NOTE_BYTES_MAX;
/** Bytes of a whole message: its line and its entries, each with two bytes before it. */
export const MESSAGE_BYTES_MAX =
  MESSAGE_LINE_BYTES_MAX + HOLDER_TELL_BYTES_MAX + 2 * HOLDER_TELL_ENTRIES_MAX + ENTRY_BYTES_MAX;

/** "Tell me what comes after `size` entries of `log`." `ask` names this question and no other. */
export interface AskMessage {
  readonly kind: 'ask';
  readonly ask: string;
  readonly log: LogId;
  readonly size: number;
}

/**
 * An ask whose answer should have at most `most` bytes of entries [X33]; a `further` one comes after what
 * was told and is not held yet [X41]. An older node passes both over.
 */
export interface PortionMessage {
  readonly kind: 'portion' | 'further';
  readonly ask: string;
  readonly log: LogId;
  readonly size: number;
  readonly most: number;
}

/** "We hold `size` entries of `log`, far from its end: show us its newest." [X39] */
export interface NewestMessage {
  readonly kind: 'newest';
  readonly ask: string;
  readonly log: LogId;
  readonly size: number;
}

/** The last entries under a checkpoint, ahead of those before them, and what shows that they stand there. [X39] */
export interface EarlyMessage {
  readonly kind: 'early';
  readonly ask: string;
  readonly log: LogId;
  readonly note: string;
  readonly from: number;
  /** The frontier of the tree of the first `from` entries, one hash for each 1 in the binary form of `from`. */
  readonly proof: readonly Uint8Array[];
  readonly entries: readonly Entry[];
}

/** A checkpoint that the log's author signed, and its entries from `from` to exactly its size. */
export interface TellMessage {
  readonly kind: 'tell';
  readonly ask: string;
  readonly log: LogId;
  readonly note: string;
  readonly from: number;
  /** The indexes of entries in whose place a stub stands; absent where there are none. [W6] */
  readonly erased?: readonly number[];
  readonly entries: readonly Entry[];
}

/** "This checkpoint is there": by the author, or by a member that holds it. A hint, not an answer. */
export interface OfferMessage {
  readonly kind: 'offer';
  readonly log: LogId;
  readonly note: string;
}

/** An author that may have forgotten: "what do you hold of my log?" */
export interface InquireMessage {
  readonly kind: 'inquire';
  readonly ask: string;
  readonly log: LogId;
}

/** How much of the log the member holds, and the author's own signature under it. */
export interface HeldMessage {
  readonly kind: 'held';
  readonly ask: string;
  readonly log: LogId;
  readonly size: number;
  /** Absent where nothing is held. */
  readonly note?: string;
}

/** No answer; it has one reason, so that nobody learns which logs are there. [X3] */
export interface NothingMessage {
  readonly kind: 'nothing';
  readonly ask: string;
  readonly log: LogId;
  readonly reason: 'not-here';
}

/** Two checkpoints of one log that cannot both be true, with what shows it. [X11] */
export interface EvidenceMessage {
  readonly kind: 'evidence';
  readonly log: LogId;
  /** The checkpoint of fewer entries, or either of two of one size. */
  readonly earlier: string;
  readonly later: string;
  /** The root that the tree of `later` had at the size of `earlier`: 32 bytes. */
  readonly root: Uint8Array;
  /** The hashes that show `later` to extend `root`; none where both are of one size. */
  readonly proof: readonly Uint8Array[];
}

/** A member's line on the author's checkpoint: it has durably stored all of it. [X23] */
export interface ReceiptMessage {
  readonly kind: 'receipt';
  readonly log: LogId;
  readonly note: string;
}

/** "Give me this piece of that attachment of the record at `index`." An older node passes it over. [G7] */
export interface WantMessage {
  readonly kind: 'want';
  readonly ask: string;
  readonly log: LogId;
  readonly index: number;
  /** Which of the record's attachments, from 0. */
  readonly at: number;
  readonly piece: number;
}

/** The piece that was wanted, and the hashes that lead from it to the root in the record. [G4] */
export interface PieceMessage {
  readonly kind: 'piece';
  readonly ask: string;
  readonly log: LogId;
  readonly proof: readonly Uint8Array[];
  readonly bytes: Uint8Array;
}

/** What nodes say to each other about logs. */
export type Message =
  | AskMessage
  | PortionMessage
  | NewestMessage
  | EarlyMessage
  | TellMessage
  | OfferMessage
  | InquireMessage
  | HeldMessage
  | NothingMessage
  | EvidenceMessage
  | ReceiptMessage
  | WantMessage
  | PieceMessage;

/** Why bytes are not a message. */
export type MessageFault =
  | { readonly kind: 'message-too-large'; readonly limit: number }
  | { readonly kind: 'unknown-version' }
  | { readonly kind: 'unknown-message' }
  | { readonly kind: 'message-malformed'; readonly path: string };

/** A name for one question that nobody can guess: 16 bytes of chance in hexadecimal. */
export function freshAsk(random: Random): string {
  let text = '';
  for (let i = 0; i < 16; i += 1) text += random.below(256).toString(16).padStart(2, '0');
  return text;
}

/** [X1] The bytes of a message: one line of JSON, then a tell's entries, each with its length, or a piece. */
export function formatMessage(message: Message): Uint8Array {
  const line = utf8(`${formatLine(message)}\n`);
  if (message.kind === 'piece') return concat(line, message.bytes);
  if (message.kind !== 'tell' && message.kind !== 'early') return line;
  const size = message.entries.reduce((sum, entry) => sum + 2 + entry.length, line.length);
  const whole = new Uint8Array(size);
  whole.set(line);
  let at = line.length;
  for (const entry of message.entries) {
    invariant(entry.length <= ENTRY_BYTES_MAX, 'an entry was measured before it was taken');
    whole[at] = entry.length >> 8;
    whole[at + 1] = entry.length & 0xff;
    whole.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return whole;
}

/** [X1] Reads a message. Every byte of it was chosen by somebody else. */
export function parseMessage(bytes: Uint8Array): Result<Message, MessageFault> {
  if (bytes.length > MESSAGE_BYTES_MAX) {
    return err({ kind: 'message-too-large', limit: MESSAGE_BYTES_MAX }); // [X2]
  }
  const end = bytes.subarray(0, MESSAGE_LINE_BYTES_MAX).indexOf(0x0a);
  if (end < 0) return malformed('');
  const text = parseUtf8(bytes.subarray(0, end));
  if (!text.ok) return malformed('');
  const json = parseJson(text.value);
  if (!json.ok || !isObject(json.value)) return malformed('');
  const fields = json.value;
  if (fields['v'] !== MESSAGE_VERSION) return err({ kind: 'unknown-version' });
  const kind = fields['kind'];
  if (typeof kind !== 'string' || !isKind(kind)) return err({ kind: 'unknown-message' });
  const stranger = Object.keys(fields).find((name) => !isField(kind, name));
  if (stranger !== undefined) return malformed(stranger);
  for (const [name, read] of Object.entries(FIELDS)) {
    const isThere = Object.hasOwn(fields, name);
    const mayLack =
      !isField(kind, name) || name === 'erased' || (name === 'note' && kind === 'held');
    if (isThere ? !read(fields[name]) : !mayLack) return malformed(name);
  }
  if (kind === 'piece') return parsePiece(fields, text.value, bytes.subarray(end + 1));
  const message = messageOf(fields, kind);
  const isFramed = kind === 'tell' || kind === 'early';
  const framed = isFramed ? parseEntries(bytes, end + 1) : entriesNone(bytes, end + 1);
  if (!framed) return malformed('entries');
  const whole = 'entries' in message ? { ...message, entries: framed } : message;
  if (whole.kind === 'tell' && !areWithin(whole)) return malformed('erased');
  // One message has one form, so what was signed for, counted or kept cannot come in disguise.
  return formatLine(whole) === text.value ? ok(whole) : malformed('');
}

function parsePiece(
  fields: Readonly<Record<string, Json>>,
  line: string,
  bytes: Uint8Array,
): Result<Message, MessageFault> {
  if (bytes.length === 0 || bytes.length > PIECE_BYTES) return malformed('bytes'); // [G3]
  const { v: _, proof, ...rest } = fields;
  const hashes = (proof as readonly string[]).map(hashOf);
  const message = { ...rest, proof: hashes, bytes } as unknown as PieceMessage;
  return formatLine(message) === line ? ok(message) : malformed('');
}

type Field =
  | 'ask'
  | 'log'
  | 'size'
  | 'most'
  | 'note'
  | 'from'
  | 'erased'
  | 'reason'
  | 'earlier'
  | 'later'
  | 'root'
  | 'proof'
  | 'index'
  | 'at'
  | 'piece';

const SHAPES: Readonly<Record<Message['kind'], readonly Field[]>> = {
  ask: ['ask', 'log', 'size'],
  portion: ['ask', 'log', 'size', 'most'],
  further: ['ask', 'log', 'size', 'most'],
  newest: ['ask', 'log', 'size'],
  early: ['ask', 'log', 'note', 'from', 'proof'],
  tell: ['ask', 'log', 'note', 'from', 'erased'],
  offer: ['log', 'note'],
  inquire: ['ask', 'log'],
  held: ['ask', 'log', 'size', 'note'],
  nothing: ['ask', 'log', 'reason'],
  evidence: ['log', 'earlier', 'later', 'root', 'proof'],
  receipt: ['log', 'note'],
  want: ['ask', 'log', 'index', 'at', 'piece'],
  piece: ['ask', 'log', 'proof'],
};

const isSize = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= SIZE_MAX;
const isNote = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= NOTE_BYTES_MAX;
const isHash = (value: unknown): boolean =>
  typeof value === 'string' && hashOf(value).length === HASH_BYTES;

const FIELDS: Readonly<Record<Field, (value: unknown) => boolean>> = {
  ask: (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
  log: (value) => typeof value === 'string' && isLogId(value),
  size: isSize,
  most: isSize,
  note: isNote,
  from: isSize,
  erased: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= TELL_ERASED_MAX &&
    value.every((each, i) => isSize(each) && (i === 0 || each > value[i - 1])),
  reason: (value) => value === 'not-here',
  earlier: isNote,
  later: isNote,
  root: isHash,
  proof: (value) =>
    Array.isArray(value) && value.length <= PROOF_HASHES_MAX && value.every((each) => isHash(each)),
  index: isSize,
  at: (value) => isSize(value) && Number(value) < ATTACHMENTS_MAX,
  piece: (value) => isSize(value) && Number(value) < PIECES_MAX,
};

function formatLine(message: Message): string {
  const fields: Record<string, Json> = { v: MESSAGE_VERSION };
  for (const [name, value] of Object.entries(message)) {
    if (name === 'entries' || name === 'bytes' || value === undefined) continue;
    fields[name] =
      name === 'root' || name === 'proof' ? hashText(value as Hashes) : (value as Json);
  }
  // Sorted keys and plain values make this RFC 8785; notes are signed and so never normalised.
  return JSON.stringify(Object.fromEntries(Object.entries(fields).toSorted(byName)));
}

type Hashes = Uint8Array | readonly Uint8Array[];

function hashText(value: Hashes): Json {
  return value instanceof Uint8Array ? formatBase64(value) : value.map(formatBase64);
}

function byName([ours]: readonly [string, Json], [theirs]: readonly [string, Json]): number {
  return ours < theirs ? -1 : 1;
}

function messageOf(fields: Readonly<Record<string, Json>>, kind: Message['kind']): Message {
  const { v: _, ...rest } = fields;
  if (kind === 'tell') return { ...rest, entries: [] } as unknown as TellMessage;
  if (kind === 'early') {
    const proof = (rest['proof'] as readonly string[]).map(hashOf);
    return { ...rest, proof, entries: [] } as unknown as EarlyMessage;
  }
  if (kind !== 'evidence') return { ...rest } as unknown as Message;
  const { root, proof, ...notes } = rest;
  return {
    ...notes,
    root: hashOf(root as string),
    proof: (proof as readonly string[]).map(hashOf),
  } as unknown as EvidenceMessage;
}

function parseEntries(bytes: Uint8Array, start: number): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  let at = start;
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    if (end === at + 2 || end > bytes.length) return undefined;
    if (entries.length === HOLDER_TELL_ENTRIES_MAX) return undefined; // [X2]
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** Whether each place that is said to be erased is one of those that are told. */
function areWithin({ from, erased = [], entries }: TellMessage): boolean {
  return erased.every((index) => index >= from && index < from + entries.length);
}

function entriesNone(bytes: Uint8Array, start: number): readonly Entry[] | undefined {
  return bytes.length === start ? [] : undefined;
}

function hashOf(text: string): Uint8Array {
  const bytes = parseBase64(text);
  return bytes.ok ? bytes.value : new Uint8Array();
}

function isField(kind: Message['kind'], name: string): boolean {
  return name === 'v' || name === 'kind' || SHAPES[kind].includes(name as Field);
}

function isKind(text: string): text is Message['kind'] {
  return Object.hasOwn(SHAPES, text);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(path: string): Result<never, MessageFault> {
  return err({ kind: 'message-malformed', path });
}
