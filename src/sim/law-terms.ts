import type { PartyId } from '../base/ids.ts';
import type {
  DecisionFact,
  Fact,
  GrantFact,
  LimitFact,
  PlanFact,
  RosterFact,
  Span,
} from './facts.ts';
import { cellsOf } from './ground.ts';
import type { Patch } from './ground.ts';

type Decided = Fact & { readonly says: DecisionFact };

/** Ground for a time; everywhere where there is no patch. */
type Reach = Span & { readonly patch: Patch | null };

/** Whether some of the plan lies there then. */
export function touches(reach: Reach, plan: PlanFact): boolean {
  const isThen = reach.from < plan.upto && (reach.upto === null || reach.upto > plan.from);
  return isThen && (reach.patch === null || commonCells(reach.patch, plan.patch) > 0);
}

/** Whether all of the plan lies there then. */
export function contains(reach: Reach, plan: PlanFact): boolean {
  return lasts(reach, plan) && isWithin(plan.patch, reach.patch);
}

/** Whether the span lasts as long as the plan. */
export function lasts(span: Span, plan: PlanFact): boolean {
  return span.from <= plan.from && (span.upto === null || span.upto >= plan.upto);
}

/** Who contributes or leads a part. [C1] [C23] */
export function takingPart({ forces, sectors, phases }: PlanFact): readonly PartyId[] {
  return [...forces.map(({ party }) => party), ...[...sectors, ...phases].map(({ lead }) => lead)];
}

/** Whether two decisions say the same of the same version. [C37] */
export function isSame(ours: Decided, theirs: Decided): boolean {
  const terms = ({ says: { plan, verdict, upto, conditions, limits } }: Decided): string =>
    JSON.stringify([plan, verdict, upto, conditions, limits]);
  return terms(ours) === terms(theirs);
}

/** Whether two decisions are those of two offices with two keys. [C37] */
export function isOfAnother(ours: Decided, theirs: Decided): boolean {
  return ours.seat !== theirs.seat && ours.says.key !== theirs.says.key;
}

/** Whether the plan keeps within a limit. [C31] */
export function keeps(plan: PlanFact, limit: LimitFact): boolean {
  switch (limit.kind) {
    case 'time':
      return limit.from <= plan.from && plan.upto <= limit.upto;
    case 'area':
      return isWithin(plan.patch, limit.patch);
    case 'forces':
      return plan.forces.every(({ kind }) => limit.forces.includes(kind));
    case 'count': {
      const counted = plan.forces.filter(({ party }) => [null, party].includes(limit.party));
      return sum(counted.map(({ count }) => count)) <= limit.max;
    }
  }
}

/** Whether this roster lets the office sign this with its key. [C7] [C8] [C33] [C35] */
export function lets(
  { keys, seats }: RosterFact,
  { seat, at, says }: Fact & { readonly says: { readonly key: string } },
  duty: 'decide' | 'sign',
  plan?: PlanFact,
): boolean {
  const hasKey = keys.some(
    (key) =>
      key.key === says.key &&
      key.seat === seat &&
      key.from <= at &&
      (key.upto === null || at < key.upto),
  );
  const office = seats.find((each) => each.seat === seat);
  return (
    hasKey &&
    office !== undefined &&
    office.duties.includes(duty) &&
    !office.duties.includes('administer') &&
    (!plan || !office.grants || office.grants.some((grant) => isGranted(grant, plan, at)))
  );
}

function isGranted(grant: GrantFact, plan: PlanFact, at: number): boolean {
  const { kinds, patch, hoursAhead, forcesMax } = grant;
  return (
    kinds.includes(plan.planKind) &&
    isWithin(plan.patch, patch) &&
    (hoursAhead === null || plan.upto <= at + hoursAhead * 3_600) &&
    (forcesMax === null || sum(plan.forces.map(({ count }) => count)) <= forcesMax)
  );
}

/** Whether one plan changes nothing of the other but to be less. [C38] */
export function narrows(less: PlanFact, more: PlanFact): boolean {
  const rest = ({ planKind, words, sectors, phases, lostContact, isNotice }: PlanFact): string =>
    JSON.stringify([planKind, words, sectors, phases, lostContact, isNotice]);
  const brought = (plan: PlanFact, { party, kind }: PlanFact['forces'][number]): number =>
    sum(plan.forces.flatMap((each) => (isOf(each, party, kind) ? [each.count] : [])));
  return (
    rest(less) === rest(more) &&
    isWithin(less.patch, more.patch) &&
    more.from <= less.from &&
    less.upto <= more.upto &&
    less.forces.every((force) => brought(less, force) <= brought(more, force))
  );
}

function isOf(force: PlanFact['forces'][number], party: PartyId, kind: string): boolean {
  return force.party === party && force.kind === kind;
}

function isWithin(patch: Patch, wider: Patch | null): boolean {
  return wider === null || commonCells(patch, wider) === cellsOf(patch).length;
}

function commonCells(ours: Patch, theirs: Patch): number {
  const cells = new Set(cellsOf(theirs));
  return cellsOf(ours).filter((cell) => cells.has(cell)).length;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
