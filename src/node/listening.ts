import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { serve } from '@hono/node-server';
import { TroubleError } from '../base/result.ts';
import type { Witness } from '../exchange/witness.ts';
import { builtFolder } from './built.ts';
import type { House } from './house.ts';
import { makeApp, makeLinkApp } from './http/app.ts';
import type { PeerNews } from './http/peers.ts';
import { openLinkListener } from './link-listener.ts';

/** Where a node is met: the doors for people, and its link for other nodes. */
export interface Listening {
  close(): Promise<void>;
}

/** Opens both. Trouble: `port-in-use`. [T3] */
export async function openListening(
  house: House,
  news: PeerNews,
  witness: Witness | undefined,
): Promise<Listening> {
  const { linking } = house;
  const { link } = house.folder.settings;
  const needs = { house, news, witness };
  const listener =
    link && linking.keys()
      ? await openLinkListener(linking, link, makeLinkApp(needs).fetch)
      : undefined;
  const server = await listen(needs).catch(async (thrown: unknown) => {
    await listener?.close();
    throw thrown;
  });
  return {
    async close() {
      await listener?.close();
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) (server as Server).closeAllConnections();
      });
    },
  };
}

function listen(
  needs: Omit<Parameters<typeof makeApp>[0], 'built'>,
): Promise<ReturnType<typeof serve>> {
  const { house } = needs;
  const { host, port } = house.folder.settings;
  const dist = builtFolder();
  const built = { web: path.join(dist, 'web'), ground: path.join(dist, 'ground') };
  const app = makeApp({ ...needs, built });
  if (!existsSync(path.join(dist, 'web', 'index.html'))) house.report('screens-not-built');
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server));
    server.on('error', (thrown: NodeJS.ErrnoException) => {
      const isTaken = thrown.code === 'EADDRINUSE';
      reject(isTaken ? new TroubleError('port-in-use', { port }, thrown) : thrown);
    });
  });
}
