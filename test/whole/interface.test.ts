import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BODIES } from '../../src/accord/record.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { makeApp } from '../../src/node/http/app.ts';
import type { PartyId } from '../../src/base/ids.ts';
import { PEER_TURNS, openFairTurns } from '../../src/carry/fair-turns.ts';
import { newPlan, newReport } from './doors.ts';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Call>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Call {
  readonly operationId: string;
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: object } };
  };
  readonly parameters?: readonly { readonly schema: object }[];
}

let dir: string;
let node: RunningNode;
let described: Described;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-interface-'));
  await setStage(dir);
  node = await openNode({ dir: path.join(dir, 'iraq'), say: () => undefined });
  described = (await (await fetch(`${node.address}/api/openapi.json`)).json()) as Described;
});
afterAll(async () => {
  await node.close();
  await rm(dir, { recursive: true });
});

it('[N15] the description names every call of the interface and no other', () => {
  const news = {
    listen: () => () => undefined,
    offer: () => undefined,
    begun: () => undefined,
    heard: () => Promise.resolve([]),
    turns: openFairTurns<PartyId>(PEER_TURNS),
    budget: node.house.paces.of,
  };
  const built = { web: dir, ground: dir };
  const app = makeApp({ house: node.house, news, witness: undefined, built });
  const served = app.routes
    .filter(({ method, path: at }) => method !== 'ALL' && /^\/(?:api\/|healthz)/.test(at))
    .map(({ method, path: at }) => `${method} ${at.replaceAll(/:(\w+)/g, '{$1}')}`);
  const said = Object.entries(described.paths).flatMap(([at, calls]) =>
    Object.keys(calls).map((method) => `${method.toUpperCase()} ${at}`),
  );
  // The description does not describe itself, nor the schemas that it contains.
  const ownWords = ['GET /api/openapi.json', 'GET /api/schemas/{type}'];
  expect([...new Set(served)].filter((each) => !ownWords.includes(each)).toSorted()).toEqual(
    said.toSorted(),
  );
  const ids = Object.values(described.paths).flatMap((calls) =>
    Object.values(calls).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

it('[N15] every schema can be used, and takes what a node takes', async () => {
  const calls = Object.values(described.paths).flatMap((each) => Object.values(each));
  const bodies = calls.flatMap(({ requestBody, operationId }) =>
    requestBody ? [[operationId, requestBody.content['application/json'].schema] as const] : [],
  );
  const byCall = new Map(bodies.map(([id, schema]) => [id, compile(schema)]));
  for (const { parameters = [] } of calls) for (const { schema } of parameters) compile(schema);
  for (const schema of Object.values(described.components.schemas)) compile(schema);
  const takes = (id: string, body: unknown): boolean => byCall.get(id)?.(body) === true;
  expect(takes('post-api-reports', newReport())).toBe(true);
  expect(takes('post-api-reports', { ...newReport(), tlp: 'PURPLE' })).toBe(false);
  expect(takes('post-api-reports', { ...newReport(), odd: 1 })).toBe(false);
  expect(takes('post-api-plans', newPlan())).toBe(true);
  expect(takes('post-api-session-exercise', { seat: 'analyst' })).toBe(true);
  const problem = await (await fetch(`${node.address}/api/reports`)).json();
  expect(compile(described.components.schemas['Problem']!)(problem)).toBe(true);
});

it('[N15] the schema of each type of record is served by itself too', async () => {
  for (const type of Object.keys(BODIES)) {
    const answer = await fetch(`${node.address}/api/schemas/${type}`);
    expect([type, answer.status]).toEqual([type, 200]);
    expect(await answer.json()).toEqual(described.components.schemas[`record-${type}`]);
  }
});

function compile(schema: object) {
  return new Ajv2020({ strict: true, strictTuples: false, allowUnionTypes: true }).compile(schema);
}
