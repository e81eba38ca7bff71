import * as z from 'zod';
import { REACH_METRES_MAX } from '../operation/plan-schema.ts';
import { wire } from '../wire.ts';
import { POST_KINDS, SITE_KINDS } from './kinds.ts';

const span = {
  from: wire.instant,
  upto: z.union([wire.instant, z.null()]),
} as const;

/** A party's post, with the distance that others keep from it. */
export const postSchema = z.strictObject({
  names: wire.names,
  kind: z.enum(POST_KINDS),
  at: wire.geometry,
  /** Plans of others nearer than this are told of it. */
  distanceMetres: z.int().min(0).max(REACH_METRES_MAX),
  ...span,
  /** For ground that another claims: what allows it, for which purpose and until when. [C51] */
  allowed: z
    .strictObject({
      agreement: wire.record,
      article: z.string().max(16),
      purpose: wire.line,
      upto: z.union([wire.instant, z.null()]),
    })
    .optional(),
});

/** See {@link postSchema}. */
export type Post = z.infer<typeof postSchema>;

/** A protected site, with the distance that every plan keeps from it. */
export const siteSchema = z.strictObject({
  names: wire.names,
  kind: z.enum(SITE_KINDS),
  ground: wire.geometry,
  distanceMetres: z.int().min(0).max(REACH_METRES_MAX),
  ...span,
});

/** See {@link siteSchema}. */
export type Site = z.infer<typeof siteSchema>;

/** How many steps a handover may have, and how many lines its inventory. */
export const HANDOVER_LINES_MAX = 100;

/** A post goes from one party's responsibility to another's: steps, inventory, both sign. [C52] */
export const handoverSchema = z.strictObject({
  post: wire.record,
  to: wire.party,
  language: wire.language,
  steps: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,14}[a-z0-9])?$/),
        text: wire.line,
        by: wire.party,
      }),
    )
    .min(1)
    .max(HANDOVER_LINES_MAX)
    .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length),
  inventory: z
    .array(z.strictObject({ what: wire.line, count: z.int().min(0).max(1_000_000) }))
    .max(HANDOVER_LINES_MAX),
});

/** See {@link handoverSchema}. */
export type Handover = z.infer<typeof handoverSchema>;

/** A step of a handover is done, by the word of the party whose step it is. */
export const handoverStepSchema = z.strictObject({
  handover: wire.record,
  step: z.string().max(16),
  language: wire.language,
  note: z.union([wire.line, z.null()]),
});
