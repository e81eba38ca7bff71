import type { PartyId } from '../base/ids.ts';
import type { Fact, PlanFact, Saying } from './facts.ts';

/** Whether the asked parties hear each other, do not, or have parted for good. */
export type Contact = 'kept' | 'lost' | 'gone';

type Sign = Fact & { readonly says: Saying & { readonly kind: 'contact' } };

/** What a plan's rule for lost contact makes of the signs of life, in the order of their logs. [C43] */
export function contactAt(
  { lostContact, from, phases }: PlanFact,
  required: readonly PartyId[],
  { signs, now }: { readonly signs: readonly Sign[]; readonly now: number },
): Contact {
  if (!lostContact || required.length < 2) return 'kept';
  const { after, then } = lostContact;
  const of = (party: PartyId) => signs.filter(({ by, at }) => by === party && at <= now);
  const last = (party: PartyId): number => Math.max(0, ...of(party).map(({ at }) => at));
  /** Where a sign says that it had not heard another for too long, when patience with that one ended. */
  const missed = ({ by, at, says }: Sign): readonly number[] =>
    required.flatMap((party) => {
      const said = says.heard.findLast((each) => each.party === party)?.at ?? 0;
      // What it says beyond the record counts for what is on the record.
      const heard = Math.max(from, Math.min(said, last(party)));
      return party !== by && at - heard > after ? [heard + after] : [];
    });
  const isOnRecord = required.some((party) => of(party).some((sign) => missed(sign).length > 0));
  if (then === 'withdraw' && isOnRecord) return 'gone';
  const silent = required.map((party) => Math.max(from, last(party)) + after);
  const unheard = required.flatMap((party) => of(party).slice(-1).flatMap(missed));
  const ends = [...silent.filter((end) => end < now), ...unheard];
  if (ends.length === 0) return 'kept';
  const since = Math.min(now, ...ends);
  const running = phases.filter((phase) => phase.from <= since && since < phase.upto);
  const leaves = then === 'finish-phase' ? running.map(({ upto }) => upto) : [];
  return now >= Math.max(since, ...leaves) ? 'lost' : 'kept';
}
