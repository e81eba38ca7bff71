import type { Message } from '../exchange/messages.ts';
import { formatMessage, parseMessage } from '../exchange/messages.ts';

/** How long a request to another node may take. */
export const REQUEST_MILLIS_MAX = 30_000;

/** How long to wait before a lost stream is opened again: doubled at every failure up to the second. */
export const RETRY_MILLIS = { first: 200, max: 10_000 } as const;

/** A log that a peer says it keeps for us. */
export interface ToldLog {
  readonly log: string;
  readonly audience: readonly string[];
}

/** What a carrier needs to speak with one peer. */
export interface PeerNeeds {
  /** Where the peer's node answers, without a slash at the end. */
  readonly address: () => string;
  /** Our short name, as the peer pinned it. */
  readonly self: string;
  /** Signs the peer's challenge with our node key; the text of a signed note. */
  readonly answer: (nonce: string) => Promise<string>;
  /** Our own clock, in POSIX seconds. */
  readonly now: () => number;
  readonly onMessage: (message: Message) => void;
  readonly onLog: (log: ToldLog) => void;
  /** Told when the link comes up or goes; `clockOff` is their clock less ours in seconds. */
  readonly onLink: (link: { readonly up: boolean; readonly clockOff?: number }) => void;
}

/** A live link to one peer: asks by POST, hears new checkpoints on a stream. */
export interface PeerCarrier {
  /** Sends one message and gives what came back at once; nothing where the message was lost. */
  send(message: Message): Promise<readonly Message[] | undefined>;
  close(): void;
}

/** Opens the link and keeps it open, however often it breaks, until it is closed. */
export function openPeerCarrier(needs: PeerNeeds): PeerCarrier {
  const closing = new AbortController();
  let token: string | undefined;
  let isUp = false;

  const link = (up: boolean, clockOff?: number): void => {
    if (up === isUp) return;
    isUp = up;
    needs.onLink(clockOff === undefined ? { up } : { up, clockOff });
  };

  const login = async (): Promise<number> => {
    const hello = await post('/peer/hello', JSON.stringify({ party: needs.self }));
    const { nonce, now } = (await hello.json()) as { nonce: string; now: number };
    const note = await needs.answer(nonce);
    const answered = await post('/peer/session', JSON.stringify({ party: needs.self, note }));
    ({ token } = (await answered.json()) as { token: string });
    return Math.round(now - needs.now());
  };

  const post = async (path: string, body: string | Uint8Array): Promise<Response> => {
    const response = await fetch(`${needs.address()}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: token ? { authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(REQUEST_MILLIS_MAX)]),
    });
    if (response.status === 401) token = undefined;
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response;
  };

  const listen = async (onHeard: () => void): Promise<void> => {
    const clockOff = await login();
    const response = await fetch(`${needs.address()}/peer/stream`, {
      headers: { authorization: `Bearer ${token}` },
      signal: closing.signal,
    });
    if (!response.ok || !response.body) throw new Error(`stream answered ${response.status}`);
    link(true, clockOff);
    onHeard();
    for await (const event of eventsOf(response.body)) hear(event);
  };

  const hear = ({ name, data }: StreamEvent): void => {
    if (name === 'log') needs.onLog(JSON.parse(data) as ToldLog);
    if (name !== 'message') return;
    const message = parseMessage(new Uint8Array(Buffer.from(data, 'base64')));
    if (message.ok) needs.onMessage(message.value);
  };

  const run = async (): Promise<void> => {
    let wait: number = RETRY_MILLIS.first;
    while (!closing.signal.aborted) {
      try {
        await listen(() => {
          wait = RETRY_MILLIS.first;
        });
      } catch {
        wait = Math.min(wait * 2, RETRY_MILLIS.max);
      }
      token = undefined;
      link(false);
      await pause(wait, closing.signal);
    }
  };
  void run();

  return {
    async send(message) {
      if (!token) return undefined;
      try {
        const response = await post('/peer/message', formatMessage(message));
        return readMessages(new Uint8Array(await response.arrayBuffer()));
      } catch {
        return undefined;
      }
    },
    close: () => closing.abort(),
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

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
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
