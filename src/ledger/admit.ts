import { equal } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Checkpoint, OpenFault } from '../proof/checkpoint.ts';
import { openCheckpoint } from '../proof/checkpoint.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import { ENTRY_BYTES_MAX } from '../proof/tile.ts';
import type { Frontier } from '../proof/tree.ts';
import { grow, leafHash, rootOf } from '../proof/tree.ts';
import type { Entry } from './ports.ts';

/** A copy of a log as far as it goes: its size and, unless it is empty, the checkpoint over it. */
export interface Held {
  readonly key: VerifierKey;
  readonly frontier: Frontier;
  readonly checkpoint: Checkpoint | undefined;
}

/** What another node gives: a signed checkpoint and the entries from `from` on. */
export interface Offered {
  readonly note: string;
  readonly from: number;
  readonly entries: readonly Entry[];
}

/** An offer that may be kept: it extends what is held exactly to its checkpoint. */
export interface Admitted {
  readonly checkpoint: Checkpoint;
  readonly frontier: Frontier;
  readonly entries: readonly Entry[];
}

/** Why an offer is not kept. Only `fork` accuses, and it holds both signed checkpoints. */
export type AdmitFault =
  | { readonly kind: 'checkpoint-bad'; readonly fault: OpenFault }
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
  const opened = openCheckpoint(primitives, offered.note, held.key); // [L22]
  if (!opened.ok) return err({ kind: 'checkpoint-bad', fault: opened.fault });
  const theirs = opened.value;
  const ours = held.frontier.size;
  if (theirs.size < ours) return err({ kind: 'older', checkpoint: theirs });
  if (theirs.size === ours) return admitSameSize(held, theirs);
  if (offered.from > ours) return err({ kind: 'gap', ours, from: offered.from }); // [L20]
  const entries = offered.entries.slice(ours - offered.from);
  const isShort = ours + entries.length < theirs.size;
  if (isShort) return err({ kind: 'entries-short', size: ours + entries.length });
  return extend(primitives, held, theirs, entries.slice(0, theirs.size - ours));
}

/**
 * Two signed checkpoints of one log are a fork where the earlier is not a beginning of the later;
 * `rootThere` is the root of our copy at the size of `theirs`. [L23]
 */
export function isFork(theirs: Checkpoint, rootThere: Uint8Array): boolean {
  return !equal(theirs.root, rootThere);
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
  entries: readonly Entry[],
): Result<Admitted, AdmitFault> {
  const bad = entries.findIndex((entry) => entry.length === 0 || entry.length > ENTRY_BYTES_MAX);
  if (bad >= 0) return err({ kind: 'entry-bad', index: held.frontier.size + bad });
  const leaves = entries.map((entry) => leafHash(primitives.sha256, entry));
  const frontier = grow(primitives.sha256, held.frontier, leaves);
  // The entries are not signed one by one: wrong bytes may be the carrier's doing, so nobody is accused.
  if (!equal(rootOf(primitives.sha256, frontier), theirs.root)) {
    return err({ kind: 'root-differs', size: theirs.size }); // [L21]
  }
  return ok({ checkpoint: theirs, frontier, entries });
}
