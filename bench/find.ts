// Finding among many reports on both forms of a node's index (PostgreSQL where its programs are here, raised
// by the bench): words, box, time and audience, beside plain SQL.
// Run: npm run bench:find [reports] [questions]
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { wordsOf } from '../src/base/fold.ts';
import type { PartyId } from '../src/base/ids.ts';
import type { Instant } from '../src/base/instant.ts';
import { instant } from '../src/base/instant.ts';
import { seededRandom } from '../src/base/ports.ts';
import type { Report } from '../src/accord/knowledge/schema.ts';
import { momentOf } from '../src/accord/wire.ts';
import type { Index, IndexedEntry } from '../src/index/port.ts';
import { openPostgresIndex } from '../src/index/postgres.ts';
import { WORK_MILLIS_MAX, openLink } from '../src/index/postgres/link.ts';
import { parsePostgresUrl } from '../src/index/postgres/place.ts';
import { makePostgresServer, whyNoPostgres } from '../src/index/postgres/server.suite.ts';
import type { Condition } from '../src/index/sought.ts';
import { openInlineIndex } from '../src/index/sqlite.ts';
import { LOGS, READ, entries, sentences } from './found.ts';

const REPORTS = Number(process.argv[2] ?? 20_000);
const QUESTIONS = Number(process.argv[3] ?? 200);
const BATCH = 500;
const NAIVE_MAX = 20;
const COMPARED_MAX = 20;
const DECODER = new TextDecoder();

const folder = mkdtempSync(join(tmpdir(), 'tansiq-find-'));
const silent = { say: () => undefined, onServer: () => undefined };
const why = whyNoPostgres();
if (why !== undefined) console.log(why);
// As Debian leaves it, but for the memory that its guides give to a machine of this size.
const server = why === undefined ? await makePostgresServer(['shared_buffers=512MB']) : undefined;
await server?.raise();
const place = server && parsePostgresUrl(server.url('tansiq_bench'));

interface Form {
  readonly name: string;
  readonly index: Index;
  readonly kept: Spent;
}

const formed = (name: string, index: Index): Form => ({ name, index, kept: { wall: 0, cpu: 0 } });
const folderName = '01890000-0000-7000-8000-000000000001';
const indexes: readonly Form[] = [
  formed('SQLite', openInlineIndex(join(folder, 'index.db'), silent)),
  ...(place
    ? [formed('PostgreSQL', await openPostgresIndex(place, { ...silent, folder: folderName }))]
    : []),
];
const naive = new Database(join(folder, 'naive.db'));
naive.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  CREATE TABLE reports (log TEXT, kind TEXT, began INTEGER, upto INTEGER, lon REAL, lat REAL,
    words TEXT, bytes BLOB);
  CREATE INDEX by_time ON reports (began)`);
const insert = naive.prepare('INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)');

interface Spent {
  wall: number;
  cpu: number;
}

async function timed(spent: Spent, job: () => void | Promise<void>): Promise<void> {
  const [begin, before] = [performance.now(), process.cpuUsage()];
  await job();
  spent.wall += performance.now() - begin;
  const { user, system } = process.cpuUsage(before);
  spent.cpu += (user + system) / 1000;
}

function plain({ log, bytes }: IndexedEntry) {
  const { body } = JSON.parse(DECODER.decode(bytes)) as { readonly body: Report };
  const [lon, lat] = body.place.geometry.coordinates as [number, number];
  const all = [body.title, body.text, body.place.label ?? ''].join('\n');
  const words = ` ${wordsOf(all).join(' ')}`;
  return { log, kind: body.kind, when: body.when, lon, lat, words, bytes };
}

const theirs = { wall: 0, cpu: 0 };
let bytes = 0;
let count = 0;

async function keep(batch: readonly IndexedEntry[]): Promise<void> {
  for (const { index, kept } of indexes) await timed(kept, () => index.follow(batch));
  const rows = batch.map(plain);
  await timed(theirs, () => {
    naive.exec('BEGIN');
    for (const { log, kind, when, lon, lat, words, bytes: record } of rows) {
      insert.run(log, kind, momentOf(when.from), momentOf(when.upto), lon, lat, words, record);
    }
    naive.exec('COMMIT');
  });
  for (const entry of batch) bytes += entry.bytes.length;
  count += batch.length;
  if (count % 50_000 === 0) {
    console.log(
      `${count} kept: ${indexes.map(({ name, kept }) => `${name} ${rate(kept)}`).join(', ')} a second`,
    );
  }
}

const rate = (spent: Spent) => Math.round((count / spent.wall) * 1000);

let batch: IndexedEntry[] = [];
for (const entry of entries(REPORTS)) {
  batch.push(entry);
  if (batch.length < BATCH) continue;
  await keep(batch);
  batch = [];
}
if (batch.length > 0) await keep(batch);

const random = seededRandom(7);
const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
const texts = sentences();
const all = (Object.keys(texts) as (keyof typeof texts)[]).flatMap((each) => texts[each]);

/** A word of the text as somebody types it: its first letters. */
function typed(): string {
  for (;;) {
    const word = pick(wordsOf(pick(all)));
    if (word !== undefined && word.length > 3) return word.slice(0, 4 + random.below(4));
  }
}

interface Question {
  readonly word: string;
  readonly phrase: string;
  readonly box: readonly [number, number, number, number];
  readonly from: Instant;
  readonly upto: Instant;
}

function question(): Question {
  const [west, south] = [41 + random.below(40) / 10, 32 + random.below(40) / 10];
  const from = instant(1_072_915_200 + random.below(10 * 31_536_000));
  return {
    word: typed(),
    phrase: wordsOf(pick(all)).slice(1, 3).join(' '),
    box: [west, south, west + 2, south + 2],
    from,
    upto: instant(from + 3 * 31_536_000),
  };
}

const nothing: readonly Condition[] = [];
const filterOf = ({ word, box, from, upto }: Question) => ({
  logs: READ,
  box,
  where: [
    { kind: 'words', text: word },
    { kind: 'window', from, upto },
  ] as readonly Condition[],
});
const reader = LOGS[0]!.author as PartyId;
const forms: readonly (readonly [string, (index: Index, q: Question) => unknown])[] = [
  ['list of 50 and count', (index, q) => index.findReports({ ...filterOf(q), limit: 50 })],
  ['map, up to 50,000 points', (index, q) => index.points(filterOf(q), 50_000)],
  ['facets', (index, q) => index.facets({ ...filterOf(q), reader, offsetSeconds: 10_800 })],
  [
    'list, words alone',
    (index, { word }) =>
      index.findReports({ logs: READ, where: [{ kind: 'words', text: word }], limit: 50 }),
  ],
  [
    'list, box and time alone',
    (index, { box, from, upto }) =>
      index.findReports({ logs: READ, box, where: [{ kind: 'window', from, upto }], limit: 50 }),
  ],
  [
    'newest 50 of all, and count',
    (index) => index.findReports({ logs: READ, where: nothing, limit: 50 }),
  ],
  [
    'facets of all',
    (index) => index.facets({ logs: READ, where: nothing, reader, offsetSeconds: 10_800 }),
  ],
  [
    'phrase of two words',
    (index, { phrase: text }) =>
      index.findReports({ logs: READ, where: [{ kind: 'phrase', text }], limit: 50 }),
  ],
  ['misspelt word', (index, { word }) => index.spellings({ logs: READ, text: `${word}qx` })],
];

const WHERE = `log IN (SELECT value FROM json_each(?)) AND began < ? AND upto > ?
  AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ? AND words LIKE ?`;
const list = naive.prepare(
  `SELECT rowid, bytes, (SELECT count(*) FROM reports WHERE ${WHERE}) FROM reports
   WHERE ${WHERE} ORDER BY began DESC LIMIT 50`,
);
const split = naive.prepare(
  `SELECT kind, log, count(*) FROM reports WHERE ${WHERE} GROUP BY kind, log`,
);
const bound = ({ word, box: [west, south, east, north], from, upto }: Question) => [
  JSON.stringify(READ),
  upto,
  from,
  west,
  east,
  south,
  north,
  `% ${word}%`,
];
const naiveForms: readonly (readonly [string, (q: Question) => unknown])[] = [
  ['list of 50 and count', (q) => list.all([...bound(q), ...bound(q)])],
  ['facets', (q) => split.all(bound(q))],
];

/** An answer whose equal counts may stand in any order. */
function sorted(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('kinds' in given)) return given;
  const lists = Object.entries(given).map(([name, list]) => [
    name,
    Array.isArray(list) ? list.map((each) => JSON.stringify(each)).toSorted() : list,
  ]);
  return Object.fromEntries(lists);
}

async function asked(
  form: (q: Question) => unknown,
  questions: readonly Question[],
): Promise<readonly number[]> {
  for (const q of questions.slice(0, 5)) await form(q);
  const times: number[] = [];
  for (const q of questions) {
    const begin = performance.now();
    await form(q);
    times.push(performance.now() - begin);
  }
  return times.toSorted((a, b) => a - b);
}

const ms = (times: readonly number[], share: number) =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(1);
const sizeOf = (name: string) =>
  ['', '-wal'].reduce((sum, end) => {
    try {
      return sum + statSync(join(folder, name) + end).size;
    } catch {
      return sum;
    }
  }, 0);

const lines = [
  `${cpus().length} cores, Node ${process.version}, ${count} reports of ${Math.round(bytes / count)} bytes, ${QUESTIONS} questions each.`,
  '',
  `| what, ms: median, p99 | ${indexes.map(({ name }) => name).join(' | ')} | plain SQL |`,
  `|---|${indexes.map(() => '---|').join('')}---|`,
];
for (const [name, form] of forms) {
  const questions = Array.from({ length: QUESTIONS }, question);
  const cells: string[] = [];
  for (const q of questions.slice(0, COMPARED_MAX)) {
    const given = await Promise.all(indexes.map(({ index }) => form(index, q)));
    for (const each of given) deepStrictEqual(sorted(each), sorted(given[0]), name);
  }
  for (const { index } of indexes) {
    const times = await asked((q) => form(index, q), questions);
    cells.push(`${ms(times, 0.5)}, ${ms(times, 0.99)}`);
  }
  const other = naiveForms.find(([each]) => each === name);
  const beside = other && (await asked(other[1], questions.slice(0, NAIVE_MAX)));
  cells.push(beside ? `${ms(beside, 0.5)}, ${ms(beside, 0.99)}` : '');
  lines.push(`| ${name} | ${cells.join(' | ')} |`);
}
const sizes = new Map([['SQLite', sizeOf('index.db')]]);
if (place) sizes.set('PostgreSQL', await sizeOnServer());
for (const { index } of indexes) await index.close();
naive.close();
await server?.close();
const kept = indexes.map(({ name, kept: spent }) => {
  const cpu = ((spent.cpu / count) * 1000).toFixed(0);
  return `${name} ${rate(spent)} a second (${cpu} µs of our processor a report)`;
});
const bytesEach = indexes.map(({ name }) => `${name} ${Math.round(sizes.get(name)! / count)}`);
lines.push(
  '',
  `Kept: ${kept.join(', ')}, plain table ${rate(theirs)}.`,
  `Bytes a report: ${bytesEach.join(', ')}, plain table ${Math.round(sizeOf('naive.db') / count)}.`,
);
console.log(lines.join('\n'));
rmSync(folder, { recursive: true });

async function sizeOnServer(): Promise<number> {
  const link = await openLink(place!, WORK_MILLIS_MAX);
  const [row] = await link.all(
    `SELECT sum(pg_total_relation_size(c.oid))::float8 FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'tansiq_bench' AND c.relkind = 'r'`,
  );
  await link.close();
  return Number(row?.[0] ?? 0);
}
