import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { serve } from '@hono/node-server';
import type { PartyId } from '../base/ids.ts';
import { TroubleError, invariant } from '../base/result.ts';
import type { LinkPlace } from './folder.ts';
import type { Linking } from './linking.ts';

/** How many connections are held at once, with whomever. */
const CONNECTIONS_MAX = 512;

/** How many connections one party holds at once; a node of ours has at most nine. [T16] */
export const PARTY_CONNECTIONS_MAX = 32;

/** How many connections one address holds at once, whoever is there. [T16] */
const ADDRESS_CONNECTIONS_MAX = 128;

/** How long the other end may take to show what it is, in milliseconds. */
const HANDSHAKE_MILLIS_MAX = 10_000;

/** How long an idle connection is kept, in milliseconds: longer than peers wait between two questions. */
const IDLE_MILLIS_MAX = 30_000;

/** How often it is looked at whether a connection's certificate is still good, in milliseconds. */
const LOOK_MILLIS = 60_000;

/** Where other parties' nodes are answered. */
export interface LinkListener {
  close(): Promise<void>;
}

/** Listens for other parties' nodes. Trouble: `port-in-use`. [T3] */
export async function openLinkListener(
  linking: Linking,
  { host, port }: LinkPlace,
  fetch: Parameters<typeof serve>[0]['fetch'],
): Promise<LinkListener> {
  const connections = new Map<TLSSocket, PartyId>();
  const addresses = new Map<string, number>();
  const server = await listen();

  /** Ends what stands by a certificate that is over, or by an authority that is no longer pinned. [T6] */
  const look = (): void => {
    for (const each of connections.keys()) if (!linking.partyOf(each)) each.destroy();
  };
  const timer = setInterval(look, LOOK_MILLIS);
  timer.unref();
  linking.onChange(() => {
    server.setSecureContext(contextOf(linking));
    look();
    // What is asked next is asked over a connection that has seen what we show now. [T7]
    server.closeIdleConnections();
  });

  return {
    async close() {
      clearInterval(timer);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };

  function listen(): Promise<Server> {
    return new Promise((resolve, reject) => {
      const opened = serve(
        {
          fetch,
          hostname: host,
          port,
          createServer,
          serverOptions: {
            ...contextOf(linking),
            requestCert: true,
            rejectUnauthorized: true,
            handshakeTimeout: HANDSHAKE_MILLIS_MAX,
            keepAliveTimeout: IDLE_MILLIS_MAX,
          },
        },
        () => resolve(opened),
      ) as Server;
      opened.maxConnections = CONNECTIONS_MAX;
      opened.on('connection', count);
      opened.on('secureConnection', keep);
      opened.on('error', (thrown: NodeJS.ErrnoException) => {
        const isTaken = thrown.code === 'EADDRINUSE';
        reject(isTaken ? new TroubleError('port-in-use', { port }, thrown) : thrown);
      });
    });
  }

  /** One address, however it floods, leaves room for the others. */
  function count(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const held = (addresses.get(address) ?? 0) + 1;
    addresses.set(address, held);
    socket.once('close', () => {
      const left = (addresses.get(address) ?? 1) - 1;
      if (left > 0) addresses.set(address, left);
      else addresses.delete(address);
    });
    if (held > ADDRESS_CONNECTIONS_MAX) socket.destroy();
  }

  function keep(socket: TLSSocket): void {
    // What was signed by a pinned authority for another name than its party's is nobody's.
    const party = linking.partyOf(socket);
    const held = [...connections.values()].filter((each) => each === party).length;
    if (party === undefined || held >= PARTY_CONNECTIONS_MAX) {
      socket.destroy();
      return;
    }
    connections.set(socket, party);
    socket.once('close', () => connections.delete(socket));
  }
}

function contextOf(linking: Linking) {
  const keys = linking.keys();
  invariant(keys !== undefined, 'who listens has something to show');
  return {
    key: keys.key,
    cert: keys.certificate,
    ca: [...linking.authorities()],
    minVersion: 'TLSv1.3' as const,
  };
}
