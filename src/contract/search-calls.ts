import * as z from 'zod';
import type { Call } from './call.ts';
import { QUERY_UNITS_MAX } from './query.ts';

/** How many of what was found one page may hold. */
export const FOUND_ROWS_MAX = 200;

/** How many matters, requests and passages stand beside the reports that were found, the newest. [Q15] */
export const OTHERS_SHOWN_MAX = 50;

/** How many of the newest that were found a map is given. */
export const FOUND_POINTS_MAX = 2000;

/** A query is taken a little longer than it may be, so that the fault can say so. */
const q = z.string().max(QUERY_UNITS_MAX * 4);

/** The query of a search. */
export const searchQuerySchema = z.strictObject({
  q: q.default(''),
  limit: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(FOUND_ROWS_MAX))
    .default(50),
  after: z.string().max(200).optional(),
});

/** The query of a search's facets. */
export const searchFacetsQuerySchema = z.strictObject({ q: q.default('') });

/** The calls of search. */
export const SEARCH_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/search',
    summary:
      'Reports that a query finds, newest first, with matters, requests and passages that have its words; only what this desk may read.',
    answers: 'SearchPage',
    query: searchQuerySchema,
  },
  {
    method: 'get',
    path: '/api/search/facets',
    summary: 'How what a query finds is divided by kind, party, reader, grade, month and place.',
    answers: 'SearchFacets',
    query: searchFacetsQuerySchema,
  },
  {
    method: 'get',
    path: '/api/search/points',
    summary: 'What a query finds as points for a map, the newest first.',
    answers: 'ReportPoints',
    query: searchFacetsQuerySchema,
  },
];
