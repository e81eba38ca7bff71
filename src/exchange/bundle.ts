import { concat, formatHex, parseUtf8, utf8 } from '../base/bytes.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import { isLogId, isPartyId } from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { formatCanonical, parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import type {
  EvidenceMessage,
  Message,
  OfferMessage,
  PieceMessage,
  ReceiptMessage,
  TellMessage,
  WantMessage,
} from './messages.ts';
import { MESSAGE_BYTES_MAX, formatMessage, parseMessage } from './messages.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';

/** The first line of a bundle once it is unsealed, without its end. [B3] */
export const BUNDLE_VERSION = 'tansiq/bundle/v1';
/** Bytes of a bundle before it is sealed. */
export const BUNDLE_BYTES_MAX = 4_294_967_296;
/** Bytes of each of the three lines of a bundle: version, head and tail. */
export const BUNDLE_LINE_BYTES_MAX = 4_096;
/** Frames of one bundle: messages, and logs that are made known. */
export const BUNDLE_FRAMES_MAX = 1_000_000;
/** The name of the question that a bundle's tells answer: nobody asked one. */
export const BUNDLE_ASK = '0'.repeat(32);

/** Who packed a bundle for whom, and when by the packer's clock. Nothing proves it: the logs prove themselves. */
export interface BundleHead {
  readonly from: PartyId;
  readonly to: PartyId;
  /** RFC 3339 in UTC, whole seconds. */
  readonly at: string;
}

/** A log that the receiver may not know yet; its name is made of just its author and readers. [L29] */
export interface BundleLog {
  readonly kind: 'log';
  readonly author: PartyId;
  readonly log: LogId;
  readonly audience: readonly PartyId[];
}

/** A renewed card, of the packer's party or of a third one; it proves itself. [D11] */
export interface BundleCard {
  readonly kind: 'card';
  /** The signed note. */
  readonly card: string;
}

/** What a bundle may carry of the exchange. */
export type BundleFrame = BundleLog | BundleCard | CarriedMessage;

/** The messages that answer no question, or need not. */
export type CarriedMessage =
  | TellMessage
  | OfferMessage
  | EvidenceMessage
  | ReceiptMessage
  /** Which piece the next frame is; nobody asked. [G15] */
  | WantMessage
  | PieceMessage;

/** What the packer counted; the reader counts again. */
export interface BundleTail {
  readonly frames: number;
  readonly logs: number;
  readonly entries: number;
}

/** What a reader finds, in this order: one head, frames, one tail. */
export type BundleItem =
  | { readonly kind: 'head'; readonly head: BundleHead }
  | { readonly kind: 'frame'; readonly frame: BundleFrame }
  /** Of a kind that this version does not know; it is passed over. [B5] */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'tail'; readonly tail: BundleTail };

/** Why bytes are not a bundle. What was found before the fault stands on its own. */
export type BundleFault =
  | { readonly kind: 'not-a-bundle' }
  | { readonly kind: 'bundle-newer'; readonly version: string }
  | { readonly kind: 'bundle-too-large'; readonly limit: number }
  | { readonly kind: 'bundle-damaged'; readonly frame: number };

/** A SHA-256 that takes its bytes piece by piece. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** Makes the bytes of a bundle, piece by piece. [B3] */
export interface BundleWriter {
  head(head: BundleHead): Uint8Array;
  frame(frame: BundleFrame): Uint8Array;
  tail(): Uint8Array;
  /** Bytes so far. */
  readonly size: number;
  readonly counts: BundleTail;
}

/** Opens a writer. */
export function writeBundle(hash: RunningHash): BundleWriter {
  let [size, frames, logs, entries] = [0, 0, 0, 0];
  const put = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    size += bytes.length;
    return bytes;
  };
  return {
    head: ({ from, to, at }) => put(utf8(`${BUNDLE_VERSION}\n${lineOf({ at, for: to, from })}`)),
    frame(frame) {
      frames += 1;
      if (frame.kind === 'log') logs += 1;
      if (frame.kind === 'tell') entries += frame.entries.length;
      const bytes = frameBytes(frame);
      return put(concat(lengthOf(bytes.length), bytes));
    },
    tail() {
      const end = put(lengthOf(0));
      const sha256 = formatHex(hash.digest());
      return concat(end, utf8(lineOf({ entries, frames, logs, sha256 })));
    },
    get size() {
      return size;
    },
    get counts() {
      return { frames, logs, entries };
    },
  };
}

/** Reads a bundle as its bytes come. Every byte was chosen by somebody else. */
export interface BundleReader {
  /** What these bytes complete; after a fault the reader is not used again. */
  take(bytes: Uint8Array): Result<readonly BundleItem[], BundleFault>;
  /** To be called when no more comes: a bundle without its tail is damaged. [B4] */
  end(): Result<void, BundleFault>;
}

/** Opens a reader that keeps no more in memory than one frame. */
export function readBundle(hash: RunningHash): BundleReader {
  return new Reading(hash);
}

type Stage = 'version' | 'head' | 'length' | 'frame' | 'tail' | 'end';

class Reading implements BundleReader {
  readonly #hash: RunningHash;
  #stage: Stage = 'version';
  #wanted = 0;
  #waiting: Uint8Array[] = [];
  #held = 0;
  #size = 0;
  #counts = { frames: 0, logs: 0, entries: 0 };
  /** Frames of kinds that we do not know. */
  #unknown = 0;

  constructor(hash: RunningHash) {
    this.#hash = hash;
  }

  take(bytes: Uint8Array): Result<readonly BundleItem[], BundleFault> {
    this.#size += bytes.length;
    if (this.#size > BUNDLE_BYTES_MAX) return tooLarge(BUNDLE_BYTES_MAX); // [B6]
    if (bytes.length > 0) this.#waiting.push(bytes);
    this.#held += bytes.length;
    const found: BundleItem[] = [];
    for (;;) {
      const step = this.#step();
      if (!step.ok) return step;
      if (step.value === 'more') return ok(found);
      if (step.value !== undefined) found.push(step.value);
    }
  }

  end(): Result<void, BundleFault> {
    if (this.#stage === 'end' && this.#held === 0) return ok(undefined);
    return this.#stage === 'version' ? err({ kind: 'not-a-bundle' }) : this.#damaged();
  }

  #step(): Result<BundleItem | 'more' | undefined, BundleFault> {
    switch (this.#stage) {
      case 'version':
        return this.#line((text) => this.#version(text), { kind: 'not-a-bundle' });
      case 'head':
        return this.#line((text) => this.#head(text), this.#damage());
      case 'tail':
        return this.#line((text) => this.#tail(text), this.#damage());
      case 'length':
        return this.#held < 4 ? ok('more') : this.#length(this.#pull(4));
      case 'frame':
        return this.#held < this.#wanted ? ok('more') : this.#frame(this.#pull(this.#wanted));
      case 'end':
        return this.#held === 0 ? ok('more') : this.#damaged();
    }
  }

  #line(
    read: (text: string) => Result<BundleItem | undefined, BundleFault>,
    fault: BundleFault,
  ): Result<BundleItem | 'more' | undefined, BundleFault> {
    const held = this.#pull(this.#held);
    const end = held.indexOf(0x0a);
    if (end >= BUNDLE_LINE_BYTES_MAX || (end < 0 && held.length >= BUNDLE_LINE_BYTES_MAX)) {
      return err(fault);
    }
    this.#push(end < 0 ? held : held.subarray(end + 1));
    if (end < 0) return ok('more');
    const text = parseUtf8(held.subarray(0, end));
    if (!text.ok) return err(fault);
    // The tail names the hash of all before it.
    if (this.#stage !== 'tail') this.#hash.update(held.subarray(0, end + 1));
    return read(text.value);
  }

  #version(text: string): Result<undefined, BundleFault> {
    if (text !== BUNDLE_VERSION) {
      const version = /^tansiq\/bundle\/v(\d{1,9})$/.exec(text)?.[1];
      return err(version ? { kind: 'bundle-newer', version } : { kind: 'not-a-bundle' });
    }
    this.#stage = 'head';
    return ok(undefined);
  }

  #head(text: string): Result<BundleItem, BundleFault> {
    const fields = parseLine(text);
    const { from, for: to, at } = fields ?? {};
    if (!isParty(from) || !isParty(to) || typeof at !== 'string') return this.#damaged();
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(at)) return this.#damaged();
    if (lineOf({ at, for: to, from }) !== `${text}\n`) return this.#damaged();
    this.#stage = 'length';
    return ok({ kind: 'head', head: { from, to, at } });
  }

  #length(bytes: Uint8Array): Result<undefined, BundleFault> {
    const [a = 0, b = 0, c = 0, d = 0] = bytes;
    this.#wanted = ((a * 256 + b) * 256 + c) * 256 + d;
    this.#hash.update(bytes);
    if (this.#wanted > MESSAGE_BYTES_MAX) return tooLarge(MESSAGE_BYTES_MAX);
    this.#stage = this.#wanted === 0 ? 'tail' : 'frame';
    return ok(undefined);
  }

  #frame(bytes: Uint8Array): Result<BundleItem, BundleFault> {
    this.#hash.update(bytes);
    this.#stage = 'length';
    this.#counts.frames += 1;
    if (this.#counts.frames > BUNDLE_FRAMES_MAX) return tooLarge(BUNDLE_FRAMES_MAX);
    const log = parseLog(bytes);
    if (log) {
      this.#counts.logs += 1;
      return ok({ kind: 'frame', frame: log });
    }
    const card = parseCardFrame(bytes);
    if (card) return ok({ kind: 'frame', frame: card });
    const message = parseMessage(bytes);
    if (!message.ok) {
      const { kind } = message.fault;
      const isNewer = kind === 'unknown-message' || kind === 'unknown-version';
      return isNewer ? this.#passOver() : this.#damaged();
    }
    if (!isCarried(message.value)) return this.#passOver();
    if (message.value.kind === 'tell') this.#counts.entries += message.value.entries.length;
    return ok({ kind: 'frame', frame: message.value });
  }

  #passOver(): Result<BundleItem, BundleFault> {
    this.#unknown += 1;
    return ok({ kind: 'unknown' });
  }

  #tail(text: string): Result<BundleItem, BundleFault> {
    const sha256 = formatHex(this.#hash.digest());
    const { frames, logs } = this.#counts;
    const entries = parseLine(text)?.['entries'];
    const said = parseLine(text)?.['logs'];
    // What an unknown frame holds cannot be counted here; the hash covers it all the same.
    const isCounted = (count: unknown, here: number): count is number =>
      Number.isSafeInteger(count) && (this.#unknown > 0 ? Number(count) >= here : count === here);
    if (!isCounted(entries, this.#counts.entries) || !isCounted(said, logs)) return this.#damaged();
    if (lineOf({ entries, frames, logs: said, sha256 }) !== `${text}\n`) return this.#damaged();
    this.#stage = 'end';
    return ok({ kind: 'tail', tail: { frames, logs: said, entries } });
  }

  #pull(length: number): Uint8Array {
    const [only] = this.#waiting;
    const whole = this.#waiting.length === 1 && only ? only : concat(...this.#waiting);
    invariant(whole.length === this.#held && length <= whole.length, 'what was counted is there');
    this.#waiting = [];
    this.#held = 0;
    this.#push(whole.subarray(length));
    return whole.subarray(0, length);
  }

  #push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#waiting.unshift(bytes);
    this.#held += bytes.length;
  }

  #damage(): BundleFault {
    return { kind: 'bundle-damaged', frame: this.#counts.frames };
  }

  #damaged(): Result<never, BundleFault> {
    return err(this.#damage());
  }
}

const CARRIED: readonly Message['kind'][] = [
  'tell',
  'offer',
  'evidence',
  'receipt',
  'want',
  'piece',
];

function isCarried(message: Message): message is CarriedMessage {
  return CARRIED.includes(message.kind);
}

function frameBytes(frame: BundleFrame): Uint8Array {
  if (frame.kind === 'log') return utf8(lineOf(jsonOf(frame)));
  return frame.kind === 'card' ? utf8(cardLine(frame.card)) : formatMessage(frame);
}

/** RFC 8785 with the card's text as it is: what was signed is not normalised. */
function cardLine(card: string): string {
  return `${JSON.stringify({ card, kind: 'card', v: 1 })}\n`;
}

function parseCardFrame(bytes: Uint8Array): BundleCard | undefined {
  if (bytes.length > 2 * NOTE_BYTES_MAX || bytes.at(-1) !== 0x0a) return undefined;
  const text = parseUtf8(bytes.subarray(0, -1));
  const { kind, card } = (text.ok ? parseLine(text.value) : undefined) ?? {};
  if (!text.ok || kind !== 'card' || typeof card !== 'string') return undefined;
  return cardLine(card) === `${text.value}\n` ? { kind, card } : undefined;
}

function jsonOf({ author, log, audience }: BundleLog): JsonObject {
  return { audience, author, kind: 'log', log, v: 1 };
}

function parseLog(bytes: Uint8Array): BundleLog | undefined {
  if (bytes.length > BUNDLE_LINE_BYTES_MAX * 2 || bytes.at(-1) !== 0x0a) return undefined;
  const text = parseUtf8(bytes.subarray(0, -1));
  const fields = text.ok ? parseLine(text.value) : undefined;
  const { author, log, audience, kind } = fields ?? {};
  if (kind !== 'log' || !isParty(author) || typeof log !== 'string' || !isLogId(log)) {
    return undefined;
  }
  if (!Array.isArray(audience) || !audience.every(isParty)) return undefined;
  const read: BundleLog = { kind, author, log, audience };
  return text.ok && lineOf(jsonOf(read)) === `${text.value}\n` ? read : undefined;
}

function parseLine(text: string): JsonObject | undefined {
  const json = parseJson(text);
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return undefined;
  return Array.isArray(json.value) ? undefined : (json.value as JsonObject);
}

function isParty(value: Json | undefined): value is PartyId {
  return typeof value === 'string' && isPartyId(value);
}

function lineOf(fields: JsonObject): string {
  return `${formatCanonical(fields)}\n`;
}

function lengthOf(length: number): Uint8Array {
  return Uint8Array.of(length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

function tooLarge(limit: number): Result<never, BundleFault> {
  return err({ kind: 'bundle-too-large', limit });
}
