import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { formatArchive } from '../../../bin/basemap/archive.mjs';

const BOUNDS = [36, 28, 50, 41] as const;

class BytesSource implements Source {
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = new Uint8Array(bytes);
  }
  getKey(): string {
    return 'bytes';
  }
  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    return { data: this.#bytes.slice(offset, offset + length).buffer };
  }
}

const tile = (z: number, x: number, y: number, text: string) => ({
  z,
  x,
  y,
  bytes: new TextEncoder().encode(text),
});

function archive(tiles: ReturnType<typeof tile>[], maxZoom: number): PMTiles {
  const metadata = { name: 'ground' };
  const bytes = formatArchive({ tiles, bounds: BOUNDS, minZoom: 0, maxZoom, metadata });
  return new PMTiles(new BytesSource(bytes), undefined, async (packed) => {
    const whole = gunzipSync(new Uint8Array(packed));
    return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength);
  });
}

async function textOf(ground: PMTiles, z: number, x: number, y: number) {
  const found = await ground.getZxy(z, x, y);
  return found && new TextDecoder().decode(found.data);
}

describe('the ground archive', () => {
  it('gives back each tile, its bounds and its metadata', async () => {
    const ground = archive(
      [tile(1, 1, 0, 'east'), tile(0, 0, 0, 'world'), tile(1, 0, 0, 'west')],
      1,
    );
    expect(await textOf(ground, 0, 0, 0)).toBe('world');
    expect(await textOf(ground, 1, 1, 0)).toBe('east');
    expect(await textOf(ground, 1, 1, 1)).toBeUndefined();
    expect(await ground.getHeader()).toMatchObject({ minLon: 36, maxLat: 41, maxZoom: 1 });
    expect(await ground.getMetadata()).toEqual({ name: 'ground' });
  });

  it('keeps equal tiles once and still finds every one of them', async () => {
    const sea = [0, 1].flatMap((x) => [0, 1].map((y) => tile(1, x, y, 'sea')));
    const ground = archive(sea, 1);
    expect(await textOf(ground, 1, 1, 1)).toBe('sea');
    const header = await ground.getHeader();
    expect(header.numTileContents).toBe(1);
    expect(header.numAddressedTiles).toBe(4);
  });

  it('finds tiles through leaf directories when the root would be too long', async () => {
    const side = 128;
    // Scattered, so that the directory cannot be packed into the root.
    const kindOf = (at: number) => `tile ${(Math.imul(at + 1, 0x9e3779b1) >>> 13) % 4093}`;
    const tiles = Array.from({ length: side * side }, (_, at) =>
      tile(7, at % side, Math.floor(at / side), kindOf(at)),
    );
    const ground = archive(tiles, 7);
    expect((await ground.getHeader()).leafDirectoryLength).toBeGreaterThan(0);
    expect(await textOf(ground, 7, 5, 9)).toBe(kindOf(9 * side + 5));
    expect(await textOf(ground, 7, 127, 127)).toBe(kindOf(side * side - 1));
  });
});

describe('the table of places', () => {
  const places: Record<string, string | number>[] = JSON.parse(
    readFileSync(new URL('places.json', import.meta.url), 'utf8'),
  );

  it('names every place in four languages, in normal form, inside the region', () => {
    for (const place of places) {
      for (const language of ['ar', 'ckb', 'tr', 'en']) {
        const name = String(place[language] ?? '');
        expect(name.length).toBeGreaterThan(0);
        expect(name).toBe(name.normalize('NFC'));
      }
      expect(place['lon']).toBeGreaterThan(36);
      expect(place['lon']).toBeLessThan(50);
      expect(place['lat']).toBeGreaterThan(28);
      expect(place['lat']).toBeLessThan(41);
    }
  });

  it('gives every place its own id', () => {
    expect(new Set(places.map((place) => place['id'])).size).toBe(places.length);
  });

  it('writes Sorani names with Kurdish letters, never with the Arabic kaf and yeh', () => {
    expect(places.filter((place) => /[كيىة]/u.test(String(place['ckb'])))).toEqual([]);
  });

  it('writes Arabic names without letters that Arabic does not have', () => {
    expect(places.filter((place) => /[کیەۆێڵڕپچژگڤ]/u.test(String(place['ar'])))).toEqual([]);
  });
});
