import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { infiniteQueryOptions } from '@tanstack/react-query';

import type { InboxPage } from '../../contract/inbox.ts';
import type { ReportLine } from '../../contract/reports.ts';
import { get, post, queryOf } from '../api.ts';

/** How many arrivals are read at a time. */
const ARRIVALS_STEP = 100;

/** Which arrivals are asked for. */
export interface InboxAsk {
  readonly show: 'new' | 'others' | 'all';
  readonly party: string | undefined;
  readonly kind: string | undefined;
}

const INBOX = ['reports', 'inbox'] as const;

/** Reports as they came to our node, the newest first, page by page. */
export function inboxQuery(ask: InboxAsk) {
  return infiniteQueryOptions({
    queryKey: [...INBOX, ask],
    queryFn: ({ signal, pageParam }) =>
      get<InboxPage>(
        `/api/inbox${queryOf({ ...ask, limit: ARRIVALS_STEP, after: pageParam })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

/** The arrivals, as far as they were read. */
export function arrivalsOf(pages: readonly InboxPage[] | undefined): readonly ReportLine[] {
  return (pages ?? []).flatMap((page) => page.reports);
}

/**
 * Marks a report for the person at this desk. What is on the screen follows at once, and a report
 * that was only just read stays in the list of what is new until that list is read anew.
 */
export async function markReport(
  client: QueryClient,
  hash: string,
  mark: 'read' | 'unread',
): Promise<void> {
  const isUnread = mark === 'unread';
  client.setQueriesData<InfiniteData<InboxPage>>({ queryKey: INBOX }, (held) =>
    held === undefined
      ? held
      : { ...held, pages: held.pages.map((page) => marked(page, hash, isUnread)) },
  );
  await post('/api/readings', { mark, reports: [hash] });
}

/** Marks all that is here as read. */
export async function markAll(client: QueryClient): Promise<void> {
  await post('/api/readings', { mark: 'all' });
  await client.invalidateQueries({ queryKey: ['reports'] });
}

function marked(page: InboxPage, hash: string, isUnread: boolean): InboxPage {
  const isOther = page.reports.some((line) => line.hash === hash && line.isUnread !== isUnread);
  if (!isOther) return page;
  return {
    ...page,
    reports: page.reports.map((line) => (line.hash === hash ? { ...line, isUnread } : line)),
    unread: Math.max(0, page.unread + (isUnread ? 1 : -1)),
  };
}
