import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { touchesPrepared } from '../../geo/touch.ts';
import { isInForce } from '../agreement/force.ts';
import type { Known, StandingPlace } from '../known.ts';
import { momentOf } from '../wire.ts';

/** What a post on another party's ground stands on, or why it has none. [C51] */
export type PostGround =
  | {
      readonly kind: 'allowed';
      readonly agreement: RecordHash;
      readonly article: string;
      readonly upto: Instant | null;
    }
  | {
      readonly kind: 'none';
      readonly why:
        | 'nothing-named'
        | 'not-in-force'
        | 'not-signed-by-both'
        | 'no-such-article'
        | 'outlived';
    };

/** The parties, besides its own, whose claim a post touches at `now`; sorted. [C51] */
export function hostsOf(known: Known, post: StandingPlace, now: Instant): readonly PartyId[] {
  const hosts = known.claimIndex
    .near(post.ground.bounds)
    .flatMap((hash) => known.claims.get(hash) ?? [])
    .filter(
      (claim) =>
        claim.said.author !== post.said.author &&
        claim.from <= now &&
        (claim.upto === undefined || now < claim.upto) &&
        touchesPrepared(claim.area, post.ground),
    )
    .map((claim) => claim.said.author);
  return [...new Set(hosts)].toSorted();
}

/** What a foreign post stands on at `now`; nothing where it stands on its own party's ground alone. [C51] */
export function groundOfPost(
  known: Known,
  post: StandingPlace,
  now: Instant,
): PostGround | undefined {
  const { record, author } = post.said;
  const hosts = hostsOf(known, post, now);
  if (hosts.length === 0 || record.type !== 'post') return undefined;
  const { allowed } = record.body;
  if (!allowed) return { kind: 'none', why: 'nothing-named' };
  const agreement = known.agreements.get(allowed.agreement)?.said;
  if (!agreement || !isInForce(known, agreement)) return { kind: 'none', why: 'not-in-force' };
  const { parties, articles } = agreement.record.body;
  if (![author, ...hosts].every((party) => parties.includes(party))) {
    return { kind: 'none', why: 'not-signed-by-both' };
  }
  const { article, agreement: hash } = allowed;
  if (!articles.some(({ id }) => id === article)) return { kind: 'none', why: 'no-such-article' };
  const upto = allowed.upto === null ? null : momentOf(allowed.upto);
  if (upto !== null && upto <= now) return { kind: 'none', why: 'outlived' };
  return { kind: 'allowed', agreement: hash, article, upto };
}
