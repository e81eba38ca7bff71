import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBase64Url, utf8 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import type {
  PlanLine,
  PlanView,
  PreviewView,
  RosterView,
  Saved,
  StatementView,
} from '../../src/contract/api.ts';
import type {
  AgreementView,
  HandoverView,
  IncursionView,
  PresenceView,
} from '../../src/contract/beside-plans.ts';
import type { LiveEvent } from '../../src/contract/record-room.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openContacts } from '../../src/node/contacts.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { termsOf } from '../../src/node/exercise/lines.ts';
import { officerOf, setStage } from '../../src/node/exercise/stage.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import { openTurns } from '../../src/node/turns.ts';
import { signExerciseStatement } from '../../src/proof/assertion.ts';
import {
  momentIn,
  newAgreement,
  newHandover,
  newIncursion,
  newPost,
  newSite,
  signingOf,
} from './bodies.ts';
import { newPlan } from './doors.ts';

const MEMBERS = ['iraq', 'krg', 'turkiye'];
/** Ground that the party at whose node we sit claims alone. */
const HOME = { type: 'Polygon', coordinates: ringOf(43.4, 35.0, 0.1) };

let dir: string;
let node: RunningNode;
let planner: Client;
let liaison: Client;
let analyst: Client;
let administrator: Client;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-consent-'));
  await setStage(dir);
  node = await openNode({ dir: path.join(dir, 'iraq'), say: () => undefined });
  planner = await openDesk(node.address, 'planner');
  liaison = await openDesk(node.address, 'liaison-officer');
  analyst = await openDesk(node.address, 'analyst');
  administrator = await openDesk(node.address, 'administrator');
});
afterAll(async () => {
  for (const desk of [planner, liaison, analyst, administrator]) desk.close();
  await node.close();
  await rm(dir, { recursive: true });
});

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
    const view = await propose(plan);
    expect(view.authority).toMatchObject({ here: false, twoPerson: false });
    expect(view.authority.offices).toContain('liaison-officer');
    await decide(view.hash, 'consent');
    const amended = await propose({ ...plan, contributions: [bring(5)], amends: view.hash });
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
    const first = await propose(planAt({ name: 'LIST-1' }));
    const lines = await planner.get<readonly PlanLine[]>('/api/plans');
    const hashes = lines.map(({ hash }) => hash);
    expect(hashes).toContain(first.hash);
    const rest = await planner.get<readonly PlanLine[]>(`/api/plans?before=${hashes[0]}`);
    expect(rest.map(({ hash }) => hash)).toEqual(hashes.slice(1));
  });

  it('[N4] takes no statement that says more than is known, and no question without one', async () => {
    const { hash } = await propose(planAt({ name: 'KNOWS-1' }));
    const terms = termsOf(hash, 'consent');
    const statement = await liaison.post<StatementView>('/api/statements', terms);
    expect(statement.knows.map(({ party }) => party)).toEqual(MEMBERS);
    expect(statement.statement).toContain('\nknows [');
    const knows = statement.knows.map((each) => ({ ...each, size: each.size + 1 }));
    const body = { ...terms, at: statement.at, knows, signature: await signatureOf(statement) };
    const refused = await liaison.refused(liaison.post('/api/decisions', body));
    expect([refused.code, refused.details?.['path']]).toEqual(['bad-request', 'knows']);
    const question = { ...terms, verdict: 'question' };
    expect((await liaison.refused(liaison.post('/api/statements', question))).code).toBe(
      'bad-request',
    );
    const asked = await decide(hash, 'question', { reason: 'Which road?' });
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
    const { hash } = await propose(plan);
    await decide(hash, 'consent');
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
    const { hash } = await propose(planAt({ name: 'STEP-1', sectors, lines }));
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
    const { hash, conflicts } = await propose(planAt({ name: 'SITE-1' }));
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
    const { hash } = await propose(planAt({ name: 'ALIVE-1', from: -60, lostContact }));
    const contacts = openContacts(node.house, 0);
    await contacts.look();
    const view = await planner.get<PlanView>(`/api/plans/${hash}`);
    expect(view.running.contacts.find(({ party }) => party === 'iraq')?.at).not.toBe(null);
    const size = node.house.office.known.plans.get(hash)?.contacts.length;
    await contacts.look();
    expect(node.house.office.known.plans.get(hash)?.contacts).toHaveLength(size ?? 0);
    contacts.close();
  });

  it('[N19] is told of when time alone changes it', async () => {
    const { hash } = await propose(planAt({ name: 'TURN-1', from: 3600 }));
    await decide(hash, 'consent');
    const told: LiveEvent[] = [];
    const silence = node.house.live.listen((event) => told.push(event));
    let ahead = 0;
    const clock = { now: () => instant(node.house.clock.now() + ahead) };
    const turns = openTurns({ ...node.house, clock });
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

describe('beside plans', () => {
  it('[C53] [N20] an agreement is signed by its parties, once, with the duty to sign', async () => {
    const { hash } = await planner.post<AgreementView>('/api/agreements', {
      agreement: newAgreement(),
    });
    const saved = await sign(hash);
    expect(saved.place.audience).toEqual(MEMBERS);
    const view = await analyst.get<AgreementView>(`/api/agreements/${hash}`);
    expect([view.signed, view.inForce, view.rules.length]).toEqual([['iraq'], false, 1]);
    expect(view.signings.map((each) => each.void)).toEqual([undefined]);
    expect(
      (await analyst.refused(analyst.post('/api/signings/statement', signingOf(hash)))).code,
    ).toBe('not-allowed');
    const others = newAgreement(['krg', 'turkiye']);
    const foreign = await planner.post<AgreementView>('/api/agreements', { agreement: others });
    const refused = liaison.post('/api/signings/statement', signingOf(foreign.hash));
    expect((await liaison.refused(refused)).code).toBe('not-a-signatory');
    const stranger = { agreement: newAgreement(['iraq', 'coalition']) };
    expect((await planner.refused(planner.post('/api/agreements', stranger))).code).toBe(
      'not-a-member',
    );
  });

  it('[C49] [C50] an incursion shows whose ground it was, what was near, and both accounts', async () => {
    const contributions = [{ party: 'krg', forces: [{ kind: 'police', count: 2 }] }];
    const { hash } = await propose(planAt({ name: 'NEAR-1', from: -3600, contributions }));
    const account = newIncursion(MEMBERS);
    account.incursion.when = { from: momentIn(-1), upto: momentIn(60) };
    account.incursion.place.geometry.coordinates = [43.45, 35.05];
    const view = await analyst.post<IncursionView>('/api/incursions', account);
    expect(view.claims.map(({ names }) => names.en)).toEqual(['Federal line (exercise)']);
    expect(view.covers.find(({ plan }) => plan === hash)).toMatchObject({
      name: 'NEAR-1',
      holdsPlace: true,
      hasParty: true,
      covers: false,
    });
    const answer = { to: view.hash, language: 'en', text: 'Seen.', settles: true };
    await analyst.post<Saved>('/api/answers', answer);
    const after = await analyst.get<IncursionView>(`/api/incursions/${view.hash}`);
    expect([after.settledBy, after.state]).toEqual([['iraq'], 'open']);
    const own = { ...account, incursion: { ...account.incursion, by: 'iraq' } };
    expect((await analyst.refused(analyst.post('/api/incursions', own))).code).toBe('bad-request');
  });

  it('[C51] [C52] a post is replaced by its own party, and handed over step by step', async () => {
    const first = await planner.post<Saved>('/api/posts', { audience: MEMBERS, post: newPost() });
    const body = { audience: MEMBERS, post: newPost([43.0, 36.9]), replaces: first.hash };
    const second = await planner.post<Saved>('/api/posts', body);
    expect((await planner.refused(planner.post('/api/posts', body))).code).toBe('not-found');
    const { posts } = await analyst.get<PresenceView>('/api/presence');
    expect(posts.map(({ hash }) => hash)).not.toContain(first.hash);
    // The claims of other parties are on logs that this node has not heard of.
    expect(posts.find(({ hash }) => hash === second.hash)?.on).toEqual([]);
    const handover = await planner.post<HandoverView>('/api/handovers', {
      handover: newHandover(second.hash),
    });
    expect(handover.postNames?.en).toBe('Post 4');
    const step = (id: string) => ({ step: id, language: 'en', note: null });
    const path = `/api/handovers/${handover.hash}/step`;
    const done = await planner.post<HandoverView>(path, step('keys'));
    expect(done.done.map((each) => each.step)).toEqual(['keys']);
    expect((await planner.refused(planner.post(path, step('keys')))).code).toBe('stale');
    expect((await planner.refused(planner.post(path, step('walk')))).code).toBe('not-your-part');
    await sign(handover.hash);
    const [signed] = await analyst.get<readonly HandoverView[]>('/api/handovers');
    expect([signed?.signed, signed?.complete]).toEqual([['iraq'], false]);
  });
});

describe('the roster', () => {
  it('[C33] [C35] [C36] [N20] says who decides, and never shuts its administrators out', async () => {
    const before = await rosterOf();
    const seats = (change: (seat: RosterView['seats'][number]) => object) => ({
      seats: before.seats.map((seat) => ({ ...seat, ...change(seat) })),
    });
    const lockedOut = [
      seats(({ seat }) => (seat === 'administrator' ? { duties: ['report'] } : {})),
      seats(({ seat }) => (seat === 'planner' ? { above: 'nobody' } : {})),
      { seats: [...before.seats, before.seats[0]] },
      {
        ...seats(({ duties, seat }) =>
          seat === 'liaison-officer' ? {} : { duties: duties.filter((duty) => duty !== 'decide') },
        ),
        twoPerson: ['sweep'],
      },
    ];
    for (const roster of lockedOut) {
      const call = administrator.post('/api/roster', roster);
      expect((await administrator.refused(call)).code).toBe('roster-locks-out');
    }
    expect(
      (
        await planner.refused(
          planner.post(
            '/api/roster',
            seats(() => ({})),
          ),
        )
      ).code,
    ).toBe('not-allowed');
    const grant = { kinds: ['operation'], area: null, hoursAhead: null, forcesMax: 3 };
    const after = await administrator.post<RosterView>(
      '/api/roster',
      seats(({ seat, duties }) => {
        if (seat === 'liaison-officer') return { authority: [grant], above: 'planner' };
        const kept = duties.filter((duty) => duty !== 'decide' && duty !== 'sign');
        return seat === 'planner'
          ? { duties: [...duties, 'decide'], authority: undefined, above: undefined }
          : { duties: kept, above: undefined };
      }),
    );
    expect(after.keys).toEqual(before.keys);
    const { hash } = await propose(planAt({ name: 'LIMIT-1' }));
    const own = await planner.refused(planner.post('/api/statements', termsOf(hash, 'consent')));
    expect(own.code).toBe('own-proposal');
    const duty = await openDesk(node.address, 'duty-officer');
    const body = { audience: MEMBERS, plan: planAt({ name: 'LIMIT-2' }) };
    const other = await duty.post<PlanView>('/api/plans', body);
    duty.close();
    const climbing = await liaison.refused(
      liaison.post('/api/statements', termsOf(other.hash, 'consent')),
    );
    expect([climbing.code, climbing.details]).toEqual([
      'beyond-authority',
      { lacks: ['forces'], goesTo: 'planner' },
    ]);
    await administrator.post<RosterView>(
      '/api/roster',
      seats(({ duties }) => ({ duties: duties.filter((each) => each !== 'sign') })),
    );
    const [agreement] = await planner.get<readonly AgreementView[]>('/api/agreements');
    const nobody = liaison.post('/api/signings/statement', signingOf(agreement?.hash ?? ''));
    expect((await liaison.refused(nobody)).code).toBe('nobody-signs');
    const { seats: held, twoPerson } = before;
    await administrator.post<RosterView>('/api/roster', { seats: held, twoPerson });
  });
});

const WORD = { language: 'en', reason: 'Fire to the east.' };

function bring(count: number) {
  return { party: 'iraq', forces: [{ kind: 'infantry', count }] };
}

function ringOf(west: number, south: number, size: number) {
  const [east, north] = [west + size, south + size];
  return [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ];
}

/** A plan on ground of our own, within hours. */
function planAt({
  from = 600,
  ...more
}: {
  readonly from?: number;
  readonly [k: string]: unknown;
}) {
  const window = { from: momentIn(from), upto: momentIn(7200) };
  return { ...newPlan().plan, shape: HOME, window, ...more };
}

function propose(plan: object): Promise<PlanView> {
  return planner.post<PlanView>('/api/plans', { audience: MEMBERS, plan });
}

function isOf(type: string): (event: LiveEvent) => boolean {
  return (event) => event.kind === 'record' && event.type === type;
}

async function rosterOf(): Promise<RosterView> {
  const rosters = await analyst.get<readonly RosterView[]>('/api/rosters');
  const ours = rosters.find(({ party }) => party === 'iraq');
  if (!ours) throw new Error('there is no roster');
  return ours;
}

async function signatureOf({ statement }: Pick<StatementView, 'statement'>) {
  const officer = officerOf(dir, 'iraq' as never);
  const challenge = hostPrimitives().sha256(utf8(statement));
  return {
    kind: 'exercise',
    publicKey: formatBase64Url(officer.publicKey),
    signature: formatBase64Url(await signExerciseStatement(officer, challenge)),
  };
}

async function decide(plan: string, verdict: string, more: object = {}): Promise<PlanView> {
  const terms = { ...termsOf(plan as never, verdict), ...more };
  const statement = await liaison.post<StatementView>('/api/statements', terms);
  const { at, knows } = statement;
  const signature = await signatureOf(statement);
  return liaison.post<PlanView>('/api/decisions', { ...terms, at, knows, signature });
}

async function sign(under: string): Promise<Saved> {
  const terms = signingOf(under);
  const statement = await liaison.post<StatementView>('/api/signings/statement', terms);
  const signature = await signatureOf(statement);
  return liaison.post<Saved>('/api/signings', { ...terms, at: statement.at, signature });
}
