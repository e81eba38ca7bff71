import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { PULL_FAULTS } from '../contract/pulls.ts';
import type { PullSettings } from './pull-settings.ts';
import { writeSafely } from './safe-file.ts';

const count = z.int().min(0);

const memorySchema = z.strictObject({
  v: z.literal(1),
  /** Of another collection nothing is remembered. */
  url: z.string(),
  /** The date of the last object that came, as the server gave it. */
  last: z.string().optional(),
  /** POSIX seconds. */
  lastAt: z.int(),
  fault: z.enum(PULL_FAULTS).optional(),
  counts: z
    .strictObject({
      came: count,
      saved: count,
      passedOver: count,
      refused: count,
      leftOut: count,
    })
    .optional(),
});

/** How far a collection was pulled, and how it went. [Y23] */
export type PullMemory = z.infer<typeof memorySchema>;

/** What is remembered of a collection; nothing where it was never pulled, or is another now. */
export function readPullMemory(dir: string, pull: PullSettings): PullMemory | undefined {
  try {
    const read = memorySchema.safeParse(JSON.parse(readFileSync(fileOf(dir, pull), 'utf8')));
    return read.success && read.data.url === pull.url ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers it, durably. */
export function writePullMemory(dir: string, pull: PullSettings, memory: PullMemory): void {
  mkdirSync(path.join(dir, 'pulls'), { recursive: true, mode: 0o700 });
  writeSafely(fileOf(dir, pull), `${JSON.stringify(memory)}\n`);
}

/** The header that a secret file makes, or why it cannot be used. [Y21] */
export function authorizationOf(
  dir: string,
  pull: PullSettings,
): { readonly header: string } | { readonly fault: 'secret-missing' | 'secret-open' } {
  const file = path.join(dir, pull.secret);
  try {
    // Whoever can read it can read what we may.
    if ((statSync(file).mode & 0o077) !== 0) return { fault: 'secret-open' };
    const text = readFileSync(file, 'utf8').trim();
    if (!/^[^\s:]+:\S+$/.test(text)) return { fault: 'secret-missing' };
    return { header: `Basic ${Buffer.from(text).toString('base64')}` };
  } catch {
    return { fault: 'secret-missing' };
  }
}

function fileOf(dir: string, { name }: PullSettings): string {
  return path.join(dir, 'pulls', `${name}.json`);
}
