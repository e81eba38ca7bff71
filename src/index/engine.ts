import type { LogId } from '../base/ids.ts';
import { aboutOf, idsKnownOf, recordOf, recordsOf } from './about.ts';
import { facetsOf } from './facets.ts';
import { arrivalsOf, arrivedOf } from './arrivals.ts';
import { findPoints, findReports } from './find.ts';
import { eraseEntries } from './erase.ts';
import { beginningWith } from './alike.ts';
import { followEntries, reachedOf } from './follow.ts';
import { linesOf } from './lines.ts';
import { othersOf } from './others.ts';
import type { Index } from './port.ts';
import { spellingsFor } from './spellings.ts';
import { isDamage, makeTables, openTables, troubleOf } from './tables.ts';

/** What the index can be asked, by the names of its port. */
export type Verb = Exclude<keyof Index, 'rebuilt' | 'onBack' | 'close'>;

/** What a verb takes, without what only its caller can hold (a signal to drop it). */
export type Asked<V extends Verb> = Parameters<Index[V]>;

/** What a verb gives. */
export type Given<V extends Verb> = Awaited<ReturnType<Index[V]>>;

/** The index itself, at once and in one thread. */
export interface Engine {
  readonly rebuilt: boolean;
  /** Does what `verb` says; throws trouble. */
  answer<V extends Verb>(verb: V, asked: Asked<V>): Given<V>;
  close(): void;
}

/** Opens the index at `path`; what cannot be used is made anew. [I1] */
export function openEngine(path: string, say: (line: string) => void): Engine {
  const opened = openTables(path, say);
  let { tables } = opened;
  // Whether the tables were lost since the caller last asked how far they got.
  let isForgetful = false;

  const verbs: { readonly [V in Verb]: (...asked: Asked<V>) => Given<V> } = {
    follow: (entries) => followEntries(tables, entries, isForgetful),
    erase: (log, erased) => eraseEntries(tables, log, erased),
    reached: () => {
      const reached: ReadonlyMap<LogId, number> = reachedOf(tables);
      isForgetful = false;
      return reached;
    },
    findReports: (query) => findReports(tables, query),
    findOthers: (query) => othersOf(tables, query),
    points: (filter, limit) => findPoints(tables, filter, limit),
    facets: (query) => facetsOf(tables, query),
    spellings: (query) => spellingsFor(tables, query),
    arrivals: (query) => arrivalsOf(tables, query),
    arrived: (query) => arrivedOf(tables, query),
    record: (hash, logs) => recordOf(tables, hash, logs),
    records: (hashes, logs) => recordsOf(tables, hashes, logs),
    beginningWith: (digits, logs) => beginningWith(tables, digits, logs),
    about: (hashes, logs) => aboutOf(tables, hashes, logs),
    lines: (query) => linesOf(tables, query),
    idsKnown: (ids, logs) => idsKnownOf(tables, ids, logs),
  };

  return {
    rebuilt: opened.rebuilt,
    answer(verb, asked) {
      try {
        return verbs[verb](...asked);
      } catch (thrown) {
        if (isDamage(thrown)) {
          say('index: damaged; it is made anew from the logs');
          tables = makeTables(path);
          isForgetful = true;
        }
        throw troubleOf(thrown);
      }
    },
    close: () => tables.close(),
  };
}
