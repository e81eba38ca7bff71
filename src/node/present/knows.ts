import type { NewDecision } from '../../contract/api.ts';
import type { Known } from '../../accord/known.ts';

/** How many entries of each member's log towards the centre are known here, sorted by party. [C30] */
export function knowsOf({ charter, reached }: Known): NewDecision['knows'] {
  return charter.members.toSorted().map((party) => ({ party, size: reached.get(party) ?? 0 }));
}
