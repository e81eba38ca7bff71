import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Witness } from '../../exchange/witness.ts';
import { openFeeds } from '../feeds.ts';
import { openGapReckoner } from '../gap-reckoning.ts';
import type { House } from '../house.ts';
import { isLoopback } from '../loopback.ts';
import { openSearching } from '../searching.ts';
import { openWatching } from '../watching.ts';
import { openSourceHandles } from '../source-handles.ts';
import { serveAgreements } from './agreements.ts';
import { serveCards } from './cards.ts';
import { serveAttachments } from './attachments.ts';
import { serveBudgets } from './budgets.ts';
import { serveCourier } from './courier.ts';
import { serveDecisions } from './decisions.ts';
import { serveDesks } from './desks.ts';
import { readBytes } from './door.ts';
import { serveEarly } from './early.ts';
import { serveExport } from './export.ts';
import { serveFeeds } from './feeds.ts';
import { serveKeys } from './keys.ts';
import { serveGap } from './gap.ts';
import { serveHoldings } from './holdings.ts';
import { serveImports } from './imports.ts';
import { serveIncursions } from './incursions.ts';
import { serveLinks } from './links.ts';
import { serveMatters } from './matters.ts';
import { serveOpenApi } from './openapi.ts';
import { serveOperations } from './operations.ts';
import { servePassages } from './passages.ts';
import type { PeerNews } from './peers.ts';
import { openPeerSessions, servePeers } from './peers.ts';
import { servePlans } from './plans.ts';
import { Refusal, answerProblem, problem } from './problem.ts';
import { serveProofs } from './proofs.ts';
import { servePulls } from './pulls.ts';
import { serveRecordRoom } from './record-room.ts';
import { serveInbox } from './inbox.ts';
import { serveReports } from './reports.ts';
import { serveRequests } from './requests.ts';
import { serveRosters } from './rosters.ts';
import { serveSearch } from './search.ts';
import { serveSite } from './site.ts';
import { serveStream } from './stream.ts';
import { serveTaxii } from './taxii.ts';
import { serveTiles } from './tiles.ts';
import { ADD_CHECKPOINT_BYTES_MAX } from '../../proof/witness.ts';
import { serveCompartments } from './compartments.ts';

/** What the web interface of a node is made of. */
export interface AppNeeds {
  readonly house: House;
  readonly news: PeerNews;
  readonly witness: Witness | undefined;
  /** Folders with the built screens and the map's ground. */
  readonly built: { readonly web: string; readonly ground: string };
}

/** The whole web interface of a node. */
export function makeApp({ house, news, witness, built }: AppNeeds): Hono {
  const app = new Hono();
  const peers = openPeerSessions(house, (context, party) => {
    // [T8] Plainly only with a node of an older release, on this machine.
    const from = socketOf(context)?.remoteAddress?.replace(/^::ffff:/, '');
    return from !== undefined && isLoopback(from) && house.linking.isPlain(party);
  });
  app.notFound((context) => problem(context, 'not-found', {}));
  app.onError((thrown, context) => answerProblem(context, thrown, house.report));
  app.use(
    secureHeaders({
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
      strictTransportSecurity: false,
      crossOriginResourcePolicy: 'same-origin',
    }),
  );
  app.use('*', async (context, next) => {
    const { host } = new URL(context.req.url);
    guardHost(house, host);
    if (!['GET', 'HEAD'].includes(context.req.method)) {
      guardOrigin(host, context.req.header('origin'));
    }
    await next();
  });
  app.get('/healthz', (context) => context.json({ ok: true, party: house.folder.settings.party }));
  serveOpenApi(app);
  serveDesks(app, house);
  serveReports(app, house, openSourceHandles(house.folder.dir));
  serveLinks(app, house);
  serveMatters(app, house);
  serveRequests(app, house);
  serveInbox(app, house);
  servePassages(app, house);
  serveAttachments(app, house);
  serveImports(app, house);
  servePlans(app, house);
  serveDecisions(app, house);
  serveOperations(app, house);
  serveAgreements(app, house);
  serveIncursions(app, house);
  serveHoldings(app, house);
  serveGap(app, house, openGapReckoner());
  serveRosters(app, house);
  serveCompartments(app, house);
  serveKeys(app, house);
  serveCourier(app, house);
  serveBudgets(app, house);
  serveEarly(app, house);
  serveExport(app, house);
  const feeds = openFeeds(house);
  serveFeeds(app, house, feeds);
  serveTaxii(app, house, feeds);
  servePulls(app, house);
  serveProofs(app, house);
  serveRecordRoom(app, house);
  const searching = openSearching(house, built.ground);
  serveSearch(app, house, searching);
  serveStream(app, house, openWatching(house, searching));
  serveCards(app, house, peers.gate);
  servePeers(app, house, peers, news);
  serveTiles(app, house, peers);
  if (witness) serveWitness(app, witness);
  // `/log` alone is a page of the desk; what stands below it are the logs themselves.
  for (const door of ['/api/*', '/peer/*', '/log/:log/*', '/witness/*']) {
    app.all(door, () => {
      throw new Refusal('not-found');
    });
  }
  serveSite(app, built);
  return app;
}

/** What the other parties' nodes meet on a link, and nothing else. [T3] */
export function makeLinkApp({ house, news, witness }: Omit<AppNeeds, 'built'>): Hono {
  const app = new Hono();
  const peers = openPeerSessions(house, (context, party) => {
    const socket = socketOf(context);
    return socket instanceof TLSSocket && house.linking.isFrom(socket, party);
  });
  app.notFound((context) => problem(context, 'not-found', {}));
  app.onError((thrown, context) => answerProblem(context, thrown, house.report));
  serveCards(app, house, peers.gate);
  servePeers(app, house, peers, news);
  const deskless = { ...house, sessions: { ...house.sessions, desk: () => noDesk() } };
  serveTiles(app, deskless, peers);
  if (witness) serveWitness(app, witness);
  return app;
}

function noDesk(): Promise<never> {
  return Promise.reject(new Refusal('not-signed-in'));
}

/** The connection of a request; nothing where a test asks without one. */
function socketOf({ env }: Context): Socket | undefined {
  return (env as Partial<HttpBindings> | undefined)?.incoming?.socket;
}

/** The witness's own two calls (C2SP tlog-witness); the log's signature is all the proof it asks. */
function serveWitness(app: Hono, witness: Witness): void {
  app.post('/witness/add-checkpoint', async (context) => {
    const answer = await witness.addCheckpoint(await readBytes(context, ADD_CHECKPOINT_BYTES_MAX));
    return context.body(answer.body, answer.status as 200, { 'content-type': answer.contentType });
  });
  app.get('/witness/:origin/checkpoint', async (context) => {
    const note = await witness.checkpointOf(context.req.param('origin'));
    if (note === undefined) throw new Refusal('not-found');
    return context.body(note, 200, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
}

/** On loopback only names of this machine are answered, so that no page elsewhere can rebind its name to us. */
function guardHost(house: House, host: string): void {
  const { host: bound, port } = house.folder.settings;
  if (!isLoopback(bound)) return;
  const known = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`);
  if (!known.includes(host)) throw new Refusal('wrong-origin');
}

/** A change that a browser asks for must come from our own page. */
function guardOrigin(host: string, origin: string | undefined): void {
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new Refusal('wrong-origin');
}
