import { formatInstant } from '../../base/instant.ts';
import type { ReasonView } from '../../contract/api.ts';
import type { Known, StandingClaim } from '../../accord/known.ts';
import type { Reason } from '../../accord/operation/asked.ts';
import type { PlanGround } from '../../accord/operation/ground.ts';
import { shapeOf } from '../../accord/operation/ground.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import { cut, windowOf } from '../../accord/operation/turns.ts';

import { overlapKm2, overlapKm2All } from '../../geo/measure.ts';

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

/** Of a claim: its names, when within the plan's window it counts, and how much of the ground it holds. */
function presentTouched(
  known: Known,
  of: Grounded,
  hash: Extract<Reason, { readonly kind: 'claims' }>['claim'],
): Partial<Touched> {
  const claim = known.claims.get(hash);
  if (!claim) return {};
  const window = windowOf(of.plan);
  const span = cut(window, { from: claim.from, upto: claim.upto ?? window.upto });
  return {
    names: claim.said.record.body.names,
    ...(span ? { from: formatInstant(span.from), upto: formatInstant(span.upto) } : {}),
    ...figuresOf(of, claim),
  };
}

type Touched = Pick<ReasonView, 'names' | 'from' | 'upto'> & Figures;
type Figures = Pick<ReasonView, 'km2' | 'sectors'>;

/** Figures that cost milliseconds, kept for as long as ground and claim live. */
const figures = new WeakMap<PlanGround, WeakMap<StandingClaim, Figures>>();

function figuresOf(of: Grounded, claim: StandingClaim): Figures {
  const held = figures.get(of.ground) ?? new WeakMap<StandingClaim, Figures>();
  figures.set(of.ground, held);
  const found = held.get(claim) ?? measure(of, claim);
  held.set(claim, found);
  return found;
}

/** A route or a place without reach has no area, and what is too entangled has no figure. */
function measure({ plan, ground }: Grounded, { area }: StandingClaim): Figures {
  const pieces = ground.parts.map(({ shape }) => shape);
  const isArea = pieces.some(({ kind }) => kind === 'area');
  const km2 = isArea ? overlapKm2All(pieces, area.shape) : undefined;
  const sectors = (plan.sectors ?? []).flatMap(({ id, name, area: sector }) => {
    const shared = overlapKm2(shapeOf(sector), area.shape);
    return shared ? [{ id, name, km2: shared }] : [];
  });
  return {
    ...(km2 === undefined ? {} : { km2 }),
    ...(sectors.length > 0 ? { sectors } : {}),
  };
}
