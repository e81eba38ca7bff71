import { TroubleError, invariant } from '../../base/result.ts';
import type { Link } from './link.ts';
import { WORK_MILLIS_MAX, openLink } from './link.ts';
import type { PostgresPlace } from './place.ts';

/** The form of the tables and of what is read into them; another is thrown away and made anew. */
export const POSTGRES_TABLES_VERSION = 1;

/** The oldest server that is asked, as it numbers itself. */
const SERVER_VERSION_MIN = 130_000;

/** How long a node waits for the one before it to be gone from the server, in milliseconds. */
const LOCK_MILLIS_MAX = 5_000;
const LOCK_MILLIS_STEP = 100;

// A report's key is the moment it began and a number, as in the other form. Its tokens stand for its
// words, for the beginnings of words that many words share, for its month and for the ground it lies
// on: one index over them narrows by all of these at once. No word stands in that index, and no
// sample of any word is kept by the server for its plans, so that an erasure need not look there.
const TABLES = {
  about: `(version int NOT NULL, folder text NOT NULL, longest int8 NOT NULL, soiled bool NOT NULL)`,
  logs: `(
    no int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE,
    author text COLLATE "C" NOT NULL, audience text NOT NULL, reached int4 NOT NULL
  )`,
  entries: `(
    no int8 PRIMARY KEY, key int8, held int8 NOT NULL, log int4 NOT NULL, place int4 NOT NULL,
    type text NOT NULL, hash bytea NOT NULL, id bytea, bytes bytea NOT NULL
  )`,
  mentions: `(hash bytea NOT NULL, entry int8 NOT NULL, PRIMARY KEY (hash, entry))`,
  reports: `(
    key int8 PRIMARY KEY, entry int8 NOT NULL, upto int8 NOT NULL, log int4 NOT NULL,
    kind int4 NOT NULL, west int4 NOT NULL, south int4 NOT NULL, east int4 NOT NULL,
    north int4 NOT NULL, corrected bool NOT NULL, marks int4 NOT NULL, own int4 NOT NULL,
    seat int4 NOT NULL, hash bytea NOT NULL, tokens int4[] NOT NULL
  ) WITH (fillfactor = 95)`,
  texts: `(key int8 PRIMARY KEY, words text NOT NULL)`,
  others: `(
    no int8 PRIMARY KEY, log int4 NOT NULL, at int8 NOT NULL, seat text COLLATE "C" NOT NULL,
    tokens int4[] NOT NULL, words text NOT NULL
  )`,
  seats: `(no int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE)`,
  terms: `(
    no int4 GENERATED ALWAYS AS IDENTITY, word text COLLATE "C" NOT NULL, begins bool NOT NULL,
    PRIMARY KEY (word, begins)
  )`,
  judgements: `(
    report bytea NOT NULL, entry int8 NOT NULL, log int4 NOT NULL, at int8 NOT NULL,
    place int4 NOT NULL, grade int4 NOT NULL, PRIMARY KEY (report, entry)
  )`,
  links: `(
    report bytea NOT NULL, entry int8 NOT NULL, log int4 NOT NULL, against bool NOT NULL,
    PRIMARY KEY (report, entry)
  )`,
} as const;

const BESIDE = `
  CREATE INDEX entries_by_hash ON entries (hash);
  CREATE INDEX entries_by_held ON entries (held, no);
  CREATE INDEX entries_by_id ON entries (id) WHERE id IS NOT NULL;
  CREATE INDEX reports_drawn ON reports (key) WHERE west < east OR south < north;
  CREATE INDEX reports_by_token ON reports USING gin (tokens)
    WITH (fastupdate = on, gin_pending_list_limit = 1024);
  CREATE INDEX others_by_token ON others USING gin (tokens);
  ALTER TABLE others ALTER words SET STATISTICS 0;
  ALTER TABLE entries ALTER bytes SET STORAGE EXTERNAL, ALTER bytes SET STATISTICS 0;
  ALTER TABLE texts ALTER words SET STATISTICS 0;
  ALTER TABLE terms ALTER word SET STATISTICS 0;
  ALTER TABLE reports ALTER tokens SET STATISTICS 400;
`;
const INDEXES = [
  'entries_by_hash',
  'entries_by_held',
  'entries_by_id',
  'reports_by_token',
  'reports_drawn',
  'others_by_token',
];

/** The tables, held by the one connection that writes them. */
export interface Tables {
  readonly link: Link;
  readonly place: PostgresPlace;
  /** The name of the folder whose logs are followed. [I51] */
  readonly folder: string;
  /** The numbers of words that the tables hold for certain. */
  readonly terms: Map<string, number>;
  /** How many reports have been taken in since the server last looked how often each word stands. */
  unseen: number;
  /** How many it had seen then. */
  seen: number;
}

/** What a folder's name is: it stands in a statement. */
const FOLDER = /^[0-9a-f-]{8,64}$/;

/** Opens the tables for the one who writes them, or makes them anew where they cannot be used. */
export async function openTables(
  { place, folder }: Pick<Tables, 'place' | 'folder'>,
  say: (line: string) => void,
  onLost?: () => void,
): Promise<{ readonly tables: Tables; readonly rebuilt: boolean }> {
  invariant(FOLDER.test(folder), 'a folder is named by a UUID');
  const link = await openLink(place, WORK_MILLIS_MAX, onLost);
  try {
    await fitServer(link, place);
    await takeLock(link, place);
    const tables: Tables = { link, place, folder, terms: new Map(), unseen: 0, seen: 0 };
    const fault = await faultOf(link, place.schema, folder);
    if (fault !== undefined) {
      if (fault !== 'empty') say(`index: ${fault}; it is made anew from the logs`);
      await makeTables(tables);
    } else await countSeen(tables);
    return { tables, rebuilt: fault !== undefined };
  } catch (thrown) {
    await link.close();
    throw thrown;
  }
}

/** Throws the tables away and makes empty ones. */
export async function makeTables({ link, place, folder, terms }: Tables): Promise<void> {
  const names = Object.keys(TABLES);
  const made = Object.entries(TABLES).map(([name, columns]) => `CREATE TABLE ${name} ${columns};`);
  const [schema] = await link.all('SELECT 1 FROM pg_namespace WHERE nspname = $1::text', [
    place.schema,
  ]);
  terms.clear();
  await link.within(() =>
    link.all(`
      ${schema === undefined ? `CREATE SCHEMA ${place.schema};` : ''}
      DROP TABLE IF EXISTS ${names.map((name) => `${place.schema}.${name}`).join(', ')} CASCADE;
      ${made.join('\n')}
      ${BESIDE}
      INSERT INTO about VALUES (${POSTGRES_TABLES_VERSION}, '${folder}', 0, false);
    `),
  );
}

/** Which tables bear words, and are written anew when something was erased from them. */
const WORDED = ['entries', 'texts', 'others', 'terms'];

/** Makes the tables bear no more than their rows, where something was erased since the last time. [W4] */
export async function scrub({ link, place }: Tables): Promise<void> {
  const [about] = await link.all('SELECT soiled FROM about');
  if (about?.[0] !== true) return;
  await untilUnseen(link, place);
  // A row that was deleted, or its bytes in a page that has room again, stay until a table is
  // written anew; each takes a statement of its own.
  for (const table of WORDED) await link.all(`VACUUM (FULL, ANALYZE) ${table}`);
  await link.all('VACUUM (ANALYZE) reports');
  await link.all('UPDATE about SET soiled = false');
}

/** How long questions that began before an erasure are waited for, in milliseconds. */
const UNSEEN_MILLIS_MAX = 60_000;
const UNSEEN_MILLIS_STEP = 50;

/** Waits until nobody sees what was there before: as long as somebody does, the server keeps it. */
async function untilUnseen(link: Link, { name }: PostgresPlace): Promise<void> {
  const [now] = await link.all('SELECT clock_timestamp()::text');
  const until = performance.now() + UNSEEN_MILLIS_MAX;
  for (;;) {
    const [row] = await link.all(
      `SELECT count(*)::int4 FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid() AND backend_type = 'client backend'
         AND backend_xmin IS NOT NULL AND xact_start < $1::text::timestamptz`,
      [now?.[0] as string],
    );
    if (row?.[0] === 0) return;
    if (performance.now() >= until) throw new TroubleError('index-slow', { place: name });
    await new Promise((resolve) => setTimeout(resolve, UNSEEN_MILLIS_STEP));
  }
}

/** How many reports are taken in before the server is first asked to look at them. */
const UNSEEN_MIN = 2_000;

/** Lets the server count how often each word stands, where enough has come since it last did. */
export async function refreshPlans(tables: Tables): Promise<void> {
  if (tables.unseen < Math.max(UNSEEN_MIN, tables.seen)) return;
  for (const table of ['reports', 'entries', 'texts', 'terms', 'mentions', 'others']) {
    await tables.link.all(`ANALYZE ${table}`);
  }
  tables.seen += tables.unseen;
  tables.unseen = 0;
}

async function countSeen(tables: Tables): Promise<void> {
  const [row] = await tables.link.all(
    `SELECT reltuples::float8 FROM pg_class WHERE oid = 'reports'::regclass`,
  );
  tables.seen = Math.max(0, Number(row?.[0] ?? 0));
}

async function fitServer(link: Link, { name }: PostgresPlace): Promise<void> {
  const [row] = await link.all(
    `SELECT current_setting('server_version_num')::int, current_setting('server_encoding')`,
  );
  const [version, encoding] = row as [number, string];
  if (version >= SERVER_VERSION_MIN && encoding === 'UTF8') return;
  const reason = encoding === 'UTF8' ? 'older than PostgreSQL 13' : `encoding ${encoding}`;
  throw new TroubleError('store-unwritable', { file: name, reason });
}

/** One node writes a schema; the server lets the lock go with the connection. [I51] */
async function takeLock(link: Link, { schema, name }: PostgresPlace): Promise<void> {
  const until = performance.now() + LOCK_MILLIS_MAX;
  for (;;) {
    const [row] = await link.all(
      `SELECT pg_try_advisory_lock(hashtextextended('tansiq ' || $1::text, 0))`,
      [schema],
    );
    if (row?.[0] === true) return;
    if (performance.now() >= until) throw new TroubleError('index-held', { place: name });
    await new Promise((resolve) => setTimeout(resolve, LOCK_MILLIS_STEP));
  }
}

/** Why what is there cannot be used as an index, or nothing where it can. */
async function faultOf(link: Link, schema: string, folder: string): Promise<string | undefined> {
  const rows = await link.all(
    `SELECT c.relname, coalesce(i.indisvalid, true) FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
     WHERE n.nspname = $1::text AND c.relkind IN ('r', 'i')`,
    [schema],
  );
  if (rows.length === 0) return 'empty';
  const there = new Set(rows.flatMap(([name, isWhole]) => (isWhole === true ? [name] : [])));
  const wanted = [...Object.keys(TABLES), ...INDEXES];
  if (wanted.some((name) => !there.has(name))) return 'damaged';
  const [version] = await link.all('SELECT version FROM about');
  if (version?.[0] !== POSTGRES_TABLES_VERSION) return 'of another version';
  const [about] = await link.all('SELECT folder FROM about');
  return about?.[0] === folder ? undefined : 'of another folder, or of logs that changed';
}
