import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MadeFeed } from '../../src/contract/feeds.ts';
import type { PullView } from '../../src/contract/pulls.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { TaxiiClient } from '../outside/taxii-client.ts';
import type { Stage } from './stage.ts';
import { openStage, tansiq, until } from './stage.ts';

const SERVED = ['iraq', 'krg'];

let stage: Stage;
let giver: Client;
let keeper: Client;
let taker: Client;

async function say(title: string): Promise<void> {
  const report = reportOf(title, [43.6, 35.7], 'own-patrol');
  await giver.post('/api/reports', { audience: SERVED, tlp: 'GREEN', report });
}

const secretFile = () => path.join(stage.folder('turkiye'), 'partner.secret');

/** Puts a collection into the settings of a node that rests. */
async function settle(pulls: readonly object[]): Promise<void> {
  const file = path.join(stage.folder('turkiye'), 'node.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...settings, pulls }));
}

async function pulled(): Promise<PullView> {
  const before = (await taker.get<readonly PullView[]>('/api/pulls'))[0]?.lastAt;
  await until(async () => {
    await taker.post('/api/pulls/partner', {});
    const [view] = await taker.get<readonly PullView[]>('/api/pulls');
    return view !== undefined && !view.isRunning && view.lastAt !== before;
  }, 'the collection was pulled');
  const [view] = await taker.get<readonly PullView[]>('/api/pulls');
  if (!view) throw new Error('there is a collection');
  return view;
}

async function titles(): Promise<readonly string[]> {
  const { reports } = await taker.get<ReportPage>('/api/reports');
  return reports.map(({ title }) => title.replace(/, \d{4}-\d\d-\d\d$/, '')).toSorted();
}

beforeAll(async () => {
  stage = await openStage(['iraq', 'krg', 'turkiye']);
  giver = await stage.desk('iraq', 'analyst');
  const administrator = await stage.desk('iraq', 'administrator');
  for (const title of ['one', 'two', 'three']) await say(title);
  const asked = { label: 'a neighbour', audiences: [SERVED], days: 1 };
  const feed = await administrator.post<MadeFeed>('/api/feeds', asked);
  const client = new TaxiiClient(giver.address, `Bearer ${feed.token}`);
  await until(async () => {
    const [found] = await client.collections();
    const objects = found ? await client.objects(found.id) : [];
    return objects.filter(({ type }) => type === 'report').length === 3;
  }, 'the collection has all of it');
  const [collection] = await client.collections();
  await stage.lower('turkiye');
  await settle([
    {
      name: 'partner',
      url: `${giver.address}${await client.root()}collections/${collection?.id}/`,
      secret: 'partner.secret',
      everyMinutes: 600,
      seat: 'analyst',
      audience: ['turkiye'],
      tlp: 'AMBER',
    },
  ]);
  await writeFile(secretFile(), `${feed.user}:${feed.secret}\n`, { mode: 0o600 });
  await stage.raise('turkiye');
  keeper = await stage.desk('turkiye', 'administrator');
  taker = keeper;
});
afterAll(() => stage.close());

describe('a node that pulls from another', () => {
  it('[Y21] [Y23] brings what is new into our own name, once, and says how many', async () => {
    await until(async () => {
      const [view] = await taker.get<readonly PullView[]>('/api/pulls');
      return view?.lastAt !== undefined;
    }, 'the first pull comes by itself');
    const first = (await taker.get<readonly PullView[]>('/api/pulls'))[0];
    expect(first).toMatchObject({ name: 'partner', isRunning: false, counts: { saved: 3 } });
    expect(first?.fault).toBeUndefined();
    expect(await titles()).toEqual(['one', 'three', 'two']);
    const { reports } = await taker.get<ReportPage>('/api/reports');
    expect(
      reports.every(({ author, audience }) => author === 'turkiye' && audience.length === 1),
    ).toBe(true);
    expect(reports.every(({ grades }) => grades.length === 0)).toBe(true);
    await say('four');
    await until(async () => {
      await pulled();
      return (await titles()).includes('four');
    }, 'what came later is here');
    expect(await titles()).toEqual(['four', 'one', 'three', 'two']);
    expect((await pulled()).counts).toMatchObject({ saved: 0 });
    expect(await titles()).toHaveLength(4);
  });

  it('[Y21] [Y23] uses no secret that others may read, says so, and the doctor too', async () => {
    await chmod(secretFile(), 0o644);
    expect(await pulled()).toMatchObject({ fault: 'secret-open' });
    const ill = await tansiq(['doctor', '--data', stage.folder('turkiye')]);
    expect(ill.out).toMatch(/^bad +pull partner: .*chmod 600 partner\.secret$/m);
    await chmod(secretFile(), 0o600);
    expect((await pulled()).fault).toBeUndefined();
    const well = await tansiq(['doctor', '--data', stage.folder('turkiye')]);
    expect(well.out).toMatch(/^ok +pull partner: 0 minutes ago/m);
  });

  it('[Y23] says that the other refused, and is shown to who administers alone', async () => {
    const right = await readFile(secretFile(), 'utf8');
    await writeFile(secretFile(), 'nobody:nothing\n');
    expect(await pulled()).toMatchObject({ fault: 'refused' });
    await writeFile(secretFile(), right);
    const analyst = await stage.desk('turkiye', 'analyst');
    expect((await analyst.refused(analyst.get('/api/pulls'))).code).toBe('not-allowed');
    expect((await keeper.refused(keeper.post('/api/pulls/other', {}))).code).toBe('not-found');
    const text = JSON.stringify(await keeper.get('/api/pulls'));
    expect(text).not.toContain(right.trim().split(':')[1]);
  });
});
