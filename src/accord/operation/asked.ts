import type { PartyId, RecordHash } from '../../base/ids.ts';
import { isNonEmpty } from '../../base/result.ts';
import type { NonEmpty } from '../../base/result.ts';
import { uncovered } from '../../geo/cover.ts';
import type { Shape } from '../../geo/shape.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import { prepare, touchesPrepared } from '../../geo/touch.ts';
import type { Known, StandingClaim } from '../known.ts';
import { momentOf } from '../wire.ts';
import type { Plan } from './plan-schema.ts';

/** Why a party must consent. */
export type Reason =
  | { readonly kind: 'contributes' }
  | { readonly kind: 'claims'; readonly claim: RecordHash }
  | { readonly kind: 'unclaimed' };

/** A party that must consent, with every reason for it. */
export interface AskedParty {
  readonly party: PartyId;
  readonly reasons: NonEmpty<Reason>;
}

/** What of a plan decides who must consent. */
export type Touching = Pick<Plan, 'window' | 'contributions'>;

/**
 * Who must consent to a plan over `shape`, each with the reasons, sorted by party: all who
 * contribute [C1], all whose claim it touches in its window [C2] [C3], and every member of the
 * centre where any of it lies on ground that nobody claims [C4]. A pure function of what is known;
 * nobody types it in.
 */
export function whoMustConsent(
  known: Pick<Known, 'charter' | 'claims'>,
  plan: Touching,
  shape: Shape,
): readonly AskedParty[] {
  const reasons = new Map<PartyId, Reason[]>();
  const ask = (party: PartyId, reason: Reason): void => {
    const held = reasons.get(party);
    if (held) held.push(reason);
    else reasons.set(party, [reason]);
  };
  for (const party of new Set(plan.contributions.map((each) => each.party))) {
    ask(party, { kind: 'contributes' });
  }
  const prepared = prepare(shape);
  const touched = claimsTouched(known, plan, prepared);
  for (const claim of touched) ask(claim.said.author, { kind: 'claims', claim: claim.said.hash });
  if (isAnyUnclaimed(plan, shape, touched)) {
    for (const party of known.charter.members) ask(party, { kind: 'unclaimed' });
  }
  return [...reasons]
    .toSorted(([ours], [theirs]) => (ours < theirs ? -1 : 1))
    .flatMap(([party, why]) => (isNonEmpty(why) ? [{ party, reasons: why }] : []));
}

function claimsTouched(
  known: Pick<Known, 'charter' | 'claims'>,
  plan: Touching,
  shape: PreparedShape,
): readonly StandingClaim[] {
  const members = new Set(known.charter.members);
  return [...known.claims.values()]
    .filter(
      (claim) =>
        members.has(claim.said.author) &&
        overlaps(claim, plan) &&
        touchesPrepared(claim.area, shape),
    )
    .toSorted((ours, theirs) => (ours.said.hash < theirs.said.hash ? -1 : 1));
}

/** A claim that ends inside the window leaves its ground unclaimed for the rest, so all are asked. */
function isAnyUnclaimed(plan: Touching, shape: Shape, touched: readonly StandingClaim[]): boolean {
  const from = momentOf(plan.window.from);
  const upto = momentOf(plan.window.upto);
  const throughout = touched.filter(
    (claim) => claim.from <= from && (claim.upto === undefined || claim.upto >= upto),
  );
  return uncovered(
    shape,
    throughout.map((claim) => claim.area.shape),
  );
}

function overlaps(claim: StandingClaim, plan: Touching): boolean {
  const from = momentOf(plan.window.from);
  const upto = momentOf(plan.window.upto);
  return claim.from < upto && (claim.upto === undefined || claim.upto > from);
}
