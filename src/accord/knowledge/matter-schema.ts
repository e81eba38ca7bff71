import * as z from 'zod';
import { wire } from '../wire.ts';
import { claimNumberSchema } from './claims.ts';

/** How many claims one resolution can speak of. [M7] */
export const RESOLVED_CLAIMS_MAX = 64;

/** How many records one outcome can name as evidence. [M12] */
export const EVIDENCE_MAX = 16;

/** What reports about one event are collected under; they become part of it by links. [M1] */
export const matterSchema = z.strictObject({
  title: wire.line,
  language: wire.language,
  text: wire.text.optional(),
});

/** See {@link matterSchema}. */
export type Matter = z.infer<typeof matterSchema>;

/** What is held true, or that the parties do not agree, which is a proper end. [M7] */
export const RESOLUTION_VERDICTS = ['held', 'not-agreed'] as const;

/** How a resolution takes a claim. */
export const CLAIM_STANCES = ['true', 'false', 'open'] as const;

/** How one party ends a matter for its part, and on what ground. [M7] */
export const resolutionSchema = z.strictObject({
  matter: wire.record,
  verdict: z.enum(RESOLUTION_VERDICTS),
  language: wire.language,
  /** What is held true; where it is not agreed, what each holds. */
  held: wire.text.min(1),
  ground: wire.text.min(1),
  claims: z
    .array(
      z.strictObject({
        report: wire.record,
        claim: claimNumberSchema.optional(),
        stance: z.enum(CLAIM_STANCES),
      }),
    )
    .max(RESOLVED_CLAIMS_MAX),
});

/** See {@link resolutionSchema}. */
export type Resolution = z.infer<typeof resolutionSchema>;

/** Whether a party agrees to another's resolution. */
export const CONCURRENCE_VERDICTS = ['agrees', 'differs'] as const;

/** What another party says to a resolution; its last one counts. [M8] */
export const concurrenceSchema = z.strictObject({
  resolution: wire.record,
  verdict: z.enum(CONCURRENCE_VERDICTS),
  language: wire.language,
  words: wire.text.min(1).optional(),
});

/** See {@link concurrenceSchema}. */
export type Concurrence = z.infer<typeof concurrenceSchema>;

/** What may have become of a claim. */
export const OUTCOME_VERDICTS = ['confirmed', 'refuted', 'undecided'] as const;

/** What became of a report or of one of its claims, by one party's word. [M12] */
export const outcomeSchema = z.strictObject({
  report: wire.record,
  claim: claimNumberSchema.optional(),
  verdict: z.enum(OUTCOME_VERDICTS),
  language: wire.language,
  ground: wire.text.min(1),
  evidence: z.array(wire.record).max(EVIDENCE_MAX),
});

/** See {@link outcomeSchema}. */
export type Outcome = z.infer<typeof outcomeSchema>;
