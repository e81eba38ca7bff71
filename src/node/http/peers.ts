import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { formatBase64 } from '../../base/bytes.ts';
import type { PartyId } from '../../base/ids.ts';
import { isPartyId } from '../../base/ids.ts';
import type { Packing } from '../../carry/packing.ts';
import {
  PACKINGS,
  PACK_BYTES_MIN,
  choosePacking,
  packBody,
  unpackBody,
} from '../../carry/packing.ts';
import { formatMessages } from '../../carry/peer-http.ts';
import type { Budget } from '../../carry/budget.ts';
import { ENVELOPE_BYTES } from '../../carry/budget.ts';
import type { FairTurns } from '../../carry/fair-turns.ts';
import { mergedNews } from '../../carry/merged-news.ts';
import type { PostNews } from '../../carry/merged-news.ts';
import type { Message } from '../../exchange/messages.ts';
import { MESSAGE_BYTES_MAX, formatMessage, parseMessage } from '../../exchange/messages.ts';
import { parseNote, verifyNote } from '../../proof/note.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { News } from '../news.ts';
import { readBody, readBytes } from './door.ts';
import { Refusal } from './problem.ts';
import { streamOf } from './stream.ts';

/** How long a peer's session holds, in seconds. */
export const PEER_SESSION_SECONDS_MAX = 3600;

/** How long a peer may take to answer our challenge, in seconds. */
const NONCE_SECONDS_MAX = 60;

/** How many challenges and sessions of one party are remembered: its own oldest give way. [X37] */
export const PARTY_SESSIONS_MAX = 16;

/** How many bytes of one party's messages are read and heard at once: the longest, and some. [X37] */
export const PARTY_BODIES_BYTES_MAX = MESSAGE_BYTES_MAX + 1_048_576;

/** The name under which a node signs that it is who its card says. */
export function peerKeyName(domain: string): string {
  return `${domain}/node`;
}

/** What a node signs to prove that it holds its party's node key; bound to whom it speaks to. */
export function peerStatement(from: string, to: string, nonce: string): string {
  return `tansiq/peer/v1\nfrom ${from}\nto ${to}\nnonce ${nonce}\n`;
}

/** Which peers have proved who they are. */
export interface PeerSessions {
  partyOf(context: Context): PartyId | undefined;
  /** The key that a party's pinned card names now; what was entered by another opens nothing. [D15] */
  keyOf(party: PartyId): string;
}

/** What a peer's stream is told, and what is done with what it says. */
export interface PeerNews extends Pick<News, 'listen'> {
  heard(from: PartyId, message: Message): Promise<readonly Message[]>;
  /** The turns that go round between the parties that ask. [X36] */
  readonly turns: FairTurns<PartyId>;
  /** What may pass between us and a party. [T27] */
  budget(party: PartyId): Budget;
}

interface Held {
  readonly party: PartyId;
  /** The node key by which it entered; of a challenge none. */
  readonly key?: string;
  readonly upto: number;
}

/** Whether the other end of a connection may speak as `party` at all, before it has proved anything. */
export type PeerGate = (context: Context, party: PartyId) => boolean;

/** Opens the sessions of peers. A session opens nothing on another party's connection. [T4] */
export function openPeerSessions(
  house: Pick<House, 'clock' | 'linking'>,
  gate: PeerGate,
): PeerSessions & { readonly gate: PeerGate; add(token: string, party: PartyId): void } {
  const sessions = new Map<string, Held>();
  const keyOf = (party: PartyId): string => {
    const card = house.linking.pins.of(party)?.card;
    return card ? formatBase64(card.nodeKey) : '';
  };
  return {
    gate,
    keyOf,
    partyOf(context) {
      const token = /^Bearer (\S{20,100})$/.exec(context.req.header('authorization') ?? '')?.[1];
      const held = token === undefined ? undefined : sessions.get(token);
      if (!held || held.upto <= house.clock.now() || !gate(context, held.party)) return undefined;
      // Who entered by a key that was replaced since must enter anew. [D15]
      return held.key === keyOf(held.party) ? held.party : undefined;
    },
    add(token, party) {
      forgetOldest(sessions, party);
      const upto = house.clock.now() + PEER_SESSION_SECONDS_MAX;
      sessions.set(token, { party, upto, key: keyOf(party) });
    },
  };
}

/** The door for other parties' nodes: they prove their pinned key, then ask and listen. */
export function servePeers(
  app: Hono,
  house: House,
  sessions: ReturnType<typeof openPeerSessions>,
  news: PeerNews,
): void {
  const nonces = new Map<string, Held>();
  const partySchema = z.string().refine(isPartyId) as unknown as z.ZodType<PartyId>;
  const helloSchema = z.strictObject({ party: partySchema });
  const loginSchema = z.strictObject({ party: partySchema, note: z.string().max(4096) });

  app.post('/peer/hello', async (context) => {
    const { party } = await readBody(context, helloSchema);
    if (!sessions.gate(context, party)) throw new Refusal('not-found');
    const nonce = randomBytes(32).toString('base64url');
    forgetOldest(nonces, party);
    nonces.set(nonce, { party, upto: house.clock.now() + NONCE_SECONDS_MAX });
    return context.json({ nonce, now: house.clock.now() });
  });

  app.post('/peer/session', async (context) => {
    const { party, note } = await readBody(context, loginSchema);
    if (!sessions.gate(context, party) || !isAnswer(party, note))
      throw new Refusal('not-signed-in');
    const token = randomBytes(32).toString('base64url');
    sessions.add(token, party);
    // What we unpack, so that the other side may pack what it sends. [T12]
    return context.json({ token }, 200, { 'accept-encoding': PACKINGS.join(', ') });
  });

  const isAnswer = (party: PartyId, text: string): boolean => {
    const card = house.linking.pins.of(party)?.card;
    const note = parseNote(text);
    if (!card || !note.ok) return false;
    const nonce = /\nnonce (\S+)\n$/.exec(note.value.text)?.[1] ?? '';
    const held = nonces.get(nonce);
    nonces.delete(nonce);
    if (held?.party !== party || held.upto <= house.clock.now()) return false;
    if (note.value.text !== peerStatement(party, selfOf(house), nonce)) return false;
    const name = peerKeyName(card.domain);
    const key = { name, type: 'ed25519' as const, publicKey: card.nodeKey };
    return verifyNote(house.primitives, note.value, [key]).ok;
  };

  const mustPeer = (context: Context): PartyId => {
    const party = sessions.partyOf(context);
    if (!party) throw new Refusal('not-signed-in');
    return party;
  };

  const reading = new Map<PartyId, number>();

  /** Does `act` while this body's bytes are counted as its party's. [X37] */
  const countedBody = async <T>(
    context: Context,
    from: PartyId,
    act: () => Promise<T>,
  ): Promise<T> => {
    // Who does not say how much comes may send the most.
    const declared = context.req.header('content-length');
    const bytes = declared === undefined ? MESSAGE_BYTES_MAX : Number(declared);
    const others = reading.get(from) ?? 0;
    if (others > 0 && others + bytes > PARTY_BODIES_BYTES_MAX) {
      throw new Refusal('too-many-requests');
    }
    reading.set(from, others + bytes);
    try {
      return await act();
    } catch (thrown) {
      // Who hangs up in the middle of a word is no trouble of ours.
      if (context.req.raw.signal.aborted) throw new Refusal('bad-request', { kind: 'cut-off' });
      throw thrown;
    } finally {
      reading.set(from, (reading.get(from) ?? bytes) - bytes);
    }
  };

  app.post('/peer/message', async (context) => {
    const from = mustPeer(context);
    const budget = news.budget(from);
    const answer = await countedBody(context, from, async () => {
      const body = await readBytes(context, MESSAGE_BYTES_MAX);
      budget.spend(body.length + ENVELOPE_BYTES);
      const turn = news.turns.take(from, () => answerTo(context, from, body));
      if (!turn) throw new Refusal('too-many-requests');
      return turn;
    });
    const { bytes, packing } = answer;
    // The turn is over: who waits for its own budget keeps nobody else waiting.
    const mayGo = await budget.turn(bytes.length, 'urgent', context.req.raw.signal);
    return context.body(mayGo ? new Uint8Array(bytes) : new Uint8Array(), 200, {
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
      ...(packing ? { 'content-encoding': packing } : {}),
    });
  });

  /** What a message is answered with, as it goes over the wire. */
  const answerTo = async (
    context: Context,
    from: PartyId,
    body: Uint8Array,
  ): Promise<{ readonly bytes: Uint8Array; readonly packing?: Packing }> => {
    const packed = context.req.header('content-encoding');
    const whole = await unpackBody(body, packed, MESSAGE_BYTES_MAX);
    if (!whole) throw new Refusal('bad-request', { kind: 'not-unpacked' });
    const message = parseMessage(whole);
    // A node one release newer may say what we do not know; the link need not suffer by it. [X28]
    if (!message.ok && message.fault.kind === 'unknown-message') return { bytes: new Uint8Array() };
    if (!message.ok) throw new Refusal('bad-request', { kind: message.fault.kind });
    const replies = await news.heard(from, message.value);
    const plain = formatMessages(replies);
    const isLong = plain.length >= PACK_BYTES_MIN;
    const packing = isLong ? choosePacking(context.req.header('accept-encoding')) : undefined;
    return packing ? { bytes: await packBody(plain, packing), packing } : { bytes: plain };
  };

  app.get('/peer/stream', (context) => {
    const party = mustPeer(context);
    const budget = news.budget(party);
    const key = sessions.keyOf(party);
    return streamOf((send) => {
      const tell = async (each: PostNews): Promise<void> => {
        if (sessions.keyOf(party) !== key) return; // [D15]
        const event = eventOf(each);
        if (await budget.turn(event.length, 'urgent')) send(event);
      };
      return news.listen(party, mergedNews(tell));
    });
  });
}

/** The event that tells a peer of a log of ours, or carries a message, on its stream. */
function eventOf(news: PostNews): string {
  if (news.kind === 'log') return `event: log\ndata: ${JSON.stringify(news.log)}\n\n`;
  const text = Buffer.from(formatMessage(news.message)).toString('base64');
  return `event: message\ndata: ${text}\n\n`;
}

/** What one party asks for again and again never pushes out what another holds. [X37] */
function forgetOldest(held: Map<string, Held>, party: PartyId): void {
  const own = [...held].filter(([, each]) => each.party === party);
  for (const [name] of own.slice(0, Math.max(0, own.length - PARTY_SESSIONS_MAX + 1))) {
    held.delete(name);
  }
}
