import type { RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { Known } from '../../accord/known.ts';
import type { Standing } from '../../accord/operation/state.ts';
import type { Reader } from '../../accord/party/release.ts';
import type { Roster } from '../../accord/party/schema.ts';
import type { House } from '../house.ts';

/** All that is shown to one reader is shown as of one moment. */
export interface Look {
  readonly known: Known;
  /** The latest roster of our own party. */
  readonly roster: Roster | undefined;
  readonly reader: Reader;
  readonly now: Instant;
  /** Another number as soon as something was learnt that may change what a plan is in conflict with. */
  readonly surroundings: number;
  /** Who must consent to a plan, where each stands and what state that makes, now. */
  standing(plan: RecordHash): Standing | undefined;
}

/** What a reader at this node may look at, as it is now. */
export function lookFor(house: Pick<House, 'office' | 'clock'>, reader: Reader): Look {
  const { known, standings } = house.office;
  const now = house.clock.now();
  return {
    known,
    roster: house.office.roster(),
    reader,
    now,
    surroundings: house.office.surroundings(),
    standing: (plan) => standings.of(plan, now),
  };
}
