import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportPage } from '../../src/contract/reports.ts';
import type { Command } from '../../src/node/cli/ask.ts';
import { UsageError } from '../../src/node/cli/ask.ts';
import { backup } from '../../src/node/cli/backup.ts';
import { bundle } from '../../src/node/cli/bundle.ts';
import { card } from '../../src/node/cli/card.ts';
import { importRows } from '../../src/node/cli/import.ts';
import { doctor } from '../../src/node/cli/doctor.ts';
import { init } from '../../src/node/cli/init.ts';
import { link } from '../../src/node/cli/link.ts';
import { proof } from '../../src/node/cli/proof.ts';
import { rebuild } from '../../src/node/cli/rebuild.ts';
import { restoreFolder } from '../../src/node/cli/restore.ts';
import { serve } from '../../src/node/cli/serve.ts';
import { invite, token } from '../../src/node/cli/token.ts';
import { verify } from '../../src/node/cli/verify.ts';
import type { Stage } from './stage.ts';
import { openStage, tansiq } from './stage.ts';

const commands = new Map<string, Command>([
  ['verify', verify],
  ['proof', proof],
  ['import', importRows],
  ['serve', serve],
  ['rebuild', rebuild],
  ['init', init],
  ['card', card],
  ['link', link],
  ['bundle', bundle],
  ['backup', backup],
  ['restore', restoreFolder],
  ['doctor', doctor],
  ['token', token],
  ['invite', invite],
]);

let stage: Stage;
let dir: string;
beforeAll(async () => {
  stage = await openStage(['iraq']);
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-commands-'));
});
afterAll(async () => {
  await stage.close();
  await rm(dir, { recursive: true });
});

describe('the command line', () => {
  it('[N14] says what it can do, and of what it does not understand what to do', async () => {
    expect(await tansiq(['--help'])).toMatchObject({ code: 0, err: '' });
    expect(await tansiq(['verify', '--help'])).toMatchObject({ code: 0, err: '' });
    for (const each of commands.values()) expect(each.help).toMatch(/^Usage: tansiq /);
    const bad: readonly (readonly string[])[] = [
      ['verify'],
      ['verify', 'a', 'b'],
      ['verify', 'no-such-folder'],
      ['verify', dir, '--key', 'no key'],
      ['verify', dir, '--unknown'],
      ['verify', path.join(stage.folder('iraq'), 'node.json')],
      ['import', 'x.csv', '--as', 'plans'],
      ['import', 'x.csv', '--as', 'reports', '--preset', 'other', '--audience', 'krg'],
      ['import', 'x.csv', '--as', 'reports', '--map', 'nothing', '--audience', 'krg'],
      ['import', 'x.csv', '--as', 'reports', '--preset', 'ucdp-ged', '--audience', 'No Party'],
      ['serve'],
      ['serve', '--data', dir, '--clock-offset', 'x'],
      ['rebuild'],
      ['init', dir],
      [
        'init',
        stage.folder('iraq'),
        '--party',
        'a',
        '--name-en',
        'A',
        '--domain',
        'a',
        '--port',
        '1',
      ],
      [
        'init',
        path.join(dir, 'x'),
        '--party',
        'A B',
        '--name-en',
        'A',
        '--domain',
        'a',
        '--port',
        '1',
      ],
      [
        'init',
        path.join(dir, 'x'),
        '--party',
        'a',
        '--name-en',
        'A',
        '--domain',
        'a',
        '--port',
        '0',
      ],
      ['link'],
      ['link', 'cut', '--data', dir],
      ['link', 'make', '--data', stage.folder('iraq'), '--link-port', '0'],
      ['link', 'make', '--data', stage.folder('iraq'), '--link-name', 'https://x'],
      ['card'],
      ['card', 'eat', 'x'],
      ['card', 'show', 'no-such-file'],
      ['bundle'],
      ['backup', '--data', dir],
      ['restore', '--data', dir],
      ['doctor'],
      ['bundle', 'pack', '--for', 'No Party', '--data', stage.folder('iraq')],
      ['bundle', 'open', 'no-such-file', '--data', stage.folder('iraq')],
      ['token', 'cook', '--data', stage.folder('iraq')],
      ['invite', 'cook', '--data', stage.folder('iraq')],
    ];
    for (const [name = '', ...args] of bad) {
      const run = (async () => commands.get(name)?.run(args))();
      await expect(run, `${name} ${args.join(' ')}`).rejects.toBeInstanceOf(UsageError);
    }
    for (const args of [[], ['nothing'], ['verify', 'a', 'b']]) {
      const { code, out, err } = await tansiq(args);
      expect([code, `${out}${err}`]).toEqual([2, expect.stringContaining('Usage: ')]);
      expect(err).not.toContain('    at ');
    }
  });

  it('[N8] makes tokens for desks of a node that runs, and keeps their hash alone', async () => {
    const folder = stage.folder('iraq');
    const { code, out } = await tansiq(['token', 'analyst', '--data', folder]);
    expect(code).toBe(0);
    const secret = out.trim();
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await fetch(`${stage.address('iraq')}/api/reports`, { headers });
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as ReportPage).reports).toEqual([]);
    const copy = path.join(dir, 'copy');
    await cp(folder, copy, { recursive: true });
    const found = await textsWith(copy, secret);
    expect(found).toEqual([]);
  });

  it('[N9] makes a folder whose keys are its own, and pins cards by hand', async () => {
    const make = (name: string, ...more: readonly string[]) =>
      tansiq([
        'init',
        path.join(dir, name),
        ...['--party', 'qamar', '--name-en', 'Qamar', '--domain', 'qamar.example'],
        ...['--port', '7999', ...more],
      ]);
    expect(await make('qamar', '--witness')).toMatchObject({ code: 0, err: '' });
    expect((await stat(path.join(dir, 'qamar', 'keys', 'node.key'))).mode & 0o777).toBe(0o600);
    const linked = await tansiq(['link', 'show', '--data', path.join(dir, 'qamar')]);
    expect([linked.code, linked.out]).toEqual([
      0,
      expect.stringContaining('https://localhost:8000'),
    ]);
    expect((await make('qamar')).code).toBe(2);
    expect((await make('impostor')).code).toBe(0);
    const own = await tansiq(['card', 'show', '--data', path.join(dir, 'qamar')]);
    const impostor = await tansiq(['card', 'show', '--data', path.join(dir, 'impostor')]);
    const [file, other] = [path.join(dir, 'own.card'), path.join(dir, 'other.card')];
    await writeFile(file, own.out);
    await writeFile(other, impostor.out);
    const shown = await tansiq(['card', 'show', file]);
    expect(shown.out).toContain('qamar.example/identity+');
    expect(shown.out).toContain('witness');

    const data = ['--data', stage.folder('iraq')];
    expect((await tansiq(['card', 'pin', file, ...data])).code).toBe(0);
    expect((await tansiq(['card', 'pin', file, ...data])).code).toBe(0);
    const refused = await tansiq(['card', 'pin', other, ...data]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--replace')]);
    const pinned = path.join(stage.folder('iraq'), 'cards', 'qamar.card');
    expect(await readFile(pinned, 'utf8')).toBe(own.out);
    expect((await tansiq(['card', 'pin', other, ...data, '--replace'])).code).toBe(0);
    expect(await readFile(pinned, 'utf8')).toBe(impostor.out);
    await writeFile(file, own.out.replace('Qamar', 'Qamaz'));
    const forged = await tansiq(['card', 'pin', file, ...data]);
    expect([forged.code, forged.err]).toEqual([1, expect.stringContaining('cannot be believed')]);
    await rm(pinned);
  });
});

it('[E1] an exercise does not start where other machines could reach it', async () => {
  const copy = path.join(dir, 'open');
  await cp(stage.folder('krg'), copy, { recursive: true });
  const file = path.join(copy, 'node.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...settings, host: '0.0.0.0' }));
  const { code, err } = await tansiq(['serve', '--data', copy]);
  expect([code, err]).toEqual([1, expect.stringContaining('on this machine only')]);
});

it('a second exercise beside a running one takes other ports, and goes on where it was', async () => {
  const data = path.join(dir, 'second');
  const program = path.join(import.meta.dirname, '..', '..', 'dist/run/exercise-main.js');
  const play = async (): Promise<string> => {
    const child = spawn(process.execPath, [program, '--data', data]);
    let out = '';
    await new Promise<void>((ready, fail) => {
      child.stdout.on('data', (text: Buffer) => {
        out += text.toString();
        if (out.includes('Ctrl-C')) ready();
      });
      child.once('close', () => fail(new Error(out)));
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    return out;
  };
  const first = await play();
  const addresses = first.match(/http:\/\/\S+/g) ?? [];
  expect(addresses).toHaveLength(4);
  expect(addresses).not.toContain(stage.address('iraq'));
  const again = await play();
  expect(again).toContain('Going on');
});

/** The files below a folder that hold a text. */
async function textsWith(folder: string, text: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile());
  const found = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return (await readFile(file)).includes(text) ? [file] : [];
    }),
  );
  return found.flat();
}
