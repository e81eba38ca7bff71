import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Where the ends of the wire answer. */
const HOST = '127.0.0.1';

/** What joins a node to the others where it can be cut: the nodes run on, and hear nothing. */
export interface Wire {
  /** A new end: the port at which what answers at port `to` of this machine is reached. */
  open(to: number): Promise<number>;
  /** From now on nothing passes; what was on its way is lost. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** How what one side says reaches the other, both ways; each closes when the other does. */
export type Carry = (near: Socket, far: Socket) => void;

/**
 * Makes a wire without ends, that carries well unless `carry` says otherwise. It reads nothing, and
 * could not: it passes on what nodes say under TLS.
 */
export function makeWire(carry: Carry = (near, far) => void near.pipe(far).pipe(near)): Wire {
  const servers: Server[] = [];
  const passing = new Set<Socket>();
  let isCut = false;

  const keep = (socket: Socket): void => {
    passing.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => passing.delete(socket));
  };

  const join = (near: Socket, to: number): void => {
    keep(near);
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(to, HOST);
    keep(far);
    carry(near, far);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  };

  return {
    open(to) {
      const server = createServer((near) => join(near, to));
      server.unref();
      servers.push(server);
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, HOST, () => resolve((server.address() as AddressInfo).port));
      });
    },
    cut() {
      isCut = true;
      for (const socket of passing) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    close() {
      for (const server of servers) server.close();
      for (const socket of passing) socket.destroy();
    },
  };
}
