import * as z from 'zod';
import { wire } from '../wire.ts';
import { countSchema } from './details.ts';

/** What a claim can be about. */
export const CLAIM_ABOUTS = ['what', 'when', 'where', 'how-many', 'who'] as const;

/** How many claims one report can make. [H3] */
export const CLAIMS_MAX = 16;

/** The number of a claim in its report, from 1; without one, the report as a whole is meant. [H3] */
export const claimNumberSchema = z.int().min(1).max(CLAIMS_MAX);

/** One thing that a report says, which can be graded, contradicted and come true by itself. [H3] */
export const reportClaimSchema = z
  .strictObject({
    about: z.enum(CLAIM_ABOUTS),
    /** As the source put it; of who, an organisation or a kind of people, never a person. */
    words: wire.line,
    /** Only of how many. */
    count: countSchema.optional(),
  })
  .refine(({ about, count }) => count === undefined || about === 'how-many');

/** See {@link reportClaimSchema}. */
export type ReportClaim = z.infer<typeof reportClaimSchema>;

/** All that a report claims, in the order of their numbers. [H3] */
export const claimsSchema = z.array(reportClaimSchema).min(1).max(CLAIMS_MAX);
