import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Encrypter } from 'age-encryption';
import type { LogId, PartyId } from '../base/ids.ts';
import { formatInstant } from '../base/instant.ts';
import type { BundleView, PackedLog } from '../contract/courier.ts';
import type { BundleFrame, BundleWriter } from '../exchange/bundle.ts';
import { BUNDLE_ASK, BUNDLE_BYTES_MAX, writeBundle } from '../exchange/bundle.ts';
import { cosignedName } from '../exchange/cosigned.ts';
import { newestReceipt, readCosigned } from '../exchange/cosigned-history.ts';
import type { TellMessage } from '../exchange/messages.ts';
import {
  HOLDER_TELL_BYTES_MAX,
  HOLDER_TELL_ENTRIES_MAX,
  MESSAGE_BYTES_MAX,
} from '../exchange/messages.ts';
import type { StationNeeds } from '../exchange/needs.ts';
import { isReader, openNote } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import { answerAsk, withStubs } from '../exchange/tell.ts';
import { contentOf, pieceCount } from '../ledger/attachment.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry } from '../ledger/ports.ts';
import { troubleOf } from '../store/disk.ts';
import type { AttachmentRoom } from './attachment-room.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** What is packed from: what a station has, and the station. */
export interface PackNeeds {
  readonly exchange: StationNeeds;
  readonly station: Pick<Station, 'evidence'>;
  /** Renewed cards, ours and others', that the receiver may not have. [D11] */
  readonly cards?: () => readonly string[];
  /** What stands beside the logs; absent where nothing does. */
  readonly attachments?: Pick<AttachmentRoom, 'namings' | 'isRecalled' | 'store'>;
}

/** What is to be packed. */
export interface PackAsked {
  readonly to: PartyId;
  /** The age recipient of `to`. */
  readonly recipient: string;
  /** How much of a log the receiver is known to have; 0 where nothing is known. [B10] */
  readonly known: (log: Log) => Promise<number>;
  /** Whether the receiver's own logs go too, for a receiver that lost them. */
  readonly isAll: boolean;
  /** Bytes before sealing, after which no further tell begins. */
  readonly bytesMax?: number;
  /** Bytes of attachments; {@link BUNDLE_ATTACHMENT_BYTES_MAX} by itself. */
  readonly attachmentBytesMax?: number;
}

/** Bytes of attachments of one bundle, where nothing else is asked for: a small stick holds them. [G15] */
export const BUNDLE_ATTACHMENT_BYTES_MAX = 1_000_000_000;

/** Entries that are read from the store at once. */
const READ_ENTRIES = 256;

/** Packs a bundle into `file`, sealed to one party and to nobody else. [B2] */
export async function packBundle(
  needs: PackNeeds,
  asked: PackAsked,
  file: string,
): Promise<Omit<BundleView, 'id'>> {
  const { self, clock } = needs.exchange;
  const head = { from: self, to: asked.to, at: formatInstant(clock.now()) };
  const writer = writeBundle(createHash('sha256'));
  const packing = new Packing(needs, asked, writer);
  const sealer = new Encrypter();
  sealer.addRecipient(asked.recipient);
  const plain = packing.bytes(head);
  const sealed = await sealer.encrypt(streamOf(plain));
  const { bytes, sha256 } = await writeSealed(file, sealed);
  const { entries } = writer.counts;
  const { isCut, attachments } = packing;
  const logs = [...packing.packed.values()];
  return { ...head, bytes, sha256, entries, logs, isCut, attachments };
}

class Packing {
  readonly #needs: PackNeeds;
  readonly #asked: PackAsked;
  readonly #writer: BundleWriter;
  readonly packed = new Map<LogId, PackedLog>();
  readonly attachments = { packed: 0, left: 0 };
  isCut = false;

  constructor(needs: PackNeeds, asked: PackAsked, writer: BundleWriter) {
    this.#needs = needs;
    this.#asked = asked;
    this.#writer = writer;
  }

  async *bytes(head: Parameters<BundleWriter['head']>[0]): AsyncGenerator<Uint8Array> {
    yield this.#writer.head(head);
    // Before all else: what follows may be signed by a key that only they name. [D11]
    for (const card of this.#needs.cards?.() ?? []) {
      yield this.#writer.frame({ kind: 'card', card });
    }
    for (const log of this.#needs.exchange.logs()) {
      const isTheirs = log.author === this.#asked.to;
      // [B7] The one decision of the exchange between nodes: who may be told of this log at all.
      if (!isReader(this.#needs.exchange, this.#asked.to, log)) continue;
      if (isTheirs && !this.#asked.isAll) {
        for await (const frame of this.#receiptsOf(log)) yield this.#writer.frame(frame);
        continue;
      }
      for await (const frame of this.#framesOf(log)) yield this.#writer.frame(frame);
    }
    for await (const frame of this.#piecesOf()) yield this.#writer.frame(frame);
    yield this.#writer.tail();
  }

  /** [G15] What the packed records name, the newest first, after all records. */
  async *#piecesOf(): AsyncGenerator<BundleFrame> {
    const room = this.#needs.attachments;
    if (!room) return;
    const { sha256 } = this.#needs.exchange.primitives;
    const namings = [...room.namings.all()].filter(({ said }) => {
      const packed = this.packed.get(said.log);
      const isIn = packed && said.index >= packed.from && said.index < packed.upto;
      return isIn && !room.isRecalled(said.log, said.index);
    });
    let left = this.#asked.attachmentBytesMax ?? BUNDLE_ATTACHMENT_BYTES_MAX;
    const done = new Set<string>();
    for (const { said, attachments } of namings.toReversed()) {
      for (const [at, named] of attachments.entries()) {
        const content = contentOf(sha256, named);
        const { kind } = await room.store.standing(content);
        if (kind !== 'whole' || done.has(content.key)) continue;
        const isRoom = this.#writer.size + content.size + MESSAGE_BYTES_MAX < BUNDLE_BYTES_MAX;
        if (content.size > left || !isRoom) {
          this.attachments.left += 1;
          continue;
        }
        done.add(content.key);
        left -= content.size;
        const names = { ask: BUNDLE_ASK, log: said.log };
        for (let piece = 0; piece < pieceCount(content.size); piece += 1) {
          const found = await room.store.piece(content, piece);
          if (!found || room.isRecalled(said.log, said.index)) break;
          yield { kind: 'want', ...names, index: said.index, at, piece };
          yield { kind: 'piece', ...names, ...found };
        }
        this.attachments.packed += 1;
      }
    }
  }

  async *#framesOf(log: Log): AsyncGenerator<BundleFrame> {
    const { author } = log;
    const audience = partiesIn(log.audience);
    const from = await this.#asked.known(log);
    let upto = from;
    for await (const tell of this.#tellsOf(log, from)) {
      if (upto === from) yield { kind: 'log', author, log: log.id, audience };
      yield tell;
      upto += tell.entries.length;
      this.packed.set(log.id, { log: log.id, author, from, upto });
    }
    if (upto === 0) return;
    const cosigned = await this.#needs.exchange.shelf.get(cosignedName(log.id));
    const held = cosigned === undefined ? undefined : openNote(this.#needs.exchange, log, cosigned);
    if (held && held.size <= upto) yield { kind: 'offer', log: log.id, note: held.note };
    yield* this.#receiptsOf(log);
    for (const found of this.#needs.station.evidence) if (found.log === log.id) yield found;
  }

  /** What members have acknowledged of a log, we among them: so the next bundle back is shorter. [B10] */
  async *#receiptsOf(log: Log): AsyncGenerator<BundleFrame> {
    for (const member of partiesIn(log.audience)) {
      if (member === this.#asked.to) continue;
      const receipt = await newestReceipt(this.#needs.exchange.shelf, log.id, member);
      if (receipt) yield { kind: 'receipt', log: log.id, note: receipt.note };
    }
  }

  /** [B8] Batches as their author signs them; of another's log, up to checkpoints that are held. */
  async *#tellsOf(log: Log, from: number): AsyncGenerator<TellMessage> {
    const { exchange } = this.#needs;
    const isOurs = log.author === exchange.self;
    for (let size = from; ;) {
      const latest = await exchange.store.latest(log.id);
      if (!latest || size >= latest.size) return;
      if (this.#writer.size + MESSAGE_BYTES_MAX > (this.#asked.bytesMax ?? BUNDLE_BYTES_MAX)) {
        this.isCut = true; // [B6]
        return;
      }
      const ask = { kind: 'ask', ask: BUNDLE_ASK, log: log.id, size } as const;
      const signed = await answerAsk(exchange, log, isOurs, ask);
      // Nobody who carries is the author: what is erased goes with the recall that names it. [W6]
      const isErased = isOurs && signed.kind === 'tell' && signed.erased !== undefined;
      const answer = isErased ? await answerAsk(exchange, log, false, ask) : signed;
      const tell = answer.kind === 'tell' ? answer : await this.#tellToKept(log, size);
      if (!tell || tell.entries.length === 0) {
        this.isCut ||= !tell;
        return;
      }
      yield tell;
      size += tell.entries.length;
    }
  }

  /** Of a log that we cannot sign for and that is too long for one tell: up to a kept checkpoint. */
  async #tellToKept(log: Log, size: number): Promise<TellMessage | undefined> {
    const { shelf, store } = this.#needs.exchange;
    const kept = await (await readCosigned(shelf, log.id)).firstCovering(size);
    if (!kept || kept.size - size > HOLDER_TELL_ENTRIES_MAX) return undefined;
    const entries: Entry[] = [];
    let bytes = 0;
    while (entries.length < kept.size - size) {
      const limit = Math.min(READ_ENTRIES, kept.size - size - entries.length);
      const read = await store.read(log.id, size + entries.length, limit);
      bytes += read.reduce((sum, entry) => sum + entry.length, 0);
      if (read.length === 0 || bytes > HOLDER_TELL_BYTES_MAX) return undefined;
      entries.push(...read);
    }
    const told = withStubs(this.#needs.exchange, log, size, entries);
    return (
      told && { kind: 'tell', ask: BUNDLE_ASK, log: log.id, note: kept.note, from: size, ...told }
    );
  }
}

/** A stream that asks for the next piece only when it is wanted, so that nothing piles up. */
export function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const next = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await next.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await next.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Writes a sealed stream under another name first, so that no half of a file is ever carried off. */
export async function writeSealed(
  file: string,
  sealed: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  const fresh = `${file}.new`;
  let bytes = 0;
  try {
    const handle = await open(fresh, 'w', 0o600);
    try {
      for await (const piece of sealed as AsyncIterable<Uint8Array>) {
        hash.update(piece);
        await handle.writeFile(piece);
        bytes += piece.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (thrown) {
    await rm(fresh, { force: true });
    throw troubleOf(thrown, { file });
  }
  return { bytes, sha256: hash.digest('hex') };
}
