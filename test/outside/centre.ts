import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NoteSigner } from './c2sp.ts';
import { Verifier, insist, openNote } from './c2sp.ts';

/** The command line as it was built: all that an outsider has of us. */
const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'run', 'cli.js');

/** How long a command or the start of a node may take, in milliseconds. */
const COMMAND_MILLIS_MAX = 60_000;

/** What a party's card says, as far as an outsider needs it. */
export interface CardSaid {
  readonly party: string;
  readonly domain: string;
  readonly identity: string;
  readonly node: string;
  readonly witness?: string;
}

const namesOf = (name: string) => ({ ar: name, ckb: name, tr: name, en: name });
const SEATS = [
  { seat: 'analyst', names: namesOf('Analyst'), duties: ['report', 'grade'] },
  { seat: 'administrator', names: namesOf('Administrator'), duties: ['administer'] },
];

/** A centre of two members and an observer that cosigns, founded with the command line alone. */
export class Centre {
  readonly dir = mkdtempSync(join(tmpdir(), 'tansiq-outside-'));
  readonly #running = new Map<string, { child: ChildProcess; address: string }>();

  static readonly members = ['nahr', 'jabal'];
  static readonly observer = 'eye';

  /** Makes the folders, and pins all cards in all of them, with those of `strangers`. */
  async found(strangers: Readonly<Record<string, string>> = {}): Promise<void> {
    const parties = [...Centre.members, Centre.observer];
    const ports = await freePorts(parties.length);
    writeFileSync(this.#file('charter.json'), JSON.stringify(charter()));
    writeFileSync(this.#file('founding.json'), JSON.stringify(founding()));
    for (const [i, party] of parties.entries()) {
      const given = ['--party', party, '--name-en', party, '--domain', `${party}.example`];
      const files = [
        '--charter',
        this.#file('charter.json'),
        '--founding',
        this.#file('founding.json'),
      ];
      const more = party === Centre.observer ? ['--witness'] : [];
      await run(
        'init',
        this.folder(party),
        ...given,
        '--port',
        String(ports[i]),
        ...files,
        ...more,
      );
    }
    for (const [party, card] of Object.entries(strangers)) {
      writeFileSync(this.#file(`${party}.card`), card);
    }
    const cards = [
      ...parties.map((party) => join(this.folder(party), 'cards', `${party}.card`)),
      ...Object.keys(strangers).map((party) => this.#file(`${party}.card`)),
    ];
    for (const party of parties) {
      for (const card of cards.filter((each) => !each.endsWith(`/${party}.card`))) {
        await run('card', 'pin', card, '--data', this.folder(party));
      }
    }
  }

  /** Starts a party's node and resolves when it says where it answers. */
  async start(party: string): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM, 'serve', '--data', this.folder(party)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let trouble = '';
    child.stderr.on('data', (part: Buffer) => (trouble += part.toString()));
    const address = await new Promise<string>((resolve, reject) => {
      let text = '';
      const timer = setTimeout(() => reject(new Error(`${party} is silent`)), COMMAND_MILLIS_MAX);
      child.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        const [line] = text.split('\n').filter((each) => each.startsWith('http://'));
        if (line === undefined) return;
        clearTimeout(timer);
        resolve(line.trim());
      });
      child.once('exit', (code) => reject(new Error(`${party} ended with ${code}: ${trouble}`)));
    });
    this.#running.set(party, { child, address });
  }

  address(party: string): string {
    const running = this.#running.get(party);
    insist(running, `${party} does not run`);
    return running.address;
  }

  /** Ends a node at this instant. */
  async kill(party: string): Promise<void> {
    const running = this.#running.get(party);
    insist(running, `${party} does not run`);
    this.#running.delete(party);
    await ended(running.child, 'SIGKILL');
  }

  /** The headers with which a desk's program comes to its node's doors. */
  async desk(party: string, seat = 'analyst'): Promise<Readonly<Record<string, string>>> {
    const token = await run('token', seat, '--data', this.folder(party));
    return { authorization: `Bearer ${token.trim()}` };
  }

  /** What the card of a party says, after its own key was seen to have signed it. */
  card(party: string): CardSaid {
    const note = readFileSync(join(this.folder(party), 'cards', `${party}.card`), 'utf8');
    const said = JSON.parse(note.slice(0, note.indexOf('\n'))) as CardSaid;
    openNote(note, [Verifier.read(said.identity)]);
    return said;
  }

  folder(party: string): string {
    return this.#file(party);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ child }) => ended(child, 'SIGTERM')));
    rmSync(this.dir, { recursive: true, force: true });
  }

  #file(name: string): string {
    return join(this.dir, name);
  }
}

/** The card of a party that is nothing of ours: a signed note over one line of JSON. */
export function strangerCard(party: string, identity: NoteSigner, node: NoteSigner): string {
  const body = {
    addresses: [],
    domain: `${party}.example`,
    identity: String(identity.verifier),
    names: namesOf(party),
    node: node.verifier.bytes.toString('base64'),
    party,
    v: 1,
  };
  return identity.note(`${JSON.stringify(body)}\n`);
}

/** Reports of some length that differ, as a desk hands them in. */
export function reports(count: number): readonly object[] {
  const at = (seconds: number) =>
    new Date((Math.floor(Date.now() / 1000) + seconds) * 1000).toISOString().replace('.000', '');
  return Array.from({ length: count }, () => {
    const chance = randomBytes(32).toString('hex');
    return {
      id: chance.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5'),
      report: {
        kind: 'observation',
        title: `Seen ${chance.slice(0, 8)}`,
        language: 'en',
        text: 'Two vehicles on the road. '.repeat(1 + Number.parseInt(chance.slice(0, 1), 16)),
        place: { geometry: { type: 'Point', coordinates: [43.6, 35.7] }, precisionMetres: 100 },
        when: { from: at(-600), upto: at(-300) },
        source: { kind: 'own-post' },
      },
    };
  });
}

function charter() {
  return {
    id: 'outside',
    names: namesOf('Outside'),
    members: Centre.members,
    observers: [Centre.observer],
    area: {
      type: 'Polygon',
      coordinates: [
        [
          [43, 35],
          [44, 35],
          [44, 36],
          [43, 36],
          [43, 35],
        ],
      ],
    },
    timeZone: { offsetMinutes: 180, letter: 'C' },
    exercise: true,
  };
}

function founding() {
  return { roster: { seats: SEATS, keys: [] }, claims: [] };
}

function run(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { timeout: COMMAND_MILLIS_MAX });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`tansiq ${args.join(' ')} ended with ${code}: ${err}${out}`));
    });
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/**
 * Ports below those that systems take for connections that go out: one of those may be gone again
 * before a node comes to listen on it.
 */
async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(20_000, 30_000);
    if (await listens(port)) ports.add(port);
  }
  return [...ports];
}

function listens(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.once('listening', () => server.close(() => resolve(true)));
    server.listen(port, '127.0.0.1');
  });
}
