import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flip } from '../proof/cast.suite.ts';
import { formatBundle } from '../proof/tile.ts';
import { openFileStore } from './files.ts';
import { QAMAR, checkpointOver, entriesOf, grown, hostSha256 } from './store.suite.ts';
import { verifyFolder } from './verify.ts';

const roots = ['/dev/shm', tmpdir()].filter((folder) => existsSync(folder));
const root = await mkdtemp(join(roots[0]!, 'tansiq-verify-'));
const whole = join(root, 'whole');
let copies = 0;

beforeAll(async () => {
  const store = await openFileStore(whole, { sha256: hostSha256 });
  await grown(store, QAMAR, 0, 700);
  await store.close();
});
afterAll(() => rm(root, { recursive: true }));

/** The report on a copy of a whole log in which one file was changed. */
async function reportOn(file: string, change: (bytes: Uint8Array) => Uint8Array | undefined) {
  copies += 1;
  const folder = join(root, String(copies));
  await cp(join(whole, QAMAR), folder, { recursive: true });
  const path = join(folder, file);
  const changed = change(new Uint8Array(await readFile(path)));
  await (changed ? writeFile(path, changed) : rm(path));
  return verifyFolder({ log: QAMAR, folder, sha256: hostSha256 });
}

describe('the verification of a folder', () => {
  it('finds nothing where nothing is wrong', async () => {
    const report = await reportOn('checkpoint', (bytes) => bytes);
    expect(report).toMatchObject({ entries: 700, damage: [], checkpoint: { size: 700 } });
  });

  it('[S14] names the entry in which a byte was flipped', async () => {
    // Each entry of the second bundle has 2 bytes of length and 9 of text.
    const report = await reportOn('tile/entries/001', (bytes) => flip(bytes, 11 * 44 + 5, 1));
    const facts = { file: 'tile/entries/001', index: 300 };
    expect(report.damage).toEqual([{ what: 'entry-differs', facts }]);
  });

  it('[S14] names the entry that was dropped', async () => {
    const left = entriesOf(256, 512).toSpliced(44, 1);
    const report = await reportOn('tile/entries/001', () => formatBundle(left));
    const facts = { file: 'tile/entries/001', index: 300 };
    expect(report.damage).toEqual([{ what: 'entry-missing', facts }]);
  });

  it('[S14] names a checkpoint over another history', async () => {
    for (const size of [100, 512, 600, 700]) {
      const other = checkpointOver(entriesOf(0, size, 'other')).note;
      const report = await reportOn('checkpoint', () => Buffer.from(other));
      const facts = { file: 'checkpoint', size };
      expect(report.damage).toEqual([{ what: 'root-differs', facts }]);
    }
  });

  it('[S14] names a checkpoint over more entries than there are', async () => {
    const more = checkpointOver(entriesOf(0, 701)).note;
    const report = await reportOn('checkpoint', () => Buffer.from(more));
    expect(report.damage).toMatchObject([{ what: 'entries-missing', facts: { size: 701 } }]);
  });

  it('[S14] names what is not there at all', async () => {
    const gone = () => undefined;
    expect((await reportOn('tile/entries/000', gone)).damage).toMatchObject([
      { what: 'bundle-missing' },
    ]);
    expect((await reportOn('tile/0/000', gone)).damage).toMatchObject([{ what: 'tile-missing' }]);
    expect((await reportOn('tail-512', gone)).damage).toMatchObject([{ what: 'entries-missing' }]);
  });

  it('[S14] names a tile that was changed with its entries', async () => {
    const report = await reportOn('tile/0/001', (bytes) => flip(bytes, 44 * 32, 1));
    expect(report.damage.map(({ what }) => what)).toEqual([
      'entry-differs',
      'root-differs',
      'root-differs',
    ]);
  });

  it('[S14] names a flipped byte of the tail', async () => {
    const report = await reportOn('tail-512', (bytes) => flip(bytes, 30, 1));
    expect(report.damage).toMatchObject([{ what: 'checksum', facts: { index: 513 } }]);
  });
});
