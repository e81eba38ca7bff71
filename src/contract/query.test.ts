import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../accord/party/names.ts';
import type { Query, Sought, Term } from './query.ts';
import {
  BELONGINGS,
  FILTERS,
  QUERY_ALTERNATIVES_MAX,
  QUERY_TERMS_MAX,
  QUERY_UNITS_MAX,
  STATES,
} from './query.ts';
import { formatQuery } from './query-format.ts';
import { belongingNames, filterNames, isOneApart, kindNames, stateNames } from './query-names.ts';
import { OUTLINE_CORNERS_MAX, readOutline, writeOutline } from './query-outline.ts';
import { parseQuery } from './query-parse.ts';

/** What is sought, without the places in the text. */
function bare(query: Query): unknown {
  return query.map(({ sought, isNot }: Term) => [
    isNot ? '-' : '+',
    sought.kind === 'group' ? { kind: 'group', any: sought.any.map(bare) } : sought,
  ]);
}

function soughtIn(text: string): readonly Sought[] {
  const read = parseQuery(text);
  expect(read.ok || read.fault).toBe(true);
  return read.ok ? read.value.map(({ sought }) => sought) : [];
}

const pieces = fc.constantFrom(
  ...[
    'bridge',
    'جسر',
    'köprü',
    '"closed road"',
    '«طريق مغلق»',
    '-',
    '−',
    '(',
    ')',
    'OR',
    'أو',
    '|',
  ],
  ...[
    ':',
    ',',
    '"',
    '”',
    'kind:',
    'نوع:حادث',
    'tür:olay',
    'grade:b2',
    'تقييم:A-C',
    'near:',
    '10km',
  ],
  ...[
    'near:"x y",5',
    'from:2026-03',
    'upto:٢٠٢٦-٠٣-٠٩',
    'on:09MAR26',
    'in:erbil',
    'is:linked',
    '\u200f',
  ],
  ...[
    'party:a,b',
    'seat:x/y',
    'area:43,34,45,36',
    'area:38SLE7003,38SLE8003,38SLE7505',
    'alan:38SLE7003,"36.1N 44.2E"',
    'has:photo',
    '12:30',
    'http://x',
    'foo:bar',
    ' ',
    'foo:',
  ],
);
const typed = fc
  .array(fc.oneof({ weight: 4, arbitrary: pieces }, fc.string({ unit: 'binary', maxLength: 5 })))
  .chain((parts) => fc.constantFrom(parts.join(' '), parts.join('')));

describe('a query', () => {
  it('[Q1] is read from any text at all, or refused with a place in that text', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const read = parseQuery(text);
        const spans = read.ok ? read.value : [read.fault];
        for (const { from, upto } of spans) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(upto).toBeLessThanOrEqual(Math.max(text.length, from + 1));
          expect(from).toBeLessThanOrEqual(upto);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('[Q4] is the same when it was written, in any language, and read again', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom(...LANGUAGES), (text, language) => {
        const read = parseQuery(text);
        if (!read.ok) return;
        const again = formatQuery(read.value, language);
        if (again.length > QUERY_UNITS_MAX) return;
        const back = parseQuery(again);
        expect(back.ok ? bare(back.value) : [back.fault, again]).toEqual(bare(read.value));
      }),
      { numRuns: 1500 },
    );
  });

  it('[Q1] is words, phrases, what must not be, and a group of alternatives', () => {
    expect(bare(parsed('bridge "al-Zab closed" -rain (road OR طريق "x y" أو -yol)'))).toEqual([
      ['+', { kind: 'word', text: 'bridge' }],
      ['+', { kind: 'phrase', text: 'al-Zab closed' }],
      ['-', { kind: 'word', text: 'rain' }],
      [
        '+',
        {
          kind: 'group',
          any: [
            [['+', { kind: 'word', text: 'road' }]],
            [
              ['+', { kind: 'word', text: 'طريق' }],
              ['+', { kind: 'phrase', text: 'x y' }],
            ],
            [['-', { kind: 'word', text: 'yol' }]],
          ],
        },
      ],
    ]);
    expect(bare(parsed(' *** - “ ” '))).toEqual([]);
    expect(soughtIn('12:30 http://x.org foo: ')).toEqual(
      ['12:30', 'http://x.org', 'foo:'].map((text) => ({ kind: 'word', text })),
    );
  });

  it('[Q1] has the filters that docs/spec/query.md names', () => {
    const cases: readonly (readonly [string, Sought])[] = [
      ['kind:incident,media', { kind: 'kind', kinds: ['incident', 'media-claim'] }],
      ['party:"a b",c', { kind: 'party', names: ['a b', 'c'] }],
      ['audience:a', { kind: 'audience', names: ['a'] }],
      ['seat:desk/duty-officer', { kind: 'seat', text: 'desk/duty-officer' }],
      ['grade:b2', { kind: 'grade', reliability: ['B', 'B'], credibility: ['2', '2'] }],
      ['grade:C-A', { kind: 'grade', reliability: ['A', 'C'] }],
      ['grade:١–٣', { kind: 'grade', credibility: ['1', '3'] }],
      ['from:2026', { kind: 'from', date: { form: 'calendar', year: 2026 } }],
      ['upto:2026-3', { kind: 'upto', date: { form: 'calendar', year: 2026, month: 3 } }],
      ['on:٩/٣/٢٠٢٦', { kind: 'on', date: { form: 'calendar', year: 2026, month: 3, day: 9 } }],
      ['on:09MAR26', { kind: 'on', date: { form: 'calendar', year: 2026, month: 3, day: 9 } }],
      ['from:7d', { kind: 'from', date: { form: 'back', days: 7 } }],
      ['on:dün', { kind: 'on', date: { form: 'back', days: 1 } }],
      ['near:"Tuz Khurmatu",10km', { kind: 'near', place: 'Tuz Khurmatu', metres: 10_000 }],
      ['near:كركوك،٥٠٠م', { kind: 'near', place: 'كركوك', metres: 500 }],
      ['near:38SLE7003', { kind: 'near', place: '38SLE7003', metres: 10_000 }],
      ['in:هەولێر', { kind: 'in', place: 'هەولێر' }],
      ['area:43.1,34,44.5,35', { kind: 'area', box: [43.1, 34, 44.5, 35] }],
      [
        'منطقة:38SLE7003,"38S LE 71 04"',
        { kind: 'outline', corners: ['38SLE7003', '38S LE 71 04'] },
      ],
      [
        'بمحاذاة:38SLE7003,"36.1N 44.2E",٢كم',
        { kind: 'strip', corners: ['38SLE7003', '36.1N 44.2E'], metres: 2000 },
      ],
      [
        'along:38SLE7003,38SLE8003',
        { kind: 'strip', corners: ['38SLE7003', '38SLE8003'], metres: 1000 },
      ],
      ['is:disputed', { kind: 'is', state: 'contradicted' }],
      ['has:photo', { kind: 'has', what: 'attachment' }],
    ];
    for (const [text, sought] of cases) expect(soughtIn(text)).toEqual([sought]);
    // A box and an outline are both called `area:`.
    expect(new Set(cases.map(([, { kind }]) => kind)).size).toBe(FILTERS.length + 1);
  });

  it('[Q2] is read alike in every language, and no name has two meanings', () => {
    const english = 'kind:incident grade:B2 from:today near:erbil,5km is:ungraded has:attachment';
    for (const language of LANGUAGES) {
      const own = formatQuery(parsed(english), language);
      expect(bare(parsed(own))).toEqual(bare(parsed(english)));
      if (language !== 'en') expect(own).not.toContain('kind:');
    }
    for (const [names, table] of [
      [FILTERS, filterNames],
      [STATES, stateNames],
      [BELONGINGS, belongingNames],
    ] as const) {
      for (const name of names) {
        for (const language of LANGUAGES) {
          expect(table.read(table.write(name as never, language))).toBe(name);
        }
      }
    }
    expect(kindNames.read('Tehdit_Uyarısı')).toBe('threat-warning');
    expect(bare(parsed('النوع:حادث'))).toEqual(bare(parsed('KIND:Incident')));
  });

  it('[Q3] has limits, each with its fault', () => {
    const faultOf = (text: string) => {
      const read = parseQuery(text);
      return read.ok ? undefined : read.fault.kind;
    };
    expect(faultOf('a'.repeat(QUERY_UNITS_MAX + 1))).toBe('too-long');
    expect(faultOf('ab '.repeat(QUERY_TERMS_MAX))).toBeUndefined();
    expect(faultOf('ab '.repeat(QUERY_TERMS_MAX + 1))).toBe('too-many');
    const alternatives = Array.from({ length: QUERY_ALTERNATIVES_MAX + 1 }, (_, n) => `w${n}`);
    expect(faultOf(`(${alternatives.join(' OR ')})`)).toBe('too-many');
    expect(faultOf('((a OR b) OR c)')).toBe('group-in-group');
  });

  it('[Q5] says where a fault is and which filter was meant', () => {
    const cases: readonly (readonly [string, string, string, string?])[] = [
      ['bridge kind:bridge x', 'bad-value', 'bridge', 'kind'],
      ['bridge knd:incident', 'unknown-filter', 'knd:', 'kind'],
      ['foo:bar', 'unknown-filter', 'foo:'],
      ['grade:G2', 'bad-value', 'G2', 'grade'],
      ['grade: B2', 'value-missing', 'grade:', 'grade'],
      ['from:2026-02-30', 'bad-value', '2026-02-30', 'from'],
      ['near:erbil,far', 'bad-value', 'erbil,far', 'near'],
      ['area:1,2,3', 'bad-value', '1,2,3', 'area'],
      ['is:lost', 'bad-value', 'lost', 'is'],
      ['say "closed road', 'unclosed-quote', '"closed road'],
      ['x (a OR b', 'unclosed-group', '(a OR b'],
      ['x (a OR )', 'empty-group', '(a OR )'],
      ['x ) y', 'stray-bracket', ')'],
      ['bridge OR road', 'or-outside', 'OR'],
      ['نوح:حادث', 'unknown-filter', 'نوح:', 'kind'],
    ];
    for (const [text, kind, there, filter] of cases) {
      const read = parseQuery(text);
      expect(read).toMatchObject({ ok: false, fault: { kind, text: there } });
      if (read.ok) continue;
      expect(read.fault.filter).toBe(filter);
      expect(text.slice(read.fault.from, read.fault.upto)).toBe(there);
    }
  });

  it('[Q13] reads an outline of places, and says which corner is none', () => {
    const ring = readOutline(['38SLE7003', '38SLE8003', '36.1N 44.2E']);
    expect(ring.ok && ring.value).toHaveLength(3);
    // Two are the opposite corners of a box, whichever two.
    const box = readOutline(['35N 44E', '36N 43E']);
    expect(box).toMatchObject({
      ok: true,
      value: [
        [43, 35],
        [44, 35],
        [44, 36],
        [43, 36],
      ],
    });
    const many = Array.from({ length: OUTLINE_CORNERS_MAX + 1 }, () => '38SLE7003').join();
    const cases: readonly (readonly [string, string, string])[] = [
      ['area:38SLE7003,38ZZZ1,38SLE8003', 'bad-corner', '38ZZZ1'],
      ['area:38SLE7003,"nowhere at all"', 'bad-corner', '"nowhere at all"'],
      [
        'area:"35N 43E","36N 44E","35N 44E","36N 43E"',
        'crossed-outline',
        '"35N 43E","36N 44E","35N 44E","36N 43E"',
      ],
      ['area:38SLE7003,38SLE7003', 'crossed-outline', '38SLE7003,38SLE7003'],
      [`area:${many}`, 'many-corners', many],
    ];
    for (const [text, kind, there] of cases) {
      expect(parseQuery(`bridge ${text} x`)).toMatchObject({
        ok: false,
        fault: { kind, text: there, filter: 'area' },
      });
    }
  });

  it('[Q16] reads a line of places and how far to each side, and says what is none', () => {
    const many = Array.from({ length: OUTLINE_CORNERS_MAX + 1 }, () => '38SLE7003').join();
    const cases: readonly (readonly [string, string, string])[] = [
      ['along:38SLE7003', 'bad-value', '38SLE7003'],
      ['along:38SLE7003,2km', 'bad-value', '38SLE7003,2km'],
      ['along:38SLE7003,38SLE8003,51km', 'bad-value', '38SLE7003,38SLE8003,51km'],
      ['along:38SLE7003,nowhere,2km', 'bad-corner', 'nowhere'],
      [`along:${many},2km`, 'many-corners', `${many},2km`],
    ];
    for (const [text, kind, there] of cases) {
      expect(parseQuery(`bridge ${text} x`)).toMatchObject({
        ok: false,
        fault: { kind, text: there, filter: 'along' },
      });
    }
    for (const language of LANGUAGES) {
      const text = formatQuery(parsed('along:38SLE7003,38SLE8003,500m'), language);
      expect(soughtIn(text)).toEqual([
        { kind: 'strip', corners: ['38SLE7003', '38SLE8003'], metres: 500 },
      ]);
    }
  });

  it('[Q13] writes what was drawn as short as a hand draws, and reads it so again', () => {
    const corner = fc.tuple(
      fc.double({ min: 42, max: 46, noNaN: true }),
      fc.double({ min: 33, max: 37, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: OUTLINE_CORNERS_MAX }), (drawn) => {
        const written = writeOutline(drawn);
        const text = `area:${written.join(',')}`;
        expect(text.length).toBeLessThan(QUERY_UNITS_MAX);
        const read = readOutline(written);
        if (!read.ok) return;
        expect(soughtIn(text)).toEqual([{ kind: 'outline', corners: written }]);
        for (const [i, [lon, lat]] of read.value.entries()) {
          expect(Math.abs(lon - drawn[i]![0])).toBeLessThan(0.0002);
          expect(Math.abs(lat - drawn[i]![1])).toBeLessThan(0.0002);
        }
      }),
      { numRuns: 60 },
    );
    const box = [
      [43, 35],
      [44, 35],
      [44, 36],
      [43, 36],
    ] as const;
    expect(writeOutline(box)).toHaveLength(2);
  });

  it('[Q5] knows a name that is one letter apart', () => {
    for (const [a, b] of ['ab abc', 'abc ac', 'abc axc', 'abc acb', 'a ba'].map((x) =>
      x.split(' '),
    )) {
      expect([a, b, isOneApart(a!, b!)]).toEqual([a, b, true]);
    }
    for (const [a, b] of ['abc abc', 'abc xyc', 'ab abcd', 'abcd badc'].map((x) => x.split(' '))) {
      expect([a, b, isOneApart(a!, b!)]).toEqual([a, b, false]);
    }
  });
});

function parsed(text: string): Query {
  const read = parseQuery(text);
  if (!read.ok) throw new Error(JSON.stringify(read.fault));
  return read.value;
}
