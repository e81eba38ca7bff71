import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import type { CentreView, ClaimView, PlanLine, SessionView } from '../contract/api.ts';
import type { IntegrityView, LogPage, SitrepView } from '../contract/record-room.ts';
import type { RecordView } from '../contract/reports.ts';
import { FaultError, get, queryOf } from './api.ts';

/** How many lines of the log are read at a time. */
const LOG_LINES_STEP = 200;

/*
 * One line per thing that is read. The first word of a key names the thing; live.ts throws away by it.
 */

/** The centre: its charter, parties and desks. */
export const centreQuery = queryOptions({
  queryKey: ['centre'],
  queryFn: ({ signal }) => get<CentreView>('/api/centre', signal),
});

/** Who sits here; null where nobody signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    try {
      return await get<SessionView>('/api/session', signal);
    } catch (fault) {
      if (fault instanceof FaultError && fault.status === 401) return null;
      throw fault;
    }
  },
});

/** The figures of every log, how we stand with each peer, and evidence. */
export const integrityQuery = queryOptions({
  queryKey: ['logs'],
  queryFn: ({ signal }) => get<IntegrityView>('/api/logs', signal),
});

/** The newest plans that this desk may read, newest first. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => get<readonly PlanLine[]>('/api/plans', signal),
});

/** All plans that have not ended, however old: what may have to be stopped. */
export const openPlansQuery = queryOptions({
  queryKey: ['plans', 'open'],
  queryFn: ({ signal }) => get<readonly PlanLine[]>('/api/plans?open=yes', signal),
});

/** How many plans the node gives at a time; the same number as in the contract's requests. */
const PLANS_STEP = 500;

/** The same, page by page into the past. */
export const planPagesQuery = infiniteQueryOptions({
  queryKey: ['plans', 'pages'],
  queryFn: ({ signal, pageParam }) =>
    get<readonly PlanLine[]>(`/api/plans${queryOf({ before: pageParam })}`, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => (page.length < PLANS_STEP ? undefined : page.at(-1)?.hash),
});

/** The centre's log from its newest lines backwards; each page holds its lines oldest first. */
export const logQuery = infiniteQueryOptions({
  queryKey: ['log'],
  queryFn: ({ signal, pageParam }) =>
    get<LogPage>(`/api/log${queryOf({ limit: LOG_LINES_STEP, before: pageParam })}`, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.before,
});

/** What each party claims as its ground. */
export const claimsQuery = queryOptions({
  queryKey: ['claims'],
  queryFn: ({ signal }) => get<readonly ClaimView[]>('/api/claims', signal),
});

/** How often a record is read anew while a party has not acknowledged it. */
const RECEIPT_MILLIS = 10_000;

/** One record of any type. */
export function recordQuery(hash: string) {
  return queryOptions({
    queryKey: ['records', hash],
    queryFn: ({ signal }) => get<RecordView>(`/api/records/${encodeURIComponent(hash)}`, signal),
    // A receipt that comes is not told to the screens; while one is awaited, it is looked for.
    refetchInterval: ({ state }) =>
      state.data?.holders.some(({ by, since }) => by === 'receipt' && !since)
        ? RECEIPT_MILLIS
        : false,
  });
}

/** The situation of a window; the last 24 hours where none is given. */
export const sitrepQuery = queryOptions({
  queryKey: ['sitrep'],
  queryFn: ({ signal }) => get<SitrepView>('/api/sitrep', signal),
});
