import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TroubleError } from '../base/result.ts';

/** What a file is called until it takes another's place; no name of ours ends so. */
export const UNFINISHED = '~';

/** What went wrong with a file, as trouble that a person can act upon; another fault stays itself. */
export function troubleOf(
  cause: unknown,
  details: Readonly<Record<string, string | number>>,
  otherwise = 'store-unwritable',
): unknown {
  if (!isHostFault(cause)) return cause;
  const { code, path } = cause;
  const facts = { ...details, ...(path === undefined ? {} : { file: path }), reason: code };
  return new TroubleError(TROUBLE_CODES[code] ?? otherwise, facts, cause);
}

const TROUBLE_CODES: Readonly<Record<string, string>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
};

/** Whether a file or folder was not there. */
export function isMissing(cause: unknown): boolean {
  return isHostFault(cause) && cause.code === 'ENOENT';
}

/** Whether the host refused something, as it says by a code such as `ENOSPC`. */
export function isHostFault(
  cause: unknown,
): cause is Error & { readonly code: string; readonly path?: string } {
  return cause instanceof Error && 'errno' in cause && 'code' in cause;
}

/** The bytes of a file, or nothing where there is none. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return plain(await readFile(path));
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

/** Writes all of `bytes` at `position`: a host may take a part at a time. */
export async function writeAll(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const rest = bytes.length - done;
    const { bytesWritten } = await handle.write(bytes, done, rest, position + done);
    done += bytesWritten;
  }
}

/** Reads `length` bytes at `position`, or fewer where the file ends. */
export async function readAt(
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return plain(bytes.subarray(0, done));
}

// `slice` of a host's buffer is no copy, so what leaves here is a plain array of bytes.
function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Writes a file and brings its bytes to the disk; its name is safe when its folder is synced. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await withFile(await open(path, 'w'), async (handle) => {
    await writeAll(handle, bytes, 0);
    await handle.datasync();
  });
}

/** Puts `bytes` in the place of the file at `path`: a reader sees the old ones or the new ones. */
export async function replaceDurably(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeDurably(path + UNFINISHED, bytes);
    await rename(path + UNFINISHED, path);
  } catch (cause) {
    await rm(path + UNFINISHED, { force: true }).catch(() => undefined);
    throw cause;
  }
  await syncFolder(dirname(path));
}

/** Brings the names in a folder to the disk. */
export async function syncFolder(path: string): Promise<void> {
  await withFile(await open(path, 'r'), (handle) => handle.sync());
}

/** Makes a folder and those above it, all of them safe on the disk. */
export async function makeFolder(path: string): Promise<void> {
  const topmost = await mkdir(path, { recursive: true });
  if (topmost === undefined) return;
  for (let made = path; made.length >= topmost.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** Does a job with an open file and closes it, come what may. */
export async function withFile<T>(
  handle: FileHandle,
  job: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  try {
    return await job(handle);
  } finally {
    await handle.close();
  }
}
