import { wordsOf } from '../base/fold.ts';
import { matchOfWord } from './beginnings.ts';
import { among } from './judged.ts';
import { openLogs } from './open-logs.ts';
import type { SpellingsQuery } from './port.ts';
import { QUERY_WORDS_MAX } from './port.ts';
import type { Tables } from './tables.ts';

/** From how many letters on a word may have one that is wrong. [I22] */
export const MISSPELT_LETTERS_MIN = 5;

/** How many words are offered in place of one. */
export const SPELLINGS_MAX = 6;

const LATIN = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ARABIC =
  '\u0627\u0628\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636' +
  '\u0637\u0638\u0639\u063a\u0641\u0642\u0643\u0644\u0645\u0646\u0647\u0648\u064a\u0621' +
  '\u067e\u0686\u0698\u06a4\u06af';

/**
 * For each word of `text` that begins no word on the logs that may be read, the words there that are
 * one letter away from it. What stands on other logs neither adds a word nor keeps one out. [I3] [I22]
 */
export function spellingsFor(
  tables: Tables,
  { text, logs: ids }: SpellingsQuery,
): ReadonlyMap<string, readonly string[]> {
  const logs = JSON.stringify([...openLogs(tables, ids).keys()]);
  const isThere = (match: string): boolean =>
    tables.all(
      `SELECT 1 FROM search f CROSS JOIN reports r ON r.key = f.rowid
       WHERE f.search MATCH ? AND ${among('r.log')} AND r.corrected = 0 LIMIT 1`,
      match,
      logs,
    ).length > 0 ||
    tables.all(
      `SELECT 1 FROM other_search f CROSS JOIN others o ON o.no = f.rowid
       WHERE f.other_search MATCH ? AND ${among('o.log')} LIMIT 1`,
      match,
      logs,
    ).length > 0;
  const found = new Map<string, readonly string[]>();
  for (const word of new Set(wordsOf(text).slice(0, QUERY_WORDS_MAX))) {
    if ([...word].length < MISSPELT_LETTERS_MIN || isThere(matchOfWord(tables, word))) continue;
    found.set(
      word,
      near(tables, word, (term) => isThere(`"${term}"`)),
    );
  }
  return found;
}

function near(tables: Tables, word: string, isThere: (term: string) => boolean): string[] {
  const [whole, begun] = [new Set<string>(), new Set<string>()];
  for (const other of oneLetterFrom(word)) {
    const rows = tables.all(
      'SELECT word FROM terms WHERE word >= ? AND word < ? LIMIT ?',
      other,
      `${other}\u{10ffff}`,
      BEGUN_MAX,
    );
    for (const [term] of rows) (term === other ? whole : begun).add(String(term));
  }
  const kept: string[] = [];
  for (const term of new Set([...whole, ...begun])) {
    if (kept.length >= SPELLINGS_MAX) break;
    if (isThere(term)) kept.push(term);
  }
  return kept;
}

/** How many words with one beginning are looked at. */
const BEGUN_MAX = 200;

/** Every text that is one letter left out, put in, changed, or two changed places away. */
function oneLetterFrom(word: string): ReadonlySet<string> {
  const letters = [...word];
  const alphabet = [...(/^[a-z0-9]+$/.test(word) ? LATIN : ARABIC)];
  const others = new Set<string>();
  const put = (at: number, drop: number, ...middle: readonly string[]): void => {
    others.add([...letters.slice(0, at), ...middle, ...letters.slice(at + drop)].join(''));
  };
  for (let at = 0; at <= letters.length; at += 1) {
    if (at < letters.length) put(at, 1);
    if (at + 1 < letters.length) put(at, 2, letters[at + 1]!, letters[at]!);
    for (const letter of alphabet) {
      put(at, 0, letter);
      if (at < letters.length) put(at, 1, letter);
    }
  }
  others.delete(word);
  return others;
}
