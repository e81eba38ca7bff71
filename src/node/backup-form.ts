import { createHash } from 'node:crypto';
import * as z from 'zod';
import { utf8 } from '../base/bytes.ts';
import { TroubleError } from '../base/result.ts';

/** The first line of a piece of a backup once it is unsealed. [K2] */
export const BACKUP_VERSION = 'tansiq/backup/v1';

/** Bytes of a line of a piece. */
export const BACKUP_LINE_BYTES_MAX = 65_536;

/** A path below a data folder: no way leads out of it. [K6] */
const pathSchema = z
  .string()
  .min(1)
  .max(1_024)
  .regex(/^[A-Za-z0-9._~+-]+(?:\/[A-Za-z0-9._~+-]+)*$/)
  .refine((text) => text.split('/').every((part) => part !== '.' && part !== '..'));

const count = z.int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const headSchema = z.strictObject({
  party: z.string().max(64),
  at: z.string().max(32),
  /** Names all pieces that belong together. */
  chain: z.string().regex(/^[0-9a-z-]{1,64}$/),
  /** 1 for the first. */
  piece: z.int().min(1),
  /** SHA-256 of the sealed file of the piece before; absent for the first. */
  after: hash.optional(),
});

const frameSchema = z.discriminatedUnion('kind', [
  /** Bytes of a file from `offset` on; they follow the line. */
  z.strictObject({
    kind: z.literal('part'),
    path: pathSchema,
    mode: z.int().min(0).max(0o777),
    offset: count,
    bytes: count,
  }),
  /** What stands in the folder after this piece; what is not listed is not there. */
  z.strictObject({ kind: z.literal('kept'), path: pathSchema, size: count, sha256: hash }),
  z.strictObject({ kind: z.literal('end'), frames: count, sha256: hash }),
]);

/** What a piece says of itself. */
export type BackupHead = z.infer<typeof headSchema>;
/** A line of a piece. */
export type BackupFrame = z.infer<typeof frameSchema>;

/** A piece that is being written; hashes all that it gives. */
export interface PieceWriter {
  head(head: BackupHead): Uint8Array;
  frame(frame: Exclude<BackupFrame, { readonly kind: 'end' }>): Uint8Array;
  raw(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** Opens a writer. */
export function writePiece(): PieceWriter {
  const hash = createHash('sha256');
  let frames = 0;
  const put = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    return bytes;
  };
  return {
    head: (head) => put(utf8(`${BACKUP_VERSION}\n${JSON.stringify(head)}\n`)),
    frame(frame) {
      frames += 1;
      return put(utf8(`${JSON.stringify(frame)}\n`));
    },
    raw: put,
    end() {
      const sha256 = hash.digest('hex');
      return utf8(`${JSON.stringify({ kind: 'end', frames, sha256 })}\n`);
    },
  };
}

/** Where the frames of a piece go. */
export interface PieceSink {
  head(head: BackupHead): Promise<void>;
  part(frame: BackupFrame & { readonly kind: 'part' }): Promise<void>;
  raw(bytes: Uint8Array): Promise<void>;
  kept(frame: BackupFrame & { readonly kind: 'kept' }): Promise<void>;
}

/** Reads a whole piece as its bytes come. Trouble: `backup-damaged`, `backup-newer`. [K2] */
export async function readPiece(plain: AsyncIterable<Uint8Array>, sink: PieceSink): Promise<void> {
  const bytes = new Pulling(plain);
  const version = await bytes.line();
  if (version !== BACKUP_VERSION) {
    const isNewer = /^tansiq\/backup\/v\d+$/.test(version);
    throw new TroubleError(isNewer ? 'backup-newer' : 'backup-damaged', { what: 'version' });
  }
  await sink.head(parsed(headSchema, await bytes.line()));
  for (let frames = 0; ; frames += 1) {
    const before = bytes.digest();
    const frame = parsed(frameSchema, await bytes.line());
    if (frame.kind === 'end') {
      const isWhole = frame.frames === frames && frame.sha256 === before;
      if (!isWhole || !(await bytes.isAtEnd())) throw damaged('end');
      return;
    }
    if (frame.kind === 'kept') await sink.kept(frame);
    else {
      await sink.part(frame);
      for (let left = frame.bytes; left > 0;) {
        const some = await bytes.atMost(left);
        left -= some.length;
        await sink.raw(some);
      }
    }
  }
}

class Pulling {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #hash = createHash('sha256');
  #held: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    let line = Buffer.alloc(0);
    for (;;) {
      const end = this.#held.indexOf(0x0a);
      const upto = end < 0 ? this.#held.length : end + 1;
      line = Buffer.concat([line, this.#take(upto)]);
      if (line.length > BACKUP_LINE_BYTES_MAX) throw damaged('line');
      if (end >= 0) return line.subarray(0, -1).toString('utf8');
      await this.#more();
    }
  }

  async atMost(length: number): Promise<Uint8Array> {
    if (this.#held.length === 0) await this.#more();
    return this.#take(Math.min(length, this.#held.length));
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  async isAtEnd(): Promise<boolean> {
    if (this.#held.length > 0) return false;
    const { done, value } = await this.#pieces.next();
    return done === true || value.length === 0;
  }

  #take(length: number): Uint8Array {
    const taken = this.#held.subarray(0, length);
    this.#hash.update(taken);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  async #more(): Promise<void> {
    const next = await this.#pieces.next().catch((thrown: unknown) => {
      // The seal breaks where bytes were changed or cut off.
      throw new TroubleError('backup-damaged', { what: 'seal' }, thrown);
    });
    if (next.done) throw damaged('cut off');
    this.#held = next.value;
  }
}

function parsed<T>(schema: z.ZodType<T>, line: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (thrown) {
    throw new TroubleError('backup-damaged', { what: 'line' }, thrown);
  }
}

function damaged(what: string): TroubleError {
  return new TroubleError('backup-damaged', { what });
}
