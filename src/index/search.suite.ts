import { expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import { dayAt, report, teller } from './cast.suite.ts';
import { othersSuite } from './others.suite.ts';
import { outlineSuite } from './outline.suite.ts';
import type { Index, IndexedEntry } from './port.ts';
import type { Condition } from './sought.ts';

/** What every index must find by; `open` gives a new and empty one. */
export function searchSuite(open: () => Promise<Index>): void {
  outlineSuite(open);
  othersSuite(open);
  const holding = async (...entries: readonly IndexedEntry[]): Promise<Index> => {
    const index = await open();
    await index.follow(entries);
    return index;
  };
  const at = (lon: number, lat: number): Partial<Report['place']> => ({
    geometry: { type: 'Point', coordinates: [lon, lat] },
  });
  const qamarId = 'qamar' as PartyId;
  const nahrId = 'nahr' as PartyId;
  const graded = (reliability: 'A' | 'B' | 'F', credibility: '1' | '2' | '6') => ({
    reliability,
    credibility,
  });
  const finder =
    (index: Index, logs: readonly IndexedEntry['log'][]) =>
    async (...where: Condition[]) => {
      const found = await index.findReports({ logs, where, limit: 50 });
      const points = await index.points({ logs, where }, 50);
      expect(points.points.length).toBe(found.count);
      const facets = await index.facets({ logs, where, reader: qamarId, offsetSeconds: 0 });
      expect(facets.count).toBe(found.count);
      return found.rows.map(({ title }) => title).toSorted();
    };

  it('[I15] finds an Arabic word behind what is written onto it', async () => {
    const qamar = teller('qamar');
    const titles = ['الجسر مغلق', 'وصلوا للجسر', 'بالجسور', 'جسر جديد', 'وجسور', 'تجسير'];
    const index = await holding(...titles.map((title) => qamar.say('report', report(title))));
    const find = finder(index, [qamar.log]);
    expect(await find({ kind: 'words', text: 'جسر' })).toEqual(
      ['الجسر مغلق', 'وصلوا للجسر', 'جسر جديد'].toSorted(),
    );
    expect(await find({ kind: 'words', text: 'الجسور' })).toEqual(['بالجسور', 'وجسور'].toSorted());
    await index.close();
  });

  it('[I16] finds words side by side, within one part of a report', async () => {
    const qamar = teller('qamar');
    const index = await holding(
      qamar.say('report', { ...report('The bridge closed'), text: 'today near Kūt' }),
      qamar.say('report', report('closed the bridge')),
      qamar.say('report', report('قرب الجسر المُغلق')),
    );
    const find = finder(index, [qamar.log]);
    expect(await find({ kind: 'phrase', text: 'BRIDGE closed' })).toEqual(['The bridge closed']);
    expect(await find({ kind: 'phrase', text: 'today near kut' })).toEqual(['The bridge closed']);
    expect(await find({ kind: 'phrase', text: 'closed today' })).toEqual([]);
    expect(await find({ kind: 'phrase', text: 'الجسر المغلق' })).toEqual(['قرب الجسر المُغلق']);
    const either = {
      kind: 'any',
      parts: [
        { kind: 'phrase', text: 'closed the' },
        { kind: 'words', text: 'kut' },
      ],
    } as const;
    expect(await find(either)).toEqual(['The bridge closed', 'closed the bridge']);
    expect(await find({ kind: 'not', part: either })).toEqual(['قرب الجسر المُغلق']);
    expect(
      await find(
        { kind: 'words', text: 'bridge' },
        { kind: 'not', part: { kind: 'words', text: 'today' } },
      ),
    ).toEqual(['closed the bridge']);
    await index.close();
  });

  it('[I16] finds by what a report claims', async () => {
    const qamar = teller('qamar');
    const claims: Report['claims'] = [{ about: 'what', words: 'three lorries burnt' }];
    const index = await holding(qamar.say('report', { ...report('fire'), claims }));
    const find = finder(index, [qamar.log]);
    expect(await find({ kind: 'phrase', text: 'lorries burnt' })).toEqual(['fire']);
    expect(await find({ kind: 'phrase', text: 'fire three' })).toEqual([]);
    await index.close();
  });

  it('[I17] finds by the grade that stands, of the author and of a party, whichever came first', async () => {
    const [qamar, nahr] = [teller('qamar', 'nahr'), teller('nahr', 'qamar')];
    const kept = teller('nahr');
    const a = nahr.say('report', { ...report('a'), grade: graded('B', '2') });
    const b = nahr.say('report', report('b'));
    const c = qamar.say('report', { ...report('c'), grade: graded('A', '1') });
    const early = qamar.say('grade', { report: b.hash, grade: graded('F', '6') });
    const index = await holding(
      ...[c, early, a, b],
      nahr.say('grade', { report: a.hash, grade: graded('A', '1') }),
      qamar.say('grade', { report: a.hash, grade: graded('B', '2') }),
      qamar.say('grade', { report: a.hash, grade: graded('F', '6') }),
      kept.say('grade', { report: b.hash, grade: graded('A', '1') }),
    );
    const logs = [qamar.log, nahr.log];
    const find = finder(index, logs);
    const byAuthor = (...grades: ReturnType<typeof graded>[]) =>
      find({ kind: 'grades', by: ['author'], grades });
    expect(await byAuthor(graded('B', '2'))).toEqual([]);
    expect(await byAuthor(graded('A', '1'))).toEqual(['a', 'c']);
    expect(await find({ kind: 'grades', by: [qamarId], grades: [graded('F', '6')] })).toEqual([
      'a',
      'b',
    ]);
    expect(await find({ kind: 'grades', by: [qamarId], grades: [graded('A', '1')] })).toEqual([
      'c',
    ]);
    expect(await find({ kind: 'ungraded', by: qamarId })).toEqual([]);
    expect(await find({ kind: 'ungraded', by: nahrId })).toEqual(['b', 'c']);
    const facets = await index.facets({ logs, reader: qamarId, offsetSeconds: 0 });
    expect(facets.byAuthor).toEqual([
      { value: graded('A', '1'), count: 2 },
      { value: 'none', count: 1 },
    ]);
    expect(facets.byReader[0]).toEqual({ value: graded('F', '6'), count: 2 });
    await index.close();
  });

  it('[I3] [I17] [I18] lets no grade and no link on another log be told by what is found', async () => {
    const [qamar, nahr, kept] = [teller('qamar', 'nahr'), teller('nahr', 'qamar'), teller('nahr')];
    const a = nahr.say('report', report('a'));
    const b = nahr.say('report', report('b', 1));
    const index = await holding(
      ...[a, b],
      kept.say('grade', { report: a.hash, grade: graded('A', '1') }),
      kept.say('link', { relation: 'contradicts', from: a.hash, to: b.hash }),
      kept.say('report', report('bridge at Zakho')),
    );
    const logs = [qamar.log, nahr.log];
    const find = finder(index, logs);
    expect(await find({ kind: 'linked' })).toEqual([]);
    expect(await find({ kind: 'linked', relation: 'contradicts' })).toEqual([]);
    expect(await find({ kind: 'ungraded', by: nahrId })).toEqual(['a', 'b']);
    expect(
      await find({ kind: 'grades', by: ['author', nahrId], grades: [graded('A', '1')] }),
    ).toEqual([]);
    const facets = await index.facets({ logs, reader: nahrId, offsetSeconds: 0 });
    expect(facets.byAuthor).toEqual([{ value: 'none', count: 2 }]);
    expect(facets.parties).toEqual([{ value: 'nahr', count: 2 }]);
    expect([...(await index.spellings({ logs, text: 'brydge zakhu' })).values()]).toEqual([[], []]);
    const own = [...logs, kept.log];
    expect(await finder(index, own)({ kind: 'linked' })).toEqual(['a', 'b']);
    const spelt = await index.spellings({ logs: own, text: 'brydge zakhu' });
    expect([...spelt]).toEqual([
      ['brydge', ['bridge']],
      ['zakhu', ['zakho']],
    ]);
    await index.close();
  });

  it('[I18] finds what is linked, contradicted, attached, from whom and for whom', async () => {
    const [qamar, nahr, kept] = [teller('qamar', 'nahr'), teller('nahr', 'qamar'), teller('qamar')];
    const photo = { ...report('photo'), attachments: [attachment()] };
    const a = qamar.say('report', photo);
    const b = nahr.say('report', { ...report('b'), kind: 'crossing' });
    const c = kept.say('report', report('c'));
    const early = qamar.say('link', { relation: 'contradicts', from: a.hash, to: b.hash });
    const late = qamar.say('link', { relation: 'supports', from: b.hash, to: c.hash });
    const index = await holding(a, early, b, c, late);
    const find = finder(index, [qamar.log, nahr.log, kept.log]);
    expect(await find({ kind: 'linked' })).toEqual(['b', 'c', 'photo']);
    expect(await find({ kind: 'linked', relation: 'contradicts' })).toEqual(['b', 'photo']);
    expect(await find({ kind: 'attached' })).toEqual(['photo']);
    expect(await find({ kind: 'parties', parties: [nahrId] })).toEqual(['b']);
    expect(await find({ kind: 'readers', parties: [nahrId] })).toEqual(['b', 'photo']);
    expect(await find({ kind: 'kinds', kinds: ['crossing', 'media-claim'] })).toEqual(['b']);
    expect(await find({ kind: 'seat', text: 'Desk/duty' })).toEqual(['b', 'c', 'photo']);
    expect(await find({ kind: 'seat', text: 'duty' })).toEqual([]);
    const these = { kind: 'these', hashes: [b.hash, c.hash] } as const;
    expect(await find(these)).toEqual(['b', 'c']);
    expect(await find({ kind: 'words', text: 'c' }, these)).toEqual(['c']);
    expect(await find({ kind: 'words', text: 'photo' }, these)).toEqual([]);
    expect(await find({ kind: 'placed', log: qamar.log, from: 0 })).toEqual(['photo']);
    expect(await find({ kind: 'placed', log: qamar.log, from: 1 })).toEqual([]);
    await index.close();
  });

  it('[I19] finds by distance and by time, and what does not hold', async () => {
    const qamar = teller('qamar');
    const index = await holding(
      qamar.say('report', report('here', 0, at(44, 36))),
      qamar.say('report', report('east', 1, at(44.1, 36))),
      qamar.say('report', report('north', 2, at(44, 36.1))),
    );
    const find = finder(index, [qamar.log]);
    const near = (metres: number) => ({ kind: 'circle', at: [44, 36], metres }) as const;
    expect(await find(near(100))).toEqual(['here']);
    // A tenth of a degree of longitude is 9.0 km here, one of latitude 11.1 km.
    expect(await find(near(9_100))).toEqual(['east', 'here']);
    expect(await find(near(11_200))).toEqual(['east', 'here', 'north']);
    expect(await find({ kind: 'not', part: near(9_100) })).toEqual(['north']);
    const day1 = { kind: 'window', from: dayAt(1), upto: dayAt(2) } as const;
    expect(await find(day1)).toEqual(['east']);
    expect(await find({ kind: 'not', part: day1 })).toEqual(['here', 'north']);
    expect(await find({ kind: 'any', parts: [day1, near(100)] })).toEqual(['east', 'here']);
    expect(await find({ kind: 'box', box: [44.05, 35, 45, 37] })).toEqual(['east']);
    await index.close();
  });

  it('[I20] shows the part of a text in which the words stand', async () => {
    const qamar = teller('qamar');
    const text = `${'nothing of note. '.repeat(60)}The Köprü was closed.${' More.'.repeat(90)}`;
    const index = await holding(qamar.say('report', { ...report('r'), text }));
    const [row] = (await index.findReports({ logs: [qamar.log], limit: 5, excerptFor: ['kopru'] }))
      .rows;
    expect(row?.excerpt).toContain('Köprü was closed');
    expect(
      (await index.findReports({ logs: [qamar.log], limit: 5 })).rows[0]?.excerpt,
    ).toBeUndefined();
    await index.close();
  });

  it('[I21] divides what matches by kind, party, reader, grade, day and cell', async () => {
    const [qamar, nahr] = [teller('qamar', 'nahr'), teller('nahr')];
    const index = await holding(
      qamar.say('report', report('one', 0, at(44.01, 36.01))),
      qamar.say('report', report('two', 0, at(44.02, 36.02))),
      qamar.say('report', { ...report('three', 3, at(45, 35)), kind: 'crossing' }),
      nahr.say('report', report('four')),
    );
    const facets = await index.facets({
      logs: [qamar.log, nahr.log],
      where: [{ kind: 'parties', parties: [qamarId] }],
      reader: qamarId,
      offsetSeconds: 0,
    });
    const day = Math.floor(dayAt(0) / 86_400);
    expect(facets).toMatchObject({
      kinds: [
        { value: 'incident', count: 2 },
        { value: 'crossing', count: 1 },
      ],
      parties: [{ value: 'qamar', count: 3 }],
      readers: [
        { value: 'nahr', count: 3 },
        { value: 'qamar', count: 3 },
      ],
      byAuthor: [{ value: 'none', count: 3 }],
      days: [
        { value: day, count: 2 },
        { value: day + 3, count: 1 },
      ],
      count: 3,
    });
    expect(facets.cells).toContainEqual({ value: [44.025, 36.025], count: 2 });
    const shifted = await index.facets({
      logs: [qamar.log],
      reader: qamarId,
      offsetSeconds: 86_400,
    });
    expect(shifted.days[0]?.value).toBe(day + 1);
    await index.close();
  });

  it('[I22] knows words that are one letter away, where nothing begins as was typed', async () => {
    const qamar = teller('qamar');
    const index = await holding(
      qamar.say('report', report('government offices in Kirkuk')),
      qamar.say('report', report('الحكومة في كركوك')),
    );
    const spelt = async (text: string) => [...(await index.spellings({ logs: [qamar.log], text }))];
    expect(await spelt('govermment')).toEqual([['govermment', ['government']]]);
    expect(await spelt('govrenment kirkuk off')).toEqual([['govrenment', ['government']]]);
    expect(await spelt('gofernm')).toEqual([['gofernm', ['government']]]);
    expect(await spelt('الحكزمة')).toEqual([['الحكزمه', ['الحكومه']]]);
    expect(await spelt('xq zzzzz')).toEqual([['zzzzz', []]]);
    await index.close();
  });
}

function attachment(): NonNullable<Report['attachments']>[number] {
  const digest = 'a'.repeat(64);
  return { name: 'photo.jpg', media: 'image/jpeg', size: 10, sha256: digest, root: digest };
}
