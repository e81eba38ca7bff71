import * as z from 'zod';
import { wire } from '../wire.ts';

/** How much of a report its release carries: all of it, or less of it and less exactly. */
export const RELEASE_FORMS = ['whole', 'coarser'] as const;

/**
 * That one report of a party is the release of another to another audience; said only to those who
 * may read both. The released report itself names the other nowhere. [H7]
 */
export const releaseSchema = z.strictObject({
  of: wire.record,
  as: wire.record,
  form: z.enum(RELEASE_FORMS),
});

/** See {@link releaseSchema}. */
export type Release = z.infer<typeof releaseSchema>;
