import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/ledger/ports.ts';
import { openFileShelf } from '../../src/store/file-shelf.ts';
import { openFileStore } from '../../src/store/files.ts';
import { QAMAR, checkpointOver, hostSha256 } from '../../src/store/store.suite.ts';

const DISK_BYTES = 1_048_576;
const folder = await mkdtemp(join(tmpdir(), 'tansiq-full-'));
const isMounted = mountSmallDisk();
afterAll(async () => {
  if (isMounted) execFileSync('umount', [folder]);
  await rm(folder, { recursive: true });
});

// Only root may mount a disk of one megabyte; anyone else is told that this was not tried.
const title = isMounted ? '' : ' (skipped: no small disk can be mounted here)';

describe.skipIf(!isMounted)(`a disk that is full${title}`, () => {
  it('[S15] leaves the log as it was, and the log goes on once there is room', async () => {
    const ballast = join(folder, 'ballast');
    await writeFile(ballast, new Uint8Array(DISK_BYTES / 2));
    const store = await openFileStore(join(folder, 'store'), { sha256: hostSha256 });
    const shelf = await openFileShelf(join(folder, 'shelf'));
    await shelf.put('kept', 'as it was');
    const all: Entry[] = [];
    const add = async (count: number): Promise<void> => {
      const entries = Array.from({ length: count }, (_, at) =>
        new Uint8Array(1000).fill((all.length + at) % 251),
      );
      const next = checkpointOver([...all, ...entries]);
      const extended = await store.extend(QAMAR, all.length, entries, next);
      expect(extended).toMatchObject({ ok: true });
      all.push(...entries);
    };
    const fill = async (): Promise<void> => {
      for (let steps = 0; steps < 2000; steps += 1) await add(7);
    };
    const full = { code: 'disk-full', details: { log: QAMAR, reason: 'ENOSPC' } };
    await expect(fill()).rejects.toMatchObject(full);
    const size = all.length;
    for (let again = 0; again < 3; again += 1) {
      await expect(add(400)).rejects.toMatchObject(full);
      expect(await store.latest(QAMAR)).toMatchObject({ size });
      expect(await store.read(QAMAR, 0, size + 1)).toEqual(all);
    }
    await expect(shelf.put('kept', 'x'.repeat(65_536))).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(await shelf.get('kept')).toBe('as it was');
    await rm(ballast);
    await add(5);
    expect(await store.read(QAMAR, 0, size + 5)).toEqual(all);
    await store.close();
    const again = await openFileStore(join(folder, 'store'), { sha256: hostSha256 });
    expect(again.repairs).toEqual([]);
    expect(await again.latest(QAMAR)).toMatchObject({ size: size + 5 });
    expect(await again.read(QAMAR, 0, size + 5)).toEqual(all);
    await again.close();
  });
});

function mountSmallDisk(): boolean {
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder];
    execFileSync('mount', options, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
