import { wordsOf } from '../base/fold.ts';
import type { Report } from '../accord/knowledge/schema.ts';

/** What keeps a phrase from reaching from one part of a record into the next: no word folds to it. [I16] */
export const PART_END = '\u0640';

/** The words of parts in the order in which they stand, with {@link PART_END} between parts. */
export function wordsInParts(parts: readonly string[]): readonly string[] {
  return parts.flatMap((part, i) => (i === 0 ? wordsOf(part) : [PART_END, ...wordsOf(part)]));
}

/** All that is searched of a report: what a person wrote in it, and whose it is. */
export function partsOf(body: Report, author: string): readonly string[] {
  const { title, text, place, source, claims, details } = body;
  const lines = Object.values(details ?? {}).filter((each) => typeof each === 'string');
  const claimed = (claims ?? []).map(({ words }) => words);
  const all = [
    title,
    text,
    place.label ?? '',
    source.reference ?? '',
    ...claimed,
    ...lines,
    author,
  ];
  return all.filter((part) => part !== '');
}
