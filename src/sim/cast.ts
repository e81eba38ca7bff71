import type { Names } from '../accord/party/names.ts';
import type { Audience, Readers } from '../accord/party/audience.ts';
import { audienceOf } from '../accord/party/audience.ts';
import type { Charter } from '../accord/party/schema.ts';
import type { PartyId, SeatId } from '../base/ids.ts';
import { invariant } from '../base/result.ts';
import type { Card } from '../ledger/card.ts';
import { keyOfOrigin, logOf } from '../ledger/log.ts';
import type { Log } from '../ledger/log.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import { CELLS_A_SIDE, claimedGround } from './ground.ts';

/** What a world takes from its host: mathematics that is quick enough for thousands of stories. */
export interface Host {
  readonly primitives: Primitives;
  /** The same signer for the same name. */
  signerOf(name: string): Signer;
}

/** The names that parties have; no land bears one of them. */
export const PARTY_NAMES = ['qamar', 'nahr', 'jabal', 'waha'] as const;

/** The observer whose node cosigns. */
export const EYE = 'eye' as PartyId;

/** The office that decides and signs for its party. */
export const DESK = 'desk/duty-officer' as SeatId;

/** The second office that decides and signs. */
export const SECOND = 'desk/second-officer' as SeatId;

/** The office that proposes. */
export const PLANNER = 'desk/planner' as SeatId;

/** The office that runs the node; whatever duties it has besides, it decides nothing. */
export const KEEPER = 'desk/keeper' as SeatId;

/** Who is there, with all cards exchanged. */
export interface Cast {
  readonly parties: readonly PartyId[];
  readonly cards: ReadonlyMap<PartyId, Card>;
  readonly charter: Charter;
  readonly centre: Audience;
  /** Every log of this story. */
  readonly logs: readonly Log[];
  /** The log of `author` towards all members. */
  centreLog(author: PartyId): Log;
  /** The log of `author` towards these readers, where there is one. */
  logTo(author: PartyId, readers: Readers): Log | undefined;
}

/** So many parties, the observer, and a log for each of: all, the first two, each alone. */
export function castOf(host: Host, count: number): Cast {
  const parties = PARTY_NAMES.slice(0, count) as unknown as readonly PartyId[];
  const cards = new Map([...parties, EYE].map((party) => [party, cardOf(host, party)] as const));
  const centre = audience(parties);
  const { sha256 } = host.primitives;
  const logFor = (author: PartyId, readers: readonly PartyId[]): Log => {
    const card = cards.get(author);
    invariant(card !== undefined, 'every party of the cast has a card');
    return logOf(sha256, card, audience(readers));
  };
  const [first, second] = parties;
  invariant(first !== undefined && second !== undefined, 'a centre has two members at least');
  const centreLogs = new Map(parties.map((party) => [party, logFor(party, parties)] as const));
  const logs = [
    ...centreLogs.values(),
    ...(count > 2 ? [logFor(first, [first, second]), logFor(second, [first, second])] : []),
    ...parties.map((party) => logFor(party, [party])),
  ];
  return {
    parties,
    cards,
    charter: charterOf(parties),
    centre,
    logs,
    centreLog: (author) => {
      const log = centreLogs.get(author);
      invariant(log !== undefined, 'every party has a log towards the centre');
      return log;
    },
    logTo: (author, readers) =>
      logs.find((log) => log.author === author && log.audience.join() === readers.join()),
  };
}

/** The key of an origin of one of the parties, as the observer knows it from their cards. */
export function keyForWitness(cast: Cast, origin: string): VerifierKey | undefined {
  for (const party of cast.parties) {
    const card = cast.cards.get(party);
    const key = card && keyOfOrigin(card, origin);
    if (key) return key;
  }
  return undefined;
}

/** The same name in every language. */
export function namesOf(name: string): Names {
  return { ar: name, ckb: name, tr: name, en: name };
}

function audience(parties: readonly PartyId[]): Audience {
  const made = audienceOf(parties);
  invariant(made.ok, 'a story has few parties');
  return made.value;
}

function cardOf(host: Host, party: PartyId): Card {
  const { publicKey } = host.signerOf(`${party} node`);
  const domain = `${party}.example`;
  const witness = host.signerOf(`${party} witness`).publicKey;
  const witnessKey: VerifierKey = { name: domain, type: 'cosignature', publicKey: witness };
  return {
    party,
    names: namesOf(party),
    domain,
    identityKey: { name: domain, type: 'ed25519', publicKey },
    nodeKey: publicKey,
    addresses: [],
    ...(party === EYE ? { witnessKey } : {}),
  };
}

function charterOf(members: readonly PartyId[]): Charter {
  const all = { west: 0, south: 0, east: CELLS_A_SIDE - 1, north: CELLS_A_SIDE - 1 };
  return {
    id: 'centre',
    names: namesOf('centre'),
    members: [...members],
    observers: [EYE],
    area: claimedGround(all) as Charter['area'],
    timeZone: { offsetMinutes: 180, letter: 'C' },
    exercise: true,
  };
}
