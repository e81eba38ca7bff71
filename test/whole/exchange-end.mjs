// One end of an exchange of records, as a process of its own: the node's own book, station, file
// store and messages, and a plain socket between two of them.
// Run: node dist/ends/exchange-end.js FOLDER PARTY PLAN, where PLAN is
//   story SEED    appends without end, as little or as much as chance has it
//   calm          appends nothing
//   records N     has appended N records of 1 kB before it is ready
// Says on its output: opened OURS THEIRS, acknowledged SIZE, kept SIZE; and does what each line it reads says:
// `report`, or `one`, which appends one record and says `one SIZE NANOSECONDS` once that is durable. With
// TANSIQ_TIMES each size that is kept has its nanoseconds; with TANSIQ_PORT the two meet there; with TANSIQ_LATE
// they meet so many milliseconds after the start, and by its clock it is TANSIQ_DAYS later; with TANSIQ_TICK
// it looks what is new every so many milliseconds; with TANSIQ_INDEX its records are reports, and kept is what an
// index of SQLite has as well.
import { rmSync, writeSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { audienceOf } from '../../src/accord/party/audience.ts';
import { mayRead } from '../../src/accord/party/release.ts';
import { formatRecord } from '../../src/accord/record.ts';
import { sha256, utf8 } from '../../src/base/bytes.ts';
import { recordHash, uuidv7 } from '../../src/base/ids.ts';
import { seededRandom } from '../../src/base/ports.ts';
import { formatMessage, parseMessage } from '../../src/exchange/messages.ts';
import { openStation } from '../../src/exchange/station.ts';
import { openIndex } from '../../src/index/sqlite.ts';
import { openBook } from '../../src/ledger/book.ts';
import { logOf } from '../../src/ledger/log.ts';
import { hostPrimitives, hostSigner } from '../../src/node/primitives.ts';
import { openFileShelf } from '../../src/store/file-shelf.ts';
import { openFileStore } from '../../src/store/files.ts';

// A node looks every five seconds, and when a link comes up; who is to be killed looks more often.
const TICK_MS = Number(process.env['TANSIQ_TICK'] ?? 20);
const DAY_SECONDS = 86_400;
const RECORD_BYTES = 1_000;
const BATCH = 1_000;
const NAMES = ['nahr', 'qamar'];
const [folder, self, plan, number = '0'] = process.argv.slice(2);
const [days, late] = ['TANSIQ_DAYS', 'TANSIQ_LATE'].map((name) => Number(process.env[name] ?? 0));
const other = NAMES.find((name) => name !== self);
const random = seededRandom(Number(number) + 1);
const say = (line) => writeSync(1, `${line}\n`);
const times = () => (process.env['TANSIQ_TIMES'] ? ` ${process.hrtime.bigint()}` : '');

const primitives = hostPrimitives();
const signerOf = (name) => hostSigner(sha256(utf8(name)));
const cards = new Map(NAMES.map((name) => [name, cardOf(name)]));
const audience = audienceOf(NAMES).value;
const logs = NAMES.map((name) => logOf(primitives.sha256, cards.get(name), audience));
const [ours, theirs] = [self, other].map((name) => logs.find((log) => log.author === name));

// A story has bundles written again and again, so that it is killed in the midst of that too.
const few = plan === 'story' ? { bundlesMax: 32 } : {};
const store = await openFileStore(join(folder, self), { sha256: primitives.sha256, ...few });
const shelf = await openFileShelf(join(folder, `${self}-shelf`));
const wire = { sent: 0, received: 0 };
// With TANSIQ_INDEX the records are reports, and kept is what can be found in an index of SQLite.
const index =
  process.env['TANSIQ_INDEX'] && (await openIndex(join(folder, `${self}.sqlite`), { say }));
let link;
let began;
const signer = signerOf(self);
const book = openBook({
  primitives,
  store,
  signer,
  onAppended: (log, _from, _entries, next) => send(station.appended(log, next)),
});
const station = await openStation({
  primitives,
  store,
  shelf,
  book,
  signer,
  clock: { now: () => Math.floor(Date.now() / 1000) + DAY_SECONDS * days },
  random,
  self,
  cards: () => cards,
  logs: () => logs,
  mayRead,
  hasWitness: false,
  sayNow: (said) => send(said),
  onKept: (log, from, entries, next) => {
    if (!index) return say(`kept ${next.size}${times()}`);
    const { id, author } = log;
    const indexed = entries.map((bytes, i) => {
      const hash = recordHash(primitives.sha256(bytes));
      return { log: id, index: from + i, author, audience, hash, heldSince: 1_790_000_000, bytes };
    });
    return void index.follow(indexed).then(() => say(`kept ${next.size}${times()}`));
  },
  onEvidence: () => say('fault evidence'),
});
const sizeOf = async (log) => (await store.latest(log.id))?.size ?? 0;
let size = await sizeOf(ours);
if (plan === 'records') {
  for (; size < Number(number); size = await append(Math.min(BATCH, Number(number) - size)));
}
const held = await sizeOf(theirs);
say(`opened ${size} ${held}`);
// A bench waits for what is kept, and all may have been before a cut.
if (times() && held > 0) say(`kept ${held}${times()}`);

const port = process.env['TANSIQ_PORT'];
const place = port ? { host: '127.0.0.1', port: Number(port) } : { path: join(folder, 'socket') };
if (late) setTimeout(meet, Math.min(late, 2 ** 31 - 1));
else meet();
setInterval(tick, TICK_MS);
process.stdin.on('data', (text) => {
  for (const line of String(text).split('\n')) {
    if (line === 'report') void report();
    if (line === 'one') void one();
  }
});

while (plan === 'story') {
  // Mostly a few, now and then so many that bundles fill and get files.
  size = await append(1 + random.below(random.below(25) === 0 ? 1_500 : 8));
  say(`acknowledged ${size}`);
  await new Promise((done) => setTimeout(done, random.below(8)));
}

async function one() {
  size = await append(1);
  say(`one ${size}${times()}`);
}

async function append(count) {
  const entries = Array.from({ length: count }, (_, at) => {
    if (index) return reportAt(size + at);
    const text = `${self} ${size + at} `;
    return plan === 'records' ? Buffer.alloc(RECORD_BYTES, text) : utf8(text);
  });
  const first = await book.append(ours, entries);
  if (first !== size) say(`fault appended at ${first} instead of ${size}`);
  return first + count;
}

/** A report of 1 kB as officers write them. */
function reportAt(at) {
  const words = Array.from({ length: 112 }, () => (random.below(5_000) + 5_000).toString(36));
  const body = {
    kind: 'incident',
    title: `Report ${at}`,
    language: 'en',
    text: words.join(' '),
    place: {
      geometry: {
        type: 'Point',
        coordinates: [(4_000 + random.below(600)) / 100, (3_300 + random.below(400)) / 100],
      },
      precisionMetres: 1000,
    },
    when: { from: '2026-11-22T08:00:00Z', upto: '2026-11-22T09:00:00Z' },
    source: { kind: 'own-patrol' },
  };
  const record = formatRecord({
    v: 1,
    type: 'report',
    id: uuidv7(1_790_000_000, random),
    at: '2026-11-22T10:00:00Z',
    by: { party: self, seat: 'desk/duty-officer' },
    marking: { tlp: 'AMBER', caveats: [], exercise: true },
    refs: [],
    body,
  });
  if (!record.ok) throw new Error(JSON.stringify(record));
  return record.value;
}

function cardOf(party) {
  const { publicKey } = signerOf(party);
  const domain = `${party}.example`;
  const identityKey = { name: domain, type: 'ed25519', publicKey };
  return { party, names: {}, domain, identityKey, nodeKey: publicKey, addresses: [] };
}

async function tick() {
  if (link) send(await station.tick(other));
}

function meet() {
  if (self === 'nahr') return call();
  if (place.path) rmSync(place.path, { force: true });
  createServer(take).listen(place);
}

function call() {
  const socket = createConnection(place, () => take(socket));
  socket.once('close', () => setTimeout(call, 5));
  socket.on('error', () => undefined);
}

function take(socket) {
  link?.destroy();
  link = socket;
  began ??= performance.now();
  socket.setNoDelay(true);
  void tick();
  socket.on('error', () => undefined);
  socket.once('close', () => {
    if (link === socket) link = undefined;
    void station.unlinked(other);
  });
  const read = readFrames();
  socket.on('data', (bytes) => {
    wire.received += bytes.length;
    for (const frame of read(bytes)) {
      const message = parseMessage(frame);
      if (!message.ok) say(`fault ${message.fault.kind}`);
      else void station.hear(other, message.value).then(send);
    }
  });
}

function send(said) {
  if (!link) return;
  for (const { message } of said) {
    const bytes = formatMessage(message);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(bytes.length);
    link.write(head);
    link.write(bytes);
    wire.sent += head.length + bytes.length;
  }
}

/** Puts frames together, each behind its length in four bytes. */
function readFrames() {
  let parts = [];
  let held = 0;
  return (bytes) => {
    parts.push(bytes);
    held += bytes.length;
    const frames = [];
    for (;;) {
      if (held < 4) return frames;
      if (parts[0].length < 4) parts = [Buffer.concat(parts)];
      const length = 4 + parts[0].readUInt32BE(0);
      if (held < length) return frames;
      const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts, held);
      frames.push(whole.subarray(4, length));
      parts = [whole.subarray(length)];
      held -= length;
    }
  };
}

async function report() {
  const { user, system } = process.cpuUsage();
  const held = { ours: await sizeOf(ours), theirs: await sizeOf(theirs) };
  const cpu = (user + system) / 1e6;
  const rss = process.memoryUsage.rss();
  say(`report ${JSON.stringify({ cpu, rss, ...wire, ...held, began })}`);
}
