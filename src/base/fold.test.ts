import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WORD_UNITS_MAX, fold, wordsOf } from './fold.ts';

const SAME: readonly (readonly [what: string, ...spellings: readonly string[]])[] = [
  ['case', 'MOSUL', 'mosul', 'Mosul'],
  ['Latin diacritics', 'Khūrmāl', 'Khurmal'],
  ['composed and decomposed', 'é', 'e\u0301'],
  ['Turkish dotted and dotless i', 'DİYARBAKIR', 'diyarbakır', 'Diyarbakir', 'DIYARBAKIR'],
  ['Turkish cedilla, breve and umlaut', 'Şırnak Çukurca Ağrı Gümüş', 'sirnak cukurca agri gumus'],
  ['apostrophes', "At-Ta'mim", 'At-Ta’mim', 'At-Taʿmim', 'at-tamim'],
  ['alef with its hamzas', 'أربيل', 'اربيل', 'إربيل', 'آربيل', 'ٱربيل'],
  ['ya, alef maksura and Farsi ya', 'موسى', 'موسي', 'موسی'],
  ['ta marbuta and ha', 'البصرة', 'البصره'],
  ['hamza on its seats', 'مسؤول', 'مسوول'],
  ['tatweel and vowels', 'بَـغْـدَاد', 'بغداد'],
  ['presentation forms', 'ﺑﻐﺪﺍﺩ', 'بغداد'],
  ['Sorani kaf and Arabic kaf', 'کەرکووک', 'كەركووك'],
  ['Sorani ae, ha and doachashmee', 'هەولێر', 'ھەولێر', 'ههولير'],
  ['Sorani o, rolled r and heavy l', 'کۆڕەک گوڵ', 'كورەك گول'],
  ['zero-width joiners', 'می‌شوێن', 'میشوێن'],
  ['digits', '٢٠١٦', '۲۰۱۶', '２０１６', '2016'],
  ['bidirectional marks', '\u200fبغداد\u200e', 'بغداد'],
];

const anyText = fc
  .array(fc.oneof(fc.nat(0x2ff), fc.integer({ min: 0x600, max: 0x6ff }), fc.nat(0x10ffff)))
  .map((points) => String.fromCodePoint(...points));

describe('fold', () => {
  it.each(SAME)('[I4] brings together %s', (_, ...spellings) => {
    expect(new Set(spellings.map(fold)).size).toBe(1);
  });

  it('[I4] keeps apart what is not the same', () => {
    const words = ['دهوك', 'دهولك', 'mosul', 'mosull', 'سنجار', 'شنجار', '٢٠١٦', '٢٠١٧'];
    expect(new Set(words.map(fold)).size).toBe(words.length);
  });

  it('[I4] folds twice as once, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 300 },
    );
  });

  it('[I4] gives words of letters and digits alone, none of them too long', () => {
    expect(wordsOf('Qaḑā’ Ḩalabchah, 2016-03-05: "٤ شهداء"')).toEqual([
      'qada',
      'halabchah',
      '2016',
      '03',
      '05',
      '4',
      'شهداء',
    ]);
    fc.assert(
      fc.property(anyText, (text) => {
        for (const word of wordsOf(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
      }),
      { numRuns: 300 },
    );
    expect(wordsOf('a'.repeat(500))).toEqual(['a'.repeat(WORD_UNITS_MAX)]);
  });
});
