import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Sha256 } from '../base/bytes.ts';
import { concat, equal } from '../base/bytes.ts';
import type { Content } from '../ledger/attachment.ts';
import { PIECE_BYTES, pieceBytes, pieceCount } from '../ledger/attachment.ts';
import { EMPTY_FRONTIER, HASH_BYTES, grow, leafHash, rootOf } from '../proof/tree.ts';
import { isMissing, readAt, readIfThere, replaceDurably, withFile, writeAll } from './disk.ts';

/** Which pieces of an attachment are here, with their leaf hashes. */
export type Having = Map<number, Uint8Array>;

/** Bytes of one line of a `.have` file: the piece in 32 bits, most significant first, and its hash. */
const HAVE_BYTES = 4 + HASH_BYTES;

/** Where the bytes so far stand, and what was verified of them. */
export interface PartialFiles {
  readonly part: string;
  readonly have: string;
}

/**
 * Adds a piece: its bytes first, then that they are here. Nothing is synced: whatever a power cut
 * takes of either is noticed when the bytes are hashed again. Without bytes they are there already.
 */
export async function addPiece(
  files: PartialFiles,
  having: Having,
  piece: { readonly at: number; readonly bytes?: Uint8Array; readonly leaf: Uint8Array },
): Promise<void> {
  const { at, bytes, leaf } = piece;
  if (bytes) {
    await withFile(await openToWrite(files.part), (handle) =>
      writeAll(handle, bytes, at * PIECE_BYTES),
    );
  }
  await withFile(await openToWrite(files.have), (handle) =>
    writeAll(handle, lineOf(at, leaf), having.size * HAVE_BYTES),
  );
  having.set(at, leaf);
}

/** Which pieces are here, found out from the bytes themselves. [G5] */
export async function openHaving(
  sha256: Sha256,
  content: Content,
  files: PartialFiles,
): Promise<Having> {
  const having: Having = new Map();
  const said = await readIfThere(files.have);
  if (!said) return having;
  const view = new DataView(said.buffer, said.byteOffset, said.byteLength);
  const lines = Math.floor(said.length / HAVE_BYTES);
  await withFile(await open(files.part, 'r'), async (handle) => {
    for (let line = 0; line < lines; line += 1) {
      const at = view.getUint32(line * HAVE_BYTES);
      const leaf = said.slice(line * HAVE_BYTES + 4, (line + 1) * HAVE_BYTES);
      const length = pieceBytes(content.size, at);
      if (length === 0) continue;
      const bytes = await readAt(handle, at * PIECE_BYTES, length);
      const isHere = bytes.length === length && equal(leafHash(sha256, bytes), leaf);
      if (isHere) having.set(at, leaf);
    }
  });
  // Lines that did not hold must not stand between those that are added.
  if (having.size * HAVE_BYTES !== said.length) {
    await replaceDurably(files.have, concat(...[...having].map(([at, leaf]) => lineOf(at, leaf))));
  }
  return having;
}

function lineOf(at: number, leaf: Uint8Array): Uint8Array {
  const line = new Uint8Array(HAVE_BYTES);
  new DataView(line.buffer).setUint32(0, at);
  line.set(leaf, 4);
  return line;
}

/** What a file turned out to be that has all of its bytes. */
export type Judged =
  | { readonly kind: 'whole'; readonly leaves: readonly Uint8Array[] }
  /** The pieces lead to the root, and their bytes not to the hash: its record says what is not so. */
  | { readonly kind: 'false' }
  /** The pieces do not lead to the root: these are not the bytes that were verified. */
  | { readonly kind: 'damaged' };

/** Reads all of a file and holds it against what its record says. [G4] */
export async function judge(sha256: Sha256, content: Content, file: string): Promise<Judged> {
  const leaves: Uint8Array[] = [];
  const whole = createHash('sha256');
  try {
    await withFile(await open(file, 'r'), async (handle) => {
      if ((await handle.stat()).size !== content.size) return;
      for (let at = 0; at < pieceCount(content.size); at += 1) {
        const length = pieceBytes(content.size, at);
        const bytes = await readAt(handle, at * PIECE_BYTES, length);
        whole.update(bytes);
        leaves.push(leafHash(sha256, bytes));
      }
    });
  } catch (cause) {
    if (isMissing(cause)) return { kind: 'damaged' };
    throw cause;
  }
  if (!leadsTo(sha256, content, leaves)) return { kind: 'damaged' };
  return equal(new Uint8Array(whole.digest()), content.sha256)
    ? { kind: 'whole', leaves }
    : { kind: 'false' };
}

/** The leaf hashes of all pieces, one after the other. */
export function formatLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  return concat(...leaves);
}

/** Reads them back; nothing where they do not lead to the root. */
export function parseLeaves(
  sha256: Sha256,
  content: Content,
  bytes: Uint8Array,
): readonly Uint8Array[] | undefined {
  const count = Math.floor(bytes.length / HASH_BYTES);
  const leaves = Array.from({ length: count }, (_, at) =>
    bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  return leadsTo(sha256, content, leaves) ? leaves : undefined;
}

function leadsTo(sha256: Sha256, content: Content, leaves: readonly Uint8Array[]): boolean {
  if (leaves.length !== pieceCount(content.size)) return false;
  return equal(rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves)), content.root);
}

/** Opens a file to write anywhere in it, and makes it if it is not there. */
async function openToWrite(file: string) {
  try {
    return await open(file, 'r+');
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    return open(file, 'w+');
  }
}
