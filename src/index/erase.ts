import type { LogId, PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Audience } from '../accord/party/audience.ts';
import { markCorrected } from './editions.ts';
import { KEY } from './follow.ts';
import { dropJudgement } from './judged.ts';
import { hashBytes, meaningOf } from './meaning.ts';
import { unpack } from './pack.ts';
import type { ErasedEntry, IndexedType } from './port.ts';
import { HASH_UNKNOWN } from './port.ts';
import { PART_END } from './report-parts.ts';
import type { Tables } from './tables.ts';

/**
 * Takes these entries of a log out of all that is searched, then makes the file anew where anything
 * changed, so that no page of it and no log beside it bears their words. [W4]
 */
export function eraseEntries(tables: Tables, log: LogId, erased: readonly ErasedEntry[]): void {
  const [row] = tables.all('SELECT no, author FROM logs WHERE id = ?', log);
  if (row !== undefined) {
    const [no, author] = row as [number, PartyId];
    tables.within(() => {
      for (const each of erased) eraseOne(tables, { no, id: log, author }, each);
    });
  }
  tables.scrub();
}

interface ErasedFrom {
  readonly no: number;
  readonly id: LogId;
  readonly author: PartyId;
}

function eraseOne(tables: Tables, log: ErasedFrom, { index, hash }: ErasedEntry): void {
  const [row] = tables.all(
    'SELECT no, type, bytes, hash FROM entries WHERE hash IN (?, ?) AND log = ? AND place = ?',
    hashBytes(hash),
    hashBytes(HASH_UNKNOWN),
    log.no,
    index,
  );
  if (row === undefined) return;
  const [no, type, bytes] = row as [number, IndexedType, Uint8Array];
  if (type !== 'erased')
    forget(tables, log, { no, type, bytes: unpack(new Uint8Array(bytes)), index, hash });
  tables.run(
    `UPDATE entries SET type = 'erased', bytes = zeroblob(0), key = NULL, hash = ? WHERE no = ?`,
    hashBytes(hash),
    no,
  );
}

function forget(
  tables: Tables,
  { id, author }: ErasedFrom,
  held: ErasedEntry & {
    readonly no: number;
    readonly type: IndexedType;
    readonly bytes: Uint8Array;
  },
): void {
  const place = { log: id, author, audience: [] as readonly PartyId[] as Audience };
  const { mentions, report, other } = meaningOf({ ...place, ...held, heldSince: 0 as Instant });
  for (const named of mentions) {
    tables.run('DELETE FROM mentions WHERE hash = ? AND entry = ?', hashBytes(named), held.no);
    dropJudgement(tables, hashBytes(named), held.no);
    if (report) markCorrected(tables, named);
  }
  tables.soil();
  if (other) {
    tables.run('DELETE FROM others WHERE no = ?', held.no);
    tables.run(
      `INSERT INTO other_search (other_search, rowid, words) VALUES ('delete', ?, ?)`,
      held.no,
      other.words.join(' '),
    );
    forgetTerms(tables, other.words);
  }
  if (!report) return;
  const { from, words } = report;
  tables.run(`DELETE FROM reports WHERE key = ${KEY}`, from, held.no);
  tables.run(`DELETE FROM boxes WHERE key = ${KEY}`, from, held.no);
  tables.run(
    `INSERT INTO search (search, rowid, words) VALUES ('delete', ${KEY}, ?3)`,
    from,
    held.no,
    words.join(' '),
  );
  forgetTerms(tables, words);
}

/** Lets go of words that stand in nothing any more. */
function forgetTerms(tables: Tables, words: readonly string[]): void {
  for (const word of new Set(words)) {
    if (word === PART_END) continue;
    const others = ['search', 'other_search'].some(
      (table) =>
        tables.all(`SELECT 1 FROM ${table} WHERE ${table} MATCH ? LIMIT 1`, `"${word}"`).length > 0,
    );
    if (others) continue;
    tables.terms.delete(word);
    tables.run('DELETE FROM terms WHERE word = ?', word);
  }
}
