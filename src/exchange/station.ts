import type { LogId, PartyId } from '../base/ids.ts';
import type { Log } from '../ledger/log.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Brought } from './brought.ts';
import { takeIn } from './brought.ts';
import { openContradictions } from './contradiction.ts';
import type { StationParts } from './copies.ts';
import { Copies } from './copies.ts';
import type { FalseReceipt } from './false-receipts.ts';
import { openFalseReceipts } from './false-receipts.ts';
import { hurry } from './further.ts';
import { Hearing } from './hearing.ts';
import type { EvidenceMessage, Message, TellMessage } from './messages.ts';
import type { Outgoing, StationNeeds } from './needs.ts';
import { STATION_RULES, offersOf, openNote, othersOf } from './needs.ts';
import { openReceipts } from './receipts.ts';
import { openRecoveries } from './recoveries.ts';
import { nothing } from './tell.ts';

/** One node's part in the exchange. Each act resolves with what is to be sent. */
export interface Station {
  /** Takes in what `from` said, whose name the carrier vouches for. */
  hear(from: PartyId, message: Message): Promise<readonly Outgoing[]>;
  /** What to say to that peer at this moment; to be called every few seconds for each peer. */
  tick(to: PartyId): Promise<readonly Outgoing[]>;
  /** The link to that peer broke: what was asked of it will be asked again at the next tick. */
  unlinked(peer: PartyId): Promise<void>;
  /** Offers of our own log's new checkpoint to its other members. */
  appended(log: Log, next: Checkpoint): readonly Outgoing[];
  /** Takes in what a witness shows for a log, or that it has cosigned nothing of it. */
  heardFromWitness(log: LogId, note: string | undefined): Promise<readonly Outgoing[]>;
  /** Takes in what was carried by hand and answers no question; once more changes nothing. [X22] */
  brought(message: TellMessage): Promise<Brought>;
  /** To be called once after a restore from a backup, before anything is appended. [X13] */
  recover(): Promise<readonly Outgoing[]>;
  isRecovering(log: LogId): boolean;
  /** The largest size of our own log that another member has shown to hold. */
  heldElsewhere(log: LogId): number;
  /** The largest size of our own log that this member has shown to hold since we started; else 0. */
  heldBy(log: LogId, party: PartyId): number;
  /** How far our copy of another's log goes, and how far its author's signature has shown it to go. [X32] */
  progress(log: Log): Promise<Progress>;
  /** Pairs of checkpoints that cannot both be true; also on the shelf under `evidence/`. */
  readonly evidence: readonly EvidenceMessage[];
  /** What members have signed to hold of our logs, and cannot hold. [X29] */
  readonly falseReceipts: readonly FalseReceipt[];
}

/** How much of a log is here, in entries. */
export interface Progress {
  readonly held: number;
  /** Never less than `held`. */
  readonly of: number;
}

/** Opens a station over what is stored; a recovery that was under way goes on. */
export async function openStation(needs: StationNeeds): Promise<Station> {
  const rules = { ...STATION_RULES, ...needs.rules };
  const contradictions = await openContradictions(needs, rules);
  const recoveries = openRecoveries(needs, rules);
  await recoveries.resume();
  for (const log of needs.logs()) {
    const isOurs = log.author === needs.self;
    if (isOurs && contradictions.isConvicted(log.id)) needs.book.hold(log.id);
  }
  const receipts = openReceipts(needs, rules);
  const falseReceipts = await openFalseReceipts(needs);
  const parts = { needs, rules, contradictions, recoveries, receipts, falseReceipts };
  const copies = new Copies(parts);
  const part = new Part(parts, copies);
  return {
    hear: (from, message) => part.hear(from, message),
    tick: (to) => part.tick(to),
    unlinked: (peer) => part.unlinked(peer),
    appended: (log, next) => offersOf(log, next.note, othersOf(needs, log)),
    heardFromWitness: (log, note) => part.heardFromWitness(log, note),
    brought: (message) => takeIn(parts, copies, message),
    recover: () => part.recover(),
    isRecovering: (log) => recoveries.has(log),
    heldBy: (log, party) => copies.of(log)?.heldBy.get(party) ?? 0,
    heldElsewhere: (log) => Math.max(0, ...(copies.of(log)?.heldBy.values() ?? [])),
    progress: async (log) => {
      const held = (await needs.store.latest(log.id))?.size ?? 0;
      return { held, of: Math.max(held, copies.of(log.id)?.shown ?? 0) };
    },
    get falseReceipts() {
      return falseReceipts.all();
    },
    get evidence() {
      return contradictions.all();
    },
  };
}

class Part {
  readonly #parts: StationParts;
  readonly #copies: Copies;
  readonly #hearing: Hearing;

  constructor(parts: StationParts, copies: Copies) {
    this.#parts = parts;
    this.#copies = copies;
    this.#hearing = new Hearing(parts, copies);
  }

  async hear(from: PartyId, message: Message): Promise<readonly Outgoing[]> {
    const beside = this.#parts.needs.beside?.hear(from, message);
    if (beside) return beside;
    const log = this.#copies.shared(from, message.log);
    const copy = log && this.#copies.of(log.id);
    if (copy && message.kind === 'tell') {
      hurry(this.#parts.needs, log, copy, { from, message });
    }
    if (log)
      return this.#copies.inTurn(log, [], (copy) => this.#hearing.hear(log, copy, from, message));
    switch (message.kind) {
      case 'ask':
      case 'portion':
      case 'further':
      case 'newest':
      case 'inquire':
      case 'want':
        return [{ to: from, message: nothing({ id: message.log }, message.ask) }]; // [X3]
      default:
        return [];
    }
  }

  async tick(to: PartyId): Promise<readonly Outgoing[]> {
    const said: Outgoing[] = [];
    for (const log of this.#parts.needs.logs()) {
      if (!this.#copies.shared(to, log.id)) continue;
      said.push(
        ...(await this.#copies.inTurn(log, [], (copy) => this.#hearing.tickOf(log, copy, to))),
      );
    }
    return said;
  }

  async unlinked(peer: PartyId): Promise<void> {
    this.#parts.needs.beside?.unlinked(peer);
    for (const log of this.#parts.needs.logs()) {
      const copy = this.#copies.of(log.id);
      for (const name of copy?.receiptsTold.keys() ?? []) {
        if (name.startsWith(`${peer} `)) copy?.receiptsTold.delete(name);
      }
      copy?.whole.delete(peer);
      copy?.furtherTold.delete(peer);
      copy?.endTold.delete(peer);
      if (!copy?.asks.has(peer)) continue;
      await this.#copies.inTurn(log, [], (copy) =>
        this.#copies.follow(log, copy, { kind: 'unlinked', peer }),
      );
    }
  }

  async heardFromWitness(id: LogId, note: string | undefined): Promise<readonly Outgoing[]> {
    const log = this.#parts.needs.logs().find((each) => each.id === id);
    if (!log) return [];
    return this.#copies.inTurn(log, [], async (copy) => {
      const opened = note === undefined ? undefined : openNote(this.#parts.needs, log, note);
      const said = opened ? await this.#copies.judgeCosigned(log, copy, opened) : [];
      if (note === undefined || opened) this.#parts.recoveries.witnessed(id, opened?.size ?? 0);
      await this.#copies.releaseIfRecovered(log, copy);
      return said;
    });
  }

  async recover(): Promise<readonly Outgoing[]> {
    const said: Outgoing[] = [];
    for (const log of this.#parts.needs.logs()) {
      if (!this.#copies.isOurs(log) || othersOf(this.#parts.needs, log).length === 0) continue;
      said.push(...(await this.#copies.inTurn(log, [], () => this.#parts.recoveries.start(log))));
    }
    return said;
  }
}
