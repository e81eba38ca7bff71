import type { Hash } from 'node:crypto';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Encrypter } from 'age-encryption';
import * as z from 'zod';
import { formatInstant } from '../base/instant.ts';
import { TroubleError } from '../base/result.ts';
import type { BackupHead, PieceWriter } from './backup-form.ts';
import { writePiece } from './backup-form.ts';
import { streamOf, writeSealed } from './bundle-pack.ts';
import { readSettings } from './folder.ts';
import { hostClock } from './primitives.ts';
import { troubleOf, writeSafely } from './safe-file.ts';

/** What is not backed up: it is rebuilt, it is of this run alone, or it is a backup's own note. [K3] */
const LEFT_OUT =
  /^(?:index\.sqlite.*|index\.postgres|lock\.sqlite.*|run\.json|courier|backups|uploads)$/;

/** Read last: whatever a log names that is read before it, is there then. [G16] */
const LAST = 'attachments';

/** What is being written and not there yet. */
const UNFINISHED = /(?:~|\.new|\.part|\.have)$/;

/** Bytes that are read from a file at once. */
const CHUNK_BYTES = 1_048_576;

/** How often a backup begins again where files went away under it. */
const TRIES_MAX = 5;

/** What was written. */
export interface BackedUp {
  readonly file: string;
  readonly piece: number;
  readonly bytes: number;
  readonly files: number;
  /** Bytes of the folder that are new in this piece. */
  readonly fresh: number;
}

const stateSchema = z.object({
  to: z.string(),
  chain: z.string(),
  piece: z.int(),
  recipients: z.array(z.string()),
  file: z.string(),
  sha256: z.string(),
  kept: z.record(z.string(), z.object({ size: z.int(), sha256: z.string(), mtimeMs: z.number() })),
});

type State = z.infer<typeof stateSchema>;
type Kept = State['kept'];

/**
 * Writes the next piece of a backup of `dir` into the folder `to`, sealed to `recipients`. A node
 * may run on the folder meanwhile: its logs only grow. [K1] to [K4]
 */
export async function backUp(
  dir: string,
  to: string,
  recipients: readonly string[],
  isNew = false,
): Promise<BackedUp> {
  if (recipients.length === 0) throw new TroubleError('backup-unsealed', { dir });
  const { party } = readSettings(dir);
  const place = path.resolve(to);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const last = isNew ? undefined : await lastOf(dir, place, recipients);
  const at = formatInstant(hostClock().now());
  const fresh = `${at.replaceAll(/[-:]/g, '').toLowerCase()}-${randomBytes(3).toString('hex')}`;
  const head: BackupHead = {
    party,
    at,
    chain: last?.chain ?? fresh,
    piece: (last?.piece ?? 0) + 1,
    ...(last ? { after: last.sha256 } : {}),
  };
  const file = path.join(place, pieceName(party, head));
  for (let tries = 1; ; tries += 1) {
    const piece = new Piece(dir, last?.kept ?? {});
    try {
      const sealer = new Encrypter();
      for (const recipient of recipients) sealer.addRecipient(recipient);
      const sealed = await sealer.encrypt(streamOf(piece.bytes(head)));
      const { bytes, sha256 } = await writeSealed(file, sealed);
      const { kept } = piece;
      const { chain, piece: number } = head;
      const state = { to: place, chain, piece: number, recipients: [...recipients], file, sha256 };
      await mkdir(path.join(dir, 'backups'), { recursive: true, mode: 0o700 });
      writeSafely(stateFile(dir, place), `${JSON.stringify({ ...state, kept })}\n`, 0o600);
      return { file, piece: number, bytes, files: Object.keys(kept).length, fresh: piece.fresh };
    } catch (thrown) {
      if (thrown instanceof MovedError && tries < TRIES_MAX) continue;
      throw thrown instanceof MovedError ? new TroubleError('backup-restless', { dir }) : thrown;
    }
  }
}

/** The name of a piece's file; pieces of one chain sort in their order. */
export function pieceName(party: string, { chain, piece }: BackupHead): string {
  return `${party}-${chain}-${String(piece).padStart(5, '0')}.age`;
}

/** A file went away between the list and the reading; the next list is whole again. */
class MovedError extends Error {
  override readonly name = 'MovedError';
}

class Piece {
  readonly #dir: string;
  readonly #before: Kept;
  readonly kept: Kept = {};
  fresh = 0;

  constructor(dir: string, before: Kept) {
    this.#dir = dir;
    this.#before = before;
  }

  async *bytes(head: BackupHead): AsyncGenerator<Uint8Array> {
    const writer = writePiece();
    yield writer.head(head);
    for (const name of await listed(this.#dir, '')) yield* this.#file(writer, name);
    for (const name of await listed(this.#dir, LAST)) yield* this.#file(writer, name);
    for (const [name, { size, sha256 }] of Object.entries(this.kept)) {
      yield writer.frame({ kind: 'kept', path: name, size, sha256 });
    }
    yield writer.end();
  }

  /** [K4] What is as it was is named only; of what has only grown the new end goes; else all of it. */
  async *#file(writer: PieceWriter, name: string): AsyncGenerator<Uint8Array> {
    const handle = await open(path.join(this.#dir, name), 'r').catch((thrown: unknown) => {
      if (isMissing(thrown)) return undefined;
      throw troubleOf(thrown, name);
    });
    if (!handle) {
      // A tail that was just replaced has a new one, which the list did not have yet.
      if (/\/tail-\d+$/.test(name)) throw new MovedError();
      return;
    }
    try {
      const { size, mode, mtimeMs } = await handle.stat();
      const before = this.#before[name];
      if (before?.size === size && before.mtimeMs === mtimeMs) {
        this.kept[name] = before;
        return;
      }
      const hash = createHash('sha256');
      const isGrown = before !== undefined && (await startsAs(handle, hash, before, size));
      const offset = isGrown ? before.size : 0;
      const whole = isGrown ? hash : createHash('sha256');
      if (!isGrown || offset < size) {
        const bytes = size - offset;
        yield writer.frame({ kind: 'part', path: name, mode: mode & 0o777, offset, bytes });
        for await (const some of chunks(handle, offset, size)) {
          whole.update(some);
          this.fresh += some.length;
          yield writer.raw(some);
        }
      }
      this.kept[name] = { size, sha256: whole.digest('hex'), mtimeMs };
    } finally {
      await handle.close();
    }
  }
}

/** Whether a file begins with just the bytes that it had; `hash` has then taken them. */
async function startsAs(
  handle: FileHandle,
  hash: Hash,
  before: Kept[string],
  size: number,
): Promise<boolean> {
  if (before.size > size) return false;
  for await (const some of chunks(handle, 0, before.size)) hash.update(some);
  return hash.copy().digest('hex') === before.sha256;
}

/**
 * All files in the order in which they must be read. Of a log first its checkpoint, then its end,
 * then its tiles: whatever is written meanwhile, no checkpoint is without its entries. [S12] [S13]
 */
async function listed(dir: string, from: string): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (under: string): Promise<void> => {
    const entries = await readdir(path.join(dir, under), { withFileTypes: true });
    const ranked = entries.toSorted(
      (a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1),
    );
    for (const entry of ranked) {
      const name = under === '' ? entry.name : `${under}/${entry.name}`;
      const isLeftOut = under === '' && (LEFT_OUT.test(name) || name === LAST);
      if (UNFINISHED.test(name) || isLeftOut) continue;
      if (entry.isDirectory()) await walk(name);
      else if (entry.isFile()) found.push(name);
    }
  };
  if (from === '' || existsSync(path.join(dir, from))) await walk(from);
  return found;
}

function rank(name: string): number {
  if (name === 'checkpoint') return 0;
  return name.startsWith('tail-') ? 1 : 2;
}

async function* chunks(handle: FileHandle, from: number, upto: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < upto;) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, upto - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) throw new MovedError();
    at += bytesRead;
    yield new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
  }
}

/** The piece that the next one goes on from, if it lies there as it was and is sealed to the same keys. */
async function lastOf(
  dir: string,
  place: string,
  recipients: readonly string[],
): Promise<State | undefined> {
  try {
    const state = stateSchema.parse(JSON.parse(await readFile(stateFile(dir, place), 'utf8')));
    if (state.to !== place || state.recipients.join() !== recipients.join()) return undefined;
    await stat(state.file);
    return state;
  } catch {
    return undefined;
  }
}

function stateFile(dir: string, place: string): string {
  const name = createHash('sha256').update(place).digest('hex').slice(0, 16);
  return path.join(dir, 'backups', `${name}.json`);
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
