import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sha256 } from '../base/bytes.ts';
import { concat, utf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { InvariantError } from '../base/result.ts';
import type { Entry, Shelf, Store, TileReader } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { checkpointBody } from '../proof/checkpoint.ts';
import { formatBundle } from '../proof/tile.ts';
import type { Frontier } from '../proof/tree.ts';
import { EMPTY_FRONTIER, EMPTY_ROOT, grow, leafHash, rootOf } from '../proof/tree.ts';

/** The host's SHA-256: quick enough for large logs. */
export const hostSha256: Sha256 = (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'));

/** Two logs to tell stories about. */
export const QAMAR = '0123456789abcdef0123456789abcdef' as LogId;
export const NAHR = 'fedcba9876543210fedcba9876543210' as LogId;

/** Entries `from` to `upto`, all different, of some bytes each. */
export function entriesOf(from: number, upto: number, word = 'entry'): Entry[] {
  return Array.from({ length: upto - from }, (_, at) => utf8(`${word} ${from + at}`));
}

/** A checkpoint over `entries` as a log would sign it; a store looks at no signature. */
export function checkpointOver(entries: readonly Entry[], signature = 'AAAAAAAA'): Checkpoint {
  const leaves = entries.map((entry) => leafHash(hostSha256, entry));
  const root = rootOf(hostSha256, grow(hostSha256, EMPTY_FRONTIER, leaves));
  return checkpointOf(entries.length, root, signature);
}

/** A checkpoint of this size and root. */
export function checkpointOf(size: number, root: Uint8Array, signature = 'AAAAAAAA'): Checkpoint {
  const head = { origin: 'qamar.example/log', size, root, extensions: [] };
  return { ...head, note: `${checkpointBody(head)}\n\u2014 qamar.example/log ${signature}\n` };
}

type AnyStore = Store & TileReader;

/** What every store does, in memory or on a disk. */
export function storeSuite(name: string, open: () => Promise<AnyStore>): void {
  describe(`a store ${name}`, () => {
    it('[S8] knows nothing of a log that was never extended', async () => {
      const store = await open();
      expect(await store.latest(QAMAR)).toBeUndefined();
      expect(await store.read(QAMAR, 0, 10)).toEqual([]);
      expect(await store.tile(QAMAR, 0, 0, 1)).toBeUndefined();
      expect(await store.bundle(QAMAR, 0, 1)).toBeUndefined();
    });

    it('[S1] [S6] holds entries and the exact note that covers them', async () => {
      const store = await open();
      const all = entriesOf(0, 5);
      const odd = { ...checkpointOver(all), origin: 'Şırnak.example/السجل' };
      const note = `${checkpointBody(odd)}\n\u2014 السجل AAAAAAAA\n\u2014 b AAAAAAAAAAA=\n`;
      expect(await store.extend(QAMAR, 0, all, { ...odd, note })).toEqual({ ok: true });
      expect((await store.latest(QAMAR))?.note).toBe(note);
      expect(await store.latest(QAMAR)).toMatchObject({ size: 5, origin: odd.origin });
      expect(await textsIn(store, QAMAR)).toEqual(textsOf(all));
    });

    it('[S2] refuses an extension from another size, and says which it has', async () => {
      const store = await open();
      await grown(store, QAMAR, 0, 3);
      const next = checkpointOver(entriesOf(0, 4));
      for (const size of [0, 2, 4]) {
        const refused = await store.extend(QAMAR, size, entriesOf(3, 4), next);
        expect(refused).toEqual({ ok: false, fault: { kind: 'stale', size: 3 } });
      }
      expect(await store.extend(NAHR, 7, [], next)).toMatchObject({ fault: { size: 0 } });
      expect(await store.latest(QAMAR)).toMatchObject({ size: 3 });
      expect(await store.latest(NAHR)).toBeUndefined();
    });

    it('[S2] lets one of two extensions at once win', async () => {
      const store = await open();
      const outcomes = await Promise.all(
        ['ours', 'theirs'].map((word) => {
          const entries = entriesOf(0, 2, word);
          return store.extend(QAMAR, 0, entries, checkpointOver(entries));
        }),
      );
      expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
      expect(await store.read(QAMAR, 0, 10)).toHaveLength(2);
    });

    it('[S3] takes no checkpoint over other entries than it would have', async () => {
      const store = await open();
      await grown(store, QAMAR, 0, 3);
      const entries = entriesOf(3, 5);
      const right = checkpointOver(entriesOf(0, 5));
      const wrong = [
        checkpointOver(entriesOf(0, 6)),
        checkpointOf(5, hostSha256(utf8('another root'))),
        { ...right, note: checkpointOver(entriesOf(0, 5, 'other')).note },
        { ...right, note: 'no note' },
      ];
      for (const next of wrong) {
        await expect(store.extend(QAMAR, 3, entries, next)).rejects.toThrow(InvariantError);
      }
      expect(await store.latest(QAMAR)).toMatchObject({ size: 3 });
      expect(await store.extend(QAMAR, 3, entries, right)).toMatchObject({ ok: true });
    });

    it('[S3] takes no entry above 65,535 bytes, and takes one of just that many', async () => {
      const store = await open();
      const large = [new Uint8Array(65_536)];
      await expect(store.extend(QAMAR, 0, large, checkpointOver(large))).rejects.toThrow();
      expect(await store.latest(QAMAR)).toBeUndefined();
      const just = [new Uint8Array(65_535).fill(7), Uint8Array.of(7)];
      expect(await store.extend(QAMAR, 0, just, checkpointOver(just))).toMatchObject({ ok: true });
      expect((await store.read(QAMAR, 0, 2)).map((entry) => entry.length)).toEqual([65_535, 1]);
    });

    it('[S4] takes another note over the same tree, an empty one too', async () => {
      const store = await open();
      const none = checkpointOf(0, EMPTY_ROOT);
      expect(await store.extend(QAMAR, 0, [], none)).toMatchObject({ ok: true });
      expect(await store.latest(QAMAR)).toMatchObject({ size: 0, note: none.note });
      await grown(store, QAMAR, 0, 3);
      const cosigned = checkpointOver(entriesOf(0, 3), 'BBBBBBBB');
      expect(await store.extend(QAMAR, 3, [], cosigned)).toMatchObject({ ok: true });
      expect((await store.latest(QAMAR))?.note).toBe(cosigned.note);
      const other = checkpointOver(entriesOf(0, 3, 'other'));
      await expect(store.extend(QAMAR, 3, [], other)).rejects.toThrow(InvariantError);
    });

    it('[S5] reads from anywhere and never past the end', async () => {
      const store = await open();
      await grown(store, QAMAR, 0, 700);
      const all = textsOf(entriesOf(0, 700));
      const law = fc.asyncProperty(fc.nat(800), fc.nat(800), async (from, limit) => {
        const read = textsOf(await store.read(QAMAR, from, limit));
        expect(read).toEqual(all.slice(from, from + limit));
      });
      await fc.assert(law, { numRuns: 40 });
      expect(await store.read(QAMAR, 700, 10)).toEqual([]);
      expect(await store.read(QAMAR, 10 ** 15, 10)).toEqual([]);
    });

    it('[S5] keeps what it was given though the caller uses its bytes again', async () => {
      const store = await open();
      const ours = utf8('as it was');
      await store.extend(QAMAR, 0, [ours], checkpointOver([ours]));
      ours.fill(0);
      expect(await textsIn(store, QAMAR)).toEqual(['as it was']);
    });

    it('[S7] serves the bundles of its entries at every width', async () => {
      const store = await open();
      for (const [from, upto] of [
        [0, 200],
        [200, 256],
        [256, 600],
      ] as const) {
        await grown(store, QAMAR, from, upto);
      }
      const all = entriesOf(0, 600);
      for (const [index, width] of [
        [0, 1],
        [0, 255],
        [0, 256],
        [1, 7],
        [1, 256],
        [2, 88],
      ]) {
        const bundle = await store.bundle(QAMAR, index!, width!);
        expect(hexOf(bundle)).toBe(hexOf(formatBundle(all.slice(index! * 256).slice(0, width))));
      }
      for (const [index, width] of [
        [2, 89],
        [2, 256],
        [3, 1],
        [0, 0],
        [0, 257],
        [-1, 1],
      ]) {
        expect(await store.bundle(QAMAR, index!, width!)).toBeUndefined();
      }
    });

    it('[S7] serves the tiles that follow from its entries', async () => {
      await expectTiles(await open(), [1, 255, 256, 257, 700, 1024, 1100]);
    });

    it('[S8] keeps logs apart', async () => {
      const store = await open();
      await Promise.all([grown(store, QAMAR, 0, 300), grown(store, NAHR, 0, 5)]);
      expect(await store.latest(QAMAR)).toMatchObject({ size: 300 });
      expect(await store.read(NAHR, 0, 10)).toHaveLength(5);
    });
  });
}

/** Extends a new log to each of these sizes, then holds its tiles against their definition [S7]. */
export async function expectTiles(store: AnyStore, sizes: readonly number[]): Promise<void> {
  const all = entriesOf(0, sizes.at(-1)!);
  const leaves = all.map((entry) => leafHash(hostSha256, entry));
  let frontier = EMPTY_FRONTIER;
  for (const upto of sizes) {
    const from = frontier.size;
    frontier = grow(hostSha256, frontier, leaves.slice(from, upto));
    const next = checkpointOf(upto, rootOf(hostSha256, frontier));
    const extended = await store.extend(QAMAR, from, all.slice(from, upto), next);
    expect(extended).toMatchObject({ ok: true });
  }
  const levels = levelsOf(leaves);
  for (const [level, hashes] of levels.entries()) {
    for (let at = 0; at < hashes.length; at += 256) {
      const part = hashes.slice(at, at + 256);
      const tile = await store.tile(QAMAR, level, at / 256, part.length);
      expect(hexOf(tile), `tile ${level} ${at / 256}`).toBe(hexOf(concat(...part)));
      expect(hexOf(await store.tile(QAMAR, level, at / 256, 1))).toBe(hexOf(part[0]));
      expect(await store.tile(QAMAR, level, at / 256, part.length + 1)).toBeUndefined();
    }
    const beyond = Math.ceil(hashes.length / 256);
    expect(await store.tile(QAMAR, level, beyond, 1)).toBeUndefined();
  }
  const nowhere = [
    [levels.length, 0, 1],
    [0, 0, 0],
    [0, -1, 1],
    [-1, 0, 1],
    [0.5, 0, 1],
  ] as const;
  for (const [level, index, width] of nowhere) {
    expect(await store.tile(QAMAR, level, index, width)).toBeUndefined();
  }
}

/** What every shelf does. */
export function shelfSuite(name: string, open: () => Promise<Shelf>): void {
  describe(`a shelf ${name}`, () => {
    it('[S9] keeps texts by name and replaces them as a whole', async () => {
      const shelf = await open();
      expect(await shelf.get('seen/a1')).toBeUndefined();
      await shelf.put('seen/a1', 'a long text\n\u2014 بەڵێ\n');
      await shelf.put('seen/a1', 'short');
      await shelf.put('seen', '');
      expect(await shelf.get('seen/a1')).toBe('short');
      expect(await shelf.get('seen')).toBe('');
    });

    it('[S9] lists names in order by how they begin', async () => {
      const shelf = await open();
      for (const each of ['b', 'seen/2', 'seen/10', 'seen-not', 'a.b/c-d/E']) {
        await shelf.put(each, each);
      }
      expect(await shelf.names('seen/')).toEqual(['seen/10', 'seen/2']);
      expect(await shelf.names('')).toEqual(['a.b/c-d/E', 'b', 'seen-not', 'seen/10', 'seen/2']);
      expect(await shelf.names('z')).toEqual([]);
    });

    it('[S9] keeps the last of several texts put at once', async () => {
      const shelf = await open();
      await Promise.all(['1', '2', '3'].map((text) => shelf.put('turn', text)));
      expect(await shelf.get('turn')).toBe('3');
    });

    it('[S9] takes no name that could lead elsewhere', async () => {
      const shelf = await open();
      const names = ['', '.', '..', '../a', 'a/../b', '/a', 'a/', 'a//b', 'a\\b', 'a b', 'a_b'];
      for (const each of [...names, 'a\0', 'a:b', 'é', 'a~', 'n'.repeat(201)]) {
        await expect(shelf.put(each, 'x'), each).rejects.toThrow(InvariantError);
        await expect(shelf.get(each), each).rejects.toThrow(InvariantError);
      }
      expect(await shelf.names('')).toEqual([]);
    });
  });
}

const usualFrontiers: Frontier[] = [EMPTY_FRONTIER];

/** Extends `log` by the usual entries from `from` to `upto`. */
export async function grown(store: Store, log: LogId, from: number, upto: number): Promise<void> {
  const base = usualFrontiers.findLast((each) => each.size <= upto) ?? EMPTY_FRONTIER;
  const leaves = entriesOf(base.size, upto).map((entry) => leafHash(hostSha256, entry));
  const frontier = grow(hostSha256, base, leaves);
  if (base === usualFrontiers.at(-1)) usualFrontiers.push(frontier);
  const next = checkpointOf(upto, rootOf(hostSha256, frontier));
  expect(await store.extend(log, from, entriesOf(from, upto), next)).toMatchObject({ ok: true });
}

/** All entries of `log` as text. */
export async function textsIn(store: Store, log: LogId): Promise<string[]> {
  return textsOf(await store.read(log, 0, Number.MAX_SAFE_INTEGER));
}

/** Entries as text. */
export function textsOf(entries: readonly Entry[]): string[] {
  return entries.map((entry) => Buffer.from(entry).toString());
}

function hexOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('hex');
}

/** All hashes of each level of tiles, by the definition. */
function levelsOf(leaves: readonly Uint8Array[]): (readonly Uint8Array[])[] {
  const levels = [leaves];
  for (let below = leaves; below.length >= 256; below = levels.at(-1)!) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 256 <= below.length; at += 256) {
      above.push(rootOf(hostSha256, grow(hostSha256, EMPTY_FRONTIER, below.slice(at, at + 256))));
    }
    levels.push(above);
  }
  return levels;
}
