import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { ExportSurvey } from '../../src/contract/export.ts';
import type { StixObject } from '../../src/gateway/stix-names.ts';
import { ownBodyIn } from '../../src/gateway/stix-own.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

const BOTH = ['iraq', 'krg'];

let stage: Stage;
let ours: Client;
let theirs: Client;
const made: Record<string, Saved> = {};

const at: readonly [number, number] = [43.6, 35.7];

beforeAll(async () => {
  stage = await openStage();
  ours = await stage.desk('iraq', 'analyst');
  theirs = await stage.desk('krg', 'analyst');
  const say = async (name: string, audience: readonly string[], tlp: string, desk = ours) => {
    const report = { ...reportOf(`${name} title`, at, 'own-patrol'), text: `=${name} words` };
    made[name] = await desk.post<Saved>('/api/reports', { audience, tlp, report });
  };
  await say('shared', BOTH, 'AMBER');
  await say('crimson', BOTH, 'RED');
  await say('aside', ['iraq', 'turkiye'], 'GREEN');
  await say('inward', ['iraq'], 'GREEN');
  await say('answered', BOTH, 'GREEN', theirs);
  const hash = (name: string) => made[name]!.hash;
  await until(async () => (await countAt(theirs)) === 3, 'what is for both is at both');
  await until(async () => (await countAt(ours)) === 5, 'what is for both is at both');
  await theirs.post('/api/grades', {
    report: hash('shared'),
    grade: { reliability: 'B', credibility: '6' },
  });
  const link = { relation: 'supports', from: hash('shared'), to: hash('answered') };
  await ours.post('/api/links', { ...link, reason: 'seen twice' });
  const between = { relation: 'contradicts', from: hash('shared'), to: hash('aside') };
  await ours.post('/api/links', { ...between, reason: 'between the two of us' });
  await until(
    async () => (await textAt(ours, 'format=csv')).includes('krg:B6'),
    'the grade of the other is here',
  );
});
afterAll(() => stage.close());

async function countAt(desk: Client): Promise<number> {
  return (await desk.get<{ readonly count: number }>('/api/reports')).count;
}

async function textAt(desk: Client, query: string): Promise<string> {
  return new TextDecoder().decode(await desk.bytes(`/api/export?${query}`));
}

async function objectsAt(desk: Client, query = ''): Promise<readonly StixObject[]> {
  const text = await textAt(desk, `format=stix${query}`);
  return (JSON.parse(text) as { readonly objects: readonly StixObject[] }).objects;
}

describe('an export', () => {
  it('[Y11] holds what the list of reports would show, in each of the forms', async () => {
    const rows = parse(await textAt(ours, 'format=csv'), { columns: true }) as { title: string }[];
    const map = JSON.parse(await textAt(ours, 'format=geojson')) as {
      readonly features: readonly { readonly properties: { readonly title: string } }[];
    };
    const names = Object.keys(made)
      .map((name) => `${name} title`)
      .toSorted();
    expect(rows.map(({ title }) => title).toSorted()).toEqual(names);
    expect(map.features.map(({ properties }) => properties.title).toSorted()).toEqual(names);
    const reports = (await objectsAt(ours)).filter(({ type }) => type === 'report');
    expect(reports.map((report) => report['name'] as string).toSorted()).toEqual(names);
    const one = await objectsAt(ours, '&text=inward');
    expect(one.filter(({ type }) => type === 'report')).toHaveLength(1);
    expect([...(await ours.bytes('/api/export?format=csv&bom=yes'))].slice(0, 3)).toEqual([
      0xef, 0xbb, 0xbf,
    ]);
    const back = ownBodyIn(reports.find((report) => report['name'] === 'crimson title')!);
    expect(back).toMatchObject({
      title: 'crimson title',
      text: '=crimson words',
      kind: 'observation',
    });
  });

  it('[Y10] [Y12] says of each report its mark and its readers, and is no formula', async () => {
    const rows = parse(await textAt(ours, 'format=csv'), { columns: true }) as {
      readonly [column: string]: string;
    }[];
    const red = rows.find(({ title }) => title === 'crimson title');
    expect(red).toMatchObject({ tlp: 'TLP:RED', audience: 'iraq krg', exercise: 'EXERCISE' });
    expect(red?.['text']).toBe("'=crimson words");
  });

  it('[Y13] for others leaves behind what others said, what is red, and says how many', async () => {
    const own = await ours.get<ExportSurvey>('/api/export/survey');
    expect(own).toMatchObject({ count: 5, tlp: { RED: 1, AMBER: 1, GREEN: 3 } });
    const survey = await ours.get<ExportSurvey>('/api/export/survey?for=others');
    expect(survey).toEqual({
      count: 3,
      tlp: { AMBER: 1, GREEN: 2 },
      caveats: {},
      left: { others: 1, within: 0, red: 1, noOnward: 0 },
    });
    for (const format of ['stix', 'csv', 'geojson']) {
      const text = await textAt(ours, `format=${format}&for=others`);
      for (const word of ['crimson title', 'crimson words', 'answered', 'krg:B6', 'seen twice']) {
        expect(text, format).not.toContain(word);
      }
      expect(text).toContain('shared title');
    }
  });

  it('[Y14] gives a desk no byte of what it may not read, nor a hint that it is there', async () => {
    for (const query of ['format=stix', 'format=csv', 'format=geojson', 'format=csv&text=title']) {
      const text = await textAt(theirs, query);
      const secrets = [made['aside']!.hash, made['inward']!.hash];
      const ids = secrets.map((hash) => hash.slice(7, 15));
      for (const word of ['aside', 'inward', 'turkiye', 'between the two', ...secrets, ...ids]) {
        expect(text.includes(word), `${word} in ${query}`).toBe(false);
      }
      expect(text).toContain('shared title');
    }
    const survey = await theirs.get<ExportSurvey>('/api/export/survey');
    expect(survey).toMatchObject({ count: 3, left: { others: 0, red: 0, noOnward: 0 } });
    const types = (await objectsAt(theirs)).map(({ type }) => type);
    expect(types.filter((type) => type === 'relationship')).toHaveLength(1);
    expect(types.filter((type) => type === 'sighting')).toHaveLength(1);
    expect(types).toContain('note');
  });

  it('[Y11] is refused to whoever is not signed in, and where the question is none', async () => {
    for (const path of ['/api/export?format=csv', '/api/export/survey']) {
      expect((await fetch(`${ours.address}${path}`)).status).toBe(401);
    }
    for (const query of [
      '',
      'format=pdf',
      'format=csv&limit=1',
      'format=csv&x=1',
      'format=csv&for=all',
    ]) {
      const headers = { authorization: `Bearer ${ours.token}` };
      const answer = await fetch(`${ours.address}/api/export?${query}`, { headers });
      expect(answer.status, query).toBe(400);
    }
  });
});
