import type { Urgency } from '../carry/budget.ts';
import { URGENT_BYTES_MAX } from '../carry/budget.ts';
import type { Message } from '../exchange/messages.ts';
import type { Station } from '../exchange/station.ts';
import type { Logs } from './logs.ts';

/** A question after so many entries at most is not made to wait for what is large. [T29] */
export const FEW_ENTRIES_MAX = 32;

/** What tells how much a question asks for. */
export interface UrgencyNeeds {
  readonly logs: Pick<Logs, 'byId'>;
  readonly station: Pick<Station, 'progress'>;
}

/** Whether a message goes before what is large: all does that is small, and brings back what is small. [T29] */
export async function urgencyOf(
  { logs, station }: UrgencyNeeds,
  message: Message,
): Promise<Urgency> {
  switch (message.kind) {
    case 'ask':
    case 'portion':
    case 'further': {
      const log = logs.byId(message.log);
      if (!log) return 'bulk';
      const { held, of } = await station.progress(log);
      return of - held <= FEW_ENTRIES_MAX ? 'urgent' : 'bulk';
    }
    case 'tell': {
      const bytes = message.entries.reduce((sum, entry) => sum + entry.length, 0);
      return bytes <= URGENT_BYTES_MAX ? 'urgent' : 'bulk';
    }
    case 'want':
    case 'piece':
      return 'bulk'; // What stands beside logs never goes before a record. [G7]
    default:
      return 'urgent';
  }
}
