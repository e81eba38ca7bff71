import * as z from 'zod';
import type { TLP_LEVELS } from '../accord/record.ts';
import type { Call } from './call.ts';
import { reportQuerySchema } from './requests.ts';

/* What leaves the centre in the forms of others, under /api. */

/** How many reports one export holds; more are refused, never cut off. [Y11] */
export const EXPORT_REPORTS_MAX = 50_000;

/** The forms in which reports leave. */
export const EXPORT_FORMATS = ['stix', 'geojson', 'csv'] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * For whom an export is: for our own use, with all that the desk may read; or for others, with what
 * may be handed on. [Y13]
 */
export const EXPORT_READERS = ['own', 'others'] as const;

/** The query of a survey: that of the list of reports, and for whom. */
export const surveyQuerySchema = reportQuerySchema
  .omit({ limit: true, after: true })
  .extend({ for: z.enum(EXPORT_READERS).default('own') });

/** The query of an export; `bom` puts a byte order mark before a table. */
export const exportQuerySchema = surveyQuerySchema.extend({
  format: z.enum(EXPORT_FORMATS),
  bom: z.literal('yes').optional(),
});

/** GET /api/export/survey?(filters)&for=: what an export would hold, before anything leaves. [Y13] */
export interface ExportSurvey {
  /** Reports that go out. */
  readonly count: number;
  /** How many of them bear each mark of TLP 2.0, those that none bears left out. */
  readonly tlp: Partial<Record<(typeof TLP_LEVELS)[number], number>>;
  /** How many of them bear a caveat. */
  readonly caveats: Readonly<Record<string, number>>;
  /** How many stay behind, by the first reason that holds. */
  readonly left: {
    /** Another party said them, and only that party may hand them on. */
    readonly others: number;
    /** They stand in a compartment, which has no others. [R9] */
    readonly within: number;
    readonly red: number;
    readonly noOnward: number;
  };
}

/** What leaves the centre. */
export const EXPORT_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/export/survey',
    summary: 'What an export would hold, with which marks, and what would stay behind.',
    answers: 'ExportSurvey',
    query: surveyQuerySchema,
  },
  {
    method: 'get',
    path: '/api/export',
    summary: 'The reports that match, as STIX 2.1, GeoJSON or CSV, with their marks.',
    answers: 'The file',
    query: exportQuerySchema,
  },
];
