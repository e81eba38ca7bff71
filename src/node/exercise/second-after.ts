import type { RecordHash } from '../../base/ids.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { PlanView, Saved } from '../../contract/api.ts';
import type { HandoverView, IncursionView } from '../../contract/beside-plans.ts';
import type { ProofView, RecordView } from '../../contract/reports.ts';
import { accountOf } from '../../ledger/operation-account.ts';
import { verifyOperationProof } from '../../ledger/operation-verdict.ts';
import { hostPrimitives } from '../primitives.ts';
import type { Acting } from './acting.ts';
import { MEMBERS } from './acting.ts';
import type { Client } from './desk.ts';
import { cosignedAt } from './lines.ts';
import type { SecondActScore, SecondCast } from './scorecard.ts';
import { newHandover, newIncursion } from './second-lines.ts';
import { SIGNING_SEAT } from './seats.ts';

/** How many copies of a proof file are read with one byte changed. */
const COPIES = 128;

/** The chapters about what remains: an incursion, results, a hand-over, proof files. */
export class After {
  readonly #acting: Acting;
  readonly #score: SecondActScore;
  readonly #cast: SecondCast;

  constructor(acting: Acting, score: SecondActScore, cast: SecondCast) {
    this.#acting = acting;
    this.#score = score;
    this.#cast = cast;
  }

  /** The base goes from one party's hands to another's: steps by both, an inventory, both sign. */
  async handOver(post: RecordHash): Promise<void> {
    const acting = this.#acting;
    const planner = acting.desk('turkiye', 'planner');
    const body = { handover: newHandover(post), audience: ['iraq', 'turkiye'] };
    const { hash, handover } = await planner.post<HandoverView>('/api/handovers', body);
    const iraq = acting.desk('iraq', 'duty-officer');
    const at = async (desk: Client): Promise<HandoverView | undefined> =>
      (await desk.get<readonly HandoverView[]>('/api/handovers')).find(
        (each) => each.hash === hash,
      );
    await acting.until(async () => (await at(iraq)) !== undefined);
    for (const { id, by } of handover.steps) {
      const step = { step: id, language: 'en', note: null };
      const path = `/api/handovers/${hash}/step`;
      await acting.desk(by, 'duty-officer').post<HandoverView>(path, step);
    }
    const desks = [iraq, acting.desk('turkiye', 'duty-officer')];
    const both = async (isSo: (view: HandoverView) => boolean): Promise<void> =>
      acting.until(async () => {
        const views = await Promise.all(desks.map(at));
        return views.every((view) => view !== undefined && isSo(view));
      });
    await both(({ done, complete }) => done.length === 3 && !complete);
    acting.mark('a base whose steps are done is not handed over before both sign', true);
    for (const party of ['turkiye', 'iraq']) {
      await acting.sign(party, SIGNING_SEAT, hash, 'We have handed over what is listed.');
    }
    await both(({ signed, complete }) => signed.length === 2 && complete);
    acting.mark('with both signatures it is, inventory and all, at both nodes', true);
  }

  /** A party records what was done on its ground while its consent did not stand. */
  async recordIncursion({ hash }: PlanView, withdrawal: RecordHash): Promise<void> {
    const acting = this.#acting;
    const krg = acting.desk('krg', 'duty-officer');
    const withdrawn = await this.#cosigned(krg, withdrawal);
    const from = Math.max(withdrawn, Math.floor(Date.now() / 1000)) + 1;
    await acting.until(() => Promise.resolve(Date.now() / 1000 > from + 1));
    const moment = (seconds: number) => formatInstant(instant(seconds));
    const recorded = await krg.post<IncursionView>('/api/incursions', {
      audience: MEMBERS,
      tlp: 'AMBER',
      incursion: newIncursion(moment(from), moment(from + 1)),
    });
    const path = `/api/incursions/${recorded.hash}`;
    await acting.everywhere(
      'an incursion is shown with what stood then',
      'covered no, suspended without krg',
      async (desk) => {
        const cover = coverIn(await desk.get<IncursionView>(path), hash);
        const span = cover?.spans[0];
        return `covered ${cover?.covers ? 'yes' : 'no'}, ${span?.state} without ${span?.missing.join()}`;
      },
    );
    await this.#cosigned(krg, recorded.hash);
    acting.mark(
      'its record and the withdrawal before it are proved by bytes, proof and keys alone',
      withdrawn < from,
      `withdrawal cosigned ${from - withdrawn} s before it`,
    );
    await this.#settle(recorded.hash);
    const settled = await krg.get<IncursionView>(path);
    const cover = coverIn(recorded, hash);
    this.#score.incursion = {
      covered: cover?.covers ?? true,
      missing: [...new Set(cover?.spans.flatMap(({ missing }) => missing) ?? [])],
      withdrawnBefore: withdrawn < from,
      settledBy: settled.settledBy,
    };
  }

  async #settle(incursion: RecordHash): Promise<void> {
    const acting = this.#acting;
    const path = `/api/incursions/${incursion}`;
    const how = async (desk: Client): Promise<string> => {
      const { state, answers, settledBy } = await desk.get<IncursionView>(path);
      return `${state}, ${answers.length} answers, settled by ${settledBy.join(' ') || 'nobody'}`;
    };
    const answer = (party: string, text: string, settles: boolean) =>
      acting
        .desk(party, 'duty-officer')
        .post<Saved>('/api/answers', { to: incursion, language: 'en', text, settles });
    await answer('iraq', 'They were withdrawing to the track and had not heard the net.', false);
    await acting.everywhere(
      'the other side answers, and both accounts stand',
      'open, 1 answers, settled by nobody',
      how,
    );
    await answer('krg', 'We take that; the net is to be kept open.', true);
    await answer('iraq', 'Agreed.', true);
    await acting.everywhere(
      'it is settled by both',
      'settled, 3 answers, settled by iraq krg',
      how,
    );
  }

  /** Checks a record by its bytes, its proof and the keys alone; when it was first cosigned. */
  async #cosigned(desk: Client, hash: RecordHash): Promise<number> {
    await this.#acting.until(async () => {
      return (await desk.get<RecordView>(`/api/records/${hash}`)).place.cosigned;
    });
    const view = await desk.get<RecordView>(`/api/records/${hash}`);
    const proof = await desk.get<ProofView>(`/api/records/${hash}/proof?earliest`);
    const at = cosignedAt(view, proof);
    if (at === undefined) throw new Error('a proof of a record did not hold');
    this.#acting.card.recordsProved += 1;
    return at;
  }

  /** The consent comes back, and both operations are closed with what each side says of them. */
  async close(sweep: PlanView, flight: PlanView): Promise<void> {
    const acting = this.#acting;
    await acting.decide('krg', sweep.hash, 'consent');
    await acting.everywhereOf('a new consent lets the sweep go on', sweep.hash, 'active');
    const close = (party: string, { hash }: PlanView, result: string, lessons: string) =>
      acting.desk(party, 'planner').post<PlanView>(`/api/plans/${hash}/closing`, {
        outcome: 'done',
        language: 'en',
        result,
        lessons,
      });
    await close('iraq', sweep, 'The west is searched; two caches.', 'Keep the net open.');
    await acting.untilState('krg', sweep.hash, 'ended');
    await close('krg', sweep, 'The east is searched in part.', 'Agree on a second net.');
    await acting.everywhereOf(
      'it is closed with results and lessons of both',
      sweep.hash,
      'ended, results of iraq krg',
      ({ state, results }) => {
        const told = results.filter(({ lessons }) => lessons !== null).map(({ party }) => party);
        return `${state.kind}, results of ${told.toSorted().join(' ')}`;
      },
    );
    await close('iraq', flight, 'The roads are open but for two fords.', 'None.');
    await acting.everywhereOf('the flight is closed', flight.hash, 'ended');
  }

  /** Proof files, made at the node of a party that was not asked, and read with the cards alone. */
  async prove(sweep: PlanView, flight: PlanView): Promise<void> {
    await this.#acting.untilCosigned();
    await this.#proveOne(sweep, 'not covered while krg was missing', false, 'krg');
    await this.#proveOne(flight, 'covered at every moment', true, '');
  }

  async #proveOne(
    { hash, plan }: PlanView,
    what: string,
    isCovered: boolean,
    lacking: string,
  ): Promise<void> {
    const desk = this.#acting.desk('turkiye', 'analyst');
    const bytes = await desk.bytes(`/api/plans/${hash}/proof-file`);
    const { cards } = this.#cast;
    const verdict = verifyOperationProof(hostPrimitives(), bytes, { cards });
    if (!verdict.ok) {
      this.#acting.mark(`${plan.name} is proved: ${what}`, false, verdict.fault.kind);
      return;
    }
    const account = accountOf(verdict.value);
    const missing = [...new Set(account.uncovered.flatMap((span) => span.missing))];
    const { covered } = account.life;
    const isSo = covered === isCovered && missing.join() === lacking;
    this.#acting.mark(`${plan.name} is proved: ${what}`, isSo, `${bytes.length} bytes`);
    let refused = 0;
    for (let i = 0; i < COPIES; i += 1) {
      const copy = Uint8Array.from(bytes);
      const at = Math.floor((i * bytes.length) / COPIES);
      copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8));
      if (!verifyOperationProof(hostPrimitives(), copy, { cards }).ok) refused += 1;
      // Connections that a node closes meanwhile must be seen to be closed.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    this.#acting.mark(
      'and refused with any one byte changed',
      refused === COPIES,
      `${refused} of ${COPIES}`,
    );
    const score = { name: plan.name, operation: hash, bytes: bytes.length, covered, missing };
    this.#score.proofs.push({ ...score, refused, changed: COPIES });
  }
}

function coverIn(
  { covers }: IncursionView,
  plan: RecordHash,
): IncursionView['covers'][number] | undefined {
  return covers.find((each) => each.plan === plan);
}
