import type { LogId } from '../base/ids.ts';
import type { Sha256 } from '../base/bytes.ts';
import { invariant } from '../base/result.ts';
import { TILE_WIDTH, hashesInTiles, tilesForRanges } from '../proof/tile.ts';
import type { Frontier, HashReader, LeafRange } from '../proof/tree.ts';
import {
  EMPTY_FRONTIER,
  HASH_BYTES,
  consistencyProof,
  consistencyRanges,
  inclusionProof,
  inclusionRanges,
  nodeHash,
  rootOf,
  subtreesOf,
} from '../proof/tree.ts';
import type { TileReader } from './ports.ts';

/** A stored log of `size` entries whose tiles can be read. */
export interface Tiled {
  readonly sha256: Sha256;
  readonly tiles: TileReader;
  readonly log: LogId;
  readonly size: number;
}

/** The hashes that lead from entry `index` to the root at `of.size`. */
export async function proveInclusion(of: Tiled, index: number): Promise<readonly Uint8Array[]> {
  const read = await hashesFor(of, inclusionRanges(index, of.size));
  const proof = inclusionProof(of.sha256, read, index, of.size);
  invariant(proof.ok, 'the tiles of our own log give every proof');
  return proof.value;
}

/** The hashes that show the tree at `of.size` to extend the one of `from` entries. */
export async function proveConsistency(of: Tiled, from: number): Promise<readonly Uint8Array[]> {
  const read = await hashesFor(of, consistencyRanges(from, of.size));
  const proof = consistencyProof(of.sha256, read, from, of.size);
  invariant(proof.ok, 'the tiles of our own log give every proof');
  return proof.value;
}

/** The leaf hash of entry `index`, whether or not its bytes are still there. [W3] */
export async function leafAt(tiles: TileReader, log: LogId, index: number): Promise<Uint8Array> {
  const [at, within] = [Math.floor(index / TILE_WIDTH), index % TILE_WIDTH];
  const tile = await tiles.tile(log, 0, at, within + 1);
  invariant(tile !== undefined, 'a stored entry has its hash in a tile');
  return tile.slice(within * HASH_BYTES, (within + 1) * HASH_BYTES);
}

/** The frontier of the log's first `of.size` entries. */
export async function frontierAt(of: Tiled): Promise<Frontier> {
  if (of.size === 0) return EMPTY_FRONTIER;
  const whole: LeafRange = { start: 0, count: of.size };
  const read = await hashesFor(of, [whole]);
  const hashes = subtreesOf(whole).map(({ level, index }) =>
    subtree(of.sha256, read, level, index),
  );
  return { size: of.size, hashes };
}

/** The root over the log's first `of.size` entries. */
export async function rootAt(of: Tiled): Promise<Uint8Array> {
  return rootOf(of.sha256, await frontierAt(of));
}

/** Reads the tiles that `ranges` need, then answers from them at once. */
async function hashesFor(of: Tiled, ranges: readonly LeafRange[]): Promise<HashReader> {
  const held = new Map<string, Uint8Array>();
  for (const { level, index, width } of tilesForRanges(ranges, of.size)) {
    invariant(level !== 'entries', 'hashes lie in hash tiles');
    const hashes = await of.tiles.tile(of.log, level, index, width);
    invariant(hashes !== undefined, 'a stored log has the tiles that its size names');
    held.set(`${level}/${index}`, hashes);
  }
  return hashesInTiles((level, index) => held.get(`${level}/${index}`));
}

function subtree(sha256: Sha256, read: HashReader, level: number, index: number): Uint8Array {
  const held = read(level, index);
  if (held) return held;
  invariant(level > 0, 'a tile holds its own hashes');
  const left = subtree(sha256, read, level - 1, 2 * index);
  const right = subtree(sha256, read, level - 1, 2 * index + 1);
  return nodeHash(sha256, left, right);
}
