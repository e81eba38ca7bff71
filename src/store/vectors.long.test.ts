import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogId } from '../base/ids.ts';
import { hostSigner } from '../exchange/cast.suite.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../proof/tree.ts';
import type { Disk } from './disk.suite.ts';
import { openDisk } from './disk.suite.ts';
import { openFileShelf } from './file-shelf.ts';
import { entriesOf, hostSha256, textsOf } from './store.suite.ts';
import { verifyFolder } from './verify.ts';

const KEPT = fileURLToPath(new URL('../../test/vectors/store/folder/', import.meta.url));
const [LOG = '' as LogId] = readdirSync(join(KEPT, 'logs')) as LogId[];
/** The kept log: so many entries `entry N`, of which these were erased. */
const SIZE = 530;
const ERASED = [3, 514];
const ENTRIES = entriesOf(0, 900);

let disk: Disk;
beforeAll(async () => {
  disk = await openDisk('kept');
});
afterAll(() => disk.clear());

function copied(): string {
  const dir = disk.freshFolder();
  cpSync(KEPT, dir, { recursive: true });
  return dir;
}

function checkpointAt(size: number): Promise<Checkpoint> {
  const leaves = ENTRIES.slice(0, size).map((entry) => leafHash(hostSha256, entry));
  const root = rootOf(hostSha256, grow(hostSha256, EMPTY_FRONTIER, leaves));
  return signCheckpoint(hostSigner('qamar'), {
    origin: `qamar.example/log/${LOG}`,
    size,
    root,
  });
}

function filesIn(dir: string): readonly (readonly [string, string])[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file.slice(dir.length), readFileSync(file, 'hex')] as const)
    .toSorted(([ours], [theirs]) => (ours < theirs ? -1 : 1));
}

it('[V2] [S5] [S6] the kept log opens, is whole, and goes on', async () => {
  const dir = join(copied(), 'logs');
  const place = { log: LOG, folder: join(dir, LOG), sha256: hostSha256 };
  expect((await verifyFolder(place)).damage).toEqual([]);
  const store = await disk.openStore(dir);
  expect(store.repairs).toEqual([]);
  expect(await store.latest(LOG)).toEqual(await checkpointAt(SIZE));
  const texts = textsOf(await store.read(LOG, 0, SIZE));
  const expected = textsOf(ENTRIES.slice(0, SIZE)).map((text, i) =>
    ERASED.includes(i) ? '' : text,
  );
  expect(texts).toEqual(expected);
  await store.extend(LOG, SIZE, ENTRIES.slice(SIZE), await checkpointAt(ENTRIES.length));
  await store.close();
  const report = await verifyFolder(place);
  expect([report.damage, report.checkpoint?.size]).toEqual([[], ENTRIES.length]);
});

it('[V2] [S10] [S12] the same again writes the same files', async () => {
  const dir = disk.freshFolder();
  const first = await disk.openStore(dir);
  await first.extend(LOG, 0, ENTRIES.slice(0, 200), await checkpointAt(200));
  await first.extend(LOG, 200, ENTRIES.slice(200, 515), await checkpointAt(515));
  await first.erase(LOG, ERASED);
  await first.close();
  const second = await disk.openStore(dir);
  await second.extend(LOG, 515, ENTRIES.slice(515, SIZE), await checkpointAt(SIZE));
  await second.close();
  expect(filesIn(dir)).toEqual(filesIn(join(KEPT, 'logs')));
});

it('[V2] [S14] the kept log with one byte changed is damaged', async () => {
  const dir = join(copied(), 'logs');
  const file = join(dir, LOG, 'tail-512');
  const bytes = readFileSync(file);
  bytes[40]! ^= 1;
  writeFileSync(file, bytes);
  await expect(disk.openStore(dir)).rejects.toMatchObject({ code: 'store-damaged' });
});

it('[V2] [S9] the kept shelf has its texts', async () => {
  const dir = join(copied(), 'shelf');
  const shelf = await openFileShelf(dir);
  expect(await shelf.names('')).toEqual(['cosigned/x', 'evidence/a/b', 'name']);
  expect(await shelf.get('evidence/a/b')).toBe('two lines\nof text\n');
  expect(await shelf.get('cosigned/x')).toBe((await checkpointAt(SIZE)).note);
  const before = filesIn(dir);
  for (const name of await shelf.names('')) await shelf.put(name, (await shelf.get(name)) ?? '');
  expect(filesIn(dir)).toEqual(before);
});
