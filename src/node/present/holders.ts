import type { PartyId } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { momentOf } from '../../accord/wire.ts';
import type { FinalityView, HolderView } from '../../contract/reports.ts';
import { readReceipts } from '../../exchange/cosigned-history.ts';
import type { IndexedRecord } from '../../index/port.ts';
import type { Log } from '../../ledger/log.ts';
import { receiptKey, receiptKeys } from '../../ledger/receipt-key.ts';
import { verifyCosignature } from '../../proof/cosignature.ts';
import type { VerifierKey } from '../../proof/note.ts';
import { formatVerifierKey } from '../../proof/note.ts';
import type { Policy } from '../../proof/policy.ts';
import { decideFinality, parsePolicy } from '../../proof/policy.ts';
import type { Folder } from '../folder.ts';
import type { House } from '../house.ts';
import { partiesIn } from '../../accord/party/audience.ts';

type Place = Pick<IndexedRecord, 'index' | 'heldSince'>;

/** What of a house these views are made from. */
type Rooms = Pick<House, 'shelf' | 'seals' | 'witnesses' | 'primitives'> & {
  readonly folder: {
    readonly cards: Folder['cards'];
    readonly settings: Pick<Folder['settings'], 'party'>;
  };
};

/**
 * Who of a record's audience has it, and since when: its author since it said it, this node since
 * it is durable here, and each other party since its earliest receipt that covers it. [L32]
 */
export async function presentHolders(
  house: Rooms,
  log: Log,
  place: Place,
  said: string | undefined,
): Promise<readonly HolderView[]> {
  const self = house.folder.settings.party;
  const holderOf = async (party: PartyId): Promise<HolderView> => {
    if (party === log.author) return { party, by: 'author', ...(said ? { since: said } : {}) };
    if (party === self) return { party, by: 'here', since: formatInstant(place.heldSince) };
    const at = await acknowledged(house, log, party, place.index);
    return { party, by: 'receipt', ...(at === undefined ? {} : { since: formatInstant(at) }) };
  };
  const others = partiesIn(log.audience).filter((party) => party !== log.author);
  return Promise.all([log.author, ...others].map(holderOf));
}

/** Whether the entry is final by our own party's policy, and whom it still waits for. [L34] */
export async function presentFinality(
  house: Rooms,
  log: Log,
  { index }: Place,
  said: string | undefined,
): Promise<FinalityView> {
  const { cards } = house.folder;
  const party = house.folder.settings.party;
  const text = cards.get(party)?.policy;
  const own = text === undefined ? undefined : parsePolicy(text);
  const policy = own?.ok ? own.value : usualPolicy(house, log);
  const times = new Map<string, Instant>();
  for (const { key } of policy.witnesses) {
    const time = await signedAt(house, log, key, { index, said });
    if (time !== undefined) times.set(formatVerifierKey(key), time);
  }
  const { isFinal, waitsFor } = decideFinality(policy, (key) => times.get(formatVerifierKey(key)));
  const names = waitsFor.map((name) => {
    const key = policy.witnesses.find((each) => each.name === name)?.key;
    return (key && signerOf(house, key)) ?? name;
  });
  return { party, isFinal, waitsFor: [...new Set(names)] };
}

/** The author's signature, and one witness or one other member; a log of our own asks nobody. [L34] */
function usualPolicy(house: Rooms, log: Log): Policy {
  if (log.audience.length === 1) return { logs: [], witnesses: [], groups: [], quorum: 'none' };
  const members = partiesIn(log.audience).filter((party) => party !== log.author);
  const cards = members.flatMap((party) => house.folder.cards.get(party) ?? []);
  const keys = [...house.witnesses, ...cards.map(receiptKey)];
  const witnesses = keys.map((key) => ({ name: key.name, key }));
  const names = witnesses.map(({ name }) => name);
  if (names.length === 0) return { logs: [], witnesses: [], groups: [], quorum: 'none' };
  const groups = [{ name: 'any one', least: 1, members: names }];
  return { logs: [], witnesses, groups, quorum: 'any one' };
}

/** When the holder of `key` first vouched for a checkpoint over the entry. */
async function signedAt(
  house: Rooms,
  log: Log,
  key: VerifierKey,
  { index, said }: { readonly index: number; readonly said: string | undefined },
): Promise<Instant | undefined> {
  const { cards } = house.folder;
  for (const card of cards.values()) {
    // A policy that names a former key means the party: what it acknowledged then was kept. [D5]
    const isTheirs = receiptKeys(card).some((each) => isSameKey(each, key));
    if (!isTheirs) continue;
    // The author's own signature is under every checkpoint of its log.
    if (card.party === log.author) return said === undefined ? undefined : momentOf(said);
    return acknowledged(house, log, card.party, index);
  }
  for (const seal of [await house.seals.firstCovering(log, index), house.seals.of(log.id)]) {
    if (!seal || seal.checkpoint.size <= index) continue;
    const line = verifyCosignature(house.primitives, seal.checkpoint, key);
    if (line.ok) return line.value.time;
  }
  return undefined;
}

async function acknowledged(
  house: Rooms,
  log: Log,
  party: PartyId,
  index: number,
): Promise<Instant | undefined> {
  return (await (await readReceipts(house.shelf, log.id, party)).earliest(index))?.at;
}

/** The party whose witness or node signs with this key. */
function signerOf(house: Rooms, key: VerifierKey): PartyId | undefined {
  for (const card of house.folder.cards.values()) {
    const keys = [...receiptKeys(card), ...(card.witnessKey ? [card.witnessKey] : [])];
    if (keys.some((each) => isSameKey(each, key))) return card.party;
  }
  return undefined;
}

function isSameKey(ours: VerifierKey, theirs: VerifierKey): boolean {
  return formatVerifierKey(ours) === formatVerifierKey(theirs);
}
