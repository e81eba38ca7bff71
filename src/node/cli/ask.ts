import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** The command line was not understood; its sentence says what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command of the program. */
export interface Command {
  /** The whole help, its first line the usage. */
  readonly help: string;
  /** Resolves with the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** What may stand on a command line. */
export interface Allowed {
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How many words may stand beside the options. */
  readonly words: readonly [least: number, most: number];
  readonly usage: string;
}

/** What stood on a command line. */
export interface Given {
  readonly words: readonly string[];
  /** The value of an option, or nothing. */
  text(name: string): string | undefined;
  /** All values of an option that may be repeated. */
  texts(name: string): readonly string[];
  has(name: string): boolean;
  /** The value of an option that must be there. */
  must(name: string): string;
}

/** Reads a command line; what is not allowed is a {@link UsageError}. */
export function readArgs(args: readonly string[], allowed: Allowed): Given {
  const { values, positionals } = parse(args, allowed);
  const [least, most] = allowed.words;
  if (positionals.length < least) throw new UsageError(`Something is missing. ${allowed.usage}`);
  if (positionals.length > most) {
    throw new UsageError(`"${positionals[most]}" is one word too many. ${allowed.usage}`);
  }
  const texts = (name: string): readonly string[] => {
    const value = values[name];
    if (value === undefined || typeof value === 'boolean') return [];
    return [value].flat().map(String);
  };
  return {
    words: positionals,
    text: (name) => texts(name)[0],
    texts,
    has: (name) => values[name] === true || texts(name).length > 0,
    must(name) {
      const [text] = texts(name);
      if (text === undefined) throw new UsageError(`--${name} is needed. ${allowed.usage}`);
      return text;
    },
  };
}

function parse(args: readonly string[], { options, usage }: Allowed) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const [sentence] = (thrown instanceof Error ? thrown.message : String(thrown)).split('. ');
    throw new UsageError(`${sentence}. ${usage}`);
  }
}

/** A whole number between two others. */
export function wholeNumber(text: string, name: string, [least, most]: readonly [number, number]) {
  const number = Number(text);
  if (/^-?\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}, not "${text}".`);
}
