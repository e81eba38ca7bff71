import type { Sha256 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { leafHash, leafHashes } from '../proof/tree.ts';
import type { AttachmentKey, Content, Piece } from './attachment.ts';

/**
 * The exact bytes of one record in its place in a log; at most `ENTRY_BYTES_MAX`. No record is
 * empty, so an entry of no bytes is one that was erased. [W3]
 */
export type Entry = Uint8Array;

/** An entry whose bytes are gone or never came; its leaf hash keeps its place in the tree. [W3] */
export interface Erased {
  readonly leaf: Uint8Array;
}

/** What is added to a log: bytes, or the leaf hash of what was erased before it came here. */
export type Added = Entry | Erased;

/** How an erased entry is read. */
export const ERASED: Entry = new Uint8Array(0);

/** Whether what is added has only its leaf hash. */
export function isErased(added: Added): added is Erased {
  return !(added instanceof Uint8Array);
}

/** What is added as it will be read. */
export function entryOf(added: Added): Entry {
  return isErased(added) ? ERASED : added;
}

/** The leaf hash of what is added. */
export function leafOf(sha256: Sha256, added: Added): Uint8Array {
  return isErased(added) ? added.leaf : leafHash(sha256, added);
}

// Whoever admits a list and whoever stores it ask for its leaves one after the other.
const hashed = new WeakMap<readonly Added[], readonly [Sha256, readonly Uint8Array[]]>();

/** The leaf hashes of all that is added, made once for one list, which nobody changes. */
export function leavesOf(sha256: Sha256, added: readonly Added[]): readonly Uint8Array[] {
  const [by, known] = hashed.get(added) ?? [];
  if (known && by === sha256) return known;
  const leaves = makeLeaves(sha256, added);
  hashed.set(added, [sha256, leaves]);
  return leaves;
}

function makeLeaves(sha256: Sha256, added: readonly Added[]): readonly Uint8Array[] {
  const entries = added.filter((each): each is Entry => !isErased(each));
  const hashes = leafHashes(sha256, entries);
  if (entries.length === added.length) return hashes;
  const rest = hashes.values();
  return added.map((each) => (isErased(each) ? each.leaf : rest.next().value!));
}

/** The log has another size than the caller thought; it must read again before it extends. */
export interface StaleFault {
  readonly kind: 'stale';
  readonly size: number;
}

/**
 * Where a node keeps its logs. What it has acknowledged survives a power cut; trouble with the
 * disk is thrown as `TroubleError` (`disk-full`, `store-damaged`, `store-unwritable`).
 */
export interface Store {
  /** The newest checkpoint that this node vouches for, or nothing for a log it has never held. */
  latest(log: LogId): Promise<Checkpoint | undefined>;
  /** Entries in order from index `from`, at most `limit`; fewer at the end. */
  read(log: LogId, from: number, limit: number): Promise<readonly Entry[]>;
  /** Adds all of `entries` and the checkpoint that covers them, or nothing. `size` is the size before. */
  extend(
    log: LogId,
    size: number,
    entries: readonly Added[],
    next: Checkpoint,
  ): Promise<Result<void, StaleFault>>;
  /**
   * Takes the bytes of these entries out of every file of the store, durably; their leaf hashes
   * stay, and so do size, root and tiles. What is erased already stays so. [W4]
   */
  erase(log: LogId, indexes: readonly number[]): Promise<void>;
}

/** Small named texts that are replaced as a whole: cosigned checkpoints, a witness's memory, evidence. */
export interface Shelf {
  /** The text under `name`, or nothing. A name has letters, digits, `.`, `-` and inner `/`. */
  get(name: string): Promise<string | undefined>;
  /** Puts `text` under `name`; durable before it resolves. */
  put(name: string, text: string): Promise<void>;
  /** All names that begin with `prefix`, sorted. */
  names(prefix: string): Promise<readonly string[]>;
}

/** Reads the parts of a log that C2SP tlog-tiles names, for those who may see it. */
export interface TileReader {
  /** The hashes of a tile: `width` times 32 bytes, or nothing where there is no such tile (yet). */
  tile(log: LogId, level: number, index: number, width: number): Promise<Uint8Array | undefined>;
  /** An entry bundle of `width` entries, or nothing. */
  bundle(log: LogId, index: number, width: number): Promise<Uint8Array | undefined>;
}

/** How much of an attachment is here. `false` says that its pieces do not give what its record says. */
export interface AttachmentStanding {
  readonly kind: 'none' | 'partial' | 'whole' | 'false';
  /** In bytes. */
  readonly held: number;
}

/**
 * Where a node keeps the bytes of attachments, apart from its logs. What is damaged or was never
 * wholly written is as if it were not there, and is fetched again. [G5]
 */
export interface AttachmentStore {
  standing(content: Content): Promise<AttachmentStanding>;
  /** The pieces that are not here, in order; none where it is whole or false. */
  missing(content: Content): Promise<readonly number[]>;
  /** Adds a piece that was verified; the last one makes it whole or false, durably. [G4] [G5] */
  put(content: Content, piece: number, bytes: Uint8Array): Promise<AttachmentStanding>;
  /** A piece of what is whole here, with its proof; else nothing. */
  piece(content: Content, piece: number): Promise<Piece | undefined>;
  /** Of what is here whole or in part. */
  keys(): Promise<readonly AttachmentKey[]>;
  /** Takes away all bytes under these keys, durably, whole or in part. [G9] */
  remove(keys: readonly AttachmentKey[]): Promise<void>;
}
