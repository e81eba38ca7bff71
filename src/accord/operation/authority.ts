import type { SeatId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { prepare } from '../../geo/touch.ts';
import type { Grant, Roster } from '../party/schema.ts';
import { momentOf } from '../wire.ts';
import type { PlanGround } from './ground.ts';
import { isGroundWithin, shapeOf } from './ground.ts';
import { countOf } from './limits.ts';
import type { Plan } from './plan-schema.ts';

/** An office of a roster. */
export type Office = Roster['seats'][number];

/** What is to be decided, and when. */
export interface Deciding {
  readonly plan: Plan;
  readonly ground: PlanGround;
  readonly at: Instant;
}

/** What keeps a grant from covering a plan. */
export type GrantLack = 'kind' | 'area' | 'hours-ahead' | 'forces';

/** How many offices a request may climb through. */
const CLIMB_MAX = 16;

/** Whether an office may decide on this plan: by its duty, and within one of its grants. [C8] [C33] [C35] */
export function mayDecide(office: Office | undefined, deciding: Deciding): boolean {
  if (!office?.duties.includes('decide') || office.duties.includes('administer')) return false;
  if (!office.authority) return true;
  return office.authority.some((grant) => lackOf(grant, deciding) === undefined);
}

/** What keeps a grant from covering a plan, or nothing where it covers it. [C33] */
export function lackOf(grant: Grant, { plan, ground, at }: Deciding): GrantLack | undefined {
  if (!grant.kinds.includes(plan.kind)) return 'kind';
  const hours = (momentOf(plan.window.upto) - at) / 3600;
  if (grant.hoursAhead !== null && hours > grant.hoursAhead) return 'hours-ahead';
  if (grant.forcesMax !== null && countOf(plan) > grant.forcesMax) return 'forces';
  return isInArea(grant, ground) ? undefined : 'area';
}

/** The office to which a request goes up from `seat` until one may decide; nothing where none may. [C33] */
export function decidingOffice(
  roster: Roster,
  seat: SeatId,
  deciding: Deciding,
): SeatId | undefined {
  let office = roster.seats.find((each) => each.seat === seat);
  for (let i = 0; office && i < CLIMB_MAX; i += 1) {
    if (mayDecide(office, deciding)) return office.seat;
    const above: SeatId | undefined = office.above;
    office = above === undefined ? undefined : roster.seats.find((each) => each.seat === above);
  }
  return undefined;
}

/** All offices of a roster that may decide on a plan. */
export function decidingOffices(roster: Roster, deciding: Deciding): readonly SeatId[] {
  return roster.seats.filter((each) => mayDecide(each, deciding)).map(({ seat }) => seat);
}

/** Answers to one question that costs milliseconds, kept for as long as grant and ground live. */
const inArea = new WeakMap<PlanGround, WeakMap<Grant, boolean>>();

function isInArea(grant: Grant, ground: PlanGround): boolean {
  if (grant.area === null) return true;
  const held = inArea.get(ground) ?? new WeakMap<Grant, boolean>();
  inArea.set(ground, held);
  const is = held.get(grant) ?? isGroundWithin(ground, prepare(shapeOf(grant.area)));
  held.set(grant, is);
  return is;
}
