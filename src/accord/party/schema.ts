import * as z from 'zod';
import { PLAN_KINDS } from '../operation/kinds.ts';
import { wire } from '../wire.ts';

/** How many seats and keys a roster may list. */
export const ROSTER_ENTRIES_MAX = 500;

/**
 * What binds the members of a centre: who they are, who observes, for which area, in which time
 * zone. Each member puts the same charter on its own log, so that nobody can say it knew another.
 */
export const charterSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,64}$/),
  names: wire.names,
  members: z.array(wire.party).min(2).max(64),
  observers: z.array(wire.party).max(64),
  area: wire.geometry,
  timeZone: z.strictObject({
    /** Minutes east of UTC. */
    offsetMinutes: z.int().min(-840).max(840),
    letter: z.string().regex(/^[A-Z]\*?$/),
  }),
  exercise: z.boolean(),
});

/** See {@link charterSchema}. */
export type Charter = z.infer<typeof charterSchema>;

/** What an office may do; what is not listed it may not. */
export const DUTIES = [
  'report',
  'grade',
  'plan',
  'decide',
  'sign',
  'administer',
  'observe',
] as const;

/** How many grants of authority one office may have. */
export const GRANTS_MAX = 16;

/** What an office may decide: plans of these kinds, there, so soon and so large. [C33] */
export const grantSchema = z.strictObject({
  kinds: z.array(z.enum(PLAN_KINDS)).min(1).max(PLAN_KINDS.length),
  /** Everywhere where there is none. */
  area: z.union([wire.geometry, z.null()]),
  /** The plan must end within so many hours of the decision; without a limit where there is none. */
  hoursAhead: z.union([z.int().min(1).max(100_000), z.null()]),
  /** The most people and vehicles that all parties bring together. */
  forcesMax: z.union([z.int().min(0).max(10_000_000), z.null()]),
});

/** See {@link grantSchema}. */
export type Grant = z.infer<typeof grantSchema>;

/** A party's offices and the keys they sign with. The latest roster of a party replaces those before. */
export const rosterSchema = z.strictObject({
  seats: z
    .array(
      z.strictObject({
        seat: wire.seat,
        names: wire.names,
        duties: z.array(z.enum(DUTIES)).max(DUTIES.length),
        /** Where it is given, the office decides only what one of these grants; else everything. [C33] */
        authority: z.array(grantSchema).max(GRANTS_MAX).optional(),
        /** The office that what is beyond this one's authority goes up to. */
        above: wire.seat.optional(),
      }),
    )
    .max(ROSTER_ENTRIES_MAX),
  keys: z
    .array(
      z.strictObject({
        /** SHA-256 over the key with its kind and relying party, in hexadecimal. */
        id: z.string().regex(/^[0-9a-f]{64}$/),
        kind: z.enum(['passkey', 'exercise']),
        seat: wire.seat,
        from: wire.instant,
        upto: z.union([wire.instant, z.null()]),
      }),
    )
    .max(ROSTER_ENTRIES_MAX),
  /** Kinds of plan to which this party consents only by two officers of two offices. [C37] */
  twoPerson: z.array(z.enum(PLAN_KINDS)).max(PLAN_KINDS.length).optional(),
});

/** See {@link rosterSchema}. */
export type Roster = z.infer<typeof rosterSchema>;

/** Ground on which a party says that nothing happens without it, from a moment and, it may be, to one. */
export const claimSchema = z.strictObject({
  names: wire.names,
  area: wire.geometry,
  from: wire.instant,
  upto: z.union([wire.instant, z.null()]),
  basis: wire.text.optional(),
});

/** See {@link claimSchema}. */
export type Claim = z.infer<typeof claimSchema>;

/** A line in the duty log, in the writer's own words. */
export const remarkSchema = z.strictObject({ language: wire.language, text: wire.text });

/**
 * A passkey with which an office signs in at its own node; kept in the party's private log alone.
 * The latest record of a credential counts.
 */
export const accessSchema = z.strictObject({
  seat: wire.seat,
  credentialId: wire.base64url,
  /** COSE key, base64url. */
  publicKey: wire.base64url,
  label: wire.line,
});

/** See {@link accessSchema}. */
export type Access = z.infer<typeof accessSchema>;

/** How many offices one compartment may have. */
export const COMPARTMENT_SEATS_MAX = 100;

/**
 * A compartment of a party with the offices that stand in it, none where it is closed; kept in the
 * party's private log alone. The latest record of a compartment counts. [R6] [R8]
 */
export const compartmentSchema = z.strictObject({
  id: wire.compartment,
  names: wire.names,
  seats: z.array(wire.seat).max(COMPARTMENT_SEATS_MAX),
});

/** See {@link compartmentSchema}. */
export type Compartment = z.infer<typeof compartmentSchema>;

/** What an office may leave half written or keep for itself: one of each at a time. */
export const DRAFT_KINDS = [
  ...(['report', 'plan', 'searches'] as const),
  ...(['correction', 'release', 'report-desk'] as const),
] as const;

/** The longest draft in UTF-16 units; the record's own limit of bytes holds besides. */
export const DRAFT_UNITS_MAX = 24_000;

/** What an office has begun to write; kept in the party's private log, for that office alone. */
export const draftSchema = z.strictObject({
  kind: z.enum(DRAFT_KINDS),
  /** The form as its screen keeps it; nothing once it was sent or thrown away. */
  content: z.union([z.string().max(DRAFT_UNITS_MAX), z.null()]),
});

/** See {@link draftSchema}. */
export type Draft = z.infer<typeof draftSchema>;
