import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { Wire } from '../../src/node/exercise/wire.ts';

/** A wire that keeps all that passes, as whoever holds a cable could. */
export interface Tap extends Wire {
  /** All bytes that passed, of both directions, as they were seen. */
  seen(): Buffer;
}

/** Makes a tap. */
export function makeTap(): Tap {
  const servers: Server[] = [];
  const passing = new Set<Socket>();
  const parts: Buffer[] = [];
  let isCut = false;
  const keep = (socket: Socket): void => {
    passing.add(socket);
    socket.on('data', (part: Buffer) => void parts.push(part));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => passing.delete(socket));
  };
  return {
    seen: () => Buffer.concat(parts),
    open(to) {
      const server = createServer((near) => {
        if (isCut) return void near.destroy();
        const far = connect(to, '127.0.0.1');
        for (const socket of [near, far]) keep(socket);
        near.pipe(far).pipe(near);
        near.once('close', () => far.destroy());
        far.once('close', () => near.destroy());
      });
      servers.push(server);
      return new Promise((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      });
    },
    cut() {
      isCut = true;
      for (const socket of passing) socket.destroy();
    },
    mend: () => void (isCut = false),
    close() {
      for (const server of servers) server.close();
      for (const socket of passing) socket.destroy();
    },
  };
}
