import { WORD_UNITS_MAX, fold } from './fold.ts';

/** A stretch of a text: from one UTF-16 unit up to another. */
export type Stretch = readonly [from: number, upto: number];

/** A word of a text: as it is folded, where each of its letters stands, and where it ends. */
interface PlacedWord {
  readonly folded: string;
  /** For each UTF-16 unit of `folded`, where the letter begins that it was folded from. */
  readonly starts: readonly number[];
  readonly end: number;
}

/**
 * Where the words of `text` stand that begin with one of `beginnings` (folded), and how much of each
 * was looked for: the letters as they were written, with the marks that belong to them. [I20]
 */
export function stretchesIn(text: string, beginnings: readonly string[]): readonly Stretch[] {
  const wanted = beginnings.filter((each) => each !== '').toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return [];
  return placedWords(text).flatMap(({ folded, starts, end }) => {
    const found = wanted.find((each) => folded.startsWith(each));
    if (found === undefined) return [];
    // A letter that was folded into two is marked whole.
    let next = found.length;
    while (next < starts.length && starts[next] === starts[next - 1]) next += 1;
    return [[starts[0]!, starts[next] ?? end] as const];
  });
}

/** A part of `text` of at most `units` UTF-16 units, round the first of these stretches, cut at spaces. [I20] */
export function excerptOf(text: string, beginnings: readonly string[], units: number): string {
  if (text.length <= units) return text;
  const [from] = stretchesIn(text, beginnings)[0] ?? [0];
  const begin = from < units / 2 ? 0 : afterSpace(text, from - Math.floor(units / 3));
  const most = text.slice(begin, begin + units);
  const space = begin + units >= text.length ? -1 : most.lastIndexOf(' ');
  const part = wellFormed(space > units / 2 ? most.slice(0, space) : most);
  return `${begin > 0 ? '…' : ''}${part}${begin + part.length < text.length ? '…' : ''}`;
}

/** The words of a text with the places of their letters; the same words as `wordsOf` gives. */
export function placedWords(text: string): readonly PlacedWord[] {
  const words: PlacedWord[] = [];
  let folded = '';
  let starts: number[] = [];
  let end = 0;
  const close = (): void => {
    if (folded !== '') words.push({ folded: folded.slice(0, WORD_UNITS_MAX), starts, end });
    folded = '';
    starts = [];
  };
  let at = 0;
  for (const letter of text) {
    const one = fold(letter);
    for (const each of one) {
      if (!LETTER.test(each)) {
        close();
        continue;
      }
      // A mark before the letter belongs to what stood there before.
      for (let unit = 0; unit < each.length; unit += 1) starts.push(at);
      folded += each;
    }
    at += letter.length;
    if (folded !== '') end = at;
  }
  close();
  return words;
}

const LETTER = /[\p{L}\p{N}]/u;

function afterSpace(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return space === -1 || space - from > 30 ? notInside(text, from) : space + 1;
}

function notInside(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at;
}

function wellFormed(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
