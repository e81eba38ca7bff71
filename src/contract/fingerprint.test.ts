import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex, sha256, utf8 } from '../base/bytes.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import { FINGERPRINT_WORDS } from './fingerprint-words.ts';
import { FINGERPRINT_WORD_COUNT, fingerprintCode, fingerprintWords } from './fingerprint.ts';

/** Letters that a tired reader takes for each other. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/[أإآ]/gu, 'ا'],
  [/[ىئې]/gu, 'ي'],
  [/ة/gu, 'ه'],
  [/ؤ/gu, 'و'],
  [/ڕ/gu, 'ر'],
  [/ڵ/gu, 'ل'],
  [/[çğıöşüâ]/gu, ''],
];

function bare(word: string, language: string): string {
  if (language !== 'tr') return ALIKE.reduce((text, [from, to]) => text.replaceAll(from, to), word);
  const plain: Readonly<Record<string, string>> = {
    ç: 'c',
    ğ: 'g',
    ı: 'i',
    ö: 'o',
    ş: 's',
    ü: 'u',
    â: 'a',
  };
  return [...word].map((letter) => plain[letter] ?? letter).join('');
}

/** Whether one letter changed, added or left out makes one word of the other. */
function isNear(ours: string, theirs: string): boolean {
  const [short, long] = ours.length <= theirs.length ? [ours, theirs] : [theirs, ours];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = long.length === short.length ? start + 1 : start;
  return short.slice(rest) === long.slice(start + 1);
}

describe('a fingerprint', () => {
  it.each(LANGUAGES)('[B12] has 256 words in %s that nobody mixes up', (language) => {
    const words = FINGERPRINT_WORDS[language].map((word) => bare(word, language));
    expect(new Set(words).size).toBe(256);
    const near = words.flatMap((ours, i) =>
      words.slice(i + 1).flatMap((theirs) => (isNear(ours, theirs) ? [`${ours} ${theirs}`] : [])),
    );
    expect(near).toEqual([]);
    for (const word of words) expect([...word].length, word).toBeLessThanOrEqual(10);
    for (const word of words) expect([...word].length, word).toBeGreaterThanOrEqual(3);
  });

  it('[B12] says its first twelve bytes, each by its word', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.constantFrom(...LANGUAGES),
        (hash, language) => {
          const words = fingerprintWords(hash, language);
          const list = FINGERPRINT_WORDS[language];
          expect(words.map((word) => list.indexOf(word))).toEqual([
            ...hash.subarray(0, FINGERPRINT_WORD_COUNT),
          ]);
        },
      ),
    );
  });

  it('[B12] is the same for ever', () => {
    const hash = sha256(utf8('tansiq'));
    expect(fingerprintCode('bundle', hash)).toMatch(/^tansiq:bundle:sha256:[0-9a-f]{64}$/);
    const whole = LANGUAGES.map((language) => fingerprintWords(hash, language).join(' '));
    expect(whole).toEqual([
      'عصفور مخلل رسالة قنديل إجاص باخرة ينبوع شراع بوصلة قنفذ قنفذ لعبة',
      'مەڕ خوێ مەڕمەڕ قەڵا هەرمێ جێگا سەرچاوە بادەوان ڕەفە ئەسکوێ ئەسکوێ قوتابخانە',
      'kiremit soba marangoz iskele arı süpürge otobüs sürahi örümcek keman keman meşe',
      'ladder raven mint granite anchor ruby oyster saffron palm jigsaw jigsaw nest',
    ]);
    const lists = LANGUAGES.map((language) => FINGERPRINT_WORDS[language].join('\n'));
    expect(formatHex(sha256(utf8(lists.join('\n')))).slice(0, 16)).toBe('4757be13e7c95567');
  });
});
