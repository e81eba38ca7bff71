import type { Sha256 } from '../base/bytes.ts';
import { concat, equal } from '../base/bytes.ts';
import { invariant } from '../base/result.ts';
import type { AttachmentKey, Content } from '../ledger/attachment.ts';
import { checkPiece, pieceBytes, pieceCount, proofOfPiece } from '../ledger/attachment.ts';
import type { AttachmentStanding, AttachmentStore } from '../ledger/ports.ts';
import type { HashReader } from '../proof/tree.ts';
import { hashesIn, leafHash } from '../proof/tree.ts';

/** A store of attachments that lives as long as its process: for simulations and tests. */
export function memoryAttachments(sha256: Sha256): AttachmentStore {
  const held = new Map<AttachmentKey, Map<number, Uint8Array>>();
  const isFalse = new Set<AttachmentKey>();
  const trees = new Map<AttachmentKey, HashReader>();

  const standing = (content: Content): AttachmentStanding => {
    if (isFalse.has(content.key)) return { kind: 'false', held: 0 };
    const pieces = held.get(content.key);
    if (!pieces) return { kind: 'none', held: 0 };
    const sum = [...pieces.values()].reduce((bytes, piece) => bytes + piece.length, 0);
    return { kind: sum === content.size ? 'whole' : 'partial', held: sum };
  };
  const inOrder = (content: Content): readonly Uint8Array[] =>
    Array.from({ length: pieceCount(content.size) }, (_, at) => {
      const bytes = held.get(content.key)?.get(at);
      invariant(bytes !== undefined, 'what is whole has all of its pieces');
      return bytes;
    });

  return {
    standing: async (content) => standing(content),
    async missing(content) {
      const { kind } = standing(content);
      if (kind === 'whole' || kind === 'false') return [];
      const pieces = held.get(content.key);
      const all = Array.from({ length: pieceCount(content.size) }, (_, at) => at);
      return all.filter((at) => !pieces?.has(at));
    },
    async put(content, piece, bytes) {
      checkPiece(content, piece, bytes);
      const before = standing(content);
      if (before.kind === 'whole' || before.kind === 'false') return before;
      const pieces = held.get(content.key) ?? new Map<number, Uint8Array>();
      held.set(content.key, pieces.set(piece, bytes.slice()));
      const after = standing(content);
      if (after.kind !== 'whole') return after;
      if (equal(sha256(concat(...inOrder(content))), content.sha256)) return after;
      held.delete(content.key);
      isFalse.add(content.key);
      return standing(content);
    },
    async piece(content, piece) {
      if (standing(content).kind !== 'whole' || pieceBytes(content.size, piece) === 0) {
        return undefined;
      }
      const all = inOrder(content);
      const read =
        trees.get(content.key) ??
        hashesIn(
          sha256,
          all.map((each) => leafHash(sha256, each)),
        );
      trees.set(content.key, read);
      const bytes = all[piece];
      return bytes && { bytes, proof: proofOfPiece(sha256, read, piece, all.length) };
    },
    keys: async () => [...new Set([...held.keys(), ...isFalse])].toSorted(),
    async remove(keys) {
      for (const key of keys) {
        held.delete(key);
        isFalse.delete(key);
      }
    },
  };
}
