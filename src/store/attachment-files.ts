import { link, open, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Sha256 } from '../base/bytes.ts';
import { equal } from '../base/bytes.ts';
import { invariant } from '../base/result.ts';
import type { AttachmentKey, Content, Piece } from '../ledger/attachment.ts';
import {
  PIECE_BYTES,
  checkPiece,
  isAttachmentKey,
  pieceBytes,
  pieceCount,
  proofOfPiece,
} from '../ledger/attachment.ts';
import type { AttachmentStanding, AttachmentStore } from '../ledger/ports.ts';
import type { HashReader } from '../proof/tree.ts';
import { hashesIn, leafHash } from '../proof/tree.ts';
import type { Having } from './attachment-partial.ts';
import { addPiece, formatLeaves, judge, openHaving, parseLeaves } from './attachment-partial.ts';
import {
  isMissing,
  makeFolder,
  readAt,
  readIfThere,
  replaceDurably,
  syncFolder,
  troubleOf,
  withFile,
} from './disk.ts';
import type { Line } from './line.ts';
import { openLine } from './line.ts';

/** What stands behind a key in the names of files; the bytes of what is whole stand under the key alone. */
const ENDINGS = { part: '.part', have: '.have', leaves: '.leaves', false: '.false' } as const;

/** Of how many attachments the hashes of all pieces are kept at hand, to prove pieces from. */
const TREES_MAX = 16;

/** A store of attachments in a folder. Only one process may have it open. */
export interface FileAttachments extends AttachmentStore {
  /** Takes a file in that holds all of these bytes; the file stays where it is, on the same disk. */
  adopt(content: Content, file: string): Promise<void>;
}

/** What a store of attachments in files is opened with. */
export interface FileAttachmentsOptions {
  readonly sha256: Sha256;
  /** Told of each attachment that was found damaged and is fetched again. */
  readonly say?: (key: AttachmentKey) => void;
}

/**
 * Opens the store in the folder `dir`, which is made if it is not there. What the end of a process
 * left behind at any instruction is found again by its hashes. [G5] Trouble: `disk-full`,
 * `store-unwritable`.
 */
export async function openFileAttachments(
  dir: string,
  options: FileAttachmentsOptions,
): Promise<FileAttachments> {
  const root = resolve(dir);
  try {
    await makeFolder(root);
    return new Attachments(root, options, await readStandings(root));
  } catch (cause) {
    throw troubleOf(cause, { folder: root });
  }
}

type Held = 'whole' | 'false' | 'partial';

interface Tree {
  readonly leaves: readonly Uint8Array[];
  readonly read: HashReader;
}

class Attachments implements FileAttachments {
  readonly #root: string;
  readonly #options: FileAttachmentsOptions;
  readonly #held: Map<AttachmentKey, Held>;
  readonly #partials = new Map<AttachmentKey, Having>();
  readonly #trees = new Map<AttachmentKey, Tree>();
  readonly #lines = new Map<AttachmentKey, Line>();

  constructor(root: string, options: FileAttachmentsOptions, held: Map<AttachmentKey, Held>) {
    this.#root = root;
    this.#options = options;
    this.#held = held;
  }

  standing(content: Content): Promise<AttachmentStanding> {
    return this.#inLine(content.key, () => this.#standing(content));
  }

  missing(content: Content): Promise<readonly number[]> {
    return this.#inLine(content.key, async () => {
      const { kind } = await this.#standing(content);
      if (kind === 'whole' || kind === 'false') return [];
      const having = this.#partials.get(content.key);
      const all = Array.from({ length: pieceCount(content.size) }, (_, at) => at);
      return all.filter((at) => !having?.has(at));
    });
  }

  put(content: Content, piece: number, bytes: Uint8Array): Promise<AttachmentStanding> {
    checkPiece(content, piece, bytes);
    return this.#inLine(content.key, async () => {
      const before = await this.#standing(content);
      if (before.kind === 'whole' || before.kind === 'false') return before;
      const having = this.#partials.get(content.key) ?? new Map<number, Uint8Array>();
      if (having.has(piece)) return before;
      const leaf = leafHash(this.#options.sha256, bytes);
      await addPiece(this.#filesOf(content.key), having, { at: piece, bytes, leaf });
      this.#held.set(content.key, 'partial');
      this.#partials.set(content.key, having);
      return this.#standing(content);
    });
  }

  piece(content: Content, piece: number): Promise<Piece | undefined> {
    return this.#inLine(content.key, async () => {
      const length = pieceBytes(content.size, piece);
      if (this.#held.get(content.key) !== 'whole' || length === 0) return undefined;
      const tree = await this.#treeOf(content);
      const bytes = tree && (await this.#bytesAt(content.key, piece, length));
      const leaf = tree?.leaves[piece];
      if (!tree || !bytes || !leaf || !equal(leaf, leafHash(this.#options.sha256, bytes))) {
        await this.#demote(content.key, tree);
        return undefined;
      }
      const { sha256 } = this.#options;
      return { bytes, proof: proofOfPiece(sha256, tree.read, piece, tree.leaves.length) };
    });
  }

  async keys(): Promise<readonly AttachmentKey[]> {
    return [...this.#held.keys()].toSorted();
  }

  async remove(keys: readonly AttachmentKey[]): Promise<void> {
    for (const key of keys) {
      await this.#inLine(key, async () => {
        await this.#removeFiles(key);
        this.#forget(key);
      });
    }
    if (keys.length > 0) await this.#guarded(() => syncFolder(this.#root));
  }

  adopt(content: Content, file: string): Promise<void> {
    return this.#inLine(content.key, async () => {
      if (this.#held.get(content.key) === 'whole') return;
      const files = this.#filesOf(content.key);
      const judged = await judge(this.#options.sha256, content, file);
      invariant(judged.kind === 'whole', 'a file is what it was measured to be');
      await this.#removeFiles(content.key);
      this.#forget(content.key);
      await replaceDurably(files.leaves, formatLeaves(judged.leaves));
      await link(file, files.whole);
      await syncFolder(this.#root);
      this.#held.set(content.key, 'whole');
    });
  }

  async #standing(content: Content): Promise<AttachmentStanding> {
    const { key, size } = content;
    const kind = this.#held.get(key) ?? 'none';
    if (kind === 'whole') return { kind, held: size };
    if (kind !== 'partial') return { kind, held: 0 };
    let having = this.#partials.get(key);
    if (!having) {
      having = await openHaving(this.#options.sha256, content, this.#filesOf(key));
      this.#partials.set(key, having);
    }
    if (having.size === pieceCount(size)) return this.#finish(content);
    const held = [...having.keys()].reduce((sum, at) => sum + pieceBytes(size, at), 0);
    return held === 0 ? { kind: 'none', held } : { kind, held };
  }

  /** Judges what has all of its pieces, from the disk alone; then it is whole or false, durably. [G5] */
  async #finish(content: Content): Promise<AttachmentStanding> {
    const { key, size } = content;
    const files = this.#filesOf(key);
    const judged = await judge(this.#options.sha256, content, files.part);
    if (judged.kind === 'damaged') {
      // The disk gave back other bytes than it was given: what does not fit is fetched again.
      this.#partials.delete(key);
      await this.#removeFiles(key);
      this.#held.delete(key);
      this.#options.say?.(key);
      return { kind: 'none', held: 0 };
    }
    if (judged.kind === 'false') {
      await replaceDurably(files.false, new Uint8Array());
      await rm(files.part, { force: true });
      await rm(files.have, { force: true });
      this.#partials.delete(key);
      this.#held.set(key, 'false');
      return { kind: 'false', held: 0 };
    }
    await withFile(await open(files.part, 'r+'), (handle) => handle.datasync());
    await replaceDurably(files.leaves, formatLeaves(judged.leaves));
    await rename(files.part, files.whole);
    await syncFolder(this.#root);
    await rm(files.have, { force: true });
    this.#partials.delete(key);
    this.#held.set(key, 'whole');
    return { kind: 'whole', held: size };
  }

  /** What was whole is not what it was: it goes back to the pieces that still are. [G5] */
  async #demote(key: AttachmentKey, tree: Tree | undefined): Promise<void> {
    const files = this.#filesOf(key);
    this.#options.say?.(key);
    this.#forget(key);
    if (!tree) {
      await this.#removeFiles(key);
      return;
    }
    const having: Having = new Map();
    await rm(files.have, { force: true });
    for (const [at, leaf] of tree.leaves.entries()) {
      await addPiece(files, having, { at, leaf });
    }
    await rename(files.whole, files.part).catch((cause: unknown) => {
      if (!isMissing(cause)) throw cause;
    });
    await rm(files.leaves, { force: true });
    this.#held.set(key, 'partial');
  }

  async #treeOf(content: Content): Promise<Tree | undefined> {
    const { key } = content;
    const held = this.#trees.get(key);
    if (held) return held;
    const { sha256 } = this.#options;
    const files = this.#filesOf(key);
    const bytes = await readIfThere(files.leaves);
    let leaves = bytes && parseLeaves(sha256, content, bytes);
    if (!leaves) {
      const judged = await judge(sha256, content, files.whole);
      if (judged.kind !== 'whole') return undefined;
      ({ leaves } = judged);
      await replaceDurably(files.leaves, formatLeaves(leaves));
    }
    const tree = { leaves, read: hashesIn(sha256, leaves) };
    const [oldest] = this.#trees.keys();
    if (this.#trees.size >= TREES_MAX && oldest) this.#trees.delete(oldest);
    this.#trees.set(key, tree);
    return tree;
  }

  async #bytesAt(key: AttachmentKey, at: number, length: number): Promise<Uint8Array | undefined> {
    try {
      const handle = await open(this.#filesOf(key).whole, 'r');
      const bytes = await withFile(handle, (file) => readAt(file, at * PIECE_BYTES, length));
      return bytes.length === length ? bytes : undefined;
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw cause;
    }
  }

  async #removeFiles(key: AttachmentKey): Promise<void> {
    for (const file of Object.values(this.#filesOf(key))) await rm(file, { force: true });
  }

  #forget(key: AttachmentKey): void {
    this.#held.delete(key);
    this.#partials.delete(key);
    this.#trees.delete(key);
  }

  #filesOf(key: AttachmentKey) {
    const whole = join(this.#root, key);
    const { part, have, leaves, false: isFalse } = ENDINGS;
    return {
      whole,
      part: whole + part,
      have: whole + have,
      leaves: whole + leaves,
      false: whole + isFalse,
    };
  }

  #inLine<T>(key: AttachmentKey, job: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(key) ?? openLine();
    this.#lines.set(key, line);
    return line(() => this.#guarded(job));
  }

  async #guarded<T>(job: () => Promise<T>): Promise<T> {
    try {
      return await job();
    } catch (cause) {
      throw troubleOf(cause, { folder: this.#root });
    }
  }
}

/** What stands in the folder; what no key stands behind, or stands half, is removed. */
async function readStandings(root: string): Promise<Map<AttachmentKey, Held>> {
  const names = new Set(await readdir(root));
  const held = new Map<AttachmentKey, Held>();
  for (const name of names) {
    const key = name.slice(0, 64);
    if (!isAttachmentKey(key)) continue;
    if (names.has(key)) held.set(key, 'whole');
    else if (names.has(key + ENDINGS.false)) held.set(key, 'false');
    else if (names.has(key + ENDINGS.part) && names.has(key + ENDINGS.have)) {
      held.set(key, 'partial');
    }
  }
  const kept: Readonly<Record<Held, readonly string[]>> = {
    whole: ['', ENDINGS.leaves],
    false: [ENDINGS.false],
    partial: [ENDINGS.part, ENDINGS.have],
  };
  for (const name of names) {
    const key = name.slice(0, 64) as AttachmentKey;
    const standing = held.get(key);
    const isKept = standing !== undefined && kept[standing].includes(name.slice(64));
    if (!isKept) await rm(join(root, name), { recursive: true, force: true });
  }
  return held;
}
