import { equal } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Primitives } from '../proof/primitives.ts';
import { ENTRY_BYTES_MAX } from '../proof/tile.ts';
import type { Frontier } from '../proof/tree.ts';
import { grow, rootOf } from '../proof/tree.ts';
import type { Added, Entry } from './ports.ts';
import { leavesOf } from './ports.ts';
import { openRecallableStub, recalledIn } from './recalled.ts';
import type { KeyFault, LogKeys } from './succession.ts';
import { openOf, openToCompare } from './succession.ts';

/** A copy of a log as far as it goes: its size and, unless it is empty, the checkpoint over it. */
export interface Held {
  readonly keys: LogKeys;
  readonly frontier: Frontier;
  readonly checkpoint: Checkpoint | undefined;
}

/** What another node gives: a signed checkpoint and the entries from `from` on. */
export interface Offered {
  readonly note: string;
  readonly from: number;
  readonly entries: readonly Entry[];
  /** The indexes of entries in whose place a stub stands. */
  readonly erased?: readonly number[];
  /** Whether the log's author gives it: only then may the recall of what is erased follow later. */
  readonly isByAuthor?: boolean;
}

/** An offer that may be kept: it extends what is held exactly to its checkpoint. */
export interface Admitted {
  readonly checkpoint: Checkpoint;
  readonly frontier: Frontier;
  readonly entries: readonly Added[];
}

/** Why an offer is not kept. Only `fork` accuses, and it holds both signed checkpoints. */
export type AdmitFault =
  | { readonly kind: 'checkpoint-bad'; readonly fault: KeyFault }
  | { readonly kind: 'gap'; readonly ours: number; readonly from: number }
  | { readonly kind: 'entry-bad'; readonly index: number }
  | { readonly kind: 'entries-short'; readonly size: number }
  | { readonly kind: 'root-differs'; readonly size: number }
  | { readonly kind: 'older'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'fork'; readonly ours: Checkpoint; readonly theirs: Checkpoint };

/**
 * Whether what a stranger gave extends the copy that is held. The rules stand in the order in
 * which a person would ask: is it signed [L22], is it newer, does it begin where ours ends
 * [L20], do its entries give the root that was signed [L21].
 */
export function admit(
  primitives: Primitives,
  held: Held,
  offered: Offered,
): Result<Admitted, AdmitFault> {
  const ours = held.frontier.size;
  const opened = openFor(primitives, held.keys, offered.note, ours); // [L22]
  if (!opened.ok) return err({ kind: 'checkpoint-bad', fault: opened.fault });
  const theirs = opened.value;
  if (theirs.size < ours) return err({ kind: 'older', checkpoint: theirs });
  if (theirs.size === ours) return admitSameSize(held, theirs);
  if (offered.from > ours) return err({ kind: 'gap', ours, from: offered.from }); // [L20]
  const count = offered.entries.length;
  const isShort = offered.from + count < theirs.size;
  if (isShort) return err({ kind: 'entries-short', size: Math.max(ours, offered.from + count) });
  // A list that is just what we lack stays itself, since its leaves may be known already.
  const isJust = offered.from === ours && offered.from + count === theirs.size;
  const [first, upto] = [ours - offered.from, theirs.size - offered.from];
  const entries = isJust ? offered.entries : offered.entries.slice(first, upto);
  const added = readStubs(offered, ours, entries);
  return added.ok ? extend(primitives, held, theirs, added.value) : added;
}

/**
 * Two signed checkpoints of one log are a fork where the earlier is not a beginning of the later;
 * `rootThere` is the root of our copy at the size of `theirs`. [L23]
 */
export function isFork(theirs: Checkpoint, rootThere: Uint8Array): boolean {
  return !equal(theirs.root, rootThere);
}

/** What would extend our copy must stand by itself; what does not is only held against it. [D3] */
function openFor(
  primitives: Primitives,
  keys: LogKeys,
  note: string,
  ours: number,
): Result<Checkpoint, KeyFault> {
  const alone = openOf(primitives, keys, note, 'alone');
  if (alone.ok || alone.fault.kind !== 'key-retired') return alone;
  const compared = openToCompare(primitives, keys, note);
  return compared.ok && compared.value.size <= ours ? compared : alone;
}

function admitSameSize(held: Held, theirs: Checkpoint): Result<Admitted, AdmitFault> {
  const ours = held.checkpoint;
  // Both are signed by the same party, so this pair convicts it without us being believed. [L23]
  if (ours && !equal(ours.root, theirs.root)) return err({ kind: 'fork', ours, theirs });
  return ok({ checkpoint: theirs, frontier: held.frontier, entries: [] });
}

function extend(
  primitives: Primitives,
  held: Held,
  theirs: Checkpoint,
  entries: readonly Added[],
): Result<Admitted, AdmitFault> {
  const leaves = leavesOf(primitives.sha256, entries);
  const frontier = grow(primitives.sha256, held.frontier, leaves);
  // The entries are not signed one by one: wrong bytes may be the carrier's doing, so nobody is accused.
  if (!equal(rootOf(primitives.sha256, frontier), theirs.root)) {
    return err({ kind: 'root-differs', size: theirs.size }); // [L21]
  }
  return ok({ checkpoint: theirs, frontier, entries });
}

/**
 * The entries with leaf hashes for those in whose place a stub stands. A stub must show that a recall
 * may reach its entry at all; another holder than the author must also give the recall. [W6]
 */
function readStubs(
  { erased = [], isByAuthor = false }: Offered,
  first: number,
  entries: readonly Entry[],
): Result<readonly Added[], AdmitFault> {
  const gone = new Set(erased);
  if (gone.size === 0) {
    const at = entries.findIndex((entry) => !isSized(entry));
    return at < 0 ? ok(entries) : err({ kind: 'entry-bad', index: first + at });
  }
  const recalled = isByAuthor ? undefined : recalledIn(first, entries);
  const added: Added[] = [];
  for (const [i, entry] of entries.entries()) {
    const index = first + i;
    const isStub = gone.has(index);
    const leaf = isStub ? openRecallableStub(entry) : undefined;
    const isRecalled = leaf === undefined || recalled?.has(index) !== false;
    if (!isSized(entry) || (isStub && !leaf) || !isRecalled)
      return err({ kind: 'entry-bad', index });
    added.push(leaf ? { leaf } : entry);
  }
  return ok(added);
}

function isSized({ length }: Entry): boolean {
  return length > 0 && length <= ENTRY_BYTES_MAX;
}
