import http from 'node:http';
import { expect } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { FAULT_CODES } from '../../src/contract/faults.ts';
import type { PlanView, Problem, Saved, StatementView } from '../../src/contract/api.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { SEAM, reportOf, termsOf } from '../../src/node/exercise/lines.ts';
import {
  newAgreement,
  newHandover,
  newHolding,
  newIncursion,
  newMatter,
  newPost,
  newRequest,
  newResolution,
  newRoster,
  newSite,
  signingOf,
} from './bodies.ts';
import type { Stage } from './stage.ts';
import { openStage, sizesAt, until } from './stage.ts';

/** A record that is nowhere. */
export const NOWHERE = `sha256:${'0'.repeat(64)}`;

/** Four nodes, of which the first is knocked at, with a report and a plan that are there. */
export interface Doors {
  readonly stage: Stage;
  readonly planner: Client;
  readonly liaison: Client;
  readonly analyst: Client;
  readonly plan: PlanView;
  readonly report: Saved;
  readonly beside: Beside;
  /** Knocks at a door by the bare protocol, for a browser's client would mend what is sent. */
  knock(path: string, knock: Knock): Promise<Answer>;
  /** Whatever happens in `doing`, the logs are as they were and the node answers. */
  storingNothing(doing: () => Promise<void>): Promise<void>;
  /** Each door that takes JSON, with a body that it would take. */
  jsonDoors(): Promise<readonly (readonly [Client, string, Json])[]>;
}

/** What stands beside the plan, by its hash. */
export interface Beside {
  readonly agreement: string;
  readonly incursion: string;
  readonly post: string;
  readonly handover: string;
}

/** Opens the stage and says the report and the plan. */
export async function openDoors(): Promise<Doors> {
  const stage = await openStage();
  const planner = await stage.desk('iraq', 'planner');
  const liaison = await stage.desk('iraq', 'liaison-officer');
  const analyst = await stage.desk('iraq', 'analyst');
  await until(
    async () => (await planner.get<readonly unknown[]>('/api/claims')).length === 3,
    'the claims of all are known',
  );
  const report = await analyst.post<Saved>('/api/reports', newReport());
  const plan = await planner.post<PlanView>('/api/plans', newPlan());
  const beside = await sayBeside(planner, analyst);
  const knock = (path: string, each: Knock): Promise<Answer> =>
    knockAt(stage.address('iraq'), path, each);
  const parts = { stage, planner, liaison, analyst, plan, report, beside, knock };
  return {
    ...parts,
    async storingNothing(doing) {
      const before = await sizesAt(planner);
      await doing();
      expect(await sizesAt(planner)).toEqual(before);
      expect((await knock('/healthz', { method: 'GET' })).status).toBe(200);
    },
    jsonDoors: () => jsonDoors(parts),
  };
}

/** A report that a door would take. */
export function newReport() {
  return {
    audience: ['iraq', 'krg'],
    tlp: 'AMBER',
    report: reportOf('Seen', [43.6, 35.7], 'resident'),
  };
}

/** A plan that a door would take. */
export function newPlan(from = 60) {
  const at = (seconds: number) =>
    new Date((Math.floor(Date.now() / 1000) + seconds) * 1000).toISOString().replace('.000', '');
  return {
    audience: ['iraq', 'krg', 'turkiye'],
    plan: {
      kind: 'operation',
      name: 'NAHR-2',
      language: 'en',
      purpose: 'Search.',
      shape: SEAM,
      window: { from: at(from), upto: at(from + 3600) },
      contributions: [{ party: 'iraq', forces: [{ kind: 'infantry', count: 10 }] }],
      rulesOfContact: 'Stop and call.',
    },
  };
}

/** What is sent to a door. */
export interface Knock {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function knockAt(
  address: string,
  path: string,
  { method = 'POST', token, headers, body }: Knock,
): Promise<Answer> {
  const { hostname, port } = new URL(address);
  const auth = token ? { authorization: `Bearer ${token}` } : {};
  return new Promise((resolve, reject) => {
    // Without a length a body would be taken for the next request where a method has none by custom.
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    // No connection serves twice, for what was sent may have spoilt it.
    const options = {
      hostname,
      port,
      path,
      method,
      agent: false,
      headers: { ...length, ...auth, ...headers },
    };
    const request = http.request(options, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      const type = response.headers['content-type'] ?? '';
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The problem that an answer must be: 4xx, by RFC 9457, with a code that has words. */
export function problemIn(answer: Answer, what: string): Problem {
  expect(`${answer.status} ${what}`).toMatch(/^4\d\d /);
  expect(answer.type, `${what}: ${answer.text}`).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(answer.text) as Problem;
  expect(Object.keys(FAULT_CODES), what).toContain(problem.code);
  expect([problem.status, FAULT_CODES[problem.code as keyof typeof FAULT_CODES]]).toEqual([
    answer.status,
    answer.status,
  ]);
  return problem;
}

async function jsonDoors(
  doors: Omit<Doors, 'storingNothing' | 'jsonDoors'>,
): Promise<readonly (readonly [Client, string, Json])[]> {
  const { stage, planner, liaison, analyst, plan, report, beside } = doors;
  const administrator = await stage.desk('iraq', 'administrator');
  const terms = termsOf(plan.hash, 'consent');
  const statement = await liaison.post<StatementView>('/api/statements', terms);
  const signature = { kind: 'exercise', publicKey: 'AAAA', signature: 'AAAA' };
  const bodies: readonly (readonly [Client, string, unknown])[] = [
    [analyst, '/api/session/exercise', { seat: 'analyst' }],
    [administrator, '/api/feeds', { label: 'x', audiences: [['iraq', 'krg']], days: 3 }],
    [analyst, '/api/reports', newReport()],
    [
      analyst,
      '/api/reports/batch',
      {
        audience: ['iraq'],
        tlp: 'AMBER',
        reports: [{ id: '01890000-0000-7000-8000-000000000001', report: newReport().report }],
      },
    ],
    [
      analyst,
      '/api/grades',
      { report: report.hash, grade: { reliability: 'A', credibility: '1' } },
    ],
    [analyst, '/api/links', { relation: 'confirms', from: report.hash, to: report.hash }],
    [analyst, '/api/remarks', { audience: ['iraq'], remark: { language: 'en', text: 'x' } }],
    [planner, '/api/plans', newPlan()],
    [planner, '/api/plans/preview', { plan: newPlan().plan }],
    [liaison, '/api/statements', terms],
    [liaison, '/api/decisions', { ...terms, at: statement.at, knows: statement.knows, signature }],
    [planner, `/api/plans/${plan.hash}/acceptance`, { decision: NOWHERE }],
    [planner, `/api/plans/${plan.hash}/closing`, { outcome: 'done', language: 'en', result: 'x' }],
    [planner, `/api/plans/${plan.hash}/stop`, { language: 'en', reason: null }],
    [planner, `/api/plans/${plan.hash}/resumption`, { language: 'en', reason: null }],
    [
      planner,
      `/api/plans/${plan.hash}/step`,
      { step: { kind: 'sector', sector: 'a', percent: 1 }, language: 'en', note: null },
    ],
    [
      planner,
      `/api/plans/${plan.hash}/clearance`,
      { with: NOWHERE, language: 'en', reason: 'Seen.' },
    ],
    [analyst, '/api/answers', { to: NOWHERE, language: 'en', text: 'x', settles: false }],
    [planner, '/api/agreements', { agreement: newAgreement() }],
    [liaison, '/api/signings/statement', signingOf(beside.agreement)],
    [liaison, '/api/signings', { ...signingOf(beside.agreement), at: statement.at, signature }],
    [analyst, '/api/incursions', newIncursion()],
    [planner, '/api/posts', { audience: ['iraq'], post: newPost(), replaces: NOWHERE }],
    [planner, '/api/sites', { audience: ['iraq'], site: newSite(), replaces: NOWHERE }],
    [planner, '/api/holdings', { audience: ['iraq'], holding: newHolding(), replaces: NOWHERE }],
    [planner, `/api/holdings/${NOWHERE}/confirm`, {}],
    [planner, '/api/gap', { at: statement.at, cellMetres: 1000 }],
    [planner, '/api/handovers', { handover: newHandover(beside.post) }],
    [
      planner,
      `/api/handovers/${beside.handover}/step`,
      { step: 'keys', language: 'en', note: null },
    ],
    [analyst, '/api/matters', newMatter()],
    [analyst, `/api/matters/${NOWHERE}/resolution`, newResolution(report.hash)],
    [
      analyst,
      `/api/resolutions/${NOWHERE}/concurrence`,
      { verdict: 'agrees', language: 'en', words: 'So it is.' },
    ],
    [
      analyst,
      '/api/outcomes',
      { report: NOWHERE, verdict: 'refuted', language: 'en', ground: 'x', evidence: [NOWHERE] },
    ],
    [analyst, '/api/requests', newRequest()],
    [analyst, `/api/requests/${NOWHERE}/reply`, { reports: [], language: 'en', words: 'Not we.' }],
    [analyst, `/api/requests/${NOWHERE}/end`, { reason: 'withdrawn' }],
    [
      analyst,
      '/api/release-requests',
      { record: NOWHERE, to: ['turkiye'], language: 'en', reason: 'Near.' },
    ],
    [
      analyst,
      `/api/release-requests/${NOWHERE}/answer`,
      { verdict: 'granted', to: ['turkiye'], language: 'en' },
    ],
    [administrator, '/api/roster', newRoster()],
    [administrator, '/api/bundles', { to: 'krg' }],
    [analyst, '/api/attachments', { name: 'a.jpg', size: 10 }],
    [analyst, '/peer/hello', { party: 'krg' }],
    [analyst, '/peer/session', { party: 'krg', note: 'x' }],
    [analyst, '/api/session/invitation', { code: 'A'.repeat(27) }],
    [analyst, '/api/session/passkey', { credential: { id: 'x' } }],
    [analyst, '/api/passkeys', { label: 'x', credential: { id: 'x' } }],
  ];
  return bodies as readonly (readonly [Client, string, Json])[];
}

async function sayBeside(planner: Client, analyst: Client): Promise<Beside> {
  const audience = ['iraq', 'krg', 'turkiye'];
  const agreement = await planner.post<Saved>('/api/agreements', { agreement: newAgreement() });
  const incursion = await analyst.post<Saved>('/api/incursions', newIncursion());
  const post = await planner.post<Saved>('/api/posts', { audience, post: newPost() });
  const body = { handover: newHandover(post.hash) };
  const handover = await planner.post<Saved>('/api/handovers', body);
  return {
    agreement: agreement.hash,
    incursion: incursion.hash,
    post: post.hash,
    handover: handover.hash,
  };
}

/** Ways to bend a body: each part replaced by another type, and an unknown part added to each object. */
export function bends(body: Json): readonly (readonly [string, Json])[] {
  const bent: [string, Json][] = [];
  const walk = (part: Json, path: string, put: (with_: Json) => Json): void => {
    bent.push([`${path} as a list of objects`, put([{ odd: 1 }])]);
    if (Array.isArray(part)) {
      part.forEach((each: Json, i) =>
        walk(each, `${path}.${i}`, (bending) => put(part.with(i, bending))),
      );
    } else if (typeof part === 'object' && part !== null) {
      const held = part as Readonly<Record<string, Json>>;
      bent.push([`${path} with more`, put({ ...held, odd: 1 })]);
      for (const [name, each] of Object.entries(held)) {
        walk(each, `${path}.${name}`, (bending) => put({ ...held, [name]: bending }));
      }
    } else if (part !== null) {
      bent.push([`${path} as an object`, put({ odd: 1 })]);
      bent.push([`${path} as yes`, put(true)]);
    }
  };
  walk(body, '', (bending) => bending);
  return bent;
}
