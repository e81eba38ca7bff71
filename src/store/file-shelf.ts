import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseUtf8, utf8 } from '../base/bytes.ts';
import { TroubleError } from '../base/result.ts';
import type { Shelf } from '../ledger/ports.ts';
import { UNFINISHED, makeFolder, readIfThere, replaceDurably, troubleOf } from './disk.ts';
import { openLine } from './line.ts';
import { checkShelfName, checkShelfText } from './memory.ts';

/** Opens the shelf in the folder `dir`, which is made if it is not there. */
export async function openFileShelf(dir: string): Promise<Shelf> {
  const root = resolve(dir);
  const inLine = openLine();
  const pathOf = (name: string): string => {
    checkShelfName(name);
    return join(root, shelfFile(name));
  };
  await guarded(root, async () => {
    await makeFolder(root);
    const unfinished = (await readdir(root)).filter((file) => file.endsWith(UNFINISHED));
    for (const file of unfinished) await rm(join(root, file));
  });
  return {
    get: async (name) => {
      const path = pathOf(name);
      const bytes = await guarded(path, () => readIfThere(path));
      if (!bytes) return undefined;
      const text = parseUtf8(bytes);
      if (!text.ok) throw new TroubleError('store-damaged', { file: path, what: text.fault.kind });
      return text.value;
    },
    put: async (name, text) => {
      const path = pathOf(name);
      checkShelfText(text);
      await inLine(() => guarded(path, () => replaceDurably(path, utf8(text))));
    },
    names: async (prefix) => {
      const files = await guarded(root, () => readdir(root));
      return files
        .flatMap((file) => shelfName(file) ?? [])
        .filter((name) => name.startsWith(prefix))
        .toSorted();
    },
  };
}

/**
 * The file of a shelf's folder that holds the text under `name`. A name never has an underline, so
 * `a` and `a/b` can stand side by side in one folder.
 */
export function shelfFile(name: string): string {
  return name.replaceAll('/', '_');
}

/** The name of the text that a file of a shelf's folder holds, or nothing while it is being written. */
export function shelfName(file: string): string | undefined {
  return file.endsWith(UNFINISHED) ? undefined : file.replaceAll('_', '/');
}

async function guarded<T>(file: string, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (cause) {
    throw troubleOf(cause, { file });
  }
}
