import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PartyId } from '../../src/base/ids.ts';
import { bringLink, pinCard, readSettings, writeOwnCard } from '../../src/node/folder.ts';
import { builtFolder } from '../../src/node/built.ts';
import type { Stage } from './stage.ts';
import { openStage, playerOf } from './stage.ts';

/** Two machines, as far as their network tells. */
export const SIDES = ['iraq', 'krg'] as const;
export type Side = (typeof SIDES)[number];

const SPACES = { iraq: `tq-c-${process.pid}`, krg: `tq-d-${process.pid}` } as const;
const CABLES = { iraq: `tqc${process.pid}`, krg: `tqd${process.pid}` } as const;
const ADDRESSES = { iraq: '10.213.9.1', krg: '10.213.9.2' } as const;
const PYTHON = '/usr/bin/python3';
const PROGRAMS = builtFolder();

/** How badly the cable carries: a share of frames, and milliseconds. */
export interface BadCable {
  readonly loss: number;
  readonly delay: number;
  readonly jitter: number;
  readonly seed: number;
}

/** Two nodes on two networks with a bad cable between them. */
export interface Spaces {
  /** What a desk answers, asked from inside its own network. */
  ask<T>(side: Side, door: string, body?: unknown): T;
  /** Frames that came, that were lost, and that were overtaken; the cable carries nothing any more. */
  end(): Promise<readonly [number, number, number]>;
  close(): Promise<void>;
}

/** Why this machine cannot have them; nothing where it can. */
export function whyNoSpaces(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  if (!existsSync('/dev/net/tun')) return 'no /dev/net/tun';
  if (!existsSync(PYTHON)) return `no ${PYTHON}`;
  try {
    const opens =
      "import fcntl,os,struct;f=os.open('/dev/net/tun',os.O_RDWR);" +
      "fcntl.ioctl(f,0x400454CA,struct.pack('16sH',b'tqprobe',0x1002))";
    execFileSync(PYTHON, ['-c', opens], { stdio: 'ignore' });
    for (const side of SIDES) ip('netns', 'add', SPACES[side]);
    return undefined;
  } catch {
    return 'no network namespaces or no devices for them';
  } finally {
    for (const side of SIDES) remove(side);
  }
}

/** Opens both, with the nodes of both parties in them. */
export async function openSpaces(cable: BadCable): Promise<Spaces> {
  const stage = await openStage([]);
  const { loss, delay, jitter, seed } = cable;
  const laid = spawn(
    PYTHON,
    [
      path.join(import.meta.dirname, 'rough-cable.py'),
      ...[CABLES.iraq, CABLES.krg],
      ...[loss, delay, jitter, seed].map(String),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let said = '';
  laid.stdout.on('data', (text: Buffer) => (said += text.toString()));
  await new Promise((resolve) => laid.stdout.once('data', resolve));
  for (const side of SIDES) {
    ip('netns', 'add', SPACES[side]);
    ip('link', 'set', CABLES[side], 'netns', SPACES[side]);
    ip('-n', SPACES[side], 'addr', 'add', `${ADDRESSES[side]}/30`, 'dev', CABLES[side]);
    ip('-n', SPACES[side], 'link', 'set', 'lo', 'up');
    ip('-n', SPACES[side], 'link', 'set', CABLES[side], 'up');
  }
  await layLink(stage);
  const nodes = SIDES.map((side) => raise(stage, side));
  return {
    ask: (side, door, body) => ask(stage, side, door, body),
    async end() {
      const ended = new Promise((resolve) => laid.once('close', resolve));
      laid.stdin.end();
      await ended;
      const [came = 0, lost = 0, overtaken = 0] = (said.split('\n')[1] ?? '')
        .split(' ')
        .map(Number);
      return [came, lost, overtaken];
    },
    async close() {
      for (const node of nodes) node.kill('SIGKILL');
      laid.kill('SIGKILL');
      await stage.close();
      for (const side of SIDES) remove(side);
    },
  };
}

/** Has each node reached at its own address, whatever the other's loopback says. */
async function layLink(stage: Stage): Promise<void> {
  for (const side of SIDES) {
    const folder = stage.folder(side);
    const { party, names, domain } = playerOf(side);
    const { link, ...settings } = readSettings(folder);
    const place = { host: ADDRESSES[side], port: link?.port ?? 0, name: ADDRESSES[side] };
    bringLink(folder, place, domain);
    const made = { ...settings, party, names, domain, isWitness: false, link: place };
    const card = await writeOwnCard(folder, made);
    for (const other of SIDES) pinCard(stage.folder(other), side as PartyId, card);
  }
}

function raise(stage: Stage, side: Side): ChildProcess {
  const node = [process.execPath, path.join(PROGRAMS, 'run/main.js'), '--data', stage.folder(side)];
  return spawn('ip', ['netns', 'exec', SPACES[side], ...node], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function ask<T>(stage: Stage, side: Side, door: string, body?: unknown): T {
  const address = `http://localhost:${readSettings(stage.folder(side)).port}`;
  const said = [address, 'analyst', door, ...(body === undefined ? [] : [JSON.stringify(body)])];
  const node = [process.execPath, path.join(PROGRAMS, 'ends/desk-question.js'), ...said];
  const options = { stdio: ['ignore', 'pipe', 'ignore'] as ('ignore' | 'pipe')[] };
  const args = ['netns', 'exec', SPACES[side], ...node];
  return JSON.parse(execFileSync('ip', args, options).toString()) as T;
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function remove(side: Side): void {
  try {
    execFileSync('ip', ['netns', 'del', SPACES[side]], { stdio: 'ignore' });
  } catch {
    // It was never made.
  }
}
