import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { instant, parseInstant } from '../../base/instant.ts';
import { parseQuery } from '../../contract/query-parse.ts';
import type { Query } from '../../contract/query.ts';
import { LANGUAGES } from '../words/language.ts';
import type { Catalogue } from '../words/words.ts';
import { openWords } from '../words/words.ts';
import { sayQuery } from './query-words.ts';

const EVERY = [
  'bridge "closed road" (rain OR flood -mud) kind:incident,crossing party:qamar audience:nahr',
  'seat:duty grade:A-C1-2 from:2026-03 upto:7d on:yesterday near:"Kut",500m in:Kut is:linked',
  'area:43,35,44,36 area:38SLE7003,38SLE8013 area:38SLE30000000,38SLF30000000,38SMF30000000',
  'along:38SLE7003,38SLE8013,2km is:ungraded is:graded -is:contradicted has:attachment',
];

const wordsOf = (language: (typeof LANGUAGES)[number]['id']) => {
  const folder = join(import.meta.dirname, '..', 'words', language);
  const files = ['search-paper', 'reports'].map(
    (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Catalogue,
  );
  return openWords(language, Object.assign({}, ...files) as Catalogue);
};

const read = (text: string): Query => {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(JSON.stringify(query.fault));
  return query.value;
};

const centre = {
  parties: [{ id: 'qamar', name: 'Qamar Council' }],
  zone: { kind: 'fixed', offsetMinutes: 180 },
} as unknown as Parameters<typeof sayQuery>[1]['centre'];

const noon = parseInstant('2026-03-09T22:30:00Z');
const asOf = noon.ok ? noon.value : instant(0);
const plain = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '');

describe.each(LANGUAGES)('a query in words of $name', ({ id }) => {
  it('[Q14] says every term that can be typed', () => {
    const words = wordsOf(id);
    for (const text of EVERY) {
      const said = sayQuery(read(text), { words, centre, asOf });
      expect(said).toHaveLength(read(text).length);
      expect(said.filter((each) => /search-paper\.|reports\.kind|\{/.test(each))).toEqual([]);
    }
  });
});

it('[Q14] names parties as the centre does, and days by the calendar of the centre', () => {
  const words = wordsOf('en');
  const say = (text: string) => sayQuery(read(text), { words, centre, asOf }).map(plain);
  expect(say('party:qamar')).toEqual(['written by Qamar Council']);
  // Half past ten in the evening by the shared clock is the next day at the centre.
  expect(say('on:today')).toEqual(['on 2026-03-10']);
  expect(say('-from:7d')).toEqual(['not: from 2026-03-03 on']);
  expect(say('grade:A-C1-2')).toEqual(['graded A-C1-2 by its author or by us']);
  expect(say('near:Kut,500m')).toEqual(['within 500 m of Kut']);
});
