import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RecordHash } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import { leafAt } from '../ledger/hashes.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Log } from '../ledger/log.ts';
import { surveyEntry } from '../ledger/operation-survey.ts';
import type { LogSource } from '../proof/audit.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { TILE_WIDTH, parseBundle, tileWidth } from '../proof/tile.ts';
import { shelfFile, shelfName } from '../store/file-shelf.ts';
import type { Folder } from './folder.ts';
import { openLogs } from './logs.ts';
import type { ProofStock } from './operation-proof.ts';
import { entriesOf } from './operation-proof.ts';
import { hostPrimitives } from './primitives.ts';
import { readStoreFolder } from './verify-end.ts';
import { folderLogSource } from './verify-source.ts';

/** A plan that was found in a folder. */
export interface PlanFound {
  readonly hash: RecordHash;
  /** The log on which it stands. */
  readonly log: Log;
}

/**
 * What a node's folder holds for a proof file, read without locking, opening or changing anything:
 * its node need not be stopped. Only logs that others read too are there.
 */
export async function readProofStock(folder: Folder): Promise<ProofStock> {
  const primitives = hostPrimitives();
  const shelf = shelfIn(folder.dir);
  const logs = await openLogs({
    sha256: primitives.sha256,
    shelf: { ...shelf, put: () => Promise.reject(new TroubleError('internal')) },
    self: folder.settings.party,
    cards: folder.cards,
    onBegun: () => undefined,
  });
  const sources = new Map<Log, Promise<LogSource>>();
  const sourceOf = (log: Log): Promise<LogSource> => {
    const held = sources.get(log) ?? openSource(path.join(folder.dir, 'logs', log.id));
    sources.set(log, held);
    return held;
  };
  const sizes = new Map<Log, number>();
  return {
    primitives,
    shelf,
    logs: logs.all().filter(({ audience }) => audience.length > 1),
    async latest(log) {
      const note = await (await sourceOf(log)).checkpoint().catch(() => undefined);
      const checkpoint = note === undefined ? undefined : parseCheckpoint(note);
      if (!checkpoint?.ok) return undefined;
      sizes.set(log, checkpoint.value.size);
      return checkpoint.value;
    },
    async read(log, from, limit) {
      const index = Math.floor(from / TILE_WIDTH);
      const width = tileWidth(0, index, sizes.get(log) ?? 0);
      const bytes = await (await sourceOf(log)).bundle(index, width);
      const bundle = parseBundle(bytes ?? new Uint8Array());
      if (!bundle.ok || bundle.value.length < width) {
        throw new TroubleError('store-damaged', { log: log.id });
      }
      const start = from - index * TILE_WIDTH;
      return bundle.value.slice(start, Math.min(width, start + limit));
    },
    async leafAt(log, index) {
      const source = await sourceOf(log);
      const size = sizes.get(log) ?? 0;
      const tile = (_: unknown, level: number, at: number) =>
        source.tile(level, at, tileWidth(level, at, size));
      return leafAt({ tile, bundle: async () => undefined }, log.id, index);
    },
  };
}

/** The plans in a folder whose hash begins with `digits`, each once, on the log where it counts. */
export async function findPlans(stock: ProofStock, digits: string): Promise<readonly PlanFound[]> {
  const found = new Map<RecordHash, Log>();
  for (const log of stock.logs) {
    const size = (await stock.latest(log))?.size ?? 0;
    for await (const [, entry] of entriesOf(stock, log, [0, size])) {
      const { hash, type } = surveyEntry(stock.primitives.sha256, entry);
      if (type !== 'plan' || !hash.startsWith(`sha256:${digits}`)) continue;
      const held = found.get(hash);
      // The same bytes may stand on two logs; every node takes the first by name. [C11]
      if (!held || log.id < held.id) found.set(hash, log);
    }
  }
  return [...found].map(([hash, log]) => ({ hash, log }));
}

async function openSource(dir: string): Promise<LogSource> {
  const names = await readdir(dir).catch(() => []);
  if (names.length === 0) return folderLogSource(dir);
  const held = await readStoreFolder(dir, hostPrimitives().sha256);
  return held?.source ?? folderLogSource(dir);
}

/** A folder's shelf, for reading. */
function shelfIn(dir: string): Pick<Shelf, 'get' | 'names'> {
  const root = path.join(dir, 'shelf');
  return {
    get: (name) => readFile(path.join(root, shelfFile(name)), 'utf8').catch(() => undefined),
    async names(prefix) {
      const files = await readdir(root).catch((thrown: unknown) => {
        throw new TroubleError('source-unreadable', { source: root, reason: 'no shelf' }, thrown);
      });
      const names = files.flatMap((file) => shelfName(file) ?? []);
      return names.filter((name) => name.startsWith(prefix)).toSorted();
    },
  };
}
