import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Added } from '../ledger/ports.ts';
import { ERASED, isErased, leafOf } from '../ledger/ports.ts';
import { TILE_WIDTH, formatBundle, parseBundle, tilePath } from '../proof/tile.ts';
import { UNFINISHED, isMissing, readIfThere, replaceDurably, syncFolder } from './disk.ts';
import type { LogPlace } from './log-opening.ts';
import { damageOf } from './log-opening.ts';
import { readWholeTail } from './log-reading.ts';
import type { Tail } from './tail.ts';
import { parseTailName } from './tail.ts';

/** [W3] [W4] Puts bundles in which these entries have length 0 in the place of those that have them. */
export async function eraseFromBundles(place: LogPlace, indexes: readonly number[]): Promise<void> {
  for (const [bundle, within] of byBundle(indexes)) {
    const file = tilePath('entries', bundle);
    const path = join(place.folder, file);
    const bytes = await readIfThere(path);
    if (!bytes) throw damageOf(place, 'bundle-missing', { file });
    const entries = parseBundle(bytes);
    if (!entries.ok) throw damageOf(place, 'bundle-cut-off', { file });
    if (within.every((at) => entries.value[at]?.length === 0)) continue;
    const gone = new Set(within);
    const cleared = entries.value.map((entry, at) => (gone.has(at) ? ERASED : entry));
    await replaceDurably(path, formatBundle(cleared));
  }
}

/** All of a tail with these entries as leaf hashes, or nothing where they are so already. */
export async function readCleared(
  place: LogPlace,
  tail: Tail,
  indexes: readonly number[],
): Promise<readonly Added[] | undefined> {
  const whole = await readWholeTail(tail);
  const gone = new Set(indexes.map((index) => index - tail.first));
  if ([...gone].every((at) => isErased(whole[at]!))) return undefined;
  return whole.map((each, at) => (gone.has(at) ? { leaf: leafOf(place.sha256, each) } : each));
}

/**
 * Removes what the end of a process may have left and what does not count: older tails, what was
 * being written, and bundles whose entries the tail still has. Any of them may bear the bytes.
 */
export async function removeStrays(
  folder: string,
  tail: Tail,
  indexes: readonly number[],
): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const isStray = parseTailName(name) !== undefined || name.endsWith(UNFINISHED);
    if (isStray && path !== tail.path) await rm(path, { force: true });
  }
  await syncFolder(folder);
  for (const bundle of byBundle(indexes).keys()) {
    const path = join(folder, tilePath('entries', bundle));
    try {
      await rm(path);
      await syncFolder(dirname(path));
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
    }
  }
}

function byBundle(indexes: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const bundles = new Map<number, number[]>();
  for (const index of indexes) {
    const bundle = Math.floor(index / TILE_WIDTH);
    bundles.set(bundle, [...(bundles.get(bundle) ?? []), index % TILE_WIDTH]);
  }
  return bundles;
}
