import { createContext, useContext } from 'react';

import type { PlanLine, RunningView } from '../../contract/api.ts';

/** Opens the window in which an operation is stopped; a plan that is named stands chosen in it. */
export type OpenStop = (plan?: string) => void;

/** Where the stop window is opened from. */
export const StopContext = createContext<OpenStop>(() => undefined);

/** A way to the stop window from any page. */
export function useStop(): OpenStop {
  return useContext(StopContext);
}

/** States in which units of some party may be under way at this moment. */
const UNDER_WAY: ReadonlySet<string> = new Set(['active', 'behind', 'out-of-contact']);

/** What stopping needs to know of a plan. */
export type Stoppable = Pick<PlanLine, 'hash' | 'state'> & {
  readonly running: Pick<RunningView, 'stops'>;
};

/** Whether units may be under way. */
export function isUnderWay(plan: Pick<Stoppable, 'state'>): boolean {
  return UNDER_WAY.has(plan.state.kind);
}

/** Whether a stop of ours would change anything: it has not ended, and ours does not stand yet. */
export function mayStop(plan: Stoppable, self: string): boolean {
  return plan.state.kind !== 'ended' && plan.running.stops.every(({ party }) => party !== self);
}

/**
 * What the stop window lists: every operation that is under way and the one whose page is open,
 * which stands first. Exactly one is chosen beforehand: the open one, or the only one there is.
 */
export function stopList<P extends Stoppable>(
  plans: readonly P[],
  self: string,
  open: string | undefined,
): { readonly offered: readonly P[]; readonly chosen: string | undefined } {
  const here = plans.filter(({ hash }) => hash === open);
  const others = plans.filter((plan) => plan.hash !== open && isUnderWay(plan));
  const offered = [...here, ...others].filter((plan) => mayStop(plan, self));
  const [first, second] = offered;
  const isPlain = first !== undefined && (first.hash === open || second === undefined);
  return { offered, chosen: isPlain ? first.hash : undefined };
}
