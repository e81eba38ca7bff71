import { rmSync } from 'node:fs';
import Database from 'libsql';
import { TroubleError } from '../base/result.ts';

/** The form of the tables and of what is read into them; another is thrown away and made anew. */
export const TABLES_VERSION = 7;

/** How long to wait for another process that holds the file, in milliseconds. */
const BUSY_MILLIS_MAX = 2000;

/** Up to which size an index is checked through when it is opened. */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024;

/** Up to which size an index is written anew in memory when something was erased from it. */
const SCRUBBED_IN_MEMORY_BYTES_MAX = 64 * 1024 * 1024;

/** What can be bound to a statement. */
export type Bound = string | number | Uint8Array | null;

/** A row as SQLite gives it. */
export type Row = readonly unknown[];

/** An open database with the statements that were prepared on it. */
export interface Tables {
  /** All rows of `sql`; the statement is prepared once. */
  all(sql: string, ...bound: readonly Bound[]): readonly Row[];
  run(sql: string, ...bound: readonly Bound[]): void;
  /** Words that `terms` holds for certain, so that it need not be told of them again. */
  readonly terms: Set<string>;
  /** Takes note, with what the transaction erases, that the file may still bear it. [W4] */
  soil(): void;
  /** Makes the file bear no more than its rows, where something was erased since the last time. */
  scrub(): void;
  /** Runs `work` as one transaction: all of it or nothing. */
  within(work: () => void): void;
  close(): void;
}

/** How many prepared statements are kept. */
const STATEMENTS_MAX = 128;

// A report's key is the moment it began and a number, so that the order of keys is the order in
// which reports are shown, in the table and in the words alike: a page is read, never sorted.
const TABLES = `
  CREATE TABLE logs (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, author TEXT NOT NULL,
    audience TEXT NOT NULL, reached INTEGER NOT NULL
  );
  CREATE TABLE entries (
    no INTEGER PRIMARY KEY, log INTEGER NOT NULL, place INTEGER NOT NULL, held INTEGER NOT NULL,
    type TEXT NOT NULL, hash BLOB NOT NULL, id BLOB, key INTEGER, bytes BLOB NOT NULL
  );
  CREATE INDEX entries_by_hash ON entries (hash);
  CREATE INDEX entries_by_held ON entries (held, no);
  CREATE INDEX entries_by_id ON entries (id) WHERE id IS NOT NULL;
  CREATE TABLE mentions (
    hash BLOB NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (hash, entry)
  ) WITHOUT ROWID;
  CREATE TABLE reports (
    key INTEGER PRIMARY KEY, entry INTEGER NOT NULL, log INTEGER NOT NULL, kind INTEGER NOT NULL,
    upto INTEGER NOT NULL, west INTEGER NOT NULL, south INTEGER NOT NULL, east INTEGER NOT NULL,
    north INTEGER NOT NULL, hash BLOB NOT NULL, corrected INTEGER NOT NULL,
    marks INTEGER NOT NULL, own INTEGER NOT NULL, seat INTEGER NOT NULL
  );
  CREATE INDEX reports_drawn ON reports (key) WHERE west < east OR south < north;
  CREATE TABLE seats (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE judgements (
    report BLOB NOT NULL, entry INTEGER NOT NULL, log INTEGER NOT NULL, at INTEGER NOT NULL,
    place INTEGER NOT NULL, grade INTEGER NOT NULL, PRIMARY KEY (report, entry)
  ) WITHOUT ROWID;
  CREATE TABLE links (
    report BLOB NOT NULL, entry INTEGER NOT NULL, log INTEGER NOT NULL, against INTEGER NOT NULL,
    PRIMARY KEY (report, entry)
  ) WITHOUT ROWID;
  CREATE VIRTUAL TABLE boxes USING rtree (key, west, east, south, north);
  CREATE VIRTUAL TABLE search USING fts5 (
    words, content='', detail=full, columnsize=0, tokenize='ascii'
  );
  CREATE TABLE others (
    no INTEGER PRIMARY KEY, log INTEGER NOT NULL, at INTEGER NOT NULL, seat TEXT NOT NULL
  );
  CREATE VIRTUAL TABLE other_search USING fts5 (
    words, content='', detail=full, columnsize=0, tokenize='ascii'
  );
  CREATE TABLE terms (word TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE longest (seconds INTEGER NOT NULL);
  INSERT INTO longest VALUES (0);
  CREATE TABLE soiled (since INTEGER NOT NULL);
`;

/** Opens the tables at `path`, or makes them anew where they cannot be used; `':memory:'` keeps none. */
export function openTables(
  path: string,
  say: (line: string) => void,
): { readonly tables: Tables; readonly rebuilt: boolean } {
  try {
    const held = open(path);
    const fault = faultOf(held);
    if (fault === undefined) return { tables: tablesOf(held), rebuilt: false };
    held.close();
    if (fault !== 'empty') say(`index: ${fault}; it is made anew from the logs`);
  } catch (thrown) {
    if (!isDamage(thrown)) throw troubleOf(thrown);
    say('index: damaged; it is made anew from the logs');
  }
  return { tables: makeTables(path), rebuilt: true };
}

/** Throws away what is at `path` and makes empty tables there. */
export function makeTables(path: string): Tables {
  try {
    if (path !== ':memory:') {
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
    }
    const made = open(path);
    made.exec(`BEGIN; ${TABLES} PRAGMA user_version = ${TABLES_VERSION}; COMMIT`);
    return tablesOf(made);
  } catch (thrown) {
    throw troubleOf(thrown);
  }
}

/** Whether SQLite says that the file is no sound database. */
export function isDamage(thrown: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/.test(codeOf(thrown));
}

/** What the edge is told of a failure of SQLite or the disk under it; any other failure is ours. */
export function troubleOf(thrown: unknown): unknown {
  const code = codeOf(thrown);
  if (code === '' && !String(thrown).includes('ConnectionFailed')) return thrown;
  if (isDamage(thrown)) return new TroubleError('index-damaged', {}, thrown);
  if (/^(?:SQLITE_FULL|ENOSPC)/.test(code)) return new TroubleError('disk-full', {}, thrown);
  return new TroubleError('store-unwritable', { cause: code || 'SQLITE_CANTOPEN' }, thrown);
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof TroubleError) return '';
  const { code } = (thrown ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

function open(path: string): Database.Database {
  const database = new Database(path, { timeout: BUSY_MILLIS_MAX });
  // All of it can be made again from the logs, so a commit need not wait for the disk.
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF;
  `);
  return database;
}

/** Why an open database cannot be used as an index, or nothing where it can. */
function faultOf(database: Database.Database): string | undefined {
  const one = (sql: string) => (database.prepare(sql).raw().all() as Row[])[0]?.[0];
  if (one('SELECT count(*) FROM sqlite_schema') === 0) return 'empty';
  if (one('PRAGMA user_version') !== TABLES_VERSION) return 'of another version';
  // A larger one is not read through at each start: what is damaged in it is met, and remade, later.
  const bytes = Number(one('PRAGMA page_count')) * Number(one('PRAGMA page_size'));
  if (bytes <= CHECKED_BYTES_MAX && one('PRAGMA quick_check(1)') !== 'ok') return 'damaged';
  return undefined;
}

function tablesOf(database: Database.Database): Tables {
  const statements = new Map<string, Database.Statement>();
  const prepared = (sql: string): Database.Statement => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      if (statements.size >= STATEMENTS_MAX) statements.clear();
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const terms = new Set<string>();
  return {
    terms,
    all: (sql, ...bound) => prepared(sql).raw().all(bound) as Row[],
    run: (sql, ...bound) => void prepared(sql).run(bound),
    soil: () => void prepared('INSERT INTO soiled VALUES (unixepoch())').run(),
    scrub() {
      const one = (sql: string) => Number((prepared(sql).raw().all() as Row[])[0]?.[0]);
      if (one('SELECT count(*) FROM soiled') === 0) return;
      // Words that were deleted are only marked so until all words are written anew, and pages that
      // were freed or divided bear what they bore until the whole file is.
      for (const table of ['search', 'other_search']) {
        prepared(`INSERT INTO ${table} (${table}) VALUES ('optimize')`).run();
      }
      const bytes = one('PRAGMA page_count') * one('PRAGMA page_size');
      statements.clear();
      const isLarge = bytes > SCRUBBED_IN_MEMORY_BYTES_MAX;
      if (isLarge) database.exec('PRAGMA temp_store = FILE');
      database.exec('VACUUM; PRAGMA temp_store = MEMORY');
      database.exec('PRAGMA wal_checkpoint(TRUNCATE); DELETE FROM soiled');
    },
    within(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        work();
        database.exec('COMMIT');
      } catch (thrown) {
        terms.clear();
        if (database.inTransaction) database.exec('ROLLBACK');
        throw thrown;
      }
    },
    close() {
      statements.clear();
      // The driver holds the file until its statements are collected: the file is made whole first.
      if (database.inTransaction) database.exec('ROLLBACK');
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}
