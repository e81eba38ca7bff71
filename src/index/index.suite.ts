import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LogId, PartyId } from '../base/ids.ts';
import { instant } from '../base/instant.ts';
import { InvariantError } from '../base/result.ts';
import { utf8 } from '../base/bytes.ts';
import { parseRecord } from '../accord/record.ts';
import { dayAt, report, teller } from './cast.suite.ts';
import type { Index, IndexedEntry, ReportFilter } from './port.ts';
import { COUNT_MAX } from './port.ts';

/** What every index must do; `open` gives a new and empty one. */
export function indexSuite(open: () => Promise<Index>): void {
  const holding = async (...entries: readonly IndexedEntry[]): Promise<Index> => {
    const index = await open();
    await index.follow(entries);
    return index;
  };
  const titles = async (index: Index, filter: ReportFilter): Promise<readonly string[]> => {
    const found = await index.findReports({ ...filter, limit: 100 });
    expect(found.count).toBe(found.rows.length);
    const { points } = await index.points(filter, 100);
    expect(points.map((point) => point[4])).toEqual(found.rows.map(({ hash }) => hash));
    return found.rows.map(({ title }) => title);
  };

  it('[I2] passes over what it has and says how far it got', async () => {
    const qamar = teller('qamar', 'nahr');
    const [a, b, c] = [0, 1, 2].map((n) => qamar.say('report', report(`r${n}`, n)));
    const index = await holding(a!, b!);
    await index.follow([a!, b!, c!, c!]);
    expect([...(await index.reached())]).toEqual([[qamar.log, 3]]);
    expect(await titles(index, { logs: [qamar.log] })).toEqual(['r2', 'r1', 'r0']);
    await index.close();
  });

  it('[I2] takes a gap as a broken belief and keeps nothing of the call', async () => {
    const qamar = teller('qamar');
    const [a, , c] = [0, 1, 2].map((n) => qamar.say('report', report(`r${n}`)));
    const index = await open();
    await index.reached();
    await expect(index.follow([a!, c!])).rejects.toBeInstanceOf(InvariantError);
    expect([...(await index.reached())]).toEqual([]);
    await index.follow([a!]);
    await index.close();
  });

  it('[I3] finds nothing on a log that was not named', async () => {
    const shared = teller('qamar', 'nahr');
    const own = teller('qamar');
    const secret = own.say('report', report('bridge closed'));
    const grade = own.say('grade', {
      report: secret.hash,
      grade: { reliability: 'B', credibility: '2' },
    });
    const open1 = shared.say('report', report('bridge open'));
    const index = await holding(secret, grade, open1);
    const logs = [shared.log];
    expect(await titles(index, { logs, text: 'bridge' })).toEqual(['bridge open']);
    expect(await titles(index, { logs: [], text: 'bridge' })).toEqual([]);
    expect(await titles(index, { logs: ['f'.repeat(32) as LogId] })).toEqual([]);
    expect(await index.record(secret.hash, logs)).toBeUndefined();
    const alike = (hash: string, digits = 12) =>
      index.beginningWith(hash.slice('sha256:'.length).slice(0, digits), logs);
    expect(await alike(secret.hash)).toEqual([]);
    const found = await index.records([open1.hash, secret.hash, grade.hash, open1.hash], logs);
    expect(found.map(({ hash }) => hash)).toEqual([open1.hash, open1.hash]);
    expect(await alike(open1.hash)).toEqual([open1.hash]);
    for (const digits of [0, 6, 11]) expect(await alike(open1.hash, digits)).toEqual([]);
    expect((await index.about([secret.hash], logs)).get(secret.hash)).toEqual({
      grades: [],
      links: [],
    });
    const { lines } = await index.lines({ logs, hidden: [], limit: 10 });
    expect(lines.map(({ hash }) => hash)).toEqual([open1.hash]);
    const [{ cursor } = { cursor: '' }] = lines;
    expect((await index.lines({ logs, hidden: [], limit: 10, after: cursor })).lines).toEqual([]);
    await index.close();
  });

  it('[I42] lists reports as they arrived, whatever day they tell of, and [I3] from no other log', async () => {
    const [qamar, nahr, own] = [teller('qamar', 'nahr'), teller('nahr', 'qamar'), teller('jabal')];
    const late = Array.from({ length: 5 }, (_, n) => qamar.say('report', report(`q${n}`, -n)));
    const entries = [
      ...late.slice(0, 2),
      nahr.say('report', report('n', 9)),
      own.say('report', report('secret')),
      nahr.say('remark', { language: 'en', text: 'no report' }),
      ...late.slice(2),
    ].map((entry, at) => ({ ...entry, heldSince: instant(1_000 + Math.floor(at / 2)) }));
    const index = await holding(...entries);
    const logs = [qamar.log, nahr.log];
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await index.arrivals({ logs, limit: 2, ...(after ? { after } : {}) });
      seen.push(...page.rows.map(({ title }) => title));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(['q4', 'q3', 'q2', 'n', 'q1', 'q0']);
    const { rows } = await index.arrivals({ logs, limit: 100, from: instant(1_002) });
    expect(rows.map(({ title }) => title)).toEqual(['q4', 'q3', 'q2']);
    expect(await index.arrived({ logs, limit: 2 })).toEqual(
      rows.slice(0, 2).map(({ hash, heldSince }) => [hash, heldSince]),
    );
    const [listed] = (await index.findReports({ logs, limit: 1, text: 'q4' })).rows;
    expect(rows[0]).toEqual(listed);
    expect((await index.arrivals({ logs, limit: 5, after: 'x' })).rows.length).toBe(5);
    await index.close();
  });

  it('[I4] finds every word by its beginning, however it is spelt', async () => {
    const qamar = teller('qamar', 'nahr');
    const place = { label: 'Khūrmāl, ھەڵەبجە' };
    const index = await holding(
      qamar.say('report', report('جسر على نهر الزاب ٢٠١٦', 0, place)),
      qamar.say('report', {
        ...report('Köprü KAPALI'),
        source: { kind: 'media', reference: 'GED #17' },
      }),
    );
    const find = (text: string) => titles(index, { logs: [qamar.log], text });
    expect(await find('zzz')).toEqual([]);
    for (const text of ['الزاب', 'khurmal 2016', 'ههلهبجه', 'نهر جس', 'qamar khur', 'على']) {
      expect(await find(text)).toEqual(['جسر على نهر الزاب ٢٠١٦']);
    }
    for (const text of ['kopru', 'kapalı', 'KAPALI', 'ged 17', '"köp']) {
      expect(await find(text)).toEqual(['Köprü KAPALI']);
    }
    expect(await find('khurmal kapali')).toEqual([]);
    expect(await find('k')).toEqual([]);
    await index.close();
  });

  it('[I4] answers any query at all', async () => {
    const qamar = teller('qamar');
    const index = await holding(qamar.say('report', report('a "b" AND c')));
    const hostile = [
      '"',
      '""*',
      'NEAR(a b, 2)',
      'a AND',
      'words:a',
      '-a',
      '^a',
      "'; DROP TABLE reports; --",
      '\u0000',
      '*',
      'a'.repeat(100_000),
      'a '.repeat(10_000),
      '\ud800',
    ];
    for (const text of hostile) {
      await index.findReports({ logs: [qamar.log], text, limit: 10 });
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
        fc.string(),
        async (text, after) => {
          await index.findReports({ logs: [qamar.log], text, limit: 10, after });
        },
      ),
      { numRuns: 40 },
    );
    for (const edge of [NaN, Infinity, -Infinity, 1e300]) {
      await index.findReports({ logs: [qamar.log], box: [edge, -90, 180, edge], limit: 10 });
      await index.findReports({ logs: [qamar.log], limit: edge });
    }
    await index.close();
  });

  it('[I5] keeps what is not understood, and what speaks for another party, as unknown', async () => {
    const qamar = teller('qamar', 'nahr');
    const odd = qamar.sayBytes(utf8('{"v":1}'));
    const forged = qamar.say('report', report('not ours'), 'nahr' as PartyId);
    const index = await holding(odd, forged);
    const logs = [qamar.log];
    expect(await titles(index, { logs })).toEqual([]);
    expect(await index.record(odd.hash, logs)).toEqual({ ...odd, type: 'unknown' });
    const { lines } = await index.lines({ logs, hidden: [], limit: 10 });
    expect(lines.map(({ type, subject, seat }) => [type, subject, seat])).toEqual([
      ['unknown', '', undefined],
      ['unknown', '', undefined],
    ]);
    await index.close();
  });

  it('[I6] [I7] pages newest first, each report once, even where moments are the same', async () => {
    const qamar = teller('qamar', 'nahr');
    const nahr = teller('nahr', 'qamar');
    const entries = Array.from({ length: 40 }, (_, n) =>
      (n % 3 === 0 ? nahr : qamar).say('report', report(`seen ${n}`, (n * 7) % 5)),
    );
    const index = await holding(...entries);
    const logs = [qamar.log, nahr.log];
    for (const text of [undefined, 'seen']) {
      const seen: string[] = [];
      const days: string[] = [];
      let after: string | undefined;
      do {
        const query = { logs, limit: 7, ...(text && { text }), ...(after && { after }) };
        const page = await index.findReports(query);
        expect([page.count, page.countedUpto]).toEqual([40, COUNT_MAX]);
        seen.push(...page.rows.map(({ title }) => title));
        days.push(...page.rows.map(({ when }) => when.from));
        after = page.next;
      } while (after !== undefined);
      expect(new Set(seen).size).toBe(40);
      expect(seen.length).toBe(40);
      expect(days).toEqual(days.toSorted().toReversed());
    }
    const { points, cut } = await index.points({ logs }, 10);
    expect([points.length, cut]).toEqual([10, true]);
    expect(points[0]).toEqual([44, 35, dayAt(4), 0, expect.stringMatching(/^sha256:/)]);
    await index.close();
  });

  it('finds by box, time, party and kind, each exactly', async () => {
    const qamar = teller('qamar', 'nahr');
    const nahr = teller('nahr', 'qamar');
    const at = (lon: number, lat: number) => ({
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    });
    const area = {
      geometry: {
        type: 'Polygon' as const,
        coordinates: [
          [
            [43, 34],
            [46, 34],
            [46, 36],
            [43, 36],
            [43, 34],
          ],
        ],
      },
    };
    const week = {
      ...report('week', 2),
      when: { ...report('', 2).when, upto: report('', 9).when.from },
    };
    const index = await holding(
      qamar.say('report', report('west', 0, at(44.0000001, 35))),
      qamar.say('report', report('east', 1, at(44.0000002, 35))),
      nahr.say('report', { ...report('area', 3, area), kind: 'crossing' }),
      nahr.say('report', week),
    );
    const logs = [qamar.log, nahr.log];
    const find = (filter: Partial<ReportFilter>) => titles(index, { logs, ...filter });
    expect(await find({ box: [44.0000001, 35, 44.0000001, 35] })).toEqual(['area', 'west']);
    expect(await find({ box: [44.0000002, 34.9, 45, 35], text: 'east' })).toEqual(['east']);
    expect(await find({ box: [10, 10, 20, 20] })).toEqual([]);
    expect(await find({ box: [46, 36, 50, 40] })).toEqual(['area']);
    expect(await find({ party: 'nahr' as PartyId })).toEqual(['area', 'week']);
    expect(await find({ kind: 'crossing' })).toEqual(['area']);
    expect(await find({ from: dayAt(5) })).toEqual(['week']);
    expect(await find({ from: dayAt(9) })).toEqual([]);
    expect(await find({ upto: dayAt(1) })).toEqual(['west']);
    expect(await find({ from: dayAt(1), upto: dayAt(3) })).toEqual(['week', 'east']);
    await index.close();
  });

  it('[I8] lets a party’s later grade replace its earlier one, the author’s first', async () => {
    const qamar = teller('qamar', 'nahr');
    const nahr = teller('nahr', 'qamar');
    const own = { reliability: 'B', credibility: '3' } as const;
    const first = { reliability: 'F', credibility: '6' } as const;
    const second = { reliability: 'C', credibility: '2' } as const;
    const seen = qamar.say('report', { ...report('seen'), grade: own });
    const other = nahr.say('report', report('other'));
    const index = await holding(
      seen,
      other,
      nahr.say('grade', { report: seen.hash, grade: first }),
      nahr.say('grade', { report: seen.hash, grade: second, reason: 'two more sources' }),
      nahr.say('link', { relation: 'contradicts', from: other.hash, to: seen.hash }),
    );
    const logs = [qamar.log, nahr.log];
    const about = (await index.about([seen.hash, other.hash], logs)).get(seen.hash);
    expect(about?.grades.map(({ party, grade }) => [party, grade])).toEqual([
      ['qamar', own],
      ['nahr', second],
    ]);
    expect(about?.grades[1]?.reason).toBe('two more sources');
    expect(about?.links).toMatchObject([
      { relation: 'contradicts', side: 'to', report: other.hash, title: 'other', by: 'nahr' },
    ]);
    await index.follow([qamar.say('grade', { report: seen.hash, grade: second })]);
    const again = (await index.about([seen.hash], logs)).get(seen.hash);
    expect(again?.grades.map(({ party, grade }) => [party, grade])).toEqual([
      ['qamar', second],
      ['nahr', second],
    ]);
    await index.close();
  });

  it('[H6] [H8] lists the newest version of a report alone, and says which corrected which', async () => {
    const qamar = teller('qamar', 'nahr');
    const other = teller('qamar', 'jabal');
    const logs = [qamar.log, other.log];
    const old = qamar.say('report', report('two trucks', 2));
    // It may say that it happened before: it is the later one of the log all the same.
    const next = qamar.say('report', { ...report('three trucks', 1), corrects: old.hash });
    const elsewhere = other.say('report', { ...report('elsewhere'), corrects: old.hash });
    const index = await holding(old, next, elsewhere);
    expect(await titles(index, { logs })).toEqual(['three trucks', 'elsewhere']);
    expect(await titles(index, { logs, text: 'two' })).toEqual([]);
    const about = await index.about([old.hash, next.hash], logs);
    expect(about.get(old.hash)?.correctedBy).toBe(next.hash);
    expect(about.get(next.hash)?.correctedBy).toBeUndefined();
    expect((await index.findReports({ logs, limit: 1 })).rows[0]?.corrects).toBe(old.hash);
    await index.follow([qamar.say('report', { ...report('four', 3), corrects: next.hash })]);
    expect(await titles(index, { logs: [qamar.log] })).toEqual(['four']);
    expect((await index.record(old.hash, logs))?.type).toBe('report');
    const hidden = await index.about([old.hash], [other.log]);
    expect(hidden.get(old.hash)).toEqual({ grades: [], links: [] });
    await index.close();
  });

  it('[H8] lists the older version again where the newer one is erased', async () => {
    const qamar = teller('qamar', 'nahr');
    const old = qamar.say('report', report('two trucks'));
    const next = qamar.say('report', { ...report('three trucks'), corrects: old.hash });
    const index = await holding(old, next);
    await index.erase(qamar.log, [{ index: 1, hash: next.hash }]);
    expect(await titles(index, { logs: [qamar.log] })).toEqual(['two trucks']);
    const about = await index.about([old.hash], [qamar.log]);
    expect(about.get(old.hash)?.correctedBy).toBeUndefined();
    await index.close();
  });

  it('[H7] tells of a release only those who read the log on which it is said', async () => {
    const close = teller('qamar', 'nahr');
    const wide = teller('qamar', 'jabal', 'nahr');
    const fine = close.say('report', report('fine'));
    const coarse = wide.say('report', report('coarse'));
    const release = { of: fine.hash, as: coarse.hash, form: 'coarser' } as const;
    const index = await holding(fine, coarse, close.say('release', release));
    const asked = [fine.hash, coarse.hash];
    const about = await index.about(asked, [close.log, wide.log]);
    expect(about.get(fine.hash)?.releases).toMatchObject([
      { side: 'of', report: coarse.hash, title: 'coarse', form: 'coarser', by: 'qamar' },
    ]);
    expect(about.get(coarse.hash)?.releases).toMatchObject([
      { side: 'as', report: fine.hash, title: 'fine' },
    ]);
    expect((await index.about(asked, [wide.log])).get(coarse.hash)?.releases).toBeUndefined();
    await index.close();
  });

  it('pages the log of the centre both ways and hides the types it is told to', async () => {
    const qamar = teller('qamar', 'nahr');
    const entries = Array.from({ length: 10 }, (_, n) =>
      n === 4
        ? qamar.say('remark', { language: 'en', text: 'shift begins' })
        : qamar.say('report', report(`r${n}`)),
    );
    const index = await holding(...entries);
    const ask = { logs: [qamar.log], hidden: ['remark'] as const, limit: 4 };
    const subjects = (page: Awaited<ReturnType<Index['lines']>>) =>
      page.lines.map(({ subject }) => subject);
    const newest = await index.lines(ask);
    expect(subjects(newest)).toEqual(['r6', 'r7', 'r8', 'r9']);
    expect(newest.more).toBe(true);
    const before = await index.lines({ ...ask, before: newest.first! });
    expect(subjects(before)).toEqual(['r1', 'r2', 'r3', 'r5']);
    const after = await index.lines({ ...ask, after: before.last! });
    expect(subjects(after)).toEqual(['r6', 'r7', 'r8', 'r9']);
    expect(after.more).toBe(false);
    const all = await index.lines({ ...ask, hidden: [], limit: 100, after: 'nonsense' });
    expect(subjects(all)[4]).toBe('shift begins');
    const late = await index.lines({ ...ask, from: entries[9]!.heldSince });
    expect(late.lines.every(({ heldSince }) => heldSince >= entries[9]!.heldSince)).toBe(true);
    await index.close();
  });

  it('tells which record ids stand on the logs that were named, and of no others', async () => {
    const qamar = teller('qamar', 'nahr');
    const entry = qamar.say('report', report('seen'));
    const read = parseRecord(entry.bytes);
    const id = read.ok ? read.value.id : '';
    const index = await holding(entry);
    const other = '00000000-0000-8000-8000-000000000000';
    expect([...(await index.idsKnown([id, other, '', 'x'], [entry.log]))]).toEqual([id]);
    const elsewhere = teller('qamar', 'jabal').say('report', report('seen'));
    expect([...(await index.idsKnown([id, other], [elsewhere.log]))]).toEqual([]);
    await index.close();
  });
}
