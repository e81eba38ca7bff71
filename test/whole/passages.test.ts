import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { PassageView, PassagesView, ReleaseAskView } from '../../src/contract/passages.ts';
import type { RecordView } from '../../src/contract/reports.ts';
import type { SearchPage } from '../../src/contract/search.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { provePassage } from '../../src/node/passage-proof.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { newReport } from './doors.ts';
import { until } from './stage.ts';

let dir: string;
let nodes: readonly RunningNode[];
let desks: readonly Client[];
/** Who wrote the report, who passes it on, and to whom. */
let author: Client;
let passer: Client;
let reader: Client;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-passages-'));
  await setStage(dir);
  const open = (party: string) => openNode({ dir: path.join(dir, party), say: () => undefined });
  nodes = [await open('iraq'), await open('krg'), await open('turkiye')];
  const [iraq, krg, turkiye] = nodes as [RunningNode, RunningNode, RunningNode];
  desks = await Promise.all([
    openDesk(iraq.address, 'analyst'),
    openDesk(krg.address, 'duty-officer'),
    openDesk(turkiye.address, 'duty-officer'),
  ]);
  [author, passer, reader] = desks as [Client, Client, Client];
});
afterAll(async () => {
  for (const desk of desks ?? []) desk.close();
  for (const node of nodes ?? []) await node.close();
  await rm(dir, { recursive: true, force: true });
});

const ask = (record: string, to = ['turkiye']) => ({ record, to, language: 'en', reason: 'Near.' });

const listAt = (desk: Client) => desk.get<PassagesView>('/api/passages');

/** Asks for the release of a new report and sees it at its author. */
async function asking(): Promise<{ readonly report: Saved; readonly hash: string }> {
  const report = await author.post<Saved>('/api/reports', newReport());
  const path = `/api/records/${report.hash}`;
  await until(() => passer.get(path).then(Boolean, () => false), 'the report is read');
  const { hash } = await passer.post<ReleaseAskView>('/api/release-requests', ask(report.hash));
  await until(
    async () => (await listAt(author)).asks.some((each) => each.hash === hash && each.waitsForUs),
    'the author is asked',
  );
  return { report, hash };
}

const grant = { verdict: 'granted', to: ['turkiye'], language: 'en', words: 'Yes.' };

async function passedAt(desk: Client, record: string) {
  const { passages } = await listAt(desk);
  return passages.find((each) => each.record === record);
}

describe('a report that is passed on', () => {
  it('[R11] is asked for by who reads it and did not write it, for those who do not', async () => {
    const { report } = await asking();
    const refused = async (desk: Client, body: object) =>
      (await desk.refused(desk.post('/api/release-requests', body))).code;
    expect(await refused(author, ask(report.hash))).toBe('own-report');
    expect(await refused(reader, ask(report.hash))).toBe('not-found');
    expect(await refused(passer, ask(report.hash, ['iraq']))).toBe('read-already');
    expect(await refused(passer, ask(report.hash, ['coalition']))).toBe('not-a-member');
  });

  it('[R12] [R13] [R14] [Q15] goes by itself once it is granted, word for word, proven by its origin', async () => {
    const { report, hash } = await asking();
    expect((await listAt(reader)).asks).toEqual([]);
    const answer = `/api/release-requests/${hash}/answer`;
    const wide = { ...grant, to: ['krg'] };
    expect((await author.refused(author.post(answer, wide))).code).toBe('bad-request');
    expect((await passer.refused(passer.post(answer, grant))).code).toBe('not-your-report');
    await author.post<ReleaseAskView>(answer, grant);
    await until(async () => (await passedAt(reader, report.hash)) !== undefined, 'it is passed on');
    const line = await passedAt(reader, report.hash);
    const view = await reader.get<PassageView>(`/api/passages/${line?.hash}`);
    expect(view).toMatchObject({
      party: 'krg',
      origin: 'iraq',
      title: 'Seen',
      standing: 'released',
      proof: 'proven',
      readsOriginal: false,
      audience: ['iraq', 'krg', 'turkiye'],
    });
    expect(view.said?.body.text).toBe(newReport().report.text);
    expect(view.release).toBeDefined();
    // [Q15] Who reads it only as passed on finds it by its words, as what it is, and no report.
    const found = await reader.get<SearchPage>('/api/search?q=seen');
    expect(found).toMatchObject({
      count: 0,
      others: {
        count: 1,
        lines: [
          { type: 'passage', hash: view.hash, author: 'krg', origin: 'iraq', standing: 'released' },
        ],
      },
    });
    const direct = reader.get<RecordView>(`/api/records/${report.hash}`);
    expect((await reader.refused(direct)).code).toBe('not-found');
    expect((await passedAt(passer, report.hash))?.readsOriginal).toBe(true);
    await until(async () => (await passedAt(author, report.hash)) !== undefined, 'its author sees');
    const { house } = nodes[2] as RunningNode;
    const passed = house.office.passages.all().find((each) => each.said.hash === view.hash);
    if (!passed) throw new Error('the passage is known');
    const shown = (how: object, without: readonly string[] = []) => {
      const cards = new Map([...house.folder.cards].filter(([id]) => !without.includes(id)));
      const folder = { ...house.folder, cards };
      return provePassage({ ...house, folder }, { ...passed, ...how }).proof;
    };
    const says = (more: object) => {
      const record = { ...passed.said.record, body: { ...passed.said.record.body, ...more } };
      return shown({ said: { ...passed.said, record } });
    };
    const { proof } = passed.said.record.body;
    expect([shown({}), shown({}, ['iraq'])]).toEqual(['proven', 'key-unknown']);
    const otherwise = utf8(
      new TextDecoder().decode(passed.bytes).replace('Seen once', 'Seen twice'),
    );
    expect([
      shown({ bytes: otherwise }),
      shown({ bytes: utf8('{}') }),
      says({ proof: '' }),
      says({ proof: proof.replace(/index \d+/, 'index 40') }),
      says({ proof: proof.replace('/log/', '/log/0') }),
      says({ origin: 'krg' }),
    ]).toEqual(Array.from({ length: 6 }, () => 'does-not-hold'));
  });

  it('[R12] does not go where it is refused, and is asked no more', async () => {
    const { report, hash } = await asking();
    const no = { verdict: 'refused', to: [], language: 'en', words: 'Not yet.' };
    const answer = `/api/release-requests/${hash}/answer`;
    const view = await author.post<ReleaseAskView>(answer, no);
    expect([view.waitsForUs, view.answer?.verdict]).toEqual([false, 'refused']);
    expect((await author.refused(author.post(answer, no))).code).toBe('stale');
    await until(
      async () =>
        (await listAt(passer)).asks.find((each) => each.hash === hash)?.answer?.words ===
        'Not yet.',
      'the answer is here',
    );
    expect(await passedAt(passer, report.hash)).toBeUndefined();
  });

  it('[R15] is recalled with what its author recalls, and with a release that is taken back', async () => {
    for (const how of ['recall', 'refusal'] as const) {
      const { report, hash } = await asking();
      const answer = `/api/release-requests/${hash}/answer`;
      await author.post(answer, grant);
      await until(async () => (await passedAt(reader, report.hash)) !== undefined, 'passed on');
      const line = await passedAt(reader, report.hash);
      if (how === 'recall') {
        await author.post(`/api/reports/${report.hash}/recall`, { reason: 'court' });
      } else {
        await author.post(answer, { verdict: 'refused', to: [], language: 'en' });
      }
      await until(async () => (await passedAt(reader, report.hash)) === undefined, 'it is gone');
      const left = await reader.get<RecordView>(`/api/records/${line?.hash}`);
      expect([left.bytes, left.recalled?.party]).toEqual(['', 'krg']);
      expect(left.recalled?.reason).toBe(how === 'recall' ? 'court' : 'mistake');
    }
  });
});
