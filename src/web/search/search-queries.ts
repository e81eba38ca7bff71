import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { FOUND_ROWS_MAX } from '../../contract/search-calls.ts';
import type { ReportPoints } from '../../contract/reports.ts';
import type { FoundLine, SearchFacets, SearchPage } from '../../contract/search.ts';
import { get, queryOf } from '../api.ts';

/** How many of what was found are read at a time. */
const FOUND_STEP = 50;

/** What a query finds, newest first, page by page; an older question is dropped. */
export function foundQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ['reports', 'search', q],
    queryFn: ({ signal, pageParam }) =>
      get<SearchPage>(`/api/search${queryOf({ q, limit: FOUND_STEP, after: pageParam })}`, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    retry: false,
  });
}

/** How many reports a paper holds, the newest. [Q14] */
export const PAPER_ROWS_MAX = FOUND_ROWS_MAX;

/** What a paper of a search bears: asked once when it is opened, and not again while it is read. */
export function paperQuery(q: string) {
  return queryOptions({
    queryKey: ['search-paper', q],
    queryFn: ({ signal }) =>
      get<SearchPage>(`/api/search${queryOf({ q, limit: PAPER_ROWS_MAX })}`, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
}

/** How what a query finds is divided. */
export function facetsQuery(q: string) {
  return queryOptions({
    queryKey: ['reports', 'facets', q],
    queryFn: ({ signal }) => get<SearchFacets>(`/api/search/facets${queryOf({ q })}`, signal),
    placeholderData: (before) => before,
    retry: false,
  });
}

/** What was found, as far as it was read. */
export function foundLines(pages: readonly SearchPage[] | undefined): readonly FoundLine[] {
  return (pages ?? []).flatMap((page) => page.reports);
}

/** What a query finds as points of a map. */
export function foundPointsQuery(q: string) {
  return queryOptions({
    queryKey: ['reports', 'found-points', q],
    queryFn: ({ signal }) => get<ReportPoints>(`/api/search/points${queryOf({ q })}`, signal),
    placeholderData: (before) => before,
    retry: false,
  });
}
