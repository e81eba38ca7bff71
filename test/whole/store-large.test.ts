import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFileStore } from '../../src/store/files.ts';
import { memoryStore } from '../../src/store/memory.ts';
import { QAMAR, expectTiles, hostSha256 } from '../../src/store/store.suite.ts';
import { verifyFolder } from '../../src/store/verify.ts';

const SIZES = [1, 700, 9000, 65_535, 65_536, 65_537, 140_000];
const dir = await mkdtemp(join(tmpdir(), 'tansiq-large-'));
afterAll(() => rm(dir, { recursive: true }));

describe('a log with three levels of tiles', () => {
  it('[S7] is served from memory', async () => {
    await expectTiles(memoryStore(hostSha256), SIZES);
  });

  it('[S7] is served from files, and opens again', async () => {
    const store = await openFileStore(dir, { sha256: hostSha256 });
    await expectTiles(store, SIZES);
    await store.close();
    const again = await openFileStore(dir, { sha256: hostSha256 });
    expect(again.repairs).toEqual([]);
    expect(await again.latest(QAMAR)).toMatchObject({ size: SIZES.at(-1) });
    expect(await again.tile(QAMAR, 2, 0, 2)).toHaveLength(64);
    await again.close();
    const place = { log: QAMAR, folder: join(dir, QAMAR), sha256: hostSha256 };
    const report = await verifyFolder(place);
    expect(report).toMatchObject({ entries: SIZES.at(-1), damage: [] });
  });
});
