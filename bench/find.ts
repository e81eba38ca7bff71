// Finding among many reports on one node's index: words, box, time and audience, beside plain SQL.
// Run: npm run bench:find [reports] [questions]
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
import type { IndexedEntry } from '../src/index/port.ts';
import type { Condition } from '../src/index/sought.ts';
import { openEngine } from '../src/index/engine.ts';
import { LOGS, READ, entries, sentences } from './found.ts';

const REPORTS = Number(process.argv[2] ?? 1_000_000);
const QUESTIONS = Number(process.argv[3] ?? 200);
const BATCH = 500;
const NAIVE_MAX = 20;
const DECODER = new TextDecoder();

const folder = mkdtempSync(join(tmpdir(), 'tansiq-find-'));
const engine = openEngine(join(folder, 'index.db'), () => undefined);
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

function timed(spent: Spent, job: () => void): void {
  const [begin, before] = [performance.now(), process.cpuUsage()];
  job();
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

const ours = { wall: 0, cpu: 0 };
const theirs = { wall: 0, cpu: 0 };
let bytes = 0;
let count = 0;

function keep(batch: readonly IndexedEntry[]): void {
  timed(ours, () => engine.answer('follow', [batch]));
  const rows = batch.map(plain);
  timed(theirs, () => {
    naive.exec('BEGIN');
    for (const { log, kind, when, lon, lat, words, bytes: record } of rows) {
      insert.run(log, kind, momentOf(when.from), momentOf(when.upto), lon, lat, words, record);
    }
    naive.exec('COMMIT');
  });
  for (const entry of batch) bytes += entry.bytes.length;
  count += batch.length;
  if (count % 50_000 === 0) console.log(`${count} kept, ${rate(ours)} a second`);
}

const rate = (spent: Spent) => Math.round((count / spent.wall) * 1000);

let batch: IndexedEntry[] = [];
for (const entry of entries(REPORTS)) {
  batch.push(entry);
  if (batch.length < BATCH) continue;
  keep(batch);
  batch = [];
}
if (batch.length > 0) keep(batch);

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
  readonly box: readonly [number, number, number, number];
  readonly from: Instant;
  readonly upto: Instant;
}

function question(): Question {
  const [west, south] = [41 + random.below(40) / 10, 32 + random.below(40) / 10];
  const from = instant(1_072_915_200 + random.below(10 * 31_536_000));
  return {
    word: typed(),
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
const forms: readonly (readonly [string, (q: Question) => unknown])[] = [
  ['list of 50 and count', (q) => engine.answer('findReports', [{ ...filterOf(q), limit: 50 }])],
  ['map, up to 50,000 points', (q) => engine.answer('points', [filterOf(q), 50_000])],
  ['facets', (q) => engine.answer('facets', [{ ...filterOf(q), reader, offsetSeconds: 10_800 }])],
  [
    'list, words alone',
    ({ word }) =>
      engine.answer('findReports', [
        { logs: READ, where: [{ kind: 'words', text: word }], limit: 50 },
      ]),
  ],
  [
    'list, box and time alone',
    ({ box, from, upto }) =>
      engine.answer('findReports', [
        { logs: READ, box, where: [{ kind: 'window', from, upto }], limit: 50 },
      ]),
  ],
  [
    'newest 50 of all, and count',
    () => engine.answer('findReports', [{ logs: READ, where: nothing, limit: 50 }]),
  ],
  [
    'facets of all',
    () => engine.answer('facets', [{ logs: READ, where: nothing, reader, offsetSeconds: 10_800 }]),
  ],
  [
    'phrase of two words',
    () => {
      const words = wordsOf(pick(all));
      const text = words.slice(1, 3).join(' ');
      return engine.answer('findReports', [
        { logs: READ, where: [{ kind: 'phrase', text }], limit: 50 },
      ]);
    },
  ],
  ['misspelt word', ({ word }) => engine.answer('spellings', [{ logs: READ, text: `${word}qx` }])],
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

function asked(form: (q: Question) => unknown, times: number): readonly number[] {
  for (let n = 0; n < Math.min(5, times); n += 1) form(question());
  return Array.from({ length: times }, () => {
    const q = question();
    const begin = performance.now();
    form(q);
    return performance.now() - begin;
  }).toSorted((a, b) => a - b);
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
  '| what | index, ms: median, p99 | plain SQL, ms: median, p99 |',
  '|---|---|---|',
];
for (const [name, form] of forms) {
  const times = asked(form, QUESTIONS);
  const other = naiveForms.find(([each]) => each === name);
  const beside = other && asked(other[1], Math.min(NAIVE_MAX, QUESTIONS));
  const shown = beside ? `${ms(beside, 0.5)}, ${ms(beside, 0.99)}` : '';
  lines.push(`| ${name} | ${ms(times, 0.5)}, ${ms(times, 0.99)} | ${shown} |`);
}
engine.close();
naive.close();
lines.push(
  '',
  `Kept: index ${rate(ours)} a second (${((ours.cpu / count) * 1000).toFixed(0)} µs of processor a report), plain table ${rate(theirs)}.`,
  `Bytes a report: index ${Math.round(sizeOf('index.db') / count)}, plain table ${Math.round(sizeOf('naive.db') / count)}.`,
);
console.log(lines.join('\n'));
rmSync(folder, { recursive: true });
