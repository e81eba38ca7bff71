import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '../../src/base/instant.ts';
import type {
  PlanLine,
  PlanView,
  PreviewView,
  Saved,
  StatementView,
} from '../../src/contract/api.ts';
import type { LiveEvent } from '../../src/contract/record-room.ts';
import { openContacts } from '../../src/node/contacts.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { termsOf } from '../../src/node/exercise/lines.ts';
import { openTurns } from '../../src/node/turns.ts';
import { newSite } from './bodies.ts';
import type { OneNode } from './one-node.ts';
import { HOME, MEMBERS, openOneNode, planAt } from './one-node.ts';

let one: OneNode;
let planner: Client;
let liaison: Client;
let analyst: Client;
beforeAll(async () => {
  one = await openOneNode();
  ({ planner, liaison, analyst } = one);
});
afterAll(() => one.close());

describe('a plan at home', () => {
  it('[N20] is previewed, proposed, decided and amended as every node reckons it', async () => {
    const plan = planAt({ name: 'HOME-1' });
    const preview = await planner.post<PreviewView>('/api/plans/preview', { plan });
    expect(preview.asked.map(({ party }) => party)).toEqual(['iraq']);
    const reasons = preview.asked[0]?.reasons ?? [];
    const claim = reasons.find(({ kind }) => kind === 'claims');
    expect(claim?.names?.en).toContain('Federal');
    expect([claim?.from, claim?.upto]).toEqual([plan.window.from, plan.window.upto]);
    expect(claim?.km2).toBeGreaterThan(50);
    const view = await one.propose(plan);
    expect(view.authority).toMatchObject({ here: false, twoPerson: false });
    expect(view.authority.offices).toContain('liaison-officer');
    await one.decide(view.hash, 'consent');
    const amended = await one.propose({ ...plan, contributions: [bring(5)], amends: view.hash });
    expect(amended.state.kind).toBe('agreed');
    expect(amended.change).toMatchObject({ from: view.hash, widens: [], changed: ['forces'] });
    expect(amended.versions.map(({ place, state }) => [place, state])).toEqual([
      ['earlier', 'ended'],
      ['this', 'agreed'],
    ]);
    expect(amended.decisions.map(({ version }) => version)).toEqual([view.hash]);
    const wider = { ...plan, contributions: [bring(50)], amends: amended.hash };
    const audience = ['iraq', 'krg'];
    const other = await planner.refused(planner.post('/api/plans', { audience, plan: wider }));
    expect(other.code).toBe('amends-other-audience');
    const late = await planner.refused(
      planner.post('/api/plans', { audience: MEMBERS, plan: { ...wider, amends: view.hash } }),
    );
    expect(late.code).toBe('plan-ended');
  });

  it('[N20] is listed newest first, and on from a plan that is named', async () => {
    const first = await one.propose(planAt({ name: 'LIST-1' }));
    const lines = await planner.get<readonly PlanLine[]>('/api/plans');
    const hashes = lines.map(({ hash }) => hash);
    expect(hashes).toContain(first.hash);
    const rest = await planner.get<readonly PlanLine[]>(`/api/plans?before=${hashes[0]}`);
    expect(rest.map(({ hash }) => hash)).toEqual(hashes.slice(1));
  });

  it('[N4] takes no statement that says more than is known, and no question without one', async () => {
    const { hash } = await one.propose(planAt({ name: 'KNOWS-1' }));
    const terms = termsOf(hash, 'consent');
    const statement = await liaison.post<StatementView>('/api/statements', terms);
    expect(statement.knows.map(({ party }) => party)).toEqual(MEMBERS);
    expect(statement.statement).toContain('\nknows [');
    const knows = statement.knows.map((each) => ({ ...each, size: each.size + 1 }));
    const body = { ...terms, at: statement.at, knows, signature: await one.signatureOf(statement) };
    const refused = await liaison.refused(liaison.post('/api/decisions', body));
    expect([refused.code, refused.details?.['path']]).toEqual(['bad-request', 'knows']);
    const question = { ...terms, verdict: 'question' };
    expect((await liaison.refused(liaison.post('/api/statements', question))).code).toBe(
      'bad-request',
    );
    const asked = await one.decide(hash, 'question', { reason: 'Which road?' });
    expect(asked.asked[0]?.stance.kind).toBe('asks');
    const to = asked.decisions[0]?.hash;
    const answer = { to, language: 'en', text: 'The northern one.', settles: true };
    await planner.post<Saved>('/api/answers', answer);
    const answered = await liaison.get<PlanView>(`/api/plans/${hash}`);
    expect(answered.answers.map(({ text }) => text)).toEqual(['The northern one.']);
    expect(answered.waitsForUs).toBe(true);
    const none = await planner.refused(planner.post('/api/answers', { ...answer, to: hash }));
    expect(none.code).toBe('not-found');
  });

  it('[C41] [C42] [N17] is halted by one word, told at once, and goes on by the same party', async () => {
    const plan = planAt({ name: 'STOP-1', from: 0 });
    const { hash } = await one.propose(plan);
    await one.decide(hash, 'consent');
    const calm = planner.post(`/api/plans/${hash}/resumption`, WORD);
    expect((await planner.refused(calm)).code).toBe('not-stopped');
    const told = analyst.waitFor(isOf('stop'));
    const halted = await analyst.post<PlanView>(`/api/plans/${hash}/stop`, WORD);
    expect(halted.state).toEqual({ kind: 'halted', by: ['iraq'] });
    expect(await told).toMatchObject({ plan: hash, author: 'iraq', subject: 'STOP-1' });
    const begin = await planner.refused(planner.post(`/api/plans/${hash}/activation`, {}));
    expect(begin.code).toBe('plan-halted');
    const going = await analyst.post<PlanView>(`/api/plans/${hash}/resumption`, WORD);
    expect(going.state.kind).toBe('active');
    await planner.post<PlanView>(`/api/plans/${hash}/activation`, {});
  });

  it('[C45] [N20] is moved on by who leads a part, and by nobody else', async () => {
    const sectors = [
      { id: 'north', name: 'North', area: HOME, lead: 'iraq' },
      { id: 'south', name: 'South', area: HOME, lead: 'krg' },
    ];
    const lines = [
      {
        id: 'blue',
        name: 'Blue',
        route: {
          type: 'LineString',
          coordinates: [
            [43.4, 35.05],
            [43.5, 35.05],
          ],
        },
        holds: ['krg'],
      },
    ];
    const { hash } = await one.propose(planAt({ name: 'STEP-1', sectors, lines }));
    const step = (body: unknown) => ({ step: body, language: 'en', note: null });
    const sector = (id: string) => step({ kind: 'sector', sector: id, percent: 40 });
    const path = `/api/plans/${hash}/step`;
    const view = await planner.post<PlanView>(path, sector('north'));
    expect(view.running.sectors.map(({ percent }) => percent)).toEqual([40, 0]);
    expect((await planner.refused(planner.post(path, sector('south')))).code).toBe('not-your-part');
    expect((await planner.refused(planner.post(path, sector('east')))).code).toBe('not-found');
    const line = (state: string, other: string) =>
      step({ kind: 'line', line: 'blue', state, with: other });
    const offer = planner.post(path, line('offered', 'krg'));
    expect((await planner.refused(offer)).code).toBe('not-your-part');
    await planner.post<PlanView>(path, line('taken', 'krg'));
  });

  it('[C48] [N20] shows a conflict, and who it concerns clears it once', async () => {
    const site = await planner.post<Saved>('/api/sites', {
      audience: MEMBERS,
      site: newSite([43.45, 35.05]),
    });
    const { hash, conflicts } = await one.propose(planAt({ name: 'SITE-1' }));
    expect(conflicts.find((each) => each.with === site.hash)).toMatchObject({
      kind: 'site',
      of: 'iraq',
      title: 'School',
      clearedBy: [],
    });
    const body = { with: site.hash, language: 'en', reason: null };
    const cleared = await planner.post<PlanView>(`/api/plans/${hash}/clearance`, body);
    expect(cleared.conflicts.find((each) => each.with === site.hash)?.clearedBy).toEqual(['iraq']);
    const again = planner.post(`/api/plans/${hash}/clearance`, body);
    expect((await planner.refused(again)).code).toBe('stale');
  });

  it('[N18] gets a sign of life of its party when one is due, and only then', async () => {
    const lostContact = { afterMinutes: 5, then: 'suspend' };
    const { hash } = await one.propose(planAt({ name: 'ALIVE-1', from: -60, lostContact }));
    const contacts = openContacts(one.node.house, 0);
    await contacts.look();
    const view = await planner.get<PlanView>(`/api/plans/${hash}`);
    expect(view.running.contacts.find(({ party }) => party === 'iraq')?.at).not.toBe(null);
    const size = one.node.house.office.known.plans.get(hash)?.contacts.length;
    await contacts.look();
    expect(one.node.house.office.known.plans.get(hash)?.contacts).toHaveLength(size ?? 0);
    await contacts.close();
  });

  it('[N19] is told of when time alone changes it', async () => {
    const { hash } = await one.propose(planAt({ name: 'TURN-1', from: 3600 }));
    await one.decide(hash, 'consent');
    const told: LiveEvent[] = [];
    const silence = one.node.house.live.listen((event) => told.push(event));
    let ahead = 0;
    const clock = { now: () => instant(one.node.house.clock.now() + ahead) };
    const turns = openTurns({ ...one.node.house, clock });
    turns.look();
    expect(told).toEqual([]);
    ahead = 3700;
    turns.look();
    expect(told).toContainEqual(expect.objectContaining({ kind: 'state', plan: hash }));
    told.length = 0;
    turns.look();
    expect(told.filter((event) => event.kind === 'state' && event.plan === hash)).toEqual([]);
    turns.close();
    silence();
  });
});

const WORD = { language: 'en', reason: 'Fire to the east.' };

function bring(count: number) {
  return { party: 'iraq', forces: [{ kind: 'infantry', count }] };
}

function isOf(type: string): (event: LiveEvent) => boolean {
  return (event) => event.kind === 'record' && event.type === type;
}
