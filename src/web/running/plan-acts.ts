import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { NewClearance, NewClosing, NewStep, NewStop, PlanView } from '../../contract/api.ts';
import { post } from '../api.ts';

/** Something that is said of a plan; the node answers each with the plan after it. */
export type PlanAct =
  | { readonly path: 'acceptance'; readonly body: { readonly decision: string } }
  | { readonly path: 'activation'; readonly body: object }
  | { readonly path: 'closing'; readonly body: NewClosing }
  | { readonly path: 'stop' | 'resumption'; readonly body: NewStop }
  | { readonly path: 'step'; readonly body: NewStep }
  | { readonly path: 'clearance'; readonly body: NewClearance };

/** Plans of which this very screen is saying a stop: it need not be told of it. */
const beingStopped = new Set<string>();

/** Whether a stop that just arrived is the one that was said at this screen. */
export function isOwnStop(plan: string | undefined): boolean {
  return plan !== undefined && beingStopped.has(plan);
}

/** Says things of a plan; the page shows what the node answered, and every list is read anew. */
export function usePlanAct(hash: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ path, body }: PlanAct) => {
      if (path === 'stop') beingStopped.add(hash);
      try {
        return await post<PlanView>(`/api/plans/${encodeURIComponent(hash)}/${path}`, body);
      } finally {
        // The event of it may come shortly after the answer.
        if (path === 'stop') setTimeout(() => beingStopped.delete(hash), 3_000);
      }
    },
    onSuccess: (view) => client.setQueryData(['plans', hash], view),
    onSettled: () => client.invalidateQueries({ queryKey: ['plans'] }),
  });
}
