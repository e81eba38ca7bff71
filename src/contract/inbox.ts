import * as z from 'zod';
import { REPORT_KINDS } from '../accord/knowledge/schema.ts';
import { wire } from '../accord/wire.ts';
import type { Call } from './call.ts';
import type { ReportLine } from './reports.ts';
import { PAGE_ROWS_MAX } from './requests.ts';

/** How many reports may be marked at once. */
export const MARKED_MAX = 1_000;

/** Up to where reports that are new to somebody are counted. */
export const UNREAD_COUNT_MAX = 1_000;

/** GET /api/inbox?show=&party=&kind=&limit=&after=: reports as they came, the newest first. [I42] */
export interface InboxPage {
  readonly reports: readonly ReportLine[];
  /** Give it back as `after` for the next page, which may hold more even where this one is empty. */
  readonly next?: string;
  /** How many are new to the person who asks, counted up to `unreadUpto`. */
  readonly unread: number;
  readonly unreadUpto: number;
}

/** Which reports an inbox shows. */
export const inboxQuerySchema = z.strictObject({
  /** `new`: only what the person who asks has not read; `others`: only what other parties wrote. */
  show: z.enum(['new', 'others', 'all']).default('all'),
  party: wire.party.optional(),
  kind: z.enum(REPORT_KINDS).optional(),
  limit: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(PAGE_ROWS_MAX))
    .default(100),
  after: z.string().max(200).optional(),
});

/** POST /api/readings: what the person at this desk has read; `all` is everything that is here now. [I40] */
export const readingRequestSchema = z.discriminatedUnion('mark', [
  z.strictObject({
    mark: z.enum(['read', 'unread']),
    reports: z.array(wire.record).min(1).max(MARKED_MAX),
  }),
  z.strictObject({ mark: z.literal('all') }),
]);

/** What came, and what a person has read of it. */
export const INBOX_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/inbox',
    summary: 'Reports in the order in which they came, and which of them are new to this person.',
    answers: 'InboxPage',
    query: inboxQuerySchema,
  },
  {
    method: 'post',
    path: '/api/readings',
    summary: 'Mark reports as read or as new, for the person at this desk alone.',
    answers: 'Nothing',
    status: 204,
    body: readingRequestSchema,
  },
];
