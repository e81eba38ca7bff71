import { unreachable } from '../../base/result.ts';
import { prepare } from '../../geo/touch.ts';
import { momentOf } from '../wire.ts';
import type { PlanGround } from './ground.ts';
import { isGroundWithin, shapeOf } from './ground.ts';
import type { Plan } from './plan-schema.ts';
import type { Limit } from './schema.ts';

/** Whether a plan keeps within a limit of a consent. [C31] */
export function isWithinLimit(limit: Limit, plan: Plan, ground: PlanGround): boolean {
  switch (limit.kind) {
    case 'time':
      return (
        momentOf(limit.from) <= momentOf(plan.window.from) &&
        momentOf(plan.window.upto) <= momentOf(limit.upto)
      );
    case 'area':
      return isGroundWithin(ground, prepare(shapeOf(limit.area)));
    case 'forces':
      return plan.contributions.every(({ forces }) =>
        forces.every(({ kind }) => limit.forces.includes(kind)),
      );
    case 'count':
      return countOf(plan, limit) <= limit.max;
    default:
      return unreachable(limit);
  }
}

/** How many people and vehicles a plan brings, of one party or all, of one kind or all. */
export function countOf(
  plan: Pick<Plan, 'contributions'>,
  of: { readonly party?: string | undefined; readonly force?: string | undefined } = {},
): number {
  return plan.contributions
    .filter(({ party }) => of.party === undefined || party === of.party)
    .flatMap(({ forces }) => forces)
    .filter(({ kind }) => of.force === undefined || kind === of.force)
    .reduce((sum, { count }) => sum + count, 0);
}
