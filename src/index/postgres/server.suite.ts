import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
const USER = 'tansiq';
const PASSWORD = 'only us: ä/@%';

/** Where PostgreSQL's programs are: those that are named, else Debian's newest. */
function programs(): string | undefined {
  const named = process.env['TANSIQ_POSTGRES'];
  if (named) return named;
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => path.join(DEBIAN, version, 'bin'))
    .find((folder) => existsSync(path.join(folder, 'initdb')));
}

/** Why no server can be raised here; nothing where one can. */
export function whyNoPostgres(): string | undefined {
  return programs() === undefined
    ? 'no PostgreSQL on this machine (Debian: apt-get install postgresql)'
    : undefined;
}

/** A real server with a folder of its own, at one port however often it is raised. */
export interface PostgresServer {
  readonly password: string;
  readonly folder: string;
  /** The address of a schema on it. */
  url(schema: string): string;
  raise(): Promise<void>;
  /** Asks it to end. */
  lower(): Promise<void>;
  /** Ends it at this instant, as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** What is not worth its time where nothing is kept. */
const QUICK = ['fsync=off', 'autovacuum=off'] as const;

/** Makes a server that asks for a password; it is not raised yet. */
export async function makePostgresServer(more: readonly string[] = QUICK): Promise<PostgresServer> {
  const bin = programs()!;
  const root = mkdtempSync(path.join(tmpdir(), 'tansiq-postgres-'));
  const folder = path.join(root, 'kept');
  const secret = path.join(root, 'password');
  writeFileSync(secret, PASSWORD);
  // A server does not run as root.
  const isRoot = process.getuid?.() === 0;
  const as = (program: string, ...args: readonly string[]): [string, string[]] => {
    const whole = path.join(bin, program);
    return isRoot
      ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', whole, ...args]]
      : [whole, [...args]];
  };
  if (isRoot) {
    chmodSync(root, 0o755);
    execFileSync('chown', ['-R', 'postgres:postgres', root]);
  }
  const how = ['-D', folder, '-U', USER, '-A', 'scram-sha-256', '--no-sync', '--no-instructions'];
  const [program, args] = as('initdb', ...how, '-E', 'UTF8', '--pwfile', secret);
  execFileSync(program, args, { stdio: 'ignore', env: { ...process.env, LC_ALL: 'C' } });
  const port = await freePort();
  const settings = [...more, 'listen_addresses=127.0.0.1'];
  let child: ChildProcess | undefined;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  };

  return {
    password: PASSWORD,
    folder,
    url: (schema) =>
      `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres?schema=${schema}`,
    async raise() {
      const own = ['-D', folder, '-p', String(port), '-k', ''];
      const [name, all] = as('postgres', ...own, ...settings.flatMap((each) => ['-c', each]));
      // What was killed before has children that may still hold its memory for a moment.
      for (;;) {
        const started = spawn(name, all, { stdio: 'ignore' });
        child = started;
        if (await isThere(port, started)) return;
      }
    },
    lower: () => end('SIGINT'),
    kill: () => end('SIGQUIT'),
    async close() {
      await end('SIGQUIT');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Whether it came to answer, or ended before. */
async function isThere(port: number, child: ChildProcess): Promise<boolean> {
  for (;;) {
    if (child.exitCode !== null) return false;
    if (await answersAt(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Asked for TLS, a server that lets others in answers with one letter. */
function answersAt(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    });
    socket.once('data', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
