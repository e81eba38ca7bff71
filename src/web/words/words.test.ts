import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import { FAULT_CODES } from '../../contract/faults.ts';
import { LANGUAGES } from './language.ts';
import type { Catalogue } from './words.ts';
import { openWords } from './words.ts';

const WORDS = import.meta.dirname;
const WEB = join(WORDS, '..');

function catalogueOf(language: string): Catalogue {
  const folder = join(WORDS, language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const parts = files.map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Catalogue,
  );
  return Object.assign({}, ...parts) as Catalogue;
}

const english = catalogueOf('en');

describe.each(LANGUAGES)('the words of $name', ({ id }) => {
  const catalogue = catalogueOf(id);

  it('are there for every key, and for no other', () => {
    expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(english).toSorted());
    expect(Object.entries(catalogue).filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  it('word every fault that a node may answer', () => {
    const missing = Object.keys(FAULT_CODES).filter((code) => !(`fault.${code}` in catalogue));
    expect(missing).toEqual([]);
  });
});

describe('the screens', () => {
  const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => [name, readFileSync(join(WEB, name), 'utf8')] as const);

  it('ask for no sentence that is not there', () => {
    const missing = sources.flatMap(([name, text]) =>
      [...text.matchAll(/\b(?:t|rich)\(\s*'([^']+)'/g)]
        .map(([, key = '']) => key)
        .filter((key) => !(key in english))
        .map((key) => `${name}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('make up no key whose beginning no sentence has', () => {
    const missing = sources.flatMap(([name, text]) =>
      [...text.matchAll(/\b(?:t|rich)\(\s*`([^`$]*)\$\{/g)]
        .map(([, start = '']) => start)
        .filter((start) => !Object.keys(english).some((key) => key.startsWith(start)))
        .map((start) => `${name}: ${start}`),
    );
    expect(missing).toEqual([]);
  });

  it('keep every sentence in the file that its key names', () => {
    for (const { id } of LANGUAGES) {
      for (const file of readdirSync(join(WORDS, id))) {
        const text = readFileSync(join(WORDS, id, file), 'utf8');
        const astray = Object.keys(JSON.parse(text) as Catalogue).filter(
          (key) => !key.startsWith(`${file.replace('.json', '')}.`),
        );
        expect([id, file, astray]).toEqual([id, file, []]);
      }
    }
  });
});

describe('a sentence', () => {
  const words = openWords('ckb', {
    'a.b.c': '{count, plural, one {# یەک} other {# زۆر}} بۆ {who}',
  });

  it('counts in Sorani with our own rules and sets names apart', () => {
    expect(words.t('a.b.c', { count: 1200, who: 'JCC' })).toBe('1,200 زۆر بۆ \u2068JCC\u2069');
    expect(words.t('a.b.c', { count: 1, who: 'JCC' })).toContain('1 یەک');
  });

  it('shows its key where it is not known', () => {
    expect(words.t('a.b.d')).toBe('a.b.d');
    expect(words.has('a.b.d')).toBe(false);
  });

  it('takes elements into its gaps', () => {
    const link = createElement('a', { href: '/' }, 'JCC');
    const shown = renderToStaticMarkup(words.rich('a.b.c', { count: 2, who: link }));
    expect(shown).toBe('2 زۆر بۆ <a href="/">JCC</a>');
  });
});
