import type { Tables } from './tables.ts';

/** Up to how many words a beginning is spelt out into, each of which is then read in order. */
const TERMS_MAX = 64;

/** From how many letters on a word may be the beginning of another; shorter, it must be the word. [I4] */
export const BEGINNING_LETTERS_MIN = 2;

/** What is written onto an Arabic word before it: the article, and the words of one letter. [I15] */
const ARTICLES = ['\u0627\u0644', '\u0648\u0627\u0644', '\u0628\u0627\u0644', '\u0644\u0644'];
const RARE_ARTICLES = ['\u0641\u0627\u0644', '\u0643\u0627\u0644'];
const ONE_LETTER = ['\u0648', '\u0628', '\u0644', '\u0641'];
const ARABIC = /^[\u0621-\u064a]+$/;

/** How many letters must be left of a word that bears the article, and of one that bears a letter. */
const STEM_LETTERS_MIN = 3;
const LETTERED_STEM_LETTERS_MIN = 4;

/** The beginnings under which a folded word may stand in a text: itself, and behind an article. [I15] */
export function spellingsOf(word: string): readonly string[] {
  if (!ARABIC.test(word)) return [word];
  const article = [...ARTICLES, ...RARE_ARTICLES].find(
    (each) => word.startsWith(each) && word.length - each.length >= STEM_LETTERS_MIN,
  );
  const stem = article === undefined ? word : word.slice(article.length);
  if (stem.length < STEM_LETTERS_MIN) return [word];
  const lettered = stem.length >= LETTERED_STEM_LETTERS_MIN ? ONE_LETTER : [];
  const fronts = ['', ...ARTICLES, ...RARE_ARTICLES, ...lettered];
  return [...new Set([word, ...fronts.map((front) => front + stem)])];
}

/** A folded word as the words' own table is asked for it. Only letters and digits are left in it. [I4] */
export function matchOfWord(tables: Tables, word: string): string {
  if ([...word].length < BEGINNING_LETTERS_MIN) return `"${word}"`;
  // A beginning is spelt out where few words have it: the search then reads each in order, and
  // stops early, where it would merge all of them first.
  const beginnings = spellingsOf(word);
  const terms: string[] = [];
  for (const beginning of beginnings) {
    const rows = tables.all(
      'SELECT word FROM terms WHERE word >= ? AND word < ? LIMIT ?',
      beginning,
      `${beginning}\u{10ffff}`,
      TERMS_MAX + 1,
    );
    terms.push(...rows.map(([term]) => String(term)));
    if (terms.length > TERMS_MAX) break;
  }
  if (terms.length === 0) return `"${word}"`;
  if (terms.length > TERMS_MAX) return `(${beginnings.map((each) => `"${each}"*`).join(' OR ')})`;
  return `(${terms.map((term) => `"${term}"`).join(' OR ')})`;
}
