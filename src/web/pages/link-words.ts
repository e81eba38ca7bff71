import type { LogFlowView, PeerView } from '../../contract/record-room.ts';
import type { Instant } from '../../base/instant.ts';
import { LINK_KILOBYTES_MAX, LINK_KILOBYTES_MIN } from '../../contract/requests.ts';
import { instantOf } from '../now.ts';

/** A certificate that is good for fewer days is warned of, ours and theirs. [T13] */
export const WARN_DAYS = 30;

/** For so many days it is said that a party has replaced the key of its node. [D8] */
export const KEY_SHOWN_DAYS = 30;

/** A pace below this is only what a link says to keep itself up, in kB/s. */
const PACE_SHOWN = 1;

const DAY_SECONDS = 86_400;

/** What is to be said of a link besides how it stands: a key of its words, and how urgent it is. */
export interface LinkSaying {
  readonly key: string;
  readonly tone: 'muted' | 'need' | 'bad';
  /** The moment that the words name. */
  readonly at?: Instant;
  readonly days?: number;
  /** What is counted, and of how many. */
  readonly held?: number;
  readonly of?: number;
  readonly seconds?: number;
  /** In kB/s. */
  readonly budget?: number;
  readonly pace?: number;
}

/** By what a peer is reached, why it is not, and which certificate ends soon. [T10] [T13] */
export function sayingsOf(peer: PeerView, now: Instant): readonly LinkSaying[] {
  const theirs = peer.certificates?.theirs;
  const carried: LinkSaying =
    peer.carrier === 'http' || peer.carrier === 'nats'
      ? { key: `links.carrier.${peer.carrier}`, tone: 'muted' }
      : theirs === undefined
        ? { key: 'links.carrier.https-unseen', tone: 'muted' }
        : { key: 'links.carrier.https', tone: 'muted', at: instantOf(theirs) };
  return [
    ...(peer.carrier === undefined ? [] : [carried]),
    ...(peer.why === undefined ? [] : [{ key: `links.why.${peer.why}`, tone: 'bad' as const }]),
    ...flowOf(peer),
    ...paceOf(peer),
    ...keyOf(peer, now),
    ...warningOf('links.warning.theirs', theirs, now),
  ];
}

/** What is still to pass, each way. [X32] */
function flowOf({ arriving, waiting }: PeerView): readonly LinkSaying[] {
  return [
    ...(arriving
      ? [
          {
            key: `links.flow.${arriving.seconds === undefined ? 'arriving' : 'arriving-in'}`,
            tone: 'need' as const,
            ...arriving,
          },
        ]
      : []),
    ...(waiting === undefined
      ? []
      : [{ key: 'links.flow.waiting', tone: 'muted' as const, of: waiting }]),
  ];
}

/** That its key is another now, and why: people may want to ask the party. [D8] */
function keyOf({ keyReplaced }: PeerView, now: Instant): readonly LinkSaying[] {
  if (!keyReplaced) return [];
  const at = instantOf(keyReplaced.at);
  if (now - at >= KEY_SHOWN_DAYS * DAY_SECONDS) return [];
  const { reason } = keyReplaced;
  return [{ key: `links.key.${reason}`, tone: reason === 'lost' ? 'need' : 'muted', at }];
}

/** The budget of a link, and what passes over it. [T30] */
function paceOf({ budget, pace = 0 }: PeerView): readonly LinkSaying[] {
  if (budget !== undefined) return [{ key: 'links.pace.budget', tone: 'muted', budget, pace }];
  return pace >= PACE_SHOWN ? [{ key: 'links.pace.free', tone: 'muted', pace }] : [];
}

/** What is still on its way of one log. [X32] */
export function sayingOfLog({ held, of, seconds }: LogFlowView): LinkSaying {
  const key = `links.flow.log${seconds === undefined ? '' : '-in'}`;
  return { key, tone: 'muted', held, of, ...(seconds === undefined ? {} : { seconds }) };
}

/** The warning that our own certificate ends soon; nothing where it does not. [T13] */
export function ownWarning(peers: readonly PeerView[], now: Instant): LinkSaying | undefined {
  const ours = peers.flatMap(({ certificates }) => certificates?.ours ?? [])[0];
  return warningOf('links.warning.ours', ours, now)[0];
}

function warningOf(key: string, upto: string | undefined, now: Instant): readonly LinkSaying[] {
  if (upto === undefined) return [];
  const at = instantOf(upto);
  const days = Math.floor((at - now) / DAY_SECONDS);
  // What is over already is said as the reason why there is no link.
  if (days >= WARN_DAYS || days < 0) return [];
  return [{ key, tone: 'need', at, days }];
}

/** What was typed as a budget in kB/s; nothing typed is no budget. */
export function kilobytesIn(text: string): {
  readonly isGood: boolean;
  readonly kilobytes?: number;
} {
  const plain = text.trim();
  if (plain === '') return { isGood: true };
  const kilobytes = Number(plain);
  const isGood =
    /^\d+$/.test(plain) && kilobytes >= LINK_KILOBYTES_MIN && kilobytes <= LINK_KILOBYTES_MAX;
  return isGood ? { isGood, kilobytes } : { isGood };
}
