import * as z from 'zod';
import { windowSchema, wire } from '../wire.ts';
import type { PlanKind } from './kinds.ts';
import { FORCE_KINDS, LOST_CONTACT_RULES, PLAN_KINDS } from './kinds.ts';

/** How many contributions one plan may list, and how many sectors, phases and lines. */
export const CONTRIBUTIONS_MAX = 64;
export const PLAN_PARTS_MAX = 32;

/** How far beyond its shape the ground of a plan may reach, in metres. */
export const REACH_METRES_MAX = 50_000;

const part = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,14}[a-z0-9])?$/);

const heightsSchema = z
  .strictObject({
    /** Metres above mean sea level. */
    lowMetres: z.int().min(-500).max(30_000),
    highMetres: z.int().min(-500).max(30_000),
  })
  .refine((band) => band.lowMetres < band.highMetres);

/** Turns that recur on days of the week, in the centre's own time. [C22] */
export const scheduleSchema = z.strictObject({
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  /** Minutes after midnight at which a turn begins. */
  fromMinute: z.int().min(0).max(1439),
  /** How long a turn lasts; it may run past midnight. */
  minutes: z.int().min(1).max(1440),
});

/** See {@link scheduleSchema}. */
export type Schedule = z.infer<typeof scheduleSchema>;

const sectorSchema = z.strictObject({
  id: part,
  name: wire.line,
  area: wire.geometry,
  lead: wire.party,
});

const phaseSchema = z.strictObject({
  id: part,
  name: wire.line,
  lead: wire.party,
  window: windowSchema,
  /** Which sectors it is about; all where it names none. */
  sectors: z.array(part).max(PLAN_PARTS_MAX),
});

const lineSchema = z.strictObject({
  id: part,
  name: wire.line,
  route: wire.geometry,
  /** The parties whose units do not cross it, unless it is handed over. */
  holds: z.array(wire.party).min(1).max(64),
});

/**
 * What is proposed: one exact ground, one exact time, what each party brings and leads, and what is
 * done when units meet or contact is lost.
 */
export const planSchema = z
  .strictObject({
    kind: z.enum(PLAN_KINDS),
    name: wire.line,
    language: wire.language,
    purpose: wire.text,
    shape: wire.geometry,
    /** The plan's ground is its shape and all within so many metres of it. [C21] */
    reachMetres: z.int().min(0).max(REACH_METRES_MAX).optional(),
    heights: heightsSchema.optional(),
    window: windowSchema,
    schedule: scheduleSchema.optional(),
    contributions: z
      .array(
        z.strictObject({
          party: wire.party,
          forces: z
            .array(
              z.strictObject({ kind: z.enum(FORCE_KINDS), count: z.int().min(1).max(100_000) }),
            )
            .min(1)
            .max(FORCE_KINDS.length),
        }),
      )
      .max(CONTRIBUTIONS_MAX),
    sectors: z.array(sectorSchema).max(PLAN_PARTS_MAX).optional(),
    phases: z.array(phaseSchema).max(PLAN_PARTS_MAX).optional(),
    lines: z.array(lineSchema).max(PLAN_PARTS_MAX).optional(),
    /** The office on each side that is called when units meet, and how. */
    liaison: z
      .array(z.strictObject({ party: wire.party, seat: wire.seat, call: wire.line.optional() }))
      .max(CONTRIBUTIONS_MAX)
      .optional(),
    rulesOfContact: wire.text,
    lostContact: z
      .strictObject({
        /** Without a word for so long, contact is lost. */
        afterMinutes: z.int().min(1).max(1440),
        then: z.enum(LOST_CONTACT_RULES),
      })
      .optional(),
    /** The version that this one changes. [C38] */
    amends: wire.record.optional(),
    /** A party's own plan that it only tells others of. [C28] */
    sharing: z.literal('notice').optional(),
  })
  .refine(hasGroundOfItsKind)
  .refine(hasWholeParts);

/** See {@link planSchema}. */
export type Plan = z.infer<typeof planSchema>;

interface Ground {
  readonly kind: PlanKind;
  readonly shape: { readonly type: string };
  readonly reachMetres?: number | undefined;
  readonly heights?: object | undefined;
}

interface Parts {
  readonly sectors?:
    | readonly { readonly id: string; readonly area: { readonly type: string } }[]
    | undefined;
  readonly phases?:
    | readonly { readonly id: string; readonly sectors: readonly string[] }[]
    | undefined;
  readonly lines?:
    | readonly { readonly id: string; readonly route: { readonly type: string } }[]
    | undefined;
}

/** A patrol and an overflight follow a route with a width; a checkpoint and a visit have a place. [C21] */
function hasGroundOfItsKind({ kind, shape, reachMetres, heights }: Ground): boolean {
  const isRoute = shape.type === 'LineString';
  const hasReach = (reachMetres ?? 0) > 0;
  if (shape.type !== 'Polygon' && shape.type !== 'MultiPolygon' && kind !== 'operation') {
    if (!hasReach) return false;
  }
  switch (kind) {
    case 'patrol':
      return isRoute;
    case 'overflight':
      return isRoute && heights !== undefined;
    case 'checkpoint':
    case 'visit':
    case 'sweep':
      return !isRoute && (kind !== 'sweep' || shape.type !== 'Point');
    case 'operation':
      return true;
  }
}

function hasWholeParts({ sectors = [], phases = [], lines = [] }: Parts): boolean {
  const ids = new Set(sectors.map((each) => each.id));
  const isOnce = (list: readonly { readonly id: string }[]): boolean =>
    new Set(list.map((each) => each.id)).size === list.length;
  return (
    isOnce(sectors) &&
    isOnce(phases) &&
    isOnce(lines) &&
    phases.every((phase) => phase.sectors.every((id) => ids.has(id))) &&
    sectors.every(({ area }) => area.type.endsWith('Polygon')) &&
    lines.every(({ route }) => route.type === 'LineString')
  );
}
