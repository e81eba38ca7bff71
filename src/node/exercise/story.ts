import { performance } from 'node:perf_hooks';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { PlanView, Saved } from '../../contract/api.ts';
import type { IntegrityView, SitrepView } from '../../contract/record-room.ts';
import type { ProofView, RecordView, ReportPage } from '../../contract/reports.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import { Acting, MEMBERS } from './acting.ts';
import type { Client } from './desk.ts';
import type { Cast, Chapter, Scorecard, TellStep } from './scorecard.ts';
import { SEAM, checkProof, reportOf, termsOf } from './lines.ts';
import { DECIDING_SEAT } from './seats.ts';

/** How soon after its proposal the story's operation may begin, in seconds. */
const LEAD_SECONDS = 8;

/** A scorecard on which nothing stands yet. */
export function newScorecard(): Scorecard {
  return {
    exercise: true,
    passed: false,
    steps: [],
    reportsShared: 0,
    secondsToArrive: [],
    consents: [],
    refusedWhileMissing: [],
    activatedAfterConsent: false,
    logs: [],
    recordsProved: 0,
  };
}

/** Plays the first act: from a report to a closed file between four nodes; `after` may disturb it. */
export async function playStory(
  cast: Cast,
  tell: TellStep,
  after: (chapter: Chapter) => Promise<void> = () => Promise.resolve(),
): Promise<Scorecard> {
  const card = newScorecard();
  const acting = new Acting(cast, card, tell);
  const play = new Play(acting);
  try {
    await play.meet();
    await after('meeting');
    const report = await play.shareReport();
    await after('report');
    await play.gradeAndContradict(report);
    await after('grades');
    const plan = await play.propose();
    await after('proposal');
    await play.consentOneByOne(plan);
    await after('consents');
    await play.withdrawAndReturn(plan);
    await after('withdrawal');
    await play.close(plan);
    await after('closing');
    await play.prove([report, plan]);
    await play.observe(report);
    await play.summarise();
    await acting.auditLogs();
    card.passed = card.steps.every((each) => each.ok);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    acting.mark('story ended early', false, why);
  }
  return card;
}

class Play {
  readonly #acting: Acting;
  readonly #card: Scorecard;

  constructor(acting: Acting) {
    this.#acting = acting;
    this.#card = acting.card;
  }

  /** Every member's node has a live link to the others and knows all claims. */
  async meet(): Promise<void> {
    for (const party of MEMBERS) {
      const desk = this.#desk(party, 'duty-officer');
      await this.#acting.until(async () => {
        const { peers } = await desk.get<IntegrityView>('/api/logs');
        const claims = await desk.get<readonly unknown[]>('/api/claims');
        return (
          peers.length === 2 && peers.every((peer) => peer.link !== 'silent') && claims.length === 3
        );
      });
    }
    this.#acting.mark('three nodes know each other and their claims', true);
  }

  async shareReport(): Promise<RecordHash> {
    const iraq = this.#desk('iraq', 'duty-officer');
    const krg = this.#desk('krg', 'analyst');
    const arrives = krg.waitFor((event) => event.kind === 'record' && event.type === 'report');
    const before = performance.now();
    const saved = await iraq.post<Saved>('/api/reports', {
      audience: ['iraq', 'krg'],
      tlp: 'AMBER',
      report: reportOf('Vehicles without lights south of Makhmur', [43.58, 35.7], 'own-post'),
    });
    await arrives;
    this.#card.secondsToArrive.push((performance.now() - before) / 1000);
    this.#card.reportsShared += 1;
    const read = await krg.get<RecordView>(`/api/records/${saved.hash}`);
    this.#acting.mark('a report reaches the partner', read.place.author === 'iraq');
    const turkiye = this.#desk('turkiye', 'duty-officer');
    const problem = await turkiye.refused(turkiye.get(`/api/records/${saved.hash}`));
    this.#acting.mark(
      'who is not in the audience does not learn of it',
      problem.code === 'not-found',
    );
    return saved.hash;
  }

  async gradeAndContradict(report: RecordHash): Promise<void> {
    const iraq = this.#desk('iraq', 'analyst');
    const krg = this.#desk('krg', 'analyst');
    await krg.post('/api/grades', {
      report,
      grade: { reliability: 'C', credibility: '3' },
      reason: 'Not seen by our own post.',
    });
    const second = await krg.post<Saved>('/api/reports', {
      audience: ['iraq', 'krg'],
      tlp: 'AMBER',
      report: reportOf('A convoy of farmers with a broken lamp', [43.59, 35.71], 'resident'),
    });
    this.#card.reportsShared += 1;
    await krg.post('/api/links', { relation: 'contradicts', from: second.hash, to: report });
    await this.#acting.until(async () => {
      const view = await iraq.get<RecordView>(`/api/records/${report}`);
      const graders = view.grades.map((each) => each.party);
      return graders.includes('krg' as PartyId) && view.links.length === 1;
    });
    this.#acting.mark('grades of both parties and the contradiction stand side by side', true);
  }

  async propose(): Promise<RecordHash> {
    const desk = this.#desk('iraq', 'planner');
    const now = Date.now() / 1000;
    const window = {
      from: formatInstant(instant(now + LEAD_SECONDS)),
      upto: formatInstant(instant(now + 3600)),
    };
    const plan: Plan = {
      kind: 'operation',
      name: 'NAHR-1',
      language: 'en',
      purpose: 'Search the ground between the two lines south-east of Makhmur.',
      shape: SEAM as unknown as Plan['shape'],
      window,
      contributions: [
        { party: 'iraq' as PartyId, forces: [{ kind: 'infantry', count: 120 }] },
        { party: 'krg' as PartyId, forces: [{ kind: 'infantry', count: 120 }] },
      ],
      rulesOfContact: 'Stop and call the centre on any meeting of units.',
    };
    const members = MEMBERS;
    const view = await desk.post<PlanView>('/api/plans', { audience: members, plan });
    const asked = view.asked.map((each) => each.party).join(' ');
    this.#acting.mark('who must consent is computed', asked === 'iraq krg', asked);
    for (const party of members) await this.#acting.untilState(party, view.hash, 'proposed');
    this.#acting.mark('the proposal is at every desk', true);
    return view.hash;
  }

  async consentOneByOne(plan: RecordHash): Promise<void> {
    await this.#acting.decide('iraq', plan, 'consent');
    const planner = this.#desk('iraq', 'planner');
    const liaison = this.#desk('turkiye', DECIDING_SEAT);
    const stranger = await liaison.refused(
      liaison.post('/api/statements', termsOf(plan, 'consent')),
    );
    this.#acting.mark('a party that was not asked has no say', stranger.code === 'not-asked');
    await this.#untilBegun(plan);
    const problem = await planner.refused(planner.post(`/api/plans/${plan}/activation`, {}));
    const state = problem.details?.['state'] as { awaiting?: string[] } | undefined;
    this.#card.refusedWhileMissing.push(...(state?.awaiting ?? []));
    const isRefused = problem.code === 'consent-missing' && state?.awaiting?.join() === 'krg';
    this.#acting.mark(
      'activation is refused while a consent is missing',
      isRefused,
      state?.awaiting?.join(),
    );
    const view = await this.#acting.decide('krg', plan, 'consent', {
      conditions: ['No movement after 2200C in the villages'],
    });
    const conditional = view.decisions.at(-1);
    this.#acting.mark('a condition must be taken before it counts', view.state.kind === 'proposed');
    await this.#untilDecision('iraq', plan, conditional?.hash);
    await planner.post(`/api/plans/${plan}/acceptance`, { decision: conditional?.hash });
    for (const party of MEMBERS) await this.#acting.untilState(party, plan, 'active');
    await planner.post(`/api/plans/${plan}/activation`, {});
    this.#card.activatedAfterConsent = true;
    this.#acting.mark('activation is granted when every consent stands', true);
  }

  async withdrawAndReturn(plan: RecordHash): Promise<void> {
    await this.#acting.decide('krg', plan, 'withdrawal', {
      reason: 'Civilians in the southern village.',
    });
    for (const party of MEMBERS) await this.#acting.untilState(party, plan, 'suspended');
    this.#acting.mark('a withdrawal suspends the operation at every node', true);
    await this.#acting.decide('krg', plan, 'consent');
    for (const party of MEMBERS) await this.#acting.untilState(party, plan, 'active');
    this.#acting.mark('a new consent lets it go on', true);
  }

  async close(plan: RecordHash): Promise<void> {
    const closing = { outcome: 'done', language: 'en', result: 'Ground searched; nothing found.' };
    await this.#desk('iraq', 'planner').post(`/api/plans/${plan}/closing`, closing);
    for (const party of MEMBERS) await this.#acting.untilState(party, plan, 'ended');
    this.#acting.mark('the operation is closed with its result', true);
  }

  /** Checks records with nothing but their bytes, the proof and the keys. */
  async prove(records: readonly RecordHash[]): Promise<void> {
    const desk = this.#desk('krg', 'analyst');
    for (const hash of records) {
      await this.#acting.until(async () => {
        const { place } = await desk.get<RecordView>(`/api/records/${hash}`);
        return place.cosigned;
      });
      const view = await desk.get<RecordView>(`/api/records/${hash}`);
      const proof = await desk.get<ProofView>(`/api/records/${hash}/proof`);
      const shown = checkProof(view, proof);
      if (shown) this.#card.recordsProved += 1;
      this.#acting.mark('a record is proved on its log and cosigned', shown);
    }
  }

  async observe(report: RecordHash): Promise<void> {
    const observer = this.#desk('coalition', 'observer');
    const { logs } = await observer.get<IntegrityView>('/api/logs');
    const others = logs.filter((log) => log.author !== 'coalition');
    const isBlind = others.every((log) => log.audience === undefined && log.path === undefined);
    const isWitness = others.length >= 3 && others.every((log) => log.cosigned !== undefined);
    this.#acting.mark(
      'the observer sees sizes and cosignatures',
      isWitness,
      `${others.length} logs`,
    );
    const problem = await observer.refused(observer.get(`/api/records/${report}`));
    const { reports } = await observer.get<ReportPage>('/api/reports');
    const hidden = problem.code === 'not-found' && reports.length === 0;
    this.#acting.mark('the observer sees no contents', isBlind && hidden);
  }

  async summarise(): Promise<void> {
    const sitrep = await this.#desk('krg', 'duty-officer').get<SitrepView>('/api/sitrep');
    const isFull = sitrep.reports.length === 2 && sitrep.plans.length === 1;
    this.#acting.mark('the situation report has it all', isFull && sitrep.lines.length > 0);
  }

  #desk(party: string, seat: string): Client {
    return this.#acting.desk(party, seat);
  }

  async #untilDecision(party: string, plan: RecordHash, hash: string | undefined): Promise<void> {
    const desk = this.#desk(party, 'duty-officer');
    await this.#acting.until(async () => {
      const view = await desk.get<PlanView>(`/api/plans/${plan}`);
      return view.decisions.some((each) => each.hash === hash);
    });
  }

  /** Waits until the window has begun; time is part of what is shown. */
  async #untilBegun(plan: RecordHash): Promise<void> {
    const view = await this.#desk('iraq', 'duty-officer').get<PlanView>(`/api/plans/${plan}`);
    const begins = Date.parse(view.plan.window.from);
    await this.#acting.until(() => Promise.resolve(Date.now() > begins + 1000));
  }
}
