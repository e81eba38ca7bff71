import type { LogId, PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Naming, Namings } from '../accord/knowledge/namings.ts';
import type { AttachmentKey, Content } from '../ledger/attachment.ts';
import { contentOf, verifyPiece } from '../ledger/attachment.ts';
import type { AttachmentStanding, AttachmentStore } from '../ledger/ports.ts';
import type { Fetched, NamedPlace } from './fetching.ts';
import { openFetching, openLeftAlone } from './fetching.ts';
import { ASK_SECONDS_MAX } from './follow.ts';
import type { Message, NothingMessage, PieceMessage, WantMessage } from './messages.ts';
import { freshAsk } from './messages.ts';
import type { Beside, Outgoing, StationNeeds } from './needs.ts';
import { isReader } from './needs.ts';
import { nothing } from './tell.ts';

/** How many pieces may be on their way from one peer at a time. [G7] */
export const PIECES_IN_FLIGHT_MAX = 2;

/** What the part beside the logs needs. */
export interface AttachmentNeeds extends Pick<
  StationNeeds,
  'primitives' | 'clock' | 'random' | 'self' | 'cards' | 'logs' | 'mayRead'
> {
  readonly attachments: AttachmentStore;
  readonly namings: Namings;
  /** Whether a recall that we know names this place: what it reaches is shown to nobody. [G9] */
  readonly isRecalled: (log: LogId, index: number) => boolean;
  /** The peers whose link stands. */
  readonly linked: () => ReadonlySet<PartyId>;
  /** How many pieces may be on their way from that peer; 0 while records are, or there is no room. [G7] */
  readonly room: (peer: PartyId) => number;
  /** Told of each piece that was kept. */
  readonly onPiece: (content: Content, standing: AttachmentStanding) => void;
}

/** One node's part in the exchange of what stands beside its logs. */
export interface AttachmentPart extends Beside {
  /** What to ask that peer for at this moment; nothing while as much is on its way as may be. */
  next(peer: PartyId): readonly Outgoing[];
  /** Looks through what records name; to be called when that has changed, and now and then. */
  look(): Promise<void>;
  /** Takes in a piece that was carried by hand; whether it was kept. [G15] */
  brought(want: WantMessage, piece: PieceMessage): Promise<boolean>;
  /** It was whole and is damaged: it is looked for again. [G5] */
  undone(key: AttachmentKey): void;
}

/** A piece that somebody was asked for. */
interface Asked {
  readonly peer: PartyId;
  readonly log: LogId;
  readonly key: AttachmentKey;
  readonly piece: number;
  readonly at: Instant;
}

/** Opens the part. What was fetched before goes on from the pieces that the store has. [G7] */
export function openAttachments(needs: AttachmentNeeds): AttachmentPart {
  return new Part(needs);
}

class Part implements AttachmentPart {
  readonly #needs: AttachmentNeeds;
  readonly #fetching;
  readonly #leftAlone;
  readonly #asked = new Map<string, Asked>();

  constructor(needs: AttachmentNeeds) {
    this.#needs = needs;
    this.#fetching = openFetching(needs.primitives.sha256, needs.attachments);
    this.#leftAlone = openLeftAlone(() => needs.clock.now());
  }

  async look(): Promise<void> {
    await this.#fetching.look(this.#namings());
    for (const [ask, asked] of this.#asked) {
      if (!this.#fetching.byKey(asked.key)) this.#asked.delete(ask);
    }
  }

  next(peer: PartyId): readonly Outgoing[] {
    this.#expire();
    if (this.#leftAlone.isLeft(peer)) return [];
    let room = Math.min(this.#needs.room(peer), PIECES_IN_FLIGHT_MAX);
    for (const { peer: other } of this.#asked.values()) if (other === peer) room -= 1;
    const wants: Outgoing[] = [];
    for (const fetched of this.#inOrderFor(peer)) {
      if (room <= 0) break;
      const place = this.#placeFor(peer, fetched);
      while (place && room > 0) {
        const piece = fetched.missing.pop();
        if (piece === undefined) break;
        wants.push(this.#ask(peer, place, fetched, piece));
        room -= 1;
      }
    }
    return wants;
  }

  hear(from: PartyId, message: Message): Promise<readonly Outgoing[]> | undefined {
    if (message.kind === 'want') return this.#answer(from, message);
    if (message.kind === 'piece') return this.#take(from, message);
    if (message.kind !== 'nothing') return undefined;
    const asked = this.#asked.get(message.ask);
    return asked?.peer === from ? this.#lack(from, message, asked) : undefined;
  }

  async brought(
    { log, index, at, piece: place }: WantMessage,
    message: PieceMessage,
  ): Promise<boolean> {
    const { attachments, namings, isRecalled, primitives, onPiece } = this.#needs;
    const named = namings.at(log, index)?.attachments[at];
    if (!named || isRecalled(log, index)) return false;
    const content = contentOf(primitives.sha256, named);
    if (!verifyPiece(primitives.sha256, content, place, message)) return false;
    const standing = await attachments.put(content, place, message.bytes);
    this.#fetching.brought(content.key, place);
    if (standing.kind === 'whole' || standing.kind === 'false') this.#fetching.done(content.key);
    onPiece(content, standing);
    return true;
  }

  undone(key: AttachmentKey): void {
    this.#fetching.undone(key);
  }

  unlinked(peer: PartyId): void {
    for (const [ask, asked] of this.#asked) if (asked.peer === peer) this.#giveBack(ask, asked);
  }

  /** Own pieces of a peer first: what others wrote must not fill the link to it. */
  #inOrderFor(peer: PartyId): readonly Fetched[] {
    const all = [...this.#fetching.all()].filter(({ missing }) => missing.length > 0);
    const isOwn = ({ places }: Fetched) => places.some(({ author }) => author === peer);
    return [...all.filter(isOwn), ...all.filter((each) => !isOwn(each))];
  }

  /** The record by which this peer may be asked for it; none while somebody nearer to it can be. [G7] */
  #placeFor(peer: PartyId, { content, places }: Fetched): NamedPlace | undefined {
    const { self } = this.#needs;
    if (this.#leftAlone.isLeft(`${peer}/${content.key}`)) return undefined;
    return places.find(({ log, author }) => {
      const shared = this.#logFor(peer, log);
      if (!shared || peer === self) return false;
      if (author === peer || author === self) return true;
      const isThere = this.#needs.linked().has(author) && !this.#leftAlone.isLeft(author);
      return !isThere || this.#leftAlone.isLeft(`${author}/${content.key}`);
    });
  }

  #ask(peer: PartyId, place: NamedPlace, { content }: Fetched, piece: number): Outgoing {
    const { log, index, at } = place;
    const ask = freshAsk(this.#needs.random);
    const now = this.#needs.clock.now();
    this.#asked.set(ask, { peer, log, key: content.key, piece, at: now });
    return { to: peer, message: { kind: 'want', ask, log, index, at, piece } };
  }

  /** [G6] Gives a piece to whom the record's log goes; for all else there is one answer. */
  async #answer(from: PartyId, message: WantMessage): Promise<readonly Outgoing[]> {
    const { log, index, at, ask } = message;
    const none = [{ to: from, message: nothing({ id: log }, ask) }];
    if (!this.#logFor(from, log) || this.#needs.isRecalled(log, index)) return none;
    const named = this.#needs.namings.at(log, index)?.attachments[at];
    if (!named) return none;
    const content = contentOf(this.#needs.primitives.sha256, named);
    const piece = await this.#needs.attachments.piece(content, message.piece);
    // It may have been recalled while it was read.
    if (!piece || this.#needs.isRecalled(log, index)) return none;
    return [{ to: from, message: { kind: 'piece', ask, log, ...piece } }];
  }

  async #take(from: PartyId, message: PieceMessage): Promise<readonly Outgoing[]> {
    const asked = this.#asked.get(message.ask);
    if (!asked || asked.peer !== from || asked.log !== message.log) return []; // [X6]
    this.#asked.delete(message.ask);
    this.#leftAlone.forget(from);
    const fetched = this.#fetching.byKey(asked.key);
    if (!fetched || !this.#isNamed(fetched)) return [];
    const { content } = fetched;
    if (!verifyPiece(this.#needs.primitives.sha256, content, asked.piece, message)) {
      fetched.missing.push(asked.piece);
      this.#leftAlone.leave(`${from}/${content.key}`); // [G4] another holder may have it right
      return this.next(from);
    }
    let standing: AttachmentStanding;
    try {
      standing = await this.#needs.attachments.put(content, asked.piece, message.bytes);
    } catch (trouble) {
      fetched.missing.push(asked.piece);
      throw trouble;
    }
    if (standing.kind === 'whole' || standing.kind === 'false') this.#fetching.done(content.key);
    this.#needs.onPiece(content, standing);
    return this.next(from);
  }

  async #lack(from: PartyId, { ask }: NothingMessage, asked: Asked): Promise<readonly Outgoing[]> {
    this.#leftAlone.forget(from);
    this.#leftAlone.leave(`${from}/${asked.key}`);
    this.#giveBack(ask, asked);
    return this.next(from);
  }

  /** [G8] A peer that says nothing may know nothing of this: it is asked less and less often. */
  #expire(): void {
    const now = this.#needs.clock.now();
    for (const [ask, asked] of this.#asked) {
      const age = now - asked.at;
      if (age >= 0 && age < ASK_SECONDS_MAX) continue;
      this.#giveBack(ask, asked);
      if (!this.#leftAlone.isLeft(asked.peer)) this.#leftAlone.leave(asked.peer);
    }
  }

  #giveBack(ask: string, { key, piece }: Asked): void {
    this.#asked.delete(ask);
    this.#fetching.byKey(key)?.missing.push(piece);
  }

  #namings(): readonly Naming[] {
    const { namings, isRecalled } = this.#needs;
    return [...namings.all()].filter(({ said }) => !isRecalled(said.log, said.index));
  }

  /** Whether any record still names it: bytes that were let go of must not come back. [G9] */
  #isNamed({ places }: Fetched): boolean {
    const { namings, isRecalled } = this.#needs;
    return places.some(({ log, index }) => namings.at(log, index) && !isRecalled(log, index));
  }

  #logFor(peer: PartyId, id: LogId) {
    const log = this.#needs.logs().find((each) => each.id === id);
    const isPinned = log !== undefined && this.#needs.cards().has(log.author); // [X4]
    return isPinned && peer !== this.#needs.self && isReader(this.#needs, peer, log)
      ? log
      : undefined;
  }
}
