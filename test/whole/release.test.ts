import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlanView, PreviewView, Saved } from '../../src/contract/api.ts';
import type { KnowledgeView, MatterView } from '../../src/contract/matters.ts';
import type { IntegrityView, LogView } from '../../src/contract/record-room.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { PLAYERS } from '../../src/node/exercise/cast.ts';
import { newHandover, newIncursion, newMatter, newPost, newResolution, newSite } from './bodies.ts';
import { newPlan, newReport } from './doors.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

/** A word that stands in nothing but what is meant for two parties alone. */
const SECRET = 'zilbermast';
/** A word that stands in nothing but one office's draft. */
const DRAFT = 'halfwrittenquill';

/** Ground that one of the two claims alone. */
const HIDDEN_GROUND = {
  type: 'Polygon',
  coordinates: [
    [
      [43.2, 35.0],
      [43.25, 35.0],
      [43.25, 35.05],
      [43.2, 35.05],
      [43.2, 35.0],
    ],
  ],
};

let stage: Stage;
let secrets: readonly string[];
let secretLogs: readonly LogView[];
/** All that the streams of desks told, by the desk. */
const heard = new Map<string, string>();
const listening = new AbortController();

beforeAll(async () => {
  stage = await openStage();
  const everyone = await allDesks();
  await Promise.all(everyone.map(({ name, desk }) => listen(name, desk)));
  const [iraq, krg] = [await stage.desk('iraq', 'analyst'), await stage.desk('krg', 'analyst')];
  const planner = await stage.desk('iraq', 'planner');
  const two = ['iraq', 'krg'];
  await until(async () => (await iraq.get<unknown[]>('/api/claims')).length === 3, 'claims');
  const seen = newReport();
  const report = { ...seen.report, title: `${SECRET} one`, text: SECRET };
  const first = await iraq.post<Saved>('/api/reports', { ...seen, audience: two, report });
  await until(
    async () =>
      krg.get(`/api/records/${first.hash}`).then(
        () => true,
        () => false,
      ),
    'the report is at the partner',
  );
  const other = { ...report, title: `${SECRET} two` };
  const second = await krg.post<Saved>('/api/reports', { ...seen, audience: two, report: other });
  const grade = await krg.post<Saved>('/api/grades', {
    report: first.hash,
    grade: { reliability: 'E', credibility: '5' },
    reason: SECRET,
  });
  const link = await krg.post<Saved>('/api/links', {
    relation: 'contradicts',
    from: second.hash,
    to: first.hash,
    reason: SECRET,
  });
  const known = await sayKnown(iraq, krg, first.hash);
  const remark = { language: 'en', text: SECRET };
  const noted = await iraq.post<Saved>('/api/remarks', { audience: two, remark });
  const { plan } = newPlan();
  const hidden = { ...plan, name: SECRET, purpose: SECRET, shape: HIDDEN_GROUND };
  const proposed = await planner.post<PlanView>('/api/plans', { audience: two, plan: hidden });
  await until(async () => (await krg.get<unknown[]>('/api/plans')).length === 1, 'the plan');
  const beside = await sayBeside(planner, two, proposed.hash);
  secrets = [first, second, grade, link, noted, proposed, ...beside, ...known].map(
    ({ hash }) => hash,
  );
  const { logs } = await iraq.get<IntegrityView>('/api/logs');
  secretLogs = logs.filter((log) => log.audience?.length === 2);
  // What is public must be at all desks before it is known what is not.
  const last = await iraq.post<Saved>('/api/remarks', {
    audience: ['iraq', 'krg', 'turkiye'],
    remark: { language: 'en', text: 'for all' },
  });
  const turkiye = await stage.desk('turkiye', 'analyst');
  await until(
    async () =>
      turkiye.get(`/api/records/${last.hash}`).then(
        () => true,
        () => false,
      ),
    'the last word is at the third party',
  );
});
afterAll(async () => {
  listening.abort();
  await stage.close();
});

it('[N10] what two parties share is at their own desks', async () => {
  expect(secretLogs).toHaveLength(2);
  for (const party of ['iraq', 'krg']) {
    const text = await everything(await stage.desk(party, 'duty-officer'));
    for (const hash of secrets) expect(text).toContain(hash);
    expect(text).toContain(SECRET);
  }
  expect(heard.get('krg/duty-officer')).toContain(secrets[0]);
});

it('[N10] [R1] is behind no door of the others, at any desk', async () => {
  for (const { name, party, desk } of await allDesks()) {
    if (party === 'iraq' || party === 'krg') continue;
    const text = `${await everything(desk)}${heard.get(name)}`;
    expect(text, name).not.toContain(SECRET);
    for (const hash of secrets) expect(text, `${name} ${hash}`).not.toContain(hash);
    for (const { log, root } of secretLogs) {
      // The observer cosigns the log and so sees its size and root, and no more.
      if (party === 'coalition') continue;
      expect(text, name).not.toContain(log);
      expect(text, name).not.toContain(root);
    }
  }
});

it('[N10] [C47] nor is it told as a conflict to who plans on the same ground', async () => {
  const turkiye = await stage.desk('turkiye', 'planner');
  const plan = { ...newPlan().plan, shape: HIDDEN_GROUND, contributions: [] };
  const preview = await turkiye.post<PreviewView>('/api/plans/preview', { plan });
  expect(preview.conflicts).toEqual([]);
  const ours = await (
    await stage.desk('krg', 'planner')
  ).post<PreviewView>('/api/plans/preview', {
    plan,
  });
  expect(ours.conflicts.map(({ kind }) => kind).toSorted()).toEqual(['plan', 'post', 'site']);
});

it('[N10] [R1] and no other node is given it, by whatever name it asks', async () => {
  for (const party of ['turkiye', 'coalition']) {
    const desk = await stage.desk(party, 'administrator');
    for (const from of ['iraq', 'krg', 'turkiye', 'coalition']) {
      for (const { log } of secretLogs) {
        for (const part of ['checkpoint', 'tile/0/000.p/1', 'tile/entries/000.p/1']) {
          const asked = `${stage.address(from)}/log/${log}/${part}`;
          const { status } = await fetch(asked, {
            headers: { authorization: `Bearer ${desk.token}` },
          });
          expect([from, status]).toEqual([from, from === party ? 404 : 401]);
        }
      }
    }
  }
});

it('[N10] [R2] what a party keeps for itself is not even named elsewhere', async () => {
  const own = new Map<string, readonly LogView[]>();
  for (const { party } of PLAYERS) {
    const { logs } = await (
      await stage.desk(party, 'administrator')
    ).get<IntegrityView>('/api/logs');
    own.set(
      party,
      logs.filter((log) => log.audience?.length === 1),
    );
  }
  for (const { name, party, desk } of await allDesks()) {
    if (party === 'coalition') continue;
    const text = `${await everything(desk)}${heard.get(name)}`;
    for (const [owner, logs] of own) {
      if (owner === party) continue;
      for (const { log } of logs) expect(text, `${name} of ${owner}`).not.toContain(log);
    }
  }
});

it('[N10] [R4] [R5] what one office drafts is behind no door of the others', async () => {
  const content = JSON.stringify({ title: DRAFT });
  const own = await stage.desk('iraq', 'analyst');
  await drafting(own, content);
  expect(await everything(own)).toContain(DRAFT);
  for (const { name, party, desk } of await allDesks()) {
    // Who administers a node may read the party's private log as a whole, to verify it.
    if (name === 'iraq/analyst' || name === 'iraq/administrator') continue;
    expect(`${await everything(desk)}${heard.get(name)}`, `${name} ${party}`).not.toContain(DRAFT);
  }
});

async function drafting(desk: Client, content: string): Promise<void> {
  const response = await fetch(`${desk.address}/api/drafts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.token}` },
    body: JSON.stringify({ kind: 'report', content }),
  });
  expect(response.status).toBe(204);
}

/** All else that two parties may keep between them. */
async function sayBeside(
  planner: Client,
  audience: readonly string[],
  plan: string,
): Promise<readonly { readonly hash: string }[]> {
  const names = { ar: SECRET, ckb: SECRET, tr: SECRET, en: SECRET };
  const word = { language: 'en', reason: SECRET };
  const account = newIncursion(audience);
  const incursion = await planner.post<Saved>('/api/incursions', {
    ...account,
    incursion: { ...account.incursion, title: SECRET },
  });
  const answer = { to: incursion.hash, language: 'en', text: SECRET, settles: false };
  const answered = await planner.post<Saved>('/api/answers', answer);
  const held = { ...newPost([43.22, 35.02]), names };
  const post = await planner.post<Saved>('/api/posts', { audience, post: held });
  const krg = await stage.desk('krg', 'planner');
  const ground = { ...newSite([43.24, 35.04]), names };
  const site = await krg.post<Saved>('/api/sites', { audience, site: ground });
  const handover = await planner.post<Saved>('/api/handovers', {
    audience,
    handover: newHandover(post.hash),
  });
  const step = { step: 'keys', language: 'en', note: SECRET };
  await planner.post(`/api/handovers/${handover.hash}/step`, step);
  await planner.post(`/api/plans/${plan}/stop`, word);
  await planner.post(`/api/plans/${plan}/resumption`, word);
  return [incursion, answered, post, site, handover];
}

/** What two parties may say between them of what they know. */
async function sayKnown(
  iraq: Client,
  krg: Client,
  report: string,
): Promise<readonly { readonly hash: string }[]> {
  const matter = await krg.post<MatterView>('/api/matters', newMatter(['iraq', 'krg'], SECRET));
  const part = { relation: 'part-of', from: report, to: matter.hash, reason: SECRET };
  const link = await krg.post<Saved>('/api/links', part);
  const body = newResolution(report, SECRET);
  const view = await krg.post<MatterView>(`/api/matters/${matter.hash}/resolution`, body);
  const [resolution] = view.resolutions as readonly [MatterView['resolutions'][number]];
  await until(
    async () =>
      iraq.get(`/api/records/${resolution.hash}`).then(
        () => true,
        () => false,
      ),
    'the resolution is at the partner',
  );
  const answer = { verdict: 'differs', language: 'en', words: SECRET };
  await iraq.post(`/api/resolutions/${resolution.hash}/concurrence`, answer);
  const outcome = await krg.post<KnowledgeView>('/api/outcomes', {
    report,
    verdict: 'refuted',
    language: 'en',
    ground: SECRET,
    evidence: [report],
  });
  return [matter, link, resolution, ...outcome.outcomes];
}

interface Sitting {
  readonly name: string;
  readonly party: string;
  readonly desk: Client;
}

async function allDesks(): Promise<readonly Sitting[]> {
  const sitting: Sitting[] = [];
  for (const { party, seats } of PLAYERS) {
    for (const { seat } of seats) {
      sitting.push({ name: `${party}/${seat}`, party, desk: await stage.desk(party, seat) });
    }
  }
  return sitting;
}

/** All that every door gives a desk, as one text; bytes in base64 are given as text too. */
async function everything(desk: Client): Promise<string> {
  const texts: string[] = [];
  const open = async (path: string): Promise<string> => {
    const headers = { authorization: `Bearer ${desk.token}` };
    const response = await fetch(`${desk.address}${path}`, { headers });
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
    const coded = [...text.matchAll(/"bytes":"([A-Za-z0-9+/=]+)"/g)];
    for (const [, bytes = ''] of coded) texts.push(Buffer.from(bytes, 'base64').toString('latin1'));
    // What was asked for may be said back in a refusal, so only what was found counts.
    if (response.ok) texts.push(text);
    return text;
  };
  const { logs } = JSON.parse(await open('/api/logs')) as IntegrityView;
  const known = (secrets ?? []).flatMap((hash) => [
    `/api/records/${hash}`,
    `/api/records/${hash}/proof`,
    `/api/plans/${hash}`,
    `/api/incursions/${hash}`,
    `/api/matters/${hash}`,
    `/api/reports/${hash}/knowledge`,
    `/api/reports/${hash}/likely`,
    `/api/agreements/${hash}`,
  ]);
  const day = `from=2000-01-01T00:00:00Z&upto=2100-01-01T00:00:00Z`;
  for (const path of [
    '/api/centre',
    '/api/session',
    '/api/rosters',
    '/api/claims',
    '/api/drafts',
    '/api/reports?limit=500',
    `/api/reports?text=${SECRET}`,
    `/api/reports?limit=500&${day}`,
    '/api/reports/points',
    `/api/reports/points?text=${SECRET}`,
    '/api/plans',
    '/api/agreements',
    '/api/incursions',
    '/api/presence',
    '/api/handovers',
    '/api/matters',
    '/api/tracks',
    '/api/log?limit=500',
    '/api/sitrep',
    `/api/sitrep?${day}`,
    '/api/openapi.json',
    '/healthz',
    ...known,
    ...(secretLogs ?? []).flatMap(({ log }) => partsOf(log, 1)),
    ...logs.flatMap(({ log, size }) => partsOf(log, size)),
  ]) {
    await open(path);
  }
  return texts.join('\n');
}

function partsOf(log: string, size: number): readonly string[] {
  const width = Math.min(size, 256);
  const tile = width === 256 ? '000' : `000.p/${width}`;
  return ['checkpoint', `tile/0/${tile}`, `tile/entries/${tile}`].map(
    (part) => `/log/${log}/${part}`,
  );
}

async function listen(name: string, desk: Client): Promise<void> {
  const headers = { authorization: `Bearer ${desk.token}` };
  const { signal } = listening;
  const response = await fetch(`${desk.address}/api/stream`, { headers, signal });
  heard.set(name, '');
  const follow = async (): Promise<void> => {
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      heard.set(name, `${heard.get(name)}${Buffer.from(part).toString()}`);
    }
  };
  void follow().catch(() => undefined);
}
