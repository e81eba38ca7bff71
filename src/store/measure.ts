import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Sha256 } from '../base/bytes.ts';
import { formatHex } from '../base/bytes.ts';
import { PIECE_BYTES, pieceBytes, pieceCount } from '../ledger/attachment.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../proof/tree.ts';
import { readAt, withFile } from './disk.ts';

/** What a record says of a file's bytes. */
export interface Measured {
  /** In bytes. */
  readonly size: number;
  /** In hexadecimal, as is the root. */
  readonly sha256: string;
  readonly root: string;
}

/** Reads all of a file for what a record says of it. [G3] */
export async function measureFile(sha256: Sha256, file: string): Promise<Measured> {
  const whole = createHash('sha256');
  let frontier = EMPTY_FRONTIER;
  const size = await withFile(await open(file, 'r'), async (handle) => {
    const { size } = await handle.stat();
    for (let at = 0; at < pieceCount(size); at += 1) {
      const bytes = await readAt(handle, at * PIECE_BYTES, pieceBytes(size, at));
      whole.update(bytes);
      frontier = grow(sha256, frontier, [leafHash(sha256, bytes)]);
    }
    return size;
  });
  return { size, sha256: whole.digest('hex'), root: formatHex(rootOf(sha256, frontier)) };
}
