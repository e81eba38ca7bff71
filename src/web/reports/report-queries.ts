import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import type {
  RecordView,
  ReportLine,
  ReportPage,
  ReportPoints,
  SourceView,
} from '../../contract/reports.ts';
import { get, queryOf } from '../api.ts';

/** Our own register of sources; empty for a desk that neither reports nor grades. */
export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => get<readonly SourceView[]>('/api/sources', signal),
});

/** How many reports are read at a time. */
export const REPORTS_STEP = 200;

/** How many earlier reports of a source are shown before grading. */
export const TRACK_REPORTS_MAX = 10;

/** How many of an author's newest reports are looked through for those of one kind of source. */
const TRACK_LOOKED_AT_MAX = 30;

/** Which reports are asked for. */
export interface ReportAsk {
  readonly text?: string | undefined;
  readonly party?: string | undefined;
  readonly kind?: string | undefined;
  /** RFC 3339: what happened at this moment or after. */
  readonly from?: string | undefined;
  /** West, south, east, north. */
  readonly box?: string | undefined;
}

/** Reports, newest first, page by page. */
export function reportsQuery(ask: ReportAsk) {
  return infiniteQueryOptions({
    queryKey: ['reports', 'list', ask],
    queryFn: ({ signal, pageParam }) =>
      get<ReportPage>(
        `/api/reports${queryOf({ ...ask, limit: REPORTS_STEP, after: pageParam })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

/** Every report that fits as a point of the map. */
export function pointsQuery(ask: ReportAsk) {
  return queryOptions({
    queryKey: ['reports', 'points', ask],
    queryFn: ({ signal }) => get<ReportPoints>(`/api/reports/points${queryOf({ ...ask })}`, signal),
    placeholderData: (before) => before,
  });
}

/** The reports that fit, as far as they were read. */
export function linesOf(pages: readonly ReportPage[] | undefined): readonly ReportLine[] {
  return (pages ?? []).flatMap((page) => page.reports);
}

/**
 * The last reports of one author from one kind of source, to see how they came out. The list of
 * reports does not say the source, so the newest records are read for it.
 */
export function trackQuery(author: string, source: string, except: string) {
  return queryOptions({
    queryKey: ['reports', 'track', author, source, except],
    queryFn: async ({ signal }): Promise<readonly ReportLine[]> => {
      const ask = queryOf({ party: author, limit: TRACK_LOOKED_AT_MAX });
      const { reports } = await get<ReportPage>(`/api/reports${ask}`, signal);
      const others = reports.filter((report) => report.hash !== except);
      const records = await Promise.all(
        others.map((each) =>
          get<RecordView>(`/api/records/${encodeURIComponent(each.hash)}`, signal),
        ),
      );
      return others
        .filter((_, i) => {
          const record = records[i]?.record;
          return record?.type === 'report' && record.body.source.kind === source;
        })
        .slice(0, TRACK_REPORTS_MAX);
    },
  });
}
