import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { equal } from '../base/bytes.ts';
import { TroubleError } from '../base/result.ts';
import type { Entry } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { TILE_WIDTH, parseBundle, tilePath } from '../proof/tile.ts';
import { HASH_BYTES, leafHash } from '../proof/tree.ts';
import { readIfThere } from './disk.ts';
import type { LogPlace } from './log-opening.ts';
import { checkEnd, findTail, hashesOf, readShown } from './log-opening.ts';
import type { Spine } from './spine.ts';
import { EMPTY_SPINE, growSpine, rootOfSpine } from './spine.ts';

/** One thing in a log's folder that is not what was acknowledged. */
export interface Damage {
  readonly what:
    | 'entry-differs' // an entry is not the one that its tile names
    | 'entry-missing' // a bundle lacks an entry that its tile names
    | 'bundle-missing'
    | 'bundle-cut-off'
    | 'tile-missing'
    | 'tile-differs' // a tile is not what follows from the entries
    | 'root-differs' // a checkpoint is over other entries
    | 'entries-missing' // a checkpoint is over more entries
    | 'checkpoint-missing'
    | 'checkpoint-unreadable'
    | 'checksum';
  readonly facts: Readonly<Record<string, string | number>>;
}

/**
 * What reading all of a log's folder showed. Signatures are not looked at here, nor whether a recall
 * names what is erased: both need to know what records mean.
 */
export interface FolderReport {
  readonly checkpoint: Checkpoint | undefined;
  /** Entries that were read and hashed. */
  readonly entries: number;
  readonly damage: readonly Damage[];
}

/** [S14] Reads all of a log that no process has open, changes nothing, and names each damage. */
export async function verifyFolder(place: LogPlace): Promise<FolderReport> {
  const damage: Damage[] = [];
  const note = (what: Damage['what'], facts: Damage['facts']): void => {
    damage.push({ what, facts });
  };
  const attempt = async <T>(job: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await job();
    } catch (cause) {
      if (!(cause instanceof TroubleError)) throw cause;
      const { what, ...facts } = cause.details;
      note(what as Damage['what'], facts);
      return undefined;
    }
  };
  const names = await readdir(place.folder);
  const shown = await attempt(() => readShown(place));
  const found = await attempt(() => findTail(place, names));
  if (found) await attempt(async () => checkEnd(place, names, found, shown));
  const bundles = found?.tail ? found.tail.first / TILE_WIDTH : Number.POSITIVE_INFINITY;
  let spine = EMPTY_SPINE;
  let entries = 0;
  for (let index = 0; index < bundles; index += 1) {
    const read = await readFull(place, index, note);
    // Without a tail to say where they end, bundles end where there is no file.
    if (!read && bundles === Number.POSITIVE_INFINITY) break;
    if (!read) return { checkpoint: found?.checkpoint, entries, damage };
    entries += read.entries;
    spine = await growChecked({ place, spine, shown, note }, read.leaves);
  }
  const end = found?.leaves ?? [];
  spine = await growChecked({ place, spine, shown, note, isEnd: true }, end);
  const { checkpoint } = found ?? {};
  const root = rootOfSpine(place.sha256, spine);
  if (checkpoint && (checkpoint.size !== spine.size || !equal(root, checkpoint.root))) {
    note('root-differs', { file: 'tail', size: checkpoint.size });
  }
  return { checkpoint, entries: entries + end.length, damage };
}

type Note = (what: Damage['what'], facts: Damage['facts']) => void;

/** Reads a bundle and its tile; where they differ, the tile says how the tree goes on. */
async function readFull(
  place: LogPlace,
  index: number,
  note: Note,
): Promise<{ readonly leaves: readonly Uint8Array[]; readonly entries: number } | undefined> {
  const [file, tileFile] = [tilePath('entries', index), tilePath(0, index)];
  const bytes = await readIfThere(join(place.folder, file));
  const tile = await readIfThere(join(place.folder, tileFile));
  if (!bytes && !tile) return undefined;
  const isTile = tile?.length === TILE_WIDTH * HASH_BYTES;
  if (!isTile) note('tile-missing', { file: tileFile });
  if (!bytes) note('bundle-missing', { file });
  const bundle = parseBundle(bytes ?? new Uint8Array(0));
  if (!bundle.ok) note('bundle-cut-off', { file });
  const entries: readonly Entry[] = bundle.ok ? bundle.value : [];
  const named = isTile ? hashesOf(tile) : undefined;
  const leaves = entries.map((entry, at) =>
    // An erased entry has only the hash that its tile gives. [W3]
    entry.length === 0 && named?.[at] ? named[at] : leafHash(place.sha256, entry),
  );
  if (!named) return leaves.length === TILE_WIDTH ? { leaves, entries: leaves.length } : undefined;
  const differing = named.findIndex((hash, at) => !leaves[at] || !equal(hash, leaves[at]));
  if (differing >= 0 && bytes && bundle.ok) {
    const what = leaves.length < TILE_WIDTH ? 'entry-missing' : 'entry-differs';
    note(what, { file, index: index * TILE_WIDTH + differing });
  }
  return { leaves: named, entries: leaves.length };
}

/** Grows the tree, holding each tile it fills against its file and the shown checkpoint at its size. */
async function growChecked(
  at: {
    readonly place: LogPlace;
    readonly spine: Spine;
    readonly shown: Checkpoint | undefined;
    readonly note: Note;
    /** Whether these are the last leaves, whose tiles need no file yet. */
    readonly isEnd?: boolean;
  },
  leaves: readonly Uint8Array[],
): Promise<Spine> {
  const { place, spine, shown, note } = at;
  const after = growSpine(place.sha256, spine, leaves);
  for (const { level, index, bytes } of at.isEnd ? [] : after.full) {
    if (level === 0) continue;
    const file = tilePath(level, index);
    const theirs = await readIfThere(join(place.folder, file));
    if (!theirs) note('tile-missing', { file });
    else if (!equal(theirs, bytes)) note('tile-differs', { file });
  }
  const isHere = shown && shown.size > spine.size && shown.size <= after.spine.size;
  if (isHere || (shown?.size === 0 && at.isEnd && spine.size === 0)) {
    const early = leaves.slice(0, shown.size - spine.size);
    const root = rootOfSpine(place.sha256, growSpine(place.sha256, spine, early).spine);
    if (!equal(root, shown.root)) note('root-differs', { file: 'checkpoint', size: shown.size });
  }
  return after.spine;
}
