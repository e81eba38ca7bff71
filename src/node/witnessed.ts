import { formatBase64 } from '../base/bytes.ts';
import { formatInstant } from '../base/instant.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import type { LogView } from '../contract/record-room.ts';
import { keysOfOrigin } from '../ledger/log.ts';
import type { LogKeys } from '../ledger/succession.ts';
import { signerOf } from '../ledger/succession.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import { formatVerifierKey } from '../proof/note.ts';
import type { House } from './house.ts';
import type { Folder } from './folder.ts';

/** Where a witness keeps the last checkpoint it cosigned of each log. */
export const WITNESSED_PREFIX = 'witness/';

/** The party and keys that an origin belongs to, by the pinned cards. */
export function ownerOf(
  folder: Pick<Folder, 'cards'>,
  origin: string,
): { readonly party: PartyId; readonly key: VerifierKey; readonly keys: LogKeys } | undefined {
  for (const card of folder.cards.values()) {
    const keys = keysOfOrigin(card, origin);
    if (keys) return { party: card.party, key: keys.key, keys };
  }
  return undefined;
}

/**
 * The figures of every log that this node cosigned, without those in `passed`: how large, which
 * checkpoint, when. A witness has nothing else of them, and so can show nothing else.
 */
export async function witnessedLogs(
  house: House,
  passed: ReadonlySet<string>,
): Promise<readonly LogView[]> {
  const names = await house.shelf.names(WITNESSED_PREFIX);
  const notes = await Promise.all(names.map((name) => house.shelf.get(name)));
  return notes.flatMap((note) => {
    const checkpoint = note === undefined ? undefined : parseCheckpoint(note);
    if (!checkpoint?.ok || passed.has(checkpoint.value.origin)) return [];
    const { origin, size, root } = checkpoint.value;
    const owner = ownerOf(house.folder, origin);
    const own = house.folder.cards.get(house.folder.settings.party)?.witnessKey;
    if (!owner || !own) return [];
    const cosigned = verifyCosignature(house.primitives, checkpoint.value, own);
    const view: LogView = {
      origin,
      log: (origin.split('/').at(-1) ?? '') as LogId,
      author: owner.party,
      size,
      root: formatBase64(root),
      checkpoint: checkpoint.value.note,
      verifierKey: formatVerifierKey(signerOf(owner.keys, checkpoint.value.note)),
      ...(cosigned.ok
        ? { cosigned: { size, by: own.name, at: formatInstant(cosigned.value.time) } }
        : {}),
    };
    return [view];
  });
}
