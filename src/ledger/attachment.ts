import type { Sha256 } from '../base/bytes.ts';
import { formatHex, parseHex, utf8 } from '../base/bytes.ts';
import { invariant } from '../base/result.ts';
import type { Attachment } from '../accord/knowledge/attachment.ts';
import { ATTACHMENT_BYTES_MAX } from '../accord/knowledge/attachment.ts';
import type { HashReader } from '../proof/tree.ts';
import { inclusionProof, leafHash, verifyInclusion } from '../proof/tree.ts';

/**
 * The bytes of a piece; only an attachment's last one may be shorter. Small, so that a link that is
 * cut every minute at 2 kB/s still gets on, and a record never waits long behind one. [G3]
 */
export const PIECE_BYTES = 65_536;

/** How many pieces the largest attachment has. */
export const PIECES_MAX = ATTACHMENT_BYTES_MAX / PIECE_BYTES;

/** What names exactly these bytes in a store: 64 hexadecimal digits over size, hash and root. [G3] */
export type AttachmentKey = string & { readonly brand: 'AttachmentKey' };

/** The exact bytes that a record names, whatever it calls them. */
export interface Content {
  readonly key: AttachmentKey;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of all bytes. */
  readonly sha256: Uint8Array;
  /** The root of the tree over the pieces. */
  readonly root: Uint8Array;
}

/** One piece with the hashes that lead from it to the root. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether a text has the form of an attachment's key. */
export function isAttachmentKey(text: string): text is AttachmentKey {
  return /^[0-9a-f]{64}$/.test(text);
}

/** What an attachment's words say of its bytes. Two records that say the same have one content. [G3] */
export function contentOf(
  sha256: Sha256,
  named: Pick<Attachment, 'size' | 'sha256' | 'root'>,
): Content {
  const words = `tansiq/attachment/v1\n${named.size}\n${named.sha256}\n${named.root}\n`;
  const key = formatHex(sha256(utf8(words))) as AttachmentKey;
  return { key, size: named.size, sha256: hashIn(named.sha256), root: hashIn(named.root) };
}

/** How many pieces so many bytes make. */
export function pieceCount(size: number): number {
  return Math.ceil(size / PIECE_BYTES);
}

/** How many bytes that piece has; 0 where there is no such piece. */
export function pieceBytes(size: number, piece: number): number {
  return Math.max(0, Math.min(PIECE_BYTES, size - piece * PIECE_BYTES));
}

/** Whether these bytes are that piece, by the root alone: whoever brought them is not believed. [G4] */
export function verifyPiece(
  sha256: Sha256,
  content: Content,
  piece: number,
  { bytes, proof }: Piece,
): boolean {
  if (!Number.isSafeInteger(piece) || piece < 0) return false;
  if (bytes.length === 0 || bytes.length !== pieceBytes(content.size, piece)) return false;
  const { root, size } = content;
  const claim = {
    leaf: leafHash(sha256, bytes),
    index: piece,
    size: pieceCount(size),
    proof,
    root,
  };
  return verifyInclusion(sha256, claim);
}

/** The hashes that lead from a piece to the root, of `count` pieces whose hashes are all at hand. */
export function proofOfPiece(
  sha256: Sha256,
  read: HashReader,
  piece: number,
  count: number,
): readonly Uint8Array[] {
  const proof = inclusionProof(sha256, read, piece, count);
  invariant(proof.ok, 'all leaf hashes are at hand');
  return proof.value;
}

/** States that a piece was measured and verified before it came to a store. */
export function checkPiece(content: Content, piece: number, bytes: Uint8Array): void {
  invariant(
    bytes.length > 0 && bytes.length === pieceBytes(content.size, piece),
    'a piece was verified before it is kept',
  );
}

function hashIn(text: string): Uint8Array {
  const bytes = parseHex(text);
  invariant(bytes.ok && bytes.value.length === 32, 'a schema has read the hash');
  return bytes.value;
}
