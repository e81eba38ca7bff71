import type { PartyId } from '../base/ids.ts';
import type { Call } from './call.ts';

/* Collections of other systems that this node pulls, under /api. */

/** Why the last pull brought nothing; each has words in every language. */
export const PULL_FAULTS = [
  'unreachable',
  'late',
  'refused',
  'leads-elsewhere',
  'not-taxii',
  'too-large',
  'secret-missing',
  'secret-open',
  'seat-cannot',
  'audience-wrong',
  'unreadable',
  'busy',
] as const;

/** A collection that is pulled, and how the last pull went. */
export interface PullView {
  readonly name: string;
  readonly url: string;
  readonly everyMinutes: number;
  readonly audience: readonly PartyId[];
  readonly tlp: string;
  readonly isRunning: boolean;
  /** When it was last pulled, whatever came of it. */
  readonly lastAt?: string;
  readonly fault?: (typeof PULL_FAULTS)[number];
  /** How many objects the last pull that came brought, and what became of them. */
  readonly counts?: {
    readonly came: number;
    readonly saved: number;
    readonly passedOver: number;
    readonly refused: number;
    readonly leftOut: number;
  };
}

/** What is pulled from other systems. */
export const PULL_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/pulls',
    summary: 'The collections that this node pulls, and how it went, for who administers.',
    answers: 'PullView[]',
  },
  {
    method: 'post',
    path: '/api/pulls/{name}',
    summary: 'Pull a collection now.',
    answers: 'Nothing',
    status: 204,
  },
];
