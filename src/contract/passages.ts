import * as z from 'zod';
import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import { releaseAnswerSchema, releaseRequestSchema } from '../accord/knowledge/passage-schema.ts';
import type { Language } from '../accord/party/names.ts';
import type { RecordOf } from '../accord/record.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import type { Call } from './call.ts';
import type { Readers } from '../accord/party/audience.ts';

/** How many passages, and how many releases asked for, a list holds, the newest. */
export const PASSAGES_MAX = 500;

/** POST /api/release-requests. The answer is a {@link ReleaseAskView}. */
export const newReleaseRequestSchema = releaseRequestSchema;

/** See {@link newReleaseRequestSchema}. */
export type NewReleaseRequest = z.infer<typeof newReleaseRequestSchema>;

/** POST /api/release-requests/:hash/answer. The answer is a {@link ReleaseAskView}. */
export const newReleaseAnswerSchema = z
  .strictObject(releaseAnswerSchema.shape)
  .omit({ request: true, record: true, passer: true })
  .refine(({ verdict, to }) => (verdict === 'granted') === to.length > 0);

/** See {@link newReleaseAnswerSchema}. */
export type NewReleaseAnswer = z.infer<typeof newReleaseAnswerSchema>;

/** That a party wants to pass on a record of another, and what its author says. [R11] [R12] */
export interface ReleaseAskView {
  readonly hash: RecordHash;
  /** Who wants to pass it on. */
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  /** Who was asked: the record's author. */
  readonly author: PartyId;
  readonly record: RecordHash;
  /** The record's title, where this desk may read it. */
  readonly title?: string;
  readonly to: readonly PartyId[];
  readonly language: Language;
  readonly reason: string;
  readonly answer?: {
    readonly hash: RecordHash;
    readonly seat: SeatId;
    readonly at: string;
    readonly verdict: 'granted' | 'refused';
    readonly to: readonly PartyId[];
    readonly language: Language;
    readonly words?: string;
  };
  /** What it was passed on as, where it was. */
  readonly passage?: RecordHash;
  /** Whether this node's party is asked and has not answered. */
  readonly waitsForUs: boolean;
}

/** A record that was passed on, as a list shows it. */
export interface PassageLine {
  readonly hash: RecordHash;
  /** Who passed it on. */
  readonly party: PartyId;
  readonly at: string;
  readonly audience: Readers;
  /** Whose record it is. */
  readonly origin: PartyId;
  /** The record that was passed on. */
  readonly record: RecordHash;
  /** Absent where the bytes are no report of that party. */
  readonly title?: string;
  readonly kind?: Report['kind'];
  /** Whether its author released it to these readers, took that back, or recalled the record. [R14] [R15] */
  readonly standing: 'released' | 'not-released' | 'taken-back' | 'recalled';
  /** Whether this desk may read the record itself too. */
  readonly readsOriginal: boolean;
}

/** What the origin's proof shows by the card that is pinned here. [R14] */
export type PassageProof = 'proven' | 'key-unknown' | 'does-not-hold';

/** GET /api/passages/:hash. */
export interface PassageView extends PassageLine {
  readonly seat: SeatId;
  /** The report as its author said it; absent where the bytes are no report of that party. */
  readonly said?: RecordOf<'report'>;
  /** The author's answer that grants it. */
  readonly release?: { readonly hash: RecordHash; readonly at: string };
  readonly proof: PassageProof;
  /** Since when a witness vouches that the record was on its author's log, by the witness's clock. */
  readonly cosignedAt?: string;
}

/** GET /api/passages: the newest first. */
export interface PassagesView {
  readonly asks: readonly ReleaseAskView[];
  readonly passages: readonly PassageLine[];
}

/** The calls about passing on what others said. */
export const PASSAGE_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/passages',
    summary: 'What was passed on with its author’s release, and releases that were asked for.',
    answers: 'PassagesView',
  },
  {
    method: 'get',
    path: '/api/passages/{hash}',
    summary: 'A record that was passed on, whether it is released, and what its proof shows.',
    answers: 'PassageView',
  },
  {
    method: 'post',
    path: '/api/release-requests',
    summary: 'Ask the author of a report to let us pass it on.',
    answers: 'ReleaseAskView',
    status: 201,
    body: newReleaseRequestSchema,
  },
  {
    method: 'post',
    path: '/api/release-requests/{hash}/answer',
    summary: 'Let a party pass a report of ours on, or not, or no longer.',
    answers: 'ReleaseAskView',
    status: 201,
    body: newReleaseAnswerSchema,
  },
];
