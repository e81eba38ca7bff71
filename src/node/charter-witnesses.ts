import type { Requester } from '../carry/requester.ts';
import { openRequester } from '../carry/requester.ts';
import type { Clock } from '../base/ports.ts';
import type { Witness } from '../exchange/witness.ts';
import { openWitness } from '../exchange/witness.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Folder } from './folder.ts';
import type { Linking } from './linking.ts';
import { ownerOf } from './witnessed.ts';

/** The keys of the centre's witnesses, from the pinned cards. */
export function witnessesOf(folder: Folder) {
  return folder.charter.observers.flatMap((party) => folder.cards.get(party)?.witnessKey ?? []);
}

/** Asks the first of the centre's witnesses. [T11] */
export function askWitness(folder: Folder, linking: Linking): Requester | undefined {
  const { observers } = folder.charter;
  const party = observers.find((each) => folder.cards.get(each)?.witnessKey);
  return party === undefined ? undefined : openRequester(() => linking.target(party));
}

/** The witness that this node is; nothing where it is none. */
export function ownWitness(needs: {
  readonly folder: Folder;
  readonly primitives: Primitives;
  readonly shelf: Shelf;
  readonly clock: Clock;
}): Witness | undefined {
  const { folder, primitives, shelf, clock } = needs;
  const { witnessSigner: signer, cards, settings } = folder;
  if (!signer) return undefined;
  const name = cards.get(settings.party)?.witnessKey?.name ?? '';
  const keyOf = (origin: string) => ownerOf(folder, origin)?.key;
  const keysOf = (origin: string) => ownerOf(folder, origin)?.keys;
  return openWitness({ primitives, shelf, signer, name, clock, keyOf, keysOf });
}
