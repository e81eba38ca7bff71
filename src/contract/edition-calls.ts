import type { Call } from './call.ts';
import { requests } from './requests.ts';

/** The calls about releases of our own reports, and about our own sources. */
export const EDITION_CALLS: readonly Call[] = [
  {
    method: 'post',
    path: '/api/releases',
    summary: 'Release a report of ours to others, as a whole or coarser.',
    answers: 'Saved',
    status: 201,
    body: requests.release,
  },
  {
    method: 'get',
    path: '/api/sources',
    summary: 'Our own register of sources; no other party reads it.',
    answers: 'SourceView[]',
  },
  {
    method: 'post',
    path: '/api/sources',
    summary: 'Enter a source into our own register, or say anew how one stands.',
    answers: 'Saved',
    status: 201,
    body: requests.source,
  },
];
