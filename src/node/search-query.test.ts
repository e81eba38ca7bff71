import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { formatInstant, instant } from '../base/instant.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import type { GroundPlace } from '../contract/gazetteer.ts';
import { namesOf, openGazetteer } from '../contract/gazetteer.ts';
import { parseQuery } from '../contract/query-parse.ts';
import type { Condition } from '../index/sought.ts';
import type { QueryGround } from './search-query.ts';
import { askedBy } from './search-query.ts';

const places = JSON.parse(
  readFileSync(new URL('../web/ground/places.json', import.meta.url), 'utf8'),
) as readonly GroundPlace[];
const ground: QueryGround = {
  gazetteer: openGazetteer(places),
  reader: 'qamar' as PartyId,
  partyNamed: (name) => (name === 'nahr' ? (name as PartyId) : undefined),
  // 2026-03-09T22:30:00Z is the tenth by a clock three hours ahead.
  now: instant(1_773_095_400),
  offsetSeconds: 10_800,
};

function asked(text: string, by = ground) {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.fault.kind);
  return askedBy(query.value, by);
}

function where(text: string): readonly Condition[] {
  const meant = asked(text);
  if (!meant.ok) throw new Error(meant.fault.kind);
  return meant.value.where;
}

describe('what a query means', () => {
  it('[Q6] knows each place by each of its names, with the article and without', () => {
    for (const place of places) {
      for (const language of LANGUAGES) {
        for (const name of [place[language], ...namesOf(place)]) {
          const found = ground.gazetteer.named(name.replace(/\(.*/, '').trim());
          expect([name, found.map(({ id }) => id)]).toEqual([
            name,
            expect.arrayContaining([place.id]),
          ]);
        }
      }
    }
    expect(ground.gazetteer.named('موصل')[0]?.id).toBe('mosul');
    expect(ground.gazetteer.named('ERBİL')[0]?.id).toBe('erbil');
    expect(ground.gazetteer.named('zab')[0]?.id).toBe('al-zab');
    expect(ground.gazetteer.named('nowhere')).toEqual([]);
    expect(ground.gazetteer.around(44.02, 36.2)?.id).toBe('erbil');
    expect(ground.gazetteer.around(41, 32)).toBeUndefined();
    expect(ground.gazetteer.begun('kirk', 5)[0]?.id).toBe('kirkuk');
  });

  it('[Q6] means the same by `in` and `near` in any language', () => {
    for (const text of ['in:Erbil', 'in:هەولێر', 'في:أربيل', 'yer:erbil']) {
      expect(where(text)).toEqual(where('in:erbil'));
    }
    expect(where('in:erbil')[0]).toMatchObject({
      kind: 'any',
      parts: [{ kind: 'circle', at: [44.01, 36.19] }, { kind: 'phrase', isOpen: true }, {}, {}],
    });
    expect(where('near:هەولێر,5km')).toEqual(where('near:"erbil",5km'));
    expect(where('near:38SLE7003,5km')[0]).toMatchObject({ kind: 'circle', metres: 5000 });
    expect(where('near:"36.19N 44.01E"')[0]).toMatchObject({ metres: 10_000 });
  });

  it('[Q6] looks for the name of a place in each of its languages, also among words', () => {
    const marks = (text: string) => {
      const meant = asked(text);
      return meant.ok ? meant.value.marks : [];
    };
    expect(marks('هەولێر')).toEqual(expect.arrayContaining(['ههولير', 'erbil', 'اربيل']));
    const both = where('bridge tuz khurmatu');
    expect(both).toHaveLength(2);
    expect(both[1]).toMatchObject({ kind: 'any' });
    expect(marks('bridge tuz khurmatu')).toEqual(expect.arrayContaining(['طوز', 'bridge']));
    expect(marks('"closed road" -kirkuk')).toEqual(['closed', 'road']);
    expect(where('-kirkuk')[0]).toMatchObject({ kind: 'not', part: { kind: 'any' } });
  });

  it('[Q7] takes a date by the centre’s clock, whole', () => {
    const window = (text: string) => {
      const [found] = where(text);
      if (found?.kind !== 'window') return undefined;
      return [found.from, found.upto].map((at) => (at === undefined ? '' : formatInstant(at)));
    };
    expect(window('on:2026-03-09')).toEqual(['2026-03-08T21:00:00Z', '2026-03-09T21:00:00Z']);
    expect(window('on:today')).toEqual(['2026-03-09T21:00:00Z', '2026-03-10T21:00:00Z']);
    expect(window('from:7d')).toEqual(['2026-03-02T21:00:00Z', '']);
    expect(window('upto:2026-02')).toEqual(['', '2026-02-28T21:00:00Z']);
    expect(window('on:2025-12')).toEqual(['2025-11-30T21:00:00Z', '2025-12-31T21:00:00Z']);
    expect(window('on:2026')).toEqual(['2025-12-31T21:00:00Z', '2026-12-31T21:00:00Z']);
  });

  it('[Q7] asks for grades of the author or of the reader’s own party', () => {
    expect(where('grade:B1-2')[0]).toEqual({
      kind: 'grades',
      by: ['author', 'qamar'],
      grades: [
        { reliability: 'B', credibility: '1' },
        { reliability: 'B', credibility: '2' },
      ],
    });
    expect(where('grade:A-F')[0]).toMatchObject({ grades: { length: 36 } });
    expect(where('is:ungraded -is:graded')).toEqual([
      { kind: 'ungraded', by: 'qamar' },
      { kind: 'not', part: { kind: 'not', part: { kind: 'ungraded', by: 'qamar' } } },
    ]);
  });

  it('[Q5] says which party or place is not known', () => {
    expect(asked('bridge party:qqq')).toMatchObject({
      ok: false,
      fault: { kind: 'unknown-party', from: 7, upto: 16, text: 'qqq', filter: 'party' },
    });
    expect(asked('in:atlantis')).toMatchObject({ fault: { kind: 'unknown-place', filter: 'in' } });
    expect(asked('(a OR near:atlantis,5km)')).toMatchObject({ fault: { text: 'atlantis' } });
    expect(asked('audience:nahr').ok).toBe(true);
  });

  it('[Q8] takes words in place of those that nothing begins with', () => {
    const meant = asked('govermment bridge -govermment', {
      ...ground,
      instead: new Map([['govermment', ['government', 'governments']]]),
    });
    expect(meant).toMatchObject({
      ok: true,
      value: {
        words: 'govermment bridge',
        marks: ['government', 'governments', 'bridge'],
        where: [
          { parts: [{ kind: 'any', parts: [{ text: 'government' }, { text: 'governments' }] }] },
          {},
          {},
        ],
      },
    });
  });
});
