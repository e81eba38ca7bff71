import type {
  CREDIBILITIES as CREDIBILITIES_SAID,
  RELIABILITIES as RELIABILITIES_SAID,
  Report,
  REPORT_KINDS as KINDS_SAID,
  SOURCE_KINDS as SOURCES_SAID,
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
