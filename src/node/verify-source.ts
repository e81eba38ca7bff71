import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LogSource } from '../proof/audit.ts';
import { tilePath } from '../proof/tile.ts';

/** A log that is served in C2SP tlog-tiles layout at `url` (with a slash at the end). */
export function httpLogSource(url: string, token?: string): LogSource {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const response = await fetch(new URL(name, url), { headers });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${name} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  return sourceOf(read);
}

/** A log that lies in C2SP tlog-tiles layout in a folder. */
export function folderLogSource(dir: string): LogSource {
  return sourceOf(async (name) => {
    try {
      return new Uint8Array(await readFile(path.join(dir, name)));
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
      throw thrown;
    }
  });
}

function sourceOf(read: (name: string) => Promise<Uint8Array | undefined>): LogSource {
  return {
    async checkpoint() {
      const bytes = await read('checkpoint');
      if (!bytes) throw new Error('there is no checkpoint');
      return Buffer.from(bytes).toString('utf8');
    },
    tile: (level, index, width) => read(tilePath(level, index, width)),
    bundle: (index, width) => read(tilePath('entries', index, width)),
  };
}
