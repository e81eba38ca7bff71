import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../base/bytes.ts';
import { faultOf, hostPrimitives, must } from './cast.suite.ts';
import {
  ENTRY_BYTES_MAX,
  TILE_WIDTH,
  formatBundle,
  hashesInTiles,
  parseBundle,
  parseTilePath,
  tilePath,
  tilesForConsistency,
  tilesForInclusion,
  tilesOf,
} from './tile.ts';
import {
  EMPTY_FRONTIER,
  consistencyProof,
  grow,
  hashesIn,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';

const { sha256 } = hostPrimitives;

describe('a tile', () => {
  it('[L15] has the path that C2SP gives it, and the same place comes back', () => {
    for (const [level, index, width, path] of [
      [0, 1_234_067, 256, 'tile/0/x001/x234/067'],
      [0, 0, 1, 'tile/0/000.p/1'],
      [63, 999, 255, 'tile/63/999.p/255'],
      ['entries', 1000, 7, 'tile/entries/x001/000.p/7'],
    ] as const) {
      expect(tilePath(level, index, width)).toBe(path);
      expect(must(parseTilePath(path))).toEqual({ level, index, width });
    }
  });

  it('[L15] has no second path', () => {
    for (const path of [
      'tile/0/000.p/07',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/',
      'tile/64/000',
      'tile/00/000',
      'tile/0/0',
      'tile/0/x000/001',
      'tile/0/001/067',
      'tile/0/x001/x067',
      'tile/-1/000',
      'tile/entry/000',
      '/tile/0/000',
      'tile/0/000/',
      'tile/0/000\n',
      'tile/0/../000',
      'tile/0/x999/x999/x999/x999/x999/999',
      '',
    ]) {
      expect(faultOf(parseTilePath(path)).kind).toBe('not-a-tile');
    }
  });

  it('[L15] has one path for every place', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.nat(63));
    const width = fc.integer({ min: 1, max: TILE_WIDTH });
    fc.assert(
      fc.property(level, fc.maxSafeNat(), width, (at, index, wide) => {
        expect(must(parseTilePath(tilePath(at, index, wide)))).toEqual({
          level: at,
          index,
          width: wide,
        });
      }),
    );
  });

  it('[L15] is one of 277 for 70,000 entries', () => {
    const places = tilesOf(70_000);
    expect(places).toHaveLength(277);
    expect(places.filter((place) => place.width < TILE_WIDTH)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(tilesOf(0)).toEqual([]);
    expect(tilesOf(256).map((place) => place.width)).toEqual([256, 1]);
  });

  it('[L6] [L7] gives proofs that hold from just the tiles that were named', () => {
    const size = 1500;
    const leaves = Array.from({ length: size }, (_, i) => Uint8Array.from(sha256(utf8(`${i}`))));
    const all = hashesIn(sha256, leaves);
    const root = rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves));
    const readerOf = (places: ReturnType<typeof tilesForInclusion>) => {
      const tiles = new Map(
        places.map(({ level, index, width }) => {
          const hashes = Array.from({ length: width }, (_, i) => {
            const hash = all(Number(level) * 8, index * TILE_WIDTH + i);
            if (!hash) throw new Error('the tile is not in the tree');
            return hash;
          });
          return [tilePath(level, index), concat(...hashes)];
        }),
      );
      return hashesInTiles((level, index) => tiles.get(tilePath(level, index)));
    };
    for (const index of [0, 255, 256, 1023, 1024, 1280, 1499]) {
      const read = readerOf(tilesForInclusion(index, size));
      const proof = must(inclusionProof(sha256, read, index, size));
      expect(verifyInclusion(sha256, { leaf: leaves[index]!, index, size, proof, root })).toBe(
        true,
      );
    }
    for (const from of [1, 256, 257, 1024, 1499]) {
      const read = readerOf(tilesForConsistency(from, size));
      const proof = must(consistencyProof(sha256, read, from, size));
      const fromRoot = rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves.slice(0, from)));
      const claim = { from, fromRoot, upto: size, uptoRoot: root, proof };
      expect(verifyConsistency(sha256, claim)).toBe(true);
    }
  });
});

describe('a bundle', () => {
  it('[L16] gives back the entries that it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (entries) => {
        expect(must(parseBundle(formatBundle(entries)))).toEqual(entries);
      }),
    );
    const largest = new Uint8Array(ENTRY_BYTES_MAX).fill(7);
    expect(must(parseBundle(formatBundle([largest]))).at(0)).toHaveLength(ENTRY_BYTES_MAX);
  });

  it('[L16] refuses bytes that end inside an entry, and a 257th entry', () => {
    expect(faultOf(parseBundle(Uint8Array.of(0))).kind).toBe('cut-off');
    expect(faultOf(parseBundle(Uint8Array.of(0, 2, 1))).kind).toBe('cut-off');
    expect(must(parseBundle(new Uint8Array(2 * 256)))).toHaveLength(256);
    expect(faultOf(parseBundle(new Uint8Array(2 * 257))).kind).toBe('too-many-entries');
  });

  it('[L16] reads any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string(), (bytes, path) => {
        const parsed = parseBundle(bytes);
        if (parsed.ok) expect(formatBundle(parsed.value)).toEqual(bytes);
        parseTilePath(path);
      }),
    );
  });
});
