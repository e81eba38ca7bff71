import type { LogId, PartyId } from '../base/ids.ts';
import { isPartyId } from '../base/ids.ts';
import { formatInstant } from '../base/instant.ts';
import { TroubleError, invariant } from '../base/result.ts';
import { equal } from '../base/bytes.ts';
import type { Card } from '../ledger/card.ts';
import { parseCard } from '../ledger/card.ts';
import type { Log } from '../ledger/log.ts';
import type { Shelf, Store } from '../ledger/ports.ts';
import { resign } from '../ledger/resign.ts';
import { isBeyond, isContradiction, renewCard, serialOf } from '../ledger/succession.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { EvidenceRoom } from './evidence.ts';
import type { Folder } from './folder.ts';
import { pinCard, readCardText } from './folder.ts';
import type { Logs } from './logs.ts';
import { settleNodeKey } from './node-key.ts';
import type { Pins } from './pins.ts';
import type { Linking } from './linking.ts';

/** How many cards one node gives another at once; what is more goes the next time. [D8] */
export const CARDS_TOLD_MAX = 16;

/** How many parties' serials one node tells another. */
export const SERIALS_MAX = 256;

/** What nodes tell each other of cards: how often each was renewed, and cards that the other lacks. [D8] */
export interface CardsTold {
  readonly serials: Readonly<Record<string, number>>;
  readonly cards: readonly string[];
}

/** The succession of keys at one node: renewed cards come in here, and go on from here. */
export interface Succession {
  /** What we hold of the centre's cards, to be told to another node. */
  told(): CardsTold;
  /** Takes in what another node told; resolves with what that node lacks. */
  hear(told: CardsTold): Promise<CardsTold>;
  /** Takes in cards, however they came; tells whose took the place of the pinned one. */
  take(texts: readonly string[]): Promise<readonly PartyId[]>;
  /** The text of our own card, if it was ever renewed. [D12] */
  own(): string | undefined;
  /** The cards of the centre that were renewed, to go into a bundle; at most {@link SERIALS_MAX}. [D11] */
  renewed(): readonly string[];
  /** Whether our copy of a log goes beyond what its author's retired key could sign. [D6] */
  isBeyond(log: LogId): boolean;
  /** Takes note that our copy does not lead to what its author's present key has signed. [D6] */
  astray(log: Log, notes: readonly string[]): Promise<void>;
  /** Signs our own logs anew where a former key of ours has signed them. [D7] */
  resign(isHeld: (log: LogId) => boolean): Promise<void>;
}

/** What it needs of its node. */
export interface SuccessionNeeds {
  readonly primitives: Primitives;
  readonly folder: Folder;
  readonly store: Pick<Store, 'latest' | 'extend'>;
  readonly shelf: Shelf;
  readonly logs: Pick<Logs, 'all' | 'renewed'>;
  readonly linking: Pick<Linking, 'onChange'> & { readonly pins: Pick<Pins, 'look'> };
  readonly evidence: Pick<EvidenceRoom, 'onSuccession'>;
  readonly say: (code: string, facts?: Readonly<Record<string, string | number>>) => void;
}

/** Opens it; what became of earlier cards is said to people anew. Trouble: `key-not-of-card`. */
export async function openSuccession(needs: SuccessionNeeds): Promise<Succession> {
  const part = new Part(needs);
  await part.begin();
  return part;
}

/** Whether people were shown that our copy of a log does not stand beside its author's card. [D6] */
export async function isShownBeyond(shelf: Pick<Shelf, 'get'>, log: LogId): Promise<boolean> {
  return (await shelf.get(`${BEYOND}${log}`)) !== undefined;
}

/** Where the shelf has a card that was refused, by its party. [D2] */
export const REFUSED = 'cards-refused/';
/** Where it has what shows that a copy does not stand beside its author's card, by log. [D6] */
export const BEYOND = 'beyond-key/';

type Shown = Parameters<EvidenceRoom['onSuccession']>[0];

class Part implements Succession {
  readonly #needs: SuccessionNeeds;
  readonly #beyond = new Map<LogId, PartyId>();
  #line: Promise<unknown> = Promise.resolve();

  constructor(needs: SuccessionNeeds) {
    this.#needs = needs;
  }

  async begin(): Promise<void> {
    const { folder, shelf } = this.#needs;
    const own = this.#own();
    if (!equal(own.nodeKey, folder.nodeSigner.publicKey)) {
      throw new TroubleError('key-not-of-card', { dir: folder.dir });
    }
    settleNodeKey(folder.dir, own);
    for (const name of await shelf.names(REFUSED)) {
      const text = await shelf.get(name);
      const card = text === undefined ? undefined : parseCard(this.#needs.primitives, text);
      if (text !== undefined && card?.ok) this.#tellRefused(card.value, text);
    }
    for (const name of await shelf.names(BEYOND)) this.#tellBeyond((await shelf.get(name)) ?? '');
    for (const party of folder.cards.keys()) await this.#compare(party);
    // What a person pins while the node runs counts at once where it renews. [D2]
    this.#needs.linking.onChange((parties) => {
      // Our own card is taken in at the next start.
      const others = parties.filter((party) => party !== folder.settings.party);
      const texts = others.filter((party) => folder.cards.has(party)).map((p) => this.#textOf(p));
      if (texts.length > 0) void this.take(texts);
    });
  }

  told(): CardsTold {
    const serials = this.#centre().map((card) => [card.party, serialOf(card)] as const);
    return { serials: Object.fromEntries(serials.slice(0, SERIALS_MAX)), cards: [] };
  }

  async hear({ serials, cards }: CardsTold): Promise<CardsTold> {
    await this.take(cards);
    const lacking = this.#centre().filter((card) => {
      const theirs = Object.hasOwn(serials, card.party) ? serials[card.party] : undefined;
      // Of a party that the other does not know it is told nothing.
      return theirs !== undefined && theirs < serialOf(card);
    });
    const texts = lacking.slice(0, CARDS_TOLD_MAX).map(({ party }) => this.#textOf(party));
    return { ...this.told(), cards: texts };
  }

  take(texts: readonly string[]): Promise<readonly PartyId[]> {
    const turn = this.#line.then(() => this.#takeAll(texts));
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  own(): string | undefined {
    const own = this.#own();
    return serialOf(own) > 0 ? this.#textOf(own.party) : undefined;
  }

  renewed(): readonly string[] {
    const cards = this.#centre().filter((card) => serialOf(card) > 0);
    return cards.slice(0, SERIALS_MAX).map(({ party }) => this.#textOf(party));
  }

  isBeyond(log: LogId): boolean {
    return this.#beyond.has(log);
  }

  astray(log: Log, notes: readonly string[]): Promise<void> {
    return this.#setBeyond(log, notes);
  }

  async resign(isHeld: (log: LogId) => boolean): Promise<void> {
    const { logs, folder, store } = this.#needs;
    for (const log of logs.all()) {
      if (log.author !== folder.settings.party || isHeld(log.id)) continue;
      await resign({ store, signer: folder.nodeSigner }, log);
    }
  }

  async #takeAll(texts: readonly string[]): Promise<readonly PartyId[]> {
    const renewed: PartyId[] = [];
    for (const text of texts.slice(0, CARDS_TOLD_MAX)) {
      const read =
        text.length <= NOTE_BYTES_MAX ? parseCard(this.#needs.primitives, text) : undefined;
      if (read?.ok && (await this.#takeOne(read.value, text))) renewed.push(read.value.party);
    }
    return renewed;
  }

  async #takeOne(next: Card, text: string): Promise<boolean> {
    const { folder, linking, logs, say } = this.#needs;
    const pinned = folder.cards.get(next.party);
    if (!pinned) return false;
    const renewed = renewCard(pinned, next);
    const isOwn = next.party === folder.settings.party;
    if (!renewed.ok) {
      if (isContradiction(renewed.fault)) await this.#refuse(next, text);
      return false;
    }
    if (isOwn) {
      // Ours alone makes cards of ours: our folder is from before this one. [D10]
      await this.#refuse(next, text);
      return false;
    }
    pinCard(folder.dir, next.party, text);
    folder.cards.set(next.party, next);
    logs.renewed(next.party);
    linking.pins.look();
    const last = next.former?.at(-1);
    if (last && !equal(next.nodeKey, pinned.nodeKey)) {
      const at = formatInstant(last.at);
      say('node-key-replaced', { party: next.party, reason: last.reason, at });
    } else say('card-renewed', { party: next.party });
    await this.#compare(next.party);
    return true;
  }

  /** Whether what is here of a party's logs may stand beside its renewed card. [D6] */
  async #compare(party: PartyId): Promise<void> {
    const { folder, logs, store, primitives } = this.#needs;
    if (party === folder.settings.party) return;
    for (const log of logs.all().filter(({ author }) => author === party)) {
      const latest = log.former.length > 0 ? await store.latest(log.id) : undefined;
      if (!latest || !isBeyond(primitives, log, latest.note)) continue;
      await this.#setBeyond(log, [latest.note, this.#textOf(party)]);
    }
  }

  async #setBeyond({ id, author: party, origin }: Log, notes: readonly string[]): Promise<void> {
    const { shelf } = this.#needs;
    this.#beyond.set(id, party);
    const text = JSON.stringify({ party, origin, notes });
    // It stays when the copy is set aside. [D6]
    const name = `${BEYOND}${id}`;
    if ((await shelf.get(name)) === undefined) await shelf.put(name, text);
    this.#tellBeyond(text);
  }

  #tellBeyond(text: string): void {
    const { party, origin, notes } = JSON.parse(text) as Omit<Shown, 'kind'>;
    this.#needs.evidence.onSuccession({ kind: 'beyond-key', party, origin, notes });
  }

  /** One of each party is kept: two of one serial convict, and more of them would fill the disk. */
  async #refuse(card: Card, text: string): Promise<void> {
    const { shelf } = this.#needs;
    const name = `${REFUSED}${card.party}`;
    const held = parseCard(this.#needs.primitives, (await shelf.get(name)) ?? '');
    // Of our own the newest is what must be gone on from. [D10]
    const isNewest = card.party === this.#own().party && serialOf(card) > heldSerial(held);
    if (!held.ok || isNewest) await shelf.put(name, text);
    this.#tellRefused(card, text);
  }

  #tellRefused(card: Card, text: string): void {
    const { folder, evidence, say } = this.#needs;
    const pinned = folder.cards.get(card.party);
    // What was refused may have become the pinned one since, by a person's hand.
    if (!pinned || serialOf(card) < serialOf(pinned)) return;
    const { party, domain: origin } = card;
    if (party === folder.settings.party) {
      say('card-older', { ours: serialOf(pinned), theirs: serialOf(card), dir: folder.dir });
    }
    const kind = party === folder.settings.party ? 'card-older' : 'two-cards';
    evidence.onSuccession({ kind, party, origin, notes: [this.#textOf(party), text] });
  }

  #own(): Card {
    const { cards, settings } = this.#needs.folder;
    const own = cards.get(settings.party);
    invariant(own !== undefined, 'a node holds its own card');
    return own;
  }

  /** The cards of the centre's parties: who is not of it is not spoken of. */
  #centre(): readonly Card[] {
    const { charter, cards } = this.#needs.folder;
    const parties = [...new Set([...charter.members, ...charter.observers])].filter(isPartyId);
    return parties.flatMap((party) => cards.get(party) ?? []);
  }

  #textOf(party: PartyId): string {
    return readCardText(this.#needs.folder.dir, party);
  }
}

function heldSerial(held: ReturnType<typeof parseCard>): number {
  return held.ok ? serialOf(held.value) : 0;
}

/** A card of our own that others showed and that is newer than ours; nothing where there is none. [D10] */
export async function newerOwn(
  primitives: Primitives,
  shelf: Pick<Shelf, 'get'>,
  own: Card,
): Promise<Card | undefined> {
  const read = parseCard(primitives, (await shelf.get(`${REFUSED}${own.party}`)) ?? '');
  if (!read.ok || !equal(read.value.identityKey.publicKey, own.identityKey.publicKey)) {
    return undefined;
  }
  return serialOf(read.value) > serialOf(own) ? read.value : undefined;
}
