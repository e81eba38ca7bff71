import { queryOptions } from '@tanstack/react-query';

import type { PassageView, PassagesView } from '../../contract/passages.ts';
import { get } from '../api.ts';

/** What was passed on, and releases that were asked for. */
export const passagesQuery = queryOptions({
  queryKey: ['passages'],
  queryFn: ({ signal }) => get<PassagesView>('/api/passages', signal),
});

/** One record that was passed on, in full. */
export function passageQuery(hash: string) {
  return queryOptions({
    queryKey: ['passages', hash],
    queryFn: ({ signal }) => get<PassageView>(`/api/passages/${encodeURIComponent(hash)}`, signal),
  });
}
