import * as z from 'zod';
import type { CompartmentId, PartyId, RecordHash, SeatId } from '../base/ids.ts';
import { isCompartmentId, isPartyId, isRecordHash, isSeatId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, parseInstant } from '../base/instant.ts';
import { LANGUAGES } from './party/names.ts';

/** The longest line (a name, a title) in UTF-16 units. */
export const LINE_UNITS_MAX = 200;

/** The longest text of a record in UTF-16 units; the record's own limit of bytes holds besides. */
export const TEXT_UNITS_MAX = 16_000;

/** The building blocks that the schemas of all records share. */
export const wire = {
  party: z.string().refine(isPartyId) as unknown as z.ZodType<PartyId>,
  compartment: z.string().refine(isCompartmentId) as unknown as z.ZodType<CompartmentId>,
  /** Who is to read: parties, or a compartment of one's own. [R6] */
  readers: z
    .array(
      z.string().refine((text) => isPartyId(text) || isCompartmentId(text)) as unknown as z.ZodType<
        PartyId | CompartmentId
      >,
    )
    .min(1)
    .max(64),
  seat: z.string().refine(isSeatId) as unknown as z.ZodType<SeatId>,
  record: z.string().refine(isRecordHash) as unknown as z.ZodType<RecordHash>,
  /** RFC 3339 in UTC to the second. */
  instant: z.string().refine((text) => parseInstant(text).ok),
  language: z.enum(LANGUAGES),
  /** One line without control characters. */
  line: z
    .string()
    .min(1)
    .max(LINE_UNITS_MAX)
    .regex(/^[^\p{Cc}\u2028\u2029]+$/u),
  /** Text of many lines; of the control characters only line feed and tab. */
  text: z
    .string()
    .max(TEXT_UNITS_MAX)
    .regex(/^(?:[^\p{Cc}]|\n|\t)*$/u),
  names: z.strictObject({
    ar: z.string().min(1).max(LINE_UNITS_MAX),
    ckb: z.string().min(1).max(LINE_UNITS_MAX),
    tr: z.string().min(1).max(LINE_UNITS_MAX),
    en: z.string().min(1).max(LINE_UNITS_MAX),
  }),
  /** An RFC 7946 geometry in degrees, at most seven decimals; the exact check is the geometry room's. */
  geometry: z.strictObject({
    type: z.enum(['Point', 'LineString', 'Polygon', 'MultiPolygon']),
    coordinates: z.array(z.any()),
  }),
  base64url: z
    .string()
    .max(8192)
    .regex(/^[A-Za-z0-9_-]*$/),
} as const;

/** A span of time, `from` before `upto`; `upto` itself is outside. */
export const windowSchema = z
  .strictObject({ from: wire.instant, upto: wire.instant })
  .refine((span) => momentOf(span.from) < momentOf(span.upto));

/** The moment of a text that its schema has already accepted. */
export function momentOf(text: string): Instant {
  const moment = parseInstant(text);
  return moment.ok ? moment.value : (0 as Instant);
}

/** The text of a moment, as records carry it. */
export function textOf(moment: Instant): string {
  return formatInstant(moment);
}
