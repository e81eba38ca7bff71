// oxlint-disable-next-line no-restricted-imports -- a suite runs on a host, never in the room.
import { readFileSync, readdirSync } from 'node:fs';
import type { Result } from './result.ts';

/** One line of a file of kept vectors: what it is, and whether it may be accepted. [V2] */
export interface Vector {
  readonly case: string;
  readonly accept: boolean;
  /** Where it must be refused, the fault as it must be told. */
  readonly fault?: object;
}

const FOLDER = new URL('../../test/vectors/', import.meta.url);

/**
 * The cases of one form, by its path in test/vectors: of `name.jsonl` and of what was added later,
 * `name-2.jsonl` and so on, since what is listed is never changed. [V1]
 */
export function vectorsIn<T>(form: string): readonly (T & Vector)[] {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]+)$/.exec(form) ?? [];
  const files = readdirSync(new URL(folder, FOLDER)).filter((file) => formOf(file) === name);
  const lines = files
    .toSorted()
    .flatMap((file) => keptFile(`${folder}${file}`).toString('utf8').trimEnd().split('\n'));
  return lines.map((line) => JSON.parse(line) as T & Vector);
}

/** Which form a file of cases holds, or nothing where it holds none. */
export function formOf(file: string): string | undefined {
  return /^(.+?)(?:-\d+)?\.jsonl$/.exec(file)?.[1];
}

/** The bytes of a kept file. */
export function keptFile(path: string): Buffer {
  return readFileSync(new URL(path, FOLDER));
}

/** The bytes that a vector gives in hexadecimal. */
export function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** What a reader made of a vector, in the words of {@link Vector}. */
export function outcomeOf<T, F>(read: Result<T, F>): Pick<Vector, 'accept'> & { fault?: F } {
  return read.ok ? { accept: true } : { accept: false, fault: read.fault };
}

/** What a vector demands of a reader, to be held against {@link outcomeOf}. */
export function demandOf({ accept, fault }: Vector): Pick<Vector, 'accept' | 'fault'> {
  return fault === undefined ? { accept } : { accept, fault };
}

/** A value with its bytes in hexadecimal, as vectors give them; what is undefined is left out. */
export function inHex(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(inHex);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(fields.map(([name, each]) => [name, inHex(each)]));
}
