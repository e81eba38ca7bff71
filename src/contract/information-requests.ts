import * as z from 'zod';
import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import {
  REQUEST_END_REASONS,
  replySchema,
  requestSchema,
} from '../accord/knowledge/request-schema.ts';
import type { AnswerFigures } from '../accord/knowledge/requests.ts';
import type { InformationRequest, RequestEnd } from '../accord/knowledge/request-schema.ts';
import type { Language } from '../accord/party/names.ts';
import { TLP_LEVELS } from '../accord/record.ts';
import { wire } from '../accord/wire.ts';
import type { Call } from './call.ts';
import type { Readers } from '../accord/party/audience.ts';

/** How many requests a list of them holds, those that fall due last. */
export const REQUESTS_MAX = 500;

/** How far ahead a request may fall due, in seconds: 366 days. [J2] */
export const REQUEST_SECONDS_MAX = 366 * 86_400;

/** POST /api/requests. The answer is a {@link RequestView}. */
export const newRequestSchema = z.strictObject({
  audience: z.array(wire.party).min(1).max(64),
  tlp: z.enum(TLP_LEVELS),
  request: requestSchema,
});

/** See {@link newRequestSchema}. */
export type NewRequest = z.infer<typeof newRequestSchema>;

/** POST /api/requests/:hash/reply. The answer is a {@link RequestView}. */
export const newReplySchema = z
  .strictObject(replySchema.shape)
  .omit({ request: true })
  .refine(({ reports, words }) => reports.length > 0 || words !== undefined);

/** See {@link newReplySchema}. */
export type NewReply = z.infer<typeof newReplySchema>;

/** POST /api/requests/:hash/end. The answer is a {@link RequestView}. */
export const newRequestEndSchema = z.strictObject({ reason: z.enum(REQUEST_END_REASONS) });

/** What a party answered. */
export interface ReplyView {
  readonly hash: RecordHash;
  readonly seat: SeatId;
  readonly at: string;
  readonly audience: Readers;
  readonly language: Language;
  readonly words?: string;
  /** The reports that it names; one that this desk may not read, or that is recalled, has no title. */
  readonly reports: readonly {
    readonly hash: RecordHash;
    readonly author?: PartyId;
    readonly title?: string;
  }[];
}

/** Where a party stands that is asked. [J4] */
export interface AskedPartyView {
  readonly party: PartyId;
  readonly state: 'waiting' | 'late' | 'answered' | 'let-off';
  /** When its first answer was said. */
  readonly at?: string;
  /** How long after the request fell due, in seconds. */
  readonly lateSeconds?: number;
  readonly replies: readonly ReplyView[];
}

/** GET /api/requests/:hash, and each of GET /api/requests. */
export interface RequestView {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly audience: Readers;
  readonly request: InformationRequest;
  readonly asked: readonly AskedPartyView[];
  /** Whether this node's party is asked, has not answered and was not let off. */
  readonly waitsForUs: boolean;
  readonly end?: {
    readonly hash: RecordHash;
    readonly at: string;
    readonly reason: RequestEnd['reason'];
  };
}

/** GET /api/requests: the requests that fall due last, the next to fall due first, and how parties answer. */
export interface RequestsView {
  readonly requests: readonly RequestView[];
  readonly figures: readonly AnswerFigures[];
}

/** The calls about requests for information. */
export const REQUEST_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/requests',
    summary: 'Requests for information by when they fall due, and how each party answers.',
    answers: 'RequestsView',
  },
  {
    method: 'get',
    path: '/api/requests/{hash}',
    summary: 'A request with who has answered what.',
    answers: 'RequestView',
  },
  {
    method: 'post',
    path: '/api/requests',
    summary: 'Ask parties to tell what they know by a certain time.',
    answers: 'RequestView',
    status: 201,
    body: newRequestSchema,
  },
  {
    method: 'post',
    path: '/api/requests/{hash}/reply',
    summary: 'Answer a request with reports or in words.',
    answers: 'RequestView',
    status: 201,
    body: newReplySchema,
  },
  {
    method: 'post',
    path: '/api/requests/{hash}/end',
    summary: 'Wait no longer for answers to a request of ours.',
    answers: 'RequestView',
    status: 201,
    body: newRequestEndSchema,
  },
];
