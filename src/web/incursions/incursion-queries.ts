import { queryOptions } from '@tanstack/react-query';

import type { Incursion } from '../../accord/incursion/schema.ts';
import type { INCURSION_KINDS as KINDS_SAID } from '../../accord/incursion/schema.ts';
import type { IncursionView } from '../../contract/beside-plans.ts';
import { get } from '../api.ts';

/** What was done, written out so that the page need not fetch the schemas. */
export const INCURSION_KINDS = [
  'movement',
  'overflight',
  'shelling',
  'crossing',
  'post',
  'arrest',
  'other',
] as const satisfies typeof KINDS_SAID;

/** One of {@link INCURSION_KINDS}. */
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
