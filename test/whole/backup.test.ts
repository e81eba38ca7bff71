import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportPage } from '../../src/contract/reports.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import { backup } from '../../src/node/cli/backup.ts';
import { doctor } from '../../src/node/cli/doctor.ts';
import { restoreFolder } from '../../src/node/cli/restore.ts';
import { examine } from '../../src/node/doctor.ts';
import { readFolder } from '../../src/node/folder.ts';
import { hostClock } from '../../src/node/primitives.ts';
import { newReport } from './doors.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

// Yesterday's backup, then more records, then the machine is lost.

let stage: Stage;
let dir: string;
let kept: string;
let recipient: string;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'tansiq-backup-'));
  kept = path.join(dir, 'kept');
  const identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  writeFileSync(path.join(dir, 'key'), `# made for this test\n${identity}\n`);
  writeFileSync(path.join(dir, 'other'), `${await generateX25519Identity()}\n`);
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
  rmSync(dir, { recursive: true, force: true });
});

const key = (name: string): string => path.join(dir, name);
const restoring = (from: string, to: string, name = 'key'): readonly string[] => [
  '--from',
  from,
  '--data',
  to,
  '--identity',
  key(name),
];

async function say(count: number): Promise<void> {
  const analyst = await stage.desk('iraq', 'analyst');
  const { report, tlp } = newReport();
  for (let i = 0; i < count; i += 1) {
    await analyst.post('/api/reports', { audience: ['iraq', 'krg', 'turkiye'], tlp, report });
  }
}

async function reportsAt(party: string): Promise<number> {
  const desk = await stage.desk(party, 'analyst');
  return (await desk.get<ReportPage>('/api/reports?limit=500')).reports.length;
}

async function heldBy(party: string): Promise<readonly string[]> {
  const desk = await stage.desk(party, 'analyst');
  const { logs } = await desk.get<{
    logs: { log: string; author: string; audience: string[]; size: number; root: string }[];
  }>('/api/logs');
  return logs
    .filter(({ author, audience }) => author === 'iraq' && audience.length === 3)
    .map(({ log, size, root }) => `${log} ${size} ${root}`)
    .toSorted();
}

describe('a backup', () => {
  it('[K1] is refused unsealed, and is written while the node runs', async () => {
    await say(5);
    const folder = stage.folder('iraq');
    await expect(backup.run(['--data', folder, '--to', kept])).rejects.toMatchObject({
      code: 'backup-unsealed',
    });
    await expect(
      backup.run(['--data', folder, '--to', kept, '--for', 'age1x']),
    ).rejects.toMatchObject({ code: 'backup-recipient' });
    writeFileSync(
      path.join(folder, 'backup.json'),
      JSON.stringify({ v: 1, recipients: [recipient] }),
    );
    const talk = say(10);
    expect(await backup.run(['--data', folder, '--to', kept])).toBe(0);
    await talk;
    const [first = ''] = readdirSync(kept);
    const sealed = readFileSync(path.join(kept, first));
    expect(sealed.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  });

  it('[K4] holds the next time only what is new', async () => {
    await say(3);
    const folder = stage.folder('iraq');
    expect(await backup.run(['--data', folder, '--to', kept])).toBe(0);
    const sizes = readdirSync(kept)
      .toSorted()
      .map((name) => statSync(path.join(kept, name)).size);
    expect(sizes.length).toBe(2);
    expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) * 0.9);
    // [K3] What can be rebuilt is not in it, and each key begins a chain of its own.
    const args = ['--data', folder, '--to', key('anew'), '--for', recipient];
    expect(await backup.run(args)).toBe(0);
    expect(await backup.run([...args, '--new'])).toBe(0);
    const chains = readdirSync(key('anew')).map((name) => name.slice(-9, -4));
    expect(chains).toEqual(['00001', '00001']);
  });

  it('[K6] [K5] is not restored in part, by another key, over records, or where it was changed', async () => {
    const lost = key('nowhere');
    const codeOf = (args: readonly string[]): Promise<unknown> =>
      restoreFolder.run(args).then(
        () => 'done',
        (thrown: { readonly code?: string }) => thrown.code,
      );
    expect(await codeOf(restoring(kept, lost, 'other'))).toBe('backup-not-for-key');
    expect(await codeOf(restoring(kept, stage.folder('krg')))).toBe('restore-over');
    expect(await codeOf(restoring(dir, lost))).toBe('backup-missing');
    const names = readdirSync(kept).toSorted();
    const broken = key('broken');
    cpSync(kept, broken, { recursive: true });
    rmSync(path.join(broken, names[0] ?? ''));
    expect(await codeOf(restoring(broken, lost))).toBe('backup-gap');
    cpSync(kept, broken, { recursive: true });
    const file = path.join(broken, names[1] ?? '');
    const bytes = readFileSync(file);
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await codeOf(restoring(broken, lost))).toBe('backup-damaged');
    expect(existsSync(lost)).toBe(false);
    expect(existsSync(`${lost}.restoring`)).toBe(false);
  });

  it('[K7] [K8] brings a node back that asks before it signs, and goes on without a fork', async () => {
    await say(4); // after the backup, and known to the others
    const before = await heldBy('iraq');
    await until(async () => (await heldBy('krg')).join() === before.join(), 'krg holds all');
    await until(async () => (await heldBy('turkiye')).join() === before.join(), 'so does turkiye');
    await stage.kill('iraq');
    rmSync(stage.folder('iraq'), { recursive: true });
    expect(await restoreFolder.run(restoring(kept, stage.folder('iraq')))).toBe(0);
    await stage.raise('iraq');
    await until(async () => (await heldBy('iraq')).join() === before.join(), 'all is back');
    await until(async () => (await reportsAt('iraq')) === 22, 'and found');
    await say(1);
    await until(async () => (await reportsAt('krg')) === 23, 'it goes on');
    expect(await heldBy('iraq')).not.toEqual(before);
    for (const party of ['iraq', 'krg', 'turkiye']) {
      const desk = await stage.desk(party, 'analyst');
      const { evidence } = await desk.get<{ evidence: unknown[] }>('/api/logs');
      expect([party, evidence]).toEqual([party, []]);
    }
  });
});

describe('the doctor', () => {
  it('[K9] finds each thing that is wrong, and says so in a line', async () => {
    const folder = stage.folder('iraq');
    const seen = async (dir: string) => {
      const found = await examine({
        folder: readFolder(dir),
        now: hostClock().now(),
        running: undefined,
      });
      return new Map(found.map(({ about, state }) => [about.replace(/^log .*/, 'log'), state]));
    };
    const well = await seen(folder);
    for (const about of ['secrets', 'keys', 'log', 'index', 'recovery']) {
      expect([about, well.get(about)]).toEqual([about, 'ok']);
    }
    // Restored, it has none of its own yet; and it was not asked whether it runs.
    expect([well.get('backup'), well.get('node')]).toEqual(['look', 'look']);
    expect(await backup.run(['--data', folder, '--to', key('later')])).toBe(0);
    expect((await seen(folder)).get('backup')).toBe('ok');

    const sick = key('sick');
    cpSync(folder, sick, { recursive: true, filter: (file) => !file.endsWith('lock.sqlite') });
    chmodSync(path.join(sick, 'keys', 'node.key'), 0o644);
    rmSync(path.join(sick, 'index.sqlite'));
    const logs = path.join(sick, 'logs');
    const tails = readdirSync(logs).map((log) => path.join(logs, log, 'tail-0'));
    const [tail = ''] = tails.filter(existsSync);
    const bytes = readFileSync(tail);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(tail, bytes);
    const found = await examine({
      folder: readFolder(sick),
      now: hostClock().now(),
      running: undefined,
    });
    const states = found.map(({ about, state }) => `${about.split(' ')[0]} ${state}`);
    expect(states).toEqual(expect.arrayContaining(['secrets bad', 'log bad', 'index look']));
    expect(await doctor.run(['--data', sick, '--json'])).toBe(1);
  });

  it('[K9] asks the running node for its links, clocks and evidence', async () => {
    const analyst = await stage.desk('iraq', 'analyst');
    const running = await analyst.get<IntegrityView>('/api/logs');
    const folder = readFolder(stage.folder('iraq'));
    const found = await examine({ folder, now: hostClock().now(), running });
    const states = new Map(found.map(({ about, state }) => [about, state]));
    expect(states.get('node')).toBe('ok');
    expect(states.get('evidence')).toBe('ok');
    expect(states.has('link krg')).toBe(true);
  });
});
