import type { CompartmentId, PartyId } from '../../base/ids.ts';
import { isCompartmentId, isPartyId, partyOfCompartment } from '../../base/ids.ts';
import type { NonEmpty, Result } from '../../base/result.ts';
import { err, isNonEmpty, ok } from '../../base/result.ts';

/**
 * Exactly who may read: parties, sorted by code unit, each once, never none; or one compartment
 * alone, which is no party, so that whoever looks for parties in it finds nobody. [R6]
 */
export type Audience = NonEmpty<PartyId | CompartmentId> & { readonly brand: 'Audience' };

/** Who an audience is, as it is shown: parties, or one compartment. */
export type Readers = readonly (PartyId | CompartmentId)[];

/** How many parties may read one log. */
export const AUDIENCE_PARTIES_MAX = 64;

/** Why a list of parties is no audience. */
export type AudienceFault =
  | { readonly kind: 'audience-empty' }
  | { readonly kind: 'audience-too-large'; readonly limit: number };

/** Makes an audience of `parties`, in any order and with repetitions. */
export function audienceOf(parties: Iterable<PartyId>): Result<Audience, AudienceFault> {
  const sorted = [...new Set(parties)].toSorted((a, b) => (a < b ? -1 : 1));
  if (!isNonEmpty(sorted)) return err({ kind: 'audience-empty' });
  if (sorted.length > AUDIENCE_PARTIES_MAX) {
    return err({ kind: 'audience-too-large', limit: AUDIENCE_PARTIES_MAX });
  }
  return ok(sorted as unknown as Audience);
}

/** The audience of a compartment: the offices that stand in it, of one party. [R6] */
export function audienceWithin(compartment: CompartmentId): Audience {
  return [compartment] as unknown as Audience;
}

/** The compartment that an audience is, or nothing where it is parties. */
export function compartmentIn(audience: readonly string[]): CompartmentId | undefined {
  return audience.find(isCompartmentId);
}

/** The parties of an audience; of a compartment the one whose it is. */
export function partiesIn(audience: Readers): readonly PartyId[] {
  return audience.map((each) => (isCompartmentId(each) ? partyOfCompartment(each) : each));
}

/** The audience that was written down as such, in any order; nothing where it is none. */
export function parseAudience(written: readonly string[]): Audience | undefined {
  const [first, ...others] = written;
  if (first !== undefined && isCompartmentId(first)) {
    return others.length === 0 ? audienceWithin(first) : undefined;
  }
  const read = audienceOf(written.filter(isPartyId));
  return read.ok && read.value.length === written.length ? read.value : undefined;
}

/**
 * Who may read what is for each of two audiences; nobody where they share nobody. Of a party and a
 * compartment of it that is the compartment, of two compartments nobody. [R10]
 */
export function commonAudience(ours: Audience, theirs: Audience): Audience | undefined {
  const [one, other] = [compartmentIn(ours), compartmentIn(theirs)];
  if (one && other) return one === other ? ours : undefined;
  if (one) return theirs.includes(partyOfCompartment(one)) ? ours : undefined;
  if (other) return commonAudience(theirs, ours);
  const common = audienceOf(partiesIn(ours).filter((party) => theirs.includes(party)));
  return common.ok ? common.value : undefined;
}

/** Tells whether two audiences are the same readers. */
export function isSameAudience(ours: Audience, theirs: Audience): boolean {
  return ours.length === theirs.length && ours.every((party, i) => party === theirs[i]);
}
