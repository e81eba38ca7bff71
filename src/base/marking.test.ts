import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from './fold.ts';
import { excerptOf, placedWords, stretchesIn } from './marking.ts';

const anyText = fc
  .array(fc.oneof(fc.nat(0x2ff), fc.integer({ min: 0x600, max: 0x6ff }), fc.nat(0x10ffff)))
  .map((points) => String.fromCodePoint(...points));

const marked = (text: string, ...beginnings: readonly string[]) =>
  stretchesIn(text, beginnings).map(([from, upto]) => text.slice(from, upto));

describe('what is marked in a text', () => {
  it('[I20] is in the words that are searched, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(placedWords(text).map(({ folded }) => folded)).toEqual(wordsOf(text));
      }),
      { numRuns: 400 },
    );
  });

  it('[I20] is the letters as they were written, those that were folded too', () => {
    expect(marked('Diyarbakır, DİYARBAKIR', 'diyar')).toEqual(['Diyar', 'DİYAR']);
    expect(marked('Khūrmāl köprü', 'khurm', 'kop')).toEqual(['Khūrm', 'köp']);
    expect(marked('في بَـغْـدَادَ أمس', 'بغداد')).toEqual(['بَـغْـدَادَ']);
    expect(marked('ھەولێر', 'ههول')).toEqual(['ھەول']);
    expect(marked('سنة ٢٠١٦', '2016')).toEqual(['٢٠١٦']);
    expect(marked('Straße', 'stras')).toEqual(['Straß']);
    expect(marked("At-Ta'mim", 'tam')).toEqual(["Ta'm"]);
    expect(marked('abc', '')).toEqual([]);
  });

  it('[I20] is shown with what stands round it, cut at spaces', () => {
    const text = `${'many words come before '.repeat(20)}the bridge was closed${' and after'.repeat(40)}`;
    const part = excerptOf(text, ['bridge'], 100);
    expect(part).toMatch(/^….*the bridge was closed.*…$/);
    expect(part.length).toBeLessThanOrEqual(102);
    expect(excerptOf('short', ['x'], 100)).toBe('short');
    expect(excerptOf(text, [], 60)).toMatch(/^many words .*…$/);
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 60 }), (any, units) => {
        const one = excerptOf(any, wordsOf(any).slice(0, 2), units);
        expect(any).toContain(one.replaceAll(/^…|…$/g, '').trim().slice(0, 5));
      }),
      { numRuns: 200 },
    );
  });
});
