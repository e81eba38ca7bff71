// Records of 1 kB from one process to another: ours beside others, in turns. Prints a table in Markdown;
// bench/README.md holds the last one. What the others need is fetched into a folder of its own and thrown away.
// Run: npm run bench:peers [rounds] [records] [peer...]; TANSIQ_PEERS names a folder that has been filled before.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median, raise, spread } from './peers/stage.mjs';

const PACKAGES = {
  hypercore: ['hypercore@11.37.1'],
  pouchdb: ['pouchdb-node@9.0.0', 'express-pouchdb@4.2.0', 'express@4.21.2'],
  yjs: ['yjs@13.6.33'],
  nats: [],
  postgres: ['pg@8.23.1'],
};
const ONES = 100;
/** How often a node of ours looks what is new, besides what it is told. */
const TICK_MS = '5000';
const WAIT_SECONDS_MAX = 60;
/** How often a cut is tried that came too late, since all was there before it. */
const CUTS_MAX = 5;
const [rounds = '3', wanted = '20000', ...only] = process.argv.slice(2);
const ROUNDS = Number(rounds);
const RECORDS = Number(wanted);
const root = join(import.meta.dirname, '..');

const packages = process.env['TANSIQ_PEERS'] ?? (await mkdtemp(join(tmpdir(), 'tansiq-peers-')));
const peers = ['ours', 'indexed', ...Object.keys(PACKAGES)]
  .filter((name) => only.length === 0 || only.includes(name))
  .filter(isHere);
let nextPort = 20_000 + (process.pid % 20_000);

console.log(
  `${cpus().length} cores, Node ${process.version}, ${RECORDS.toLocaleString('en')} records, ${ROUNDS} rounds, load ${loadavg()[0].toFixed(1)} before.`,
);
const found = new Map(peers.map((name) => [name, []]));
const wire = new Map();
for (const name of peers) {
  const { bytes } = await travel(name, { isCounted: true });
  wire.set(name, bytes / RECORDS);
}
for (let round = 0; round < ROUNDS; round += 1) {
  for (const name of peers) found.get(name).push(await travel(name, { isTimed: true }));
}
const cuts = new Map(peers.map((name) => [name, []]));
// An end with an index takes on records faster than it finds them, and has them all when it is cut.
const cut = peers.filter((name) => name !== 'indexed');
for (let round = 0; round < ROUNDS; round += 1) {
  for (const name of cut) cuts.get(name).push(await travel(name, { isCut: true, isCounted: true }));
}
console.log(`Load ${loadavg()[0].toFixed(1)} after.\n`);
console.log(
  '| | records/s | ours is, in the same round | CPU s of all its processes | one record, median ms | p99 | wire bytes a record | cut at half: s until all are there | sent twice |',
);
console.log('|---|---|---|---|---|---|---|---|---|');
for (const name of peers) {
  const runs = found.get(name);
  const rate = ({ seconds }) => RECORDS / seconds;
  const times = runs.map((run, i) => rate(found.get('ours')?.[i] ?? run) / rate(run));
  const ones = runs.flatMap((run) => run.ones).toSorted((one, other) => one - other);
  const twice = cuts.get(name).map(({ bytes }) => Math.max(0, bytes / wire.get(name) - RECORDS));
  const cells = [
    name,
    spread(runs.map(rate), 0),
    `${spread(times, 2)} times`,
    spread(
      runs.map(({ cpu }) => cpu),
      2,
    ),
    median(ones).toFixed(1),
    (ones[Math.floor(ones.length * 0.99)] ?? Number.NaN).toFixed(1),
    Math.round(wire.get(name)).toLocaleString('en'),
    spread(
      cuts.get(name).map(({ seconds }) => seconds),
      2,
    ),
    spread(twice, 0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
if (!process.env['TANSIQ_PEERS']) await rm(packages, { recursive: true });
process.exit();

/** Lets a reader get all that an author holds, and then one record after the other. */
async function travel(name, { isTimed = false, isCut = false, isCounted = false }, cuts = 1) {
  const folder = await mkdtemp(join(tmpdir(), 'tansiq-peer-'));
  chmodSync(folder, 0o777);
  const [port, relayed, own] = [nextPort, nextPort + 1, nextPort + 2];
  nextPort += 3;
  const relay = isCounted ? await openRelay(relayed, port) : undefined;
  const begin = (role) =>
    raise(
      commandOf(name, role, { folder, port: role === 'reader' && relay ? relayed : port, own }),
      root,
    );
  const author = begin('author');
  await author.until('opened');
  let began = performance.now();
  let reader = begin('reader');
  const [before] = [cpuOf(author.pid)];
  await reader.until('opened');
  const start = cpuOf(reader.pid);
  if (!isCut) began = performance.now();
  if (isCut) {
    await reader.until('kept', RECORDS / 2, WAIT_SECONDS_MAX);
    if (name === 'postgres') reader.write('die');
    else reader.kill('SIGKILL');
    await reader.closed;
    if (reader.last('kept') >= RECORDS && cuts < CUTS_MAX) {
      author.kill('SIGTERM');
      await author.closed;
      relay?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
      return travel(name, { isTimed, isCut, isCounted }, cuts + 1);
    }
    began = performance.now();
    reader = begin('reader');
  }
  await reader.until('kept', RECORDS, WAIT_SECONDS_MAX);
  const seconds = (performance.now() - began) / 1000;
  const cpu = isCut ? 0 : cpuOf(author.pid) - before + cpuOf(reader.pid) - start;
  const bytes = relay?.bytes() ?? 0;
  const ones = [];
  for (let size = RECORDS + 1; isTimed && size <= RECORDS + ONES; size += 1) {
    const [durable, visible] = [author.time('one', size), reader.time('kept', size)];
    author.write('one');
    const [from, to] = await Promise.all([durable, visible]);
    ones.push(Math.max(0, Number(to - from) / 1e6));
  }
  for (const end of [reader, author]) end.kill('SIGTERM');
  await Promise.all([reader.closed, author.closed]);
  relay?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  if (process.env['TANSIQ_TELL'])
    console.error(name, isCut ? 'cut' : 'whole', seconds.toFixed(2), cpu.toFixed(2));
  return { seconds, cpu, bytes, ones };
}

function commandOf(name, role, { folder, port, own }) {
  const env = {
    TANSIQ_PEERS: packages,
    TANSIQ_TIMES: '1',
    TANSIQ_TICK: TICK_MS,
    ...(name === 'indexed' ? { TANSIQ_INDEX: '1' } : {}),
    TANSIQ_PORT: String(port),
    TANSIQ_OWN_PORT: String(own),
  };
  if (!isOurs(name)) {
    return {
      env,
      line: [join(root, `bench/peers/${name}.mjs`), role, folder, String(RECORDS), String(port)],
    };
  }
  const part = role === 'author' ? ['qamar', 'records', String(RECORDS)] : ['nahr', 'calm'];
  return { env, line: [join(root, 'dist/ends/exchange-end.js'), folder, ...part] };
}

/** Ours as it keeps records, and the same with reports that are also found in an index. */
function isOurs(name) {
  return name === 'ours' || name === 'indexed';
}

/** Fetches what a peer needs; says why where it cannot. */
function isHere(name) {
  const needs = PACKAGES[name] ?? [];
  const missing = needs.filter(
    (each) => !existsSync(join(packages, 'node_modules', each.split('@')[0])),
  );
  if (missing.length === 0 && (name !== 'nats' || hasProgram('nats-server', '-v'))) return true;
  try {
    if (name === 'nats') throw new Error('nats-server is not installed');
    execFileSync(
      'npm',
      ['install', '--prefix', packages, '--no-audit', '--no-fund', '--loglevel=error', ...needs],
      { stdio: 'pipe' },
    );
    return true;
  } catch (cause) {
    const why =
      String(cause.stderr ?? cause.message)
        .split('\n')
        .find((line) => line.includes('error')) ?? cause.message;
    console.log(`${name} could not be had: ${why}`);
    return false;
  }
}

function hasProgram(name, ...how) {
  try {
    execFileSync(name, how, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Passes on what comes at `port` to `to`, and counts it. */
async function openRelay(port, to) {
  let bytes = 0;
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
      one.on('data', (chunk) => {
        bytes += chunk.length;
      });
      one.pipe(other);
    }
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return {
    bytes: () => bytes,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Seconds of CPU of a process and all that it has begun. */
function cpuOf(pid) {
  const ticks = new Map();
  const parents = new Map();
  for (const each of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1].split(' ');
      parents.set(Number(each), Number(fields[1]));
      ticks.set(
        Number(each),
        [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0),
      );
    } catch {
      // It ended meanwhile.
    }
  }
  const isUnder = (each) =>
    each === pid || (parents.has(each) && each > 1 && isUnder(parents.get(each)));
  return [...ticks].reduce((sum, [each, used]) => sum + (isUnder(each) ? used : 0), 0) / 100;
}
