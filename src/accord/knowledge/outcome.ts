import type { PartyId } from '../../base/ids.ts';
import type { Said } from '../said.ts';
import { lastOfEach } from './judgements.ts';

/** What became of a claim by all that was said of it; `disputed` and `undecided` count for nothing. */
export type Judgement = 'confirmed' | 'refuted' | 'undecided' | 'disputed';

/** The last outcome that each party said of a report, or of one claim of it. [M12] */
export function outcomesOn(
  outcomes: readonly Said<'outcome'>[],
  claim: number | undefined,
): readonly Said<'outcome'>[] {
  return lastOfEach(outcomes.filter(({ record }) => record.body.claim === claim));
}

/**
 * What became of a claim, by the last word of each party. Nobody confirms its own: the word of
 * `author` counts only where it says that it was wrong. [M13]
 */
export function outcomeOf(last: readonly Said<'outcome'>[], author: PartyId): Judgement {
  const of = (verdict: string) =>
    last.filter(({ record }) => record.body.verdict === verdict).map((said) => said.author);
  const refuting = of('refuted');
  const confirming = of('confirmed').filter((party) => party !== author);
  if (refuting.includes(author)) return 'refuted';
  if (confirming.length > 0) return refuting.length === 0 ? 'confirmed' : 'disputed';
  return refuting.length > 0 ? 'refuted' : 'undecided';
}
