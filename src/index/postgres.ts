import type { Asked, Given, Verb } from './engine.ts';
import type { Index } from './port.ts';
import { aboutOf, beginningWith, idsKnownOf, recordsOf } from './postgres/about.ts';
import { eraseEntries } from './postgres/erase.ts';
import { facetsOf } from './postgres/facets.ts';
import { findPoints, findReports } from './postgres/find.ts';
import { followEntries, reachedOf } from './postgres/follow.ts';
import { arrivalsOf, arrivedOf, linesOf } from './postgres/lines.ts';
import type { Link } from './postgres/link.ts';
import { othersOf } from './postgres/others.ts';
import type { PostgresPlace } from './postgres/place.ts';
import { openReaders } from './postgres/readers.ts';
import { spellingsFor } from './postgres/spellings.ts';
import { refreshPlans } from './postgres/tables.ts';
import { isDamage } from './postgres/trouble.ts';
import type { WriterOptions } from './postgres/writer.ts';
import { openWriter } from './postgres/writer.ts';
import { present, signalIn } from './present.ts';

type Verbs = { readonly [V in Verb]: (...asked: Asked<V>) => Promise<Given<V>> };

/**
 * Opens the index in a schema of a PostgreSQL server. One that is missing, damaged, or of another
 * version is made anew and says so (`rebuilt`). [I1] [I50] Where the server is away it opens all the
 * same: each verb throws `index-away` until it is there. [I52]
 */
export async function openPostgresIndex(
  place: PostgresPlace,
  options: WriterOptions,
): Promise<Index> {
  const writer = await openWriter(place, options);
  const readers = openReaders(place, writer.away);
  const read = async <T>(job: (link: Link) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    try {
      return await readers.ask(job, signal);
    } catch (thrown) {
      if (isDamage(thrown)) writer.repair();
      throw thrown;
    }
  };
  const verbs: Verbs = {
    follow: (entries) =>
      writer.work(async (tables, isForgetful) => {
        await followEntries(tables, entries, isForgetful);
        await refreshPlans(tables);
      }),
    erase: (log, erased) => writer.work((tables) => eraseEntries(tables, log, erased)),
    reached: () =>
      writer.work(async ({ link }) => {
        const reached = await reachedOf(link);
        writer.remember();
        return reached;
      }),
    findReports: (query, asking) =>
      read((link) => findReports(link, query, asking?.signal), asking?.signal),
    findOthers: (query, asking) =>
      read((link) => othersOf(link, query, asking?.signal), asking?.signal),
    points: (filter, limit, asking) =>
      read((link) => findPoints(link, filter, limit, asking?.signal), asking?.signal),
    facets: (query, asking) =>
      read((link) => facetsOf(link, query, asking?.signal), asking?.signal),
    spellings: (query) => read((link) => spellingsFor(link, query)),
    arrivals: (query) => read((link) => arrivalsOf(link, query)),
    arrived: (query) => read((link) => arrivedOf(link, query)),
    record: async (hash, logs) => (await read((link) => recordsOf(link, [hash], logs)))[0],
    records: (hashes, logs) => read((link) => recordsOf(link, hashes, logs)),
    beginningWith: (digits, logs) => read((link) => beginningWith(link, digits, logs)),
    about: (hashes, logs) => read((link) => aboutOf(link, hashes, logs)),
    lines: (query) => read((link) => linesOf(link, query)),
    idsKnown: (ids, logs) => read((link) => idsKnownOf(link, ids, logs)),
  };
  const ask = async <V extends Verb>(verb: V, ...asked: Asked<V>): Promise<Given<V>> => {
    signalIn(asked)?.throwIfAborted();
    return verbs[verb](...asked);
  };
  const index = present(writer.rebuilt, ask, async () => {
    await readers.close();
    await writer.close();
  });
  return { ...index, onBack: writer.onBack };
}
