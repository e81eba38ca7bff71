import type { LogLine } from '../contract/record-room.ts';

/** What names a record's page: what it is, and the plan that it is about. */
export type Named = Pick<LogLine, 'type' | 'hash' | 'plan'>;

/** The page of the desk on which a record is shown in full. */
export function addressOf({ type, hash, plan }: Named): string {
  switch (type) {
    case 'report':
      return `/inbox/${hash}`;
    case 'matter':
      return `/matters/${hash}`;
    case 'resolution':
    case 'concurrence':
      return '/matters';
    case 'passage':
      return `/passages/${hash}`;
    case 'release-request':
    case 'release-answer':
      return '/passages';
    case 'request':
      return `/requests/${hash}`;
    case 'reply':
    case 'request-end':
      return '/requests';
    case 'agreement':
      return `/agreements/${hash}`;
    case 'incursion':
      return `/incursions/${hash}`;
    case 'post':
    case 'site':
      return '/presence';
    case 'holding':
    case 'confirmation':
      return '/gap';
    case 'handover':
      return `/presence/handovers/${hash}`;
    case 'handover-step':
      return '/presence/handovers';
    default:
      return plan === undefined ? `/record/${hash}` : `/plans/${plan}`;
  }
}
