import type { Sha256 } from '../base/bytes.ts';
import { concat, equal, parseHex } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';

/** Bytes of every hash in the tree. */
export const HASH_BYTES = 32;
/** The most entries a log may hold: what a number counts exactly. */
export const SIZE_MAX = Number.MAX_SAFE_INTEGER;
/** How many levels a missing inner hash is rebuilt from the hashes below it, as a tile is high. */
export const REBUILD_LEVELS_MAX = 8;

const EMPTY_HEX = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const empty = parseHex(EMPTY_HEX);
invariant(empty.ok, 'the hash of nothing is written in hexadecimal');

/** The root of a tree without entries: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = empty.value;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
// What is hashed is put together here, for a log hashes too often to make room for it anew each
// time. A hash is made at once and keeps nothing of what it is given.
const leafRoom = new Uint8Array(4096);
const nodeRoom = new Uint8Array(1 + 2 * HASH_BYTES);

/** [L5] The hash of an entry as a leaf: SHA-256(0x00 ‖ entry). */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  if (entry.length >= leafRoom.length) return sha256(concat(LEAF, entry));
  leafRoom.set(LEAF);
  leafRoom.set(entry, 1);
  return sha256(leafRoom.subarray(0, 1 + entry.length));
}

/** Entries or pairs from which on it is worth asking for many hashes at once. */
const MANY = 8;

/** [L5] The hashes of entries as leaves. */
export function leafHashes(sha256: Sha256, entries: readonly Uint8Array[]): readonly Uint8Array[] {
  return sha256.behind && entries.length >= MANY
    ? sha256.behind(0, entries)
    : entries.map((entry) => leafHash(sha256, entry));
}

/** [L5] The hash over two subtrees: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) {
    return sha256(concat(NODE, left, right));
  }
  nodeRoom.set(NODE);
  nodeRoom.set(left, 1);
  nodeRoom.set(right, 1 + HASH_BYTES);
  return sha256(nodeRoom);
}

/** All that must be kept to grow a tree: the roots of its complete subtrees, largest first. */
export interface Frontier {
  readonly size: number;
  /** One hash for each 1 in the binary form of `size`. */
  readonly hashes: readonly Uint8Array[];
}

/** The frontier of a tree without entries. */
export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/** The frontier after `leafHashes` were added in order. */
export function grow(
  sha256: Sha256,
  frontier: Frontier,
  leafHashes: readonly Uint8Array[],
): Frontier {
  const { pairs } = sha256;
  // What is no hash may be another's bytes, and is hashed as it is.
  if (pairs && leafHashes.length >= 2 * MANY && leafHashes.every(isHash)) {
    return growMany(sha256, pairs, frontier, leafHashes);
  }
  const hashes = [...frontier.hashes];
  let size = frontier.size;
  for (const leaf of leafHashes) {
    let whole = leaf;
    for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = hashes.pop();
      invariant(left !== undefined, 'a frontier holds one hash for each 1 of its size');
      whole = nodeHash(sha256, left, whole);
    }
    hashes.push(whole);
    size += 1;
  }
  return { size, hashes };
}

/** The same, one level of the tree after the other, each with all its pairs at once. */
function growMany(
  sha256: Sha256,
  pairs: NonNullable<Sha256['pairs']>,
  frontier: Frontier,
  leafHashes: readonly Uint8Array[],
): Frontier {
  const larger = [...frontier.hashes];
  const smaller: Uint8Array[] = [];
  let row: Uint8Array = new Uint8Array(leafHashes.length * HASH_BYTES);
  for (const [i, leaf] of leafHashes.entries()) row.set(leaf, i * HASH_BYTES);
  for (let size = frontier.size; row.length > 0; size = Math.floor(size / 2)) {
    if (size % 2 === 1) {
      const left = larger.pop();
      invariant(left !== undefined, 'a frontier holds one hash for each 1 of its size');
      row = concat(left, row);
    }
    const whole = row.length - (row.length % (2 * HASH_BYTES));
    if (whole < row.length) smaller.push(row.slice(whole));
    row =
      whole < 2 * MANY * HASH_BYTES
        ? concat(...nodesOver(sha256, row.subarray(0, whole)))
        : pairs(1, row.subarray(0, whole));
  }
  return { size: frontier.size + leafHashes.length, hashes: [...larger, ...smaller.reverse()] };
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}

function nodesOver(sha256: Sha256, row: Uint8Array): readonly Uint8Array[] {
  const pair = 2 * HASH_BYTES;
  return Array.from({ length: row.length / pair }, (_, i) => {
    const [left, right] = [i * pair, i * pair + HASH_BYTES];
    return nodeHash(sha256, row.subarray(left, right), row.subarray(right, right + HASH_BYTES));
  });
}

/** The Merkle root over all entries under `frontier` (RFC 6962 §2.1). */
export function rootOf(sha256: Sha256, frontier: Frontier): Uint8Array {
  const [smallest, ...larger] = frontier.hashes.toReversed();
  if (!smallest) return EMPTY_ROOT;
  return larger.reduce((right, left) => nodeHash(sha256, left, right), smallest);
}

/**
 * The hash of a complete subtree, if it is at hand: at `level` k it covers the 2^k leaves from
 * `index` · 2^k. Level 0 is the leaves.
 */
export type HashReader = (level: number, index: number) => Uint8Array | undefined;

/** Why no proof could be made. */
export type ProofFault =
  | { readonly kind: 'out-of-range' }
  | { readonly kind: 'missing-hash'; readonly level: number; readonly index: number };

/** Some leaves in a row, from `start`. */
export interface LeafRange {
  readonly start: number;
  readonly count: number;
}

/** [L6] The hashes that lead from entry `index` to the root of a tree of `size` entries. */
export function inclusionProof(
  sha256: Sha256,
  read: HashReader,
  index: number,
  size: number,
): Result<readonly Uint8Array[], ProofFault> {
  if (!isCount(index) || !isCount(size) || index >= size) return err({ kind: 'out-of-range' });
  return hashRanges(sha256, read, inclusionRanges(index, size));
}

/** [L7] The hashes that show a tree of `upto` entries to extend the one of `from` entries. */
export function consistencyProof(
  sha256: Sha256,
  read: HashReader,
  from: number,
  upto: number,
): Result<readonly Uint8Array[], ProofFault> {
  if (!isCount(from) || !isCount(upto) || from > upto) return err({ kind: 'out-of-range' });
  return hashRanges(sha256, read, consistencyRanges(from, upto));
}

/** The leaves that each hash of an inclusion proof covers, from the leaf's sibling upwards. */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, count] = [0, size];
  while (count > 1) {
    const left = splitOf(count);
    if (index < start + left) {
      ranges.push({ start: start + left, count: count - left });
      count = left;
    } else {
      ranges.push({ start, count: left });
      start += left;
      count -= left;
    }
  }
  return ranges.reverse();
}

/** The leaves that each hash of a consistency proof covers; none where `from` is 0 or `upto`. */
export function consistencyRanges(from: number, upto: number): readonly LeafRange[] {
  if (from === 0 || from === upto) return [];
  const ranges: LeafRange[] = [];
  let [start, count] = [0, upto];
  while (start + count !== from) {
    const left = splitOf(count);
    if (from <= start + left) {
      ranges.push({ start: start + left, count: count - left });
      count = left;
    } else {
      ranges.push({ start, count: left });
      start += left;
      count -= left;
    }
  }
  // Where the old tree is one whole subtree, the verifier has its root already.
  if (start > 0) ranges.push({ start, count });
  return ranges.reverse();
}

/** What is claimed of one entry; `proof` and `root` were chosen by somebody else. */
export interface InclusionClaim {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** [L6] Whether the entry with this leaf hash stands at `index` of the tree (RFC 9162 §2.1.3.2). */
export function verifyInclusion(sha256: Sha256, claim: InclusionClaim): boolean {
  const { leaf, index, size, proof, root } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const step of proof) {
    if (last === 0 || step.length !== HASH_BYTES) return false;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sha256, step, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(sha256, hash, step);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && equal(hash, root);
}

/** What is claimed of two trees of one log; `proof` was chosen by somebody else. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly upto: number;
  readonly uptoRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * [L7] Whether the later tree holds the earlier one unchanged (RFC 9162 §2.1.4.2). An empty
 * earlier tree and two trees of one size take an empty proof only.
 */
export function verifyConsistency(sha256: Sha256, claim: ConsistencyClaim): boolean {
  const { from, fromRoot, upto, uptoRoot, proof } = claim;
  if (!isCount(from) || !isCount(upto) || from > upto) return false;
  if (proof.some((step) => step.length !== HASH_BYTES)) return false;
  if (from === upto) return proof.length === 0 && equal(fromRoot, uptoRoot);
  if (from === 0) return proof.length === 0 && equal(fromRoot, EMPTY_ROOT);
  if (proof.length === 0) return false;
  let [place, last] = [from - 1, upto - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  const [first, ...rest] = place === 0 ? [fromRoot, ...proof] : proof;
  invariant(first !== undefined, 'the proof is not empty here');
  let [before, after] = [first, first];
  for (const step of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      before = nodeHash(sha256, step, before);
      after = nodeHash(sha256, step, after);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      after = nodeHash(sha256, after, step);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && equal(before, fromRoot) && equal(after, uptoRoot);
}

/** A reader over leaf hashes in memory; each inner hash is made once, when first asked for. */
export function hashesIn(sha256: Sha256, leafHashes: readonly Uint8Array[]): HashReader {
  const made: Map<number, Uint8Array>[] = [];
  const read: HashReader = (level, index) => {
    if (level === 0) return leafHashes[index];
    if ((index + 1) * 2 ** level > leafHashes.length) return undefined;
    const row = (made[level] ??= new Map<number, Uint8Array>());
    const held = row.get(index);
    if (held) return held;
    const [left, right] = [read(level - 1, 2 * index), read(level - 1, 2 * index + 1)];
    if (!left || !right) return undefined;
    const hash = nodeHash(sha256, left, right);
    row.set(index, hash);
    return hash;
  };
  return read;
}

function hashRanges(
  sha256: Sha256,
  read: HashReader,
  ranges: readonly LeafRange[],
): Result<readonly Uint8Array[], ProofFault> {
  const hashes: Uint8Array[] = [];
  for (const range of ranges) {
    const parts: Uint8Array[] = [];
    for (const { level, index } of subtreesOf(range)) {
      const part = subtree({ sha256, read }, level, index, REBUILD_LEVELS_MAX);
      if (!part.ok) return part;
      parts.push(part.value);
    }
    hashes.push(rootOf(sha256, { size: range.count, hashes: parts }));
  }
  return ok(hashes);
}

/** The complete subtrees that a range of a proof falls into, largest first. */
export function subtreesOf(range: LeafRange): readonly { level: number; index: number }[] {
  const subtrees: { level: number; index: number }[] = [];
  let { start, count } = range;
  while (count > 0) {
    const level = levelOf(count);
    subtrees.push({ level, index: start / 2 ** level });
    start += 2 ** level;
    count -= 2 ** level;
  }
  return subtrees;
}

function subtree(
  from: { readonly sha256: Sha256; readonly read: HashReader },
  level: number,
  index: number,
  depth: number,
): Result<Uint8Array, ProofFault> {
  const held = from.read(level, index);
  if (held) return ok(held);
  if (level === 0 || depth === 0) return err({ kind: 'missing-hash', level, index });
  const left = subtree(from, level - 1, 2 * index, depth - 1);
  if (!left.ok) return left;
  const right = subtree(from, level - 1, 2 * index + 1, depth - 1);
  if (!right.ok) return right;
  return ok(nodeHash(from.sha256, left.value, right.value));
}

function isCount(count: number): boolean {
  return Number.isSafeInteger(count) && count >= 0;
}

// Sizes pass 2^32, so bit operators are of no use here.
function half(count: number): number {
  return Math.floor(count / 2);
}

/** The exponent of the largest power of two that is not above `count` (at least 1). */
function levelOf(count: number): number {
  let level = 0;
  while (2 ** (level + 1) <= count) level += 1;
  return level;
}

/** The largest power of two below `count` (at least 2). */
function splitOf(count: number): number {
  return 2 ** levelOf(count - 1);
}
