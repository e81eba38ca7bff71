import { Decrypter, Encrypter } from 'age-encryption';
import type { LetterSeal } from '../carry/peer-post.ts';
import type { PartyId } from '../base/ids.ts';
import { invariant } from '../base/result.ts';
import { parseNote, signNote, verifyNote } from '../proof/note.ts';
import { courierFile, readIdentities } from './courier-key.ts';
import type { Folder } from './folder.ts';
import { peerKeyName } from './http/peers.ts';
import type { Pins } from './pins.ts';
import { hostPrimitives } from './primitives.ts';

/** Seals letters to a peer's courier key and signs them by our node key; its pinned card decides. [T21] */
export function openLetterSeal(
  { dir, settings, cards, nodeSigner }: Pick<Folder, 'dir' | 'settings' | 'cards' | 'nodeSigner'>,
  pins: Pick<Pins, 'of'>,
  peer: PartyId,
): LetterSeal {
  const own = cards.get(settings.party);
  invariant(own !== undefined, 'a node holds its own card');
  const primitives = hostPrimitives();
  const decrypter = new Decrypter();
  // Peers seal to the key of before until they have our renewed card. [D16]
  for (const identity of readIdentities(courierFile(dir))) decrypter.addIdentity(identity);
  return {
    sign: (statement) => signNote(nodeSigner, peerKeyName(own.domain), statement),
    verify(text) {
      const card = pins.of(peer)?.card;
      const note = parseNote(text);
      if (!card || !note.ok) return undefined;
      const name = peerKeyName(card.domain);
      const key = { name, type: 'ed25519' as const, publicKey: card.nodeKey };
      return verifyNote(primitives, note.value, [key]).ok ? note.value.text : undefined;
    },
    async seal(bytes) {
      const recipient = pins.of(peer)?.card.courier;
      if (recipient === undefined) return undefined;
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      return encrypter.encrypt(bytes);
    },
    async open(bytes) {
      try {
        return await decrypter.decrypt(bytes);
      } catch {
        return undefined;
      }
    },
  };
}
