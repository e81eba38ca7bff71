import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { TroubleError } from '../../base/result.ts';

/**
 * Where free ports are looked for: below every range from which systems take the port of a
 * connection that goes out, so that a port given here is not gone when its node comes to listen.
 */
const PORT_MIN = 20_000;
const PORTS = 10_000;

/** How many ports are tried for each that is wanted. */
const TRIES_MAX = 100;

/** What this process was given before; a port is never given twice. */
const given = new Set<number>();

/** So many ports of this machine that nobody listens on, in a range where nobody comes by chance. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<readonly number[]> {
  const ports: number[] = [];
  for (let tries = 0; ports.length < count; tries += 1) {
    if (tries >= count * TRIES_MAX) throw new TroubleError('port-in-use', { port: PORT_MIN });
    const port = PORT_MIN + randomInt(PORTS);
    if (given.has(port) || !(await isFree(port, host))) continue;
    given.add(port);
    ports.push(port);
  }
  return ports;
}

/** Whether nobody listens on a port of this machine. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
