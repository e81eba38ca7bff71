import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Decrypter } from 'age-encryption';
import { TroubleError } from '../base/result.ts';
import type { BackupFrame, BackupHead } from './backup-form.ts';
import { readPiece } from './backup-form.ts';
import { streamOf } from './bundle-pack.ts';
import type { Shelf } from '../ledger/ports.ts';
import { isMissing } from '../store/disk.ts';
import { openFileShelf } from '../store/file-shelf.ts';

/** Where the shelf remembers that a folder comes from a backup and has not asked the others yet. [K7] */
export const RESTORED = 'restored';

/** What was restored. */
export interface Restored {
  readonly party: string;
  /** When its last piece was written. */
  readonly at: string;
  readonly pieces: number;
  readonly files: number;
}

const PIECE = /^([a-z][a-z0-9-]*)-(\d{8}t\d{6}z-[0-9a-f]{6})-(\d{5})\.age$/;

/**
 * Brings a data folder back from the newest chain of pieces in `from`. The folder appears under its
 * name once every piece was whole; until then nothing of it is there. [K5]
 */
export async function restore(
  from: string,
  dir: string,
  identities: readonly string[],
): Promise<Restored> {
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new TroubleError('restore-over', { dir });
  }
  const files = piecesIn(from);
  const fresh = `${path.resolve(dir)}.restoring`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  try {
    let head: BackupHead | undefined;
    let after: string | undefined;
    let kept: readonly Kept[] = [];
    for (const [i, file] of files.entries()) {
      const wanted = { piece: i + 1, after, chain: head?.chain };
      const piece = await applyPiece(fresh, file, { identities, wanted });
      ({ head, kept } = piece);
      after = piece.sha256;
    }
    if (!head) throw new TroubleError('backup-missing', { from });
    await settle(fresh, kept);
    // [K7] What was said after the last piece is known to others alone, until they were asked.
    await (await openFileShelf(path.join(fresh, 'shelf'))).put(RESTORED, 'yes');
    if (existsSync(dir)) await rmdir(dir);
    await rename(fresh, dir);
    return { party: head.party, at: head.at, pieces: files.length, files: kept.length };
  } catch (thrown) {
    await rm(fresh, { recursive: true, force: true });
    throw thrown;
  }
}

type Kept = BackupFrame & { readonly kind: 'kept' };

/** The pieces of the newest chain, the first first; or the one file that was named. */
function piecesIn(from: string): readonly string[] {
  if (!existsSync(from)) throw new TroubleError('backup-missing', { from });
  const names = readdirSync(from).filter((name) => PIECE.test(name));
  const chains = names.map((name) => PIECE.exec(name)?.[2] ?? '').toSorted();
  const newest = chains.at(-1);
  const own = names.filter((name) => PIECE.exec(name)?.[2] === newest).toSorted();
  if (own.length === 0) throw new TroubleError('backup-missing', { from });
  return own.map((name) => path.join(from, name));
}

/** How a piece must go on from the one before it. */
interface Wanted {
  readonly piece: number;
  readonly after: string | undefined;
  readonly chain: string | undefined;
}

async function applyPiece(
  dir: string,
  file: string,
  { identities, wanted }: { readonly identities: readonly string[]; readonly wanted: Wanted },
) {
  const hash = createHash('sha256');
  const sealed = async function* sealed(): AsyncGenerator<Uint8Array> {
    for await (const some of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(some);
      yield new Uint8Array(some);
    }
  };
  const opener = new Decrypter();
  for (const identity of identities) opener.addIdentity(identity);
  const plain = await opener.decrypt(streamOf(sealed())).catch((thrown: unknown) => {
    const isOther = thrown instanceof Error && /no identity matched/.test(thrown.message);
    const facts = { file, what: 'seal' };
    throw new TroubleError(isOther ? 'backup-not-for-key' : 'backup-damaged', facts, thrown);
  });
  let head: BackupHead | undefined;
  const kept: Kept[] = [];
  let open: { readonly handle: FileHandle; at: number } | undefined;
  const close = async (): Promise<void> => {
    await open?.handle.sync();
    await open?.handle.close();
    open = undefined;
  };
  try {
    await readPiece(plain as unknown as AsyncIterable<Uint8Array>, {
      head: (said) => {
        head = said;
        const { piece, after, chain } = wanted;
        const isNext = said.piece === piece && said.after === after;
        if (!isNext || (chain !== undefined && said.chain !== chain)) {
          return Promise.reject(new TroubleError('backup-gap', { file, piece }));
        }
        return Promise.resolve();
      },
      part: async (part) => {
        await close();
        open = { handle: await openPart(dir, part), at: part.offset };
      },
      raw: async (bytes) => {
        if (!open) return;
        await open.handle.writeFile(bytes);
        open.at += bytes.length;
      },
      kept: (each) => {
        kept.push(each);
        return Promise.resolve();
      },
    });
  } catch (thrown) {
    if (thrown instanceof TroubleError)
      throw new TroubleError(thrown.code, { ...thrown.details, file }, thrown);
    throw thrown;
  } finally {
    await close();
  }
  if (!head) throw new TroubleError('backup-damaged', { file, what: 'head' });
  return { head, kept, sha256: hash.digest('hex') };
}

async function openPart(
  dir: string,
  part: BackupFrame & { readonly kind: 'part' },
): Promise<FileHandle> {
  const file = path.join(dir, part.path);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, part.offset === 0 ? 'w' : 'a', part.mode);
  const { size } = await handle.stat();
  if (size === part.offset) return handle;
  await handle.close();
  throw new TroubleError('backup-damaged', { file: part.path, what: 'offset' });
}

/** Leaves just the files that the last piece names, each with the bytes that it names. */
async function settle(dir: string, kept: readonly Kept[]): Promise<void> {
  const wanted = new Set(kept.map((each) => each.path));
  for (const each of kept) {
    const file = path.join(dir, each.path);
    const hash = createHash('sha256');
    try {
      for await (const some of createReadStream(file) as AsyncIterable<Buffer>) hash.update(some);
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
    }
    if (hash.digest('hex') !== each.sha256) {
      throw new TroubleError('backup-damaged', { file: each.path, what: 'hash' });
    }
  }
  const sweep = async (under: string): Promise<void> => {
    for (const entry of await readdir(path.join(dir, under), { withFileTypes: true })) {
      const name = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) await sweep(name);
      else if (!wanted.has(name)) await rm(path.join(dir, name));
    }
  };
  await sweep('');
}

/** Whether a folder comes from a backup and has asked nobody yet. [K7] */
export async function isRestored(shelf: Pick<Shelf, 'get'>): Promise<boolean> {
  return (await shelf.get(RESTORED)) === 'yes';
}

/** When a folder's newest backup was written, if it ever was: by its own note. */
export async function lastBackup(dir: string): Promise<Date | undefined> {
  const folder = path.join(dir, 'backups');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const times = await Promise.all(
    names.map(async (name) => (await stat(path.join(folder, name))).mtime),
  );
  return times.toSorted((a, b) => Number(a) - Number(b)).at(-1);
}
