import * as z from 'zod';
import { windowSchema, wire } from '../wire.ts';
import { INCURSION_KINDS } from './kinds.ts';

/** A party's account of activity on ground that it claims. [C49] */
export const incursionSchema = z.strictObject({
  kind: z.enum(INCURSION_KINDS),
  title: wire.line,
  language: wire.language,
  text: wire.text,
  place: z.strictObject({
    geometry: wire.geometry,
    precisionMetres: z.int().min(0).max(50_000),
  }),
  when: windowSchema,
  /** Whose activity it was by this account; nobody is named where it is not known. */
  by: z.union([wire.party, z.null()]),
});

/** See {@link incursionSchema}. */
export type Incursion = z.infer<typeof incursionSchema>;

/** A party's answer to a question, an incursion or another's account; both stand. [C50] */
export const answerSchema = z.strictObject({
  to: wire.record,
  language: wire.language,
  text: wire.text,
  /** Whether the matter is closed for this party. */
  settles: z.boolean(),
});
