import { queryOptions } from '@tanstack/react-query';

import type { HandoverView, PostView, PresenceView } from '../../contract/beside-plans.ts';
import { get } from '../api.ts';

/** Posts and protected sites that this desk may read. */
export const presenceQuery = queryOptions({
  queryKey: ['presence'],
  queryFn: ({ signal }) => get<PresenceView>('/api/presence', signal),
});

/** Handovers with their steps and signatures, newest first. */
export const handoversQuery = queryOptions({
  queryKey: ['handovers'],
  queryFn: ({ signal }) => get<readonly HandoverView[]>('/api/handovers', signal),
});

/** The groups of the register, what needs a look first. */
export const POST_ORDER = ['groundless', 'foreign', 'home'] as const;

/** The group of a post: foreign without ground, foreign with ground, or at home. [C51] */
export function groupOfPost(view: PostView): (typeof POST_ORDER)[number] {
  if (view.on.length === 0) return 'home';
  return view.ground?.kind === 'allowed' ? 'foreign' : 'groundless';
}
