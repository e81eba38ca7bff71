import { afterAll, describe, expect, it } from 'vitest';
import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { erasingSuite } from './erasing.suite.ts';
import { openDisk } from './disk.suite.ts';
import {
  QAMAR,
  checkpointOver,
  entriesOf,
  grown,
  hostSha256,
  textsIn,
  textsOf,
} from './store.suite.ts';
import { verifyFolder } from './verify.ts';

const disk = await openDisk('erasing');
const { freshFolder, openStore } = disk;
afterAll(() => disk.clear());

/** The files under `dir` that bear `words` anywhere. */
async function filesWith(dir: string, words: string): Promise<readonly string[]> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const each of names.filter((one) => one.isFile())) {
    const path = join(each.parentPath, each.name);
    // The log may put another file in its place meanwhile.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(words)) found.push(path);
  }
  return found;
}

const place = (dir: string) => ({ log: QAMAR, folder: join(dir, QAMAR), sha256: hostSha256 });

erasingSuite('in files', () => openStore(freshFolder()));

describe('a store in files in which entries were erased', () => {
  it('[W4] has their bytes in no file, before and after bundles get files of their own', async () => {
    const dir = freshFolder();
    let store = await openStore(dir);
    await grown(store, QAMAR, 0, 300);
    expect(await filesWith(dir, 'entry 7')).not.toEqual([]);
    await store.erase(QAMAR, [7, 77, 299]);
    for (const words of ['entry 77', 'entry 299']) expect(await filesWith(dir, words)).toEqual([]);
    await store.close();
    store = await openStore(dir);
    expect(store.repairs).toEqual([]);
    await store.erase(QAMAR, [88]);
    for (const words of ['entry 77', 'entry 88', 'entry 299']) {
      expect(await filesWith(dir, words)).toEqual([]);
    }
    const left = textsOf(entriesOf(0, 300));
    for (const index of [7, 77, 88, 299]) left[index] = '';
    expect(await textsIn(store, QAMAR)).toEqual(left);
    await store.close();
    expect(await verifyFolder(place(dir))).toMatchObject({ entries: 300, damage: [] });
  });

  it('[W4] takes away what the end of the process left beside a tail', async () => {
    const [dir, early] = [freshFolder(), freshFolder()];
    let store = await openStore(dir);
    await grown(store, QAMAR, 0, 300);
    await cp(dir, early, { recursive: true });
    await store.close();
    // The process ended when the bundles had files and the old tail was still the one that counts.
    await cp(join(dir, QAMAR, 'tile'), join(early, QAMAR, 'tile'), { recursive: true });
    store = await openStore(early);
    await store.erase(QAMAR, [70]);
    expect(await filesWith(early, 'entry 70')).toEqual([]);
    expect((await textsIn(store, QAMAR))[70]).toBe('');
  });

  it('[W4] has their bytes in no file though bundles were being written meanwhile', async () => {
    for (let moment = 0; moment < 16; moment += 1) {
      const dir = freshFolder();
      const store = await openStore(dir);
      await grown(store, QAMAR, 0, 8300);
      // Looks at the disk let the writing come a little further each time.
      for (let look = 0; look < moment * moment; look += 1) await readdir(dir);
      const gone = [1003, 4000, 8190, 8299];
      const erased = store.erase(QAMAR, gone);
      await grown(store, QAMAR, 8300, 8400);
      await erased;
      for (const at of gone) expect(await filesWith(dir, `entry ${at}`)).toEqual([]);
      await grown(store, QAMAR, 8400, 8500);
      await store.close();
      for (const at of gone) expect(await filesWith(dir, `entry ${at}`)).toEqual([]);
      const found = await verifyFolder(place(dir));
      expect(found).toMatchObject({ entries: 8500, damage: [] });
    }
  });

  it('[W4] has them again after a restore, until they are erased again', async () => {
    const [dir, backup] = [freshFolder(), freshFolder()];
    let store = await openStore(dir);
    await grown(store, QAMAR, 0, 600);
    await store.close();
    await cp(dir, backup, { recursive: true });
    store = await openStore(dir);
    await store.erase(QAMAR, [10]);
    const restored = await openStore(backup);
    expect((await textsIn(restored, QAMAR))[10]).toBe('entry 10');
    await restored.erase(QAMAR, [10]);
    expect(await textsIn(restored, QAMAR)).toEqual(await textsIn(store, QAMAR));
    expect(await filesWith(backup, 'entry 10\u0000')).toEqual([]);
  });

  it('[W4] is read, extended and erased at once without a false word', async () => {
    const store = await openStore(freshFolder());
    await grown(store, QAMAR, 0, 600);
    const texts = textsOf(entriesOf(0, 700));
    const erase = async () => {
      for (let index = 500; index < 560; index += 1) await store.erase(QAMAR, [index, index - 400]);
    };
    const read = async () => {
      for (let round = 0; round < 60; round += 1) {
        for (const [at, text] of (await textsIn(store, QAMAR)).entries()) {
          expect(text === texts[at] || (text === '' && at >= 100 && at < 560)).toBe(true);
        }
      }
    };
    const extend = async () => {
      for (let upto = 601; upto <= 640; upto += 1) {
        const next = checkpointOver(entriesOf(0, upto));
        expect(await store.extend(QAMAR, upto - 1, entriesOf(upto - 1, upto), next)).toEqual({
          ok: true,
        });
      }
    };
    await Promise.all([erase(), read(), extend()]);
    const left = texts.slice(0, 640).map((text, at) => {
      const isGone = (at >= 500 && at < 560) || (at >= 100 && at < 160);
      return isGone ? '' : text;
    });
    expect(await textsIn(store, QAMAR)).toEqual(left);
  });
});
