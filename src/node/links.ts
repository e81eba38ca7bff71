import type { PartyId } from '../base/ids.ts';
import { formatInstant, instant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import type { PeerView } from '../contract/record-room.ts';
import type { Urgency } from '../carry/budget.ts';
import { openOutbox } from '../carry/outbox.ts';
import type { Outbox } from '../carry/outbox.ts';
import type { Message } from '../exchange/messages.ts';
import type { Outgoing } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import type { LinkState, PeerCarrier, ToldLog } from '../carry/peer-http.ts';
import type { LinkWhy } from '../carry/requester.ts';
import type { Begun, Flow } from './flow.ts';
import { begunAt, presentFlow, presentPace } from './flow.ts';
import type { Linking } from './linking.ts';
import type { Pin } from './pins.ts';
import type { Paces } from './paces.ts';
import { hostClock } from './primitives.ts';
import { urgencyOf } from './urgency.ts';
import type { UrgencyNeeds } from './urgency.ts';

/** How often each peer is asked what is new, besides what its stream tells, in milliseconds. */
export const TICK_MILLIS = 5_000;

/** How many messages may follow one from another before the rest waits for the next tick. */
const CHAIN_MESSAGES_MAX = 10_000;

/** How often it is looked how much is still to pass, while much does, in milliseconds. */
export const FLOW_MILLIS = 1_000;

/** A clock that differs by more is told to people, in seconds. */
export const CLOCK_OFF_SECONDS = 60;

/** Opens a carrier to a peer; how messages travel is its business. */
export type OpenCarrier = (
  party: PartyId,
  hear: {
    /** Resolves once the station has heard it; what follows from it is sent later. */
    readonly onMessage: (message: Message) => Promise<void>;
    readonly onLog: (log: ToldLog) => Promise<void>;
    readonly onLink: (link: LinkState) => void;
  },
) => PeerCarrier;

/** What the links need. */
export interface LinksNeeds {
  readonly parties: readonly PartyId[];
  readonly linking: Pick<Linking, 'keys' | 'target' | 'onChange' | 'pins'>;
  readonly openCarrier: OpenCarrier;
  readonly station: Station;
  readonly clock: Clock;
  readonly logs: UrgencyNeeds['logs'];
  readonly paces: Pick<Paces, 'of' | 'took' | 'lost'>;
  /** What is still to pass between us and a peer. */
  readonly flow: (party: PartyId) => Promise<Flow>;
  readonly onLog: (from: PartyId, log: ToldLog) => Promise<void>;
  /** Told after the station has taken a message in. */
  readonly onHeard: (message: Message) => Promise<void>;
  readonly onPeer: (peer: PeerView) => void;
  readonly report: (what: unknown) => void;
}

/** Our links to the other parties' nodes. */
export interface Links {
  /** Sends what a station wants sent, and later what follows from the answers; resolves once it was sent. */
  send(outgoing: readonly Outgoing[]): Promise<void>;
  peers(): readonly PeerView[];
  close(): void;
}

/** What is sent to a peer, and how many messages led to it. */
interface Sending {
  readonly message: Message;
  readonly depth: number;
}

interface Link {
  readonly carrier: PeerCarrier;
  readonly outbox: Outbox<Sending>;
  isUp: boolean;
  isBusy: boolean;
  /** What the stream told is taken in one after the other: a log must be known before its offers. */
  line: Promise<void>;
  lastContact: Instant | undefined;
  clockOff: number | undefined;
  why: LinkWhy | undefined;
  by: LinkState['by'];
  flow: Flow;
  /** Since when its records are on their way. */
  begun: Begun | undefined;
}

/** What is answered, if it came. */
const QUESTIONS: readonly Message['kind'][] = ['ask', 'portion', 'inquire', 'want'];

/** Opens a link to each party and keeps asking for what is new. */
export function openLinks(needs: LinksNeeds): Links {
  const links = new Map<PartyId, Link>();

  const present = (party: PartyId, link: Link): PeerView => ({
    party,
    link: link.isUp ? (link.begun ? 'catching-up' : 'live') : 'silent',
    ...presentFlow(link.flow, link.begun, needs.clock.now()),
    ...(link.lastContact === undefined ? {} : { lastContact: formatInstant(link.lastContact) }),
    ...(link.clockOff !== undefined && Math.abs(link.clockOff) > CLOCK_OFF_SECONDS
      ? { clockOff: link.clockOff }
      : {}),
    ...carriage(party, link),
    ...keyReplacedOf(needs.linking.pins.of(party)),
    ...presentPace(needs.paces.of(party)),
  });

  /** By what a peer is reached, and why it is not. [T10] */
  const carriage = (party: PartyId, link: Link): Partial<PeerView> => {
    if (link.isUp && link.by === 'nats') return { carrier: 'nats' };
    const keys = needs.linking.keys();
    const target = needs.linking.target(party);
    const isOver = keys !== undefined && keys.upto <= hostClock().now();
    const shown = link.carrier.shownUpto();
    const theirs = shown === undefined ? {} : { theirs: formatInstant(instant(shown)) };
    const why = isOver ? 'own-certificate-expired' : link.why;
    return {
      ...(target ? { carrier: target.trust ? 'https' : 'http' } : {}),
      ...(target?.trust && keys
        ? { certificates: { ours: formatInstant(keys.upto), ...theirs } }
        : {}),
      ...(link.isUp || why === undefined ? {} : { why }),
    };
  };

  /** Gives it to the outboxes of those whom it is for; a peer that is slow keeps no other waiting. */
  const put = async (outgoing: readonly Outgoing[], depth: number): Promise<void> => {
    const putOne = async ({ to, message }: Outgoing): Promise<void> => {
      const link = links.get(to);
      if (!link || depth > CHAIN_MESSAGES_MAX) return;
      await link.outbox.put({ message, depth }, await urgencyOf(needs, message));
    };
    await Promise.all(outgoing.map(putOne));
  };

  const send = (outgoing: readonly Outgoing[]): Promise<void> =>
    put(outgoing, 0).catch(needs.report);

  const carry = async (
    to: PartyId,
    { message, depth }: Sending,
    urgency: Urgency,
  ): Promise<void> => {
    const link = links.get(to);
    if (!link) return;
    const [begun, wasUp] = [performance.now(), link.isUp];
    const replies = await link.carrier.send(message, urgency);
    const isQuestion = QUESTIONS.includes(message.kind);
    const told = (replies ?? []).flatMap((reply) => (reply.kind === 'tell' ? reply.entries : []));
    const bytes = told.reduce((sum, entry) => sum + entry.length, 0);
    if (replies) needs.paces.took(to, performance.now() - begun, bytes);
    else if (wasUp && isQuestion) needs.paces.lost(to);
    if (!replies) {
      // A lost question must not keep the next one waiting; that another word was refused, as an
      // older node does, says nothing of the questions that are under way beside it. [X28]
      if (isQuestion) await needs.station.unlinked(to);
      return;
    }
    if (replies.length > 0) link.lastContact = needs.clock.now();
    for (const reply of replies) quietly(put(await hear(to, reply), depth + 1));
  };

  const hear = async (from: PartyId, message: Message): Promise<readonly Outgoing[]> => {
    const outgoing = await needs.station.hear(from, message);
    await needs.onHeard(message);
    return outgoing;
  };

  const quietly = (work: Promise<void>): void => {
    work.catch(needs.report);
  };

  /** Tells people where what is still to pass has changed. */
  const look = async (party: PartyId, link: Link): Promise<void> => {
    const before = JSON.stringify(present(party, link));
    link.flow = await needs.flow(party);
    link.begun = begunAt(link.flow, link.begun, needs.clock.now());
    const view = present(party, link);
    if (JSON.stringify(view) !== before) needs.onPeer(view);
  };

  const tick = async (party: PartyId, link: Link): Promise<void> => {
    await look(party, link);
    if (!link.isUp || link.isBusy) return;
    const outgoing = await needs.station.tick(party);
    link.isBusy = true;
    try {
      await send(outgoing);
    } finally {
      link.isBusy = false;
    }
  };

  const onLink = async (party: PartyId, { up, clockOff, why, by }: LinkState): Promise<void> => {
    const link = links.get(party);
    if (!link) return;
    const isOther = link.isUp && up && link.by !== by;
    link.isUp = up;
    link.why = why;
    link.by = by;
    if (up) {
      // What was asked over the other carrier may never be answered there. [T26]
      if (isOther) await needs.station.unlinked(party);
      link.lastContact = needs.clock.now();
      link.clockOff = clockOff;
      needs.onPeer(present(party, link));
      await tick(party, link);
    } else {
      needs.onPeer(present(party, link));
      await needs.station.unlinked(party);
    }
  };

  const inLine = async (party: PartyId, work: () => Promise<void>): Promise<void> => {
    const link = links.get(party);
    if (!link) return;
    link.line = link.line.then(work).catch(needs.report);
    await link.line;
  };

  for (const party of needs.parties) {
    const carrier = needs.openCarrier(party, {
      onMessage: (message) => {
        const link = links.get(party);
        if (link) link.lastContact = needs.clock.now();
        return inLine(party, async () => quietly(send(await hear(party, message))));
      },
      onLog: (log) => inLine(party, () => needs.onLog(party, log)),
      onLink: (state) => quietly(onLink(party, state)),
    });
    const outbox = openOutbox<Sending>((sending, urgency) =>
      carry(party, sending, urgency).catch(needs.report),
    );
    links.set(party, {
      carrier,
      outbox,
      isUp: false,
      isBusy: false,
      line: Promise.resolve(),
      lastContact: undefined,
      clockOff: undefined,
      why: undefined,
      by: undefined,
      flow: { held: 0, of: 0, waiting: 0, behind: [] },
      begun: undefined,
    });
  }

  // [T6] A party that is known by something else now is met anew.
  needs.linking.onChange((parties) => {
    for (const party of parties) links.get(party)?.carrier.renew();
  });

  const timer = setInterval(() => {
    for (const [party, link] of links) quietly(tick(party, link));
  }, TICK_MILLIS);
  const watch = setInterval(() => {
    for (const [party, link] of links) if (link.begun) quietly(look(party, link));
  }, FLOW_MILLIS);

  return {
    send,
    peers: () => [...links].map(([party, link]) => present(party, link)),
    close() {
      clearInterval(timer);
      clearInterval(watch);
      for (const { carrier } of links.values()) carrier.close();
    },
  };
}

/** When and why the party's pinned card says that its node key was last replaced. [D8] */
function keyReplacedOf(pin: Pin | undefined): Pick<PeerView, 'keyReplaced'> {
  const last = pin?.card.former?.at(-1);
  return last ? { keyReplaced: { at: formatInstant(last.at), reason: last.reason } } : {};
}
