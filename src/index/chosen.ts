import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TroubleError } from '../base/result.ts';
import type { Index } from './port.ts';
import type { PostgresOptions } from './postgres/writer.ts';
import { parsePostgresUrl } from './postgres/place.ts';
import { openIndex } from './sqlite.ts';

/** Which index a node has: a file in its folder, or a schema of a PostgreSQL server. */
export interface IndexChoice extends PostgresOptions {
  /** The node's data folder. */
  readonly dir: string;
  /** The address of a server; the file where there is none. [I50] */
  readonly url: string | undefined;
}

const FILES = ['', '-wal', '-shm', '-journal'].map((end) => `index.sqlite${end}`);

/** Bears the name by which the tables on a server know that they are of this folder. [I51] */
const PAIRED = 'index.postgres';

/** Opens the index that was chosen. Trouble: `index-url-bad`, and what the port names. */
export async function openChosenIndex({ dir, url, ...options }: IndexChoice): Promise<Index> {
  if (url === undefined) {
    // What a server keeps is behind from now on.
    rmSync(path.join(dir, PAIRED), { force: true });
    return openIndex(path.join(dir, FILES[0]!), options);
  }
  const place = parsePostgresUrl(url);
  // Not said in full: a password may stand in it.
  if (place === undefined) throw new TroubleError('index-url-bad');
  dropFiles(dir);
  const { openPostgresIndex } = await import('./postgres.ts');
  return openPostgresIndex(place, { ...options, folder: pairedWith(dir) });
}

/** Has the index made anew from the logs when it is opened next, wherever it is; the node is stopped. [I1] */
export function forgetIndex(dir: string): void {
  dropFiles(dir);
  rmSync(path.join(dir, PAIRED), { force: true });
}

// Nothing that is erased later may stay in a file that nobody looks after. [W4]
function dropFiles(dir: string): void {
  for (const name of FILES) rmSync(path.join(dir, name), { force: true });
}

function pairedWith(dir: string): string {
  const file = path.join(dir, PAIRED);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const made = randomUUID();
  writeFileSync(file, `${made}\n`, { mode: 0o600, flush: true });
  return made;
}
