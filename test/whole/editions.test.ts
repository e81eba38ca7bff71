import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/accord/knowledge/schema.ts';
import type { Saved } from '../../src/contract/api.ts';
import type { RecordView, ReportPage, SourceView } from '../../src/contract/reports.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { OneNode } from './one-node.ts';
import { MEMBERS, openOneNode } from './one-node.ts';
import { attach, picture } from './uploading.ts';

let one: OneNode;
beforeAll(async () => {
  one = await openOneNode();
});
afterAll(() => one.close());

const PAIR = ['iraq', 'krg'];
const say = async (title: string, more: object = {}, beside: object = {}): Promise<string> => {
  const report = { ...reportOf(title, [43.6123456, 35.7123456], 'resident'), ...more };
  const body = { audience: PAIR, tlp: 'AMBER', report, ...beside };
  return (await one.analyst.post<Saved>('/api/reports', body)).hash;
};
const view = (hash: string) => one.analyst.get<RecordView>(`/api/records/${hash}`);
const reportIn = async (hash: string): Promise<Report> => {
  const { record } = await view(hash);
  if (record?.type !== 'report') throw new Error('no report');
  return record.body;
};
const titles = async (text: string) =>
  (await one.analyst.get<ReportPage>(`/api/reports?text=${text}`)).reports.map(
    (each) => each.title,
  );
const codeOf = async (call: Promise<unknown>) => (await one.analyst.refused(call)).code;

describe('a correction', () => {
  it('[H6] [H8] goes to the readers of the old one, and takes its place in lists', async () => {
    const old = await say('Heron two trucks');
    const next = await say('Heron three trucks', { corrects: old });
    expect(await titles('heron')).toEqual(['Heron three trucks']);
    expect((await view(old)).correctedBy).toBe(next);
    expect((await view(next)).place.audience).toEqual((await view(old)).place.audience);
    const [reports] = [await one.analyst.get<ReportPage>('/api/reports?text=heron')];
    expect(reports.reports[0]?.corrects).toBe(old);
    const again = say('Heron four', { corrects: old });
    expect(await codeOf(again)).toBe('corrected-already');
    const wider = say('Heron', { corrects: next }, { audience: MEMBERS });
    expect(await codeOf(wider)).toBe('correction-other-readers');
    const nothing = say('Heron', { corrects: `sha256:${'7c'.repeat(32)}` });
    expect(await codeOf(nothing)).toBe('not-found');
  });

  it('[G11] keeps an attachment of the old one without sending it again', async () => {
    const attachment = await attach(one.analyst, 'ford.jpg', picture(40_000));
    const old = await say('Egret', { attachments: [attachment] });
    const next = await say('Egret, east bank', { corrects: old, attachments: [attachment] });
    expect((await reportIn(next)).attachments).toEqual([attachment]);
    const stranger = say('Egret elsewhere', { attachments: [attachment] });
    expect(await codeOf(stranger)).toBe('attachment-unknown');
  });
});

describe('a release', () => {
  const fine = {
    text: 'Seen by the miller.',
    claims: [{ about: 'who', words: 'Smugglers' }],
    source: { kind: 'resident', reference: 'notebook 4' },
  };
  const bare = {
    title: 'Ibis in the district',
    text: '',
    details: false,
    grade: false,
    claims: [],
  };
  const release = async (of: string, more: object): Promise<string> => {
    const body = { of, audience: MEMBERS, tlp: 'GREEN', files: [], ...more };
    return (await one.analyst.post<Saved>('/api/releases', body)).hash;
  };

  it('[H13] [H14] says no more than was chosen, and nothing of the one that it is of', async () => {
    const of = await say('Ibis at the mill', fine);
    const as = await release(of, { coarsening: { ...bare, cellMetres: 10_000, when: 'day' } });
    const wide = await view(as);
    const bytes = Buffer.from(wide.bytes, 'base64').toString();
    expect(bytes).not.toMatch(/mill|notebook|Smugglers|43\.6123/);
    expect(bytes).not.toContain(of);
    expect(wide.record?.refs).toEqual([]);
    expect(wide.record?.marking.tlp).toBe('GREEN');
    // [H7] Said to those who may read both.
    const [told] = wide.releases;
    expect(told).toMatchObject({ side: 'as', report: of, form: 'coarser' });
    expect((await view(of)).releases).toMatchObject([{ side: 'of', report: as }]);
    const link = await view(told?.record ?? '');
    expect(link.place.audience).toEqual(['iraq', 'krg']);
    // To others than its readers, the link is our own alone.
    const apart = { audience: ['iraq', 'turkiye'], coarsening: bare };
    const other = await release(of, apart);
    const [alone] = (await view(other)).releases;
    expect((await view(alone?.record ?? '')).place.audience).toEqual(['iraq']);
  });

  it('[H13] is refused to the readers that it has, and of what has a newer version', async () => {
    const of = await say('Stork', fine);
    expect(await codeOf(release(of, { audience: PAIR }))).toBe('release-same-readers');
    const whole = await reportIn(await release(of, {}));
    expect(whole).toEqual(await reportIn(of));
    await say('Stork, two of them', { corrects: of });
    expect(await codeOf(release(of, {}))).toBe('corrected-already');
  });

  it('[H13] carries attachments only where they are ticked', async () => {
    const attachment = await attach(one.analyst, 'mill.jpg', picture(41_000));
    const of = await say('Crane', { attachments: [attachment] });
    expect((await reportIn(await release(of, {}))).attachments).toBeUndefined();
    const files = [attachment.sha256];
    expect((await reportIn(await release(of, { files }))).attachments).toEqual([attachment]);
  });
});

describe('our sources', () => {
  const enter = async (source: object, replaces?: string): Promise<string> => {
    const body = { source, ...(replaces ? { replaces } : {}) };
    return (await one.analyst.post<Saved>('/api/sources', body)).hash;
  };
  const list = () => one.analyst.get<SourceView[]>('/api/sources');

  it('[H9] stand in our private log, and a later record of one takes its place', async () => {
    const first = await enter({ label: 'Fisherman', kind: 'resident' });
    const next = await enter({ label: 'Fisherman at the ford', kind: 'resident' }, first);
    expect((await list()).map(({ record, source }) => [record, source.label])).toEqual([
      [next, 'Fisherman at the ford'],
    ]);
    expect((await view(next)).place.audience).toEqual(['iraq']);
    expect(await codeOf(enter({ label: 'x', kind: 'media' }, first))).toBe('not-found');
  });

  it('[H10] become handles at our node, which takes none from anybody', async () => {
    const source = (await list())[0]?.record;
    const handles: (string | undefined)[] = [];
    for (const audience of [PAIR, MEMBERS, PAIR]) {
      const hash = await say('Teal', {}, { source, audience });
      const { record, ownSource } = await view(hash);
      if (record?.type === 'report') handles.push(record.body.source.handle);
      expect(ownSource).toEqual({ record: source, label: 'Fisherman at the ford' });
    }
    expect(handles[0]).toMatch(/^[a-z2-7]{16}$/);
    expect(handles[2]).toBe(handles[0]);
    expect(handles[1]).not.toBe(handles[0]);
    const forged = { kind: 'resident', handle: handles[0] };
    expect(await codeOf(say('Teal', { source: forged }))).toBe('bad-request');
    // [H13] A release bears none, or its readers could lay two handles together.
    const of = await say('Teal at dusk', {}, { source });
    const body = { of, audience: MEMBERS, tlp: 'AMBER', files: [] };
    const { hash } = await one.analyst.post<Saved>('/api/releases', body);
    expect((await reportIn(hash)).source).toEqual({ kind: 'resident' });
  });

  it('[H11] are for our offices that report or grade', async () => {
    expect((await list()).length).toBeGreaterThan(0);
    const record = (await list())[0]?.record ?? '';
    const { administrator } = one;
    expect(await administrator.get<SourceView[]>('/api/sources')).toEqual([]);
    const refused = administrator.get(`/api/records/${record}`);
    expect((await administrator.refused(refused)).code).toBe('not-found');
    const entered = administrator.post('/api/sources', { source: { label: 'x', kind: 'media' } });
    expect((await administrator.refused(entered)).code).toBe('not-allowed');
  });
});
