import * as z from 'zod';
import { windowSchema, wire } from '../wire.ts';

/** How many contributions, and conditions of one decision, there may be. */
export const CONTRIBUTIONS_MAX = 64;
export const CONDITIONS_MAX = 16;

/** What a party brings, as kinds and counts; never names of people. */
export const FORCE_KINDS = [
  'infantry',
  'police',
  'border-guard',
  'engineers',
  'disposal',
  'medical',
  'vehicles',
  'observers',
  'staff',
] as const;

/** A joint operation as proposed: one exact shape, one exact window, what each party brings. */
export const planSchema = z.strictObject({
  kind: z.enum(['operation']),
  name: wire.line,
  language: wire.language,
  purpose: wire.text,
  shape: wire.geometry,
  window: windowSchema,
  contributions: z
    .array(
      z.strictObject({
        party: wire.party,
        forces: z
          .array(z.strictObject({ kind: z.enum(FORCE_KINDS), count: z.int().min(1).max(100_000) }))
          .min(1)
          .max(FORCE_KINDS.length),
      }),
    )
    .max(CONTRIBUTIONS_MAX),
  rulesOfContact: wire.text,
});

/** See {@link planSchema}. */
export type Plan = z.infer<typeof planSchema>;

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
export const VERDICTS = ['consent', 'refusal', 'withdrawal'] as const;

/** A party's decision on one exact version of a plan, signed by the deciding officer's key. */
export const decisionSchema = z.strictObject({
  plan: wire.record,
  verdict: z.enum(VERDICTS),
  /** Until when a consent holds; at most the end of the plan's window. */
  upto: z.union([wire.instant, z.null()]),
  conditions: z.array(wire.line).max(CONDITIONS_MAX),
  reason: z.union([wire.line, z.null()]),
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

/** The proposer's end of an operation, with its result in words. */
export const closingSchema = z.strictObject({
  plan: wire.record,
  outcome: z.enum(['done', 'cancelled']),
  language: wire.language,
  result: wire.text,
});

/** See {@link closingSchema}. */
export type Closing = z.infer<typeof closingSchema>;
