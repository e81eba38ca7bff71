import { wordsOf } from '../../base/fold.ts';
import { BEGINNING_LETTERS_MIN, spellingsOf } from '../beginnings.ts';
import type { Condition } from '../sought.ts';
import type { Link } from './link.ts';
import { BEGINNING_LETTERS, wellFormed } from './tokens.ts';

/** Which tokens stand for a word that is looked for: for the word itself, or for what begins so. */
export interface Terms {
  whole(word: string): readonly number[];
  beginning(word: string): readonly number[];
}

interface Range {
  /** Under which name its tokens are kept. */
  readonly of: string;
  readonly lo: string;
  readonly hi: string;
  readonly begins: boolean;
}

/** Reads the tokens of all words that these conditions and words name, in one question. */
export async function termsFor(
  link: Link,
  words: readonly string[],
  conditions: readonly Condition[],
): Promise<Terms> {
  const named = new Set([...words, ...conditions.flatMap(wordsIn)]);
  const ranges = [...named].flatMap(rangesOf);
  const tokens = new Map<string, number[]>();
  const rows =
    ranges.length === 0
      ? []
      : await link.all(
          `SELECT x.of, t.no FROM json_to_recordset($1::text::json)
             AS x(of text, lo text, hi text, begins bool)
           JOIN terms t ON t.begins = x.begins AND t.word >= x.lo COLLATE "C"
             AND t.word < x.hi COLLATE "C"`,
          [JSON.stringify(ranges)],
        );
  for (const [of, no] of rows) {
    const held = tokens.get(of as string);
    if (held) held.push(no as number);
    else tokens.set(of as string, [no as number]);
  }
  return {
    whole: (word) => tokens.get(`=${wellFormed(word)}`) ?? [],
    beginning: (word) => tokens.get(`^${wellFormed(word)}`) ?? [],
  };
}

function wordsIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'words':
    case 'phrase':
      return wordsOf(condition.text);
    case 'all':
    case 'any':
      return condition.parts.flatMap(wordsIn);
    case 'not':
      return wordsIn(condition.part);
    default:
      return [];
  }
}

function rangesOf(asked: string): readonly Range[] {
  const word = wellFormed(asked);
  const whole = exactly(word, `=${word}`);
  const of = `^${word}`;
  if ([...word].length < BEGINNING_LETTERS_MIN) return [whole, exactly(word, of)]; // [I4]
  return [whole, ...spellingsOf(word).flatMap((each) => begun(each, of))];
}

/** Words that begin so: one by one where they are few, else by the beginnings that are tokens. */
function begun(word: string, of: string): readonly Range[] {
  const letters = [...word].length;
  const from = { of, lo: word, hi: `${word}\u{10ffff}` };
  if (letters > BEGINNING_LETTERS) return [{ ...from, begins: false }];
  if (letters === BEGINNING_LETTERS) return [{ ...exactly(word, of), begins: true }];
  return [exactly(word, of), { ...from, begins: true }];
}

function exactly(word: string, of: string): Range {
  return { of, lo: word, hi: `${word}\u0001`, begins: false };
}
