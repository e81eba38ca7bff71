import type { PartyId } from '../../base/ids.ts';
import type { NonEmpty, Result } from '../../base/result.ts';
import { err, isNonEmpty, ok } from '../../base/result.ts';

/** The exact set of parties who may read: sorted by code unit, each once, never empty. */
export type Audience = NonEmpty<PartyId> & { readonly brand: 'Audience' };

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

/** Tells whether two audiences are the same parties. */
export function isSameAudience(ours: Audience, theirs: Audience): boolean {
  return ours.length === theirs.length && ours.every((party, i) => party === theirs[i]);
}
