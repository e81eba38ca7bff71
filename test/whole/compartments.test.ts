import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audienceWithin } from '../../src/accord/party/audience.ts';
import type { Compartment, Draft } from '../../src/accord/party/schema.ts';
import type { CompartmentId, PartyId } from '../../src/base/ids.ts';
import type { Saved, SessionView } from '../../src/contract/api.ts';
import type { BundleView } from '../../src/contract/courier.ts';
import type { ExportSurvey } from '../../src/contract/export.ts';
import type { FeedsView } from '../../src/contract/feeds.ts';
import type { LikelyView, MatterView } from '../../src/contract/matters.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import type { RecallView } from '../../src/contract/recalls.ts';
import type { RecordView, ReportPage } from '../../src/contract/reports.ts';
import { logOf } from '../../src/ledger/log.ts';
import { backup } from '../../src/node/cli/backup.ts';
import { restoreFolder } from '../../src/node/cli/restore.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openNode } from '../../src/node/compose.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import { newMatter, newResolution } from './bodies.ts';
import { NOWHERE } from './doors.ts';
import { until } from './stage.ts';

// One node of the exercise in this process; who stands in its compartments changes as it runs.

const BORDER = 'iraq/border-desk';
const RIVER = 'iraq/river';
const WORD = 'sarabzhin';
const WAIT = 60_000;

interface Desks {
  readonly analyst: Client;
  readonly planner: Client;
  readonly officer: Client;
  readonly administrator: Client;
}

let dir: string;
let node: RunningNode;
let desks: Desks;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-compartments-'));
  await setStage(dir);
  await wake();
  await seatIn(BORDER, ['analyst', 'duty-officer']);
  await seatIn(RIVER, ['analyst']);
});
afterAll(async () => {
  await rest();
  await rm(dir, { recursive: true });
});

async function wake(folder = 'iraq'): Promise<void> {
  node = await openNode({ dir: path.join(dir, folder), say: () => undefined });
  const open = (seat: string) => openDesk(node.address, seat);
  desks = {
    analyst: await open('analyst'),
    planner: await open('planner'),
    officer: await open('duty-officer'),
    administrator: await open('administrator'),
  };
}

async function rest(): Promise<void> {
  for (const desk of Object.values(desks) as Client[]) desk.close();
  await node.close();
}

function seatIn(id: string, seats: readonly string[]): Promise<Compartment> {
  const names = { ar: id, ckb: id, tr: id, en: id };
  return desks.administrator.post<Compartment>('/api/compartments', { id, names, seats });
}

function say(title: string, readers: readonly string[], by = desks.analyst): Promise<Saved> {
  const report = { ...reportOf(title, [43.6, 35.7], 'own-patrol'), text: `${WORD} ${title}` };
  return by.post<Saved>('/api/reports', { audience: readers, tlp: 'AMBER', report });
}

const codeOf = async (desk: Client, call: Promise<unknown>): Promise<string> =>
  (await desk.refused(call)).code;

const placeOf = async (hash: string): Promise<readonly string[]> =>
  (await desks.analyst.get<RecordView>(`/api/records/${hash}`)).place.audience;

/** How many reports a desk counts, lists, and finds by their word. */
async function seenBy(desk: Client): Promise<readonly number[]> {
  const page = await desk.get<ReportPage & { readonly count: number }>('/api/reports?limit=500');
  const found = await desk.get<{ readonly count: number }>(`/api/reports?text=${WORD}`);
  const points = await desk.get<{ readonly points: readonly unknown[] }>('/api/reports/points');
  return [page.count, page.reports.length, found.count, points.points.length];
}

/** Whether a saved search told of a report of this title. */
const isFound = (title: string) => (event: string) =>
  event.includes('"kind":"found"') && event.includes(`"subject":"${title}"`);

const all = (count: number): readonly number[] => [count, count, count, count];

describe('a compartment', () => {
  it(
    '[R6] is founded and named by an office that administers, of offices that there are',
    async () => {
      const { administrator, analyst } = desks;
      const names = { ar: 'x', ckb: 'x', tr: 'x', en: 'x' };
      const found = (desk: Client, id: string, seats: readonly string[]) =>
        desk.post('/api/compartments', { id, names, seats });
      expect(await codeOf(analyst, found(analyst, BORDER, ['analyst']))).toBe('not-allowed');
      for (const [id, seats] of [
        ['krg/border-desk', ['analyst']],
        ['border-desk', ['analyst']],
        [BORDER, ['nobody']],
        [BORDER, ['analyst', 'analyst']],
      ] as const) {
        expect(await codeOf(administrator, found(administrator, id, seats))).toBe('bad-request');
      }
      const both = say('both', [BORDER, 'krg']);
      expect(await codeOf(analyst, both)).toBe('bad-request');
    },
    WAIT,
  );

  it(
    '[R8] is shown with who stands there to its offices and to who administers, and is nothing to others',
    async () => {
      const { administrator, analyst, officer, planner } = desks;
      const ids = (held: readonly Compartment[]) => held.map(({ id }) => id);
      expect(ids(await administrator.get('/api/compartments'))).toEqual([BORDER, RIVER]);
      expect(ids(await analyst.get('/api/compartments'))).toEqual([]);
      const stands = async (desk: Client) =>
        (await desk.get<SessionView>('/api/session')).compartments;
      expect(ids(await stands(analyst))).toEqual([BORDER, RIVER]);
      expect((await stands(officer))[0]?.seats).toEqual(['analyst', 'duty-officer']);
      expect(await stands(planner)).toEqual([]);
      expect(await stands(administrator)).toEqual([]);
      for (const name of [BORDER, 'iraq/never-was']) {
        expect(await codeOf(planner, say('x', [name], planner))).toBe('not-found');
      }
    },
    WAIT,
  );

  it(
    '[R7] lets only those who stand in it read, and who is taken out reads nothing more',
    async () => {
      const { administrator, analyst, officer, planner } = desks;
      await Promise.all([officer.listening(), planner.listening()]);
      // A saved search tells a desk what it finds, as long as the desk may read that. [Q9]
      const content = JSON.stringify({ searches: [{ name: 'All', query: WORD }] });
      await planner.post('/api/drafts', { kind: 'searches', content });
      const heard: string[] = [];
      const ear = planner.waitFor((event) => {
        heard.push(JSON.stringify(event));
        return (
          (event as { kind: string }).kind === 'found' &&
          'subject' in event &&
          event.subject === 'after'
        );
      });
      const told = officer.waitFor((event) => event.kind === 'record' && event.subject === 'first');
      const first = await say('first', [BORDER]);
      await told;
      expect(await seenBy(officer)).toEqual(all(1));
      for (const desk of [planner, administrator]) {
        expect(await seenBy(desk)).toEqual(all(0));
        const here = await desk.refused(desk.get(`/api/records/${first.hash}`));
        const nowhere = await desk.refused(desk.get(`/api/records/${NOWHERE}`));
        expect({ ...here, instance: '' }).toEqual({ ...nowhere, instance: '' });
        const { logs } = await desk.get<IntegrityView>('/api/logs');
        expect(logs.every(({ audience }) => !audience?.includes(BORDER as never))).toBe(true);
      }
      // A stream that was open before tells whoever is taken out, and then no more.
      const moved = officer.waitFor((event) => (event as { kind: string }).kind === 'seated');
      await seatIn(BORDER, ['analyst', 'planner']);
      await moved;
      expect(await seenBy(officer)).toEqual(all(0));
      expect(await seenBy(planner)).toEqual(all(1));
      await say('second', [BORDER]);
      await until(async () => heard.some(isFound('second')), 'the search has found the second');
      await seatIn(BORDER, ['analyst', 'duty-officer']);
      await say('third', [BORDER]);
      await say('after', ['iraq']);
      await ear;
      expect(heard.filter((each) => each.includes('first') || each.includes('third'))).toEqual([]);
      expect(await seenBy(planner)).toEqual(all(1));
      expect(await seenBy(officer)).toEqual(all(4));
      expect(await analyst.get('/api/reports')).toMatchObject({ count: 4 });
    },
    WAIT,
  );

  it(
    '[R10] holds what is said about what stands in it, and never meets another',
    async () => {
      const { analyst, officer, planner } = desks;
      const inside = await say('inside', [BORDER]);
      const river = await say('by the river', [RIVER]);
      const open = await say('open', ['iraq', 'krg']);
      const grade = { reliability: 'C', credibility: '3' };
      const graded = await officer.post<Saved>('/api/grades', { report: inside.hash, grade });
      const link = (from: string, to: string) =>
        analyst.post<Saved>('/api/links', { relation: 'supports', from, to });
      const joined = await link(inside.hash, open.hash);
      const back = await link(open.hash, inside.hash);
      for (const { hash } of [graded, joined, back]) expect(await placeOf(hash)).toEqual([BORDER]);
      expect(await codeOf(analyst, link(inside.hash, river.hash))).toBe('no-common-readers');
      const likely = await analyst.get<readonly LikelyView[]>(`/api/reports/${river.hash}/likely`);
      expect(likely.map(({ report }) => report.hash)).toContain(open.hash);
      expect(likely.map(({ report }) => report.hash)).not.toContain(inside.hash);
      const view = await planner.get<RecordView>(`/api/records/${open.hash}`);
      expect(view.links).toEqual([]);
      const ground = { report: open.hash, verdict: 'confirmed', language: 'en', ground: 'Seen.' };
      const outcome = (report: string, evidence: readonly string[]) =>
        officer.post('/api/outcomes', { ...ground, report, verdict: 'refuted', evidence });
      await outcome(inside.hash, [open.hash]);
      const matter = await analyst.post<MatterView>('/api/matters', newMatter([BORDER]));
      expect(matter.audience).toEqual([BORDER]);
      const resolved = await officer.post<MatterView>(
        `/api/matters/${encodeURIComponent(matter.hash)}/resolution`,
        newResolution(open.hash),
      );
      expect(resolved.resolutions[0]?.audience).toEqual([BORDER]);
      const about = await planner.get<object>(`/api/reports/${open.hash}/knowledge`);
      expect(JSON.stringify(about)).not.toContain(inside.hash);
      expect(await codeOf(planner, planner.get(`/api/matters/${matter.hash}`))).toBe('not-found');
    },
    WAIT,
  );

  it(
    '[R10] keeps corrections to its own readers, and is widened by a release alone',
    async () => {
      const { analyst, planner } = desks;
      const old = await say('old', [BORDER]);
      const report = { ...reportOf('new', [43.6, 35.7], 'own-patrol'), corrects: old.hash };
      const correct = (audience: readonly string[]) =>
        analyst.post<Saved>('/api/reports', { audience, tlp: 'AMBER', report });
      expect(await codeOf(analyst, correct(['iraq']))).toBe('correction-other-readers');
      const { hash } = await correct([BORDER]);
      expect(await placeOf(hash)).toEqual([BORDER]);
      const body = { of: hash, audience: ['iraq'], tlp: 'AMBER', files: [] };
      const wide = await analyst.post<Saved>('/api/releases', body);
      const seen = await planner.get<RecordView>(`/api/records/${wide.hash}`);
      expect(seen.releases).toEqual([]);
      const [told] = (await analyst.get<RecordView>(`/api/records/${wide.hash}`)).releases;
      expect(await placeOf(told?.record ?? '')).toEqual([BORDER]);
    },
    WAIT,
  );

  it(
    '[R10] is where what stood in it is recalled, and nobody else is told',
    async () => {
      const { analyst, planner } = desks;
      const { hash } = await say('recalled', [BORDER]);
      const recall = (desk: Client) =>
        desk.post<RecallView>(`/api/reports/${hash}/recall`, { reason: 'mistake' });
      expect(await codeOf(planner, recall(planner))).toBe('not-found');
      const { recall: record } = await recall(analyst);
      expect(await placeOf(record)).toEqual([BORDER]);
      expect(await planner.get('/api/recalls')).toEqual([]);
      expect(await analyst.get<readonly unknown[]>('/api/recalls')).toHaveLength(1);
    },
    WAIT,
  );

  it(
    '[R10] keeps the draft of what is meant for it, and what was begun elsewhere is left nowhere',
    async () => {
      const { analyst } = desks;
      const draft = (content: string | null, within?: string) =>
        analyst.post('/api/drafts', { kind: 'report', content, ...(within ? { within } : {}) });
      const kept = async () => {
        const drafts = await analyst.get<readonly Draft[]>('/api/drafts');
        return drafts.filter(({ kind }) => kind === 'report').map(({ content }) => content);
      };
      await draft('at large');
      await draft('within', BORDER);
      expect(await kept()).toEqual(['within']);
      await seatIn(BORDER, ['duty-officer']);
      expect(await kept()).toEqual([]);
      expect(await codeOf(analyst, draft('again', BORDER))).toBe('not-found');
      await seatIn(BORDER, ['analyst', 'duty-officer']);
      expect(await kept()).toEqual(['within']);
      await draft(null);
      expect(await kept()).toEqual([]);
    },
    WAIT,
  );

  it(
    '[R9] is packed for nobody, offered to no other system, and handed on in no file',
    async () => {
      const { administrator, analyst } = desks;
      const pack = () => administrator.post<BundleView>('/api/bundles', { to: 'krg' });
      const before = await pack();
      await say('never carried', [BORDER]);
      const after = await pack();
      expect(after.entries).toBe(before.entries);
      expect(after.logs.length).toBe(before.logs.length);
      const { audiences } = await administrator.get<FeedsView>('/api/feeds');
      expect(audiences.flat().join()).not.toContain('/');
      const feed = { label: 'x', audiences: [[BORDER]], days: 1 };
      expect(await codeOf(administrator, administrator.post('/api/feeds', feed))).toBe(
        'bad-request',
      );
      const csv = async (more: string) =>
        new TextDecoder().decode(await analyst.bytes(`/api/export?format=csv${more}`));
      const survey = await analyst.get<ExportSurvey>('/api/export/survey?for=others');
      expect(survey.left.within).toBeGreaterThan(0);
      expect(await csv('')).toContain('never carried');
      expect(await csv('&for=others')).not.toContain('never carried');
    },
    WAIT,
  );

  it('[R9] of another party is no log here, whoever tells of it', async () => {
    const { logs, folder } = node.house;
    const card = folder.cards.get('krg' as PartyId);
    if (!card) throw new Error('the card of krg is pinned');
    for (const name of ['krg/border-desk', BORDER] as CompartmentId[]) {
      const audience = audienceWithin(name);
      const { id } = logOf(hostPrimitives().sha256, card, audience);
      expect(await logs.told(card.party, id, audience)).toBeUndefined();
    }
  });

  it(
    '[R9] is in a backup, and comes back with it',
    async () => {
      const before = await seenBy(desks.officer);
      const identity = await generateX25519Identity();
      await writeFile(path.join(dir, 'key'), `${identity}\n`);
      const kept = path.join(dir, 'kept');
      const sealed = ['--to', kept, '--for', await identityToRecipient(identity)];
      expect(await backup.run(['--data', path.join(dir, 'iraq'), ...sealed])).toBe(0);
      await rest();
      const again = ['--data', path.join(dir, 'again'), '--identity', path.join(dir, 'key')];
      expect(await restoreFolder.run(['--from', kept, ...again])).toBe(0);
      await wake('again');
      expect(await seenBy(desks.officer)).toEqual(before);
      await rest();
      await wake();
    },
    WAIT,
  );

  it(
    '[R7] outlives a start without an index, and is closed by naming nobody',
    async () => {
      const before = await seenBy(desks.officer);
      expect(before[0]).toBeGreaterThan(3);
      await rest();
      await rm(path.join(dir, 'iraq', 'index.sqlite'));
      await wake();
      expect(await seenBy(desks.officer)).toEqual(before);
      const outside = await seenBy(desks.administrator);
      expect(outside[0]).toBeLessThan(before[0] ?? 0);
      await seatIn(BORDER, []);
      expect(await seenBy(desks.officer)).toEqual(outside);
      await seatIn(BORDER, ['duty-officer']);
      expect(await seenBy(desks.officer)).toEqual(before);
    },
    WAIT,
  );
});
