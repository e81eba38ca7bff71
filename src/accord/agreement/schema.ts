import * as z from 'zod';
import { HOLDING_KINDS } from '../holding/kinds.ts';
import { PLAN_KINDS } from '../operation/kinds.ts';
import { signatureSchema } from '../operation/schema.ts';
import { wire } from '../wire.ts';

/** How many articles one agreement may have; the record's own limit of bytes holds besides. */
export const ARTICLES_MAX = 200;

/** The longest that a holding may count without being confirmed: a year, in hours. */
export const FADES_HOURS_MAX = 8_784;

/** What an article does to plans. */
export const RULE_EFFECTS = ['consent', 'notify', 'forbidden'] as const;

/** The part of an article that every node applies alike. [C24] [C25] [C26] */
export const ruleSchema = z.strictObject({
  /** `consent`: the parties must consent. `notify`: they are told instead. `forbidden`: they may not take part. */
  effect: z.enum(RULE_EFFECTS),
  parties: z.array(wire.party).min(1).max(64),
  kinds: z.array(z.enum(PLAN_KINDS)).min(1).max(PLAN_KINDS.length),
  /** Everywhere where there is none. */
  area: z.union([wire.geometry, z.null()]),
  from: wire.instant,
  upto: z.union([wire.instant, z.null()]),
});

/** See {@link ruleSchema}. */
export type Rule = z.infer<typeof ruleSchema>;

/** How many hours holdings of some kinds count after they were last confirmed. [Z10] */
const ageingSchema = z.strictObject({
  kinds: z.array(z.enum(HOLDING_KINDS)).min(1).max(HOLDING_KINDS.length),
  hours: z.int().min(1).max(FADES_HOURS_MAX),
});

/** What parties have agreed, article by article; in force once every one of them has signed. [C27] */
export const agreementSchema = z.strictObject({
  names: wire.names,
  parties: z.array(wire.party).min(2).max(64),
  language: wire.language,
  articles: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,14}[a-z0-9])?$/),
        text: wire.text,
        rule: ruleSchema.optional(),
        ageing: ageingSchema.optional(),
      }),
    )
    .min(1)
    .max(ARTICLES_MAX)
    .refine((articles) => new Set(articles.map(({ id }) => id)).size === articles.length),
});

/** See {@link agreementSchema}. */
export type Agreement = z.infer<typeof agreementSchema>;

/** An officer's signature, for its party, under what binds it: an agreement or a handover. [C53] */
export const signingSchema = z.strictObject({
  under: wire.record,
  /** `ends` takes the party's name off again. */
  verdict: z.enum(['signs', 'ends']),
  language: wire.language,
  /** What the officer read on the screen; part of the signed statement. */
  words: wire.text,
  signature: signatureSchema,
});

/** See {@link signingSchema}. */
export type Signing = z.infer<typeof signingSchema>;
