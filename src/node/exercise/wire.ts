import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

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

/** Makes a wire without ends. It reads nothing: it passes on what nodes say to each other. */
export function makeWire(): Wire {
  const servers: http.Server[] = [];
  const passing = new Set<Socket>();
  let isCut = false;

  const keep = (socket: Socket): void => {
    passing.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => passing.delete(socket));
    if (isCut) socket.destroy();
  };

  const pass = (to: number, asked: http.IncomingMessage, answer: http.ServerResponse): void => {
    const onward = http.request({
      host: HOST,
      port: to,
      method: asked.method,
      path: asked.url,
      // A node answers only to its own name.
      headers: { ...asked.headers, host: `localhost:${to}` },
      agent: false,
    });
    onward.on('socket', keep);
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
      response.on('error', () => answer.destroy());
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  };

  return {
    open(to) {
      const server = http.createServer((asked, answer) => pass(to, asked, answer));
      server.on('connection', keep);
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
