import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { concat, equal } from '../base/bytes.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { Added, Entry } from '../ledger/ports.ts';
import { TILE_WIDTH, parseBundle, tilePath, tileWidth } from '../proof/tile.ts';
import { HASH_BYTES, leafHashes } from '../proof/tree.ts';
import type { BundleCache } from './bundle-cache.ts';
import { readIfThere, withFile } from './disk.ts';
import type { HeldLog, LogPlace } from './log-opening.ts';
import { damageOf, hashesOf, readTile } from './log-opening.ts';
import type { Tail } from './tail.ts';
import { endOf, readAdded, readTail } from './tail.ts';

/** Reads entries `from` to before `upto` that are all in the tail. */
export async function readEnd(held: HeldLog, from: number, upto: number): Promise<Entry[]> {
  if (from >= upto) return [];
  const { tail } = held;
  invariant(tail !== undefined && upto <= endOf(tail), 'the end of a log is in its tail');
  return withFile(await open(tail.path, 'r'), (handle) => readTail(tail, handle, from, upto));
}

/** Reads all that is in the tail, as it was added. */
export async function readWholeTail(tail: Tail): Promise<Added[]> {
  const upto = endOf(tail);
  return withFile(await open(tail.path, 'r'), (end) => readAdded(tail, end, tail.first, upto));
}

/** Reads entries `from` to before `upto`, wherever they are. */
export async function readRange(
  place: LogPlace,
  cache: BundleCache,
  held: HeldLog,
  { from, upto }: { readonly from: number; readonly upto: number },
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const settled = Math.min(upto, held.tail?.first ?? 0);
  for (let at = from; at < settled;) {
    const index = Math.floor(at / TILE_WIDTH);
    const first = index * TILE_WIDTH;
    const bundle = await readBundle(place, cache, index);
    for (const entry of bundle.slice(at - first, settled - first)) entries.push(entry);
    at = first + TILE_WIDTH;
  }
  const end = await readEnd(held, Math.max(from, settled), upto);
  for (const entry of end) entries.push(entry);
  return entries;
}

/** Reads part of a tile from memory or from its file; nothing where the log has no such tile. */
export async function readPart(
  place: LogPlace,
  held: HeldLog,
  { level, index, width }: { level: number; index: number; width: number },
): Promise<Uint8Array | undefined> {
  if (!hasTile(held, level, index, width)) return undefined;
  const whole = Math.floor(held.spine.size / TILE_WIDTH ** level);
  if (index === Math.floor(whole / TILE_WIDTH)) {
    return concat(...(held.spine.open[level]?.hashes.slice(0, width) ?? []));
  }
  const waiting = held.unsettled.find((tile) => tile.level === level && tile.index === index);
  const bytes = waiting?.bytes ?? (await readTile(place, level, index));
  return bytes.slice(0, width * HASH_BYTES);
}

/** Whether a log has `width` hashes or entries at this place [S7]. */
export function hasTile(held: HeldLog, level: number, index: number, width: number): boolean {
  const counts = [level, index, width].every((each) => Number.isSafeInteger(each) && each >= 0);
  return counts && width > 0 && width <= tileWidth(level, index, held.spine.size);
}

/** What a bundle is called among those that were read lately. */
export function bundleKey(place: Pick<LogPlace, 'log'>, index: number): string {
  return `${place.log}/${index}`;
}

/** [S14] Reads a full bundle and holds each entry against its tile. */
export async function readBundle(
  place: LogPlace,
  cache: BundleCache,
  index: number,
): Promise<readonly Entry[]> {
  const key = bundleKey(place, index);
  const cached = cache.get(key);
  if (cached) return cached;
  const { erasures } = cache;
  const file = tilePath('entries', index);
  const [bytes, tile] = await Promise.all([
    readIfThere(join(place.folder, file)),
    readTile(place, 0, index).then(ok, err),
  ]);
  if (!bytes) throw damageOf(place, 'bundle-missing', { file });
  const bundle = parseBundle(bytes);
  if (!bundle.ok || bundle.value.length !== TILE_WIDTH) {
    throw damageOf(place, 'bundle-cut-off', { file });
  }
  if (!tile.ok) throw tile.fault;
  const hashes = hashesOf(tile.value);
  for (const [at, leaf] of leafHashes(place.sha256, bundle.value).entries()) {
    const isErased = bundle.value[at]!.length === 0;
    if (!isErased && !equal(leaf, hashes[at]!)) {
      throw damageOf(place, 'entry-differs', { file, index: index * TILE_WIDTH + at });
    }
  }
  if (cache.erasures === erasures) cache.set(key, bundle.value);
  return bundle.value;
}
