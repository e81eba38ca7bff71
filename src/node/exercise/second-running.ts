import { performance } from 'node:perf_hooks';
import type { RecordHash } from '../../base/ids.ts';
import type { PlanView } from '../../contract/api.ts';
import type { Step } from '../../accord/operation/schema.ts';
import type { Acting } from './acting.ts';
import { MEMBERS } from './acting.ts';
import type { SecondActScore, SecondCast } from './scorecard.ts';
import { DECIDING_SEAT } from './seats.ts';

/** How long it may take until a cut is seen by the rule, and until it is over, in milliseconds. */
const LOST_MILLIS_MAX = 120_000;
const FOUND_MILLIS_MAX = 120_000;

/** The chapters while the sweep runs: progress, a stop, a cut link, a withdrawal. */
export class Running {
  readonly #acting: Acting;
  readonly #score: SecondActScore;
  readonly #cast: SecondCast;

  constructor(acting: Acting, score: SecondActScore, cast: SecondCast) {
    this.#acting = acting;
    this.#score = score;
    this.#cast = cast;
  }

  async begin({ hash }: PlanView): Promise<void> {
    await this.#acting.everywhereOf('the sweep is active in its window', hash, 'active');
    const planner = this.#acting.desk('iraq', 'planner');
    await planner.post<PlanView>(`/api/plans/${hash}/activation`, {});
    await this.#acting.everywhereOf(
      'its beginning is announced',
      hash,
      'announced',
      ({ activation }) => (activation ? 'announced' : 'active'),
    );
  }

  /** Each says how far its own part is, and the line goes from one to the other. */
  async progress({ hash }: PlanView): Promise<void> {
    const acting = this.#acting;
    await this.#step('iraq', hash, { kind: 'phase', phase: 'search', state: 'begun' });
    await this.#step('iraq', hash, { kind: 'sector', sector: 'west', percent: 40 });
    await this.#step('krg', hash, { kind: 'sector', sector: 'east', percent: 25 });
    const krg = acting.desk('krg', 'duty-officer');
    const foreign = { kind: 'sector', sector: 'west', percent: 100 };
    const body = { step: foreign, language: 'en', note: null };
    const problem = await krg.refused(krg.post(`/api/plans/${hash}/step`, body));
    acting.mark('nobody speaks for the sector of another', problem.code === 'not-your-part');
    const [iraq, other] = MEMBERS;
    if (!iraq || !other) return;
    await this.#step('iraq', hash, { kind: 'line', line: 'track', state: 'offered', with: other });
    await acting.everywhereOf('the line is offered', hash, 'offered', lineOf);
    await this.#step('krg', hash, { kind: 'line', line: 'track', state: 'taken', with: iraq });
    await acting.everywhereOf(
      'phase, sectors and the line that was handed over are alike everywhere',
      hash,
      'search begun, west 40, east 25, track taken',
      (view) => {
        const { phases, sectors } = view.running;
        const phase = `${phases[0]?.id} ${phases[0]?.said}`;
        const parts = sectors.map(({ id, percent }) => `${id} ${percent}`);
        return [phase, ...parts, `track ${lineOf(view)}`].join(', ');
      },
    );
  }

  async #step(party: string, plan: RecordHash, step: Step): Promise<void> {
    const desk = this.#acting.desk(party, 'duty-officer');
    await desk.post<PlanView>(`/api/plans/${plan}/step`, { step, language: 'en', note: null });
  }

  /** A party that is not even asked halts it at once, and alone lets it go on. */
  async stopAndResume({ hash }: PlanView): Promise<void> {
    const acting = this.#acting;
    const desks = MEMBERS.map((party) => ({ party, desk: acting.desk(party, 'duty-officer') }));
    await Promise.all(desks.map(({ desk }) => desk.listening()));
    let said = 0;
    const arrivals = desks.map(async ({ party, desk }) => {
      await desk.waitFor(
        (event) => event.kind === 'record' && event.type === 'stop' && event.plan === hash,
      );
      this.#score.secondsToStop.push({ party, seconds: (performance.now() - said) / 1000 });
    });
    const word = { language: 'en', reason: 'Families on the track.' };
    said = performance.now();
    const stopping = acting.desk('turkiye', DECIDING_SEAT);
    await Promise.all([stopping.post(`/api/plans/${hash}/stop`, word), ...arrivals]);
    const seconds = this.#score.secondsToStop.map((each) => each.seconds);
    acting.mark(
      'a stop is on the stream of every node within a second',
      Math.max(...seconds) < 1,
      this.#score.secondsToStop
        .map((each) => `${each.party} ${each.seconds.toFixed(3)} s`)
        .join(', '),
    );
    await acting.everywhereOf('it halts the sweep', hash, 'halted');
    const going = { language: 'en', reason: 'The track is clear.' };
    const refused: string[] = [];
    for (const party of ['iraq', 'krg']) {
      const desk = acting.desk(party, DECIDING_SEAT);
      const problem = await desk.refused(desk.post(`/api/plans/${hash}/resumption`, going));
      refused.push(`${party} ${problem.code}`);
    }
    const isRefused = refused.join() === 'iraq not-stopped,krg not-stopped';
    acting.mark('no other party lets it go on', isRefused, refused.join(', '));
    await stopping.post(`/api/plans/${hash}/resumption`, going);
    await acting.everywhereOf('who stopped it lets it go on', hash, 'active');
  }

  /**
   * Cuts one node off from all others, with both sides running. Each side comes to the same by the
   * plan's own rule; `meanwhile` is what those do who still hear each other.
   */
  async cutLink({ hash, plan }: PlanView, meanwhile: () => Promise<void>): Promise<void> {
    const acting = this.#acting;
    const { wire, apart } = this.#cast;
    const minutes = plan.lostContact?.afterMinutes ?? 0;
    wire.cut();
    let at = performance.now();
    acting.say(`the link of ${apart} is cut; its rule waits for ${minutes} min, and so does this`);
    await meanwhile();
    const silent: Record<string, string> = {};
    await acting.everywhere(
      'both sides of the cut suspend the sweep by the rule alike',
      'out-of-contact',
      async (desk, party) => {
        const { state } = await desk.get<PlanView>(`/api/plans/${hash}`);
        if (state.kind === 'out-of-contact') silent[party] = state.silent.join(' ');
        return state.kind;
      },
      LOST_MILLIS_MAX,
    );
    this.#score.silent = silent;
    this.#score.secondsToLostContact = (performance.now() - at) / 1000;
    wire.mend();
    at = performance.now();
    acting.say('the link is mended; both wait for a sign of life of each other');
    await acting.everywhere(
      'with the link it goes on',
      'active',
      async (desk) => (await desk.get<PlanView>(`/api/plans/${hash}`)).state.kind,
      FOUND_MILLIS_MAX,
    );
    this.#score.secondsToContact = (performance.now() - at) / 1000;
  }

  /** A withdrawal suspends it; gives the record of the withdrawal. */
  async withdraw({ hash }: PlanView): Promise<RecordHash> {
    const reason = 'Shots near the camp.';
    const view = await this.#acting.decide('krg', hash, 'withdrawal', { reason });
    await this.#acting.everywhereOf('a withdrawal suspends the sweep', hash, 'suspended');
    const withdrawal = view.decisions.find(
      ({ verdict, party }) => verdict === 'withdrawal' && party === 'krg',
    );
    if (!withdrawal) throw new Error('a withdrawal that was said is shown');
    return withdrawal.hash;
  }
}

function lineOf({ running }: PlanView): string | undefined {
  return running.lines[0]?.handed[0]?.state;
}
