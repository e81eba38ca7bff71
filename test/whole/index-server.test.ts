import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { RecallView } from '../../src/contract/recalls.ts';
import type { RecordView, ReportPage } from '../../src/contract/reports.ts';
import type { PostgresServer } from '../../src/index/postgres/server.suite.ts';
import { makePostgresServer, whyNoPostgres } from '../../src/index/postgres/server.suite.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { readSettings } from '../../src/node/folder.ts';
import type { Stage } from './stage.ts';
import { openStage, run, tansiq, until } from './stage.ts';

const why = process.env['CI'] === 'true' ? undefined : whyNoPostgres();

let server: PostgresServer;
let stage: Stage;
let theirs: Client;
let ours: Client;

function nameIndex(url: string): void {
  const folder = stage.folder('iraq');
  const settings = { ...readSettings(folder), index: { url } };
  writeFileSync(path.join(folder, 'node.json'), JSON.stringify(settings));
}

async function say(desk: Client, title: string): Promise<string> {
  const report = { ...reportOf(title, [43.6, 35.7], 'resident'), text: `${title} in full` };
  const body = { audience: ['iraq', 'krg'], tlp: 'AMBER', report };
  return (await desk.post<Saved>('/api/reports', body)).hash;
}

const find = (desk: Client, text: string): Promise<ReportPage> =>
  desk.get<ReportPage>(`/api/reports?text=${encodeURIComponent(text)}`);

const isFound = (desk: Client, text: string): Promise<boolean> =>
  find(desk, text).then(
    ({ count }) => count === 1,
    () => false,
  );

/** Whether the tables of the server bear these words. */
const bears = (words: string): boolean =>
  spawnSync('grep', ['-rlaF', words, `${server.folder}/base`]).status === 0;

describe.skipIf(why)(`a node whose index is on PostgreSQL${why ? ` (${why})` : ''}`, () => {
  beforeAll(async () => {
    server = await makePostgresServer();
    stage = await openStage([]);
    nameIndex(server.url('tansiq_iraq'));
    await stage.raise('krg');
    theirs = await stage.desk('krg', 'analyst');
  });
  afterAll(async () => {
    await stage?.close();
    await server?.close();
  });

  it('[I52] starts while the server is away, and is searched when that is there', async () => {
    await stage.raise('iraq');
    ours = await stage.desk('iraq', 'analyst');
    await say(ours, 'Pelican by the weir');
    const refused = await ours.refused(find(ours, 'pelican'));
    expect(refused).toMatchObject({ code: 'index-away', status: 503 });
    await until(() => isFound(theirs, 'pelican'), 'what was said has travelled');
    await server.raise();
    await until(() => isFound(ours, 'pelican'), 'the index has caught up');
    expect(existsSync(path.join(stage.folder('iraq'), 'index.sqlite'))).toBe(false);
  });

  it('[I52] loses nothing while the server is stopped, and takes it in when it is back', async () => {
    await say(theirs, 'Cormorant on the pylon');
    const named = await say(theirs, 'Kingfisher at the sluice');
    await until(() => isFound(ours, 'kingfisher'), 'it arrived');
    await server.lower();
    await say(theirs, 'Heron in the reeds');
    await say(ours, 'Bittern at dusk');
    await theirs.post(`/api/reports/${named}/recall`, { reason: 'mistake' });
    await until(() => isFound(theirs, 'bittern'), 'what was said has travelled');
    // What it does not know to be gone from all of its files, it does not say is gone.
    const { standings } = await theirs.get<RecallView>(`/api/reports/${named}/recall`);
    expect(standings.find(({ party }) => party === 'iraq')?.erasedAt).toBeUndefined();
    await server.raise();
    for (const each of ['pelican', 'cormorant', 'heron', 'bittern']) {
      await until(() => isFound(ours, each), `${each} is found`);
    }
    const erasedBy = async (party: string) => {
      const view = await theirs.get<RecallView>(`/api/reports/${named}/recall`);
      return view.standings.some((each) => each.party === party && each.erasedAt !== undefined);
    };
    await until(() => erasedBy('iraq'), 'it has said that it is gone');
    expect((await find(ours, 'kingfisher')).count).toBe(0);
    const view = await ours.get<RecordView>(`/api/records/${named}`);
    expect(view.recalled).toMatchObject({ isErasedHere: true });
    await server.lower();
    expect([bears('kingfisher'), bears('bittern')]).toEqual([false, true]);
    await server.raise();
  });

  it('[I52] catches up after node and server were both killed', async () => {
    await Promise.all([stage.kill('iraq'), server.kill()]);
    await say(theirs, 'Avocet on the flats');
    await server.raise();
    await stage.raise('iraq');
    await until(() => isFound(ours, 'avocet'), 'it arrived and is found');
    for (const each of ['pelican', 'cormorant', 'heron', 'bittern']) {
      expect((await find(ours, each)).count).toBe(1);
    }
  });

  it('[I1] is made anew by the command, whose words bear no password', async () => {
    await stage.lower('iraq');
    const { code, out, err } = await tansiq(['rebuild', '--data', stage.folder('iraq')]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/made anew from [1-9]/);
    await server.lower();
    const away = await tansiq(['rebuild', '--data', stage.folder('iraq')]);
    expect([away.code, away.out]).not.toEqual([0, expect.stringContaining('made anew from')]);
    for (const text of [out, err, away.out, away.err]) expect(text).not.toContain('only us');
    await server.raise();
  });

  it('[I50] refuses to start where the server refuses it, and says no password', async () => {
    const url = server.url('tansiq_iraq');
    const wrong = url.replace(encodeURIComponent(server.password), 'something-else');
    for (const [each, words] of [
      [wrong, 'may not write'],
      ['postgres://node:something-else@', 'The address of the search index'],
    ] as const) {
      nameIndex(each);
      const { code, err } = await run('dist/run/main.js', ['--data', stage.folder('iraq')]);
      expect([code, err]).toEqual([1, expect.stringContaining(words)]);
      expect(err).not.toMatch(/something-else|    at /);
    }
  });
});
