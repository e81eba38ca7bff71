import * as z from 'zod';
import { wire } from '../wire.ts';

/** The largest figure of a count. [H2] */
export const COUNT_MAX = 10_000_000;

/** How far ahead a warning may reach, in hours. [H1] */
export const WARNING_HOURS_MAX = 720;

/** How many there are: at least `from` and at most `upto`; the two are equal where it is known. [H2] */
export const countSchema = z
  .strictObject({
    from: z.int().min(0).max(COUNT_MAX),
    upto: z.int().min(0).max(COUNT_MAX),
  })
  .refine((count) => count.from <= count.upto);

/** See {@link countSchema}. */
export type Count = z.infer<typeof countSchema>;

const count = countSchema.optional();

/** What a report says in choices and figures, by its kind; each may be left out. [H1] */
export const DETAILS = {
  incident: z.strictObject({
    nature: z
      .enum([
        ...(['attack', 'clash', 'shelling', 'explosion'] as const),
        ...(['drone', 'arrest', 'accident', 'other'] as const),
      ])
      .optional(),
    killed: count,
    injured: count,
  }),
  observation: z.strictObject({
    of: z
      .enum(['movement', 'gathering', 'works', 'aircraft', 'vehicles', 'fire', 'other'])
      .optional(),
    number: count,
  }),
  'threat-warning': z.strictObject({
    against: z
      .enum(['post', 'patrol', 'convoy', 'civilians', 'infrastructure', 'ceremony', 'other'])
      .optional(),
    /** In hours from when the report says that it is. */
    within: z.int().min(1).max(WARNING_HOURS_MAX).optional(),
  }),
  trafficking: z.strictObject({
    in: z.enum(['people', 'drugs', 'fuel', 'goods', 'arms', 'antiquities', 'other']).optional(),
    people: count,
    /** How much, in the writer's own measure. */
    amount: wire.line.optional(),
  }),
  crossing: z.strictObject({
    /** Seen from the ground of `side`. */
    direction: z.enum(['into', 'out-of', 'both', 'unknown']).optional(),
    side: wire.party.optional(),
    people: count,
    vehicles: count,
  }),
  'civil-harm': z.strictObject({
    nature: z.enum(['displacement', 'damage', 'injury', 'complaint', 'return']).optional(),
    families: count,
    killed: count,
    injured: count,
    houses: count,
  }),
  'explosive-hazard': z.strictObject({
    device: z.enum(['mine', 'uxo', 'ied', 'cache', 'unknown']).optional(),
    marked: z.boolean().optional(),
    cleared: z.boolean().optional(),
  }),
  infrastructure: z.strictObject({
    system: z.enum(['road', 'bridge', 'water', 'power', 'telecom', 'fuel']).optional(),
    state: z.enum(['working', 'limited', 'out']).optional(),
  }),
  'media-claim': z.strictObject({
    stance: z.enum(['claim', 'denial']).optional(),
    outlet: wire.line.optional(),
  }),
} as const;

/** What a report of kind `K` says in choices and figures. */
export type DetailsOf<K extends keyof typeof DETAILS> = z.infer<(typeof DETAILS)[K]>;

/** The details of a report of any kind; which kind decides which of them it may have. [H1] */
export const detailsSchema = z.union([
  DETAILS.incident,
  DETAILS.observation,
  DETAILS['threat-warning'],
  DETAILS.trafficking,
  DETAILS.crossing,
  DETAILS['civil-harm'],
  DETAILS['explosive-hazard'],
  DETAILS.infrastructure,
  DETAILS['media-claim'],
]);

/** See {@link detailsSchema}. */
export type Details = z.infer<typeof detailsSchema>;
