import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PartyId } from '../../src/base/ids.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import { PLAYERS } from '../../src/node/exercise/cast.ts';
import type { Player } from '../../src/node/exercise/cast.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import type { RaiseOptions, Staged } from '../../src/node/exercise/stage.ts';
import { layWire, lower, officersOf, raise, setStage } from '../../src/node/exercise/stage.ts';
import type { Cast, SecondCast } from '../../src/node/exercise/scorecard.ts';
import { makeWire } from '../../src/node/exercise/wire.ts';
import { readFolder } from '../../src/node/folder.ts';

/** How long something that must come true is waited for, in milliseconds. */
const WAIT_MILLIS_MAX = 30_000;
const LOOK_MILLIS = 40;

/** How long a program that has to end may run, in milliseconds. */
const RUN_MILLIS_MAX = 420_000;

/** Four nodes as real processes, in a folder of their own. */
export interface Stage {
  readonly dir: string;
  address(party: string): string;
  /** A desk, once sat down at, kept for as long as the stage stands. */
  desk(party: string, seat: string): Promise<Client>;
  /** All that the story needs. */
  cast(): Promise<Cast>;
  /** All that the second act needs besides; only on a stage with a wire. */
  secondCast(): Promise<SecondCast>;
  /** Ends a node at this instant, as a power cut would. */
  kill(party: string): Promise<void>;
  /** Asks a node to end. */
  lower(party: string): Promise<void>;
  raise(party: string, options?: RaiseOptions): Promise<void>;
  pid(party: string): number;
  folder(party: string): string;
  close(): Promise<void>;
}

/**
 * Sets a stage and raises the nodes of `parties`, the witness first. The node of `apart` is joined
 * to the others by a wire that can be cut.
 */
export async function openStage(
  parties: readonly string[] = PLAYERS.map(({ party }) => party),
  apart?: string,
): Promise<Stage> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tansiq-whole-'));
  await setStage(dir);
  const wire = makeWire();
  if (apart !== undefined) await layWire(dir, playerOf(apart).party, wire);
  const staged = new Map<string, Staged>();
  const desks = new Map<string, Client>();
  const at = (party: string): Staged => {
    const found = staged.get(party);
    if (!found) throw new Error(`${party} is not on the stage`);
    return found;
  };
  const stage: Stage = {
    dir,
    address: (party) => at(party).address,
    async desk(party, seat) {
      const held = desks.get(`${party}/${seat}`) ?? (await openDesk(at(party).address, seat));
      desks.set(`${party}/${seat}`, held);
      return held;
    },
    async cast() {
      for (const { player } of staged.values()) {
        for (const { seat } of player.seats) await stage.desk(player.party, seat);
      }
      const addresses = new Map([...staged].map(([party, { address }]) => [party, address]));
      return { desks, officers: officersOf(dir), addresses };
    },
    async secondCast() {
      const { cards } = readFolder(path.join(dir, playerOf(apart ?? '').party));
      return { ...(await stage.cast()), wire, apart: playerOf(apart ?? '').party, cards };
    },
    async kill(party) {
      const { process: child } = at(party);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
    lower: (party) => lower(at(party)),
    async raise(party, options = {}) {
      staged.set(party, await raise(dir, playerOf(party), options));
    },
    pid: (party) => at(party).process.pid ?? 0,
    folder: (party) => path.join(dir, party),
    async close() {
      for (const desk of desks.values()) desk.close();
      await Promise.all([...staged.values()].map(lower));
      wire.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  for (const party of parties.toReversed()) await stage.raise(party);
  return stage;
}

/** The player of a party. */
export function playerOf(party: string): Player {
  const player = PLAYERS.find((each) => each.party === (party as PartyId));
  if (!player) throw new Error(`nobody plays ${party}`);
  return player;
}

/** Looks again and again until `isSo`; a state of the world, never a span of time. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + WAIT_MILLIS_MAX;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not come true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
  }
}

/** How many entries a node holds of each log. */
export async function sizesAt(desk: Client): Promise<ReadonlyMap<string, number>> {
  const { logs } = await desk.get<IntegrityView>('/api/logs');
  return new Map(logs.map((log) => [log.log, log.size]));
}

/** What a program said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program of ours that was built and waits for its end. */
export function run(program: string, args: readonly string[], cwd?: string): Promise<Ended> {
  const file = path.join(import.meta.dirname, '..', '..', program);
  const child = spawn(process.execPath, [file, ...args], { ...(cwd ? { cwd } : {}) });
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MILLIS_MAX);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, out, err });
    });
  });
}

/** Runs the command line. */
export function tansiq(args: readonly string[], cwd?: string): Promise<Ended> {
  return run('dist/run/cli.js', args, cwd);
}
