import * as z from 'zod';
import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import {
  RECALLED_RECORDS_MAX,
  RECALL_REASONS,
  RECALL_WORDS_UNITS_MAX,
} from '../accord/knowledge/recall-schema.ts';
import type { Recall } from '../accord/knowledge/recall-schema.ts';
import { wire } from '../accord/wire.ts';
import type { Call } from './call.ts';

/** How many recalls a list of recalls holds, the newest. */
export const RECALLS_MAX = 500;

/** POST /api/reports/:hash/recall. The answer is a {@link RecallView}. */
export const recallRequestSchema = z.strictObject({
  reason: z.enum(RECALL_REASONS),
  words: wire.text.min(1).max(RECALL_WORDS_UNITS_MAX).optional(),
  /** Other records of ours on the same log that go with it: earlier versions, grades, links. */
  also: z
    .array(wire.record)
    .max(RECALLED_RECORDS_MAX - 1)
    .optional(),
});

/** See {@link recallRequestSchema}. */
export type NewRecall = z.infer<typeof recallRequestSchema>;

/** Where one member stands towards a recall. */
export interface RecallStandingView {
  readonly party: PartyId;
  /** When it says that its node had erased; absent while it has not said so. */
  readonly erasedAt?: string;
  /** The record that says it. */
  readonly record?: RecordHash;
}

/** GET /api/reports/:hash/recall, and each of GET /api/recalls: a recall with its account. */
export interface RecallView {
  /** The record that recalls. */
  readonly recall: RecordHash;
  readonly party: PartyId;
  readonly seat: SeatId;
  /** Since when the recall stands. */
  readonly at: string;
  readonly reason: Recall['reason'];
  readonly words?: string;
  readonly records: readonly { readonly index: number; readonly record: RecordHash }[];
  /** One line for each member of the audience, the author first. */
  readonly standings: readonly RecallStandingView[];
  /** Whether the bytes are gone at this node. */
  readonly isErasedHere: boolean;
}

/** The calls about recalls. */
export const RECALL_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/recalls',
    summary: 'Recalls with who has erased what they name, newest first.',
    answers: 'RecallView[]',
  },
  {
    method: 'get',
    path: '/api/reports/{hash}/recall',
    summary: 'The recall of a report, with who has erased it.',
    answers: 'RecallView',
  },
  {
    method: 'post',
    path: '/api/reports/{hash}/recall',
    summary: 'Recall a report of ours: its bytes are erased at every member, its hash stays.',
    answers: 'RecallView',
    status: 201,
    body: recallRequestSchema,
  },
];
