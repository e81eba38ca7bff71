import { performance } from 'node:perf_hooks';
import { formatBase64Url, utf8 } from '../../base/bytes.ts';
import type { PartyId, RecordHash, SeatId } from '../../base/ids.ts';
import type { PlanView, Saved, StatementView } from '../../contract/api.ts';
import type { SigningStatementView } from '../../contract/beside-plans.ts';
import type { IntegrityView } from '../../contract/record-room.ts';
import type { Decision, OfficerSignature } from '../../accord/operation/schema.ts';
import { signExerciseStatement } from '../../proof/assertion.ts';
import { auditLog } from '../../proof/audit.ts';
import { parseVerifierKey } from '../../proof/note.ts';
import { hostPrimitives } from '../primitives.ts';
import { httpLogSource } from '../verify-source.ts';
import { CHARTER } from './cast.ts';
import type { Client } from './desk.ts';
import { termsOf } from './lines.ts';
import type { Cast, LogScore, Scorecard, Step, TellStep } from './scorecard.ts';
import { DECIDING_SEAT } from './seats.ts';

/** The members of the exercise's centre. */
export const MEMBERS: readonly PartyId[] = CHARTER.members;

/** How often something that must come true is looked at, and how long at most, in milliseconds. */
const LOOK_MILLIS = 50;
const LOOK_MILLIS_MAX = 30_000;

/** What an officer says to a plan, beyond the verdict. */
export interface Saying {
  readonly seat?: SeatId;
  readonly conditions?: readonly string[];
  readonly limits?: Decision['limits'];
  readonly reason?: string;
}

/** What all acts of the story are played with: desks, officers' keys, patience and the scorecard. */
export class Acting {
  readonly cast: Cast;
  readonly card: Scorecard;
  readonly #tell: TellStep;

  constructor(cast: Cast, card: Scorecard, tell: TellStep) {
    this.cast = cast;
    this.card = card;
    this.#tell = tell;
  }

  /** Puts a step on the scorecard. */
  mark(step: string, ok: boolean, detail?: string, at?: Step['at']): void {
    const more = { ...(detail === undefined ? {} : { detail }), ...(at ? { at } : {}) };
    this.card.steps.push({ step, ok, ...more });
    this.#tell(step, ok, detail);
    if (!ok) this.card.passed = false;
  }

  /** Tells what is waited for. */
  say(what: string): void {
    this.#tell(what, true);
  }

  /** Who sits at a seat of a party. Throws where nobody does. */
  desk(party: string, seat: string): Client {
    const desk = this.cast.desks.get(`${party}/${seat}`);
    if (!desk) throw new Error(`nobody sits at ${party}/${seat}`);
    return desk;
  }

  /** Looks until something is so; throws where it does not come true in time. */
  async until(isSo: () => Promise<boolean>, millisMax = LOOK_MILLIS_MAX): Promise<void> {
    const end = performance.now() + millisMax;
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error('something that had to come true did not');
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_MILLIS);
      });
    }
  }

  /**
   * Looks at the duty officer's desk of every member until all see what is wanted, and marks the
   * step with what was seen at each. Throws where one does not see it in time.
   */
  async everywhere(
    step: string,
    wanted: string,
    look: (desk: Client, party: PartyId) => Promise<string | undefined>,
    millisMax = LOOK_MILLIS_MAX,
  ): Promise<void> {
    const seen = new Map<string, string>();
    const isSo = async (): Promise<boolean> => {
      for (const party of MEMBERS) {
        const sight = await look(this.desk(party, 'duty-officer'), party).catch(() => undefined);
        seen.set(party, sight ?? 'nothing');
      }
      return [...seen.values()].every((sight) => sight === wanted);
    };
    const came = await this.until(isSo, millisMax).then(
      () => true,
      () => false,
    );
    const at = Object.fromEntries(seen);
    const detail = came
      ? `${wanted} at all nodes`
      : MEMBERS.map((p) => `${p}: ${at[p]}`).join(', ');
    this.mark(step, came, detail, at);
    if (!came) throw new Error(`not everywhere: ${step}`);
  }

  /** As {@link Acting.everywhere}, of one plan. */
  everywhereOf(
    step: string,
    plan: RecordHash,
    wanted: string,
    look: (view: PlanView, party: PartyId) => string | undefined = ({ state }) => state.kind,
  ): Promise<void> {
    return this.everywhere(step, wanted, async (desk, party) =>
      look(await desk.get<PlanView>(`/api/plans/${plan}`), party),
    );
  }

  async untilState(party: string, plan: RecordHash, kind: string): Promise<void> {
    const desk = this.desk(party, 'duty-officer');
    await this.until(async () => {
      const view = await desk.get<PlanView>(`/api/plans/${plan}`).catch(() => undefined);
      return view?.state.kind === kind;
    });
  }

  /** A decision of a party's officer, signed with the officer's own key. */
  async decide(
    party: string,
    plan: RecordHash,
    verdict: Decision['verdict'],
    { seat = DECIDING_SEAT, conditions = [], limits, reason }: Saying = {},
  ): Promise<PlanView> {
    const desk = this.desk(party, seat);
    const more = { conditions, reason: reason ?? null, ...(limits ? { limits } : {}) };
    const terms = { ...termsOf(plan, verdict), ...more };
    const { at, knows, statement } = await desk.post<StatementView>('/api/statements', terms);
    const signature = await this.#signature(party, seat, statement);
    const view = await desk.post<PlanView>('/api/decisions', { ...terms, at, knows, signature });
    const isConditional = conditions.length > 0 || limits !== undefined;
    this.card.consents.push({ party, verdict: isConditional ? 'conditions' : verdict });
    return view;
  }

  /** A signature under an agreement or a handover. */
  async sign(party: string, seat: SeatId, under: RecordHash, words: string): Promise<void> {
    const desk = this.desk(party, seat);
    const terms = { under, verdict: 'signs', language: 'en', words: `EXERCISE. ${words}` };
    const path = '/api/signings/statement';
    const { at, statement } = await desk.post<SigningStatementView>(path, terms);
    const signature = await this.#signature(party, seat, statement);
    await desk.post<Saved>('/api/signings', { ...terms, at, signature });
  }

  async #signature(party: string, seat: SeatId, statement: string): Promise<OfficerSignature> {
    const officer = this.cast.officers.get(`${party}/${seat}`);
    if (!officer) throw new Error(`no officer plays ${party}/${seat}`);
    const challenge = hostPrimitives().sha256(utf8(statement));
    return {
      kind: 'exercise',
      publicKey: formatBase64Url(officer.publicKey),
      signature: formatBase64Url(await signExerciseStatement(officer, challenge)),
    };
  }

  /** Waits until every log that members share is cosigned to its end; no witness sees another. [X18] */
  async untilCosigned(): Promise<void> {
    for (const party of MEMBERS) {
      const desk = this.desk(party, 'duty-officer');
      await this.until(async () => {
        const { logs } = await desk.get<IntegrityView>('/api/logs');
        const shared = logs.filter(({ audience }) => audience?.length !== 1);
        return shared.every((log) => log.cosigned?.size === log.size);
      });
    }
  }

  /** Audits every log that a desk may read, over the network, by the same eyes as an outsider. */
  async auditLogs(): Promise<void> {
    await this.untilCosigned();
    const scores: LogScore[] = [];
    for (const party of MEMBERS) scores.push(...(await this.#auditLogsOf(party)));
    this.card.logs = scores;
    const isWhole = scores.length >= 4 && scores.every(({ verified }) => verified);
    this.mark('every log verifies', isWhole, `${scores.length} logs`);
  }

  async #auditLogsOf(party: PartyId): Promise<readonly LogScore[]> {
    const desk = this.desk(party, 'duty-officer');
    const { logs } = await desk.get<IntegrityView>('/api/logs');
    const scores: LogScore[] = [];
    for (const view of logs.filter((each) => each.author === party)) {
      const key = parseVerifierKey(view.verifierKey);
      if (!key.ok || !view.path) continue;
      const source = httpLogSource(`${desk.address}${view.path}`, desk.token);
      const keys = { log: key.value, witnesses: [], quorum: 0 };
      const { findings, entries } = await auditLog(hostPrimitives(), source, keys);
      const { origin, author, size } = view;
      const verified = findings.length === 0 && entries === size;
      scores.push({ origin, author, size, cosignedSize: view.cosigned?.size ?? 0, verified });
    }
    return scores;
  }
}
