import * as z from 'zod';
import { holdingSchema } from '../accord/holding/holding-schema.ts';
import { wire } from '../accord/wire.ts';
import { CELL_METRES_MAX, CELL_METRES_MIN } from '../geo/gap/ground.ts';
import type { Call } from './call.ts';

/** How many holdings a list holds. */
export const HOLDINGS_MAX = 5_000;

/** The side of a cell where none is asked for, in metres. */
export const CELL_METRES_DEFAULT = 100;

/** The bodies of what is said and asked about holdings. */
export const holdingRequests = {
  holding: z.strictObject({
    audience: z.array(wire.party).min(1).max(64),
    holding: holdingSchema,
    replaces: wire.record.optional(),
  }),
  gap: z.strictObject({
    /** The centre's area where there is none. */
    area: wire.geometry.optional(),
    at: wire.instant.optional(),
    cellMetres: z.int().min(CELL_METRES_MIN).max(CELL_METRES_MAX).optional(),
  }),
};

/** The moment that a list of holdings is of; now where none is said. */
export const holdingsQuerySchema = z.strictObject({ at: wire.instant.optional() });

/** Holdings, and the gap between them. */
export const HOLDING_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/holdings',
    summary: 'What stood at a moment, as far as this desk may read it.',
    answers: 'HoldingsView',
    query: holdingsQuerySchema,
  },
  {
    method: 'post',
    path: '/api/holdings',
    summary: 'Say what we hold, in place of one of our own holdings where it is named.',
    answers: 'Saved',
    status: 201,
    body: holdingRequests.holding,
  },
  {
    method: 'post',
    path: '/api/holdings/{hash}/confirm',
    summary: 'Confirm that a holding of ours still stands as it was said.',
    answers: 'Saved',
    status: 201,
  },
  {
    method: 'post',
    path: '/api/gap',
    summary: 'Ask what nobody covers of an area at a moment, in figures.',
    answers: 'GapView',
    body: holdingRequests.gap,
  },
];
