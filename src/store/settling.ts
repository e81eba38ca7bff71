import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { invariant } from '../base/result.ts';
import { TILE_WIDTH, formatBundle, tilePath } from '../proof/tile.ts';
import { syncFolder, withFile, writeDurably } from './disk.ts';
import type { HeldLog } from './log-opening.ts';
import { readTail } from './tail.ts';

/** Files that one log writes at a time. */
export const FILES_AT_ONCE_MAX = 4;

/** Full bundles and tiles of a log that are getting files while the log takes on more. [S12] */
export interface Settling {
  /** The log as it was when this began; its tail is only added to meanwhile. */
  readonly held: HeldLog;
  /** Resolves when nothing is written any more: with nothing, or with why no file of it stays. */
  readonly ended: Promise<Error | undefined>;
  /** Lets no further file begin. What is written already goes when `ended` resolves. */
  stop(): void;
}

/** Begins to give all that is full in `held` files of its own; `makeFolder` makes one durably. */
export function beginSettling(
  folder: string,
  held: HeldLog,
  makeFolder: (path: string) => Promise<void>,
): Settling {
  let isStopped = false;
  const files = filesOf(folder, held);
  const write = async (): Promise<void> => {
    const folders = new Set([...files.keys()].map((path) => dirname(path)));
    for (const path of folders) await makeFolder(path);
    await writeAllOf(held, files, () => isStopped);
    for (const path of folders) await syncFolder(path);
    if (isStopped) throw new Error('what was being written was erased');
  };
  const clear = async (cause: unknown): Promise<Error> => {
    // Half a bundle must not look like one to those who read the folder, nor fill the disk.
    for (const path of files.keys()) await rm(path, { force: true }).catch(() => undefined);
    return cause instanceof Error ? cause : new Error(String(cause));
  };
  return {
    held,
    ended: write().then(() => undefined, clear),
    stop: () => {
      isStopped = true;
    },
  };
}

/** What each file is to hold: the bytes of a tile, or the index of a bundle, whose entries are in the tail. */
function filesOf(folder: string, { unsettled }: HeldLog): ReadonlyMap<string, Uint8Array | number> {
  const files = new Map<string, Uint8Array | number>();
  for (const { level, index, bytes } of unsettled) {
    files.set(join(folder, tilePath(level, index)), bytes);
    if (level === 0) files.set(join(folder, tilePath('entries', index)), index);
  }
  return files;
}

async function writeAllOf(
  { tail }: HeldLog,
  files: ReadonlyMap<string, Uint8Array | number>,
  isStopped: () => boolean,
): Promise<void> {
  invariant(tail !== undefined, 'what is full came through the tail');
  await withFile(await open(tail.path, 'r'), async (end) => {
    const rest = files.entries();
    const write = async (): Promise<void> => {
      for (const [path, what] of rest) {
        if (isStopped()) return;
        const from = typeof what === 'number' ? what * TILE_WIDTH : 0;
        const bytes =
          typeof what === 'number'
            ? formatBundle(await readTail(tail, end, from, from + TILE_WIDTH))
            : what;
        await writeDurably(path, bytes);
      }
    };
    const writers = await Promise.allSettled(Array.from({ length: FILES_AT_ONCE_MAX }, write));
    const failed = writers.find((writer) => writer.status === 'rejected');
    if (failed) throw failed.reason;
  });
}
