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

/** A sign of life as its record has it; times in POSIX seconds. */
export interface Sign {
  readonly party: PartyId;
  readonly index: number;
  readonly at: Instant;
  /** When it says it heard each of the others. */
  readonly heard: ReadonlyMap<PartyId, Instant>;
}

interface Gap {
  readonly party: PartyId;
  readonly since: number;
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
  const signs = signsOf(versions).filter(({ at, party }) => at <= now && parties.includes(party));
  const last = new Map<PartyId, number>(parties.map((party) => [party, begins]));
  const latest = new Map<PartyId, Sign>();
  for (const sign of signs) {
    last.set(sign.party, Math.max(last.get(sign.party) ?? begins, sign.at));
    if ((latest.get(sign.party)?.index ?? -1) < sign.index) latest.set(sign.party, sign);
  }
  const gapsIn = (sign: Sign): readonly Gap[] =>
    parties.flatMap((party) => {
      if (party === sign.party) return [];
      // What it says it heard counts as far as that is on the record.
      const told = Math.min(sign.heard.get(party) ?? begins, last.get(party) ?? begins);
      const heard = Math.max(begins, told);
      return sign.at - heard > allowed ? [{ party, since: heard + allowed }] : [];
    });
  const silences = parties.flatMap((party): readonly Gap[] => {
    const heard = last.get(party) ?? begins;
    return now - heard > allowed ? [{ party, since: heard + allowed }] : [];
  });
  const gaps = [...silences, ...[...latest.values()].flatMap(gapsIn)];
  const isFinal = lostContact.then === 'withdraw';
  const isOnRecord = isFinal && signs.some((sign) => gapsIn(sign).length > 0);
  const silent = [...new Set(gaps.map(({ party }) => party))].toSorted();
  const since = Math.min(now, ...gaps.map((gap) => gap.since)) as Instant;
  if (isNonEmpty(silent)) return { since, silent, isOnRecord };
  // All is heard again; what stays is that there was a gap.
  return isOnRecord && isNonEmpty(parties) ? { since, silent: parties, isOnRecord } : undefined;
}

/** The signs of life in an operation and the versions before it, in no order that matters. */
export function signsOf(versions: readonly Version[]): readonly Sign[] {
  return versions.flatMap(({ file, plan }) =>
    file.contacts
      .filter(({ audience }) => isSameAudience(audience, plan.audience))
      .map((said) => signOf(said)),
  );
}

/** Signs as they were read; there are many, and they are looked at every second. */
const read = new WeakMap<Said<'contact'>, Sign>();

/** A sign of life as its record has it. */
export function signOf(said: Said<'contact'>): Sign {
  const held = read.get(said);
  if (held) return held;
  const { record, author: party, index } = said;
  const heard = new Map(record.body.heard.map((each) => [each.party, momentOf(each.at)] as const));
  const sign = { party, index, at: momentOf(record.at), heard };
  read.set(said, sign);
  return sign;
}

/**
 * The moments at which contact may be lost or found again, of all those at which a sign of life was
 * given: behind a gap, before one, and where one was told of.
 */
export function contactMoments(
  signs: readonly Sign[],
  begins: Instant,
  minutes: number,
): readonly Instant[] {
  const allowed = minutes * 60;
  const byParty = new Map<PartyId, Sign[]>();
  for (const sign of signs) {
    const held = byParty.get(sign.party);
    if (held) held.push(sign);
    else byParty.set(sign.party, [sign]);
  }
  const moments = new Set<number>([begins + allowed + 1]);
  for (const said of byParty.values()) {
    let [last, wasGap] = [begins as number, false];
    for (const sign of said.toSorted((ours, theirs) => ours.index - theirs.index)) {
      const heards = [...sign.heard.values()].map((each) => Math.max(begins, each));
      const isGap = heards.some((each) => sign.at - each > allowed) || sign.heard.size === 0;
      if (sign.at - last > allowed || isGap || wasGap) {
        for (const each of [last, ...heards]) moments.add(each + allowed + 1);
        moments.add(sign.at);
      }
      [last, wasGap] = [Math.max(last, sign.at), isGap];
    }
    moments.add(last + allowed + 1);
  }
  return [...moments] as Instant[];
}
