import { openAcknowledging } from './acknowledging.ts';
import { openContacts } from './contacts.ts';
import type { House } from './house.ts';
import { openLateness } from './lateness.ts';
import { openPassing } from './passing.ts';
import { openTurns } from './turns.ts';

/** What a node does by itself for as long as it runs. */
export interface Jobs {
  close(): Promise<void>;
}

/** Begins all that a node does by itself. */
export function openJobs(house: House): Jobs {
  const turns = openTurns(house);
  const contacts = openContacts(house);
  const acknowledging = openAcknowledging(house);
  void acknowledging.look();
  house.pulling.begin();
  const lateness = openLateness(house);
  const passing = openPassing(house);
  void passing.look();
  return {
    async close() {
      turns.close();
      await house.pulling.close();
      lateness.close();
      // A word to a log that is being recovered waits for its peers, and nobody waits for that.
      void passing.close();
      void acknowledging.close();
      await contacts.close();
    },
  };
}
