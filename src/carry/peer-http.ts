import type { Message } from '../exchange/messages.ts';
import { formatMessage, parseMessage } from '../exchange/messages.ts';
import type { Budget, Urgency } from './budget.ts';
import type { SessionNeeds } from './peer-session.ts';
import { openPeerSession } from './peer-session.ts';
import type { LinkWhy } from './requester.ts';
import { LinkTroubleError, openRequester } from './requester.ts';

/** How long a stream may be silent before the link is taken to be cut: three of its heartbeats. [T14] */
export const SILENCE_MILLIS_MAX = 45_000;

/** How long to wait before a lost stream is opened again: doubled at every failure up to the second. */
export const RETRY_MILLIS = { first: 200, max: 10_000 } as const;

/** A log that a peer says it keeps for us. */
export interface ToldLog {
  readonly log: string;
  readonly audience: readonly string[];
}

/** How a link stands. */
export interface LinkState {
  readonly up: boolean;
  /** Their clock less ours, in seconds. */
  readonly clockOff?: number;
  /** Why it is not up, as far as this side can tell. [T10] */
  readonly why?: LinkWhy;
  /** Present where it does not stand by connections to the peer itself. [T26] */
  readonly by?: 'nats';
}

/** What a carrier needs to speak with one peer. */
export interface PeerNeeds extends SessionNeeds {
  /** How long the peer's stream may be silent; {@link SILENCE_MILLIS_MAX} by itself. */
  readonly silenceMillis?: number;
  /** Nothing more is read of the peer's stream until they resolve. */
  readonly onMessage: (message: Message) => unknown;
  readonly onLog: (log: ToldLog) => unknown;
  /** Told when the link comes up or goes, and when the reason changes why there is none. */
  readonly onLink: (link: LinkState) => void;
}

/** A live link to one peer: asks by POST, hears new checkpoints on a stream. */
export interface PeerCarrier {
  /** Sends one message and gives what came back at once; nothing where the message was lost. */
  send(message: Message, urgency?: Urgency): Promise<readonly Message[] | undefined>;
  /** Until when the certificate is good that the peer showed last, in POSIX seconds. */
  shownUpto(): number | undefined;
  /** Ends all connections and begins anew, since the peer is known by something else now. [T6] */
  renew(): void;
  close(): void;
}

/** Opens the link and keeps it open, however often it breaks, until it is closed. */
export function openPeerCarrier(needs: PeerNeeds): PeerCarrier {
  const closing = new AbortController();
  const requester = openRequester(needs.target);
  const session = openPeerSession(needs, requester, closing.signal);
  let streaming = new AbortController();
  let last: LinkState = { up: false };

  const link = (state: LinkState): void => {
    if (closing.signal.aborted || (state.up === last.up && state.why === last.why)) return;
    last = state;
    needs.onLink(state);
  };

  const listen = async (onHeard: () => void): Promise<void> => {
    const clockOff = await session.enter();
    const signal = AbortSignal.any([closing.signal, streaming.signal]);
    const silence = needs.silenceMillis ?? SILENCE_MILLIS_MAX;
    const asked = { headers: session.headers(), signal };
    const parts = await requester.stream('/peer/stream', asked, silence);
    link({ up: true, clockOff });
    onHeard();
    for await (const event of eventsOf(parts, needs.budget)) await hear(event);
  };

  const hear = async ({ name, data }: StreamEvent): Promise<void> => {
    if (name === 'log') await needs.onLog(JSON.parse(data) as ToldLog);
    if (name !== 'message') return;
    const message = parseMessage(new Uint8Array(Buffer.from(data, 'base64')));
    // One after the other: whoever sends faster than is heard fills its own line. [X36]
    if (message.ok) await needs.onMessage(message.value);
  };

  const run = async (): Promise<void> => {
    let wait: number = RETRY_MILLIS.first;
    while (!closing.signal.aborted) {
      let why: LinkWhy = 'broken';
      try {
        await listen(() => {
          wait = RETRY_MILLIS.first;
        });
      } catch (thrown) {
        wait = Math.min(wait * 2, RETRY_MILLIS.max);
        if (thrown instanceof LinkTroubleError) ({ why } = thrown);
      }
      session.leave();
      link({ up: false, why });
      await pause(wait, AbortSignal.any([closing.signal, streaming.signal]));
      if (streaming.signal.aborted) streaming = new AbortController();
    }
  };
  void run();

  return {
    async send(message, urgency = 'urgent') {
      try {
        const body = await session.ask('/peer/message', formatMessage(message), urgency);
        return body && readMessages(body);
      } catch {
        return undefined;
      }
    },
    shownUpto: () => requester.shownUpto(),
    renew() {
      requester.drop();
      streaming.abort();
    },
    close() {
      closing.abort();
      requester.drop();
    },
  };
}

/** Several messages in one body: each as a 32-bit big-endian length and its bytes. */
export function formatMessages(messages: readonly Message[]): Uint8Array {
  const parts = messages.flatMap((message) => {
    const bytes = formatMessage(message);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts);
}

function readMessages(body: Uint8Array): readonly Message[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const messages: Message[] = [];
  let at = 0;
  while (at + 4 <= body.length) {
    const length = view.getUint32(at);
    const message = parseMessage(body.subarray(at + 4, at + 4 + length));
    if (message.ok) messages.push(message.value);
    at += 4 + length;
  }
  return messages;
}

interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/** The longest event that a stream may send, in UTF-16 units. */
const EVENT_UNITS_MAX = 1_000_000;

async function* eventsOf(
  body: AsyncIterable<Uint8Array>,
  budget: Budget | undefined,
): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    budget?.spend(chunk.length);
    text += decoder.decode(chunk, { stream: true });
    if (text.length > EVENT_UNITS_MAX) throw new Error('a stream sent an endless event');
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) break;
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      yield { name: field('event'), data: field('data') };
    }
  }
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    signal.addEventListener('abort', done);
  });
}
