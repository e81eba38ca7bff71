import type { Sha256 } from '../base/bytes.ts';
import { concat } from '../base/bytes.ts';
import { TILE_WIDTH } from '../proof/tile.ts';
import type { Frontier } from '../proof/tree.ts';
import { EMPTY_FRONTIER, grow, rootOf } from '../proof/tree.ts';

/** A tile that is not full yet. */
interface OpenTile {
  readonly hashes: readonly Uint8Array[];
  /** The frontier over `hashes` alone. */
  readonly frontier: Frontier;
}

/** What a log keeps in memory of its tree: the open tile of each level, at most 255 hashes each. */
export interface Spine {
  readonly size: number;
  readonly open: readonly OpenTile[];
}

/** A tile of 256 hashes, which never changes again. */
export interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** The spine of a log without entries. */
export const EMPTY_SPINE: Spine = { size: 0, open: [] };

const EMPTY_TILE: OpenTile = { hashes: [], frontier: EMPTY_FRONTIER };

/** The spine of a log of `size` entries whose open tiles hold `hashes`, level by level. */
export function spineOf(
  sha256: Sha256,
  size: number,
  hashes: readonly (readonly Uint8Array[])[],
): Spine {
  const open = hashes.map((each) => ({
    hashes: each,
    frontier: grow(sha256, EMPTY_FRONTIER, each),
  }));
  return { size, open };
}

/** The spine after leaves were added, and the tiles that they filled, lower levels first. */
export function growSpine(
  sha256: Sha256,
  spine: Spine,
  leaves: readonly Uint8Array[],
): { readonly spine: Spine; readonly full: readonly FullTile[] } {
  const open = [...spine.open];
  const full: FullTile[] = [];
  let added = leaves;
  for (let level = 0; added.length > 0; level += 1) {
    const above: Uint8Array[] = [];
    let tile = open[level] ?? EMPTY_TILE;
    let index = Math.floor(spine.size / TILE_WIDTH ** (level + 1));
    for (let at = 0; at < added.length;) {
      const part = added.slice(at, at + TILE_WIDTH - tile.hashes.length);
      const hashes = [...tile.hashes, ...part];
      tile = { hashes, frontier: grow(sha256, tile.frontier, part) };
      at += part.length;
      if (hashes.length < TILE_WIDTH) break;
      above.push(rootOf(sha256, tile.frontier));
      full.push({ level, index, bytes: concat(...hashes) });
      index += 1;
      tile = EMPTY_TILE;
    }
    open[level] = tile;
    added = above;
  }
  return { spine: { size: spine.size + leaves.length, open }, full };
}

/** The root over all entries of a log. */
export function rootOfSpine(sha256: Sha256, spine: Spine): Uint8Array {
  const hashes = spine.open.toReversed().flatMap((tile) => tile.frontier.hashes);
  return rootOf(sha256, { size: spine.size, hashes });
}
