import * as z from 'zod';
import { ROUND_METRES_MAX } from '../../geo/gap/round.ts';
import { FORCE_KINDS } from '../operation/kinds.ts';
import { REACH_METRES_MAX, scheduleSchema } from '../operation/plan-schema.ts';
import { wire } from '../wire.ts';
import { HOLDING_KINDS, HOLDING_STATES } from './kinds.ts';

/** How many turns of a week one holding may be manned in, and by how many parties' forces. */
export const HOLDING_TURNS_MAX = 14;
export const HOLDING_FORCES_MAX = 16;

/** The farthest mark of a road, in metres from where it is counted. */
export const ROAD_METRES_MAX = 10_000_000;

const bearing = z.int().min(0).max(359);

/** What a holding covers. [Z8] */
export const coversSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing') }),
  z.strictObject({ kind: z.literal('round'), metres: z.int().min(1).max(ROUND_METRES_MAX) }),
  z.strictObject({
    kind: z.literal('sector'),
    metres: z.int().min(1).max(ROUND_METRES_MAX),
    /** Degrees from north, clockwise from the one to the other; all around where they are the same. */
    from: bearing,
    upto: bearing,
  }),
  z.strictObject({ kind: z.literal('strip'), metres: z.int().min(1).max(REACH_METRES_MAX) }),
  z.strictObject({ kind: z.literal('area') }),
]);

/** Where each kind of coverage begins. */
const GROUNDS = {
  nothing: ['Point', 'LineString', 'Polygon', 'MultiPolygon'],
  round: ['Point'],
  sector: ['Point'],
  strip: ['LineString'],
  area: ['Polygon', 'MultiPolygon'],
} as const;

/** What a party holds, and what of the ground that covers, when, and by which parties' forces. [Z8] */
export const holdingSchema = z
  .strictObject({
    names: wire.names,
    kind: z.enum(HOLDING_KINDS),
    ground: wire.geometry,
    covers: coversSchema,
    state: z.enum(HOLDING_STATES),
    /** The turns in which it is manned; around the clock where there are none. [Z9] */
    hours: z.array(scheduleSchema).max(HOLDING_TURNS_MAX),
    /** Kinds and parties, never names of people. */
    manned: z
      .array(z.strictObject({ party: wire.party, kind: z.enum(FORCE_KINDS) }))
      .max(HOLDING_FORCES_MAX),
    /** The mark of the road at the route's first point, in metres. */
    roadMetres: z.int().min(0).max(ROAD_METRES_MAX).optional(),
    /** The record of the post that it is, where that was recorded before. */
    post: wire.record.optional(),
    from: wire.instant,
    upto: z.union([wire.instant, z.null()]),
  })
  .refine(
    ({ covers, ground }) => (GROUNDS[covers.kind] as readonly string[]).includes(ground.type),
    { path: ['covers'] },
  );

/** See {@link holdingSchema}. */
export type Holding = z.infer<typeof holdingSchema>;

/** A party's word that a holding of its own still stands as it was said. [Z10] */
export const confirmationSchema = z.strictObject({ holding: wire.record });
