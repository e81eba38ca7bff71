import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PartyId } from '../../src/base/ids.ts';
import { uuidv7 } from '../../src/base/ids.ts';
import { instant } from '../../src/base/instant.ts';
import { seededRandom } from '../../src/base/ports.ts';
import { BURST_SECONDS, URGENT_SECONDS } from '../../src/carry/budget.ts';
import type { PlanView } from '../../src/contract/api.ts';
import type { EarlyView } from '../../src/contract/early.ts';
import type { IntegrityView, LiveEvent, PeerView } from '../../src/contract/record-room.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { layWire } from '../../src/node/exercise/stage.ts';
import { hostRandom } from '../../src/node/primitives.ts';
import { newPlan, newReport } from './doors.ts';
import type { RoughWire } from './rough-wire.ts';
import { makeRoughWire } from './rough-wire.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

/** What the link may carry, in kB/s. */
const BUDGET = 40;

/** How long it is looked at, in seconds. */
const SPAN_SECONDS = 12;

/** What sealing and headings add to what is counted, at most; and a piece or two that were under way. */
const OVERHEAD = 1.25;
const PIECES_SECONDS = 2 * BURST_SECONDS;

/** More than the link carries while it is looked at, many times over. */
const REPORTS = 2_000;

const KRG = 'krg' as PartyId;

let stage: Stage;
let wire: RoughWire;
beforeAll(async () => {
  stage = await openStage([]);
  wire = makeRoughWire(seededRandom(1));
  await layWire(stage.dir, KRG, wire);
  for (const party of ['iraq', 'krg']) await stage.raise(party);
});
afterAll(async () => {
  await stage.close();
  wire.close();
});

async function krgAtIraq(): Promise<PeerView> {
  const desk = await stage.desk('iraq', 'administrator');
  const { peers } = await desk.get<IntegrityView>('/api/logs');
  const peer = peers.find(({ party }) => party === KRG);
  if (!peer) throw new Error('krg is a peer');
  return peer;
}

async function earlyTitles(desk: Client): Promise<readonly string[]> {
  const { logs } = await desk.get<EarlyView>('/api/early');
  return logs.flatMap(({ records }) => records.map(({ subject }) => subject));
}

async function heldAtIraq(): Promise<number> {
  const desk = await stage.desk('iraq', 'administrator');
  const { logs } = await desk.get<IntegrityView>('/api/logs');
  return Math.max(0, ...logs.filter(({ author }) => author === KRG).map(({ size }) => size));
}

describe('a link with a budget', () => {
  it('[T27] [T29] [T30] [X40] is kept to it by real nodes, lets a stop go before what is large, and loses nothing', async () => {
    const [administrator, analyst] = await Promise.all([
      stage.desk('iraq', 'administrator'),
      stage.desk('krg', 'analyst'),
    ]);
    const analystHere = await stage.desk('iraq', 'analyst');
    await until(async () => (await krgAtIraq()).link !== 'silent', 'krg at iraq');
    const planner = await stage.desk('iraq', 'planner');
    await until(
      async () => (await planner.get<readonly unknown[]>('/api/claims')).length >= 2,
      'the claims are known',
    );
    const plan = await planner.post<PlanView>('/api/plans', newPlan());
    const isKnown = () =>
      analyst.get<PlanView>(`/api/plans/${plan.hash}`).then(
        () => true,
        () => false,
      );
    await until(isKnown, 'krg knows the plan');

    const refused = await planner.refused(planner.post('/api/peers/krg/budget', { kilobytes: 9 }));
    expect(refused.code).toBe('not-allowed');
    const none = await administrator.refused(administrator.post('/api/peers/iraq/budget', {}));
    expect(none.code).toBe('not-found');
    wire.cut();
    await administrator.post('/api/peers/krg/budget', { kilobytes: BUDGET });
    expect(await krgAtIraq()).toMatchObject({ budget: BUDGET });
    for (let i = 0; i < REPORTS; i += 1_000) await analyst.post('/api/reports/batch', reports(i));
    wire.mend();
    const isComing = async () => (await krgAtIraq()).behind !== undefined;
    await until(isComing, 'the records are on their way');

    const [before, begun] = [wire.passed(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, SPAN_SECONDS * 1_000));
    const seconds = (performance.now() - begun) / 1_000;
    const passed = wire.passed() - before;
    const allowed = (seconds + BURST_SECONDS + URGENT_SECONDS + PIECES_SECONDS) * BUDGET * 1_000;
    expect(passed).toBeLessThan(allowed * OVERHEAD);
    expect(passed).toBeGreaterThan((seconds * BUDGET * 1_000) / 4);
    const peer = await krgAtIraq();
    expect(peer.pace).toBeLessThan(4 * BUDGET);
    expect(peer.behind?.[0]).toMatchObject({ audience: ['krg'] });

    const isEarly = async () => (await earlyTitles(analystHere)).length > 0;
    await until(isEarly, 'the newest are shown ahead');
    const early = await earlyTitles(analystHere);
    expect(early[0]).toBe(`Waits ${REPORTS - 1}`);
    // It is shown, and no list, count or search has it.
    const found = await analystHere.get<ReportPage>(`/api/reports?text=${REPORTS - 1}`);
    expect(found.reports.map(({ title }) => title)).not.toContain(early[0]);

    await administrator.listening();
    const isStop = (event: LiveEvent): boolean => event.kind === 'record' && event.type === 'stop';
    const told = administrator.waitFor(isStop);
    await analyst.post(`/api/plans/${plan.hash}/stop`, { language: 'en', reason: 'Fire.' });
    await told;
    // The stop is here, and most of what came before it is not.
    expect(await heldAtIraq()).toBeLessThan(REPORTS);
    expect((await krgAtIraq()).behind).toBeDefined();

    await administrator.post('/api/peers/krg/budget', {});
    await until(async () => (await heldAtIraq()) >= REPORTS, 'all is here');
    // What came ahead has given way to what stands in its place, and is there once.
    expect(await earlyTitles(analystHere)).toEqual([]);
    const isFound = async () => {
      const { reports } = await analystHere.get<ReportPage>('/api/reports?limit=500');
      return reports.filter(({ title }) => title === early[0]).length === 1;
    };
    await until(isFound, 'the newest is in its place');
    const at = await krgAtIraq();
    expect(at.budget).toBeUndefined();
    const { next, reports: page } = await administrator.get<{
      readonly next?: string;
      readonly reports: readonly { readonly title: string }[];
    }>('/api/reports?limit=500');
    expect([page.length, next !== undefined]).toEqual([500, true]);
  });
});

/** A thousand reports, told apart by their titles. */
function reports(from: number) {
  const { audience, tlp, report } = newReport();
  const now = instant(Math.floor(Date.now() / 1_000));
  return {
    audience,
    tlp,
    reports: Array.from({ length: 1_000 }, (_, i) => ({
      id: uuidv7(now, hostRandom),
      report: { ...report, title: `Waits ${from + i}`, text: hostText() },
    })),
  };
}

/** Words that nobody packs well. */
function hostText(): string {
  return Array.from({ length: 60 }, () => hostRandom.below(1_000_000).toString(36)).join(' ');
}
