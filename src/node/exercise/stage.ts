import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatBase64Url } from '../../base/bytes.ts';
import type { PartyId } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import { TroubleError } from '../../base/result.ts';
import { keyIdOf } from '../../ledger/seal.ts';
import type { Signer } from '../../proof/primitives.ts';
import { writeFounding } from '../founding.ts';
import {
  initFolder,
  pinCard,
  readSettings,
  writeCharter,
  writeOwnCard,
  writePort,
  writeSafely,
} from '../folder.ts';
import { hostClock, hostPrimitives, hostSigner } from '../primitives.ts';
import type { Player } from './cast.ts';
import { CHARTER, DECIDING_SEAT, PLAYERS } from './cast.ts';

/** The first port that the exercise tries; a second exercise on one machine takes the next block. */
export const FIRST_PORT = 7401;

/** The port of a block that its launcher holds while it lives, counted from the first. */
const GUARD_STEP = 9;

/** How many blocks of ports are tried. */
const PORT_BLOCKS_MAX = 50;

/** How long a node may take to answer, in milliseconds. */
const READY_MILLIS_MAX = 60_000;

const HOST = '127.0.0.1';

/** The program of a node as it was built, whether this file was built or is read as source. */
const PROGRAM = fileURLToPath(new URL('../../../dist/node/main.js', import.meta.url));

/** A node of the exercise that runs. */
export interface Staged {
  readonly player: Player;
  readonly dir: string;
  readonly address: string;
  readonly process: ChildProcess;
}

/** Makes the folders of all players where there are none: keys, cards handed round, charter, rosters. */
export async function setStage(dir: string): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ports = await portsFor(dir);
  const isNew = PLAYERS.some(({ party }) => !existsSync(folderOf(dir, party)));
  if (isNew) await makeFolders(dir, ports);
  else await movePorts(dir, ports);
}

/** The officer's software key of a member; it exists only inside the exercise. */
export function officerOf(dir: string, party: PartyId): Signer {
  const seeds = JSON.parse(readFileSync(officersFile(dir), 'utf8')) as Record<string, string>;
  return hostSigner(Buffer.from(seeds[party] ?? '', 'base64url'));
}

/** How a node is started. */
export interface RaiseOptions {
  readonly onProgress?: (done: number, all: number) => void;
  /** Seconds that its clock is wrong, to try what that does. */
  readonly clockOffsetSeconds?: number;
}

/** Starts the node of a player and resolves when it answers. */
export async function raise(
  dir: string,
  player: Player,
  options: RaiseOptions = {},
): Promise<Staged> {
  const folder = folderOf(dir, player.party);
  const offset = String(options.clockOffsetSeconds ?? 0);
  const child = fork(PROGRAM, ['--data', folder, `--clock-offset=${offset}`], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-semi-space-size=8'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new TroubleError('node-silent', { party: player.party }));
    }, READY_MILLIS_MAX);
    child.on('message', (message: { kind: string; [fact: string]: string | number }) => {
      if (message.kind === 'learning') {
        options.onProgress?.(Number(message['done']), Number(message['all']));
      }
      if (message.kind !== 'ready') return;
      clearTimeout(timer);
      resolve(String(message['address']));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new TroubleError('node-ended', { party: player.party, code: code ?? -1 }));
    });
  });
  return { player, dir: folder, address, process: child };
}

/** Asks a node to end and waits until it has. */
export async function lower(staged: Staged): Promise<void> {
  if (staged.process.exitCode !== null || staged.process.signalCode !== null) return;
  const ended = new Promise((resolve) => {
    staged.process.once('exit', resolve);
  });
  staged.process.kill('SIGTERM');
  await ended;
}

/** The data folder of a player. */
export function folderOf(dir: string, party: PartyId): string {
  return path.join(dir, party);
}

async function makeFolders(dir: string, ports: readonly number[]): Promise<void> {
  const seeds: Record<string, string> = {};
  const cards = new Map<PartyId, string>();
  for (const [i, player] of PLAYERS.entries()) {
    const folder = folderOf(dir, player.party);
    cards.set(player.party, await initFolder(folder, newPartyOf(player, ports[i] ?? 0)));
    writeCharter(folder, CHARTER);
    if (player.role === 'member') seeds[player.party] = randomBytes(32).toString('base64url');
    writeFounding(folder, foundingOf(player, seeds[player.party]));
  }
  writeSafely(officersFile(dir), `${JSON.stringify(seeds)}\n`, 0o600);
  handRound(dir, cards);
}

/** Another program may have taken a port since the last time; the cards then name the new one. */
async function movePorts(dir: string, ports: readonly number[]): Promise<void> {
  const cards = new Map<PartyId, string>();
  for (const [i, player] of PLAYERS.entries()) {
    const folder = folderOf(dir, player.party);
    const port = ports[i] ?? 0;
    if (readSettings(folder).port !== port) writePort(folder, port);
    cards.set(player.party, await writeOwnCard(folder, newPartyOf(player, port)));
  }
  handRound(dir, cards);
}

function handRound(dir: string, cards: ReadonlyMap<PartyId, string>): void {
  for (const { party } of PLAYERS) {
    for (const [from, card] of cards) pinCard(folderOf(dir, party), from, card);
  }
}

function newPartyOf(player: Player, port: number) {
  const { party, names, domain, role } = player;
  const isWitness = role === 'observer';
  return { party, names, domain, host: HOST, port, rpId: 'localhost', isWitness };
}

function foundingOf(player: Player, seed: string | undefined) {
  const now = formatInstant(hostClock().now());
  const keys = seed
    ? [
        {
          id: keyIdOf(hostPrimitives().sha256, {
            kind: 'exercise',
            publicKey: formatBase64Url(hostSigner(Buffer.from(seed, 'base64url')).publicKey),
          }),
          kind: 'exercise' as const,
          seat: DECIDING_SEAT,
          from: now,
          upto: null,
        },
      ]
    : [];
  return {
    roster: { seats: player.seats, keys },
    claims: player.claims.map(({ names, area }) => {
      return { names, area: area as never, from: now, upto: null };
    }),
  };
}

/** The ports of the last time if they are free, else the first free block. */
async function portsFor(dir: string): Promise<readonly number[]> {
  const [first] = PLAYERS;
  const folder = first ? folderOf(dir, first.party) : dir;
  const last = existsSync(path.join(folder, 'node.json')) ? readSettings(folder).port : undefined;
  const starts = Array.from({ length: PORT_BLOCKS_MAX }, (_, i) => FIRST_PORT + 10 * i);
  for (const start of last === undefined ? starts : [last, ...starts]) {
    const block = PLAYERS.map((_, i) => start + i);
    const guard = await claim(start + GUARD_STEP);
    if (!guard) continue;
    const free = await Promise.all(block.map(isFree));
    if (free.every(Boolean)) return block;
    guard.close();
  }
  throw new TroubleError('port-in-use', { port: FIRST_PORT });
}

/** The guards that this process holds; they go with it. */
const guards = new Map<number, Server>();

/**
 * Holds a block of ports for as long as this process lives, so that two exercises that start at
 * the same moment do not take the same one.
 */
function claim(port: number): Promise<Server | undefined> {
  const held = guards.get(port);
  if (held?.listening) return Promise.resolve(held);
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, HOST, () => {
      server.unref();
      guards.set(port, server);
      resolve(server);
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

function officersFile(dir: string): string {
  return path.join(dir, 'officers.json');
}
