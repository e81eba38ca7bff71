import type {
  HandoverView,
  PostView,
  PresenceView,
  SiteView,
} from '../../contract/beside-plans.ts';
import { handoverOfPost, handoverState } from '../../accord/holding/handover.ts';
import { groundOfPost, hostsOf } from '../../accord/holding/presence.ts';
import type { StandingPlace } from '../../accord/known.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import { isSaid } from '../../accord/said.ts';
import type { Look } from './look.ts';
import { presentSignings } from './signing.ts';

/** The register of posts and protected sites that no later record of the same party replaced. [C51] */
export function presentPresence(look: Look, places: readonly StandingPlace[]): PresenceView {
  return {
    posts: places.flatMap((place) => presentPost(look, place) ?? []),
    sites: places.flatMap(({ said }) => presentSite(said) ?? []),
  };
}

function presentPost(look: Look, place: StandingPlace): PostView | undefined {
  const { known, reader, now } = look;
  const { said } = place;
  if (!isSaid(said, 'post')) return undefined;
  const ground = groundOfPost(known, place, now);
  const handover = handoverOfPost(known, said.hash);
  return {
    hash: said.hash,
    party: said.author,
    at: said.record.at,
    post: said.record.body,
    on: hostsOf(known, place, now),
    ...(ground ? { ground } : {}),
    ...(handover && mayRead(reader, handover) ? { handover: handover.hash } : {}),
  };
}

function presentSite(said: Said): SiteView | undefined {
  return isSaid(said, 'site')
    ? { hash: said.hash, party: said.author, site: said.record.body }
    : undefined;
}

/** A handover with what was done of it and who signed it. [C52] */
export function presentHandover(look: Look, said: Said<'handover'>): HandoverView {
  const { known, reader } = look;
  const { hash, author, audience, record } = said;
  const { done, signed, complete } = handoverState(known, said);
  const post = known.places.get(record.body.post)?.said;
  const isShown = post !== undefined && isSaid(post, 'post') && mayRead(reader, post);
  return {
    hash,
    from: author,
    at: record.at,
    audience,
    handover: record.body,
    ...(isShown ? { postNames: post.record.body.names } : {}),
    done,
    signed,
    signings: presentSignings(look, hash),
    complete,
  };
}
