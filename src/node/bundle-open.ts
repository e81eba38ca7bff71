import { createHash } from 'node:crypto';
import { Decrypter } from 'age-encryption';
import type { LogId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { err, ok, unreachable } from '../base/result.ts';
import { audienceOf } from '../accord/party/audience.ts';
import type { OpenedLog, OpenedView } from '../contract/courier.ts';
import type {
  BundleFault,
  BundleHead,
  BundleItem,
  BundleLog,
  CarriedMessage,
} from '../exchange/bundle.ts';
import { BUNDLE_BYTES_MAX, readBundle } from '../exchange/bundle.ts';
import type { AttachmentPart } from '../exchange/attachments.ts';
import type { PieceMessage, TellMessage, WantMessage } from '../exchange/messages.ts';
import type { Outgoing, StationNeeds } from '../exchange/needs.ts';
import { openNote } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import type { Log } from '../ledger/log.ts';
import { logOf } from '../ledger/log.ts';
import type { Logs } from './logs.ts';
import { streamOf } from './bundle-pack.ts';

/** Bytes of a sealed file's header, which names to whom it is sealed. */
const SEAL_HEADER_BYTES_MAX = 65_536;

/** Logs that a bundle may make known before it tells of them. */
const KNOWN_LOGS_MAX = 10_000;

/** Cards of one bundle that are looked at. */
const BUNDLE_CARDS_MAX = 64;

/** Bytes of a sealed bundle: what is sealed, and what sealing adds. */
export const SEALED_BYTES_MAX = BUNDLE_BYTES_MAX + BUNDLE_BYTES_MAX / 2_048;

/** Where what a bundle holds goes. */
export interface OpenNeeds {
  readonly exchange: StationNeeds;
  readonly station: Pick<Station, 'brought' | 'hear'>;
  /** Takes in what stands beside the logs; absent where nothing does. [G15] */
  readonly beside?: Pick<AttachmentPart, 'brought'>;
  readonly logs: Logs;
  /** Takes in renewed cards; each proves itself. [D11] */
  readonly takeCards?: (texts: readonly string[]) => Promise<unknown>;
  /** Sends what follows, where a link is up. */
  readonly send: (said: readonly Outgoing[]) => Promise<void>;
  /** Told after something of a log was taken in. */
  readonly onHeard: (log: LogId) => Promise<void>;
}

/** Why nothing at all of a file could be read. */
export type OpenFault =
  | { readonly kind: 'not-a-bundle' }
  | { readonly kind: 'bundle-not-for-us' }
  | BundleFault;

/**
 * Opens a sealed bundle as its bytes come. What proves itself is kept, whatever follows; opened once
 * more it changes nothing. [B9]
 */
export async function openBundle(
  needs: OpenNeeds,
  identities: readonly string[],
  sealed: AsyncIterable<Uint8Array>,
): Promise<Result<OpenedView, OpenFault>> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of sealed) {
      bytes += piece.length;
      hash.update(piece);
      yield piece;
    }
  };
  const plain = await unseal(identities, counted());
  if (!plain.ok) return plain;
  const opening = new Opening(needs);
  const fault = await readAll(opening, plain.value, () => bytes > SEALED_BYTES_MAX);
  const { head } = opening;
  if (!head || fault?.kind === 'not-a-bundle') return err(fault ?? { kind: 'not-a-bundle' });
  if (opening.isForOthers) return err({ kind: 'bundle-not-for-us' });
  return ok({
    from: head.from,
    at: head.at,
    bytes,
    sha256: hash.digest('hex'),
    ...opening.outcome(),
    ...(fault ? { fault: fault.kind } : {}),
  });
}

/** Reads until the end or a fault; a seal that breaks in the middle is damage. */
async function readAll(
  opening: Opening,
  plain: ReadableStream<Uint8Array>,
  isTooLarge: () => boolean,
): Promise<BundleFault | undefined> {
  const reader = readBundle(createHash('sha256'));
  const stream = plain.getReader();
  for (;;) {
    const next = await stream.read().catch(() => undefined);
    if (!next) return { kind: 'bundle-damaged', frame: opening.frames };
    if (isTooLarge()) return { kind: 'bundle-too-large', limit: SEALED_BYTES_MAX }; // [B6]
    const items = next.done ? reader.end() : reader.take(next.value);
    if (!items.ok) return items.fault;
    if (next.done) return undefined;
    for (const item of items.value ?? []) await opening.take(item);
    if (opening.isForOthers) return undefined;
  }
}

class Opening {
  readonly #needs: OpenNeeds;
  readonly #known = new Map<LogId, BundleLog>();
  readonly #outcomes = new Map<LogId, OpenedLog>();
  head: BundleHead | undefined;
  isForOthers = false;
  frames = 0;
  #entries = 0;
  #cards = 0;
  #want: WantMessage | undefined;
  #pieces = 0;
  #unknown = 0;

  constructor(needs: OpenNeeds) {
    this.#needs = needs;
  }

  async take(item: BundleItem): Promise<void> {
    switch (item.kind) {
      case 'head':
        this.head = item.head;
        this.isForOthers = item.head.to !== this.#needs.exchange.self;
        return;
      case 'unknown':
        this.#unknown += 1;
        return;
      case 'tail':
        return;
      case 'frame': {
        this.frames += 1;
        const { frame } = item;
        if (frame.kind === 'log') {
          if (this.#known.size < KNOWN_LOGS_MAX) this.#known.set(frame.log, frame);
        } else if (frame.kind === 'card') await this.#card(frame.card);
        else if (frame.kind === 'tell') await this.#tell(frame);
        else if (frame.kind === 'want') this.#want = frame;
        else if (frame.kind === 'piece') await this.#piece(frame);
        else await this.#hear(frame);
        return;
      }
      default:
        return unreachable(item);
    }
  }

  outcome(): Pick<OpenedView, 'kept' | 'entries' | 'logs' | 'pieces' | 'unknown'> {
    const logs = [...this.#outcomes.values()];
    const kept = logs.reduce((sum, log) => sum + log.kept, 0);
    const pieces = this.#pieces > 0 ? { pieces: this.#pieces } : {};
    return { kept, entries: this.#entries, logs, ...pieces, unknown: this.#unknown };
  }

  async #card(text: string): Promise<void> {
    this.#cards += 1;
    if (this.#cards <= BUNDLE_CARDS_MAX) await this.#needs.takeCards?.([text]);
  }

  async #tell(tell: TellMessage): Promise<void> {
    this.#entries += tell.entries.length;
    const log = await this.#logOf(tell);
    const author = log?.author ?? this.#known.get(tell.log)?.author;
    if (!author) return;
    const before = this.#outcomes.get(tell.log);
    const base = before ?? { log: tell.log, author, kept: 0, held: 0, from: tell.from };
    const note = (more: Partial<OpenedLog> & Pick<OpenedLog, 'outcome'>): void => {
      this.#outcomes.set(tell.log, { ...base, ...more });
    };
    if (!log) return note({ outcome: 'not-shared' });
    const brought = await this.#needs.station.brought(tell);
    await this.#needs.send(brought.said);
    await this.#needs.onHeard(log.id);
    switch (brought.kind) {
      case 'kept': {
        const kept = base.kept + brought.upto - brought.from;
        return note({ outcome: 'kept', kept, held: brought.upto });
      }
      case 'held-already':
        return note({ outcome: before?.outcome ?? 'held-already', held: brought.held });
      case 'gap':
        // The first gap is what people must know; what follows it waits for the same.
        if (before?.outcome === 'gap') return;
        return note({ outcome: 'gap', held: brought.held, from: brought.from });
      case 'accused':
      case 'refused':
      case 'not-shared':
        return note({ outcome: brought.kind });
      default:
        return unreachable(brought);
    }
  }

  /** A full disk loses what stands beside the records, and it is fetched or carried again. */
  async #piece(piece: PieceMessage): Promise<void> {
    const want = this.#want;
    this.#want = undefined;
    if (!want || want.log !== piece.log) return;
    const isKept = await this.#needs.beside?.brought(want, piece).catch(() => false);
    if (isKept) this.#pieces += 1;
  }

  /** No checkpoint, receipt or evidence is believed because of who brought it. */
  async #hear(message: Exclude<CarriedMessage, WantMessage | PieceMessage>): Promise<void> {
    const { head } = this;
    if (!head || head.from === this.#needs.exchange.self) return;
    await this.#needs.send(await this.#needs.station.hear(head.from, message));
    await this.#needs.onHeard(message.log);
  }

  /** The log of a tell; one that is new here is taken only once its author's signature holds. [L29] */
  async #logOf(tell: TellMessage): Promise<Log | undefined> {
    const { exchange, logs } = this.#needs;
    const held = logs.byId(tell.log);
    if (held) return held;
    const told = this.#known.get(tell.log);
    const card = told ? exchange.cards().get(told.author) : undefined;
    const audience = told ? audienceOf(told.audience) : undefined;
    if (!told || !card || !audience?.ok) return undefined;
    const log = logOf(exchange.primitives.sha256, card, audience.value);
    if (log.id !== tell.log || !audience.value.includes(exchange.self)) return undefined;
    if (!openNote(exchange, log, tell.note)) return undefined;
    // A log of our own that is not here: our folder is from before it began.
    return told.author === exchange.self
      ? logs.own(audience.value)
      : logs.told(told.author, log.id, audience.value);
  }
}

/** Unseals with our own keys; whoever it is sealed to instead, is not said in it. */
async function unseal(
  identities: readonly string[],
  sealed: AsyncIterable<Uint8Array>,
): Promise<Result<ReadableStream<Uint8Array>, OpenFault>> {
  const head = await beginning(sealed[Symbol.asyncIterator]());
  if (!head) return err({ kind: 'not-a-bundle' });
  const opener = new Decrypter();
  for (const identity of identities) opener.addIdentity(identity);
  try {
    return ok(await opener.decrypt(streamOf(head)));
  } catch (thrown) {
    const isOther = thrown instanceof Error && /no identity matched/.test(thrown.message);
    return err(isOther ? { kind: 'bundle-not-for-us' } : { kind: 'bundle-damaged', frame: 0 });
  }
}

/** The stream again, once its header is seen to be age's and to end: age reads a header whole. */
async function beginning(
  pieces: AsyncIterator<Uint8Array>,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  let head = Buffer.alloc(0);
  while (!head.includes('\n--- ')) {
    const { done, value } = await pieces.next();
    if (done || head.length > SEAL_HEADER_BYTES_MAX) return undefined;
    head = Buffer.concat([head, value]);
    if (!'age-encryption.org/'.startsWith(head.subarray(0, 19).toString('latin1'))) {
      return undefined;
    }
  }
  return (async function* whole() {
    yield new Uint8Array(head);
    yield* { [Symbol.asyncIterator]: () => pieces };
  })();
}
