import type { Count } from '../../accord/knowledge/details.ts';
import { foldDigits } from '../../geo/digits.ts';

/** The largest figure; the schema's own limit. */
export const COUNT_MAX = 10_000_000;

/** The longest text that is read as a count, in UTF-16 units. */
const TEXT_MAX = 40;

/** Reads `3` or `3-5`, in the digits of any of the languages; nothing where it is neither. */
export function readCount(text: string): Count | undefined {
  const plain = foldDigits(text)
    .slice(0, TEXT_MAX)
    .replaceAll(/[\s\u200e\u200f،,٬]/g, '');
  const parts = /^(\d{1,8})(?:(?:[-–—−~/]|\.\.|…)(\d{1,8}))?$/.exec(plain);
  if (!parts) return undefined;
  const [, from = '', upto = from] = parts;
  const count = { from: Number(from), upto: Number(upto) };
  return count.from <= count.upto && count.upto <= COUNT_MAX ? count : undefined;
}

/** The text that {@link readCount} reads as `count`. */
export function writeCount({ from, upto }: Count): string {
  return from === upto ? String(from) : `${from}-${upto}`;
}
