import { queryOptions } from '@tanstack/react-query';

import type { PlanView } from '../../contract/api.ts';
import { get } from '../api.ts';

/** How often a plan's state is asked for anew, in milliseconds: time alone may change it. */
const STATE_STALE_MILLIS = 30_000;

/** One plan with where everybody stands. */
export function planQuery(hash: string) {
  return queryOptions({
    queryKey: ['plans', hash],
    queryFn: ({ signal }) => get<PlanView>(`/api/plans/${encodeURIComponent(hash)}`, signal),
    refetchInterval: STATE_STALE_MILLIS,
  });
}
