import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { InboxPage } from '../../src/contract/inbox.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { newReport } from './doors.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

describe('an inbox', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(['iraq', 'krg']);
  });
  afterAll(() => stage.close());

  const inbox = (desk: Client, query = '') => desk.get<InboxPage>(`/api/inbox${query}`);
  const titles = async (desk: Client, query = '') =>
    (await inbox(desk, query)).reports.map(({ title }) => title);

  it('[I40] [I41] [I42] shows what came, newest first, and what is new to whom, through a restart', async () => {
    const author = await stage.desk('iraq', 'analyst');
    const reader = await stage.desk('krg', 'duty-officer');
    const other = await stage.desk('krg', 'analyst');
    const hashes: string[] = [];
    for (const [at, title] of ['First', 'Second', 'Third'].entries()) {
      const made = newReport();
      const when = { from: `201${9 - at}-01-01T00:00:00Z`, upto: `201${9 - at}-01-01T00:01:00Z` };
      const said = { ...made, report: { ...made.report, title, when } };
      hashes.push((await author.post<Saved>('/api/reports', said)).hash);
    }
    await until(async () => (await inbox(reader)).unread === 3, 'three reports are new');
    expect(await titles(reader)).toEqual(['Third', 'Second', 'First']);
    expect(await titles(reader, '?kind=trafficking')).toEqual([]);
    // One's own word is no news.
    expect((await inbox(author)).unread).toBe(0);
    expect(await titles(author, '?show=others')).toEqual([]);

    await reader.post('/api/readings', { mark: 'read', reports: hashes.slice(1) });
    expect(await titles(reader, '?show=new')).toEqual(['First']);
    expect((await inbox(other)).unread).toBe(3);
    await stage.lower('krg');
    await stage.raise('krg');
    const again = await stage.desk('krg', 'duty-officer');
    expect((await inbox(again)).unread).toBe(1);
    await again.post('/api/readings', { mark: 'unread', reports: hashes.slice(2) });
    expect(await titles(again, '?show=new')).toEqual(['Third', 'First']);
    // Page by page, each once.
    const first = await inbox(again, '?limit=2');
    const rest = await inbox(again, `?limit=2&after=${first.next}`);
    const all = [...first.reports, ...rest.reports].map(({ hash }) => hash);
    expect(all).toEqual(hashes.toReversed());
    expect(rest.next).toBeUndefined();

    const page = await fetch(`${stage.address('krg')}/api/inbox`);
    expect(page.status).toBe(401);
  });
});
