/** The longest word that is searched for, in UTF-16 units; what is beyond is cut off. */
export const WORD_UNITS_MAX = 64;

/**
 * Brings `text` to the one form in which it is kept and looked for, so that a word is found however
 * it was typed: case, diacritics, presentation forms, the spellings of Arabic and Sorani letters,
 * dotted and dotless i, and the digits of each script. Folding twice is folding once. [I4]
 */
export function fold(text: string): string {
  return text.toLowerCase().replace(UNUSUAL, foldOne);
}

/** The words of `text` in the order they stand, folded: runs of letters and digits of any script. [I4] */
export function wordsOf(text: string): readonly string[] {
  const plain = fold(text);
  // The same words either way; the short pattern is several times as fast.
  const words = plain.match(ASCII.test(plain) ? ASCII_WORD : WORD) ?? [];
  return words.map((word) => (word.length > WORD_UNITS_MAX ? word.slice(0, WORD_UNITS_MAX) : word));
}

// What folds to itself: ASCII without capitals and apostrophes, and the plain Arabic letters.
const UNUSUAL =
  /[^\u0000-&(-@[-_a-z{-\u007f\u060c\u061b\u061f\u0621\u0627\u0628\u062a-\u063a\u0641-\u0648\u064a]/gu;
const ASCII = /^[\u0000-\u007f]*$/;
const ASCII_WORD = /[a-z0-9]+/g;
const WORD = /[\p{L}\p{N}]+/gu;

// Marks, joiners and other invisible signs, tatweel, and what is written as an apostrophe: none of
// them parts a word or tells two words apart.
const SILENT =
  /[\p{M}\p{Cf}\u0640'`\u00b4\u2018\u2019\u201b\u2032\u02b9-\u02bf\u02c8\u055a\uff07]/gu;

/** Letters that one reader writes in one way and the next in another: the folded one, then the rest. */
const SPELLINGS: readonly (readonly [letter: string, others: string])[] = [
  ['\u0627', '\u0671\u0672\u0673\u0675'], // alef: wasla, wavy hamza, high hamza
  ['\u064a', '\u0649\u06cc\u06cd\u06ce\u06d0\u06d1\u06d2\u0678'], // ya: maksura, Farsi, Sorani e
  ['\u0643', '\u06a9\u06aa\u06ab\u06ac'], // kaf: keheh and its kin
  ['\u0647', '\u0629\u06be\u06c0\u06c1\u06c2\u06c3\u06d5\u06ff'], // ha: ta marbuta, Sorani ae
  ['\u0648', '\u06c4\u06c5\u06c6\u06c7\u06c8\u06c9\u06ca\u06cb\u0676\u0677'], // waw: Sorani o
  ['\u0644', '\u06b5\u06b6'], // lam: Sorani heavy l
  ['\u0631', '\u0694\u0695'], // ra: Sorani rolled r
  ['i', '\u0131'], // dotless i; the dot of the capital has gone as a mark
  ['d', '\u0111\u00f0'],
  ['o', '\u00f8'],
  ['l', '\u0142'],
  ['\u03c3', '\u03c2'], // sigma, that ends a word in another form
  ['ss', '\u00df'],
  ['ae', '\u00e6'],
];

/** How many letters' foldings are remembered. */
const FOLDED_MAX = 8192;
const folded = new Map<string, string>();

function foldOne(letter: string): string {
  const known = folded.get(letter);
  if (known !== undefined) return known;
  // A capital may come apart only once it is small, so it is taken apart on both sides.
  const apart = letter.normalize('NFKD').toLowerCase().normalize('NFKD');
  const one = apart.replace(SILENT, '').replace(SPELLED_MANY_WAYS, (each) => LETTERS.get(each)!);
  if (folded.size >= FOLDED_MAX) folded.clear();
  folded.set(letter, one);
  return one;
}

const LETTERS = new Map([
  ...SPELLINGS.flatMap(([letter, others]) => [...others].map((each) => [each, letter] as const)),
  // Arabic-Indic and Persian digits.
  ...[0x0660, 0x06f0].flatMap((zero) =>
    Array.from({ length: 10 }, (_, n) => [String.fromCodePoint(zero + n), String(n)] as const),
  ),
]);
const SPELLED_MANY_WAYS = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'gu');
