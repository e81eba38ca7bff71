import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Sha256 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { isLogId } from '../base/ids.ts';
import { TroubleError, invariant } from '../base/result.ts';
import type { Store, TileReader } from '../ledger/ports.ts';
import { TILE_WIDTH, formatBundle } from '../proof/tile.ts';
import { BundleCache } from './bundle-cache.ts';
import { isMissing, makeFolder, troubleOf } from './disk.ts';
import { FileLog } from './file-log.ts';
import type { HeldLog, LogPlace, Repair } from './log-opening.ts';
import { bundleKey, hasTile, readPart, readRange } from './log-reading.ts';
import { checkLogId, checkSpan } from './memory.ts';

/** A store in a folder: one folder for each log in it. Only one process may have it open. */
export interface FileStore extends Store, TileReader {
  /** The logs it holds, sorted. */
  logs(): Promise<readonly LogId[]>;
  /** What was found at start, or after trouble, that was never acknowledged, and was cut [S11]. */
  readonly repairs: readonly Repair[];
  /** Ends what was begun and lets go of all files; the store is not used after it. */
  close(): Promise<void>;
}

/** What a store in files is opened with. */
export interface FileStoreOptions {
  readonly sha256: Sha256;
  /** Is told of each repair as it is made. */
  readonly say?: (repair: Repair) => void;
  /** Full bundles of a log that wait for files at most; for trials. */
  readonly bundlesMax?: number;
}

/**
 * Opens the store in the folder `dir`, which is made if it is not there. Trouble: `store-damaged`
 * where a log is not what was acknowledged, `store-unwritable`, `disk-full`.
 */
export async function openFileStore(dir: string, options: FileStoreOptions): Promise<FileStore> {
  const root = resolve(dir);
  const repairs: Repair[] = [];
  const say = (repair: Repair): void => {
    repairs.push(repair);
    options.say?.(repair);
  };
  const placeOf = (log: LogId): LogPlace => {
    checkLogId(log);
    const { say: _, ...how } = options;
    return { log, folder: join(root, log), ...how };
  };
  const logs = new Map<LogId, FileLog>();
  try {
    await makeFolder(root);
    for (const log of (await readdir(root)).filter(isLogId)) {
      logs.set(log, await FileLog.open(placeOf(log), say));
    }
  } catch (cause) {
    await Promise.allSettled([...logs.values()].map((log) => log.close()));
    throw troubleOf(cause, { folder: root });
  }
  return storeOver({ logs, placeOf, say, repairs });
}

function storeOver(open: {
  readonly logs: Map<LogId, FileLog>;
  readonly placeOf: (log: LogId) => LogPlace;
  readonly say: (repair: Repair) => void;
  readonly repairs: readonly Repair[];
}): FileStore {
  const { logs, placeOf, say } = open;
  const cache = new BundleCache();
  const read = async <T>(
    log: LogId,
    look: (place: LogPlace, held: HeldLog) => Promise<T>,
  ): Promise<T | undefined> => {
    const place = placeOf(log);
    return whileItStands(logs.get(log), (held) => look(place, held));
  };
  return {
    repairs: open.repairs,
    latest: (log) => read(log, async (_, held) => held.checkpoint),
    read: async (log, from, limit) => {
      checkSpan(from, limit);
      const entries = await read(log, async (place, held) => {
        const upto = Math.min(held.spine.size, from + limit);
        return from < upto ? readRange(place, cache, held, { from, upto }) : [];
      });
      return entries ?? [];
    },
    extend: async (log, size, entries, next) => {
      const place = placeOf(log);
      let file = logs.get(log);
      if (!file) logs.set(log, (file = FileLog.fresh(place, say)));
      return file.extend(size, entries, next);
    },
    erase: async (log, indexes) => {
      const place = placeOf(log);
      const file = logs.get(log);
      invariant(file !== undefined || indexes.length === 0, 'what is erased stands in a log');
      await file?.erase(indexes);
      for (const index of indexes) cache.forget(bundleKey(place, Math.floor(index / TILE_WIDTH)));
    },
    tile: (log, level, index, width) =>
      read(log, (place, held) => readPart(place, held, { level, index, width })),
    bundle: (log, index, width) =>
      read(log, async (place, held) => {
        if (!hasTile(held, 0, index, width)) return undefined;
        const from = index * TILE_WIDTH;
        return formatBundle(await readRange(place, cache, held, { from, upto: from + width }));
      }),
    logs: async () => {
      const held = await Promise.all(
        [...logs].map(async ([log, file]) => ((await file.held()).checkpoint ? [log] : [])),
      );
      return held.flat().toSorted();
    },
    close: async () => {
      await Promise.all([...logs.values()].map((log) => log.close()));
    },
  };
}

/** Reads, and reads again where a tail was removed or replaced between the look at memory and at the disk. */
async function whileItStands<T>(
  file: FileLog | undefined,
  look: (held: HeldLog) => Promise<T>,
): Promise<T | undefined> {
  if (!file) return undefined;
  for (;;) {
    const held = await file.held();
    try {
      return await look(held);
    } catch (cause) {
      const mayBeOld = isMissing(cause) || cause instanceof TroubleError;
      if (mayBeOld && held !== (await file.held())) continue;
      throw isMissing(cause) ? troubleOf(cause, {}, 'store-damaged') : troubleOf(cause, {});
    }
  }
}
