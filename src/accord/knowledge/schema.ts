import * as z from 'zod';
import { windowSchema, wire } from '../wire.ts';
import { attachmentsSchema } from './attachment.ts';
import { claimNumberSchema, claimsSchema } from './claims.ts';
import { DETAILS, detailsSchema } from './details.ts';

/** How far the source can be trusted; F means that it cannot be judged, not that it is worst. */
export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** How likely the information is true; 6 means that it cannot be judged. */
export const CREDIBILITIES = ['1', '2', '3', '4', '5', '6'] as const;

/** The two axes of the Admiralty code, kept apart and never averaged. */
export const gradeAxesSchema = z.strictObject({
  reliability: z.enum(RELIABILITIES),
  credibility: z.enum(CREDIBILITIES),
});

/** See {@link gradeAxesSchema}. */
export type GradeAxes = z.infer<typeof gradeAxesSchema>;

/** What a report is about. */
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
] as const;

/** From which kind of source a report comes; never who. */
export const SOURCE_KINDS = [
  'own-patrol',
  'own-post',
  'resident',
  'official',
  'partner',
  'technical',
  'media',
  'dataset',
] as const;

/** A source's mark towards one audience: 80 bits in lower-case base32. [H10] */
export const sourceHandleSchema = z.string().regex(/^[a-z2-7]{16}$/);

/** How a place is known: a spot, somewhere about one, within a district, or along a road. [H4] */
export const PLACE_FORMS = ['point', 'around', 'district', 'road'] as const;

/** How exactly a time is known: to the minute, the hour or the day, or only as a span. [H5] */
export const WHEN_FORMS = ['minute', 'hour', 'day', 'span'] as const;

const reportShape = {
  kind: z.enum(REPORT_KINDS),
  title: wire.line,
  language: wire.language,
  text: wire.text,
  place: z.strictObject({
    geometry: wire.geometry,
    /** The true place lies within this many metres of the geometry. */
    precisionMetres: z.int().min(0).max(2_000_000),
    label: wire.line.optional(),
    form: z.enum(PLACE_FORMS).optional(),
  }),
  /** When it happened; a single moment is one second long. */
  when: windowSchema,
  whenForm: z.enum(WHEN_FORMS).optional(),
  source: z.strictObject({
    kind: z.enum(SOURCE_KINDS),
    /** Where an outside source is to be found: a publication, a data set and its key. */
    reference: wire.text.optional(),
    /** Which source, towards this audience alone; computed by the author's node. [H10] */
    handle: sourceHandleSchema.optional(),
  }),
  grade: gradeAxesSchema.optional(),
  details: detailsSchema.optional(),
  claims: claimsSchema.optional(),
  /** The earlier report on the same log of which this is the new version. [H6] */
  corrects: wire.record.optional(),
  /** Photos and documents beside the report; a node that does not know the field keeps its bytes. */
  attachments: attachmentsSchema.optional(),
};

/** Something seen, heard or read, with where, when, from what kind of source and how well known. */
export const reportSchema = z.strictObject(reportShape).superRefine(detailsFitKind);

/** A report as a row of others gives it: without files, and the first of its kind. */
export const rowSchema = z
  .strictObject(reportShape)
  .omit({ attachments: true, corrects: true })
  .superRefine(detailsFitKind);

// [H1] The kind decides which details a report may have.
function detailsFitKind(
  report: { kind: (typeof REPORT_KINDS)[number]; details?: unknown },
  context: z.RefinementCtx,
): void {
  if (report.details === undefined) return;
  const fault = DETAILS[report.kind].safeParse(report.details).error?.issues[0];
  if (fault) context.addIssue({ code: 'custom', path: ['details', ...fault.path] });
}

/** See {@link reportSchema}. */
export type Report = z.infer<typeof reportSchema>;

/** A party's own grade of a report, beside those of others. Its later grade replaces its earlier one. */
export const gradeSchema = z.strictObject({
  report: wire.record,
  /** Only that claim of it; such a grade stands beside the one of the whole. [M11] */
  claim: claimNumberSchema.optional(),
  grade: gradeAxesSchema,
  reason: wire.text.optional(),
});

/** See {@link gradeSchema}. */
export type Grade = z.infer<typeof gradeSchema>;

/** How two reports or two claims may stand to each other; the first three go both ways. [M1] */
export const RELATIONS = [
  'contradicts',
  'supports',
  'same-event',
  'part-of',
  'follows-from',
  'duplicate-of',
] as const;

/**
 * That two reports, or one claim of each, stand in a relation, made by someone entitled to read
 * both, with the reason. `part-of` may lead to a matter. [M1]
 */
export const linkSchema = z.strictObject({
  relation: z.enum(RELATIONS),
  from: wire.record,
  fromClaim: claimNumberSchema.optional(),
  to: wire.record,
  toClaim: claimNumberSchema.optional(),
  reason: wire.text.optional(),
});

/** See {@link linkSchema}. */
export type Link = z.infer<typeof linkSchema>;
