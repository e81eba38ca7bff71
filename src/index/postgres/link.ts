import type { Sql } from 'postgres';
import { TroubleError } from '../../base/result.ts';
import type { PostgresPlace } from './place.ts';
import { codeOf, troubleOf } from './trouble.ts';

/** How long a server may take to let us in, in seconds. */
export const CONNECT_SECONDS_MAX = 10;

/** How long one question may take at the server, in milliseconds. */
export const QUESTION_MILLIS_MAX = 20_000;

/** How long one step of keeping the tables may take at the server, in milliseconds. */
export const WORK_MILLIS_MAX = 1_800_000;

/** How much longer than the server we wait for its answer before we hold the way to be cut. */
const SILENCE_MILLIS_MAX = 10_000;

/** After how many seconds of silence the server asks whether we are there, then how often, how many times. */
const KEEP_ALIVE = { idle: 30, interval: 10, count: 3 } as const;

/** What can be bound to a statement. */
export type Bound = string | number | boolean | Uint8Array | null;

/** Binds a value and gives the name under which the statement calls it. */
export type Put = (value: Bound) => string;

/** A row as the driver gives it: 64-bit integers are texts. */
export type Row = readonly unknown[];

/** How a statement is asked. */
export interface How {
  /** Cancels it at the server. */
  readonly signal?: AbortSignal | undefined;
  /** Whether its text comes in many forms, so that it is not worth preparing. */
  readonly isOnce?: boolean;
}

/** One connection; it is never made again by itself, so that a transaction or a lock ends with it. */
export interface Link {
  readonly isLost: boolean;
  /** All rows of `sql`; several statements may be given where nothing is bound. Throws trouble. */
  all(sql: string, bound?: readonly Bound[], how?: How): Promise<readonly Row[]>;
  /** Runs `work` as one transaction, begun with `begin`: all of it or nothing. */
  within<T>(work: () => Promise<T>, begin?: string): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens a connection to `place` on which one statement takes at most `millis`; `onLost` is called when
 * it ends. Throws trouble.
 */
export async function openLink(
  place: PostgresPlace,
  millis: number,
  onLost: () => void = () => undefined,
): Promise<Link> {
  // Loaded only where a server is named.
  const { default: postgres } = await import('postgres');
  let isLost = false;
  const client: Sql = postgres({
    host: place.host,
    port: place.port,
    ...(place.socket === undefined ? {} : { path: place.socket }),
    database: place.database,
    user: place.user,
    password: place.password,
    ssl: place.tls === 'disable' ? false : place.tls,
    max: 1,
    idle_timeout: 0,
    // It would end a connection after a time of its own.
    max_lifetime: null,
    connect_timeout: CONNECT_SECONDS_MAX,
    fetch_types: false,
    onnotice: () => undefined,
    onclose: () => {
      isLost = true;
      onLost();
    },
    connection: {
      application_name: 'tansiq',
      search_path: place.schema,
      statement_timeout: millis,
      client_encoding: 'UTF8',
      // All of it can be made again from the logs, so a commit need not wait for the disk.
      synchronous_commit: 'off',
      // What is asked for differs too much for one plan.
      plan_cache_mode: 'force_custom_plan',
      jit: 'off',
      max_parallel_workers_per_gather: '0',
      random_page_cost: '1.1',
      work_mem: '32MB',
      tcp_keepalives_idle: String(KEEP_ALIVE.idle),
      tcp_keepalives_interval: String(KEEP_ALIVE.interval),
      tcp_keepalives_count: String(KEEP_ALIVE.count),
    } as Record<string, string | number>,
  });
  const end = (): Promise<void> => client.end({ timeout: 1 }).catch(() => undefined);
  const lost = (): TroubleError =>
    new TroubleError('index-away', { place: place.name, reason: 'CONNECTION_CLOSED' });

  const all: Link['all'] = async (sql, bound = [], { signal, isOnce = false } = {}) => {
    signal?.throwIfAborted();
    if (isLost) throw lost();
    const query = client.unsafe(sql, [...bound], { prepare: !isOnce }).values();
    let cancelling: Promise<unknown> | undefined;
    const cancel = (): void => {
      // What follows on this connection must not be hit by it, so its end is waited for below.
      const asked: unknown = query.cancel();
      cancelling = Promise.resolve(asked).catch(() => undefined);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    const silence = setTimeout(() => {
      isLost = true;
      void end();
    }, millis + SILENCE_MILLIS_MAX);
    try {
      return (await query) as unknown as readonly Row[];
    } catch (thrown) {
      if (/^(?:CONNECT|E[A-Z]{3,}|57P0)/.test(codeOf(thrown))) isLost = true;
      if (signal?.aborted === true) throw signal.reason;
      throw troubleOf(thrown, place.name);
    } finally {
      clearTimeout(silence);
      signal?.removeEventListener('abort', cancel);
      await cancelling;
    }
  };

  try {
    await all('SELECT 1');
  } catch (thrown) {
    void end();
    throw thrown;
  }
  return {
    get isLost() {
      return isLost;
    },
    all,
    async within(work, begin = 'BEGIN') {
      await all(begin);
      try {
        const made = await work();
        await all('COMMIT');
        return made;
      } catch (thrown) {
        if (!isLost) await all('ROLLBACK').catch(() => undefined);
        throw thrown;
      }
    },
    close: end,
  };
}

/** Numbers as one text that is bound to `$n::text::int8[]`. */
export function numbersText(numbers: Iterable<number>): string {
  return `{${[...numbers].join(',')}}`;
}

/** Bytes as one text that is bound to `$n::text::bytea[]`. */
export function bytesText(all: readonly Uint8Array[]): string {
  return `{${all.map((bytes) => `"\\\\x${Buffer.from(bytes).toString('hex')}"`).join(',')}}`;
}
