import { describe, expect, it } from 'vitest';
import { concat } from '../base/bytes.ts';
import { InvariantError } from '../base/result.ts';
import type { Store, TileReader } from '../ledger/ports.ts';
import { formatBundle } from '../proof/tile.ts';
import { leafHash } from '../proof/tree.ts';
import {
  QAMAR,
  checkpointOver,
  entriesOf,
  grown,
  hostSha256,
  textsIn,
  textsOf,
} from './store.suite.ts';

/** What every store does when entries are erased, in memory or on a disk. */
export function erasingSuite(name: string, open: () => Promise<Store & TileReader>): void {
  const tilesOf = async (store: TileReader) => ({
    first: await store.tile(QAMAR, 0, 0, 256),
    open: await store.tile(QAMAR, 0, 2, 188),
    above: await store.tile(QAMAR, 1, 0, 2),
  });
  describe(`erasing in a store ${name}`, () => {
    it('[W3] takes no record of no bytes', async () => {
      const store = await open();
      const none = [new Uint8Array(0)];
      await expect(store.extend(QAMAR, 0, none, checkpointOver(none))).rejects.toThrow();
    });

    it('[W3] [W4] erases entries anywhere, and keeps size, root, tiles and what stands beside them', async () => {
      const store = await open();
      const all = entriesOf(0, 700);
      await grown(store, QAMAR, 0, 700);
      const tiles = await tilesOf(store);
      const gone = [0, 255, 256, 511, 520, 699];
      for (let twice = 0; twice < 2; twice += 1) await store.erase(QAMAR, gone);
      const left = textsOf(all).map((text, at) => (gone.includes(at) ? '' : text));
      expect(await textsIn(store, QAMAR)).toEqual(left);
      expect(await tilesOf(store)).toEqual(tiles);
      const second = await store.read(QAMAR, 256, 256);
      expect(await store.bundle(QAMAR, 1, 256)).toEqual(formatBundle(second));
      await store.extend(QAMAR, 700, entriesOf(700, 900), checkpointOver(entriesOf(0, 900)));
      await store.erase(QAMAR, [700]);
      expect((await textsIn(store, QAMAR)).slice(698, 702)).toEqual([
        'entry 698',
        '',
        '',
        'entry 701',
      ]);
      await expect(store.erase(QAMAR, [900])).rejects.toThrow(InvariantError);
    });

    it('[W3] takes an entry that was erased elsewhere by its leaf hash', async () => {
      const store = await open();
      const all = entriesOf(0, 300);
      const added = all.map((entry, at) =>
        at % 7 === 3 ? { leaf: leafHash(hostSha256, entry) } : entry,
      );
      expect(await store.extend(QAMAR, 0, added, checkpointOver(all))).toEqual({ ok: true });
      expect((await textsIn(store, QAMAR)).slice(0, 5)).toEqual([
        'entry 0',
        'entry 1',
        'entry 2',
        '',
        'entry 4',
      ]);
      const tile = await store.tile(QAMAR, 0, 1, 44);
      expect(tile).toEqual(concat(...all.slice(256).map((each) => leafHash(hostSha256, each))));
    });
  });
}
