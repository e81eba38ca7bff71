import type { LogId } from '../base/ids.ts';
import { TroubleError, invariant } from '../base/result.ts';
import { markCorrected } from './editions.ts';
import type { Meaning } from './meaning.ts';
import { keepJudgement, marksBefore } from './judged.ts';
import { hashBytes, meaningOf } from './meaning.ts';
import { pack } from './pack.ts';
import type { IndexedEntry } from './port.ts';
import { PART_END } from './report-parts.ts';
import type { Tables } from './tables.ts';

/** Where a report's key begins: the first moment that a record can name, in POSIX seconds. */
export const KEY_SECONDS_FROM = -62_167_219_200;

/** How many bits of a report's key number the reports of one second. */
export const KEY_NUMBER_BITS = 24;

/** A report's key, of the moment when it began and its entry's number: the first two that are bound. */
export const KEY = `((?1 - (${KEY_SECONDS_FROM})) << ${KEY_NUMBER_BITS}) | (?2 & ${2 ** KEY_NUMBER_BITS - 1})`;

/** A log as the tables number it. */
interface LogState {
  readonly no: number;
  reached: number;
}

/** How many entries there are of each log. */
export function reachedOf(tables: Tables): ReadonlyMap<LogId, number> {
  const rows = tables.all('SELECT id, reached FROM logs');
  return new Map(rows.map(([id, reached]) => [id as LogId, reached as number]));
}

/**
 * Takes in `entries` with how far each log got, all or nothing. [I1] [I2] A gap breaks the belief
 * that the caller knows how far it got, unless `isForgetful`: then the tables were lost under it.
 */
export function followEntries(
  tables: Tables,
  entries: readonly IndexedEntry[],
  isForgetful: boolean,
): void {
  const logs = new Map<LogId, LogState>();
  const fresh: IndexedEntry[] = [];
  tables.within(() => {
    for (const entry of entries) {
      const log = logs.get(entry.log) ?? openLog(tables, entry);
      logs.set(entry.log, log);
      if (entry.index < log.reached) continue; // [I2]
      if (entry.index > log.reached && isForgetful) throw new TroubleError('index-damaged');
      invariant(entry.index === log.reached, 'the index is given each log without a gap');
      log.reached += 1;
      fresh.push(entry);
    }
    write(tables, logs, fresh);
    for (const { no, reached } of logs.values()) {
      tables.run('UPDATE logs SET reached = ? WHERE no = ?', reached, no);
    }
  });
}

interface Numbered {
  readonly no: number;
  readonly log: number;
  readonly entry: IndexedEntry;
  readonly meaning: Meaning;
}

function write(
  tables: Tables,
  logs: ReadonlyMap<LogId, LogState>,
  entries: readonly IndexedEntry[],
): void {
  const last = tables.all('SELECT coalesce(max(no), 0) FROM entries')[0]?.[0] as number;
  const numbered = entries.map((entry, i) => ({
    no: last + 1 + i,
    log: logs.get(entry.log)!.no,
    entry,
    meaning: meaningOf(entry),
  }));
  for (const each of numbered) writeEntry(tables, each);
  for (const each of numbered) writeOther(tables, each);
  writeSeats(tables, numbered);
  // The words take keys in rising order in one go, and fold what they hold on each step back.
  const byKey = numbered.filter(({ meaning }) => meaning.report !== undefined);
  byKey.sort((a, b) => a.meaning.report!.from - b.meaning.report!.from || a.no - b.no);
  for (const each of byKey) writeReport(tables, each);
  // All that they can correct stands before them, in this call or an earlier one. [H6]
  for (const { meaning } of byKey) for (const old of meaning.mentions) markCorrected(tables, old);
  const longest = byKey.reduce(
    (most, { meaning: { report } }) => Math.max(most, report!.upto - report!.from),
    0,
  );
  tables.run('UPDATE longest SET seconds = max(seconds, ?)', longest);
}

function writeEntry(tables: Tables, { no, log, entry, meaning }: Numbered): void {
  const hash = hashBytes(entry.hash);
  tables.run(
    `INSERT INTO entries (key, no, log, place, held, type, hash, id, bytes)
     VALUES (CASE WHEN ?1 IS NULL THEN NULL ELSE ${KEY} END, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
    meaning.report?.from ?? null,
    no,
    log,
    entry.index,
    entry.heldSince,
    meaning.type,
    hash,
    meaning.id ?? null,
    pack(entry.bytes),
  );
  for (const named of meaning.mentions) {
    tables.run('INSERT OR IGNORE INTO mentions VALUES (?, ?)', hashBytes(named), no);
  }
  const { judgement } = meaning;
  if (judgement) keepJudgement(tables, { no, log, index: entry.index, record: judgement });
}

function writeSeats(tables: Tables, numbered: readonly Numbered[]): void {
  const seats = numbered.flatMap(({ meaning: { report } }) => (report ? [report.seat] : []));
  for (const seat of new Set(seats)) {
    tables.run('INSERT OR IGNORE INTO seats (name) VALUES (?)', seat);
  }
}

function writeReport(tables: Tables, { no, log, entry, meaning }: Numbered): void {
  const { from, upto, kind, box, words, marks, own, seat } = meaning.report!;
  const hash = hashBytes(entry.hash);
  const { west, south, east, north } = box;
  tables.run(
    `INSERT INTO reports VALUES (${KEY}, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12, ?13,
       (SELECT no FROM seats WHERE name = ?14))`,
    from,
    no,
    no,
    log,
    kind,
    upto,
    west,
    south,
    east,
    north,
    hash,
    marks | marksBefore(tables, hash),
    own,
    seat,
  );
  tables.run(
    `INSERT INTO boxes VALUES (${KEY}, ?3, ?4, ?5, ?6)`,
    from,
    no,
    west,
    east,
    south,
    north,
  );
  tables.run(`INSERT INTO search (rowid, words) VALUES (${KEY}, ?3)`, from, no, words.join(' '));
  writeTerms(tables, words);
}

/** Keeps what is found beside reports; entries are numbered as they come, so its words rise too. [I44] */
function writeOther(tables: Tables, { no, log, meaning: { other } }: Numbered): void {
  if (!other) return;
  const { at, seat, words } = other;
  tables.run('INSERT INTO others VALUES (?, ?, ?, ?)', no, log, at, seat);
  tables.run('INSERT INTO other_search (rowid, words) VALUES (?, ?)', no, words.join(' '));
  writeTerms(tables, words);
}

/** How many words are remembered as written, in this thread. */
const TERMS_KNOWN_MAX = 200_000;

function writeTerms(tables: Tables, words: readonly string[]): void {
  if (tables.terms.size >= TERMS_KNOWN_MAX) tables.terms.clear();
  const fresh = new Set(words.filter((word) => !tables.terms.has(word)));
  fresh.delete(PART_END);
  if (fresh.size === 0) return;
  for (const word of fresh) tables.terms.add(word);
  const all = JSON.stringify([...fresh]);
  tables.run('INSERT OR IGNORE INTO terms SELECT value FROM json_each(?)', all);
}

function openLog(tables: Tables, entry: IndexedEntry): LogState {
  const held = tables.all('SELECT no, reached FROM logs WHERE id = ?', entry.log)[0];
  if (held !== undefined) return { no: held[0] as number, reached: held[1] as number };
  tables.run(
    'INSERT INTO logs (id, author, audience, reached) VALUES (?, ?, ?, 0)',
    entry.log,
    entry.author,
    JSON.stringify(entry.audience),
  );
  const [no] = tables.all('SELECT no FROM logs WHERE id = ?', entry.log)[0]!;
  return { no: no as number, reached: 0 };
}
