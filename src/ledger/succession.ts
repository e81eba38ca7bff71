import { equal } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatCanonical } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Checkpoint, OpenFault } from '../proof/checkpoint.ts';
import { openCheckpoint } from '../proof/checkpoint.ts';
import type { VerifierKey } from '../proof/note.ts';
import { formatVerifierKey, isLineOf, parseNote } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import { EMPTY_ROOT } from '../proof/tree.ts';
import type { Card } from './card.ts';
import { cardText } from './card.ts';
import type { FormerKey, FormerReason, Head } from './former.ts';
import { formatFormer } from './former.ts';

/** The keys that may sign for one log, each in its place. [D3] */
export interface LogKeys {
  /** The present one; good at every size, since it answers for all of the log. */
  readonly key: VerifierKey;
  /** The former ones, oldest first; none for a party that never replaced its key. */
  readonly former: readonly FormerLogKey[];
}

/** A former key of one log, and the end of what it may have signed. */
export interface FormerLogKey {
  readonly key: VerifierKey;
  readonly reason: FormerReason;
  /** Beyond this size it is good for nothing; 0 for a log that began after it. */
  readonly size: number;
  /** The root at that size: 32 bytes. */
  readonly root: Uint8Array;
}

/**
 * For what a checkpoint is to be believed. `held`: as a place in a tree that is compared with it
 * anyway. `alone`: by itself, to extend a copy or to show a record. `accuse`: against its author.
 */
export type Believing = 'held' | 'alone' | 'accuse';

/** Why a checkpoint of a log is not believed. */
export type KeyFault =
  | OpenFault
  /** By a former key beyond its head, on another tree than its head's, or by one that was lost. */
  | { readonly kind: 'key-retired'; readonly reason: FormerReason; readonly size: number };

/** The keys that a card gives to the log with this short name and origin. */
export function keysOfLog(card: Card, log: LogId, origin: string): LogKeys {
  const keyOf = (publicKey: Uint8Array): VerifierKey => ({
    name: origin,
    type: 'ed25519',
    publicKey,
  });
  const former = (card.former ?? []).map(({ node, reason, heads }) => {
    const head = heads.find((each) => each.log === log);
    const [size, root] = head ? [head.size, head.root] : [0, EMPTY_ROOT];
    return { key: keyOf(node), reason, size, root };
  });
  return { key: keyOf(card.nodeKey), former };
}

/** Keys of a log that never had others than this one. */
export function onlyKey(key: VerifierKey): LogKeys {
  return { key, former: [] };
}

/** Reads a checkpoint and believes it only if a key signed it that may have done so there. [D3] */
export function openOf(
  primitives: Primitives,
  { key, former }: LogKeys,
  note: string,
  believing: Believing = 'held',
): Result<Checkpoint, KeyFault> {
  const present = openCheckpoint(primitives, note, key);
  if (present.ok || present.fault.kind !== 'no-known-signature') return present;
  for (const each of former.toReversed()) {
    const opened = openCheckpoint(primitives, note, each.key);
    if (!opened.ok && opened.fault.kind === 'no-known-signature') continue;
    if (!opened.ok || mayHaveSigned(each, opened.value, believing)) return opened;
    return err({ kind: 'key-retired', reason: each.reason, size: each.size });
  }
  return present;
}

/**
 * Reads a checkpoint that is to be held against what is here: believed as a place in the tree, or
 * else as what may accuse its author by standing on another. [D3] [D4]
 */
export function openToCompare(
  primitives: Primitives,
  keys: LogKeys,
  note: string,
): Result<Checkpoint, KeyFault> {
  const held = openOf(primitives, keys, note, 'held');
  if (held.ok || held.fault.kind !== 'key-retired') return held;
  const accusing = openOf(primitives, keys, note, 'accuse');
  return accusing.ok ? accusing : held;
}

/** The key of a log that bears this note, good or not; the present one where none of them does. */
export function signerOf({ key, former }: LogKeys, note: string): VerifierKey {
  if (former.length === 0) return key;
  const parsed = parseNote(note);
  const lines = parsed.ok ? parsed.value.signatures : [];
  const keys = [key, ...former.map((each) => each.key)];
  return keys.find((each) => lines.some((line) => isLineOf(line, each))) ?? key;
}

/** Whether the present key bears this note; without former keys there is no other. */
export function isByPresent(keys: LogKeys, note: string): boolean {
  if (keys.former.length === 0) return true;
  const parsed = parseNote(note);
  return parsed.ok && parsed.value.signatures.some((line) => isLineOf(line, keys.key));
}

/** All keys whose lines a log's notes may bear. */
export function allKeys({ key, former }: LogKeys): readonly VerifierKey[] {
  return [key, ...former.map((each) => each.key)];
}

/**
 * The last head that the log's renewed card names: where its newest former key ended. Nothing for
 * a party that never replaced its key.
 */
export function lastHead({ former }: LogKeys): Omit<Head, 'log'> | undefined {
  const last = former.at(-1);
  return last && { size: last.size, root: last.root };
}

/**
 * Whether what a holder keeps of a log may not stand beside its renewed card: it is beyond the head
 * of the former key that signed it, or on another tree. [D3]
 */
export function isBeyond(primitives: Primitives, keys: LogKeys, note: string): boolean {
  if (keys.former.length === 0) return false;
  const opened = openOf(primitives, keys, note, 'held');
  return !opened.ok && opened.fault.kind === 'key-retired';
}

/**
 * The head that stands in the place of what was signed by a key that may not have signed it, or that
 * was lost: the identity key vouches for it. Nothing where the checkpoint may stay. [D6]
 */
export function headInstead(
  primitives: Primitives,
  keys: LogKeys,
  { note, size }: Pick<Checkpoint, 'note' | 'size'>,
): Omit<Head, 'log'> | undefined {
  if (isByPresent(keys, note)) return undefined;
  const isBehind = isByLost(keys, note) && size < (lastHead(keys)?.size ?? 0);
  return isBehind || isBeyond(primitives, keys, note) ? lastHead(keys) : undefined;
}

/** Whether a key that was lost bears this note, and the present one does not. */
export function isByLost(keys: LogKeys, note: string): boolean {
  const signer = signerOf(keys, note);
  return keys.former.some(({ key, reason }) => reason === 'lost' && key === signer);
}

/** Whether a former key counts for what it vouches for at `size` of `log` under `root`. [D3] [D5] */
function mayHaveSigned(
  { reason, size, root }: Omit<FormerLogKey, 'key'>,
  signed: Pick<Checkpoint, 'size' | 'root'>,
  believing: Believing,
): boolean {
  // The empty log has one root, and whoever signs it says nothing.
  if (signed.size === 0) return true;
  if (signed.size > size) return false;
  const isHead = signed.size === size && equal(signed.root, root);
  // The identity key itself vouches for the head; for the rest of a lost key nobody does.
  if (isHead) return true;
  if (reason === 'lost') return believing === 'held' && signed.size < size;
  return signed.size < size || believing === 'accuse';
}

/** A receipt that a former node key gave, to be judged by its party's card. [D5] */
export interface FormerReceipt {
  readonly log: LogId;
  readonly size: number;
  readonly root: Uint8Array;
  readonly time: Instant;
}

/** Whether a receipt by the former key at this place of a card's list still counts. [D5] */
export function mayHaveReceipted(card: Card, place: number, receipt: FormerReceipt): boolean {
  const key = card.former?.[place];
  if (!key || key.reason === 'lost' || receipt.time > key.at) return false;
  const head = key.heads.find(({ log }) => log === receipt.log);
  if (!head || receipt.size > head.size) return false;
  return receipt.size < head.size || equal(receipt.root, head.root);
}

/** Why a card does not take the place of the one that is pinned without a person. [D2] */
export interface RenewFault {
  readonly kind:
    | 'other-party'
    | 'other-identity'
    | 'other-domain'
    /** Who witnesses is decided by people. */
    | 'other-witness'
    /** It is the pinned card itself. */
    | 'same'
    | 'older'
    /** Two cards of one serial: the identity key has signed both. */
    | 'serial-twice'
    /** A former key that the pinned card names is not named, or otherwise. */
    | 'forgets';
}

/** Whether `next` takes the place of the pinned card by itself. [D2] */
export function renewCard(pinned: Card, next: Card): Result<Card, RenewFault> {
  const fault = renewFault(pinned, next);
  return fault ? err({ kind: fault }) : ok(next);
}

/** A fault that the party itself must answer for, since its identity key signed both. [D2] */
export function isContradiction({ kind }: RenewFault): boolean {
  return kind === 'serial-twice' || kind === 'forgets';
}

/** A card's serial; 0 for one that was never renewed. [D1] */
export function serialOf({ serial = 0 }: Card): number {
  return serial;
}

function renewFault(pinned: Card, next: Card): RenewFault['kind'] | undefined {
  if (next.party !== pinned.party) return 'other-party';
  if (!isSameKey(next.identityKey, pinned.identityKey)) return 'other-identity';
  if (next.domain !== pinned.domain) return 'other-domain';
  if (serialOf(next) < serialOf(pinned)) return 'older';
  if (serialOf(next) === serialOf(pinned))
    return cardText(pinned) === cardText(next) ? 'same' : 'serial-twice';
  if (!remembers(pinned, next)) return 'forgets';
  return isSameKey(next.witnessKey, pinned.witnessKey) ? undefined : 'other-witness';
}

/** All former keys of the pinned card, as they stand there, and then the key that it names. */
function remembers(pinned: Card, next: Card): boolean {
  const [before, after] = [pinned.former ?? [], next.former ?? []];
  const isKept = before.every((key, i) => {
    const same = after[i];
    return same !== undefined && formText(same) === formText(key);
  });
  if (!isKept) return false;
  if (equal(next.nodeKey, pinned.nodeKey)) return after.length === before.length;
  const replaced = after[before.length];
  return replaced !== undefined && equal(replaced.node, pinned.nodeKey);
}

function formText(key: FormerKey): string {
  return formatCanonical(formatFormer(key));
}

function isSameKey(ours: VerifierKey | undefined, theirs: VerifierKey | undefined): boolean {
  const text = (key: VerifierKey | undefined) => (key ? formatVerifierKey(key) : '');
  return text(ours) === text(theirs);
}
