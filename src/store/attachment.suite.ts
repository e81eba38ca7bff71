import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { equal, formatHex } from '../base/bytes.ts';
import { InvariantError } from '../base/result.ts';
import type { Attachment } from '../accord/knowledge/attachment.ts';
import type { Content } from '../ledger/attachment.ts';
import {
  PIECE_BYTES,
  contentOf,
  pieceBytes,
  pieceCount,
  verifyPiece,
} from '../ledger/attachment.ts';
import type { AttachmentStore } from '../ledger/ports.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../proof/tree.ts';
import { hostSha256 } from './store.suite.ts';

/** So many bytes that look like nothing and are the same every time. */
export function bytesOf(size: number, word = 'pieces'): Uint8Array {
  const key = createHash('sha256').update(word).digest();
  return new Uint8Array(
    createCipheriv('aes-256-ctr', key, key.subarray(16)).update(Buffer.alloc(size)),
  );
}

/** Cuts bytes into pieces. */
export function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: pieceCount(bytes.length) }, (_, at) =>
    bytes.slice(at * PIECE_BYTES, at * PIECE_BYTES + pieceBytes(bytes.length, at)),
  );
}

/** What a record would say of these bytes. */
export function namedOf(bytes: Uint8Array, name = 'photo.jpg'): Attachment {
  const leaves = piecesOf(bytes).map((piece) => leafHash(hostSha256, piece));
  const root = rootOf(hostSha256, grow(hostSha256, EMPTY_FRONTIER, leaves));
  return {
    name,
    media: 'image/jpeg',
    size: bytes.length,
    sha256: formatHex(hostSha256(bytes)),
    root: formatHex(root),
  };
}

/** The content of these bytes. */
export function contentFor(bytes: Uint8Array): Content {
  return contentOf(hostSha256, namedOf(bytes));
}

/** Puts pieces in the order in which they are named; all of them if none is. */
export async function putAll(
  store: AttachmentStore,
  bytes: Uint8Array,
  order?: readonly number[],
): Promise<void> {
  const pieces = piecesOf(bytes);
  for (const at of order ?? pieces.keys()) {
    await store.put(contentFor(bytes), at, pieces[at]!);
  }
}

/** Whether the store gives all of these bytes back, each piece with a proof that holds. */
export async function givesBack(store: AttachmentStore, bytes: Uint8Array): Promise<boolean> {
  const content = contentFor(bytes);
  for (const [at, sent] of piecesOf(bytes).entries()) {
    const piece = await store.piece(content, at);
    const isIt = piece && equal(piece.bytes, sent);
    if (!isIt || !verifyPiece(hostSha256, content, at, piece)) return false;
  }
  return true;
}

const LENGTHS = [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 5 * PIECE_BYTES + 77];

/** What every store of attachments does, in memory or on a disk. */
export function attachmentSuite(name: string, open: () => Promise<AttachmentStore>): void {
  describe(`a store of attachments ${name}`, () => {
    it('[G5] has nothing of what nobody put there', async () => {
      const store = await open();
      const content = contentFor(bytesOf(200_000));
      expect(await store.standing(content)).toEqual({ kind: 'none', held: 0 });
      expect(await store.missing(content)).toEqual([0, 1, 2, 3]);
      expect(await store.piece(content, 0)).toBeUndefined();
      expect(await store.keys()).toEqual([]);
    });

    it('[G3] [G4] gives back every length whole, each piece with a proof that holds', async () => {
      const store = await open();
      for (const length of LENGTHS) {
        const bytes = bytesOf(length);
        await putAll(store, bytes);
        const content = contentFor(bytes);
        expect(await store.standing(content)).toEqual({ kind: 'whole', held: length });
        expect(await givesBack(store, bytes)).toBe(true);
        expect(await store.piece(content, pieceCount(length))).toBeUndefined();
      }
      expect(await store.keys()).toHaveLength(LENGTHS.length);
    });

    it('[G5] says what is missing, takes pieces in any order and twice, and shows none before all are here', async () => {
      const store = await open();
      const bytes = bytesOf(5 * PIECE_BYTES + 9);
      const content = contentFor(bytes);
      await putAll(store, bytes, [5, 2, 2]);
      expect(await store.missing(content)).toEqual([0, 1, 3, 4]);
      expect(await store.standing(content)).toEqual({ kind: 'partial', held: PIECE_BYTES + 9 });
      expect(await store.piece(content, 2)).toBeUndefined();
      await putAll(store, bytes, [4, 0, 1, 3]);
      expect(await store.missing(content)).toEqual([]);
      expect(await givesBack(store, bytes)).toBe(true);
      await putAll(store, bytes, [1]);
      expect(await store.standing(content)).toMatchObject({ kind: 'whole' });
    });

    it('[G4] holds as false what leads to its root and has another hash, and does not ask for it again', async () => {
      const store = await open();
      const bytes = bytesOf(2 * PIECE_BYTES);
      const other = { ...namedOf(bytes), sha256: '0'.repeat(64) };
      const content = contentOf(hostSha256, other);
      for (const [at, piece] of piecesOf(bytes).entries()) await store.put(content, at, piece);
      expect(await store.standing(content)).toEqual({ kind: 'false', held: 0 });
      expect(await store.missing(content)).toEqual([]);
      expect(await store.piece(content, 0)).toBeUndefined();
      // The honest name of the same bytes is another key.
      expect(await store.standing(contentFor(bytes))).toMatchObject({ kind: 'none' });
      await store.remove([content.key]);
      expect(await store.standing(content)).toMatchObject({ kind: 'none' });
    });

    it('[G9] removes what is whole and what is partial, and nothing beside it', async () => {
      const store = await open();
      const [whole, half, kept] = ['a', 'b', 'c'].map((word) => bytesOf(3 * PIECE_BYTES, word));
      await putAll(store, whole!);
      await putAll(store, half!, [1]);
      await putAll(store, kept!);
      await store.remove([contentFor(whole!).key, contentFor(half!).key]);
      expect(await store.keys()).toEqual([contentFor(kept!).key]);
      expect(await store.standing(contentFor(half!))).toMatchObject({ kind: 'none' });
      expect(await store.missing(contentFor(whole!))).toEqual([0, 1, 2]);
      expect(await givesBack(store, kept!)).toBe(true);
      await putAll(store, half!);
      expect(await givesBack(store, half!)).toBe(true);
    });

    it('takes no piece of another length', async () => {
      const store = await open();
      const content = contentFor(bytesOf(PIECE_BYTES + 1));
      await expect(async () => store.put(content, 1, bytesOf(2))).rejects.toThrow(InvariantError);
    });
  });
}
