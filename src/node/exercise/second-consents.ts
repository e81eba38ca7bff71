import type { RecordHash } from '../../base/ids.ts';
import type { PlanView, PreviewView, ReasonView, Saved } from '../../contract/api.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Acting } from './acting.ts';
import { MEMBERS } from './acting.ts';
import { termsOf } from './lines.ts';
import type { SecondActScore } from './scorecard.ts';
import { limitsOf, narrowed, newFlight, newSweep } from './second-lines.ts';
import { AIR_SEAT, COMMANDING_SEAT, DECIDING_SEAT } from './seats.ts';

/** How soon after it was proposed the narrower sweep may begin, in seconds. */
const LEAD_SECONDS = 6;

/** The chapters about who is asked and what they say: limits, a narrowing, conflicts, two officers. */
export class Consents {
  readonly #acting: Acting;
  readonly #score: SecondActScore;

  constructor(acting: Acting, score: SecondActScore) {
    this.#acting = acting;
    this.#score = score;
  }

  /** A sweep over contested ground: who is asked and why, and with what it conflicts. */
  async propose(): Promise<PlanView> {
    const acting = this.#acting;
    const planner = acting.desk('iraq', 'planner');
    const plan = newSweep();
    const preview = await planner.post<PreviewView>('/api/plans/preview', { plan });
    for (const { party, reasons } of preview.asked) {
      this.#score.asked.push({ party, reasons: reasons.map(sayReason) });
    }
    const asked = preview.asked.map(({ party }) => party).join(' ');
    const isShown = preview.asked.every(({ reasons }) => reasons.some(hasFigures));
    const shown = this.#score.asked.map(({ party, reasons }) => `${party}: ${reasons.join(', ')}`);
    acting.mark(
      'the preview names who is asked and why, with figures by sector',
      asked === 'iraq krg' && isShown,
      shown.join(' | '),
    );
    const view = await planner.post<PlanView>('/api/plans', { audience: MEMBERS, plan });
    await acting.everywhereOf('the sweep is proposed', view.hash, 'proposed');
    await acting.everywhereOf(
      'its conflicts with a visit and a protected site are shown to all',
      view.hash,
      'plan HEWRA-4, site Tell camp (exercise)',
      ({ conflicts }) => conflicts.map(({ kind, title }) => `${kind} ${title}`).join(', '),
    );
    return view;
  }

  /** Beyond the liaison officer, with a question first and then with limits that are not kept. */
  async consentWithLimits({ hash, plan }: PlanView): Promise<void> {
    const acting = this.#acting;
    const liaison = acting.desk('krg', DECIDING_SEAT);
    const problem = await liaison.refused(
      liaison.post('/api/statements', termsOf(hash, 'consent')),
    );
    const goesTo = String(problem.details?.['goesTo']);
    acting.mark(
      'a plan beyond the liaison officer goes up to the commander',
      problem.code === 'beyond-authority' && goesTo === COMMANDING_SEAT,
      `lacks ${String(problem.details?.['lacks'])}, goes to ${goesTo}`,
    );
    const seat = COMMANDING_SEAT;
    const asking = await acting.decide('krg', hash, 'question', {
      seat,
      reason: 'Who stays between the units and the camp?',
    });
    await this.#answer(hash, asking.decisions.at(-1)?.hash);
    await acting.decide('iraq', hash, 'consent', { seat });
    const limits = [...limitsOf(plan)];
    await acting.decide('krg', hash, 'consent', { seat, limits });
    await acting.everywhereOf(
      'a consent whose limits the plan does not keep leaves it proposed',
      hash,
      'proposed, iraq consents, krg conditions: count time',
      ({ state, asked }) => `${state.kind}, ${asked.map(sayStance).join(', ')}`,
    );
  }

  async #answer(plan: RecordHash, question: RecordHash | undefined): Promise<void> {
    const acting = this.#acting;
    const planner = acting.desk('iraq', 'planner');
    await acting.everywhereOf(
      'a question is at every desk',
      plan,
      'krg asks',
      ({ asked }) => asked.filter(({ stance }) => stance.kind === 'asks').map(sayStance)[0],
    );
    const text = 'A medical team of yours, from the first hour to the last.';
    await planner.post<Saved>('/api/answers', {
      to: question,
      language: 'en',
      text,
      settles: true,
    });
    await acting.everywhereOf('and so is its answer', plan, text, (view) => view.answers[0]?.text);
  }

  /** The author narrows the sweep until the limits are kept; what was said holds on. */
  async narrow(first: PlanView): Promise<PlanView> {
    const acting = this.#acting;
    const planner = acting.desk('iraq', 'planner');
    const plan = narrowed(first.plan, first.hash, LEAD_SECONDS);
    const wider = { ...plan, contributions: doubled(first.plan) };
    const draft = await planner.post<PreviewView>('/api/plans/preview', { plan: wider });
    const widens = draft.change?.widens.join(' ') ?? '';
    acting.mark('a version with more forces is shown to be wider', widens === 'forces', widens);
    const view = await planner.post<PlanView>('/api/plans', { audience: MEMBERS, plan });
    this.#score.changed.push(...(view.change?.changed ?? []));
    this.#score.widened.push(...(view.change?.widens ?? ['unknown']));
    acting.mark(
      'the amended sweep only narrows',
      this.#score.widened.length === 0 && this.#score.changed.length > 0,
      `changed ${this.#score.changed.join(' ')}, wider in nothing`,
    );
    await acting.everywhereOf(
      'the consents hold on, and its limits are kept',
      view.hash,
      'iraq consents, krg consents, wider in 0',
      ({ asked, change }) =>
        `${asked.map(sayStance).join(', ')}, wider in ${change?.widens.length}`,
    );
    await acting.everywhereOf(
      'the first version is replaced',
      first.hash,
      'ended: replaced',
      ({ state }) => (state.kind === 'ended' ? `ended: ${state.reason}` : state.kind),
    );
    return view;
  }

  /** Whoever a conflict concerns lets both stand, on the record; it stays in sight. */
  async clear({ hash }: PlanView): Promise<void> {
    const acting = this.#acting;
    for (const party of MEMBERS) {
      const desk = acting.desk(party, DECIDING_SEAT);
      const { conflicts } = await desk.get<PlanView>(`/api/plans/${hash}`);
      for (const conflict of conflicts.filter(({ concerns }) => concerns.includes(party))) {
        const reason = 'Seen; the units keep to the far side.';
        const clearance = { with: conflict.with, language: 'en', reason };
        await desk.post<PlanView>(`/api/plans/${hash}/clearance`, clearance);
      }
    }
    await acting.everywhereOf(
      'those whom the conflicts concern let them stand, on the record',
      hash,
      'plan by iraq krg turkiye, site by iraq krg',
      ({ conflicts }) =>
        conflicts.map(({ kind, clearedBy }) => `${kind} by ${clearedBy.join(' ')}`).join(', '),
    );
    const { conflicts } = await acting.desk('iraq', 'planner').get<PlanView>(`/api/plans/${hash}`);
    for (const { kind, title, clearedBy } of conflicts) {
      this.#score.conflicts.push({ kind, title, clearedBy });
    }
  }

  /** A flight: one party by the agreement, one by two officers. */
  async fly(): Promise<PlanView> {
    const acting = this.#acting;
    const planner = acting.desk('iraq', 'planner');
    const plan = newFlight();
    const flight = await planner.post<PlanView>('/api/plans', { audience: MEMBERS, plan });
    const { hash } = flight;
    const why = flight.asked.map(({ party, reasons }) => `${party} ${reasons[0]?.kind}`).join(', ');
    const wanted = 'iraq contributes, krg claims, turkiye agreement';
    acting.mark('a flight asks also whom the agreement names', why === wanted, why);
    for (const party of MEMBERS) {
      await acting.untilState(party, hash, 'proposed');
      await acting.decide(party, hash, 'consent');
    }
    await acting.everywhereOf(
      'where two officers are asked for, one is half a consent',
      hash,
      'proposed, iraq consents, krg half, turkiye consents',
      ({ state, asked }) => `${state.kind}, ${asked.map(sayStance).join(', ')}`,
    );
    await acting.decide('krg', hash, 'consent', { seat: AIR_SEAT });
    await acting.everywhereOf('the second officer makes it whole', hash, 'active');
    await planner.post<PlanView>(`/api/plans/${hash}/activation`, {});
    return flight;
  }
}

function doubled(plan: Plan): Plan['contributions'] {
  return plan.contributions.map(({ party, forces }) => {
    return { party, forces: forces.map(({ kind, count }) => ({ kind, count: 2 * count })) };
  });
}

function sayStance({ party, stance }: PlanView['asked'][number]): string {
  if (stance.kind !== 'conditions') return `${party} ${stance.kind}`;
  return `${party} conditions: ${stance.unmet.map(({ kind }) => kind).join(' ')}`;
}

function hasFigures({ km2, sectors = [] }: ReasonView): boolean {
  return km2 !== undefined && km2 > 0 && sectors.length > 0;
}

function sayReason(reason: ReasonView): string {
  const { kind, km2, sectors = [] } = reason;
  if (kind !== 'claims') return kind;
  const each = sectors.map((sector) => `${sector.id} ${sector.km2.toFixed(1)}`).join(', ');
  return `claims ${km2?.toFixed(1)} km2 (${each})`;
}
