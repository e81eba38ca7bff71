import { readFileSync } from 'node:fs';
import type { ConsumerMessages, JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { ConnectionOptions, NatsConnection } from '@nats-io/transport-node';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { LETTER_BYTES_MAX, PARTS_MAX } from './letter.ts';
import type { Between, MailboxHear, NatsNeeds, NatsPlace, NatsPost } from './post.ts';

/** How long a letter that nobody fetched lies in a mailbox, in seconds: a week. [T24] */
export const MAILBOX_SECONDS_MAX = 604_800;

/** What one mailbox holds at most, in bytes; a full one takes nothing more. [T24] */
export const MAILBOX_BYTES_MAX = 134_217_728;

/** How many letters are fetched before the first of them was heard. */
const FETCH_LETTERS_MAX = 16;

/** How long a letter may be heard before the server gives it out again, in seconds. */
const HEARING_SECONDS_MAX = 120;

/** How often a letter is given out that was not heard to its end. */
const DELIVERIES_MAX = 8;

/** How long to wait before a lost server or mailbox is tried again, in milliseconds. */
const RETRY_MILLIS = 1_000;

/** How long the server may take to answer, in milliseconds. */
const ANSWER_MILLIS_MAX = 10_000;

const NANOS = 1_000_000_000;

/** Opens it and keeps connecting; nothing waits for it. [T20] */
export function openNatsPost(place: NatsPlace, needs: NatsNeeds): NatsPost {
  const closing = new AbortController();
  const boxes = new Set<Box>();
  let server: Server | undefined;
  let told: boolean | undefined;
  let kept: Promise<void> = Promise.resolve();

  const stand = (now: Server | undefined): void => {
    const isThere = now !== undefined;
    if (told !== isThere && !closing.signal.aborted) needs.onServer(isThere);
    told = isThere;
    if (server === now) return;
    server = now;
    for (const box of boxes) box.stand(now);
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const nc = await connectTo(place).catch(() => undefined);
      kept = nc ? keep(nc, closing.signal, stand) : Promise.resolve();
      await kept;
      stand(undefined);
      await pause(RETRY_MILLIS, closing.signal);
    }
  };
  void run();

  return {
    openMailbox(between, hear) {
      const box = new Box(needs.centre, between, hear);
      boxes.add(box);
      queueMicrotask(() => box.stand(server));
      return {
        put: (bytes) => box.put(bytes),
        whisper: (bytes) => box.whisper(bytes),
        bytesMax: () => box.bytesMax(),
        close() {
          boxes.delete(box);
          box.stand(undefined);
        },
      };
    },
    async close() {
      closing.abort();
      await kept;
    },
  };
}

/** The subject of a mailbox; signs of life go below it and are kept nowhere. [T20] */
export function subjectOf(centre: string, to: string, from: string): string {
  return `tansiq.v1.${centre}.${to}.${from}`;
}

/** A server while we are connected to it. */
interface Server {
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly manager: JetStreamManager;
}

/** Both mailboxes between us and one peer. */
class Box {
  readonly #outgoing: string;
  readonly #incoming: string;
  readonly #hear: MailboxHear;
  #server: Server | undefined;
  #fetching: ConsumerMessages | undefined;
  #ready = false;

  constructor(centre: string, { self, peer }: Between, hear: MailboxHear) {
    this.#outgoing = subjectOf(centre, peer, self);
    this.#incoming = subjectOf(centre, self, peer);
    this.#hear = hear;
  }

  stand(server: Server | undefined): void {
    if (server === this.#server) return;
    this.#server = server;
    this.#fetching?.stop();
    this.#fetching = undefined;
    if (this.#ready) this.#hear.stands(false);
    this.#ready = false;
    if (server) void this.#listen(server);
  }

  bytesMax(): number {
    const payload = this.#server?.nc.info?.max_payload ?? 0;
    return Math.min(payload, LETTER_BYTES_MAX);
  }

  async put(bytes: Uint8Array): Promise<void> {
    if (!this.#server || !this.#ready) throw new Error('no server');
    await this.#server.js.publish(this.#outgoing, bytes, { timeout: ANSWER_MILLIS_MAX });
  }

  whisper(bytes: Uint8Array): void {
    const nc = this.#server?.nc;
    if (nc && !nc.isClosed()) nc.publish(`${this.#outgoing}.here`, bytes);
  }

  /** Fetches for as long as we are connected to this server, whatever becomes of the mailbox. */
  async #listen(server: Server): Promise<void> {
    void this.#overhear(server);
    while (this.#server === server) {
      try {
        for (const subject of [this.#outgoing, this.#incoming]) await bringMailbox(server, subject);
        const consumer = await server.js.consumers.get(nameOf(this.#incoming), FETCHER);
        const fetching = await consumer.consume({
          max_messages: FETCH_LETTERS_MAX,
          abort_on_missing_resource: true,
        });
        if (this.#server !== server) return fetching.stop();
        this.#fetching = fetching;
        if (!this.#ready) this.#hear.stands(true);
        this.#ready = true;
        for await (const letter of fetching) {
          await this.#hear.put(letter.data, () => letter.ack());
        }
      } catch {
        // The mailbox is made anew below, or the server is gone and comes back as another.
      }
      await pause(RETRY_MILLIS);
    }
  }

  async #overhear(server: Server): Promise<void> {
    const overheard = server.nc.subscribe(`${this.#incoming}.here`);
    for await (const each of overheard) {
      if (this.#server !== server) return overheard.unsubscribe();
      await this.#hear.whisper(each.data).catch(() => undefined);
    }
  }
}

/** The name of the one consumer of each mailbox. */
const FETCHER = 'fetcher';

/** Makes a mailbox and its consumer where they are not there yet; whichever side comes first does it. */
async function bringMailbox({ manager }: Server, subject: string): Promise<void> {
  const name = nameOf(subject);
  const isThere = await manager.streams.info(name).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    await manager.streams.add({
      name,
      subjects: [subject],
      // A letter is gone once it was heard, and what comes to a full mailbox pushes nothing out.
      retention: 'workqueue',
      discard: 'new',
      storage: 'file',
      max_age: MAILBOX_SECONDS_MAX * NANOS,
      max_bytes: MAILBOX_BYTES_MAX,
      max_msg_size: LETTER_BYTES_MAX,
    });
  }
  const isFetched = await manager.consumers.info(name, FETCHER).then(
    () => true,
    () => false,
  );
  if (isFetched) return;
  await manager.consumers.add(name, {
    durable_name: FETCHER,
    ack_policy: 'explicit',
    ack_wait: HEARING_SECONDS_MAX * NANOS,
    max_ack_pending: 2 * PARTS_MAX,
    // What never becomes whole is not given out for ever; whoever needs it asks its sender.
    max_deliver: DELIVERIES_MAX,
  });
}

/** A stream's name may have no dots. */
function nameOf(subject: string): string {
  return subject.replaceAll('.', '_');
}

/** Stays with a connection until it is closed, by us or for good; it reconnects by itself. */
async function keep(
  nc: NatsConnection,
  closing: AbortSignal,
  stand: (server: Server | undefined) => void,
): Promise<void> {
  const close = (): void => void nc.close().catch(() => undefined);
  closing.addEventListener('abort', close);
  if (closing.aborted) close();
  const made = async (): Promise<void> => {
    const options = { timeout: ANSWER_MILLIS_MAX };
    while (!nc.isClosed()) {
      try {
        const manager = await jetstreamManager(nc, options);
        return stand({ nc, js: jetstream(nc, options), manager });
      } catch {
        await pause(RETRY_MILLIS, closing);
      }
    }
  };
  void made();
  void (async () => {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect') stand(undefined);
      if (type === 'reconnect') void made();
    }
  })();
  await nc.closed();
  closing.removeEventListener('abort', close);
}

async function connectTo({ url, creds, ca }: NatsPlace): Promise<NatsConnection> {
  const places = url.split(',').map((each) => new URL(each.trim()));
  const [first] = places;
  const user = decodeURIComponent(first?.username ?? '');
  const pass = decodeURIComponent(first?.password ?? '');
  const options: ConnectionOptions = {
    servers: places.map(({ host }) => host),
    name: 'tansiq',
    timeout: ANSWER_MILLIS_MAX,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MILLIS,
    // A server that names others is not followed there: they are not those that we were given.
    ignoreClusterUpdates: true,
    pingInterval: 15_000,
  };
  if (user !== '' && pass === '') options.token = user;
  else if (user !== '') Object.assign(options, { user, pass });
  if (creds !== undefined) options.authenticator = credsAuthenticator(readFileSync(creds));
  // Where TLS is named, a server without it is not spoken to.
  if (places.some(({ protocol }) => protocol === 'tls:')) {
    options.tls = ca === undefined ? {} : { caFile: ca };
  }
  return connect(options);
}

function pause(millis: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    signal?.addEventListener('abort', done);
  });
}
