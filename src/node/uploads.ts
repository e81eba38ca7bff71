import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { SeatId } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Clock } from '../base/ports.ts';
import type { Attachment, AttachmentMedia } from '../accord/knowledge/attachment.ts';
import { ATTACHMENT_BYTES_MAX, attachmentSchema } from '../accord/knowledge/attachment.ts';
import { wire } from '../accord/wire.ts';
import {
  UPLOADS_MAX,
  UPLOAD_HOURS_MAX,
  UPLOAD_PIECE_BYTES,
  type UploadView,
} from '../contract/attachments.ts';
import { attachmentName, readMedia } from '../gateway/media.ts';
import { mayHide, strip } from '../gateway/strip.ts';
import { contentOf } from '../ledger/attachment.ts';
import type { Primitives } from '../proof/primitives.ts';
import {
  isMissing,
  replaceDurably,
  syncFolder,
  troubleOf,
  withFile,
  writeAll,
} from '../store/disk.ts';
import { openLine } from '../store/line.ts';
import { measureFile } from '../store/measure.ts';
import type { AttachmentRoom } from './attachment-room.ts';
import { breathe } from './breath.ts';

/** How often uploads that nobody named in time are looked for, in milliseconds. */
const SWEEP_MILLIS = 3_600_000;

/** Why an upload goes no further. */
export type UploadFault =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-many-uploads'; readonly limit: number }
  | { readonly kind: 'bad-piece' }
  | { readonly kind: 'not-all-sent'; readonly missing: number }
  | { readonly kind: 'attachment-kind' }
  | { readonly kind: 'attachment-damaged' }
  | { readonly kind: 'attachment-may-hide' }
  | { readonly kind: 'attachment-unknown'; readonly name: string };

/** What a record is about to name. */
export interface UploadNaming {
  readonly seat: SeatId;
  readonly named: readonly Attachment[];
  /** What the record of ours that it comes from names, and this node has already. */
  readonly kept: readonly Attachment[];
}

/** What is being sent by desks to this node. */
export interface Uploads {
  begin(seat: SeatId, name: string, size: number): Promise<Result<UploadView, UploadFault>>;
  of(seat: SeatId): Promise<readonly UploadView[]>;
  get(seat: SeatId, id: string): Promise<UploadView | undefined>;
  /** Adds a piece, durably; once more changes nothing. */
  put(
    seat: SeatId,
    at: { readonly id: string; readonly piece: number },
    bytes: Uint8Array,
  ): Promise<Result<UploadView, UploadFault>>;
  /** Finds out what it is and cleans it. [G12] [G13] */
  done(seat: SeatId, id: string, isKnownToHide: boolean): Promise<Result<UploadView, UploadFault>>;
  drop(seat: SeatId, id: string): Promise<boolean>;
  /** Makes a record that names uploads of this seat; they are attachments from then on. [G11] */
  naming<T>(naming: UploadNaming, say: () => Promise<T>): Promise<Result<T, UploadFault>>;
  /** Throws away what nobody named in time. */
  sweep(): Promise<void>;
  close(): void;
}

const metaSchema = z.strictObject({
  seat: wire.seat,
  name: z.string(),
  size: z.int().min(1).max(ATTACHMENT_BYTES_MAX),
  attachment: attachmentSchema.optional(),
});

type Meta = z.infer<typeof metaSchema>;

/** What uploads are kept with. */
export interface UploadsNeeds {
  readonly dir: string;
  readonly primitives: Pick<Primitives, 'sha256'>;
  readonly clock: Clock;
  readonly room: AttachmentRoom;
  readonly report: (what: unknown) => void;
}

/** Opens the uploads over their folder; what was sent before a restart is there. */
export async function openUploads(needs: UploadsNeeds): Promise<Uploads> {
  await mkdir(needs.dir, { recursive: true });
  const kept = new Kept(needs);
  const timer = setInterval(() => kept.sweep().catch(needs.report), SWEEP_MILLIS);
  await kept.dropNamed();
  await kept.sweep();
  return kept.withEnd(() => clearInterval(timer));
}

/** The files of one upload: `meta.json`, `raw` and `have` while it is sent, `file` once it is done. */
class Kept {
  readonly #needs: UploadsNeeds;
  /** An image is cleaned as a whole, so one at a time. */
  readonly #inLine = openLine();

  constructor(needs: UploadsNeeds) {
    this.#needs = needs;
  }

  withEnd(close: () => void): Uploads {
    return {
      begin: (seat, name, size) => this.#guarded(() => this.#begin(seat, name, size)),
      of: (seat) => this.#guarded(() => this.#of(seat)),
      get: (seat, id) => this.#guarded(() => this.#viewOf(seat, id)),
      put: (seat, at, bytes) => this.#guarded(() => this.#put(seat, at, bytes)),
      done: (seat, id, isKnown) =>
        this.#inLine(() => this.#guarded(() => this.#done(seat, id, isKnown))),
      drop: (seat, id) => this.#guarded(() => this.#drop(seat, id)),
      naming: (naming, say) => this.#naming(naming, say),
      sweep: () => this.sweep(),
      close,
    };
  }

  /** Takes away what a record names already: the process ended before that was done. [G9] */
  async dropNamed(): Promise<void> {
    const { room, primitives } = this.#needs;
    const keyOf = (each: Attachment) => contentOf(primitives.sha256, each).key;
    const named = new Set([...room.namings.all()].flatMap((each) => each.attachments.map(keyOf)));
    for (const id of await readdir(this.#needs.dir)) {
      const attachment = (await this.#metaOf(id))?.attachment;
      if (attachment && named.has(keyOf(attachment))) await this.#remove(id);
    }
  }

  async sweep(): Promise<void> {
    const oldest = this.#needs.clock.now() - UPLOAD_HOURS_MAX * 3_600;
    for (const id of await readdir(this.#needs.dir)) {
      const touched = await this.#touchedAt(id);
      if (touched === undefined || touched < oldest) await this.#remove(id);
    }
  }

  async #begin(seat: SeatId, name: string, size: number): Promise<Result<UploadView, UploadFault>> {
    if ((await this.#of(seat)).length >= UPLOADS_MAX) {
      return err({ kind: 'too-many-uploads', limit: UPLOADS_MAX });
    }
    const id = randomBytes(16).toString('hex');
    await mkdir(this.#file(id, ''));
    await this.#write(id, { seat, name, size });
    await syncFolder(this.#needs.dir);
    return ok(await this.#must(seat, id));
  }

  async #of(seat: SeatId): Promise<readonly UploadView[]> {
    const ids = await readdir(this.#needs.dir);
    const views = await Promise.all(ids.toSorted().map((id) => this.#viewOf(seat, id)));
    return views.flatMap((view) => view ?? []);
  }

  async #viewOf(seat: SeatId, id: string): Promise<UploadView | undefined> {
    const meta = await this.#read(seat, id);
    if (!meta) return undefined;
    const { name, size, attachment } = meta;
    if (attachment) return { id, name, size, missing: [], attachment };
    const have = await readFile(this.#file(id, 'have')).catch(() => Buffer.alloc(0));
    const count = Math.ceil(size / UPLOAD_PIECE_BYTES);
    const missing = Array.from({ length: count }, (_, at) => at).filter((at) => have[at] !== 1);
    return { id, name, size, missing };
  }

  async #put(
    seat: SeatId,
    { id, piece }: { readonly id: string; readonly piece: number },
    bytes: Uint8Array,
  ): Promise<Result<UploadView, UploadFault>> {
    const meta = await this.#read(seat, id);
    if (!meta) return err({ kind: 'not-found' });
    if (meta.attachment) return ok(await this.#must(seat, id));
    const from = piece * UPLOAD_PIECE_BYTES;
    const length = Math.min(UPLOAD_PIECE_BYTES, meta.size - from);
    if (length <= 0 || bytes.length !== length) return err({ kind: 'bad-piece' });
    await this.#writeAt(id, 'raw', { bytes, at: from });
    // Only what is on the disk is said to be here.
    await this.#writeAt(id, 'have', { bytes: Uint8Array.of(1), at: piece });
    return ok(await this.#must(seat, id));
  }

  async #done(
    seat: SeatId,
    id: string,
    isKnownToHide: boolean,
  ): Promise<Result<UploadView, UploadFault>> {
    const view = await this.#viewOf(seat, id);
    if (!view) return err({ kind: 'not-found' });
    if (view.attachment) return ok(view);
    if (view.missing.length > 0) return err({ kind: 'not-all-sent', missing: view.missing.length });
    const raw = new Uint8Array(await readFile(this.#file(id, 'raw')));
    const media = await mediaOf(raw);
    if (!media) return err({ kind: 'attachment-kind' });
    if (mayHide(media) && !isKnownToHide) return err({ kind: 'attachment-may-hide' });
    const cleaned = strip(media, raw);
    if (cleaned && !cleaned.ok) return err({ kind: 'attachment-damaged' });
    await replaceDurably(this.#file(id, 'file'), cleaned?.value ?? raw);
    const measured = await measureFile(this.#needs.primitives.sha256, this.#file(id, 'file'));
    const attachment = { name: attachmentName(view.name, media), media, ...measured };
    await this.#write(id, { seat, name: view.name, size: view.size, attachment });
    for (const part of ['raw', 'have']) await rm(this.#file(id, part), { force: true });
    return ok(await this.#must(seat, id));
  }

  async #naming<T>(
    { seat, named, kept }: UploadNaming,
    say: () => Promise<T>,
  ): Promise<Result<T, UploadFault>> {
    const { room, primitives } = this.#needs;
    const fresh = named.filter((each) => !kept.some((held) => isSame(held, each)));
    const views = fresh.length > 0 ? await this.#guarded(() => this.#of(seat)) : [];
    const found: UploadView[] = [];
    for (const each of fresh) {
      const view = views.find(({ attachment }) => attachment && isSame(attachment, each));
      if (!view) return err({ kind: 'attachment-unknown', name: each.name });
      found.push(view);
    }
    const contents = fresh.map((each) => contentOf(primitives.sha256, each));
    const said = await room.whileNamed(
      named.map((each) => contentOf(primitives.sha256, each).key),
      async () => {
        for (const [at, content] of contents.entries()) {
          await room.store.adopt(content, this.#file(found[at]?.id ?? '', 'file'));
        }
        return say();
      },
    );
    for (const { id } of found) await this.#guarded(() => this.#remove(id));
    return ok(said);
  }

  async #drop(seat: SeatId, id: string): Promise<boolean> {
    if (!(await this.#read(seat, id))) return false;
    await this.#remove(id);
    return true;
  }

  async #remove(id: string): Promise<void> {
    await rm(this.#file(id, ''), { recursive: true, force: true });
    await syncFolder(this.#needs.dir);
  }

  async #read(seat: SeatId, id: string): Promise<Meta | undefined> {
    const meta = await this.#metaOf(id);
    return meta?.seat === seat ? meta : undefined;
  }

  async #metaOf(id: string): Promise<Meta | undefined> {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    try {
      const text = await readFile(this.#file(id, 'meta.json'), 'utf8');
      const meta = metaSchema.safeParse(JSON.parse(text));
      return meta.success ? meta.data : undefined;
    } catch (cause) {
      if (isMissing(cause) || cause instanceof SyntaxError) return undefined;
      throw cause;
    }
  }

  async #must(seat: SeatId, id: string): Promise<UploadView> {
    const view = await this.#viewOf(seat, id);
    // Somebody threw it away meanwhile.
    if (!view) throw new TroubleError('stale');
    return view;
  }

  async #write(id: string, meta: Meta): Promise<void> {
    await replaceDurably(this.#file(id, 'meta.json'), Buffer.from(JSON.stringify(meta)));
  }

  async #writeAt(
    id: string,
    name: string,
    part: { readonly bytes: Uint8Array; readonly at: number },
  ): Promise<void> {
    const file = this.#file(id, name);
    const handle = await open(file, 'r+').catch((cause: unknown) => {
      if (!isMissing(cause)) throw cause;
      return open(file, 'a').then(async (made) => {
        await made.close();
        return open(file, 'r+');
      });
    });
    await withFile(handle, async (each) => {
      await writeAll(each, part.bytes, part.at);
      await each.datasync();
    });
  }

  /** When it was last written to, in POSIX seconds; nothing where it is not whole. */
  async #touchedAt(id: string): Promise<number | undefined> {
    try {
      const names = ['meta.json', 'have'];
      const times = await Promise.all(
        names.map((name) =>
          stat(this.#file(id, name)).then(
            ({ mtimeMs }) => mtimeMs / 1_000,
            () => 0,
          ),
        ),
      );
      const latest = Math.max(...times);
      return latest === 0 ? undefined : latest;
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw cause;
    }
  }

  #file(id: string, name: string): string {
    return path.join(this.#needs.dir, id, name);
  }

  async #guarded<T>(job: () => Promise<T>): Promise<T> {
    try {
      return await job();
    } catch (cause) {
      throw troubleOf(cause, { folder: this.#needs.dir });
    }
  }
}

function isSame(ours: Attachment, theirs: Attachment): boolean {
  return (['name', 'media', 'size', 'sha256', 'root'] as const).every(
    (name) => ours[name] === theirs[name],
  );
}

/** What bytes are; whatever else the node does goes on while a long text is read. */
async function mediaOf(bytes: Uint8Array): Promise<AttachmentMedia | undefined> {
  const reading = readMedia(bytes);
  let step = reading.next();
  while (!step.done) {
    await breathe();
    step = reading.next();
  }
  return step.value;
}
