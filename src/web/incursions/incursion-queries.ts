import { queryOptions } from '@tanstack/react-query';

import type { Incursion } from '../../accord/incursion/schema.ts';
import type { IncursionView } from '../../contract/beside-plans.ts';
import { get } from '../api.ts';

/** What was done. */
export type IncursionKind = Incursion['kind'];

/** Incursions that this desk may read, newest first. */
export const incursionsQuery = queryOptions({
  queryKey: ['incursions'],
  queryFn: ({ signal }) => get<readonly IncursionView[]>('/api/incursions', signal),
});

/** One incursion with what covers it and all accounts. */
export function incursionQuery(hash: string) {
  return queryOptions({
    queryKey: ['incursions', hash],
    queryFn: ({ signal }) =>
      get<IncursionView>(`/api/incursions/${encodeURIComponent(hash)}`, signal),
  });
}

/** Whether `self` is named and has given no account of its own yet. */
export function waitsForAccount(view: IncursionView, self: string): boolean {
  return view.incursion.by === self && !view.answers.some(({ party }) => party === self);
}
