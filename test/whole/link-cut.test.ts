import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PartyId } from '../../src/base/ids.ts';
import type { IntegrityView, PeerView } from '../../src/contract/record-room.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import { bringLink, pinCard, readSettings, writeOwnCard } from '../../src/node/folder.ts';
import { newReport } from './doors.ts';
import { builtFolder } from '../../src/node/built.ts';
import type { Stage } from './stage.ts';
import { openStage, playerOf, until } from './stage.ts';

/** Two machines, as far as their network tells: namespaces joined by a cable that can be pulled. */
const SPACES = { iraq: `tq-a-${process.pid}`, krg: `tq-b-${process.pid}` } as const;
const ADDRESSES = { iraq: '10.213.7.1', krg: '10.213.7.2' } as const;
const CABLES = { iraq: 'tqa', krg: 'tqb' } as const;
type Side = keyof typeof SPACES;
const SIDES: readonly Side[] = ['iraq', 'krg'];

/** How long a cut may take to be noticed: a stream's longest silence, and a little. */
const NOTICED_MILLIS_MAX = 90_000;

const PROGRAMS = builtFolder();

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Whether this machine lets us make namespaces; else why not. */
function whyNot(): string | undefined {
  try {
    for (const side of SIDES) ip('netns', 'add', SPACES[side]);
    return undefined;
  } catch (thrown) {
    for (const side of SIDES) remove(side);
    return thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : 'unknown';
  }
}

function remove(side: Side): void {
  try {
    ip('netns', 'del', SPACES[side]);
  } catch {
    // It was never made.
  }
}

const reason = whyNot();
if (reason !== undefined) console.log(`skip: no network namespaces here (${reason})`);

describe.skipIf(reason !== undefined)('two nodes on two networks', () => {
  let stage: Stage;
  const nodes: ChildProcess[] = [];

  beforeAll(async () => {
    stage = await openStage([]);
    ip(
      'link',
      'add',
      CABLES.iraq,
      'netns',
      SPACES.iraq,
      'type',
      'veth',
      'peer',
      'name',
      CABLES.krg,
      'netns',
      SPACES.krg,
    );
    for (const side of SIDES) {
      ip('-n', SPACES[side], 'addr', 'add', `${ADDRESSES[side]}/30`, 'dev', CABLES[side]);
      ip('-n', SPACES[side], 'link', 'set', 'lo', 'up');
      ip('-n', SPACES[side], 'link', 'set', CABLES[side], 'up');
    }
    worsen();
    await layLink();
    for (const side of SIDES) nodes.push(raise(side));
  });
  afterAll(async () => {
    for (const node of nodes) node.kill('SIGKILL');
    await stage.close();
    for (const side of SIDES) remove(side);
  });

  /** Loses and delays what passes, where this machine's kernel can. */
  const worsen = (): void => {
    for (const side of SIDES) {
      const rule = [
        'tc',
        'qdisc',
        'add',
        'dev',
        CABLES[side],
        'root',
        'netem',
        'delay',
        '200ms',
        'loss',
        '5%',
      ];
      try {
        execFileSync('ip', ['netns', 'exec', SPACES[side], ...rule], { stdio: 'ignore' });
      } catch {
        console.log(
          'skip: this kernel has no netem, so nothing is lost or delayed; the cable is still cut',
        );
        return;
      }
    }
  };

  /** Has each node reached at its own address, whatever the other's loopback says. */
  const layLink = async (): Promise<void> => {
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
  };

  const raise = (side: Side): ChildProcess =>
    spawn(
      'ip',
      [
        'netns',
        'exec',
        SPACES[side],
        process.execPath,
        path.join(PROGRAMS, 'run/main.js'),
        '--data',
        stage.folder(side),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );

  /** What a desk answers, asked from inside its own network. */
  const ask = <T>(side: Side, door: string, body?: unknown): T => {
    const address = `http://localhost:${readSettings(stage.folder(side)).port}`;
    const program = path.join(PROGRAMS, 'ends/desk-question.js');
    const said = [address, 'analyst', door, ...(body === undefined ? [] : [JSON.stringify(body)])];
    const args = ['netns', 'exec', SPACES[side], process.execPath, program, ...said];
    return JSON.parse(
      execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString(),
    ) as T;
  };

  const peerAt = (side: Side): PeerView | undefined => {
    const { peers } = ask<IntegrityView>(side, '/api/logs');
    return peers.find(({ party }) => party === (side === 'iraq' ? 'krg' : ('iraq' as PartyId)));
  };
  const isSoon = (isSo: () => boolean): Promise<boolean> =>
    Promise.resolve().then(() => {
      try {
        return isSo();
      } catch {
        return false;
      }
    });
  const isLive = (side: Side) => () => peerAt(side)?.link === 'live';
  const say = (side: Side, title: string): void => {
    const report = newReport();
    ask(side, '/api/reports', { ...report, report: { ...report.report, title } });
  };
  const titlesAt = (side: Side): readonly string[] =>
    ask<ReportPage>(side, '/api/reports').reports.map(({ title }) => title);

  it('[T14] notice that the cable was pulled, and tell each other all once it is back', async () => {
    for (const side of SIDES) await until(() => isSoon(isLive(side)), `${side} hears the other`);
    expect(peerAt('iraq')).toMatchObject({ carrier: 'https' });
    say('iraq', 'Before the cut');
    await until(() => isSoon(() => titlesAt('krg').includes('Before the cut')), 'the first report');

    ip('-n', SPACES.iraq, 'link', 'set', CABLES.iraq, 'down');
    const said = Array.from({ length: 5 }, (_, i) => `Behind the cut ${i}`);
    for (const title of said) say('iraq', title);
    say('krg', 'From the other side');
    const end = performance.now() + NOTICED_MILLIS_MAX;
    const isNoticed = () => SIDES.every((side) => peerAt(side)?.link === 'silent');
    while (!(await isSoon(isNoticed)) && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    expect(SIDES.map((side) => peerAt(side)?.link)).toEqual(['silent', 'silent']);
    expect(titlesAt('krg')).not.toContain(said[0]);

    ip('-n', SPACES.iraq, 'link', 'set', CABLES.iraq, 'up');
    const isWhole = () => {
      const there = titlesAt('krg');
      return (
        said.every((title) => there.includes(title)) &&
        titlesAt('iraq').includes('From the other side')
      );
    };
    await until(() => isSoon(isWhole), 'all is at both');
    expect(titlesAt('krg').filter((title) => title.startsWith('Behind'))).toHaveLength(said.length);
  });
});
