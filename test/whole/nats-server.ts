import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../../src/node/exercise/free-ports.ts';
import { until } from './stage.ts';

/** Why no server can be raised here; nothing where one can. */
export function whyNoNats(): string | undefined {
  try {
    execFileSync(PROGRAM, ['--version'], { stdio: 'ignore', env: ENV });
    return undefined;
  } catch {
    return 'no nats-server on this machine (Debian: apt-get install nats-server)';
  }
}

const PROGRAM = 'nats-server';

/** Debian puts it where only root looks. */
const ENV = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` };

/** A real server with a disk, at one port however often it is raised. */
export interface NatsServer {
  readonly url: string;
  raise(): Promise<void>;
  /** Asks it to end. */
  lower(): Promise<void>;
  /** Ends it at this instant, as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a server that takes no letter longer than `payload` bytes; it is not raised yet. */
export async function makeNatsServer(payload = 1_048_576): Promise<NatsServer> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tansiq-nats-'));
  const [port = 0] = await freePorts(1);
  const file = path.join(dir, 'server.conf');
  writeFileSync(
    file,
    `listen: 127.0.0.1:${port}\nmax_payload: ${payload}\n` +
      `jetstream { store_dir: "${path.join(dir, 'store')}", max_file_store: 4GB }\n` +
      'authorization { user: node, password: "let in" }\n',
  );
  let child: ChildProcess | undefined;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  };

  return {
    url: `nats://node:let%20in@127.0.0.1:${port}`,
    async raise() {
      child = spawn(PROGRAM, ['-c', file], { stdio: 'ignore', env: ENV });
      await until(() => answersAt(port), 'the NATS server answers');
    },
    lower: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function answersAt(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}
