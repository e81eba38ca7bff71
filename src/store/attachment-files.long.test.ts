import {
  appendFile,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIECE_BYTES } from '../ledger/attachment.ts';
import type { Disk } from './disk.suite.ts';
import { openDisk } from './disk.suite.ts';
import { openFileAttachments } from './attachment-files.ts';
import { attachmentSuite, bytesOf, contentFor, putAll, givesBack } from './attachment.suite.ts';
import { hostSha256 } from './store.suite.ts';

let disk: Disk;
beforeAll(async () => {
  disk = await openDisk('attachments');
});
afterAll(() => disk.clear());

const openIn = (dir: string, say?: (key: string) => void) =>
  openFileAttachments(dir, { sha256: hostSha256, ...(say ? { say } : {}) });

attachmentSuite('in files', () => openIn(disk.freshFolder()));

describe('a store of attachments in files', () => {
  const bytes = bytesOf(6 * PIECE_BYTES + 5);
  const content = contentFor(bytes);
  const whole = (dir: string) => join(dir, content.key);

  it('[G5] goes on after a restart from the pieces that are there', async () => {
    const dir = disk.freshFolder();
    await putAll(await openIn(dir), bytes, [6, 1, 4]);
    const again = await openIn(dir);
    expect(await again.missing(content)).toEqual([0, 2, 3, 5]);
    await putAll(again, bytes, [0, 2]);
    const third = await openIn(dir);
    expect(await third.missing(content)).toEqual([3, 5]);
    await putAll(third, bytes, [3, 5]);
    expect(await givesBack(await openIn(dir), bytes)).toBe(true);
    expect((await readdir(dir)).toSorted()).toEqual([content.key, `${content.key}.leaves`]);
  });

  it('[G5] asks again for pieces that a power cut took, whichever of both files it took them from', async () => {
    const dir = disk.freshFolder();
    await putAll(await openIn(dir), bytes, [0, 1, 2, 3]);
    await truncate(`${whole(dir)}.part`, 2 * PIECE_BYTES + 100);
    await truncate(`${whole(dir)}.have`, 3 * 36 + 7);
    const store = await openIn(dir);
    expect(await store.missing(content)).toEqual([2, 3, 4, 5, 6]);
    await putAll(store, bytes);
    expect(await givesBack(await openIn(dir), bytes)).toBe(true);
  });

  it('[G5] finishes what had all of its pieces when the process ended, at each step of finishing', async () => {
    const steps: ((dir: string) => Promise<unknown>)[] = [
      (dir) => rm(`${whole(dir)}.leaves`),
      async () => undefined,
    ];
    for (const step of steps) {
      const dir = disk.freshFolder();
      await putAll(await openIn(dir), bytes, [0, 1, 2, 3, 4, 5]);
      const have = await readFile(`${whole(dir)}.have`);
      await putAll(await openIn(dir), bytes, [6]);
      const last = Buffer.alloc(36);
      last.writeUInt32BE(6, 0);
      last.set(hostSha256(Buffer.concat([Buffer.of(0), bytes.slice(6 * PIECE_BYTES)])), 4);
      await rename(whole(dir), `${whole(dir)}.part`);
      await writeFile(`${whole(dir)}.have`, Buffer.concat([have, last]));
      await step(dir);
      const store = await openIn(dir);
      expect(await store.missing(content)).toEqual([]);
      expect(await givesBack(store, bytes)).toBe(true);
    }
  });

  it('[G5] fetches again what the disk gives back differently, and only that', async () => {
    const dir = disk.freshFolder();
    await putAll(await openIn(dir), bytes);
    const spoiled = Buffer.from(bytes);
    spoiled[3 * PIECE_BYTES + 10]! ^= 1;
    await writeFile(whole(dir), spoiled);
    const said: string[] = [];
    const store = await openIn(dir, (key) => said.push(key));
    expect(await store.piece(content, 2)).toBeDefined();
    expect(await store.piece(content, 3)).toBeUndefined();
    expect(said).toEqual([content.key]);
    expect(await store.missing(content)).toEqual([3]);
    await putAll(store, bytes, [3]);
    expect(await givesBack(store, bytes)).toBe(true);
  });

  it('makes the hashes of pieces anew where their file is gone or is another', async () => {
    const dir = disk.freshFolder();
    await putAll(await openIn(dir), bytes);
    for (const spoil of [
      (file: string) => rm(file),
      (file: string) => appendFile(file, 'x'.repeat(32)),
    ]) {
      await spoil(`${whole(dir)}.leaves`);
      expect(await givesBack(await openIn(dir), bytes)).toBe(true);
    }
  });

  it('removes at start what belongs to nothing', async () => {
    const dir = disk.freshFolder();
    await putAll(await openIn(dir), bytes);
    const other = 'b'.repeat(64);
    for (const stray of [`${other}.part`, `${other}.leaves`, 'notes.txt', `${content.key}.have`]) {
      await writeFile(join(dir, stray), 'x');
    }
    const store = await openIn(dir);
    expect(await store.keys()).toEqual([content.key]);
    expect((await readdir(dir)).toSorted()).toEqual([content.key, `${content.key}.leaves`]);
  });

  it('adopts a file that is whole already, and keeps its own name for the same bytes', async () => {
    const dir = disk.freshFolder();
    const store = await openIn(dir);
    const file = join(dir, 'upload');
    await writeFile(file, bytes);
    await store.adopt(content, file);
    expect(await givesBack(store, bytes)).toBe(true);
    await rm(file);
    expect((await stat(whole(dir))).nlink).toBe(1);
    expect(await givesBack(await openIn(dir), bytes)).toBe(true);
  });
});
