import { formatInstant } from '../../base/instant.ts';
import type { ReasonView } from '../../contract/api.ts';
import type { Known } from '../../accord/known.ts';
import type { Reason } from '../../accord/operation/asked.ts';
import type { PlanGround } from '../../accord/operation/ground.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import { cut, windowOf } from '../../accord/operation/turns.ts';

/** A plan, or the draft of one, with its ground. */
export interface Grounded {
  readonly plan: Plan;
  readonly ground: PlanGround;
}

/** Why a party must consent, with the figures that a person asks for. */
export function presentReason(known: Known, of: Grounded, reason: Reason): ReasonView {
  if (reason.kind === 'claims') return { ...reason, ...presentTouched(known, of, reason.claim) };
  if (reason.kind !== 'agreement') return reason;
  const agreement = known.agreements.get(reason.agreement);
  return agreement ? { ...reason, names: agreement.said.record.body.names } : reason;
}

/** Of a claim: its names, and the time within the plan's window for which it counts. */
function presentTouched(
  known: Known,
  { plan }: Grounded,
  hash: Extract<Reason, { readonly kind: 'claims' }>['claim'],
): Partial<Pick<ReasonView, 'names' | 'from' | 'upto'>> {
  const claim = known.claims.get(hash);
  if (!claim) return {};
  const window = windowOf(plan);
  const span = cut(window, { from: claim.from, upto: claim.upto ?? window.upto });
  return {
    names: claim.said.record.body.names,
    ...(span ? { from: formatInstant(span.from), upto: formatInstant(span.upto) } : {}),
  };
}
