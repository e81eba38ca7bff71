import type { LogId, PartyId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { Audience } from '../../accord/party/audience.ts';
import { hashBytes, meaningOf } from '../meaning.ts';
import { unpack } from '../pack.ts';
import type { ErasedEntry, IndexedType } from '../port.ts';
import { HASH_UNKNOWN } from '../port.ts';
import { markCorrected } from './editions.ts';
import type { Link } from './link.ts';
import { bytesText, numbersText } from './link.ts';
import { scrub } from './tables.ts';
import type { Tables } from './tables.ts';

/**
 * Takes these entries of a log out of all that is searched, then writes anew the tables that bear
 * words where anything changed. What the server keeps beside its tables (its own log, backups,
 * copies) is not ours to clear. [W4] [I53]
 */
export async function eraseEntries(
  tables: Tables,
  log: LogId,
  erased: readonly ErasedEntry[],
): Promise<void> {
  const { link } = tables;
  const [row] = await link.all('SELECT no, author FROM logs WHERE id = $1::text', [log]);
  if (row !== undefined) {
    const [no, author] = row as [number, PartyId];
    await link.within(async () => {
      // A server that falls must not bring back what was said to be gone.
      await link.all('SET LOCAL synchronous_commit = on');
      const freed = new Set<number>();
      for (const each of erased) {
        for (const token of await eraseOne(link, { no, id: log, author }, each)) freed.add(token);
      }
      if (freed.size > 0) await dropTerms(tables, freed);
    });
  }
  await scrub(tables);
}

interface ErasedFrom {
  readonly no: number;
  readonly id: LogId;
  readonly author: PartyId;
}

/** Gives the tokens of what it erased. */
async function eraseOne(
  link: Link,
  log: ErasedFrom,
  { index, hash }: ErasedEntry,
): Promise<readonly number[]> {
  const [row] = await link.all(
    `SELECT no, type, bytes, key FROM entries
     WHERE hash = ANY($1::text::bytea[]) AND log = $2::int4 AND place = $3::int4`,
    [bytesText([hashBytes(hash), hashBytes(HASH_UNKNOWN)]), log.no, index],
  );
  if (row === undefined) return [];
  const [no, type, packed, key] = row as [string, IndexedType, Uint8Array, string | null];
  let freed: readonly number[] = [];
  if (type !== 'erased') {
    const bytes = unpack(new Uint8Array(packed));
    freed = await forget(link, log, { no, key, type, bytes, index, hash });
  }
  await link.all(
    `UPDATE entries SET type = 'erased', bytes = '', key = NULL, hash = $1::bytea
     WHERE no = $2::int8`,
    [hashBytes(hash), no],
  );
  return freed;
}

async function forget(
  link: Link,
  { id, author }: ErasedFrom,
  held: ErasedEntry & {
    readonly no: string;
    readonly key: string | null;
    readonly type: IndexedType;
    readonly bytes: Uint8Array;
  },
): Promise<readonly number[]> {
  const place = { log: id, author, audience: [] as readonly PartyId[] as Audience };
  const { mentions, report, other } = meaningOf({ ...place, ...held, heldSince: 0 as Instant });
  for (const named of mentions) {
    const bound = [hashBytes(named), held.no];
    await link.all('DELETE FROM mentions WHERE hash = $1::bytea AND entry = $2::int8', bound);
    await link.all('DELETE FROM judgements WHERE report = $1::bytea AND entry = $2::int8', bound);
    await link.all('DELETE FROM links WHERE report = $1::bytea AND entry = $2::int8', bound);
    if (report) await markCorrected(link, named);
  }
  await link.all('UPDATE about SET soiled = true');
  if (other) {
    const gone = await link.all(
      'DELETE FROM others WHERE no = $1::int8 RETURNING array_to_json(tokens)::text',
      [held.no],
    );
    return gone.flatMap(([tokens]) => JSON.parse(tokens as string) as readonly number[]);
  }
  if (held.key === null) return [];
  await link.all('DELETE FROM texts WHERE key = $1::int8', [held.key]);
  const rows = await link.all(
    'DELETE FROM reports WHERE key = $1::int8 RETURNING array_to_json(tokens)::text',
    [held.key],
  );
  return rows.flatMap(([tokens]) => JSON.parse(tokens as string) as readonly number[]);
}

/** Lets go of the words that nothing bears any more. */
async function dropTerms({ link, terms }: Tables, freed: ReadonlySet<number>): Promise<void> {
  terms.clear();
  await link.all(
    `DELETE FROM terms t WHERE t.no = ANY($1::text::int4[])
     AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.tokens @> ARRAY[t.no])
     AND NOT EXISTS (SELECT 1 FROM others o WHERE o.tokens @> ARRAY[t.no])`,
    [numbersText([...freed].filter((token) => token > 0))],
  );
}
