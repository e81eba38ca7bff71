import { describe, expect, it } from 'vitest';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { prepare } from '../../geo/touch.ts';
import { at } from '../cast.suite.ts';
import { shapeOf } from '../operation/ground.ts';
import { momentOf, textOf } from '../wire.ts';
import type { ClaimLink, TableReport } from './claim-table.ts';
import { TABLE_REPORTS_MAX, claimTable } from './claim-table.ts';
import type { EventFacts } from './likely.ts';
import { LIKELY_POINTS_MIN, likelySame } from './likely.ts';
import type { Report } from './schema.ts';

type Said = Partial<TableReport['report']> & { readonly lon?: number; readonly hour?: number };

const report = (hash: string, { lon = 44, hour = 0, ...more }: Said = {}): TableReport => ({
  hash: hash as RecordHash,
  author: `party of ${hash}` as PartyId,
  report: {
    title: `Title of ${hash}`,
    when: { from: textOf(at(hour * 3_600)), upto: textOf(at(hour * 3_600 + 1)) },
    place: {
      geometry: { type: 'Point', coordinates: [lon, 35] },
      precisionMetres: 500,
    },
    source: { kind: 'own-patrol' },
    ...more,
  },
  grades: [],
});

const count = (words: string, from: number, upto = from) =>
  ({ about: 'how-many', words, count: { from, upto } }) as const;

const link = (
  relation: ClaimLink['relation'],
  from: readonly [string, number],
  to: readonly [string, number],
): ClaimLink => ({
  record: 'a link' as RecordHash,
  relation,
  by: 'nahr' as PartyId,
  from: { report: from[0] as RecordHash, number: from[1] },
  to: { report: to[0] as RecordHash, number: to[1] },
});

/** Which claims the table marks as not fitting which, as `one 1 | other 2`. */
const marksIn = (reports: readonly TableReport[], links: readonly ClaimLink[] = []) =>
  claimTable(reports, links).flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.differences.map(
        ({ kind, with: other }) =>
          `${kind}: ${entry.report} ${entry.number} | ${other.report} ${other.number}`,
      ),
    ),
  );

describe('a table of claims', () => {
  it('[M5] puts what each report says by its form and by number under what it is about', () => {
    const table = claimTable(
      [
        report('one', {
          details: { killed: { from: 3, upto: 3 } },
          claims: [{ about: 'who', words: 'Men with a lorry' }, count('lorries', 2)],
        }),
        report('two'),
      ],
      [],
    );
    expect(table.map(({ about }) => about)).toEqual(['what', 'when', 'where', 'how-many', 'who']);
    const cells = table.map(({ entries }) =>
      entries.map((each) => `${each.report} ${each.number}`),
    );
    expect(cells).toEqual([
      ['one 0', 'two 0'],
      ['one 0', 'two 0'],
      ['one 0', 'two 0'],
      ['one 0', 'one 2'],
      ['one 1'],
    ]);
    expect(table[3]?.entries[0]).toMatchObject({ item: 'killed', source: 'own-patrol' });
    expect(table.some((row) => row.hasDifferences)).toBe(false);
  });

  it('[M6] marks counts that do not overlap, of one thing alone', () => {
    const three = report('one', { claims: [count('3 dead', 3), count('families', 8)] });
    const eight = report('two', { claims: [count('8 Dead.', 6, 8)] });
    const about = report('six', { claims: [count('dead', 3, 6)] });
    expect(marksIn([three, eight])).toEqual(['counts: one 1 | two 1', 'counts: two 1 | one 1']);
    expect(marksIn([three, about])).toEqual([]);
    const other = report('two', { claims: [count('قتلى', 8)] });
    expect(marksIn([three, other])).toEqual([]);
    const joined = [link('same-event', ['two', 1], ['one', 1])];
    expect(marksIn([three, other], joined)).toHaveLength(2);
    const form = (from: number) => ({ details: { killed: { from, upto: from } } });
    expect(marksIn([report('one', form(3)), report('two', form(8))])).toEqual([
      'counts: one 0 | two 0',
      'counts: two 0 | one 0',
    ]);
    expect(
      marksIn([
        report('one', form(3)),
        report('two', { details: { injured: { from: 8, upto: 8 } } }),
      ]),
    ).toEqual([]);
  });

  it('[M6] marks times more than five minutes apart and places farther than they are exact', () => {
    expect(marksIn([report('one'), report('two', { hour: 5 / 60 })])).toEqual([]);
    expect(marksIn([report('one'), report('two', { hour: 6 / 60 })])).toHaveLength(2);
    expect(marksIn([report('one'), report('two', { lon: 44.008 })])).toEqual([]);
    const apart = [report('one'), report('two', { lon: 44.02 })];
    expect(marksIn(apart)).toHaveLength(2);
    const [where] = claimTable(apart, []).filter(({ about }) => about === 'where');
    expect(where?.entries[0]?.differences[0]?.metres).toBe(1_820);
    const vague = report('two', {
      place: {
        geometry: { type: 'Point', coordinates: [49, 35] },
        precisionMetres: 60_000,
      } as Report['place'],
    });
    expect(marksIn([report('one'), vague])).toEqual([]);
  });

  it('[M6] marks what a party says contradicts, at its own claim', () => {
    const claims = [{ about: 'who', words: 'Smugglers' } as const];
    const reports = [report('one', { claims }), report('two', { claims })];
    const marked = (all: readonly ClaimLink[]) =>
      claimTable(reports, all)
        .filter((row) => row.hasDifferences)
        .map(({ about }) => about);
    expect(marked([link('contradicts', ['one', 1], ['two', 1])])).toEqual(['who']);
    expect(marked([link('contradicts', ['one', 0], ['two', 0])])).toEqual(['what']);
    expect(marked([link('supports', ['one', 1], ['two', 1])])).toEqual([]);
  });

  it('[M11] shows the grade of the claim, and of the whole where a party gave none', () => {
    const [nahr, jabal] = ['nahr', 'jabal'] as PartyId[];
    const grade = { reliability: 'B', credibility: '2' } as const;
    const doubted = { reliability: 'B', credibility: '5' } as const;
    const graded = {
      ...report('one', { claims: [{ about: 'who', words: 'Smugglers' }] }),
      grades: [
        { party: nahr!, grade },
        { party: nahr!, grade: doubted, claim: 1 },
        { party: jabal!, grade: doubted, claim: 2 },
      ],
    };
    const table = claimTable([graded], []);
    expect(table[0]?.entries[0]?.grades).toEqual([{ party: nahr, grade }]);
    expect(table.at(-1)?.entries[0]?.grades).toEqual([{ party: nahr, grade: doubted, claim: 1 }]);
  });

  it('[M5] holds so many reports and no more', () => {
    const many = Array.from({ length: TABLE_REPORTS_MAX + 1 }, (_, i) => report(`r${i}`));
    expect(claimTable(many, [])[0]?.entries).toHaveLength(TABLE_REPORTS_MAX);
  });
});

describe('a likely same event', () => {
  const facts = (lon: number, hour: number, text: string, kind = 'incident'): EventFacts => ({
    kind: kind as EventFacts['kind'],
    from: at(hour * 3_600),
    upto: at(hour * 3_600 + 1),
    ground: prepare(shapeOf({ type: 'Point', coordinates: [lon, 35] })),
    precisionMetres: 500,
    words: new Set(text.split(' ')),
  });
  const one = facts(44, 0, 'mortar fire on the bridge post');

  it('[M14] is offered with every reason that counted', () => {
    const same = likelySame(one, facts(44.005, 0, 'mortar rounds near the bridge'));
    expect(same).toEqual({
      points: 8,
      reasons: [
        { code: 'time-meets' },
        { code: 'place-meets' },
        { code: 'kind-same' },
        { code: 'words-shared', words: ['bridge', 'mortar', 'the'] },
      ],
    });
    const later = likelySame(one, facts(44.05, 6, 'explosion heard', 'incident'));
    expect(later).toBeUndefined();
    const near = likelySame(one, facts(44.05, 0, 'explosion heard'));
    expect(near?.reasons.map(({ code }) => code)).toEqual([
      'time-meets',
      'place-near',
      'kind-same',
    ]);
    expect(near?.points).toBe(LIKELY_POINTS_MIN);
  });

  it('[M14] is never elsewhere, nor on another day, whatever the words', () => {
    expect(likelySame(one, facts(45, 0, [...one.words].join(' ')))).toBeUndefined();
    expect(likelySame(one, facts(44, 30, [...one.words].join(' ')))).toBeUndefined();
  });

  it('[M14] is the same seen from either', () => {
    const other = facts(44.03, 9, 'bridge post under fire');
    expect(likelySame(other, one)).toEqual(likelySame(one, other));
    expect(momentOf(textOf(one.from))).toBe(one.from);
  });
});
