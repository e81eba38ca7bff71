import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStore } from './files.ts';
import { SETTLED_BUNDLES_MIN } from './file-log.ts';
import { openFileStore } from './files.ts';
import type { Repair } from './log-opening.ts';
import { hostSha256 } from './store.suite.ts';

/** Folders for stores in files, all of which go at the end. */
export interface Disk {
  freshFolder(): string;
  openStore(dir: string, say?: (repair: Repair) => void): Promise<FileStore>;
  /** Closes what was opened and removes all folders. */
  clear(): Promise<void>;
}

/** Syncing is quick in a folder of memory; what a disk keeps is tested on one, in `test/whole`. */
export async function openDisk(name: string): Promise<Disk> {
  const roots = ['/dev/shm', tmpdir()].filter((folder) => existsSync(folder));
  const root = await mkdtemp(join(roots[0]!, `tansiq-${name}-`));
  const opened: FileStore[] = [];
  let folders = 0;
  return {
    freshFolder() {
      folders += 1;
      return join(root, String(folders));
    },
    async openStore(dir, say) {
      const store = await openFileStore(dir, {
        sha256: hostSha256,
        bundlesMax: SETTLED_BUNDLES_MIN,
        ...(say ? { say } : {}),
      });
      opened.push(store);
      return store;
    },
    async clear() {
      await Promise.all(opened.map((store) => store.close()));
      await rm(root, { recursive: true });
    },
  };
}
