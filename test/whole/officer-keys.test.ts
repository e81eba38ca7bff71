import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanView, SessionView, SigningKeyView } from '../../src/contract/api.ts';
import type { KeyEndView, KeyView } from '../../src/contract/keys.ts';
import { makeAuthenticator } from './authenticator.ts';
import type { OneNode } from './one-node.ts';
import { openOneNode, planAt } from './one-node.ts';
import { momentIn } from './bodies.ts';

describe('the end of an officer’s key', () => {
  let at: OneNode;
  beforeAll(async () => {
    at = await openOneNode();
  });
  afterAll(async () => {
    await at.close();
  });

  const keyOf = async (seat: string): Promise<KeyView> => {
    const keys = await at.administrator.get<readonly KeyView[]>('/api/keys');
    const key = keys.find((each) => each.seat === seat && each.upto === null);
    if (!key) throw new Error(`${seat} has no key`);
    return key;
  };

  it('[N22] signs out whoever came in by it, and lets nobody in by it again', async () => {
    const { address } = at.node;
    const send = (door: string, body: object, cookie = ''): Promise<Response> =>
      fetch(`${address}${door}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { cookie },
      });
    const cookieOf = (answer: Response): string =>
      answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const challengeAt = async (door: string, cookie = ''): Promise<string> =>
      ((await (await send(door, {}, cookie)).json()) as { challenge: string }).challenge;
    const seatAt = async (cookie: string): Promise<number> =>
      (await fetch(`${address}/api/session`, { headers: { cookie } })).status;

    const ready = cookieOf(await send('/api/session/exercise', { seat: 'analyst' }));
    const held = makeAuthenticator(address);
    const credential = held.register(await challengeAt('/api/passkeys/options', ready));
    const made = await send('/api/passkeys', { label: 'blue', credential }, ready);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as SigningKeyView;

    const enter = async (): Promise<Response> => {
      const challenge = await challengeAt('/api/session/passkey/options');
      return send('/api/session/passkey', { credential: held.assert(challenge) });
    };
    const entered = await enter();
    expect(entered.status).toBe(200);
    const cookie = cookieOf(entered);
    expect(((await entered.json()) as SessionView).signingKeys.map((key) => key.id)).toContain(id);
    expect(await seatAt(cookie)).toBe(200);

    const shown = await fetch(`${address}/api/keys/${id}/end`, { headers: { cookie } });
    const asked = (await shown.json()) as KeyEndView;
    expect([asked.key.label, asked.signed]).toEqual(['blue', []]);
    expect((await send(`/api/keys/${id}/end`, {}, ready)).status).toBe(201);
    expect(await seatAt(cookie)).toBe(401);
    expect(await seatAt(ready)).toBe(200);
    const refused = await enter();
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      409,
      'key-ended',
    ]);
    const again = await send(`/api/keys/${id}/end`, {}, ready);
    expect(again.status).toBe(409);
  });

  it('[N21] is for its own seat and who administers, and for no moment to come', async () => {
    const { id } = await keyOf('liaison-officer');
    const door = `/api/keys/${id}/end`;
    expect(await at.analyst.refused(at.analyst.post(door, {}))).toMatchObject({ status: 404 });
    expect(await at.planner.refused(at.planner.get(door))).toMatchObject({ status: 404 });
    const ahead = at.administrator.post(door, { since: momentIn(60) });
    expect(await at.administrator.refused(ahead)).toMatchObject({
      status: 400,
      code: 'key-end-when',
    });
    const long = await at.administrator.get<KeyEndView>(`${door}?since=1999-01-01T00:00:00Z`);
    expect(long.since).toBe(long.key.from);
    expect((await keyOf('liaison-officer')).id).toBe(id);
  });

  it('[N21] [N22] undoes what was signed since, having said so, and keeps what was before', async () => {
    const [kept, undone] = [
      await at.propose(planAt({ name: 'BEFORE' })),
      await at.propose(planAt({ name: 'AFTER' })),
    ];
    await at.decide(kept.hash, 'consent');
    const stanceOf = async (plan: string): Promise<unknown> => {
      const view = await at.planner.get<PlanView>(`/api/plans/${plan}`);
      return view.asked.find(({ party }) => party === 'iraq')?.stance.kind;
    };
    const [first] = (await at.planner.get<PlanView>(`/api/plans/${kept.hash}`)).decisions;
    // Moments are whole seconds: the second decision is of a later one.
    const since = new Date(Date.parse(first?.at ?? '') + 1000).toISOString().replace('.000', '');
    while (Date.now() < Date.parse(since)) {
      await new Promise((resolve) => {
        setTimeout(resolve, Date.parse(since) - Date.now());
      });
    }
    await at.decide(undone.hash, 'consent');
    const { id } = await keyOf('liaison-officer');
    const door = `/api/keys/${id}/end`;
    const asked = await at.administrator.get<KeyEndView>(`${door}?since=${since}`);
    expect(asked.signed).toMatchObject([
      { kind: 'decision', plan: undone.hash, name: 'AFTER', verdict: 'consent', stands: true },
    ]);
    expect([await stanceOf(kept.hash), await stanceOf(undone.hash)]).toEqual([
      'consents',
      'consents',
    ]);
    await at.administrator.post(door, { since });
    expect([await stanceOf(kept.hash), await stanceOf(undone.hash)]).toEqual([
      'consents',
      'silent',
    ]);
    const refusal = await at.liaison.refused(at.decide(undone.hash, 'consent'));
    expect(refusal).toMatchObject({ status: 409, code: 'key-ended' });
  });
});
