import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type {
  KnowledgeView,
  LikelyView,
  MatterLine,
  MatterView,
  TracksView,
} from '../../src/contract/matters.ts';
import type { RecordView } from '../../src/contract/reports.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { newReport } from './doors.ts';
import { until } from './stage.ts';

/** A word that stands in nothing but what two parties keep between them. */
const SECRET = 'zilbermast';

const ALL = ['iraq', 'krg', 'turkiye'] as const;
const TWO = ['iraq', 'krg'] as const;
type Party = (typeof ALL)[number];

let dir: string;
let nodes: readonly RunningNode[];
const desks = new Map<Party, Client>();
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-matters-'));
  await setStage(dir);
  const open = (party: string) => openNode({ dir: path.join(dir, party), say: () => undefined });
  nodes = [await open('iraq'), await open('krg'), await open('turkiye')];
  for (const [i, party] of ALL.entries()) {
    desks.set(party, await openDesk((nodes[i] as RunningNode).address, 'analyst'));
  }
});
afterAll(async () => {
  for (const desk of desks.values()) desk.close();
  for (const node of nodes ?? []) await node.close();
  await rm(dir, { recursive: true, force: true });
});

const at = (party: Party): Client => desks.get(party) as Client;

const report = (title: string, count: number, audience: readonly string[] = ALL) => {
  const { report: seen, ...rest } = newReport();
  const claims = [
    { about: 'how-many', words: `${count} dead`, count: { from: count, upto: count } },
    { about: 'who', words: 'Men with a lorry' },
  ];
  return { ...rest, audience, report: { ...seen, title, kind: 'incident', claims } };
};

const hasRecord = (party: Party, hash: string) =>
  until(
    async () =>
      at(party)
        .get<RecordView>(`/api/records/${hash}`)
        .then(
          () => true,
          () => false,
        ),
    `${party} has ${hash}`,
  );

/** Says something at one node and waits until it is at the others who may read it. */
async function say(party: Party, door: string, body: object, readers: readonly Party[] = ALL) {
  const saved = await at(party).post<Saved>(door, body);
  for (const reader of readers) await hasRecord(reader, saved.hash);
  return saved.hash;
}

const matterAt = (party: Party, hash: string) => at(party).get<MatterView>(`/api/matters/${hash}`);

/** What every reader must see alike: where a matter stands, and by whose word. */
const gist = ({ state, by, table, resolutions }: MatterView) => ({
  state,
  by,
  differences: table.map((row) => [row.about, row.hasDifferences]),
  resolutions: resolutions.map(({ hash, stands, by: whose, answers }) => ({
    hash,
    stands,
    whose,
    answers: answers.map(({ party, verdict }) => `${party} ${verdict}`),
  })),
});

/** Waits until the last word is at every node, and holds what each makes of the matter together. */
async function alike(hash: string, state: string): Promise<MatterView> {
  for (const party of ALL) {
    await until(
      async () => (await matterAt(party, hash)).state === state,
      `${party} sees ${state}`,
    );
  }
  const views = await Promise.all(ALL.map((party) => matterAt(party, hash)));
  const [first] = views;
  for (const view of views) expect(gist(view)).toEqual(gist(first as MatterView));
  return first as MatterView;
}

describe('a matter between three nodes', () => {
  let matter: string;
  let one: string;
  let two: string;
  let hidden: string;

  it('[M1] [M2] collects reports by links of whoever may read both, and tells nobody else of any', async () => {
    one = await say('iraq', '/api/reports', report('Blast at the ford', 3));
    two = await say('krg', '/api/reports', report('Explosion near the ford', 8));
    hidden = await say('krg', '/api/reports', report(`${SECRET} blast`, 9, TWO), TWO);
    matter = await say('iraq', '/api/matters', {
      audience: ALL,
      tlp: 'AMBER',
      matter: { title: 'The blast at the ford', language: 'en' },
    });
    const part = (from: string) => ({ relation: 'part-of', from, to: matter });
    await say('iraq', '/api/links', part(one));
    await say('turkiye', '/api/links', part(two));
    await say('krg', '/api/links', { ...part(hidden), reason: SECRET }, TWO);
    const held = await matterAt('krg', matter);
    expect(held.parts.map(({ hash }) => hash).toSorted()).toEqual([one, two, hidden].toSorted());
    const seen = await matterAt('turkiye', matter);
    expect(seen.parts).toHaveLength(2);
    const lines = await at('turkiye').get<readonly MatterLine[]>('/api/matters');
    expect(lines).toMatchObject([{ hash: matter, reports: 2, state: 'open', waitsForUs: false }]);
    for (const door of [`/api/matters/${matter}`, '/api/matters', `/api/reports/${one}/likely`]) {
      const text = JSON.stringify(await at('turkiye').get(door));
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(hidden);
    }
    for (const door of ['knowledge', 'likely']) {
      const asked = at('turkiye').get(`/api/reports/${hidden}/${door}`);
      expect((await at('turkiye').refused(asked)).code).toBe('not-found');
    }
    const asked = at('turkiye').post('/api/links', part(hidden));
    expect((await at('turkiye').refused(asked)).code).toBe('not-found');
  });

  it('[M6] marks the counts that do not overlap and what a party says contradicts, alike', async () => {
    const link = { relation: 'contradicts', from: one, fromClaim: 1, to: two, toClaim: 1 };
    await say('turkiye', '/api/links', { ...link, reason: 'Both counted.' });
    const view = await matterAt('turkiye', matter);
    const counts = view.table.find(({ about }) => about === 'how-many');
    expect(counts?.entries.map(({ count }) => count?.from).toSorted()).toEqual([3, 8]);
    expect(counts?.hasDifferences).toBe(true);
    expect(counts?.entries[0]?.differences).toMatchObject([{ kind: 'counts' }]);
    expect(Object.values(view.reasons)).toEqual(['Both counted.']);
    const unmade = { ...link, fromClaim: 3 };
    const refused = at('krg').post('/api/links', unmade);
    expect((await at('krg').refused(refused)).code).toBe('bad-request');
  });

  it('[M7] [M10] is resolved as not agreed, answered, and stands alike at all three', async () => {
    const resolution = {
      verdict: 'not-agreed',
      language: 'en',
      held: 'One says three, the other eight.',
      ground: 'Both stand by their patrols.',
      claims: [
        { report: one, claim: 1, stance: 'open' },
        { report: two, claim: 1, stance: 'open' },
      ],
    };
    const view = await at('iraq').post<MatterView>(`/api/matters/${matter}/resolution`, resolution);
    const [first] = view.resolutions;
    await alike(matter, 'not-agreed');
    const [line] = await at('krg').get<readonly MatterLine[]>('/api/matters');
    expect(line?.waitsForUs).toBe(true);
    const answers = `/api/resolutions/${first?.hash}/concurrence`;
    const answer = { verdict: 'agrees', language: 'en', words: 'So it is.' };
    const own = at('iraq').post(answers, answer);
    expect((await at('iraq').refused(own)).code).toBe('own-resolution');
    await at('krg').post(answers, answer);
    for (const party of ALL) {
      await until(
        async () => (await matterAt(party, matter)).by.length === 2,
        `${party} has the answer`,
      );
    }
    await alike(matter, 'not-agreed');
    await at('turkiye').post(`/api/matters/${matter}/resolution`, {
      ...resolution,
      verdict: 'held',
      held: 'Eight.',
    });
    const disputed = await alike(matter, 'disputed');
    expect(disputed.resolutions).toHaveLength(2);
    const aside = at('krg').post(`/api/matters/${matter}/resolution`, {
      ...resolution,
      claims: [{ report: hidden, stance: 'true' }],
    });
    // What it names is not for the third party, so neither is it.
    const [latest] = ((await aside) as MatterView).resolutions.filter(
      ({ party }) => party === 'krg',
    );
    expect(latest?.audience).toEqual(TWO);
    expect((await matterAt('turkiye', matter)).resolutions).toHaveLength(2);
  });

  it('[M12] [U1] tells what became of claims, and every node reckons the same tracks from it', async () => {
    const outcome = (of: string, verdict: string, claim?: number) => ({
      report: of,
      verdict,
      language: 'en',
      ground: 'Counted on the spot.',
      evidence: [two],
      ...(claim === undefined ? {} : { claim }),
    });
    const view = await at('krg').post<KnowledgeView>('/api/outcomes', outcome(one, 'refuted', 1));
    expect(view.claims[0]?.judgement).toBe('refuted');
    expect(view.outcomes).toMatchObject([{ claim: 1, evidence: [{ record: two }] }]);
    await at('turkiye').post('/api/outcomes', outcome(two, 'confirmed', 1));
    await at('krg').post('/api/outcomes', outcome(two, 'confirmed', 2));
    const unmade = at('krg').post('/api/outcomes', outcome(one, 'refuted', 9));
    expect((await at('krg').refused(unmade)).code).toBe('bad-request');
    const secret = await at('iraq').post('/api/outcomes', outcome(hidden, 'confirmed'));
    expect(secret).toMatchObject({ judgement: 'confirmed' });
    const tracks = (party: Party) => at(party).get<TracksView>('/api/tracks');
    for (const party of TWO) {
      await until(async () => (await tracks(party)).judged === 3, `${party} has all outcomes`);
    }
    expect(await tracks('krg')).toEqual(await tracks('iraq'));
    expect((await tracks('iraq')).parties).toMatchObject([
      { party: 'iraq', came: 0, of: 1, suggested: 'F', reason: 'too-few' },
      { party: 'krg', came: 2, of: 2 },
    ]);
    await until(async () => (await tracks('turkiye')).judged === 2, 'what it may read is there');
    const seen = await tracks('turkiye');
    expect(seen.parties.find(({ party }) => party === 'krg')).toMatchObject({ came: 1, of: 1 });
    expect(seen.graders.length).toBeGreaterThan(0);
  });

  it('[M14] offers likely same events with reasons, and leaves out what is linked already', async () => {
    const third = await say('iraq', '/api/reports', report('Blast near the ford again', 3));
    const likely = await at('turkiye').get<readonly LikelyView[]>(`/api/reports/${third}/likely`);
    expect(likely.map((each) => each.report.hash).toSorted()).toEqual([one, two].toSorted());
    expect(likely[0]?.reasons.map(({ code }) => code)).toContain('place-meets');
    await say('turkiye', '/api/links', { relation: 'same-event', from: third, to: one });
    const left = await at('turkiye').get<readonly LikelyView[]>(`/api/reports/${third}/likely`);
    expect(left.map((each) => each.report.hash)).toEqual([two]);
  });

  it('[M4] loses what is recalled, in the matter and in the tracks', async () => {
    await at('krg').post(`/api/reports/${two}/recall`, { reason: 'mistake' });
    for (const party of ALL) {
      await until(
        async () => !(await matterAt(party, matter)).parts.some(({ hash }) => hash === two),
        `${party} has erased it`,
      );
    }
    const { parties } = await at('turkiye').get<TracksView>('/api/tracks');
    expect(parties.map(({ party }) => party)).toEqual(['iraq']);
  });
});
