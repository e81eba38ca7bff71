import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { BundleView, CourierView } from '../../src/contract/courier.ts';
import type { RecallView } from '../../src/contract/recalls.ts';
import type { ProofView, RecordView, ReportPage } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import { openCheckpoint } from '../../src/proof/checkpoint.ts';
import { parseVerifierKey } from '../../src/proof/note.ts';
import { openStub } from '../../src/proof/stub.ts';
import { parseProof } from '../../src/proof/tlog-proof.ts';
import { verifyInclusion } from '../../src/proof/tree.ts';
import { parseBase64Url } from '../../src/base/bytes.ts';
import type { Recall } from '../../src/accord/knowledge/recall-schema.ts';
import { newPlan } from './doors.ts';
import type { Stage } from './stage.ts';
import { openStage, tansiq, until } from './stage.ts';

/** How often a node is killed right after a recall was said. */
const KILLS = 3;

let stage: Stage;
let author: Client;
let partner: Client;
let late: Client;

beforeAll(async () => {
  stage = await openStage(['iraq', 'krg', 'turkiye', 'coalition']);
  author = await stage.desk('iraq', 'analyst');
  partner = await stage.desk('krg', 'analyst');
  late = await stage.desk('turkiye', 'analyst');
  await until(async () => (await late.get<unknown[]>('/api/claims')).length === 3, 'claims');
});
afterAll(() => stage.close());

async function say(title: string): Promise<string> {
  const report = { ...reportOf(title, [43.6, 35.7], 'resident'), text: `${title} in full` };
  const body = { audience: ['iraq', 'krg', 'turkiye'], tlp: 'AMBER', report };
  return (await author.post<Saved>('/api/reports', body)).hash;
}

const seenAt = (desk: Client, hash: string): Promise<RecordView | undefined> =>
  desk.get<RecordView>(`/api/records/${hash}`).catch(() => undefined);

const isRead = async (desk: Client, hash: string) =>
  (await seenAt(desk, hash))?.record?.type === 'report';

const isErased = async (desk: Client, hash: string) =>
  (await seenAt(desk, hash))?.recalled?.isErasedHere === true;

/** Who has said of the recall of `hash` that it is erased, as `desk` sees it. */
async function acknowledged(desk: Client, hash: string): Promise<readonly string[]> {
  const { standings } = await desk.get<RecallView>(`/api/reports/${hash}/recall`);
  return standings.filter(({ erasedAt }) => erasedAt !== undefined).map(({ party }) => party);
}

/** The files of a node's folder that bear these words. */
async function filesWith(party: string, words: string): Promise<readonly string[]> {
  const dir = stage.folder(party);
  const found: string[] = [];
  for (const each of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    const file = path.join(each.parentPath, each.name);
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    if (bytes.includes(words)) found.push(path.relative(dir, file));
  }
  return found;
}

describe('a recall among nodes', () => {
  let recalled: string;
  let log: string;

  it('[W1] [W4] [W7] [W8] erases at the author and a partner, and shows who has not said so', async () => {
    recalled = await say('Zebrafish at the quarry');
    const kept = await say('Bridge open to traffic');
    for (const desk of [partner, late]) {
      await until(() => isRead(desk, kept), 'the reports are everywhere');
    }
    const grade = { reliability: 'B', credibility: '2' };
    await partner.post('/api/grades', { report: recalled, grade });
    expect(await filesWith('krg', 'Zebrafish')).not.toEqual([]);
    expect(await filesWith('krg', 'zebrafish')).not.toEqual([]);
    const packer = await stage.desk('iraq', 'administrator');
    const packed = await packer.post<BundleView>('/api/bundles', { to: 'krg', all: true });
    expect((await packer.get<CourierView>('/api/courier')).packed).toHaveLength(1);
    await stage.lower('turkiye');

    const body = { reason: 'mistake', words: 'Named the wrong place.' };
    const made = await author.post<RecallView>(`/api/reports/${recalled}/recall`, body);
    expect(made).toMatchObject({ party: 'iraq', ...body, isErasedHere: true });
    for (const words of ['Zebrafish', 'zebrafish']) {
      expect(await filesWith('iraq', words)).toEqual([]);
    }
    // What was packed may hold it still, sealed or not.
    expect((await packer.get<CourierView>('/api/courier')).packed).toEqual([]);
    const gone = await packer.refused(packer.get(`/api/bundles/${packed.id}/file`));
    expect(gone.code).toBe('not-found');
    await until(
      async () => (await acknowledged(author, recalled)).length === 2,
      'author and partner have erased',
    );
    expect(await acknowledged(author, recalled)).toEqual(['iraq', 'krg']);
    for (const words of ['Zebrafish', 'zebrafish']) {
      expect(await filesWith('krg', words)).toEqual([]);
    }
    expect(await filesWith('turkiye', 'Zebrafish')).not.toEqual([]);
    const [listed] = await partner.get<RecallView[]>('/api/recalls');
    expect(listed?.standings.at(-1)).toEqual({ party: 'turkiye' });
  });

  it('[W3] shows the record without its text, with its place, its grades and its proof', async () => {
    for (const desk of [author, partner]) {
      const view = await seenAt(desk, recalled);
      log = view?.place.log ?? '';
      expect(view).toMatchObject({
        bytes: '',
        grades: [{ party: 'krg' }],
        place: { author: 'iraq' },
      });
      expect(view).not.toHaveProperty('record');
      expect(view?.recalled).toMatchObject({ reason: 'mistake', words: 'Named the wrong place.' });
      const page = await desk.get<ReportPage>('/api/reports?text=zebrafish');
      expect(page).toMatchObject({ count: 0, reports: [] });
      const all = await desk.get<ReportPage>('/api/reports?limit=100');
      expect(all.reports.map(({ hash }) => hash)).not.toContain(recalled);
    }
    const { recall } = await partner.get<RecallView>(`/api/reports/${recalled}/recall`);
    const said = (await seenAt(partner, recall))?.record?.body as Recall;
    const stub = parseBase64Url(said.records[0]!.stub);
    const leaf = stub.ok ? openStub(stub.value)?.leaf : undefined;
    const shown = await partner.get<ProofView>(`/api/records/${recalled}/proof`);
    expect(isIncluded(shown, leaf!)).toBe(true);
  });

  it('[W4] is kept by no browser that reads the log', async () => {
    const signed = await fetch(`${author.address}/api/session/exercise`, {
      method: 'POST',
      body: JSON.stringify({ seat: 'analyst' }),
    });
    const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const bundle = `${author.address}/log/${log}/tile/entries/000.p/1`;
    const asked = async (headers: Record<string, string>) =>
      (await fetch(bundle, { headers })).headers.get('cache-control');
    expect(await asked({ cookie })).toBe('no-store');
    expect(await asked({ authorization: `Bearer ${author.token}` })).toContain('immutable');
  });

  it('[W1] [W2] is refused of what another wrote, of what binds, and a second time', async () => {
    const theirs = (
      await partner.post<Saved>('/api/reports', {
        audience: ['iraq', 'krg'],
        tlp: 'AMBER',
        report: reportOf('Theirs', [43.6, 35.7], 'resident'),
      })
    ).hash;
    await until(() => isRead(author, theirs), 'the report of another');
    const plan = await (
      await stage.desk('iraq', 'planner')
    ).post<{ hash: string }>('/api/plans', newPlan());
    const refusals = [
      [theirs, 'not-yours-to-recall'],
      [plan.hash, 'not-recallable'],
      [recalled, 'recalled-already'],
    ] as const;
    for (const [hash, code] of refusals) {
      const call = author.post(`/api/reports/${hash}/recall`, { reason: 'mistake' });
      expect(await author.refused(call)).toMatchObject({ code });
    }
    const liaison = await stage.desk('iraq', 'administrator');
    const call = liaison.post(`/api/reports/${theirs}/recall`, { reason: 'mistake' });
    expect(await liaison.refused(call)).toMatchObject({ code: 'not-allowed' });
  });

  it('[W4] [W7] reaches a member that was away, once it is back', async () => {
    await stage.raise('turkiye');
    await until(() => isErased(late, recalled), 'it has erased');
    expect(await filesWith('turkiye', 'Zebrafish')).toEqual([]);
    await until(async () => (await acknowledged(author, recalled)).length === 3, 'it has said so');
  });

  it('[W4] is finished after a node was killed between recall and erasure', async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const title = `Quagmire ${kill} by the ford`;
      const hash = await say(title);
      await until(() => isRead(partner, hash), 'the report is there');
      await author.post(`/api/reports/${hash}/recall`, { reason: 'court' });
      await stage.kill('krg');
      await stage.raise('krg');
      await until(() => isErased(partner, hash), 'it has erased');
      expect(await filesWith('krg', title)).toEqual([]);
      await until(async () => (await acknowledged(author, hash)).includes('krg'), 'it has said so');
    }
  });

  it('[W5] leaves logs that verify, and says what was recalled', async () => {
    for (const party of ['iraq', 'krg', 'turkiye']) {
      await stage.lower(party);
      const { code, out } = await tansiq(['verify', stage.folder(party)]);
      expect([party, code, out]).toEqual([party, 0, expect.stringContaining('recalled')]);
      expect(out).toContain(`${1 + KILLS} entries`);
    }
  });

  it('[W6] tells them without their bytes to a member that comes back without a copy', async () => {
    await rm(path.join(stage.folder('turkiye'), 'logs', log), { recursive: true });
    await rm(path.join(stage.folder('turkiye'), 'index.sqlite'), { force: true });
    for (const party of ['iraq', 'krg', 'turkiye']) await stage.raise(party);
    await until(() => isErased(late, recalled), 'it knows what was recalled');
    expect(await filesWith('turkiye', 'Zebrafish')).toEqual([]);
  });
});

function isIncluded(shown: ProofView, leaf: Uint8Array): boolean {
  const key = parseVerifierKey(shown.logKey);
  const proof = parseProof(shown.proof);
  if (!key.ok || !proof.ok) return false;
  const { index, hashes, checkpoint } = proof.value;
  const opened = openCheckpoint(hostPrimitives(), checkpoint.note, key.value);
  if (!opened.ok) return false;
  const { size, root } = opened.value;
  return verifyInclusion(hostPrimitives().sha256, { leaf, index, size, root, proof: hashes });
}
