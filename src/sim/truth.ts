import type { LogId, PartyId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Patch } from './ground.ts';
import { cellsOf } from './ground.ts';

/**
 * What the world knows of a record because it was there when it was made. The judges reckon from
 * this with a map of cells and lists, and use none of the code that they judge.
 */
export type Fact =
  | { readonly kind: 'other' }
  | {
      readonly kind: 'claim';
      readonly party: PartyId;
      readonly patch: Patch;
      readonly from: number;
      readonly upto: number | null;
      readonly replaces: RecordHash | undefined;
    }
  | { readonly kind: 'roster'; readonly at: number; readonly keys: readonly KeyFact[] }
  | {
      readonly kind: 'plan';
      readonly party: PartyId;
      readonly patch: Patch;
      readonly from: number;
      readonly upto: number;
      readonly forces: readonly PartyId[];
    }
  | {
      readonly kind: 'decision';
      readonly plan: RecordHash;
      readonly verdict: 'consent' | 'refusal' | 'withdrawal';
      readonly at: number;
      readonly upto: number | null;
      readonly isConditional: boolean;
      readonly key: string;
      /** The act of signing; a record that repeats it is no new act. */
      readonly act: number;
    }
  | { readonly kind: 'acceptance'; readonly plan: RecordHash; readonly decision: RecordHash }
  | { readonly kind: 'closing'; readonly plan: RecordHash };

/** A key in a roster as the world knows it. */
export interface KeyFact {
  readonly key: string;
  readonly from: number;
  readonly upto: number | null;
}

/** A record in its place at one node. */
export interface Placed {
  readonly hash: RecordHash;
  readonly log: LogId;
  readonly author: PartyId;
  readonly index: number;
  readonly fact: Fact;
}

/** How an operation stands. */
export interface TrueStanding {
  readonly required: readonly PartyId[];
  readonly consenting: readonly PartyId[];
  readonly isActive: boolean;
}

/** How the operation stands, reckoned from facts alone; nothing where the plan is not among them. */
export function trueStanding(
  placed: readonly Placed[],
  members: readonly PartyId[],
  plan: RecordHash,
  now: Instant,
): TrueStanding | undefined {
  const found = placed.find((each) => each.hash === plan);
  if (found?.fact.kind !== 'plan') return undefined;
  const fact = found.fact;
  const of: Asking = { plan, author: fact.party, upto: fact.upto };
  const required = [...requiredFor(placed, members, fact)].toSorted((a, b) => (a < b ? -1 : 1));
  const consenting = required.filter((party) => hasConsent(placed, party, of, now));
  const isClosed = placed.some(
    (each) => each.fact.kind === 'closing' && each.fact.plan === plan && each.author === fact.party,
  );
  const isNow = now >= fact.from && now < fact.upto;
  const isAgreed = required.length > 0 && consenting.length === required.length;
  return { required, consenting, isActive: isNow && isAgreed && !isClosed };
}

interface Asking {
  readonly plan: RecordHash;
  readonly author: PartyId;
  readonly upto: number;
}

/** Who must consent, by cells. */
function requiredFor(
  placed: readonly Placed[],
  members: readonly PartyId[],
  plan: Fact & { readonly kind: 'plan' },
): ReadonlySet<PartyId> {
  const required = new Set<PartyId>(plan.forces);
  const covered = new Set<string>();
  const wanted = new Set(cellsOf(plan.patch));
  for (const claim of standingClaims(placed)) {
    const cells = cellsOf(claim.patch).filter((cell) => wanted.has(cell));
    const ends = claim.upto ?? Number.POSITIVE_INFINITY;
    if (cells.length === 0 || claim.from >= plan.upto || ends <= plan.from) continue;
    required.add(claim.party);
    if (claim.from <= plan.from && ends >= plan.upto) for (const cell of cells) covered.add(cell);
  }
  if (covered.size < wanted.size) for (const party of members) required.add(party);
  return required;
}

function standingClaims(placed: readonly Placed[]): readonly (Fact & { readonly kind: 'claim' })[] {
  const claims = placed.filter((each) => each.fact.kind === 'claim');
  return claims.flatMap((each) => {
    const isReplaced = claims.some(
      ({ fact, author }) =>
        fact.kind === 'claim' && fact.replaces === each.hash && author === each.author,
    );
    return each.fact.kind === 'claim' && !isReplaced ? [each.fact] : [];
  });
}

function hasConsent(placed: readonly Placed[], party: PartyId, of: Asking, now: Instant): boolean {
  const rosters = placed
    .filter((each) => each.author === party && each.fact.kind === 'roster')
    .toSorted((ours, theirs) => ours.index - theirs.index);
  const decisions = placed
    .filter((each) => each.author === party)
    .toSorted((ours, theirs) => ours.index - theirs.index);
  const acts = new Set<number>();
  let last: Placed | undefined;
  for (const each of decisions) {
    if (each.fact.kind !== 'decision' || each.fact.plan !== of.plan) continue;
    if (!isKeyGood(rosters, each, each.fact) || acts.has(each.fact.act)) continue;
    acts.add(each.fact.act);
    last = each;
  }
  if (last?.fact.kind !== 'decision' || last.fact.verdict !== 'consent') return false;
  const end = last.fact.upto;
  if (end !== null && end <= now && end < of.upto) return false;
  const { hash } = last;
  const isAccepted = placed.some(
    ({ fact, author }) =>
      fact.kind === 'acceptance' && fact.decision === hash && author === of.author,
  );
  return !last.fact.isConditional || isAccepted;
}

function isKeyGood(
  rosters: readonly Placed[],
  decision: Placed,
  { key, at }: Fact & { readonly kind: 'decision' },
): boolean {
  const latest = rosters.at(-1)?.fact;
  if (latest?.kind !== 'roster') return false;
  const entry = latest.keys.find((each) => each.key === key);
  if (!entry || entry.from > at || (entry.upto !== null && at >= entry.upto)) return false;
  // A roster that stands before the decision and had the key ended already speaks for itself.
  return !rosters.some(
    ({ fact, index }) =>
      fact.kind === 'roster' &&
      index < decision.index &&
      fact.keys.some((each) => each.key === key && each.upto !== null && each.upto <= fact.at),
  );
}
