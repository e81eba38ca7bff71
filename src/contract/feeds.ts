import * as z from 'zod';
import type { PartyId, SeatId } from '../base/ids.ts';
import { wire } from '../accord/wire.ts';
import type { Call } from './call.ts';

/* Feeds: the accounts by which other systems read chosen audiences over TAXII. */

/** How many audiences one feed may read. */
export const FEED_AUDIENCES_MAX = 32;

/** How long a feed may hold, in days. [Y15] */
export const FEED_DAYS_MAX = 365;

/** POST /api/feeds: a new account for another system. */
export const feedRequestSchema = z.strictObject({
  /** For whom it is, in our own words. */
  label: wire.line,
  audiences: z.array(z.array(wire.party).min(1).max(64)).min(1).max(FEED_AUDIENCES_MAX),
  days: z.int().min(1).max(FEED_DAYS_MAX),
});

/** See {@link feedRequestSchema}. */
export type NewFeed = z.infer<typeof feedRequestSchema>;

/** An account by which another system reads, without its secret. */
export interface FeedView {
  /** Also the name by which it signs in. */
  readonly id: string;
  readonly label: string;
  /** The office that made it. */
  readonly seat: SeatId;
  readonly audiences: readonly (readonly PartyId[])[];
  readonly from: string;
  readonly upto: string;
  readonly state: 'open' | 'ended' | 'over' | 'office-gone';
  /** When it last read, since this node was started. */
  readonly lastRead?: string;
}

/** GET /api/feeds, for offices that administer. */
export interface FeedsView {
  readonly feeds: readonly FeedView[];
  /** Audiences that there are records for, and that a feed could read. */
  readonly audiences: readonly (readonly PartyId[])[];
  /** Where other systems begin. */
  readonly path: string;
}

/** The answer to {@link NewFeed}; the secret is shown this once. */
export interface MadeFeed {
  readonly feed: FeedView;
  /** The name and the password of Basic. */
  readonly user: string;
  readonly secret: string;
  /** The same as one word, for Bearer. */
  readonly token: string;
}

/** The accounts of other systems. */
export const FEED_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/feeds',
    summary: 'The accounts by which other systems read over TAXII, for who administers.',
    answers: 'FeedsView',
  },
  {
    method: 'post',
    path: '/api/feeds',
    summary: 'An account for another system; its secret is shown once.',
    answers: 'MadeFeed',
    status: 201,
    body: feedRequestSchema,
  },
  {
    method: 'delete',
    path: '/api/feeds/{id}',
    summary: 'End an account at once.',
    answers: 'Nothing',
    status: 204,
  },
];
