import { queryOptions } from '@tanstack/react-query';

import type { RecallView } from '../../contract/recalls.ts';
import { get } from '../api.ts';

/** Recalls with who has erased what they name, newest first. */
export const recallsQuery = queryOptions({
  queryKey: ['recalls'],
  queryFn: ({ signal }) => get<readonly RecallView[]>('/api/recalls', signal),
});
