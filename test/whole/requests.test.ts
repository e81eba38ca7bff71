import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { RequestView, RequestsView } from '../../src/contract/information-requests.ts';
import type { LiveEvent } from '../../src/contract/record-room.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { openLateness } from '../../src/node/lateness.ts';
import { instant } from '../../src/base/instant.ts';
import { newRequest } from './bodies.ts';
import { newReport } from './doors.ts';
import { until } from './stage.ts';

let dir: string;
let nodes: readonly RunningNode[];
let asker: Client;
let asked: Client;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-requests-'));
  await setStage(dir);
  const open = (party: string) => openNode({ dir: path.join(dir, party), say: () => undefined });
  nodes = [await open('iraq'), await open('krg')];
  const [iraq, krg] = nodes as [RunningNode, RunningNode];
  asker = await openDesk(iraq.address, 'analyst');
  asked = await openDesk(krg.address, 'duty-officer');
});
afterAll(async () => {
  asker?.close();
  asked?.close();
  for (const node of nodes ?? []) await node.close();
  await rm(dir, { recursive: true, force: true });
});

const seenBy = async (desk: Client, hash: string): Promise<RequestView | undefined> => {
  const { requests } = await desk.get<RequestsView>('/api/requests');
  return requests.find((each) => each.hash === hash);
};

describe('a request between two nodes', () => {
  it('[J2] is refused where it asks who does not read it, itself, or too late', async () => {
    const refused = async (body: ReturnType<typeof newRequest>) =>
      (await asker.refused(asker.post('/api/requests', body))).code;
    const unread = newRequest(['krg', 'turkiye']);
    expect(await refused({ ...unread, audience: ['iraq', 'krg'] })).toBe('asked-not-readers');
    expect(await refused(newRequest(['coalition']))).toBe('not-a-member');
    expect(await refused(newRequest(['krg', 'iraq']))).toBe('bad-request');
    expect(await refused(newRequest(['krg'], -1))).toBe('due-when');
    expect(await refused(newRequest(['krg'], 367 * 86_400))).toBe('due-when');
  });

  it('[J3] [J4] [J8] waits at the asked, is answered by a report both read, and counts', async () => {
    const { hash } = await asker.post<RequestView>('/api/requests', newRequest());
    await until(async () => (await seenBy(asked, hash))?.waitsForUs === true, 'it is asked');
    expect((await seenBy(asker, hash))?.waitsForUs).toBe(false);
    const own = { ...newReport(), audience: ['krg'] };
    const secret = await asked.post<Saved>('/api/reports', own);
    const said = await asked.post<Saved>('/api/reports', newReport());
    const path = `/api/requests/${hash}/reply`;
    const reply = (report: string) => ({ reports: [report], language: 'en' });
    const unread = asked.post(path, reply(secret.hash));
    expect((await asked.refused(unread)).code).toBe('reply-unread');
    const view = await asked.post<RequestView>(path, reply(said.hash));
    expect(view.waitsForUs).toBe(false);
    await until(
      async () => (await seenBy(asker, hash))?.asked[0]?.state === 'answered',
      'the answer is here',
    );
    const [krg] = (await seenBy(asker, hash))?.asked ?? [];
    expect(krg).toMatchObject({ party: 'krg', lateSeconds: 0 });
    expect(krg?.replies[0]?.reports).toEqual([{ hash: said.hash, author: 'krg', title: 'Seen' }]);
    const { figures } = await asker.get<RequestsView>('/api/requests');
    expect(figures).toMatchObject([{ party: 'krg', asked: 1, answered: 1, inTime: 1, late: 0 }]);
    const mine = asker.post(path, reply(said.hash));
    expect((await asker.refused(mine)).code).toBe('not-asked');
  });

  it('[J5] [J7] is ended by who asked alone, and gone with what is recalled', async () => {
    const { hash } = await asker.post<RequestView>('/api/requests', newRequest());
    await until(async () => (await seenBy(asked, hash)) !== undefined, 'it is asked');
    const ended = asked.post(`/api/requests/${hash}/end`, { reason: 'withdrawn' });
    expect((await asked.refused(ended)).code).toBe('not-your-request');
    const view = await asker.post<RequestView>(`/api/requests/${hash}/end`, {
      reason: 'overtaken',
    });
    expect(view.asked.map(({ state }) => state)).toEqual(['let-off']);
    const again = asker.post(`/api/requests/${hash}/end`, { reason: 'overtaken' });
    expect((await asker.refused(again)).code).toBe('stale');
    await asker.post(`/api/reports/${hash}/recall`, { reason: 'mistake' });
    expect(await seenBy(asker, hash)).toBeUndefined();
    await until(async () => (await seenBy(asked, hash)) === undefined, 'it is gone there');
  });

  it('[J10] is told once to the desks when it falls due without an answer', async () => {
    const { house } = nodes[0] as RunningNode;
    const { hash } = await asker.post<RequestView>('/api/requests', newRequest(['krg'], 60));
    const told: LiveEvent[] = [];
    const silence = house.live.listen((event) => told.push(event));
    let now = house.clock.now();
    const lateness = openLateness({ ...house, clock: { now: () => now } });
    lateness.look();
    now = instant(now + 61);
    lateness.look();
    now = instant(now + 61);
    lateness.look();
    lateness.close();
    silence();
    const late = told.filter(({ kind }) => kind === 'late');
    expect(late).toMatchObject([{ request: hash, author: 'iraq', subject: 'Who holds the ford?' }]);
  });
});
