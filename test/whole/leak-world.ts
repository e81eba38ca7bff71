import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Hono } from 'hono';
import { Hono as Routes } from 'hono';
import type { CompartmentId, PartyId, SeatId } from '../../src/base/ids.ts';
import { audienceOf, audienceWithin } from '../../src/accord/party/audience.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { PLAYERS } from '../../src/node/exercise/cast.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { serveCards } from '../../src/node/http/cards.ts';
import { makeApp } from '../../src/node/http/app.ts';
import { openPeerSessions, servePeers } from '../../src/node/http/peers.ts';
import { answerProblem } from '../../src/node/http/problem.ts';
import { serveTiles } from '../../src/node/http/tiles.ts';
import { openNews, standingFor } from '../../src/node/news.ts';
import {
  momentIn,
  newHolding,
  newIncursion,
  newMatter,
  newPost,
  newRequest,
  newResolution,
} from './bodies.ts';
import { newPlan } from './doors.ts';
import type { Account, Planted } from './leak-oracle.ts';
import { hashOf, tokensIn } from './leak-oracle.ts';
import { until } from './stage.ts';

/** The members of the centre; the fourth node is an observer's. */
export const MEMBERS = ['iraq', 'krg', 'turkiye'];

/** A node with ways to ask it without a wire. */
export interface Asked {
  readonly party: string;
  readonly running: RunningNode;
  /** Every account at this node with what it sends to be known. */
  readonly accounts: readonly (Account & { readonly token?: string; readonly app: Hono })[];
  readonly app: Hono;
}

/** Some nodes, in which anything is said by chance. */
export interface World {
  readonly nodes: readonly Asked[];
  /** Says so many things, each of an account and to an audience that chance picks; how many stood. */
  say(count: number): Promise<number>;
  /** Resolves when all has come to whom it goes to, and what is recalled is gone. */
  settled(): Promise<void>;
  /** All that stands now, read from each party's own logs. */
  planted(): Promise<readonly Planted[]>;
  /** One thing that no other office of its party may know; gives its hash. */
  hidden(party: string): Promise<void>;
  /** A matter and a request, of which the one is for the party alone and the other for one more. */
  beside(party: string): Promise<void>;
  random(below: number): number;
  close(): Promise<void>;
}

/** Opens a world of four nodes; the same seed picks the same things. */
export async function openWorld(seed: number): Promise<World> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tansiq-leak-'));
  await setStage(dir);
  const running: RunningNode[] = [];
  for (const { party } of PLAYERS) {
    running.push(await openNode({ dir: path.join(dir, party), say: () => undefined }));
  }
  const nodes: Asked[] = [];
  for (const each of running) nodes.push(await openAsked(each));
  const random = chance(seed);
  let words = 0;
  /** A word that stands in no other record. */
  const word = (): string => {
    words += 1;
    const letters = [...String(words * 7919 + seed).padStart(12, '0')].slice(-12);
    return `zq${letters.map((digit) => 'abcdefghij'[Number(digit)]).join('')}qz`;
  };
  const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
  const compartments = new Map<string, readonly CompartmentId[]>();
  for (const node of nodes.filter(({ party }) => MEMBERS.includes(party))) {
    compartments.set(node.party, await openCompartments(node, word));
  }

  const say = async (count: number): Promise<number> => {
    let stood = 0;
    for (let i = 0; i < count; i += 1) {
      const member = pick(nodes.filter(({ party }) => MEMBERS.includes(party)));
      const by = pick(member.accounts.filter(({ kind }) => kind === 'seat'));
      if (
        await sayOne({
          node: member,
          by,
          compartments: compartments.get(member.party) ?? [],
          pick,
          word,
          random,
        })
      )
        stood += 1;
    }
    return stood;
  };

  const settled = (): Promise<void> =>
    until(async () => {
      for (const { running: one } of nodes) {
        const { logs, store, office, folder } = one.house;
        const self = folder.settings.party;
        if (office.recalls.all.some((recall) => !office.eraser.isDone(recall))) return false;
        for (const log of logs.all().filter(({ author }) => author === self)) {
          const size = (await store.latest(log.id))?.size ?? 0;
          for (const other of nodes.filter(({ party }) =>
            log.audience.includes(party as PartyId),
          )) {
            if (((await other.running.house.store.latest(log.id))?.size ?? 0) < size) return false;
          }
        }
      }
      return true;
    }, 'all has come to whom it goes to');

  return {
    nodes,
    say,
    settled,
    random,
    planted: async () => (await Promise.all(running.map(plantedBy))).flat(),
    async hidden(party) {
      const { house } = nodes.find((each) => each.party === party)?.running ?? {};
      if (!house) throw new Error(`${party} is in no world`);
      const body = { kind: 'report' as const, content: word() };
      const seat = 'planner' as SeatId;
      await house.office.say({ seat, audience: house.office.own, type: 'draft', body });
      const access = { seat, credentialId: 'AAAA', publicKey: 'AAAA', label: word() };
      await house.office.say({ seat, audience: house.office.own, type: 'access', body: access });
      const [closed] = compartments.get(party) ?? [];
      if (!closed) throw new Error(`${party} has no compartment`);
      const within = { seat, audience: audienceWithin(closed) };
      const report = reportOf(word(), [43.6, 35.3], 'resident');
      await house.office.say({ ...within, type: 'report', body: { ...report, text: word() } });
      const remark = { language: 'en' as const, text: word() };
      await house.office.say({ ...within, type: 'remark', body: remark });
      const begun = { kind: 'report', content: word() } as const;
      await house.office.say({ ...within, type: 'draft', body: begun });
      await house.office.settled();
    },
    async beside(party) {
      const { house } = nodes.find((each) => each.party === party)?.running ?? {};
      const other = pick(MEMBERS.filter((each) => each !== party)) as PartyId;
      const readers = audienceOf([party as PartyId, other]);
      if (!house || !readers.ok) throw new Error(`${party} is in no world`);
      const audiences = [house.office.own, readers.value];
      const [one = house.office.own, two = one] = random(2) ? audiences : audiences.toReversed();
      const seat = 'analyst' as SeatId;
      const matter = { title: word(), language: 'en', text: word() } as const;
      await house.office.say({ seat, audience: one, type: 'matter', body: matter });
      const asks = { title: word(), text: word(), language: 'en', due: momentIn(3_600) } as const;
      const request = { ...asks, to: [other] };
      await house.office.say({ seat, audience: two, type: 'request', body: request });
      await house.office.settled();
    },
    async close() {
      for (const each of running) await each.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A compartment in which the planner stands alone, and one in which anybody comes to stand. */
async function openCompartments(
  node: Asked,
  word: () => string,
): Promise<readonly CompartmentId[]> {
  const ids = [word(), word()].map((name) => `${node.party}/${name}` as CompartmentId);
  for (const id of ids) await seatIn(node, id, ['planner'], word());
  return ids;
}

/** Says who stands in a compartment from now on, and what it is called; whether that stood. */
async function seatIn(
  node: Asked,
  id: CompartmentId,
  seats: readonly string[],
  name: string,
): Promise<boolean> {
  const keeper = node.accounts.find(({ duties }) => duties.includes('administer'));
  if (!keeper) throw new Error(`nobody administers ${node.party}`);
  const names = alike(name);
  const answer = await askAt(node, keeper, '/api/compartments', { id, names, seats });
  return answer.status < 300;
}

async function openAsked(running: RunningNode): Promise<Asked> {
  const { house } = running;
  const { party } = house.folder.settings;
  const built = { web: '/nowhere', ground: '/nowhere' };
  const news = openNews((to) =>
    standingFor(ownLogs(house), ({ id }) => house.seals.of(id)?.checkpoint?.note, to),
  );
  const peerNews = { listen: news.listen, budget: house.paces.of } as never;
  const app = makeApp({ house, news: peerNews, witness: undefined, built });
  const link = new Routes();
  const peers = openPeerSessions(house, () => true);
  link.onError((thrown, context) => answerProblem(context, thrown, house.report));
  serveCards(link, house, peers.gate);
  servePeers(link, house, peers, peerNews);
  serveTiles(link, house, peers);
  const nobody = { kind: 'nobody', party: '', seat: '', duties: [] } as const;
  const accounts: Asked['accounts'][number][] = [
    { ...nobody, name: `nobody at ${party}`, app },
    { ...nobody, name: `a wrong word at ${party}`, app, token: 'x'.repeat(43) },
  ];
  for (const { seat, duties } of house.office.roster()?.seats ?? []) {
    const token = await house.sessions.newToken(seat);
    accounts.push({ name: `${seat} of ${party}`, kind: 'seat', party, seat, duties, token, app });
  }
  for (const { party: other } of PLAYERS) {
    const token = `${other}-${'t'.repeat(24)}`;
    peers.add(token, other);
    const name = `the node of ${other} at ${party}`;
    accounts.push({ name, kind: 'peer', party: other, seat: '', duties: [], token, app: link });
  }
  return { party, running, accounts, app };
}

function ownLogs({ logs, folder }: RunningNode['house']) {
  return logs.all().filter(({ author }) => author === folder.settings.party);
}

/** What one party's own logs hold now, as entries that were never erased. */
async function plantedBy({ house }: RunningNode): Promise<readonly Planted[]> {
  const all: Planted[] = [];
  for (const log of ownLogs(house)) {
    const size = (await house.store.latest(log.id))?.size ?? 0;
    for (let from = 0; from < size; from += 256) {
      for (const bytes of await house.store.read(log.id, from, Math.min(256, size - from))) {
        if (bytes.length === 0) continue;
        const text = Buffer.from(bytes).toString('utf8');
        const { type, by, body } = JSON.parse(text) as Spoken;
        const hash = hashOf(bytes);
        const tokens = [hash, ...tokensIn(text)];
        const { author, audience, id } = log;
        const compartment = type === 'compartment' && body ? { compartment: body } : {};
        all.push({ author, audience, log: id, hash, type, seat: by.seat, tokens, ...compartment });
      }
    }
  }
  return all;
}

/** What is read of a record besides its words. */
interface Spoken {
  readonly type: string;
  readonly by: { readonly seat: string };
  readonly body?: NonNullable<Planted['compartment']>;
}

interface Turn {
  readonly node: Asked;
  readonly by: Asked['accounts'][number];
  /** The first is left as it is; who stands in the second changes. */
  readonly compartments: readonly CompartmentId[];
  readonly pick: <T>(all: readonly T[]) => T;
  readonly word: () => string;
  readonly random: (below: number) => number;
}

/** Says one thing that chance picks, by an account that may or may not; whether it stood. */
async function sayOne({ node, by, compartments, pick, word, random }: Turn): Promise<boolean> {
  const others = MEMBERS.filter((party) => party !== by.party && random(2) === 0);
  const isWithin = random(3) === 0;
  const audience = isWithin ? [pick(compartments)] : [by.party, ...others].toSorted();
  const at = [43.5 + random(50) / 100, 35.2 + random(50) / 100] as const;
  const post = async (door: string, body: unknown): Promise<boolean> =>
    (await askAt(node, by, door, body)).status < 300;
  const known = async (): Promise<readonly string[]> => {
    const answer = await askAt(node, by, '/api/reports?limit=50');
    const page = (await answer.json()) as { reports?: readonly { hash: string }[] };
    return (page.reports ?? []).map(({ hash }) => hash);
  };
  const listed = async (door: string, part: string): Promise<readonly string[]> => {
    const answer = await askAt(node, by, door);
    const view = (await answer.json()) as Record<string, unknown>;
    const all = (part === '' ? view : view[part]) as readonly { hash: string }[] | undefined;
    return Array.isArray(all) ? all.map(({ hash }) => hash) : [];
  };
  const reported = (title: string) => {
    const report = reportOf(title, at, 'resident');
    const source = { ...report.source, reference: word() };
    const place = { ...report.place, label: word() };
    return { audience, tlp: 'AMBER', report: { ...report, text: word(), place, source } };
  };
  const [one = '', two = ''] = await known().then((all) => [pick(all), pick(all)]);
  const grade = { reliability: 'B', credibility: '2' };
  const acts: readonly (() => Promise<boolean>)[] = [
    () => post('/api/reports', reported(word())),
    () => post('/api/reports', reported(word())),
    () => post('/api/reports', reported(word())),
    () => post('/api/remarks', { audience, remark: { language: 'en', text: word() } }),
    () => post('/api/drafts', { kind: pick(['report', 'plan']), content: word() }),
    () => post('/api/drafts', { kind: 'report', content: word(), within: pick(compartments) }),
    () => {
      const seats = node.accounts.filter(({ kind }) => kind === 'seat').map(({ seat }) => seat);
      const some = seats.filter(() => random(2) === 0);
      return seatIn(node, compartments[1] ?? pick(compartments), some, word());
    },
    () => post('/api/sources', { source: { label: word(), kind: 'resident', note: word() } }),
    () => post('/api/grades', { report: one, grade, reason: word() }),
    () => post('/api/links', { relation: 'supports', from: one, to: two, reason: word() }),
    () => post('/api/matters', newMatter(audience, word())),
    async () => {
      const matter = pick(await listed('/api/matters', ''));
      return post(`/api/matters/${matter}/resolution`, newResolution(one, word()));
    },
    () =>
      post('/api/outcomes', {
        ...{ report: one, verdict: 'confirmed', language: 'en' },
        ...{ ground: word(), evidence: [two] },
      }),
    () => {
      const { incursion } = newIncursion();
      const by_ = pick(MEMBERS.filter((party) => party !== by.party));
      return post('/api/incursions', {
        ...{ audience, tlp: 'AMBER' },
        incursion: { ...incursion, title: word(), text: word(), by: by_ },
      });
    },
    () => post('/api/posts', { audience, post: { ...newPost(at), names: alike(word()) } }),
    () => post('/api/holdings', { audience, holding: { ...newHolding(at), names: alike(word()) } }),
    async () => {
      const holding = pick(await listed('/api/holdings', 'holdings'));
      return post(`/api/holdings/${holding}/confirm`, {});
    },
    () => {
      const { plan } = newPlan(3_600);
      const contributions = [{ party: by.party, forces: [{ kind: 'infantry', count: 10 }] }];
      const said = { ...plan, name: word(), purpose: word(), contributions };
      return post('/api/plans', { audience, plan: said });
    },
    () => {
      const { request } = newRequest();
      const asked = { ...request, title: word(), text: word(), to: others, due: momentIn(3_600) };
      return post('/api/requests', { audience, tlp: 'AMBER', request: asked });
    },
    async () => {
      const request = pick(await listed('/api/requests', 'requests'));
      const reply = { reports: random(2) === 0 ? [one] : [], language: 'en', words: word() };
      return post(`/api/requests/${request}/reply`, reply);
    },
    () => {
      const to = [pick(MEMBERS.filter((party) => party !== by.party))];
      return post('/api/release-requests', { record: one, to, language: 'en', reason: word() });
    },
    async () => {
      const view = (await (await askAt(node, by, '/api/passages')).json()) as {
        readonly asks?: readonly { readonly hash: string; readonly to: readonly string[] }[];
      };
      const { hash, to } = pick(view.asks ?? []) ?? { hash: '', to: [] };
      const answer = random(4) === 0 ? { verdict: 'refused', to: [] } : { verdict: 'granted', to };
      const body = { ...answer, language: 'en', words: word() };
      return post(`/api/release-requests/${hash}/answer`, body);
    },
    () => post('/api/releases', { of: one, audience, tlp: 'AMBER' }),
    () => post(`/api/reports/${one}/recall`, { reason: 'mistake', words: word() }),
  ];
  return pick(acts)();
}

/** One name in every language. */
function alike(name: string) {
  return { ar: name, ckb: name, tr: name, en: name };
}

/** Asks a door of a node as an account, or says something there. */
export async function askAt(
  node: Asked,
  who: Asked['accounts'][number],
  door: string,
  body?: unknown,
): Promise<Response> {
  const { port } = node.running.house.folder.settings;
  const headers = who.token === undefined ? {} : { authorization: `Bearer ${who.token}` };
  return who.app.request(`http://localhost:${port}${door}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Whole numbers below a bound, the same ones for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * Math.max(1, below));
  };
}
