import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBase64Url, utf8 } from '../../src/base/bytes.ts';
import type { PlanView, StatementView } from '../../src/contract/api.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { termsOf } from '../../src/node/exercise/lines.ts';
import { officerOf } from '../../src/node/exercise/stage.ts';
import { hostPrimitives, hostSigner } from '../../src/node/primitives.ts';
import type { Signer } from '../../src/proof/primitives.ts';
import { signExerciseStatement } from '../../src/proof/assertion.ts';
import type { Answer, Doors, Knock } from './doors.ts';
import { NOWHERE, openDoors, problemIn } from './doors.ts';
import { answerOf, knockAtLink, shownBy } from './link-peer.ts';
import { until } from './stage.ts';

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stage.close());

describe('the door for decisions', () => {
  const sign = async (
    signer: Signer,
    more: Readonly<Record<string, unknown>> = {},
    desk: Client = doors.liaison,
  ) => {
    const terms = termsOf(doors.plan.hash, 'consent');
    const statement = await desk.post<StatementView>('/api/statements', terms);
    const challenge = hostPrimitives().sha256(utf8(statement.statement));
    const signature = {
      kind: 'exercise',
      publicKey: formatBase64Url(signer.publicKey),
      signature: formatBase64Url(await signExerciseStatement(signer, challenge)),
    };
    return { ...terms, at: statement.at, knows: statement.knows, signature, ...more };
  };
  const post = async (body: unknown, desk = doors.liaison) =>
    problemIn(
      await doors.knock('/api/decisions', { token: desk.token, body: JSON.stringify(body) }),
      'decision',
    ).code;

  it('[N4] takes no signature of a stranger, of another seat or party, or over other terms', async () => {
    const officer = officerOf(doors.stage.dir, 'iraq' as never);
    await doors.storingNothing(async () => {
      const stranger = hostSigner(new Uint8Array(32).fill(7));
      expect(await post(await sign(stranger))).toBe('key-unknown');
      expect(await post(await sign(officerOf(doors.stage.dir, 'krg' as never)))).toBe(
        'key-unknown',
      );
      for (const more of [
        { verdict: 'refusal' },
        { words: 'Other words.' },
        { conditions: ['None.'] },
        { upto: '2030-01-01T00:00:00Z' },
        { language: 'ar' },
      ]) {
        expect(await post(await sign(officer, more)), JSON.stringify(more)).toBe(
          'key-did-not-sign',
        );
      }
      const early = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, '');
      expect(await post(await sign(officer, { at: early }))).toBe('statement-old');
      const late = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
      expect(await post(await sign(officer, { at: late }))).toBe('statement-old');
      expect(await post(await sign(officer), doors.analyst)).toBe('not-allowed');
      const turkiye = await doors.stage.desk('turkiye', 'liaison-officer');
      await until(async () => {
        return (await turkiye.get<readonly PlanView[]>('/api/plans')).length > 0;
      }, 'the plan is at the desk that is not asked');
      const terms = termsOf(doors.plan.hash, 'consent');
      const refused = await turkiye.refused(turkiye.post('/api/statements', terms));
      expect(refused.code).toBe('not-asked');
    });
  });

  it('[N4] takes a decision once', async () => {
    const body = await sign(officerOf(doors.stage.dir, 'iraq' as never));
    const both = await Promise.all(
      [body, body].map((each) =>
        doors.knock('/api/decisions', { token: doors.liaison.token, body: JSON.stringify(each) }),
      ),
    );
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]));
    await doors.storingNothing(async () => expect(await post(body)).toBe('stale'));
    const view = await doors.liaison.get<PlanView>(`/api/plans/${doors.plan.hash}`);
    expect(view.decisions).toHaveLength(1);
  });

  it('[N4] takes no acceptance of a decision that is not there, and no second activation', async () => {
    await doors.storingNothing(async () => {
      const path = `/api/plans/${doors.plan.hash}/acceptance`;
      const body = JSON.stringify({ decision: NOWHERE });
      expect(
        problemIn(await doors.knock(path, { token: doors.planner.token, body }), path).code,
      ).toBe('not-found');
      const active = `/api/plans/${doors.plan.hash}/activation`;
      const refused = problemIn(
        await doors.knock(active, { token: doors.planner.token, body: '{}' }),
        active,
      );
      expect(refused.code).toBe('consent-missing');
      const krg = await doors.stage.desk('krg', 'planner');
      await until(async () => (await krg.get<readonly unknown[]>('/api/plans')).length > 0, 'plan');
      const call = krg.post(`/api/plans/${doors.plan.hash}/activation`, {});
      expect((await krg.refused(call)).code).toBe('not-your-plan');
    });
  });
});

describe('the doors for nodes', () => {
  /** What a node sends to the link of the first, showing its own certificate. */
  const knock = (by: string, door: string, each: Knock): Promise<Answer> =>
    knockAtLink(doors.stage.folder('iraq'), door, {
      ...shownBy(doors.stage.folder(by)),
      ...each,
    });
  const hello = async (party: string, by = party): Promise<string> => {
    const answer = await knock(by, '/peer/hello', { body: JSON.stringify({ party }) });
    return (JSON.parse(answer.text) as { nonce: string }).nonce;
  };
  const login = (party: string, note: string, by = party): Promise<Answer> =>
    knock(by, '/peer/session', { body: JSON.stringify({ party, note }) });
  const answered = (party: string, to: string, nonce: string): Promise<string> =>
    answerOf(doors.stage.folder(party), to, nonce);

  it('[N3] let nobody in by a replay, another key, another name or an answer to another', async () => {
    await doors.storingNothing(async () => {
      const note = await answered('krg', 'iraq', await hello('krg'));
      expect((await login('krg', note)).status).toBe(200);
      expect(problemIn(await login('krg', note), 'replay').code).toBe('not-signed-in');
      const bad = [
        ['krg', await answered('turkiye', 'iraq', await hello('krg'))],
        ['turkiye', await answered('krg', 'iraq', await hello('turkiye'))],
        ['krg', await answered('krg', 'turkiye', await hello('krg'))],
        ['krg', await answered('krg', 'iraq', 'A'.repeat(43))],
        ['krg', await answered('krg', 'iraq', await hello('turkiye'))],
        ['krg', 'garbage'],
      ] as const;
      for (const [party, answer] of bad) {
        expect(problemIn(await login(party, answer), party).code).toBe('not-signed-in');
      }
    });
  });

  it('[T4] let nobody in with its own certificate under another name, nor with its token on another link', async () => {
    await doors.storingNothing(async () => {
      for (const party of ['turkiye', 'iraq', 'nobody']) {
        const body = JSON.stringify({ party });
        const greeted = await knock('krg', '/peer/hello', { body });
        expect(problemIn(greeted, party).code).toBe('not-found');
      }
      // Even with an answer that turkiye's own key has signed.
      const note = await answered('turkiye', 'iraq', await hello('turkiye'));
      expect(problemIn(await login('turkiye', note, 'krg'), 'other').code).toBe('not-signed-in');
      const own = await answered('krg', 'iraq', await hello('krg'));
      const { token } = JSON.parse((await login('krg', own)).text) as { token: string };
      const tile = `/log/${doors.report.place.log}/checkpoint`;
      const get = { method: 'GET', token };
      expect((await knock('krg', tile, get)).status).toBe(200);
      expect(problemIn(await knock('turkiye', tile, get), 'other').code).toBe('not-signed-in');
      const stream = await knock('turkiye', '/peer/stream', get);
      expect(problemIn(stream, 'stream').code).toBe('not-signed-in');
    });
  });

  it('[T3] are on the link alone: the port of the screens has none of them', async () => {
    const note = await answered('krg', 'iraq', await hello('krg'));
    const { token } = JSON.parse((await login('krg', note)).text) as { token: string };
    for (const [path, body] of [
      ['/peer/hello', JSON.stringify({ party: 'krg' })],
      ['/peer/hello', JSON.stringify({ party: 'nobody' })],
    ] as const) {
      expect(problemIn(await doors.knock(path, { body }), path).code).toBe('not-found');
    }
    const fresh = await answered('krg', 'iraq', await hello('krg'));
    const body = JSON.stringify({ party: 'krg', note: fresh });
    const refused = await doors.knock('/peer/session', { body });
    expect(problemIn(refused, 'session').code).toBe('not-signed-in');
    for (const path of [
      '/peer/message',
      '/peer/stream',
      `/log/${doors.report.place.log}/checkpoint`,
    ]) {
      const method = path === '/peer/message' ? 'POST' : 'GET';
      const answer = await doors.knock(path, { method, token });
      expect(problemIn(answer, path).code).toBe('not-signed-in');
    }
    // And the link has none of what a browser asks for.
    for (const path of ['/', '/healthz', '/api/centre', '/api/session', '/api/openapi.json']) {
      const answer = await knock('krg', path, { method: 'GET', token: doors.planner.token });
      expect(problemIn(answer, path).code).toBe('not-found');
    }
    const tile = `/log/${doors.report.place.log}/checkpoint`;
    const atDesk = await knock('krg', tile, { method: 'GET', token: doors.planner.token });
    expect(problemIn(atDesk, tile).code).toBe('not-signed-in');
  });

  it('[N2] take no garbage for a message', async () => {
    const note = await answered('krg', 'iraq', await hello('krg'));
    const { token } = JSON.parse((await login('krg', note)).text) as { token: string };
    const { log } = doors.report.place;
    const lines = [
      '',
      '\n',
      'garbage',
      '{}',
      '{}\n',
      `{"v":1,"kind":"ask","ask":"x","log":"${log}","size":-1}\n`,
      `{"v":2,"kind":"ask","ask":"x","log":"${log}","size":1}\n`,
      '{"v":1,"kind":"ask","ask":"x","log":"../../node","size":1}\n',
      `{"v":1,"kind":"tell","ask":"x","log":"${log}","note":"x","from":0}\n\u00ff\u00ff`,
      `{"v":1,"kind":"nothing","log":"${log}"}\n`,
      '['.repeat(300_000),
    ];
    await doors.storingNothing(async () => {
      for (const body of lines) {
        problemIn(
          await knock('krg', '/peer/message', { token, body }),
          `message ${body.slice(0, 40)}`,
        );
      }
      for (const packing of ['gzip', 'br', 'zstd']) {
        const headers = { 'content-encoding': packing };
        const answer = await knock('krg', '/peer/message', {
          token,
          headers,
          body: lines[5] ?? '',
        });
        expect(problemIn(answer, packing).code).toBe('bad-request');
      }
      const answer = await knock('krg', '/peer/message', { body: '{}' });
      expect(problemIn(answer, 'no session').code).toBe('not-signed-in');
    });
    // A peer's session opens the peer's doors, and no desk's.
    const desk = await doors.knock('/api/reports', { method: 'GET', token });
    expect(problemIn(desk, 'peer at a desk').code).toBe('not-signed-in');
  });

  it('[N2] the witness refuses garbage in its own words', async () => {
    const address = doors.stage.address('coalition');
    const bodies = ['', 'old 0\n\n', 'old -1\n\nx', 'old 0\n\ngarbage\n', '\0'.repeat(100)];
    for (const body of bodies) {
      const { status } = await fetch(`${address}/witness/add-checkpoint`, { method: 'POST', body });
      expect([status, body]).toEqual([expect.toSatisfy((s) => s >= 400 && s < 500), body]);
    }
    const large = await fetch(`${address}/witness/add-checkpoint`, {
      method: 'POST',
      body: 'x'.repeat(1_000_000),
    });
    expect(large.status).toBe(413);
    for (const name of ['x', '%2f', 'A b', '%00', 'a'.repeat(500), '0'.repeat(64)]) {
      const { status } = await fetch(`${address}/witness/${name}/checkpoint`);
      expect([name, status]).toEqual([name, 404]);
    }
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });
});
