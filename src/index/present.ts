import type { Asked, Given, Verb } from './engine.ts';
import type { Asking, Index, IndexedEntry } from './port.ts';

/** How many entries one transaction takes in, so that a question waits for few of them. */
export const FOLLOW_ENTRIES_MAX = 500;

/** How many questions may wait for their turn; the one past it is refused as `index-building`. */
export const QUESTIONS_MAX = 4096;

/** How an index is opened. */
export interface IndexOptions {
  /** Told a line where something happened that an operator should know. */
  readonly say: (line: string) => void;
}

/** Asks what a verb says. */
export type Ask = <V extends Verb>(verb: V, ...asked: Asked<V>) => Promise<Given<V>>;

/** An index whose verbs are asked by `ask`; what is written is written one after the other. */
export function present(rebuilt: boolean, ask: Ask, close: () => Promise<void>): Index {
  let following: Promise<void> = Promise.resolve();
  const follow = async (entries: readonly IndexedEntry[]): Promise<void> => {
    for (let at = 0; at < entries.length; at += FOLLOW_ENTRIES_MAX) {
      await ask('follow', entries.slice(at, at + FOLLOW_ENTRIES_MAX));
    }
  };
  return {
    rebuilt,
    follow(entries) {
      // One after the other: the parts of two calls must not mingle.
      const done = following.then(() => follow(entries));
      following = done.catch(() => undefined);
      return done;
    },
    erase(log, erased) {
      const done = following.then(() => ask('erase', log, erased));
      following = done.catch(() => undefined);
      return done;
    },
    reached: () => ask('reached'),
    findReports: (query, asking) => ask('findReports', query, asking),
    findOthers: (query, asking) => ask('findOthers', query, asking),
    points: (filter, limit, asking) => ask('points', filter, limit, asking),
    facets: (query, asking) => ask('facets', query, asking),
    spellings: (query) => ask('spellings', query),
    arrivals: (query) => ask('arrivals', query),
    arrived: (query) => ask('arrived', query),
    record: (hash, logs) => ask('record', hash, logs),
    records: (hashes, logs) => ask('records', hashes, logs),
    beginningWith: (digits, logs) => ask('beginningWith', digits, logs),
    about: (hashes, logs) => ask('about', hashes, logs),
    lines: (query) => ask('lines', query),
    idsKnown: (ids, logs) => ask('idsKnown', ids, logs),
    async close() {
      await following;
      await close();
    },
  };
}

/** The signal by which the last of these may be dropped. */
export function signalIn(asked: readonly unknown[]): AbortSignal | undefined {
  const last = asked.at(-1) as Asking | undefined;
  return typeof last === 'object' && last !== null ? last.signal : undefined;
}
