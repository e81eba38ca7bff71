import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { PreviewView } from '../../contract/api.ts';
import { FaultError, post } from '../api.ts';
import type { PlanDraft } from './draft.ts';
import { planOf } from './draft-plan.ts';
import { useSettled } from './use-settled.ts';

/** How long a hand rests before the node is asked, in milliseconds. */
const SETTLE_MILLIS = 150;

/** What stands for a name that was not written yet: whom a plan touches does not depend on it. */
const NAMELESS = '—';

/** What the node says of a draft: the latest answer, while the next one is on its way. */
export interface Preview {
  readonly view: PreviewView | undefined;
  /** Whether the draft has changed since. */
  readonly isUpdating: boolean;
  readonly fault: Error | null;
  /** The plan that the draft says so far. */
  readonly plan: ReturnType<typeof planOf>;
}

/** Who would be asked, what would conflict and what a change comes to, with every corner anew. */
export function usePreview(draft: PlanDraft): Preview {
  const name = draft.name.trim() === '' ? NAMELESS : undefined;
  const plan = useMemo(() => planOf(draft, name), [draft, name]);
  const body = plan === undefined ? '' : JSON.stringify({ plan });
  const settled = useSettled(body, SETTLE_MILLIS);
  const query = useQuery({
    queryKey: ['preview', settled],
    enabled: settled !== '',
    gcTime: 0,
    retry: false,
    // The answer before stays in view until the next one is there.
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      if (settled === '') throw new FaultError('bad-request', 0);
      return post<PreviewView>('/api/plans/preview', JSON.parse(settled), signal);
    },
  });
  const isUpdating = plan !== undefined && (settled !== body || query.isFetching);
  return {
    view: plan === undefined ? undefined : query.data,
    isUpdating,
    fault: query.error,
    plan,
  };
}
