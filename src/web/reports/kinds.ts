import type { CLAIM_ABOUTS as ABOUTS_SAID } from '../../accord/knowledge/claims.ts';
import type {
  CREDIBILITIES as CREDIBILITIES_SAID,
  RELIABILITIES as RELIABILITIES_SAID,
  Report,
  REPORT_KINDS as KINDS_SAID,
  PLACE_FORMS as PLACE_FORMS_SAID,
  SOURCE_KINDS as SOURCES_SAID,
  WHEN_FORMS as WHEN_FORMS_SAID,
} from '../../accord/knowledge/schema.ts';
import type { TLP_LEVELS as TLP_SAID } from '../../accord/record.ts';

/*
 * The lists of the schemas, written out once more so that a page need not fetch the schemas
 * themselves; the compiler holds each to the very order of the schema's.
 */

/** What a report may be about; its place in this list is the number in the map's points. */
export const REPORT_KINDS = [
  'incident',
  'observation',
  'threat-warning',
  'trafficking',
  'crossing',
  'civil-harm',
  'explosive-hazard',
  'infrastructure',
  'media-claim',
] as const satisfies typeof KINDS_SAID;

/** From which kind of source. */
export const SOURCE_KINDS = [
  'own-patrol',
  'own-post',
  'resident',
  'official',
  'partner',
  'technical',
  'media',
  'dataset',
] as const satisfies typeof SOURCES_SAID;

/** How a place is known. */
export const PLACE_FORMS = [
  'point',
  'around',
  'district',
  'road',
] as const satisfies typeof PLACE_FORMS_SAID;

/** One of {@link PLACE_FORMS}. */
export type PlaceForm = (typeof PLACE_FORMS)[number];

/** How exactly a time is known. */
export const WHEN_FORMS = [
  'minute',
  'hour',
  'day',
  'span',
] as const satisfies typeof WHEN_FORMS_SAID;

/** One of {@link WHEN_FORMS}. */
export type WhenForm = (typeof WHEN_FORMS)[number];

/** What a claim can be about. */
export const CLAIM_ABOUTS = [
  'what',
  'when',
  'where',
  'how-many',
  'who',
] as const satisfies typeof ABOUTS_SAID;

/** How many claims one report can make. */
export const CLAIMS_MAX = 16;

/** How far the source is trusted, best first; F is no place in the order. */
export const RELIABILITIES = [
  'A',
  'B',
  'C',
  'D',
  'E',
  'F',
] as const satisfies typeof RELIABILITIES_SAID;

/** How likely the information is, best first; 6 is no place in the order. */
export const CREDIBILITIES = [
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
] as const satisfies typeof CREDIBILITIES_SAID;

/** Handling marks, the most open first. */
export const TLP_LEVELS = [
  'CLEAR',
  'GREEN',
  'AMBER',
  'AMBER+STRICT',
  'RED',
] as const satisfies typeof TLP_SAID;

/** One of {@link TLP_LEVELS}. */
export type Tlp = (typeof TLP_LEVELS)[number];

/** From which kind of source a report comes. */
export type SourceKind = Report['source']['kind'];

/** The longest draft that a desk keeps, in UTF-16 units; the schema's own limit. */
export const DRAFT_UNITS_MAX = 24_000;
