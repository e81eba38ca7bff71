import type { PartyId, RecordHash } from '../../base/ids.ts';
import { isNonEmpty } from '../../base/result.ts';
import type { NonEmpty } from '../../base/result.ts';
import { uncoveredAll } from '../../geo/cover.ts';
import type { Law } from '../agreement/force.ts';
import type { StandingRule } from '../agreement/rules.ts';
import { rulesInForce } from '../agreement/force.ts';
import type { Known, StandingClaim } from '../known.ts';
import type { PlanGround } from './ground.ts';
import { groundTouches, isGroundWithin } from './ground.ts';
import type { Plan } from './plan-schema.ts';
import type { Turn } from './turns.ts';
import { windowOf } from './turns.ts';

/** Why a party must consent. */
export type Reason =
  | { readonly kind: 'contributes' }
  /** It leads these sectors and phases. [C23] */
  | { readonly kind: 'leads'; readonly parts: readonly string[] }
  | { readonly kind: 'claims'; readonly claim: RecordHash }
  | { readonly kind: 'unclaimed' }
  | { readonly kind: 'agreement'; readonly agreement: RecordHash; readonly article: string };

/** A party that must consent, with every reason for it. */
export interface AskedParty {
  readonly party: PartyId;
  readonly reasons: NonEmpty<Reason>;
}

/** What of a plan decides who must consent. */
export type Touching = Pick<Plan, 'kind' | 'window' | 'contributions' | 'sharing'> &
  Pick<Plan, 'sectors' | 'phases'>;

/** A plan as it is asked about: what it says, whose it is, and where. */
export interface Asking {
  readonly plan: Touching;
  readonly author: PartyId;
  readonly ground: PlanGround;
}

/** What of the known decides who must consent. */
export type Grounds = Law & Pick<Known, 'claims' | 'claimIndex'>;

/** A rule that keeps a plan from being active, and the party of the plan that it names. [C26] */
export interface Forbidding {
  readonly agreement: RecordHash;
  readonly article: string;
  readonly party: PartyId;
}

/** What the rules and claims say of a plan. */
export interface Verdicts {
  readonly asked: readonly AskedParty[];
  readonly forbidden: readonly Forbidding[];
}

/**
 * Who must consent to a plan, each with the reasons, sorted by party: all who contribute [C1] or
 * lead [C23], all whose claim its ground touches in its window [C2] [C3], every member of the centre
 * where any of it lies on ground that nobody claims [C4], and whom agreements in force name [C24],
 * without those whom they free [C25]. A pure function of what is known; nobody types it in.
 */
export function whoMustConsent(known: Grounds, asking: Asking): readonly AskedParty[] {
  return verdictsOn(known, asking).asked;
}

/** Who must consent to a plan, and what forbids it. */
export function verdictsOn(known: Grounds, asking: Asking): Verdicts {
  const rules = rulesFor(known, asking);
  return {
    asked: askedBy(known, asking, rules),
    forbidden: rules
      .filter(({ rule }) => rule.effect === 'forbidden')
      .flatMap(({ agreement, article, rule }) =>
        partiesIn(asking)
          .filter((party) => rule.parties.includes(party))
          .map((party) => ({ agreement, article, party })),
      ),
  };
}

function askedBy(
  known: Grounds,
  asking: Asking,
  rules: readonly StandingRule[],
): readonly AskedParty[] {
  const reasons = new Map<PartyId, Reason[]>();
  const ask = (party: PartyId, reason: Reason): void => {
    if (asking.plan.sharing === 'notice' && party === asking.author) return; // [C28]
    const held = reasons.get(party);
    if (held) held.push(reason);
    else reasons.set(party, [reason]);
  };
  for (const party of contributorsOf(asking.plan)) ask(party, { kind: 'contributes' });
  for (const [party, parts] of leadsOf(asking.plan)) ask(party, { kind: 'leads', parts });
  const freed = freedBy(asking, rules);
  const touched = claimsTouched(known, asking);
  for (const { said } of touched) {
    if (!freed.has(said.author)) ask(said.author, { kind: 'claims', claim: said.hash });
  }
  if (isAnyUnclaimed(asking, touched)) {
    for (const party of known.charter.members) {
      if (!freed.has(party)) ask(party, { kind: 'unclaimed' });
    }
  }
  for (const { agreement, article, rule } of rules) {
    if (rule.effect !== 'consent') continue;
    for (const party of new Set(rule.parties))
      ask(party, { kind: 'agreement', agreement, article });
  }
  return [...reasons]
    .toSorted(([ours], [theirs]) => (ours < theirs ? -1 : 1))
    .flatMap(([party, why]) => (isNonEmpty(why) ? [{ party, reasons: why }] : []));
}

function contributorsOf(plan: Touching): ReadonlySet<PartyId> {
  return new Set(plan.contributions.map((each) => each.party));
}

/** The sectors and phases that each party leads. */
function leadsOf({ sectors = [], phases = [] }: Touching): ReadonlyMap<PartyId, readonly string[]> {
  const leads = new Map<PartyId, string[]>();
  for (const { id, lead } of [...sectors, ...phases]) {
    leads.set(lead, [...(leads.get(lead) ?? []), id]);
  }
  return leads;
}

/** Who takes part: the author, who contributes, who leads; sorted. */
function partiesIn({ plan, author }: Asking): readonly PartyId[] {
  const parties = new Set([author, ...contributorsOf(plan), ...leadsOf(plan).keys()]);
  return [...parties].toSorted();
}

/** The rules in force that are about this kind of plan, there and then. */
function rulesFor(known: Grounds, { plan, ground }: Asking): readonly StandingRule[] {
  const window = windowOf(plan);
  return rulesInForce(known).filter(
    ({ rule, area, from, upto }) =>
      rule.kinds.includes(plan.kind) &&
      isDuring({ from, upto }, window) &&
      (area === undefined || groundTouches(ground, area)),
  );
}

/** Those whom a rule frees: signatories, for a plan that lies wholly in its area and dates. [C25] */
function freedBy({ plan, ground }: Asking, rules: readonly StandingRule[]): ReadonlySet<PartyId> {
  const window = windowOf(plan);
  const freeing = rules.filter(
    ({ rule, area, from, upto }) =>
      rule.effect === 'notify' &&
      isThroughout({ from, upto }, window) &&
      (area === undefined || isGroundWithin(ground, area)),
  );
  return new Set(
    freeing.flatMap(({ rule, signatories }) =>
      rule.parties.filter((party) => signatories.includes(party)),
    ),
  );
}

function claimsTouched(known: Grounds, { plan, ground }: Asking): readonly StandingClaim[] {
  const members = new Set(known.charter.members);
  const window = windowOf(plan);
  return known.claimIndex
    .near(ground.shape.bounds, ground.reachMetres)
    .flatMap((hash) => known.claims.get(hash) ?? [])
    .filter(
      (claim) =>
        members.has(claim.said.author) &&
        isDuring(claim, window) &&
        groundTouches(ground, claim.area),
    )
    .toSorted((ours, theirs) => (ours.said.hash < theirs.said.hash ? -1 : 1));
}

/** A claim that ends inside the window leaves its ground unclaimed for the rest, so all are asked. */
function isAnyUnclaimed({ plan, ground }: Asking, touched: readonly StandingClaim[]): boolean {
  const window = windowOf(plan);
  const throughout = touched.filter((claim) => isThroughout(claim, window));
  return uncoveredAll(
    ground.parts,
    throughout.map((claim) => claim.area),
  );
}

/** A span that may have no end. */
type Span = Pick<StandingClaim, 'from' | 'upto'>;

function isDuring(span: Span, window: Turn): boolean {
  return span.from < window.upto && (span.upto === undefined || span.upto > window.from);
}

function isThroughout(span: Span, window: Turn): boolean {
  return span.from <= window.from && (span.upto === undefined || span.upto >= window.upto);
}
