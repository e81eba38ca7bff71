import type { RecordHash } from '../../base/ids.ts';
import { hashBytes, hashOf, understood } from '../meaning.ts';
import type { Entry } from '../said.ts';
import { entryOf, isUnderstood } from '../said.ts';
import type { Titled } from '../subjects.ts';
import { titleIn } from '../subjects.ts';
import type { Link } from './link.ts';
import { bytesText, numbersText } from './link.ts';
import type { Logs } from './logs.ts';

/** The entries that bear each of these hashes on the logs that may be read, the best first. [I3] */
export async function entriesOf(
  link: Link,
  hashes: Iterable<RecordHash>,
  logs: Logs,
): Promise<ReadonlyMap<RecordHash, readonly Entry[]>> {
  const wanted = [...new Set(hashes)];
  const found = new Map<RecordHash, Entry[]>();
  if (wanted.length === 0) return found;
  const rows = await link.all(
    // What a recall says of a place is its author's word; bytes prove themselves, so they go first.
    `SELECT hash, log, place, held::float8, type, bytes FROM entries
     WHERE hash = ANY($1::text::bytea[]) AND log = ANY($2::text::int4[])
     ORDER BY type = 'erased', no`,
    [bytesText(wanted.map(hashBytes)), numbersText(logs.keys())],
  );
  for (const row of rows) {
    const hash = hashOf(row[0]);
    found.set(hash, [...(found.get(hash) ?? []), ...entryOf(row, logs)]);
  }
  return found;
}

/**
 * What `work` gives with the titles that it asks for, of records that may be read. It is done twice:
 * the titles that it wants are noted and read in one question, where one each would be as slow as
 * the way to the server.
 */
export async function withTitles<T>(
  link: Link,
  logs: Logs,
  work: (titled: Titled) => T,
): Promise<T> {
  const wanted = new Set<RecordHash>();
  const first = work((hash) => {
    wanted.add(hash);
    return undefined;
  });
  if (wanted.size === 0) return first;
  const titled = await titlesOf(link, logs, wanted);
  return work(titled);
}

/** The titles of these records and of those by which they are called. */
async function titlesOf(link: Link, logs: Logs, hashes: ReadonlySet<RecordHash>): Promise<Titled> {
  const entries = new Map<RecordHash, Entry | undefined>();
  for (let wanted = hashes; wanted.size > 0;) {
    const found = await entriesOf(link, wanted, logs);
    const next = new Set<RecordHash>();
    for (const hash of wanted) {
      const entry = found.get(hash)?.[0];
      entries.set(hash, entry);
      titleFrom(entry, (named) => {
        if (!entries.has(named) && !wanted.has(named)) next.add(named);
        return undefined;
      });
    }
    wanted = next;
  }
  const titled: Titled = (hash) => titleFrom(entries.get(hash), titled);
  return titled;
}

function titleFrom(entry: Entry | undefined, titled: Titled): string | undefined {
  if (entry === undefined || !isUnderstood(entry)) return undefined;
  return titleIn(understood(entry.bytes), titled);
}
