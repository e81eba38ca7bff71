import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanView, RosterView, Saved } from '../../src/contract/api.ts';
import type {
  AgreementView,
  HandoverView,
  IncursionView,
  PresenceView,
} from '../../src/contract/beside-plans.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { termsOf } from '../../src/node/exercise/lines.ts';
import { momentIn, newAgreement, newHandover, newIncursion, newPost, signingOf } from './bodies.ts';
import type { OneNode } from './one-node.ts';
import { MEMBERS, openOneNode, planAt } from './one-node.ts';

let one: OneNode;
let planner: Client;
let liaison: Client;
let analyst: Client;
beforeAll(async () => {
  one = await openOneNode();
  ({ planner, liaison, analyst } = one);
});
afterAll(() => one.close());

describe('beside plans', () => {
  it('[C53] [N20] an agreement is signed by its parties, once, with the duty to sign', async () => {
    const { hash } = await planner.post<AgreementView>('/api/agreements', {
      agreement: newAgreement(),
    });
    const saved = await one.sign(hash);
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
    const { hash } = await one.propose(planAt({ name: 'NEAR-1', from: -3600, contributions }));
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
    await one.sign(handover.hash);
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
      const call = one.administrator.post('/api/roster', roster);
      expect((await one.administrator.refused(call)).code).toBe('roster-locks-out');
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
    const after = await one.administrator.post<RosterView>(
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
    const { hash } = await one.propose(planAt({ name: 'LIMIT-1' }));
    const own = await planner.refused(planner.post('/api/statements', termsOf(hash, 'consent')));
    expect(own.code).toBe('own-proposal');
    const duty = await openDesk(one.node.address, 'duty-officer');
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
    await one.administrator.post<RosterView>(
      '/api/roster',
      seats(({ duties }) => ({ duties: duties.filter((each) => each !== 'sign') })),
    );
    const [agreement] = await planner.get<readonly AgreementView[]>('/api/agreements');
    const nobody = liaison.post('/api/signings/statement', signingOf(agreement?.hash ?? ''));
    expect((await liaison.refused(nobody)).code).toBe('nobody-signs');
    const { seats: held, twoPerson } = before;
    await one.administrator.post<RosterView>('/api/roster', { seats: held, twoPerson });
  });
});

async function rosterOf(): Promise<RosterView> {
  const rosters = await analyst.get<readonly RosterView[]>('/api/rosters');
  const ours = rosters.find(({ party }) => party === 'iraq');
  if (!ours) throw new Error('there is no roster');
  return ours;
}
