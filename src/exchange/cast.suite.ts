// oxlint-disable-next-line no-restricted-imports -- a suite runs on a host, never in the room.
import { createPrivateKey, sign } from 'node:crypto';
import { audienceOf } from '../accord/party/audience.ts';
import { mayRead } from '../accord/party/release.ts';
import { concat, sha256, utf8 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import { seededRandom } from '../base/ports.ts';
import { invariant } from '../base/result.ts';
import type { Book } from '../ledger/book.ts';
import { openBook } from '../ledger/book.ts';
import type { Card } from '../ledger/card.ts';
import type { FormerReason, Head } from '../ledger/former.ts';
import type { Log } from '../ledger/log.ts';
import { logOf } from '../ledger/log.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import type { Signer } from '../proof/primitives.ts';
import { seededSigner } from '../proof/primitives.ts';
import type { MemoryShelf, MemoryStore } from '../store/memory.ts';
import { memoryShelf, memoryStore } from '../store/memory.ts';
import type { EvidenceMessage, Message } from './messages.ts';
import { formatMessage, parseMessage } from './messages.ts';
import type { Outgoing, StationNeeds, StationRules } from './needs.ts';
import type { Station } from './station.ts';
import { openStation } from './station.ts';

const PKCS8_PREFIX = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/** A signer by the host, ten times as quick as the portable one. */
export function hostSigner(name: string): Signer {
  const seed = sha256(utf8(name));
  const der = Buffer.from(concat(PKCS8_PREFIX, seed));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    publicKey: seededSigner(seed).publicKey,
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, key))),
  };
}

/** As many entries, told apart by their place. */
export function entriesOf(count: number, word = 'entry'): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => utf8(`${word} ${at}`));
}

/** One party with its node, whose store and shelf outlast a restart. */
export interface Player {
  readonly id: PartyId;
  card: Card;
  signer: Signer;
  store: MemoryStore;
  shelf: MemoryShelf;
  book: Book;
  station: Station;
  needs: StationNeeds;
  readonly evidence: EvidenceMessage[];
  readonly kept: string[];
  /** What came ahead of those before it. */
  readonly early: string[];
  /** Logs of which our copy does not lead to what the author shows. [D6] */
  readonly astray: string[];
  readonly pinned: Map<PartyId, Card>;
  /** Pins a renewed card, and reads its party's logs by it from now on. */
  take(card: Card): void;
  /** Opens book and station anew over what is stored. */
  restart(rules?: Partial<StationRules>): Promise<void>;
}

/** Some parties at one table who read each other, and the one clock on its wall. */
export interface Table {
  readonly players: ReadonlyMap<string, Player>;
  readonly clock: { now: number };
  /** How long answers should be that a player asks for and gives, in bytes, where it has a wish. */
  readonly pieces: Map<string, number>;
  /** What a player has said at once; it asks nothing ahead where it had no place here when it started. */
  readonly ahead: Map<string, Outgoing[]>;
  /** The log of `author` towards these, or towards all. */
  log(author: string, ...audience: readonly string[]): Log;
  player(name: string): Player;
  /** Delivers all that is said, and what is said to that, until nobody speaks. */
  deliver(from: string, said: readonly Outgoing[]): Promise<number>;
  /** Gives `name` another node key; its card is pinned by those who are named, or by all. [D2] */
  renew(name: string, renewed: Renewed): Card;
  /** Everybody ticks towards everybody, and all is delivered. */
  round(): Promise<void>;
}

/** How a party's key is replaced at the table. */
export interface Renewed {
  readonly reason: FormerReason;
  readonly heads: readonly Head[];
  readonly at?: readonly string[];
}

/** Seats parties of these names, each with its card pinned at all others. */
export async function table(...names: readonly string[]): Promise<Table> {
  const clock = { now: 1_790_000_000 };
  const pieces = new Map<string, number>();
  const ahead = new Map<string, Outgoing[]>();
  const cards = new Map<PartyId, Card>();
  for (const name of names) {
    const id = name as PartyId;
    const { publicKey } = hostSigner(name);
    cards.set(id, {
      party: id,
      names: { ar: name, ckb: name, tr: name, en: name },
      domain: `${name}.example`,
      identityKey: { name: `${name}.example`, type: 'ed25519', publicKey },
      nodeKey: publicKey,
      addresses: [],
    });
  }
  const log = (author: string, ...audience: readonly string[]): Log => {
    const parties = must(audienceOf((audience.length > 0 ? audience : names) as PartyId[]));
    return logOf(hostPrimitives.sha256, cards.get(author as PartyId)!, parties);
  };
  const players = new Map<string, Player>();
  const logsOf = (party: string): readonly Log[] =>
    [
      ...names.map((author) => log(author)),
      log(party, party),
      ...(names.length > 2 ? [log(names[0]!, names[0]!, names[1]!)] : []),
    ].filter((each) => each.audience.includes(party as PartyId));
  for (const [at, name] of names.entries()) {
    players.set(name, await seat({ name, at, cards, clock, pieces, ahead, logs: logsOf(name) }));
  }
  const player = (name: string): Player => {
    const found = players.get(name);
    invariant(found !== undefined, `${name} sits at the table`);
    return found;
  };
  const deliver = async (from: string, said: readonly Outgoing[]): Promise<number> => {
    const post = said.map((each) => ({ from, ...each }));
    let count = 0;
    for (let next = post.shift(); next; next = post.shift()) {
      count += 1;
      invariant(count < 10_000, 'talk ends');
      const answers = await player(next.to).station.hear(
        next.from as PartyId,
        carried(next.message),
      );
      post.push(...answers.map((each) => ({ from: next!.to as string, ...each })));
    }
    return count;
  };
  const round = async (): Promise<void> => {
    for (const from of names) {
      for (const to of names) {
        if (from === to) continue;
        await deliver(from, await player(from).station.tick(to as PartyId));
      }
    }
  };
  const renew = (name: string, { reason, heads, at = names }: Renewed): Card => {
    const before = cards.get(name as PartyId)!;
    const serial = (before.serial ?? 0) + 1;
    const signer = hostSigner(`${name} ${serial}`);
    const key = { node: before.nodeKey, reason, at: clock.now as Instant, heads };
    const former = [...(before.former ?? []), key];
    const card = { ...before, nodeKey: signer.publicKey, serial, former };
    cards.set(card.party, card);
    Object.assign(player(name), { card, signer });
    for (const each of at) player(each).take(card);
    return card;
  };
  return { players, clock, pieces, ahead, log, player, deliver, renew, round };
}

/** A message as it comes out of the wire. */
export function carried(message: Message): Message {
  return must(parseMessage(formatMessage(message)));
}

async function seat(at: {
  readonly name: string;
  readonly at: number;
  readonly cards: ReadonlyMap<PartyId, Card>;
  readonly clock: { now: number };
  readonly pieces: ReadonlyMap<string, number>;
  readonly ahead: ReadonlyMap<string, Outgoing[]>;
  readonly logs: readonly Log[];
}): Promise<Player> {
  let { logs } = at;
  const clock: Clock = { now: () => at.clock.now as Instant };
  const random = seededRandom(at.at);
  const id = at.name as PartyId;
  const player = {
    id,
    card: at.cards.get(id)!,
    signer: hostSigner(at.name),
    store: memoryStore(hostPrimitives.sha256),
    shelf: memoryShelf(),
    evidence: [],
    kept: [],
    early: [],
    astray: [],
    pinned: new Map(at.cards),
  } as unknown as Player;
  const restart = async (rules?: Partial<StationRules>): Promise<void> => {
    player.book = openBook({
      primitives: hostPrimitives,
      store: player.store,
      signer: player.signer,
      onAppended: () => undefined,
    });
    const needs: StationNeeds = {
      primitives: hostPrimitives,
      store: player.store,
      shelf: player.shelf,
      book: player.book,
      signer: player.signer,
      clock,
      random,
      self: id,
      cards: () => player.pinned,
      logs: () => logs,
      mayRead,
      hasWitness: false,
      onEarly: (log, { from, entries }) => {
        player.early.push(`${log.author} ${from}+${entries.length}`);
      },
      pieceOf: () => at.pieces.get(at.name),
      onKept: (log, from, entries) => {
        player.kept.push(`${log.author} ${from}+${entries.length}`);
      },
      onAstray: ({ id }) => {
        player.astray.push(id);
      },
      onEvidence: (_, evidence) => {
        player.evidence.push(evidence);
      },
      ...(rules ? { rules } : {}),
      ...(at.ahead.has(at.name) ? { sayNow: (said) => at.ahead.get(at.name)?.push(...said) } : {}),
    };
    player.needs = needs;
    player.station = await openStation(needs);
  };
  const take = (card: Card): void => {
    player.pinned.set(card.party, card);
    logs = logs.map((log) =>
      log.author === card.party ? logOf(hostPrimitives.sha256, card, log.audience) : log,
    );
  };
  Object.assign(player, { restart, take });
  await restart();
  return player;
}
