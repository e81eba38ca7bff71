import type { Learning } from '../accord/known.ts';
import type { Said } from '../accord/said.ts';
import { formatHex } from '../base/bytes.ts';
import type { LogId, PartyId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import type { Random } from '../base/ports.ts';
import { InvariantError, TroubleError } from '../base/result.ts';
import type { Cosigning } from '../exchange/cosigning.ts';
import type { Outgoing } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import { openStation } from '../exchange/station.ts';
import type { Book } from '../ledger/book.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry, Store, TileReader } from '../ledger/ports.ts';
import type { Understood } from '../ledger/understand.ts';
import type { MemoryShelf, MemoryStore } from '../store/memory.ts';
import { memoryShelf, memoryStore } from '../store/memory.ts';
import type { Cast, Host } from './cast.ts';
import { EYE } from './cast.ts';
import type { RosterFact } from './facts.ts';
import { firstRoster } from './offices.ts';
import type { Parts } from './parts.ts';
import type { Made } from './records.ts';

/** What a seat has in common with all others of its story. */
export interface Room {
  readonly host: Host;
  readonly cast: Cast;
  readonly parts: Parts;
  readonly random: Random;
  /** The true time, in POSIX seconds. */
  now(): number;
  send(from: Seat, said: readonly Outgoing[]): void;
  /** Entries were understood before: the same bytes in the same place mean the same. */
  readonly understood: Map<string, Understood>;
}

/** A record that a node has read, understood or not. */
export interface Read {
  readonly hash: RecordHash;
  readonly log: Log;
  readonly index: number;
}

/** A record that its author was told is safe. */
export interface Acknowledged {
  readonly log: LogId;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** One party's node in a story: what is on its disk, and what runs over it. */
export class Seat {
  readonly party: PartyId;
  readonly skew: number;
  store: MemoryStore;
  shelf: MemoryShelf = memoryShelf();
  isFull = false;
  /** What made this node stop, where a belief of ours turned out false. */
  broken: Error | undefined;
  book!: Book;
  station!: Station;
  cosigning!: Cosigning;
  known!: Learning;
  readonly acknowledged: Acknowledged[] = [];
  /** The party's offices and keys, as its last roster has them. */
  roster: RosterFact;
  /** What a liar does to what it sends. */
  twist: ((said: Outgoing) => readonly Outgoing[]) | undefined;
  /** Logs that changed since the judges last looked. */
  readonly changed = new Set<LogId>();
  /** What it has read since it started. */
  readonly read: Read[] = [];
  #said: Said[] = [];
  readonly #room: Room;

  constructor(room: Room, party: PartyId, skew: number) {
    this.#room = room;
    this.party = party;
    this.skew = skew;
    this.roster = firstRoster(room.random, party);
    this.store = memoryStore(room.host.primitives.sha256);
  }

  /** The time by its own clock. */
  now(): Instant {
    return instant(this.#room.now() + this.skew);
  }

  /** The logs that it is in the audience of. */
  logs(): readonly Log[] {
    return this.#room.cast.logs.filter((log) => log.audience.includes(this.party));
  }

  /** Starts, or starts again, over what is on its disk. */
  async start(): Promise<void> {
    const { host, cast, parts, random } = this.#room;
    const store = this.#disk();
    const { primitives } = host;
    const signer = host.signerOf(`${this.party} node`);
    const learn = (log: Log, from: number, entries: readonly Entry[]) =>
      this.#learn(log, from, entries);
    this.#said = [];
    this.read.length = 0;
    for (const log of this.logs()) this.changed.add(log.id);
    this.known = parts.openKnown(cast.charter, cast.centre);
    this.book = parts.openBook({
      primitives,
      store,
      signer,
      onAppended: (log, from, entries, next) => {
        learn(log, from, entries);
        this.#room.send(this, this.station.appended(log, next));
      },
    });
    this.station = await openStation({
      primitives,
      store,
      shelf: this.shelf,
      book: this.book,
      signer,
      clock: { now: () => this.now() },
      random,
      self: this.party,
      cards: () => cast.cards,
      logs: () => this.logs(),
      mayRead: parts.mayRead,
      hasWitness: true,
      onKept: (log, from, entries) => learn(log, from, entries),
      sayNow: (said) => this.#room.send(this, said),
      onEvidence: () => undefined,
      rules: parts.rules,
    });
    const witnessKey = cast.cards.get(EYE)?.witnessKey;
    if (witnessKey) {
      this.cosigning = parts.openCosigning({
        primitives,
        store,
        shelf: this.shelf,
        signer,
        witnessKey,
      });
    }
    for (const log of this.logs()) learn(log, 0, await this.store.read(log.id, 0, 1_000_000));
  }

  /** What it has understood of these logs, in the order in which it learnt it. */
  understoodOf(logs: readonly LogId[]): readonly Said[] {
    return this.#said.filter((said) => logs.includes(said.log));
  }

  /** Puts what is made on its own log; whether and when that is acknowledged is for the book to say. */
  async say(log: Log, ...made: readonly Made[]): Promise<void> {
    const entries = made.map(({ bytes }) => bytes);
    const appended = this.book.append(log, entries).then(
      (index) => {
        for (const [at, bytes] of entries.entries()) {
          this.acknowledged.push({ log: log.id, index: index + at, bytes });
        }
      },
      (trouble: unknown) => {
        if (trouble instanceof InvariantError) this.broken = trouble;
        else if (!(trouble instanceof TroubleError)) throw trouble;
      },
    );
    const isHeld =
      this.station.isRecovering(log.id) ||
      this.station.evidence.some((evidence) => evidence.log === log.id);
    if (isHeld) void appended;
    else await appended;
  }

  #disk(): Store & TileReader {
    const held = this.store;
    return {
      latest: (log) => held.latest(log),
      read: (log, from, limit) => held.read(log, from, limit),
      tile: (log, level, index, width) => held.tile(log, level, index, width),
      bundle: (log, index, width) => held.bundle(log, index, width),
      extend: async (log, size, entries, next) => {
        if (this.isFull) throw new TroubleError('disk-full');
        this.changed.add(log);
        return held.extend(log, size, entries, next);
      },
      erase: (log, indexes) => held.erase(log, indexes),
    };
  }

  #learn(log: Log, from: number, entries: readonly Entry[]): void {
    const { host, cast, parts, understood } = this.#room;
    for (const [at, entry] of entries.entries()) {
      const name = `${log.id}/${from + at}/${formatHex(host.primitives.sha256(entry))}`;
      const read = understood.get(name) ?? parts.understand(host.primitives, log, from + at, entry);
      understood.set(name, read);
      if (read.kind === 'erased') continue;
      const hash = read.kind === 'said' ? read.said.hash : read.hash;
      this.read.push({ hash, log, index: from + at });
      if (read.kind !== 'said') continue;
      this.#said.push(read.said);
      this.known.learn(read.said);
    }
    if (log.audience.length === cast.parties.length) {
      this.known.reach(log.author, from + entries.length);
    }
  }
}
