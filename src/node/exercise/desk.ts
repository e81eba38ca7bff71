import type { Problem } from '../../contract/api.ts';
import type { LiveEvent } from '../../contract/record-room.ts';

/** A refusal that a node answered, as a program sees it. */
export class RefusedCall extends Error {
  override readonly name = 'RefusedCall';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code} ${JSON.stringify(problem.details ?? {})}`);
    this.problem = problem;
  }
}

/** One desk at one node, worked through the node's public interface alone. */
export interface Client {
  readonly address: string;
  readonly token: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** The bytes of a file that a node gives. */
  bytes(path: string): Promise<Uint8Array>;
  /** The refusal of a call that must be refused; a call that succeeds is an error. */
  refused(call: Promise<unknown>): Promise<Problem>;
  /** Resolves once the node's live stream is open, also after the node was away. */
  listening(): Promise<void>;
  /** Resolves with the first live event that `wanted` accepts. */
  waitFor(wanted: (event: LiveEvent) => boolean): Promise<LiveEvent>;
  close(): void;
}

/** How long a live event is waited for, in milliseconds. */
const EVENT_MILLIS_MAX = 20_000;

/** How long after it was lost a live stream is opened again, in milliseconds. */
const AGAIN_MILLIS = 200;

/** Sits down at a ready desk of the exercise and asks for a token. */
export async function openDesk(address: string, seat: string): Promise<Client> {
  const signed = await fetch(`${address}/api/session/exercise`, {
    method: 'POST',
    body: JSON.stringify({ seat }),
  });
  if (!signed.ok) throw new RefusedCall((await signed.json()) as Problem);
  const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const made = await fetch(`${address}/api/tokens`, { method: 'POST', headers: { cookie } });
  const { token } = (await made.json()) as { token: string };
  return openClient(address, token);
}

function openClient(address: string, token: string): Client {
  const closing = new AbortController();
  const waiting = new Set<(event: LiveEvent) => void>();
  const headers = { authorization: `Bearer ${token}` };

  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(`${address}${path}`, { ...init, headers });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (!response.ok) throw new RefusedCall(answer as Problem);
    return answer as T;
  };

  let opened = openGate();
  const listen = async (): Promise<void> => {
    const response = await fetch(`${address}/api/stream`, { headers, signal: closing.signal });
    if (!response.ok || !response.body) return;
    opened.open();
    const decoder = new TextDecoder();
    let text = '';
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(part, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) hear(event);
    }
  };

  /** A node that was away is listened to again. */
  const keepListening = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await listen().catch(() => undefined);
      if (opened.isOpen()) opened = openGate();
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MILLIS).unref();
      });
    }
  };

  const hear = (text: string): void => {
    const data = text.split('\n').find((line) => line.startsWith('data: '));
    if (!data) return;
    const event = JSON.parse(data.slice('data: '.length)) as LiveEvent;
    for (const tell of waiting) tell(event);
  };

  void keepListening();

  return {
    address,
    token,
    get: (path) => call(path, {}),
    async bytes(path) {
      const response = await fetch(`${address}${path}`, { headers });
      if (!response.ok) throw new RefusedCall((await response.json()) as Problem);
      return new Uint8Array(await response.arrayBuffer());
    },
    post: (path, body) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    async refused(promise) {
      try {
        await promise;
      } catch (thrown) {
        if (thrown instanceof RefusedCall) return thrown.problem;
        throw thrown;
      }
      throw new Error('a call that had to be refused was not');
    },
    listening: () => opened.passed,
    waitFor(wanted) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(tell);
          reject(new Error('an awaited event did not come'));
        }, EVENT_MILLIS_MAX);
        const tell = (event: LiveEvent): void => {
          if (!wanted(event)) return;
          clearTimeout(timer);
          waiting.delete(tell);
          resolve(event);
        };
        waiting.add(tell);
      });
    },
    close: () => closing.abort(),
  };
}

/** Something that is waited for until it is open. */
function openGate() {
  let isOpen = false;
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = () => {
      isOpen = true;
      resolve();
    };
  });
  return { passed, isOpen: () => isOpen, open: () => open() };
}
