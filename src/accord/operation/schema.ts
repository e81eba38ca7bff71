import * as z from 'zod';
import { wire } from '../wire.ts';
import { FORCE_KINDS } from './kinds.ts';

/** How many conditions in words, and how many limits, one decision may have. */
export const CONDITIONS_MAX = 16;

/** How an officer signed: with a passkey, or, inside an exercise, with a software key. */
export const signatureSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('passkey'),
    /** COSE algorithm: -7 ES256, -8 EdDSA. */
    alg: z.union([z.literal(-7), z.literal(-8)]),
    rpId: z.string().regex(/^[a-z0-9.-]{1,253}$/),
    publicKey: wire.base64url,
    credentialId: wire.base64url,
    authenticatorData: wire.base64url,
    clientDataJson: wire.base64url,
    signature: wire.base64url,
  }),
  z.strictObject({
    kind: z.literal('exercise'),
    publicKey: wire.base64url,
    signature: wire.base64url,
  }),
]);

/** See {@link signatureSchema}. */
export type OfficerSignature = z.infer<typeof signatureSchema>;

/** What an officer may say to a plan. */
export const VERDICTS = ['consent', 'refusal', 'withdrawal', 'question'] as const;

/** A condition of a consent that every node can check against the plan. [C31] */
export const limitSchema = z.discriminatedUnion('kind', [
  /** Nothing before or after. */
  z.strictObject({ kind: z.literal('time'), from: wire.instant, upto: wire.instant }),
  /** Nothing outside. */
  z.strictObject({ kind: z.literal('area'), area: wire.geometry }),
  /** No forces of other kinds. */
  z.strictObject({
    kind: z.literal('forces'),
    forces: z.array(z.enum(FORCE_KINDS)).min(1).max(FORCE_KINDS.length),
  }),
  /** At most so many, of one party or of all, of one kind or of all. */
  z.strictObject({
    kind: z.literal('count'),
    party: wire.party.optional(),
    force: z.enum(FORCE_KINDS).optional(),
    max: z.int().min(0).max(100_000),
  }),
]);

/** See {@link limitSchema}. */
export type Limit = z.infer<typeof limitSchema>;

/** How far each member's log towards the centre was known: its number of entries. [C30] */
export const knowsSchema = z
  .array(z.strictObject({ party: wire.party, size: z.int().min(0) }))
  .max(64);

/** A party's decision on one exact version of a plan, signed by the deciding officer's key. */
export const decisionSchema = z.strictObject({
  plan: wire.record,
  verdict: z.enum(VERDICTS),
  /** Until when a consent holds; at most the end of the plan's window. */
  upto: z.union([wire.instant, z.null()]),
  conditions: z.array(wire.line).max(CONDITIONS_MAX),
  limits: z.array(limitSchema).max(CONDITIONS_MAX).optional(),
  /** Why, or what is asked. */
  reason: z.union([wire.line, z.null()]),
  knows: knowsSchema.optional(),
  language: wire.language,
  /** What the officer read on the screen, in the officer's language; part of the signed statement. */
  words: wire.text,
  signature: signatureSchema,
});

/** See {@link decisionSchema}. */
export type Decision = z.infer<typeof decisionSchema>;

/** The proposer's word that it takes a consent with its conditions. */
export const acceptanceSchema = z.strictObject({ plan: wire.record, decision: wire.record });

/** The proposer's announcement that an operation has begun, with the consents it relies on. */
export const activationSchema = z.strictObject({
  plan: wire.record,
  consents: z.array(wire.record).max(64),
});

/** A party's end of an operation: the proposer's ends it, those of others stand beside it. [C16] [C46] */
export const closingSchema = z.strictObject({
  plan: wire.record,
  outcome: z.enum(['done', 'cancelled']),
  language: wire.language,
  result: wire.text,
  lessons: wire.text.optional(),
});

/** See {@link closingSchema}. */
export type Closing = z.infer<typeof closingSchema>;

/** A party halts an operation at once; no one's consent is needed. [C41] */
export const stopSchema = z.strictObject({
  plan: wire.record,
  language: wire.language,
  reason: z.union([wire.line, z.null()]),
});

/** The party that halted an operation lets it go on. [C42] */
export const resumptionSchema = stopSchema;

/** How far a running operation has come, by the party that leads that part of it. */
export const stepSchema = z.strictObject({
  plan: wire.record,
  step: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('phase'),
      phase: z.string().max(16),
      state: z.enum(['begun', 'done']),
    }),
    z.strictObject({
      kind: z.literal('sector'),
      sector: z.string().max(16),
      percent: z.int().min(0).max(100),
    }),
    /** One party offers to let the other cross, the other takes it over. [C45] */
    z.strictObject({
      kind: z.literal('line'),
      line: z.string().max(16),
      state: z.enum(['offered', 'taken']),
      with: wire.party,
    }),
  ]),
  language: wire.language,
  note: z.union([wire.line, z.null()]),
});

/** See {@link stepSchema}. */
export type Step = z.infer<typeof stepSchema>['step'];

/** A sign of life of one party in a running operation, and whom it heard last when. [C43] */
export const contactSchema = z.strictObject({
  plan: wire.record,
  heard: z.array(z.strictObject({ party: wire.party, at: wire.instant })).max(64),
});

/** A concerned party has seen a conflict of a plan and lets both stand. [C48] */
export const clearanceSchema = z.strictObject({
  plan: wire.record,
  /** The other plan, the post or the protected site. */
  with: wire.record,
  language: wire.language,
  reason: z.union([wire.line, z.null()]),
});
