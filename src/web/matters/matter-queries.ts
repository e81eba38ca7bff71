import type { QueryClient } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';

import type {
  KnowledgeView,
  LikelyView,
  MatterLine,
  MatterView,
  TracksView,
} from '../../contract/matters.ts';
import { get } from '../api.ts';

/** Matters that this desk may read, newest first. */
export const mattersQuery = queryOptions({
  queryKey: ['matters'],
  queryFn: ({ signal }) => get<readonly MatterLine[]>('/api/matters', signal),
});

/** One matter with its table of claims and its resolutions. */
export function matterQuery(hash: string) {
  return queryOptions({
    queryKey: ['matters', hash],
    queryFn: ({ signal }) => get<MatterView>(`/api/matters/${encodeURIComponent(hash)}`, signal),
  });
}

/** What was said of a report besides its grades: matters, claims, outcomes. */
export function knowledgeQuery(hash: string) {
  return queryOptions({
    queryKey: ['records', hash, 'knowledge'],
    queryFn: ({ signal }) =>
      get<KnowledgeView>(`/api/reports/${encodeURIComponent(hash)}/knowledge`, signal),
  });
}

/** Reports that may be of the same event as one. */
export function likelyQuery(hash: string) {
  return queryOptions({
    queryKey: ['records', hash, 'likely'],
    queryFn: ({ signal }) =>
      get<readonly LikelyView[]>(`/api/reports/${encodeURIComponent(hash)}/likely`, signal),
  });
}

/** How often what parties, sources and grades said came true. */
export const tracksQuery = queryOptions({
  queryKey: ['tracks'],
  queryFn: ({ signal }) => get<TracksView>('/api/tracks', signal),
});

/** After something was said about what is known: all that shows it is read anew. */
export function readKnowledgeAnew(client: QueryClient): void {
  for (const key of ['matters', 'records', 'reports', 'tracks']) {
    void client.invalidateQueries({ queryKey: [key] });
  }
}
