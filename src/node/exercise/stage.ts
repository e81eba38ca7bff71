import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { formatBase64Url } from '../../base/bytes.ts';
import type { PartyId, SeatId } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import { TroubleError, invariant } from '../../base/result.ts';
import { formatCard } from '../../ledger/card.ts';
import { keyIdOf } from '../../ledger/seal.ts';
import type { Signer } from '../../proof/primitives.ts';
import { builtFolder } from '../built.ts';
import { writeFounding } from '../founding.ts';
import type { LinkPlace } from '../folder.ts';
import {
  bringLink,
  initFolder,
  pinCard,
  readFolder,
  readSettings,
  writeCharter,
  writeOwnCard,
  writePort,
} from '../folder.ts';
import { hostClock, hostPrimitives, hostSigner } from '../primitives.ts';
import { writeSafely } from '../safe-file.ts';
import type { Player } from './cast.ts';
import { CHARTER, PLAYERS } from './cast.ts';
import { isFree } from './free-ports.ts';
import { DECIDING_SEAT, hasKey } from './seats.ts';
import type { Wire } from './wire.ts';

/** The first port that the exercise tries; a second exercise on one machine takes the next block. */
export const FIRST_PORT = 7401;

/** The links' ports follow those of the screens in each block. */
const LINK_STEP = PLAYERS.length;

/** The port of a block that its launcher holds while it lives, counted from the first. */
const GUARD_STEP = 9;

/** How many blocks of ports are tried. */
const PORT_BLOCKS_MAX = 50;

/** How long a node may take to answer, in milliseconds. */
const READY_MILLIS_MAX = 60_000;

const HOST = '127.0.0.1';

/** The program of a node as it was built, whether this file was built or is read as source. */
const PROGRAM = path.join(builtFolder(), 'run/main.js');

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

/** The software key of a member's officer; it exists only inside the exercise. */
export function officerOf(dir: string, party: PartyId, seat: SeatId = DECIDING_SEAT): Signer {
  const officer = officersOf(dir).get(`${party}/${seat}`);
  if (!officer) throw new TroubleError('settings-bad', { file: officersFile(dir) });
  return officer;
}

/** The software keys of all officers, by party and seat: `party/seat`. */
export function officersOf(dir: string): ReadonlyMap<string, Signer> {
  const seeds = JSON.parse(readFileSync(officersFile(dir), 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(seeds).map(([name, seed]) => {
      // The first exercises had one officer a party, who was named by the party alone.
      const officer = name.includes('/') ? name : `${name}/${DECIDING_SEAT}`;
      return [officer, hostSigner(Buffer.from(seed, 'base64url'))];
    }),
  );
}

/**
 * Has `party` and the others reach each other by a wire that can be cut: the cards that they hold
 * of each other name its ends, and every other way stays as it is. Before the nodes are raised.
 */
export async function layWire(dir: string, party: PartyId, wire: Wire): Promise<void> {
  for (const player of PLAYERS) {
    if (player.party === party) continue;
    const [ours, theirs] = [folderOf(dir, party), folderOf(dir, player.party)];
    const there = await wire.open(linkPortOf(theirs));
    pinCard(ours, player.party, await cardAt(theirs, player, there));
    if (player.role === 'observer') continue;
    const here = await wire.open(linkPortOf(ours));
    pinCard(theirs, party, await cardAt(ours, playerOf(party), here));
  }
}

/** The card of a party that names another port of its link than its own. */
async function cardAt(folder: string, player: Player, port: number): Promise<string> {
  const own = newPartyOf(player, readSettings(folder).port);
  const card = await writeOwnCard(folder, { ...own, link: linkAt(port) });
  await writeOwnCard(folder, own);
  return card;
}

/** The card of a folder's party as it is, but with another port of its link; nothing is written. */
export async function cardOver(folder: string, port: number): Promise<string> {
  const { cards, settings, identitySigner } = readFolder(folder);
  const own = cards.get(settings.party);
  invariant(own !== undefined, 'a folder holds its own card');
  const addresses = own.addresses.map((each) =>
    each.startsWith('https://') ? `https://localhost:${port}` : each,
  );
  return formatCard(identitySigner, { ...own, addresses });
}

/** The port at which a folder's link listens. */
export function linkPortOf(folder: string): number {
  const { link } = readSettings(folder);
  invariant(link !== undefined, 'a stage that was set has links');
  return link.port;
}

/** The player of a party. */
export function playerOf(party: PartyId): Player {
  const player = PLAYERS.find((each) => each.party === party);
  invariant(player !== undefined, 'who is named plays');
  return player;
}

/** How a node is started. */
export interface RaiseOptions {
  /** Its data folder, where it is not the player's own. */
  readonly folder?: string;
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
  const folder = options.folder ?? folderOf(dir, player.party);
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
    for (const { seat } of player.seats.filter(hasKey)) {
      seeds[`${player.party}/${seat}`] = randomBytes(32).toString('base64url');
    }
    writeFounding(folder, foundingOf(player, seeds));
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
    const moved = newPartyOf(player, port);
    if (readSettings(folder).port !== port) writePort(folder, port);
    // The folder of an older exercise has no link yet.
    bringLink(folder, moved.link, player.domain);
    cards.set(player.party, await writeOwnCard(folder, moved));
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
  const link = linkAt(port + LINK_STEP);
  return { party, names, domain, host: HOST, port, rpId: 'localhost', isWitness, link };
}

function linkAt(port: number): LinkPlace {
  return { host: HOST, port, name: 'localhost' };
}

function foundingOf({ party, ...player }: Player, seeds: Readonly<Record<string, string>>) {
  const now = formatInstant(hostClock().now());
  const span = { from: now, upto: null };
  const keys = player.seats.flatMap(({ seat }) => {
    const seed = seeds[`${party}/${seat}`];
    if (seed === undefined) return [];
    const { publicKey } = hostSigner(Buffer.from(seed, 'base64url'));
    const key = { kind: 'exercise' as const, publicKey: formatBase64Url(publicKey) };
    return [{ id: keyIdOf(hostPrimitives().sha256, key), kind: key.kind, seat, ...span }];
  });
  const twoPerson = player.twoPerson.length > 0 ? { twoPerson: [...player.twoPerson] } : {};
  return {
    roster: { seats: player.seats, keys, ...twoPerson },
    claims: player.claims.map(({ names, area }) => ({ names, area: area as never, ...span })),
    posts: player.posts.map((post) => ({ ...post, ...span })),
    sites: player.sites.map((site) => ({ ...site, ...span })),
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
    const free = await Promise.all(
      [...block, ...block.map((port) => port + LINK_STEP)].map((port) => isFree(port, HOST)),
    );
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

function officersFile(dir: string): string {
  return path.join(dir, 'officers.json');
}
