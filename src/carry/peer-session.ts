import type { Budget, Urgency } from './budget.ts';
import { ENVELOPE_BYTES } from './budget.ts';
import { MESSAGE_BYTES_MAX } from '../exchange/messages.ts';
import type { Packing } from './packing.ts';
import { PACKINGS, PACK_BYTES_MIN, choosePacking, packBody, unpackBody } from './packing.ts';
import type { Answered, Requester, Target } from './requester.ts';
import { LinkTroubleError } from './requester.ts';

/** How long a request to another node may take. */
export const REQUEST_MILLIS_MAX = 30_000;

/** What an answer may have at most, in bytes: several messages that follow from one. */
const ANSWER_BYTES_MAX = 2 * MESSAGE_BYTES_MAX;

/** What is said to a peer before it may know us; a peer of an older release has no ear for it. */
export type Introduce = (
  ask: (path: string, body: Uint8Array) => Promise<Uint8Array>,
) => Promise<void>;

/** What it takes to enter at a peer. */
export interface SessionNeeds {
  /** Where the peer's node answers and how it is known; looked up for every question. */
  readonly target: () => Target | undefined;
  /** Our short name, as the peer pinned it. */
  readonly self: string;
  /** Signs the peer's challenge with our node key; the text of a signed note. */
  readonly answer: (nonce: string) => Promise<string>;
  /** Absent where there is nothing to be said. [D8] */
  readonly introduce?: Introduce;
  /** Our own clock, in POSIX seconds. */
  readonly now: () => number;
  /** What may pass between us and the peer; absent where nobody counts it. [T27] */
  readonly budget?: Budget;
}

/** Our session at one peer: entered by an answer to its challenge, and ended by the peer after an hour. */
export interface PeerSession {
  /** Enters; gives their clock less ours, in seconds. Throws {@link LinkTroubleError}. */
  enter(): Promise<number>;
  /** What shows the peer that we have entered. */
  headers(): Readonly<Record<string, string>>;
  /** The unpacked body of an answer; nothing where we have not entered. Throws {@link LinkTroubleError}. */
  ask(path: string, body: Uint8Array, urgency: Urgency): Promise<Uint8Array | undefined>;
  leave(): void;
}

interface Hello {
  readonly nonce: string;
  readonly now: number;
}

/** Opens a session that has not entered yet. */
export function openPeerSession(
  needs: SessionNeeds,
  requester: Requester,
  closing: AbortSignal,
): PeerSession {
  let token: string | undefined;
  let packing: Packing | undefined;
  let entering: Promise<number> | undefined;

  const headers = (): Readonly<Record<string, string>> =>
    token === undefined ? {} : { authorization: `Bearer ${token}` };

  /** An answer's body comes unpacked, and a body is packed where the peer unpacks it. [T12] */
  const send = async (path: string, body: Uint8Array, urgency: Urgency): Promise<Answered> => {
    const chosen = body.length >= PACK_BYTES_MIN ? packing : undefined;
    const packedBody = chosen ? await packBody(body, chosen) : body;
    const { budget } = needs;
    if (budget && !(await budget.turn(packedBody.length + ENVELOPE_BYTES, urgency, closing))) {
      throw new LinkTroubleError('broken');
    }
    const sent = {
      body: packedBody,
      ...(budget ? { onBytes: budget.spend } : {}),
      headers: {
        ...headers(),
        ...(needs.target()?.isPacking ? { 'accept-encoding': PACKINGS.join(', ') } : {}),
        ...(chosen ? { 'content-encoding': chosen } : {}),
      },
      signal: AbortSignal.any([closing, AbortSignal.timeout(REQUEST_MILLIS_MAX)]),
    };
    const held = token;
    const answered = await requester.ask(path, sent, ANSWER_BYTES_MAX);
    if (answered.status === 401 && token === held) token = undefined;
    if (answered.status !== 200) throw new LinkTroubleError('refused');
    const { 'content-encoding': packed } = answered.headers;
    const whole = await unpackBody(answered.body, packed, ANSWER_BYTES_MAX);
    if (!whole) throw new LinkTroubleError('broken');
    return { ...answered, body: whole };
  };

  const post = (path: string, body: object): Promise<Answered> =>
    send(path, Buffer.from(JSON.stringify(body)), 'urgent');

  const enter = async (): Promise<number> => {
    packing = undefined;
    const introduced = needs.introduce?.(
      async (path, body) => (await send(path, body, 'urgent')).body,
    );
    // Whatever became of it, the peer's own challenge decides.
    await introduced?.catch(() => undefined);
    const { nonce, now } = jsonIn(await post('/peer/hello', { party: needs.self })) as Hello;
    const note = await needs.answer(nonce);
    const answered = await post('/peer/session', { party: needs.self, note });
    ({ token } = jsonIn(answered) as { token: string });
    if (needs.target()?.isPacking) packing = choosePacking(answered.headers['accept-encoding']);
    return Math.round(now - needs.now());
  };

  /** However many questions find the session ended, it is entered anew once. */
  const enterAgain = async (): Promise<void> => {
    entering ??= enter().finally(() => {
      entering = undefined;
    });
    await entering;
  };

  let isIn = false;
  return {
    async enter() {
      const clockOff = await enter();
      isIn = true;
      return clockOff;
    },
    headers,
    async ask(path, body, urgency) {
      if (!isIn) return undefined;
      const held = token;
      try {
        return (await send(path, body, urgency)).body;
      } catch (thrown) {
        if (token === held || !isIn) throw thrown;
      }
      // [T15] The session had ended; the link goes on.
      if (token === undefined) await enterAgain();
      return (await send(path, body, urgency)).body;
    },
    leave() {
      isIn = false;
      token = undefined;
    },
  };
}

function jsonIn({ body }: Answered): unknown {
  return JSON.parse(Buffer.from(body).toString());
}
