import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/ports.ts';
import type { PlanView, Saved } from '../../src/contract/api.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { newPlan } from './doors.ts';
import type { Stage } from './stage.ts';
import { openStage, run, tansiq, until } from './stage.ts';

/** How often a node is killed while reports are written. */
/** A long run is `TANSIQ_KILLS=100`. */
const KILLS = Number(process.env['TANSIQ_KILLS'] ?? 6);

/** How many reports a node acknowledges at most before it is killed. */
const ACKNOWLEDGED_MAX = 25;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(['iraq', 'krg', 'coalition']);
  const desk = await stage.desk('iraq', 'analyst');
  await until(async () => (await desk.get<unknown[]>('/api/claims')).length === 2, 'claims');
});
afterAll(() => stage.close());

async function say(desk: Client, title: string): Promise<string> {
  const report = reportOf(title, [43.6, 35.7], 'resident');
  const body = { audience: ['iraq', 'krg'], tlp: 'AMBER', report };
  return (await desk.post<Saved>('/api/reports', body)).hash;
}

async function countAt(desk: Client): Promise<number> {
  return (await desk.get<ReportPage>('/api/reports?limit=1')).count;
}

const isThere = (desk: Client, hash: string): Promise<boolean> =>
  desk.get(`/api/records/${hash}`).then(
    () => true,
    () => false,
  );

describe('trouble around a node is one sentence that says what to do', () => {
  /** A copy of a stopped node's folder, so that nothing is spoilt for others. */
  const copied = async (): Promise<string> => {
    const copy = await mkdtemp(path.join(tmpdir(), 'tansiq-trouble-'));
    await cp(stage.folder('krg'), copy, { recursive: true });
    return copy;
  };
  const started = async (dir: string): Promise<string> => {
    const { code, err } = await run('dist/run/main.js', ['--data', dir]);
    expect([code, err]).toEqual([1, expect.not.stringContaining('    at ')]);
    return err;
  };

  it('[N11] [N12] a second process on the same folder', async () => {
    const dir = stage.folder('iraq');
    expect(await started(dir)).toContain(`Another process already runs on ${dir}`);
    const rebuilt = await tansiq(['rebuild', '--data', dir]);
    expect(rebuilt.code).toBe(1);
    expect(rebuilt.err).toContain('Another process already runs');
    const desk = await stage.desk('iraq', 'analyst');
    expect(await isThere(desk, await say(desk, 'Still here'))).toBe(true);
  });

  it('[N12] a port in use, a file in a folder’s place, a missing and a wrong file', async () => {
    await stage.lower('krg');
    const dir = await copied();
    const { port } = JSON.parse(await readFile(path.join(dir, 'node.json'), 'utf8')) as {
      port: number;
    };
    // Its partners will try to speak with what stands there now.
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((open) => server.listen(port, '127.0.0.1', open));
    expect(await started(dir)).toContain(`Port ${port} is taken`);
    await new Promise((closed) => server.close(closed));

    // Root may write everywhere, so a file stands where a folder has to be.
    for (const part of ['logs', 'shelf']) {
      const spoilt = await copied();
      await rm(path.join(spoilt, part), { recursive: true });
      await writeFile(path.join(spoilt, part), 'no folder');
      expect(await started(spoilt)).toContain('This program may not write to');
      await rm(spoilt, { recursive: true });
    }
    const wrong: readonly (readonly [string, string | undefined, string])[] = [
      ['node.json', undefined, 'is missing'],
      ['node.json', '{', 'does not hold what it should'],
      ['charter.json', '{}', 'does not hold what it should'],
      ['cards/iraq.card', 'x', 'cannot be believed'],
      ['cards/iraq.card', undefined, 'The card of iraq is not pinned'],
      ['keys/node.key', 'x', 'is not a key'],
    ];
    for (const [file, text, sentence] of wrong) {
      const spoilt = await copied();
      if (text === undefined) await rm(path.join(spoilt, file));
      else await writeFile(path.join(spoilt, file), text);
      expect(await started(spoilt)).toContain(sentence);
      await rm(spoilt, { recursive: true });
    }
    expect(await started(path.join(dir, 'nothing'))).toContain('is missing');
    await rm(dir, { recursive: true });
    await stage.raise('krg');
  });

  it('[S14] [N12] a damaged log is named and never served', async () => {
    await stage.lower('krg');
    const dir = await copied();
    const { logs } = await (await stage.desk('iraq', 'analyst')).get<IntegrityView>('/api/logs');
    const log = logs.find(({ author, size }) => author === 'krg' && size > 1)?.log ?? '';
    const tail = path.join(dir, 'logs', log, 'tail-0');
    const bytes = await readFile(tail);
    bytes[60]! ^= 1;
    await writeFile(tail, bytes);
    const sentence = await started(dir);
    expect(sentence).toContain('A log is damaged');
    expect(sentence).toContain(log);
    await rm(dir, { recursive: true });
    await stage.raise('krg');
  });
});

it('[I1] a damaged index is made anew from the logs at start, with progress', async () => {
  const desk = await stage.desk('krg', 'analyst');
  const hashes = await Promise.all(Array.from({ length: 8 }, (_, i) => say(desk, `Kept ${i}`)));
  const before = await countAt(desk);
  const file = path.join(stage.folder('krg'), 'index.sqlite');
  const damages: readonly (() => Promise<void>)[] = [
    () => writeFile(file, 'garbage '.repeat(10_000)),
    async () => {
      const bytes = await readFile(file);
      bytes.fill(0xaa, 4096, bytes.length - 4096);
      await writeFile(file, bytes);
    },
    () => rm(file),
  ];
  for (const damage of damages) {
    await stage.lower('krg');
    for (const part of ['-wal', '-shm']) await rm(`${file}${part}`, { force: true });
    await damage();
    const told: number[] = [];
    await stage.raise('krg', { onProgress: (done, all) => told.push(done / all) });
    expect(told.at(-1)).toBe(1);
    expect(await countAt(desk)).toBe(before);
    for (const hash of hashes) expect(await isThere(desk, hash)).toBe(true);
    const found = await desk.get<ReportPage>('/api/reports?text=kept');
    expect(found.count).toBe(hashes.length);
  }
  await stage.lower('krg');
  const rebuilt = await tansiq(['rebuild', '--data', stage.folder('krg')]);
  expect([rebuilt.code, rebuilt.err]).toEqual([0, '']);
  expect(rebuilt.out).toMatch(/made anew from \d+ entries/);
  expect(existsSync(file)).toBe(true);
  await stage.raise('krg');
  expect(await countAt(desk)).toBe(before);
});

it('[N13] a clock three hours off is told at both ends, and decides nothing for others', async () => {
  const [iraq, krg] = [await stage.desk('iraq', 'planner'), await stage.desk('krg', 'planner')];
  await stage.lower('krg');
  await stage.raise('krg', { clockOffsetSeconds: 10_800 });
  const offAt = async (desk: Client, party: string): Promise<number> => {
    const { peers } = await desk.get<IntegrityView>('/api/logs');
    return peers.find((peer) => peer.party === party)?.clockOff ?? 0;
  };
  await until(async () => Math.abs((await offAt(iraq, 'krg')) - 10_800) < 60, 'iraq is told');
  await until(async () => Math.abs((await offAt(krg, 'iraq')) + 10_800) < 60, 'krg is told');
  const { plan } = newPlan(3600);
  const body = { audience: ['iraq', 'krg', 'turkiye'], plan };
  const proposed = await iraq.post<PlanView>('/api/plans', body);
  await until(
    async () => (await krg.get<readonly PlanView[]>('/api/plans')).some(isIt),
    'a record travels all the same',
  );
  const view = await iraq.get<PlanView>(`/api/plans/${proposed.hash}`);
  expect(view.state.kind).toBe('proposed');
  const problem = await iraq.refused(iraq.post(`/api/plans/${proposed.hash}/activation`, {}));
  expect(problem.code).toBe('consent-missing');
  await stage.lower('krg');
  await stage.raise('krg');
  await until(async () => (await offAt(iraq, 'krg')) === 0, 'the clock is right again');

  function isIt({ hash }: PlanView): boolean {
    return hash === proposed.hash;
  }
});

it(`[N1] a node killed ${KILLS} times at any moment has all that it acknowledged`, async () => {
  const random = seededRandom(11);
  const writers = new Map([
    ['iraq', await stage.desk('iraq', 'analyst')],
    ['krg', await stage.desk('krg', 'analyst')],
  ]);
  const acknowledged = new Map<string, string[]>([
    ['iraq', []],
    ['krg', []],
  ]);
  const victims = ['iraq', 'krg', 'coalition'];
  let fresh: [string, string][] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const victim = victims[random.below(victims.length)] ?? 'iraq';
    const enough = 1 + random.below(ACKNOWLEDGED_MAX);
    fresh = [];
    let killing: Promise<void> | undefined;
    const writing = [...writers].flatMap(([party, desk]) =>
      // Three at once, so that some are in every stage of being written.
      [0, 1, 2].map(async (hand) => {
        for (let i = 0; !killing; i += 1) {
          const title = `Round ${round} ${party} ${hand} ${i}`;
          const hash = await say(desk, title).catch(() => undefined);
          if (hash === undefined) return;
          fresh.push([party, hash]);
          if (fresh.length >= enough) killing ??= stage.kill(victim);
        }
      }),
    );
    await Promise.all(writing);
    await killing;
    await stage.raise(victim);
    for (const [party, hash] of fresh) {
      const desk = writers.get(party)!;
      expect(await isThere(desk, hash), `round ${round} ${party} killed ${victim}`).toBe(true);
      acknowledged.get(party)?.push(hash);
    }
  }
  const counts = [...acknowledged].map(([party, hashes]) => `${party} ${hashes.length}`);
  console.log(`${KILLS} kills; acknowledged and kept: ${counts.join(', ')}`);
  for (const [party, hashes] of acknowledged) {
    const partner = writers.get(party === 'iraq' ? 'krg' : 'iraq')!;
    const last = hashes.at(-1) ?? '';
    await until(() => isThere(partner, last), 'the partner has caught up');
    for (const hash of hashes) expect(await isThere(partner, hash)).toBe(true);
  }
  for (const party of ['iraq', 'krg']) {
    const { code, out } = await tansiq(['verify', stage.folder(party)]);
    expect([code, out]).toEqual([0, expect.stringContaining('whole')]);
  }
});
