import type { SeatId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { err } from '../base/result.ts';
import type { Roster } from '../accord/party/schema.ts';
import type { RecordFault } from '../accord/record.ts';
import type { Office, Placed } from './office.ts';

/** The one line in which our roster is changed: a change made from an older one would undo another. */
export interface RosterLine {
  /** Publishes what `change` makes of our latest roster, to those who read our roster. */
  publish(
    seat: SeatId,
    change: (roster: Roster) => Roster,
  ): Promise<Result<Placed, RecordFault | { readonly kind: 'no-roster' }>>;
}

/** Opens the line of a node's own roster. */
export function openRosterLine(office: Office): RosterLine {
  let line: Promise<unknown> = Promise.resolve();
  const publish: RosterLine['publish'] = async (seat, change) => {
    const roster = office.roster();
    if (!roster) return err({ kind: 'no-roster' });
    const audience = office.isObserver ? office.own : office.centre;
    return office.say({ seat, audience, type: 'roster', body: change(roster) });
  };
  return {
    publish(seat, change) {
      const turn = line.then(() => publish(seat, change));
      line = turn.catch(() => undefined);
      return turn;
    },
  };
}
