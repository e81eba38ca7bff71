import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { HashReader, LeafRange } from './tree.ts';
import { HASH_BYTES, SIZE_MAX, consistencyRanges, inclusionRanges, subtreesOf } from './tree.ts';

/** Hashes of a full tile, entries of a full bundle. */
export const TILE_WIDTH = 256;
/** Levels of the tree between one level of tiles and the next. */
export const TILE_HEIGHT = 8;
/** The highest level that a path may name. */
export const TILE_LEVEL_MAX = 63;
/** Bytes of one entry, as its length is written in 16 bits. */
export const ENTRY_BYTES_MAX = 65_535;
/** Bytes of the largest lawful bundle. */
export const BUNDLE_BYTES_MAX = TILE_WIDTH * (2 + ENTRY_BYTES_MAX);

/** Where a tile or a bundle of entries lies under a log's prefix (C2SP tlog-tiles). */
export interface TilePlace {
  /** The level of hash tiles from 0, or the entries themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** Hashes or entries in it: 1 to 256; below 256 it is partial. */
  readonly width: number;
}

/** Why bytes are not a bundle of entries. */
export interface BundleFault {
  readonly kind: 'cut-off' | 'too-many-entries';
}

/** [L15] The path of a tile, without a leading slash: `tile/0/x001/x234/067.p/8`. */
export function tilePath(level: number | 'entries', index: number, width = TILE_WIDTH): string {
  invariant(width >= 1 && width <= TILE_WIDTH, 'a tile that is served holds something');
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const last = groups.pop() ?? '000';
  const path = [...groups.map((group) => `x${group}`), last].join('/');
  return `tile/${level}/${path}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** [L15] Reads the one spelling that {@link tilePath} writes; `.p/07`, `.p/0` and `.p/256` are none. */
export function parseTilePath(path: string): Result<TilePlace, { readonly kind: 'not-a-tile' }> {
  const parts =
    /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  const [, levelText = '', groups = '', widthText] = parts ?? [];
  if (!parts) return err({ kind: 'not-a-tile' });
  const level = levelText === 'entries' ? levelText : Number(levelText);
  const index = Number(groups.replaceAll(/\D/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  if (level !== 'entries' && level > TILE_LEVEL_MAX) return err({ kind: 'not-a-tile' });
  if (width > TILE_WIDTH || index > SIZE_MAX) return err({ kind: 'not-a-tile' });
  return tilePath(level, index, width) === path
    ? ok({ level, index, width })
    : err({ kind: 'not-a-tile' });
}

/** [L15] How many hashes a tree of `size` entries has in this tile: 0 (not served) to 256. */
export function tileWidth(level: number, index: number, size: number): number {
  const whole = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, whole - index * TILE_WIDTH));
}

/** All hash tiles that a tree of `size` entries is served as, level by level. */
export function tilesOf(size: number): readonly TilePlace[] {
  const places: TilePlace[] = [];
  for (let level = 0; tileWidth(level, 0, size) > 0; level += 1) {
    for (let index = 0; tileWidth(level, index, size) > 0; index += 1) {
      places.push({ level, index, width: tileWidth(level, index, size) });
    }
  }
  return places;
}

/** The hash tiles from which an inclusion proof in a tree of `size` entries can be made. */
export function tilesForInclusion(index: number, size: number): readonly TilePlace[] {
  return tilesForRanges(inclusionRanges(index, size), size);
}

/** The hash tiles of a tree of `upto` entries from which a consistency proof can be made. */
export function tilesForConsistency(from: number, upto: number): readonly TilePlace[] {
  return tilesForRanges(consistencyRanges(from, upto), upto);
}

/** A reader for proofs over tiles at hand: `tileAt` gives a tile's bytes, of any width that reaches. */
export function hashesInTiles(
  tileAt: (level: number, index: number) => Uint8Array | undefined,
): HashReader {
  return (level, index) => {
    // Hashes between two levels of tiles are rebuilt from the level below.
    if (level % TILE_HEIGHT !== 0) return undefined;
    const tile = tileAt(level / TILE_HEIGHT, Math.floor(index / TILE_WIDTH));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    return tile && at + HASH_BYTES <= tile.length ? tile.slice(at, at + HASH_BYTES) : undefined;
  };
}

/** [L16] Entries in a row as one bundle: each with its length before it, in 16 bits. */
export function formatBundle(entries: readonly Uint8Array[]): Uint8Array {
  invariant(entries.length <= TILE_WIDTH, 'a bundle holds 256 entries at the most');
  const whole = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    invariant(entry.length <= ENTRY_BYTES_MAX, 'an entry was measured before it was taken');
    whole[at] = entry.length >> 8;
    whole[at + 1] = entry.length & 0xff;
    whole.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return whole;
}

/** [L16] The entries of a bundle; bytes that end inside an entry are a fault. */
export function parseBundle(bytes: Uint8Array): Result<readonly Uint8Array[], BundleFault> {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (entries.length === TILE_WIDTH) return err({ kind: 'too-many-entries' });
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return err({ kind: 'cut-off' });
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return err({ kind: 'cut-off' });
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return ok(entries);
}

/** The hash tiles of a tree of `size` entries that give the hashes of `ranges`. */
export function tilesForRanges(ranges: readonly LeafRange[], size: number): readonly TilePlace[] {
  const places = new Map<string, TilePlace>();
  for (const { level, index } of ranges.flatMap(subtreesOf)) {
    const tile = Math.floor(level / TILE_HEIGHT);
    const first = index * 2 ** (level % TILE_HEIGHT);
    const at = Math.floor(first / TILE_WIDTH);
    places.set(tilePath(tile, at), { level: tile, index: at, width: tileWidth(tile, at, size) });
  }
  return [...places.values()];
}
