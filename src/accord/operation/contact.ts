import type { PartyId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { NonEmpty } from '../../base/result.ts';
import { isNonEmpty } from '../../base/result.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { Version } from './versions.ts';

/** That contact between the parties of an operation is lost. [C43] */
export interface LostContact {
  /** When the rule's time had passed. */
  readonly since: Instant;
  /** Of whom nothing was heard. */
  readonly silent: NonEmpty<PartyId>;
  /** Whether one of them has put on the record that it did not hear another. */
  readonly isOnRecord: boolean;
}

interface Sign {
  readonly at: number;
  /** When it heard each of the others, not later than is on the record. */
  readonly heard: ReadonlyMap<PartyId, number>;
}

/**
 * Whether contact between `parties` is lost at `now`, from their signs of life alone: one of them
 * has been silent for the rule's time, or says that it has not heard another for so long. [C43]
 */
export function lostContactAt(
  versions: readonly [Version, ...(readonly Version[])],
  parties: readonly PartyId[],
  now: Instant,
): LostContact | undefined {
  const { lostContact, window } = versions[0].plan.record.body;
  if (!lostContact || parties.length < 2) return undefined;
  const begins = momentOf(window.from);
  const allowed = lostContact.afterMinutes * 60;
  const signs = signsOf(versions, parties, now);
  const lastOf = (party: PartyId): number =>
    Math.max(begins, ...(signs.get(party) ?? []).map(({ at }) => at));
  const gaps: { readonly party: PartyId; readonly since: number; readonly isPast: boolean }[] = [];
  for (const party of parties) {
    if (now - lastOf(party) > allowed) {
      gaps.push({ party, since: lastOf(party) + allowed, isPast: false });
    }
  }
  let isOnRecord = false;
  for (const [hearer, said] of signs) {
    for (const [i, sign] of said.entries()) {
      for (const party of parties) {
        if (party === hearer) continue;
        const heard = Math.max(begins, sign.heard.get(party) ?? begins);
        if (sign.at - heard <= allowed) continue;
        isOnRecord = true;
        // Only the last word of each tells how it is now.
        if (i === said.length - 1) gaps.push({ party, since: heard + allowed, isPast: true });
      }
    }
  }
  if (gaps.length === 0 && !isOnRecord) return undefined;
  const silent = [...new Set(gaps.map(({ party }) => party))].toSorted();
  const since = Math.min(...gaps.map((gap) => gap.since), now) as Instant;
  if (!isNonEmpty(silent)) {
    // All is heard again; what stays is that there was a gap.
    return lostContact.then === 'withdraw' && isNonEmpty(parties)
      ? { since, silent: parties, isOnRecord }
      : undefined;
  }
  return { since, silent, isOnRecord };
}

/** The signs of life of each party up to `now`, in the order of its log. */
function signsOf(
  versions: readonly Version[],
  parties: readonly PartyId[],
  now: Instant,
): ReadonlyMap<PartyId, readonly Sign[]> {
  const all = versions
    .flatMap(({ file, plan }) =>
      file.contacts.filter(({ audience }) => isSameAudience(audience, plan.audience)),
    )
    .filter(({ record }) => momentOf(record.at) <= now)
    .toSorted((ours, theirs) => ours.index - theirs.index);
  const last = new Map<PartyId, number>();
  for (const { author, record } of all) {
    last.set(author, Math.max(last.get(author) ?? 0, momentOf(record.at)));
  }
  return new Map(
    parties.map((party) => [
      party,
      all.filter(({ author }) => author === party).map((said) => signOf(said, last)),
    ]),
  );
}

function signOf({ record }: Said<'contact'>, last: ReadonlyMap<PartyId, number>): Sign {
  const heard = record.body.heard.map(
    ({ party, at }) => [party, Math.min(momentOf(at), last.get(party) ?? 0)] as const,
  );
  return { at: momentOf(record.at), heard: new Map(heard) };
}
