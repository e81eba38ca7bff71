import { queryOptions } from '@tanstack/react-query';

import type { RequestView, RequestsView } from '../../contract/information-requests.ts';
import { get } from '../api.ts';

/** Requests for information that this desk may read, and how each party answers. */
export const requestsQuery = queryOptions({
  queryKey: ['requests'],
  queryFn: ({ signal }) => get<RequestsView>('/api/requests', signal),
});

/** One request with who has answered what. */
export function requestQuery(hash: string) {
  return queryOptions({
    queryKey: ['requests', hash],
    queryFn: ({ signal }) => get<RequestView>(`/api/requests/${encodeURIComponent(hash)}`, signal),
  });
}

/** Where a request stands in the list: what waits for us, what we ask, what others ask, what is over. */
export type RequestGroup = 'waits' | 'ours' | 'others' | 'over';

/** The group of a request, seen from `self`. */
export function groupOf(view: RequestView, self: string): RequestGroup {
  if (view.waitsForUs) return 'waits';
  const isOpen = view.asked.some(({ state }) => state === 'waiting' || state === 'late');
  if (view.end !== undefined || !isOpen) return 'over';
  return view.author === self ? 'ours' : 'others';
}
