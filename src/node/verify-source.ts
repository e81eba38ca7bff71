import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { TroubleError } from '../base/result.ts';
import type { LogSource } from '../proof/audit.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';
import { BUNDLE_BYTES_MAX, TILE_WIDTH, tilePath } from '../proof/tile.ts';

/** How long a server may take to give one part of a log, in milliseconds. */
const PART_MILLIS_MAX = 30_000;

/** Gives a part of a log by its C2SP tlog-tiles name, or nothing where there is none. */
export type ReadPart = (name: string) => Promise<Uint8Array | undefined>;

/** A log that is served in C2SP tlog-tiles layout at `url`. Trouble: `source-unreadable`. */
export function httpLogSource(url: string, token?: string): LogSource {
  const base = url.endsWith('/') ? url : `${url}/`;
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  return tiledSource(async (name) => {
    const source = new URL(name, base).href;
    try {
      const signal = AbortSignal.timeout(PART_MILLIS_MAX);
      const response = await fetch(source, { headers, signal });
      if (response.status === 404) return undefined;
      if (response.ok) return await readBody(response, name);
      throw new TroubleError('source-unreadable', { source, reason: response.status });
    } catch (thrown) {
      if (thrown instanceof TroubleError) throw thrown;
      throw new TroubleError('source-unreadable', { source, reason: causeOf(thrown) }, thrown);
    }
  });
}

/** A log that lies in C2SP tlog-tiles layout in a folder. */
export function folderLogSource(dir: string): LogSource {
  return tiledSource((name) => readIfThere(path.join(dir, name)));
}

/** The bytes of a file, or nothing where there is none. Trouble: `source-unreadable`. */
export async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new TroubleError('source-unreadable', { source: file, reason: code }, thrown);
  }
}

/** A log of which `read` gives the parts; a full tile stands in for a partial one that was removed. */
export function tiledSource(read: ReadPart): LogSource {
  const part = async (level: number | 'entries', index: number, width: number) => {
    const partial = await read(tilePath(level, index, width));
    return partial || width === TILE_WIDTH ? partial : read(tilePath(level, index));
  };
  return {
    async checkpoint() {
      const bytes = await read('checkpoint');
      if (!bytes) throw new TroubleError('no-checkpoint');
      return Buffer.from(bytes).toString('utf8');
    },
    tile: (level, index, width) => part(level, index, width),
    bundle: (index, width) => part('entries', index, width),
  };
}

/** The body of an answer; a server of someone else may send more than any part can be. */
async function readBody(response: Response, name: string): Promise<Uint8Array> {
  const limit = name === 'checkpoint' ? NOTE_BYTES_MAX : BUNDLE_BYTES_MAX;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const each of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += each.length;
    if (size > limit) {
      throw new TroubleError('source-unreadable', { source: response.url, reason: 'too large' });
    }
    parts.push(each);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function causeOf(thrown: unknown): string {
  const { cause, message } = thrown as { readonly cause?: unknown; readonly message: string };
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : message;
}
