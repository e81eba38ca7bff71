import type { PlanView } from '../../contract/api.ts';
import type { usePlanAct } from './plan-acts.ts';

/** What a list of a running plan's parts needs to say how far they are. */
export interface Hands {
  readonly plan: PlanView;
  /** The party that sits here: only the lead of a part says how far it is. */
  readonly self: string;
  /** Whether anything may still be said: the plan has not ended. */
  readonly isOpen: boolean;
  readonly act: ReturnType<typeof usePlanAct>;
}
