import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleView, CourierView, OpenedView } from '../../src/contract/courier.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openNode } from '../../src/node/compose.ts';
import { courierFile } from '../../src/node/courier-key.ts';
import { bundle } from '../../src/node/cli/bundle.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { readFolder } from '../../src/node/folder.ts';
import { newReport } from './doors.ts';
import { sizesAt, until } from './stage.ts';

// The two never run at once before the last story: whatever one learns of the other was carried.

const CARRIED = 60_000;
let dir: string;
let running: { readonly node: RunningNode; readonly desks: readonly Client[] } | undefined;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'tansiq-courier-'));
  await setStage(dir);
});
afterAll(async () => {
  await rest();
  rmSync(dir, { recursive: true, force: true });
});

const folder = (party: string): string => path.join(dir, party);
const file = (name: string): string => path.join(dir, name);
const hasAge = ['/usr/bin/age', '/usr/local/bin/age', '/opt/homebrew/bin/age'].some(existsSync);

/** Starts one node and lets the other rest. */
async function wake(party: string): Promise<{ analyst: Client; administrator: Client }> {
  await rest();
  const node = await openNode({ dir: folder(party), say: () => undefined });
  const analyst = await openDesk(node.address, 'analyst');
  const administrator = await openDesk(node.address, 'administrator');
  running = { node, desks: [analyst, administrator] };
  return { analyst, administrator };
}

async function rest(): Promise<void> {
  for (const desk of running?.desks ?? []) desk.close();
  await running?.node.close();
  running = undefined;
}

async function say(analyst: Client, count: number): Promise<void> {
  const { report, tlp } = newReport();
  for (let i = 0; i < count; i += 1) {
    await analyst.post('/api/reports', { audience: ['iraq', 'krg'], tlp, report });
  }
}

async function pack(from: Client, to: string, name: string, more = {}): Promise<BundleView> {
  const made = await from.post<BundleView>('/api/bundles', { to, ...more });
  writeFileSync(file(name), await from.bytes(`/api/bundles/${made.id}/file`));
  return made;
}

async function open(at: Client, bytes: Uint8Array): Promise<Response> {
  return fetch(`${at.address}/api/bundles/opened`, {
    method: 'POST',
    headers: { authorization: `Bearer ${at.token}` },
    body: new Uint8Array(bytes),
  });
}

async function opened(at: Client, name: string): Promise<OpenedView> {
  const answer = await open(at, readFileSync(file(name)));
  expect(answer.status).toBe(200);
  return (await answer.json()) as OpenedView;
}

async function reportsOf(desk: Client): Promise<number> {
  const page = await desk.get<ReportPage>('/api/reports?limit=500');
  return page.reports.length;
}

describe('a bundle that is carried between nodes without a link', () => {
  it(
    '[B2] [B7] holds what its receiver may read, and opens for nobody else',
    async () => {
      const { analyst, administrator } = await wake('iraq');
      await say(analyst, 3);
      const view = await administrator.get<CourierView>('/api/courier');
      expect(view.parties).toContainEqual({ party: 'krg', hasKey: true });
      const first = await pack(administrator, 'krg', 'first.age');
      const secret = await analyst.post('/api/reports', { ...newReport(), audience: ['iraq'] });
      expect(secret).toBeDefined();
      const again = await pack(administrator, 'krg', 'again.age');
      expect(again.entries).toBe(first.entries); // what is for us alone never leaves
      await say(analyst, 2);
      const second = await pack(administrator, 'krg', 'second.age', { afterLast: true });
      expect(second.entries).toBe(2);
      await say(analyst, 2);
      await pack(administrator, 'krg', 'third.age', { afterLast: true });
      const plain = await pack(administrator, 'turkiye', 'other.age');
      expect(plain.logs.length).toBeLessThan(first.logs.length);
      // [B13] Only who administers carries.
      expect((await analyst.refused(analyst.get('/api/courier'))).code).toBe('not-allowed');
      expect((await open(analyst, new Uint8Array(1))).status).toBe(403);
    },
    CARRIED,
  );

  it(
    '[B9] [B10] opens in any order, again and with gaps, and loses and doubles nothing',
    async () => {
      const { administrator, analyst } = await wake('krg');
      const gap = await opened(administrator, 'second.age');
      expect(gap.logs).toContainEqual(
        expect.objectContaining({ outcome: 'gap', author: 'iraq', held: 0, from: 3 }),
      );
      expect(gap.kept).toBe(0);
      const first = await opened(administrator, 'first.age');
      expect(first.kept).toBe(first.entries);
      expect(first.fault).toBeUndefined();
      await until(async () => (await reportsOf(analyst)) === 3, 'three reports are found');
      expect((await opened(administrator, 'first.age')).kept).toBe(0);
      const late = await opened(administrator, 'third.age');
      expect(late.logs).toContainEqual(
        expect.objectContaining({ outcome: 'gap', held: 3, from: 5 }),
      );
      expect((await opened(administrator, 'second.age')).kept).toBe(2);
      expect((await opened(administrator, 'third.age')).kept).toBe(2);
      expect((await opened(administrator, 'again.age')).kept).toBe(0);
      await until(async () => (await reportsOf(analyst)) === 7, 'seven reports are found');
    },
    CARRIED,
  );

  it(
    '[B4] [B6] says what is wrong with a file, and keeps what proved itself',
    async () => {
      const { administrator } = running
        ? { administrator: running.desks[1] as Client }
        : await wake('krg');
      const codeOf = async (bytes: Uint8Array): Promise<unknown> =>
        ((await (await open(administrator, bytes)).json()) as { code?: string; fault?: string })
          .code;
      const whole = readFileSync(file('first.age'));
      expect(await codeOf(new Uint8Array(0))).toBe('not-a-bundle');
      expect(await codeOf(new Uint8Array(100_000))).toBe('not-a-bundle');
      expect(await codeOf(readFileSync(file('other.age')))).toBe('bundle-not-for-us');
      const broken = Buffer.from(whole);
      broken[60] = (broken[60] ?? 0) ^ 1;
      expect(['bundle-damaged', 'bundle-not-for-us', 'not-a-bundle']).toContain(
        await codeOf(broken),
      );
      const cut = await open(administrator, whole.subarray(0, whole.length - 20));
      const said = (await cut.json()) as Partial<OpenedView> & { code?: string };
      expect(said.fault ?? said.code).toBe('bundle-damaged');
    },
    CARRIED,
  );

  it(
    '[B11] is packed and opened by the command line too, while the node runs and while it rests',
    async () => {
      const { analyst } = await wake('krg');
      await say(analyst, 4);
      const args = ['pack', '--for', 'iraq', '--data', folder('krg'), '--slip', '--out'];
      expect(await bundle.run([...args, file('back.age')])).toBe(0);
      await rest();
      expect(await bundle.run([...args, file('back-still.age')])).toBe(0);
      expect(await bundle.run(['open', file('back.age'), '--data', folder('iraq')])).toBe(0);
      await expect(
        bundle.run(['open', file('first.age'), '--data', folder('iraq')]),
      ).rejects.toMatchObject({ code: 'bundle-not-for-us' });
      const iraq = await wake('iraq');
      // What was taken in while it rested is found once it runs.
      await until(async () => (await reportsOf(iraq.analyst)) === 12, 'all reports are found');
      const still = ['open', file('back-still.age'), '--data', folder('iraq')];
      expect(await bundle.run(still)).toBe(0);
      expect(await reportsOf(iraq.analyst)).toBe(12);
      // [B10] Its receipts came with it, so what arrived is not packed again.
      expect((await pack(iraq.administrator, 'krg', 'short.age')).entries).toBe(0);
      await say(iraq.analyst, 1);
      expect((await pack(iraq.administrator, 'krg', 'short.age')).entries).toBe(1);
    },
    CARRIED,
  );

  it.skipIf(!hasAge && process.env['CI'] !== 'true')(
    '[B2] opens with the stock program, and what the stock program sealed opens here (needs age)',
    async () => {
      const plain = execFileSync('age', [
        '-d',
        '-i',
        courierFile(folder('krg')),
        file('first.age'),
      ]);
      expect(plain.subarray(0, 17).toString()).toBe('tansiq/bundle/v1\n');
      const to = readFolder(folder('krg')).cards.get('krg' as never)?.courier ?? '';
      writeFileSync(file('plain'), plain);
      execFileSync('age', ['-r', to, '-o', file('stock.age'), file('plain')]);
      const { administrator } = await wake('krg');
      const said = await opened(administrator, 'stock.age');
      expect([said.fault, said.kept, said.from]).toEqual([undefined, 0, 'iraq']);
    },
    CARRIED,
  );

  it(
    '[B9] leaves both in step with the link once that is back',
    async () => {
      const iraq = await wake('iraq');
      await say(iraq.analyst, 1);
      const other = await openNode({ dir: folder('krg'), say: () => undefined });
      const theirs = await openDesk(other.address, 'analyst');
      try {
        const shared = async (desk: Client): Promise<string> => {
          const sizes = await sizesAt(desk);
          const logs = (
            await desk.get<{ logs: { log: string; audience: string[] }[] }>('/api/logs')
          ).logs;
          const both = logs.filter(({ audience }) => audience.join() === 'iraq,krg');
          const held = both.map(({ log }) => `${log} ${sizes.get(log)}`);
          return held.toSorted().join();
        };
        await until(
          async () => (await shared(iraq.analyst)) === (await shared(theirs)),
          'both hold the same',
        );
        expect(await reportsOf(theirs)).toBe(13);
        // What a link has told, a bundle need not tell again.
        await until(
          async () => (await pack(iraq.administrator, 'krg', 'none.age')).entries === 0,
          'all is known to be there',
        );
        const evidence = await theirs.get<{ evidence: unknown[] }>('/api/logs');
        expect(evidence.evidence).toEqual([]);
      } finally {
        theirs.close();
        await other.close();
      }
    },
    CARRIED,
  );
});
