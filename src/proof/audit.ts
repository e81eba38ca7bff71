import { equal } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { Alignment } from './audit-alignment.ts';
import type { EntryFinding } from './audit-alignment.ts';
import type { Checkpoint, CheckpointFault, OpenFault } from './checkpoint.ts';
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import type { VerifierKey } from './note.ts';
import type { Primitives } from './primitives.ts';
import { TILE_WIDTH, parseBundle, tileWidth } from './tile.ts';
import type { Frontier } from './tree.ts';
import { EMPTY_FRONTIER, HASH_BYTES, grow, leafHash, rootOf } from './tree.ts';

/** Findings of one audit that are listed; past this many the report says that there are more. */
export const FINDINGS_MAX = 1000;

/** Bundles in a row that may be absent before an audit takes the rest to be absent too. */
export const ABSENT_BUNDLES_MAX = 16;

/** Where a log is read from: a copy on disk, a bundle, a node of another party. */
export interface LogSource {
  /** The signed note. */
  checkpoint(): Promise<string>;
  /** A hash tile of at least `width` hashes, or undefined where it is not at hand. */
  tile(level: number, index: number, width: number): Promise<Uint8Array | undefined>;
  /** A bundle of at least `width` entries, or undefined where it is not at hand. */
  bundle(index: number, width: number): Promise<Uint8Array | undefined>;
}

/**
 * Who tells whether the log itself accounts for an entry that is erased: it is shown every entry that
 * is there, in order, and asked afterwards. What records mean is not known here. [W5]
 */
export interface Erasures {
  take(index: number, entry: Uint8Array): void;
  isRecalled(index: number, leaf: Uint8Array): boolean;
}

/** Whom an audit trusts. */
export interface AuditKeys {
  readonly log: VerifierKey;
  readonly witnesses: readonly VerifierKey[];
  /** How many of the witnesses must have cosigned. */
  readonly quorum: number;
}

/** One thing that is wrong with a log. */
export type AuditFinding =
  | EntryFinding
  | { readonly kind: 'bad-checkpoint'; readonly fault: CheckpointFault }
  /** The bytes of this entry are erased, and the log has no recall of it. [W5] */
  | { readonly kind: 'erased-entry'; readonly index: number }
  /** Signed by nobody we know, or wrongly, or under another name; `fault` says which. */
  | { readonly kind: 'bad-signature'; readonly fault: OpenFault }
  | { readonly kind: 'not-cosigned'; readonly found: number; readonly wanted: number }
  /** A bundle whose lengths do not add up. */
  | { readonly kind: 'damaged-bundle'; readonly index: number }
  /** The entries are right and this tile is not, or it does not follow from the tiles below. */
  | { readonly kind: 'damaged-tile'; readonly level: number; readonly index: number }
  /** The entries give `found`, and not the root that was signed. */
  | { readonly kind: 'wrong-root'; readonly found: Uint8Array };

/** What an audit of one log found. */
export interface AuditReport {
  readonly checkpoint: Checkpoint | undefined;
  readonly cosignedBy: readonly { readonly name: string; readonly time: Instant }[];
  /** Entries that were read and hashed. */
  readonly entries: number;
  /** Those among them whose bytes are erased, as a recall on the log says. */
  readonly recalled: number;
  /** Nothing, where the log is whole. At most {@link FINDINGS_MAX}. */
  readonly findings: readonly AuditFinding[];
  readonly hasMoreFindings: boolean;
}

/**
 * Reads a whole log and says what is wrong with it, entry by entry where the tiles allow it. It
 * takes nobody's word: only the entries' own bytes and the signatures count.
 */
export async function auditLog(
  primitives: Primitives,
  source: LogSource,
  keys: AuditKeys,
  erasures?: Erasures,
): Promise<AuditReport> {
  const note = await source.checkpoint();
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) {
    return report({ findings: [{ kind: 'bad-checkpoint', fault: parsed.fault }] });
  }
  const checkpoint = parsed.value;
  const findings: AuditFinding[] = [];
  const opened = openCheckpoint(primitives, note, keys.log);
  if (!opened.ok) findings.push({ kind: 'bad-signature', fault: opened.fault });
  const cosignedBy = cosignersOf(primitives, checkpoint, keys.witnesses, findings);
  if (cosignedBy.length < keys.quorum) {
    findings.push({ kind: 'not-cosigned', found: cosignedBy.length, wanted: keys.quorum });
  }
  const read = await readEntries(primitives, source, checkpoint.size, erasures);
  const upper = await auditUpperTiles(primitives, source, read.entries.size);
  findings.push(...judge(primitives, checkpoint, read, upper));
  const isRecalled = ({ index, leaf }: ErasedLeaf) => erasures?.isRecalled(index, leaf) === true;
  const unaccounted = read.erased.filter((each) => !isRecalled(each));
  for (const { index } of unaccounted) findings.push({ kind: 'erased-entry', index });
  const recalled = read.erased.length - unaccounted.length;
  return report({ checkpoint, cosignedBy, entries: read.entries.size, recalled, findings });
}

/** How two checkpoints of one log stand to each other. */
export type PairVerdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'extends' }
  /** Both are signed by the log and cannot both be true: the pair convicts it. */
  | { readonly kind: 'fork'; readonly ours: Checkpoint; readonly theirs: Checkpoint }
  /** The entries at hand lead to neither checkpoint, or to the smaller one only. */
  | { readonly kind: 'unproven' };

/** Two signed notes that claim to be of the log of `logKey`. */
export interface CheckpointPair {
  readonly ours: string;
  readonly theirs: string;
  readonly logKey: VerifierKey;
  /** Where the log has had several keys, the one that signed `theirs`. */
  readonly theirKey?: VerifierKey;
}

/** Why a pair was not compared: the fault of the first note that is not the log's. */
export type PairFault = OpenFault & { readonly of: 'ours' | 'theirs' };

/**
 * Compares two checkpoints of one log. One size needs no more; for two sizes the entries are read
 * from `source`, whose word is not taken either: it must lead to the larger root.
 */
export async function auditPair(
  primitives: Primitives,
  pair: CheckpointPair,
  source: Pick<LogSource, 'bundle' | 'tile'> | undefined,
): Promise<Result<PairVerdict, PairFault>> {
  const ours = openCheckpoint(primitives, pair.ours, pair.logKey);
  if (!ours.ok) return err({ ...ours.fault, of: 'ours' });
  const theirs = openCheckpoint(primitives, pair.theirs, pair.theirKey ?? pair.logKey);
  if (!theirs.ok) return err({ ...theirs.fault, of: 'theirs' });
  const fork = { kind: 'fork', ours: ours.value, theirs: theirs.value } as const;
  if (ours.value.size === theirs.value.size) {
    return ok(equal(ours.value.root, theirs.value.root) ? { kind: 'same' } : fork);
  }
  const isOursEarlier = ours.value.size < theirs.value.size;
  const [earlier, later] = isOursEarlier ? [ours.value, theirs.value] : [theirs.value, ours.value];
  // The empty tree is the beginning of every other.
  if (earlier.size === 0) return ok({ kind: 'extends' });
  if (!source) return ok({ kind: 'unproven' });
  const roots = await rootsAt(primitives, source, [earlier.size, later.size]);
  const [before, after] = roots ?? [];
  if (!before || !after || !equal(after, later.root)) return ok({ kind: 'unproven' });
  return ok(equal(before, earlier.root) ? { kind: 'extends' } : fork);
}

interface EntriesRead {
  /** Over the entries' own bytes, as far as they could be read. */
  readonly entries: Frontier;
  /** Over the hashes of the lowest tiles, where all were at hand. */
  readonly tiles: Frontier | undefined;
  readonly differences: readonly EntryFinding[];
  readonly damagedBundles: readonly number[];
  readonly erased: readonly ErasedLeaf[];
}

interface ErasedLeaf {
  readonly index: number;
  readonly leaf: Uint8Array;
}

async function readEntries(
  primitives: Primitives,
  source: LogSource,
  size: number,
  erasures: Erasures | undefined,
): Promise<EntriesRead> {
  const alignment = new Alignment();
  const erased: ErasedLeaf[] = [];
  const damagedBundles: number[] = [];
  let [entries, tiles]: [Frontier, Frontier | undefined] = [EMPTY_FRONTIER, EMPTY_FRONTIER];
  let [placed, absent] = [0, 0];
  // A false checkpoint may claim any size, so absence must end the reading.
  for (let index = 0; placed < size && absent < ABSENT_BUNDLES_MAX; index += 1) {
    const width = tileWidth(0, index, size);
    const bundle = await source.bundle(index, width);
    absent = bundle ? 0 : absent + 1;
    placed += width;
    const parsed = parseBundle(bundle ?? new Uint8Array(0));
    if (!parsed.ok) damagedBundles.push(index);
    const held = parsed.ok ? parsed.value : [];
    const tile = hashesOf(await source.tile(0, index, width), width);
    const leaves = leavesIn(primitives, held, tile);
    for (const [i, entry] of held.slice(0, width).entries()) {
      const place = index * TILE_WIDTH + i;
      if (entry.length > 0) erasures?.take(place, entry);
      else erased.push({ index: place, leaf: leaves[i] ?? entry });
    }
    entries = grow(primitives.sha256, entries, leaves.slice(0, width));
    tiles = tiles && tile ? grow(primitives.sha256, tiles, tile) : undefined;
    alignment.add(index * TILE_WIDTH, width, { leaves, tile });
  }
  const differences = alignment.finish(size - placed);
  return { entries, tiles, differences, damagedBundles, erased };
}

/** The leaf hashes of a bundle's entries; an erased one has no other than its tile gives. [W3] */
export function leavesIn(
  { sha256 }: Pick<Primitives, 'sha256'>,
  bundle: readonly Uint8Array[],
  tile: readonly Uint8Array[] | undefined,
): Uint8Array[] {
  return bundle.map((entry, i) => {
    const named = entry.length === 0 ? tile?.[i] : undefined;
    return named ?? leafHash(sha256, entry);
  });
}

/** Tiles above the lowest, each hash of which must be the root of the full tile below. */
async function auditUpperTiles(
  primitives: Primitives,
  source: LogSource,
  size: number,
): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (let level = 1; tileWidth(level, 0, size) > 0; level += 1) {
    for (let index = 0; tileWidth(level, index, size) > 0; index += 1) {
      const width = tileWidth(level, index, size);
      const upper = hashesOf(await source.tile(level, index, width), width);
      for (const [i, hash] of (upper ?? []).entries()) {
        const below = await source.tile(level - 1, index * TILE_WIDTH + i, TILE_WIDTH);
        const lower = hashesOf(below, TILE_WIDTH);
        if (!lower) continue;
        const root = rootOf(primitives.sha256, grow(primitives.sha256, EMPTY_FRONTIER, lower));
        if (equal(root, hash)) continue;
        findings.push({ kind: 'damaged-tile', level, index });
        break;
      }
    }
  }
  return findings;
}

function judge(
  primitives: Primitives,
  checkpoint: Checkpoint,
  read: EntriesRead,
  upper: readonly AuditFinding[],
): readonly AuditFinding[] {
  const { sha256 } = primitives;
  const found = rootOf(sha256, read.entries);
  const isWhole = read.entries.size === checkpoint.size && equal(found, checkpoint.root);
  if (isWhole) {
    // The entries prove themselves, so a lowest tile that differs is the one that is wrong.
    const tiles = new Set(read.differences.map((at) => Math.floor(at.index / TILE_WIDTH)));
    return [
      ...[...tiles].map((index) => ({ kind: 'damaged-tile', level: 0, index }) as const),
      ...upper,
    ];
  }
  const damaged = read.damagedBundles.map((index) => ({ kind: 'damaged-bundle', index }) as const);
  const areTilesSigned =
    read.tiles?.size === checkpoint.size && equal(rootOf(sha256, read.tiles), checkpoint.root);
  const located = [...damaged, ...read.differences, ...upper];
  // Tiles that lead to the signed root say exactly which entries are not what was signed.
  if (areTilesSigned && located.length > 0) return located;
  return [...located, { kind: 'wrong-root', found }];
}

function cosignersOf(
  primitives: Primitives,
  checkpoint: Checkpoint,
  witnesses: readonly VerifierKey[],
  findings: AuditFinding[],
): AuditReport['cosignedBy'] {
  const cosignedBy: { readonly name: string; readonly time: Instant }[] = [];
  for (const witness of witnesses) {
    const held = verifyCosignature(primitives, checkpoint, witness);
    if (held.ok) cosignedBy.push({ name: witness.name, time: held.value.time });
    else if (held.fault.kind !== 'no-known-signature') {
      findings.push({ kind: 'bad-signature', fault: held.fault });
    }
  }
  return cosignedBy;
}

async function rootsAt(
  primitives: Primitives,
  source: Pick<LogSource, 'bundle' | 'tile'>,
  sizes: readonly [number, number],
): Promise<readonly [Uint8Array, Uint8Array] | undefined> {
  const [earlier, later] = sizes;
  const { sha256 } = primitives;
  let frontier = EMPTY_FRONTIER;
  let before: Uint8Array | undefined;
  for (let index = 0; index * TILE_WIDTH < later; index += 1) {
    const width = tileWidth(0, index, later);
    const parsed = parseBundle((await source.bundle(index, width)) ?? new Uint8Array(0));
    if (!parsed.ok || parsed.value.length < width) return undefined;
    const entries = parsed.value.slice(0, width);
    const isWhole = entries.every((entry) => entry.length > 0);
    const tile = isWhole ? undefined : hashesOf(await source.tile(0, index, width), width);
    const leaves = leavesIn(primitives, entries, tile);
    const cut = earlier - index * TILE_WIDTH;
    if (cut > 0 && cut <= width) {
      before = rootOf(sha256, grow(sha256, frontier, leaves.slice(0, cut)));
    }
    frontier = grow(sha256, frontier, leaves);
  }
  return before && [before, rootOf(sha256, frontier)];
}

/** The hashes of a tile of at least `width`, or nothing where it has fewer. */
export function hashesOf(tile: Uint8Array | undefined, width: number): Uint8Array[] | undefined {
  if (!tile || tile.length < width * HASH_BYTES) return undefined;
  return Array.from({ length: width }, (_, i) => tile.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

function report(found: Partial<AuditReport> & Pick<AuditReport, 'findings'>): AuditReport {
  const { checkpoint, cosignedBy = [], entries = 0, recalled = 0, findings } = found;
  return {
    checkpoint,
    cosignedBy,
    entries,
    recalled,
    findings: findings.slice(0, FINDINGS_MAX),
    hasMoreFindings: findings.length > FINDINGS_MAX,
  };
}
