import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { ReportPoints } from '../../src/contract/reports.ts';
import type { FoundEvent, SearchFacets, SearchPage } from '../../src/contract/search.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import { momentIn, newRequest } from './bodies.ts';
import { newReport } from './doors.ts';
import type { OneNode } from './one-node.ts';
import { MEMBERS, openOneNode } from './one-node.ts';

let one: OneNode;
beforeAll(async () => {
  one = await openOneNode();
});
afterAll(() => one.close());

const search = <T = SearchPage>(q: string, part = '') =>
  one.analyst.get<T>(`/api/search${part}?q=${encodeURIComponent(q)}`);
const say = (title: string, text = '', audience: readonly string[] = MEMBERS) => {
  const { report, ...rest } = newReport() as { readonly report: object };
  return one.analyst.post<Saved>('/api/reports', {
    ...rest,
    audience,
    report: { ...report, title, text },
  });
};

it('[Q1] [Q6] [Q8] finds by words, filters and places, and says what it took a word for', async () => {
  const { hash } = await say('Köprü kapalı', 'The bridge at Hawler is closed to convoys.');
  await say('Market day in Erbil', 'Nothing of note.');
  const titles = async (q: string) => (await search(q)).reports.map(({ title }) => title);
  expect(await titles('kopru')).toEqual(['Köprü kapalı']);
  expect(
    await titles('"bridge at hawler" party:iraq kind:incident,observation,crossing'),
  ).toHaveLength(1);
  expect(await titles('هەولێر')).toEqual(['Market day in Erbil']);
  expect(await titles('kopru -convoys')).toEqual([]);
  const misspelt = await search('convoiys');
  expect(misspelt).toMatchObject({
    count: 1,
    respelt: [{ typed: 'convoiys', instead: ['convoys'] }],
    reports: [{ hash, excerpt: 'The bridge at Hawler is closed to convoys.' }],
  });
  expect(misspelt.marks).toContain('convoys');
  expect(await search('qqqqqq')).toMatchObject({ count: 0, respelt: [{ instead: [] }] });
});

it('[Q15] [I44] finds matters, requests and passages by their words, each as what it is', async () => {
  const matter = { title: 'Who shelled the granary?', language: 'en', text: 'Three accounts.' };
  const shared = { audience: MEMBERS, tlp: 'AMBER' };
  const said = await one.analyst.post<Saved>('/api/matters', { ...shared, matter });
  const kept = { ...matter, title: 'Granary, for us alone' };
  await one.analyst.post('/api/matters', { ...shared, audience: ['iraq'], matter: kept });
  const { request } = newRequest();
  const asks = { ...request, title: 'Granary stores', due: momentIn(3_600) };
  await one.analyst.post('/api/requests', { ...shared, request: asks });
  const { others, count, asOf } = await search('granar');
  expect([count, others?.count]).toEqual([0, 3]);
  expect(Date.parse(asOf)).toBeGreaterThan(0);
  expect(others?.lines.map(({ type, title }) => `${type} ${title}`)).toEqual([
    'request Granary stores',
    'matter Granary, for us alone',
    'matter Who shelled the granary?',
  ]);
  expect(others?.lines[2]).toMatchObject({ hash: said.hash, author: 'iraq', tlp: 'AMBER' });
  expect((await search('granary audience:turkiye')).others?.count).toBe(2);
  expect((await search('granary kind:incident')).others?.count).toBe(0);
  expect((await search('')).others?.count).toBe(0);
  const misspelt = await search('granarry');
  expect(misspelt).toMatchObject({ respelt: [{ instead: ['granary'] }], others: { count: 3 } });
});

it('[I21] divides what is found', async () => {
  const facets = await search<SearchFacets>('kopru OR', '/facets').catch(() => undefined);
  expect(facets).toBeUndefined();
  const found = await search<SearchFacets>('(kopru OR market)', '/facets');
  expect(found).toMatchObject({ count: 2, parties: [{ value: 'iraq', count: 2 }] });
  expect(found.months.reduce((sum, { count }) => sum + count, 0)).toBe(2);
});

it('[Q5] refuses what cannot be read with its place', async () => {
  const problem = await one.analyst.refused(search('bridge knd:incident'));
  expect(problem).toMatchObject({
    code: 'bad-query',
    details: { kind: 'unknown-filter', from: 7, upto: 11, filter: 'kind' },
  });
  expect((await one.analyst.refused(search('in:atlantis'))).details).toMatchObject({
    kind: 'unknown-place',
  });
  for (const q of ['"', '(', '\u0000', 'a'.repeat(501), '%', "'; DROP TABLE reports; --"]) {
    await search(q).catch(({ problem: { code } }) => expect(code).toBe('bad-query'));
  }
});

it('[Q13] [Q16] finds, counts, divides and points on the ground that is named, however it is written', async () => {
  const inside = await say('Inside the wadi');
  const corners = ['"35N 43E"', '"35N 44E"', '"36N 43E"'].join(',');
  // The reports of this test lie at 43.6 E, 35.7 N, which is outside the triangle and in the box.
  for (const [q, count] of [
    [`wadi area:${corners}`, 0],
    [`wadi -area:${corners}`, 1],
    ['wadi area:"35N 43E","36N 44E"', 1],
    ['wadi منطقة:43,35,44,36', 1],
    ['wadi along:"35.7N 43E","35.7N 44E",500m', 1],
    ['wadi boyunca:"35.72N 43E","35.72N 44E",2km', 0],
    ['wadi بمحاذاة:"35.72N 43E","35.72N 44E",3km', 1],
    ['(market OR wadi) alan:"35N 43E","35N 44E","36N 44E","36N 43E"', 2],
  ] as const) {
    const page = await search(q);
    expect([q, page.count, page.reports.length]).toEqual([q, count, count]);
    expect([q, (await search<SearchFacets>(q, '/facets')).count]).toEqual([q, count]);
    expect([q, (await search<ReportPoints>(q, '/points')).points.length]).toEqual([q, count]);
  }
  const points = await search<ReportPoints>('wadi area:"35N 43E","36N 44E"', '/points');
  expect(points).toMatchObject({
    cut: false,
    points: [[43.6, 35.7, expect.any(Number), 1, inside.hash]],
  });
  const refused = await one.analyst.refused(search('area:"35N 43E","36N 44E","35N 44E","36N 43E"'));
  expect(refused.details).toMatchObject({ kind: 'crossed-outline', filter: 'area' });
});

it('[Q9] keeps searches for one office alone, and tells it what they find', async () => {
  const { planner, analyst, node } = one;
  const content = JSON.stringify({
    searches: [{ name: 'Wells', query: 'well area:"35N 43E","36N 44E"' }],
  });
  await planner.post('/api/drafts', { kind: 'searches', content });
  expect(await analyst.get<readonly unknown[]>('/api/drafts')).not.toContainEqual(
    expect.objectContaining({ kind: 'searches' }),
  );
  const other = await openDesk(node.address, 'analyst');
  const told: unknown[] = [];
  void other.waitFor((event) => (told.push(event), false)).catch(() => undefined);
  await Promise.all([planner.listening(), other.listening()]);
  const wanted = planner.waitFor((event) => (event as unknown as FoundEvent).kind === 'found');
  await say('Road clear');
  const { hash } = await say('Well poisoned');
  expect(await wanted).toMatchObject({
    kind: 'found',
    name: 'Wells',
    hash,
    subject: 'Well poisoned',
  });
  expect(told).not.toContainEqual(expect.objectContaining({ kind: 'found' }));
  other.close();
});

it('[Q10] answers nobody who is not signed in', async () => {
  for (const part of ['', '/facets', '/points']) {
    const answer = await fetch(`${one.node.address}/api/search${part}?q=kopru`);
    expect([answer.status, await answer.text()]).toEqual([
      401,
      expect.not.stringContaining('count'),
    ]);
  }
});
