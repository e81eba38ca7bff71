import { afterAll, describe, expect, it } from 'vitest';
import { existsSync, watch } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../base/result.ts';
import { flip } from '../proof/cast.suite.ts';
import { formatBundle } from '../proof/tile.ts';
import { openFileShelf } from './file-shelf.ts';
import { openFileStore } from './files.ts';
import { openDisk } from './disk.suite.ts';
import {
  QAMAR,
  checkpointOver,
  entriesOf,
  grown,
  hostSha256,
  shelfSuite,
  storeSuite,
  textsIn,
  textsOf,
} from './store.suite.ts';

const disk = await openDisk('store');
const { freshFolder, openStore } = disk;
afterAll(() => disk.clear());

storeSuite('in files', () => openStore(freshFolder()));
shelfSuite('in files', () => openFileShelf(freshFolder()));

describe('a store in files, opened again', () => {
  it('[S10] has what was acknowledged, at every size around a boundary', async () => {
    const dir = freshFolder();
    let size = 0;
    for (const upto of [0, 1, 2, 255, 256, 257, 300, 511, 512, 1100, 1101, 1280]) {
      const store = await openStore(dir);
      expect(store.repairs).toEqual([]);
      expect(await textsIn(store, QAMAR)).toEqual(textsOf(entriesOf(0, size)));
      await grown(store, QAMAR, size, upto);
      size = upto;
      await store.close();
    }
    const store = await openStore(dir);
    expect((await store.latest(QAMAR))?.note).toBe(checkpointOver(entriesOf(0, size)).note);
    expect(await store.logs()).toEqual([QAMAR]);
    expect(await readdir(join(dir, QAMAR))).toEqual(['checkpoint', 'tail-1280', 'tile']);
  });

  it('[S10] has it though the process ended without a word', async () => {
    const dir = freshFolder();
    const store = await openStore(dir);
    await grown(store, QAMAR, 0, 700);
    await grown(store, QAMAR, 700, 703);
    // What lies on the disk now is what a process that is killed now leaves behind.
    const left = freshFolder();
    await cp(dir, left, { recursive: true });
    const again = await openStore(left);
    expect(await textsIn(again, QAMAR)).toEqual(textsOf(entriesOf(0, 703)));
    await grown(again, QAMAR, 703, 800);
    expect((await again.tile(QAMAR, 0, 1, 256))?.length).toBe(8192);
  });

  it('[S11] is as before an extension that was torn at any byte, or reached the disk in part', async () => {
    const before = await readFile((await leftBehind([3], false)).tail);
    const { dir, tail } = await leftBehind([3, 5], false);
    const whole = await readFile(tail);
    const holed = Buffer.from(whole);
    for (let bytes = before.length; bytes < whole.length; bytes += 1) {
      holed[bytes] = 0;
      const cutOff = whole.subarray(0, bytes);
      for (const torn of bytes % 2 === 0 && bytes > before.length ? [cutOff, holed] : [cutOff]) {
        await writeFile(tail, torn);
        const store = await openFileStore(dir, { sha256: hostSha256 });
        expect(await store.latest(QAMAR)).toMatchObject({ size: 3 });
        const cut = torn.length - before.length;
        const said = { kind: 'torn-end', log: QAMAR, file: 'tail-0', bytes: cut, size: 3 };
        expect(store.repairs).toMatchObject(cut > 0 ? [said] : []);
        await store.close();
        expect(await readFile(tail)).toEqual(before);
      }
    }
  });

  it('[S11] goes on where it was cut', async () => {
    const { dir, tail } = await leftBehind([300, 302], false);
    const whole = await readFile(tail);
    await writeFile(tail, whole.subarray(0, -1));
    const store = await openStore(dir);
    expect(store.repairs).toMatchObject([{ kind: 'torn-end', entries: 2, size: 300 }]);
    await grown(store, QAMAR, 300, 310);
    await store.close();
    expect(await textsIn(await openStore(dir), QAMAR)).toEqual(textsOf(entriesOf(0, 310)));
  });

  it('[S11] has no log whose first extension was torn', async () => {
    const { tail } = await leftBehind([2], false);
    const whole = await readFile(tail);
    for (const bytes of [0, 1, 8, 9, 20, whole.length - 1]) {
      const dir = freshFolder();
      await mkdir(join(dir, QAMAR), { recursive: true });
      await writeFile(join(dir, QAMAR, 'tail-0'), whole.subarray(0, bytes));
      const store = await openStore(dir);
      expect(await store.latest(QAMAR)).toBeUndefined();
      expect(await store.logs()).toEqual([]);
      expect(store.repairs).toMatchObject([{ kind: 'torn-end', bytes, size: 0 }]);
      await grown(store, QAMAR, 0, 2);
      await store.close();
    }
  });

  it('[S11] takes away a replacement that was not finished, and says so', async () => {
    const { dir } = await leftBehind([5]);
    await writeFile(join(dir, QAMAR, 'checkpoint~'), 'half a no');
    const said: unknown[] = [];
    const store = await openStore(dir, (each) => said.push(each));
    expect(said).toMatchObject([{ kind: 'left-over', file: 'checkpoint~', bytes: 9 }]);
    expect(store.repairs).toEqual(said);
    expect(await readdir(join(dir, QAMAR))).not.toContain('checkpoint~');
  });

  it('[S12] writes bundles again that were torn while their tail was there', async () => {
    const { dir } = await leftBehind([700], false);
    await mkdir(join(dir, QAMAR, 'tile/entries'), { recursive: true });
    await mkdir(join(dir, QAMAR, 'tile/0'), { recursive: true });
    await writeFile(join(dir, QAMAR, 'tile/entries/001'), 'torn');
    await writeFile(join(dir, QAMAR, 'tile/0/000'), '');
    const store = await openStore(dir);
    expect(await textsIn(store, QAMAR)).toEqual(textsOf(entriesOf(0, 700)));
    await store.close();
    const bundle = await readFile(join(dir, QAMAR, 'tile/entries/001'));
    expect(Buffer.compare(bundle, formatBundle(entriesOf(256, 512)))).toBe(0);
  });

  it('[S12] begins a new tail when enough bundles are full, and removes the old one', async () => {
    const dir = freshFolder();
    const store = await openStore(dir);
    for (let size = 0; size < 36_000; size += 3000) await grown(store, QAMAR, size, size + 3000);
    const tails = (await readdir(join(dir, QAMAR))).filter((name) => name.startsWith('tail-'));
    expect(tails).not.toContain('tail-0');
    expect(tails.length).toBeLessThanOrEqual(2);
    expect(await textsIn(store, QAMAR)).toEqual(textsOf(entriesOf(0, 36_000)));
    await store.close();
    expect(await readdir(join(dir, QAMAR))).toEqual(['checkpoint', 'tail-35840', 'tile']);
    expect(await readdir(join(dir, QAMAR, 'tile/entries'))).toHaveLength(140);
  });

  it('[S12] gives many bundles their files once the log rests', async () => {
    const dir = freshFolder();
    const store = await openFileStore(dir, { sha256: hostSha256 });
    await grown(store, QAMAR, 0, 3000);
    const folder = watch(join(dir, QAMAR));
    const settled = new Promise<void>((done) => {
      folder.on('change', () => !existsSync(join(dir, QAMAR, 'tail-0')) && done());
    });
    await grown(store, QAMAR, 3000, 9000);
    await settled;
    folder.close();
    expect(await readdir(join(dir, QAMAR, 'tile/entries'))).toHaveLength(35);
    expect(await textsIn(store, QAMAR)).toEqual(textsOf(entriesOf(0, 9000)));
    await store.close();
  });

  it('[S12] takes the newest tail that has a checkpoint where it ended between two', async () => {
    const { dir, tail } = await leftBehind([700], false);
    const old = await readFile(tail);
    const first = await openStore(dir);
    await first.close();
    const newTail = join(dir, QAMAR, 'tail-512');
    const fresh = await readFile(newTail);
    for (const bytes of [0, 4, 100, fresh.length - 1, fresh.length]) {
      await writeFile(tail, old);
      await writeFile(newTail, fresh.subarray(0, bytes));
      const store = await openStore(dir);
      const file = bytes < fresh.length ? 'tail-512' : 'tail-0';
      expect(store.repairs).toMatchObject([{ kind: 'left-over', file, size: 700 }]);
      expect(await textsIn(store, QAMAR)).toEqual(textsOf(entriesOf(0, 700)));
      await store.close();
      expect(await readdir(join(dir, QAMAR))).toEqual(['checkpoint', 'tail-512', 'tile']);
    }
  });

  it('[S13] shows the latest note as a file, byte for byte', async () => {
    const { dir } = await leftBehind([5, 9]);
    const note = await readFile(join(dir, QAMAR, 'checkpoint'), 'utf8');
    expect(note).toBe(checkpointOver(entriesOf(0, 9)).note);
  });
});

describe('damage', () => {
  const damaged = async (dir: string) => {
    const trouble: unknown = await openStore(dir).catch((cause: unknown) => cause);
    expect(trouble).toBeInstanceOf(TroubleError);
    expect(trouble).toMatchObject({ code: 'store-damaged', details: { log: QAMAR } });
    return (trouble as TroubleError).details;
  };

  it('[S14] is named where a tail is gone, and nothing is cut', async () => {
    const { dir } = await leftBehind([300]);
    await rm(join(dir, QAMAR, 'tail-256'));
    expect(await damaged(dir)).toMatchObject({ what: 'entries-missing', size: 300 });
    expect(await readdir(join(dir, QAMAR))).toEqual(['checkpoint', 'tile']);
  });

  it('[S14] is named where a tail ends before its checkpoint', async () => {
    const { dir, tail } = await leftBehind([10, 20]);
    const bytes = await readFile(tail);
    for (const length of [0, 7, 100, bytes.length - 1]) {
      await writeFile(tail, bytes.subarray(0, length));
      expect(await damaged(dir)).toMatchObject({ what: 'entries-missing', size: 20 });
      expect(await readFile(tail)).toHaveLength(length);
    }
  });

  it('[S14] is named for a flipped bit anywhere in a tail', async () => {
    const { dir, tail } = await leftBehind([2, 3]);
    const bytes = await readFile(tail);
    for (let at = 0; at < bytes.length; at += 2) {
      await writeFile(tail, flip(bytes, at, 1));
      await damaged(dir);
    }
  });

  it('[S14] is named though the checkpoint shown is behind, where more than one extension follows', async () => {
    const { dir, tail } = await leftBehind([2, 3, 4], false);
    const bytes = await readFile(tail);
    await writeFile(tail, flip(bytes, 20, 1));
    expect(await damaged(dir)).toMatchObject({ what: 'checksum', file: 'tail-0', index: 0 });
  });

  it('[S14] is named for a checkpoint over other entries', async () => {
    const { dir } = await leftBehind([5, 9]);
    const file = join(dir, QAMAR, 'checkpoint');
    for (const size of [5, 9]) {
      await writeFile(file, checkpointOver(entriesOf(0, size, 'other')).note);
      expect(await damaged(dir)).toMatchObject({ what: 'root-differs', size });
    }
    await writeFile(file, checkpointOver(entriesOf(0, 10)).note);
    expect(await damaged(dir)).toMatchObject({ what: 'entries-missing', size: 10, entries: 9 });
    await writeFile(file, 'no note');
    expect(await damaged(dir)).toMatchObject({ what: 'checkpoint-unreadable' });
  });

  it('[S14] is named where the checkpoint of full bundles is gone', async () => {
    const { dir } = await leftBehind([256]);
    await rm(join(dir, QAMAR, 'tail-256'));
    await rm(join(dir, QAMAR, 'checkpoint'));
    expect(await damaged(dir)).toMatchObject({ what: 'checkpoint-missing' });
  });

  it('[S14] is named for a tile under the open end', async () => {
    const { dir } = await leftBehind([512, 600]);
    const file = join(dir, QAMAR, 'tile/0/001');
    const bytes = await readFile(file);
    await writeFile(file, flip(bytes, 4000, 1));
    expect(await damaged(dir)).toMatchObject({ what: 'root-differs', size: 600 });
    await writeFile(file, bytes.subarray(1));
    expect(await damaged(dir)).toMatchObject({ what: 'tile-length', file: 'tile/0/001' });
    await rm(file);
    expect(await damaged(dir)).toMatchObject({ what: 'tile-missing', file: 'tile/0/001' });
  });

  it('[S14] is named when a bundle is read that is not what its tile says', async () => {
    const { dir } = await leftBehind([512, 600]);
    const file = join(dir, QAMAR, 'tile/entries/001');
    const bytes = await readFile(file);
    const store = await openStore(dir);
    const details = { log: QAMAR, file: 'tile/entries/001' };
    const trouble = (what: string) => ({ code: 'store-damaged', details: { ...details, what } });
    await writeFile(file, flip(bytes, 500, 1));
    await expect(store.read(QAMAR, 0, 600)).rejects.toMatchObject(trouble('entry-differs'));
    await expect(store.bundle(QAMAR, 1, 256)).rejects.toMatchObject(trouble('entry-differs'));
    await writeFile(file, bytes.subarray(0, -3));
    await expect(store.read(QAMAR, 300, 1)).rejects.toMatchObject(trouble('bundle-cut-off'));
    await rm(file);
    await expect(store.read(QAMAR, 300, 1)).rejects.toMatchObject(trouble('bundle-missing'));
    expect(await store.read(QAMAR, 512, 1)).toHaveLength(1);
    await writeFile(file, bytes);
    expect(await store.read(QAMAR, 0, 600)).toHaveLength(600);
  });

  it('[S14] is named when a tail is read that is not what was written', async () => {
    const dir = freshFolder();
    const store = await openStore(dir);
    await grown(store, QAMAR, 0, 5);
    const tail = join(dir, QAMAR, 'tail-0');
    await writeFile(tail, flip(await readFile(tail), 20, 1));
    await expect(store.read(QAMAR, 0, 5)).rejects.toMatchObject({ code: 'store-damaged' });
  });
});

describe('a store in files, in trouble', () => {
  it('says that a folder cannot be made where a file stands', async () => {
    const dir = freshFolder();
    await writeFile(dir, '');
    await expect(openStore(dir)).rejects.toMatchObject({ code: 'store-unwritable' });
  });

  it('[S1] takes an extension after one that failed', async () => {
    const dir = freshFolder();
    const store = await openStore(dir);
    // No tail can be made while a folder has its name.
    await mkdir(join(dir, QAMAR, 'tail-0'), { recursive: true });
    const entries = entriesOf(0, 2);
    const tried = store.extend(QAMAR, 0, entries, checkpointOver(entries));
    await expect(tried).rejects.toMatchObject({ code: 'store-unwritable' });
    await rm(join(dir, QAMAR, 'tail-0'), { recursive: true });
    expect(await store.latest(QAMAR)).toBeUndefined();
    await grown(store, QAMAR, 0, 3);
    expect(await textsIn(store, QAMAR)).toEqual(textsOf(entriesOf(0, 3)));
  });

  it('is not used after it was closed', async () => {
    const store = await openStore(freshFolder());
    await grown(store, QAMAR, 0, 1);
    await store.close();
    const next = checkpointOver(entriesOf(0, 2));
    await expect(store.extend(QAMAR, 1, entriesOf(1, 2), next)).rejects.toMatchObject({
      code: 'node-stopping',
    });
  });

  it('reads while it writes', async () => {
    const store = await openStore(freshFolder());
    const all = textsOf(entriesOf(0, 10_000));
    let done = false;
    const reading = (async () => {
      for (let turn = 0; !done; turn += 1) {
        const size = (await store.latest(QAMAR))?.size ?? 0;
        const from = turn % (size + 1);
        const read = textsOf(await store.read(QAMAR, from, 300));
        expect(read).toEqual(all.slice(from, from + read.length));
        expect(read.length).toBeGreaterThanOrEqual(Math.min(300, size - from));
      }
    })();
    for (let size = 0; size < 10_000; size += 1000) await grown(store, QAMAR, size, size + 1000);
    done = true;
    await reading;
  });
});

/** A folder as a store leaves it: closed, or as it is just after the last acknowledgement. */
async function leftBehind(
  sizes: readonly number[],
  closed = true,
): Promise<{ readonly dir: string; readonly tail: string }> {
  const dir = freshFolder();
  const store = await openStore(dir);
  const left = closed ? dir : freshFolder();
  for (const [at, upto] of sizes.entries()) {
    const from = sizes[at - 1] ?? 0;
    const next = checkpointOver(entriesOf(0, upto));
    await store.extend(QAMAR, from, entriesOf(from, upto), next);
    if (!closed) await mkdir(join(left, QAMAR), { recursive: true });
    if (!closed) await cp(join(dir, QAMAR, 'tail-0'), join(left, QAMAR, 'tail-0'));
  }
  await store.close();
  return { dir: left, tail: join(left, QAMAR, 'tail-0') };
}
