import * as z from 'zod';
import { TEXT_UNITS_MAX, wire } from '../wire.ts';

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
export const DUTIES = ['report', 'grade', 'plan', 'decide', 'administer', 'observe'] as const;

/** A party's offices and the keys they sign with. The latest roster of a party replaces those before. */
export const rosterSchema = z.strictObject({
  seats: z
    .array(
      z.strictObject({
        seat: wire.seat,
        names: wire.names,
        duties: z.array(z.enum(DUTIES)).max(DUTIES.length),
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

/** What an office may leave half written: one of each at a time. */
export const DRAFT_KINDS = ['report', 'plan'] as const;

/** What an office has begun to write; kept in the party's private log, for that office alone. */
export const draftSchema = z.strictObject({
  kind: z.enum(DRAFT_KINDS),
  /** The form as its screen keeps it; nothing once it was sent or thrown away. */
  content: z.union([z.string().max(TEXT_UNITS_MAX), z.null()]),
});

/** See {@link draftSchema}. */
export type Draft = z.infer<typeof draftSchema>;
