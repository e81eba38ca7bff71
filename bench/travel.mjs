// Records of 1 kB from one process to another, checked and durable with fsync, over a local socket.
// Prints a table in Markdown; bench/README.md holds the last one with its machine and date.
// Run: npm run bench:travel [rounds], or npm run bench:travel long for memory over a million and a long cut
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

if (process.argv[2] === 'long') await import('./travel-long.mjs');

const SIZES = [20_000, 100_000];
const SAMPLE_MS = 250;
const ROUNDS = Number(process.argv[2] ?? 3);
const script = join(import.meta.dirname, '../dist/ends/exchange-end.js');
const load = loadavg()[0].toFixed(1);

console.log(
  `${cpus().length} cores, Node ${process.version}, ${ROUNDS} rounds, load ${load} before.\n`,
);
console.log(
  '| records | one after the other, /s | CPU s of author + reader for 10,000 | wire bytes a record | RSS of author, reader at a quarter, half, end, MB | first new record after a cut at half, s | bytes a record with the cut |',
);
console.log('|---|---|---|---|---|---|---|');
for (const records of SIZES) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const whole = await travel(records, false);
    rounds.push({ whole, cut: await travel(records, true) });
  }
  const of = (pick, digits) => spread(rounds.map(pick), digits);
  const memory = rounds.at(-1).whole.memory.map((pair) => pair.map(megabytes).join(' + '));
  const cells = [
    records.toLocaleString('en'),
    of(({ whole }) => records / whole.seconds, 0),
    `${of(({ whole }) => (whole.author / records) * 10_000, 2)} + ${of(({ whole }) => (whole.reader / records) * 10_000, 2)}`,
    of(({ whole }) => whole.sent / records, 0),
    memory.join(', '),
    of(({ cut }) => cut.resumed, 2),
    of(({ cut }) => cut.sent / records, 0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

/** Lets a reader fetch all that an author has; with `isCut` it is killed at half and begins again. */
async function travel(records, isCut) {
  const folder = await mkdtemp(join(tmpdir(), 'tansiq-travel-'));
  const author = raise(folder, 'qamar', ['records', String(records)]);
  await author.until('opened');
  const before = await author.report();
  let reader = raise(folder, 'nahr', ['calm']);
  await reader.until('opened');
  let began = performance.now();
  const start = await reader.report();
  let resumed = Number.NaN;
  if (isCut) {
    await reader.until('kept', records / 2);
    await reader.kill();
    reader = raise(folder, 'nahr', ['calm']);
    await reader.until('opened');
    began = performance.now();
    await reader.until('kept');
    resumed = (performance.now() - began) / 1000;
  }
  const samples = [];
  const clock = setInterval(async () => {
    const pair = await Promise.all([author.report(), reader.report()]);
    samples.push(pair);
  }, SAMPLE_MS);
  await reader.until('kept', records);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(clock);
  const [after, own] = await Promise.all([author.report(), reader.report()]);
  samples.push([after, own]);
  await Promise.all([author.kill(), reader.kill()]);
  await rm(folder, { recursive: true });
  const at = (part) => samples[Math.floor((samples.length - 1) * part)].map(({ rss }) => rss);
  return {
    seconds,
    resumed,
    author: after.cpu - before.cpu,
    reader: own.cpu - start.cpu,
    sent: after.sent,
    memory: [at(0.25), at(0.5), at(1)],
  };
}

function raise(folder, name, plan) {
  const end = spawn(process.execPath, [script, folder, name, ...plan], {
    env: { ...process.env, TANSIQ_TICK: '5000' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = new Promise((done) => end.once('close', done));
  const waiting = new Set();
  let rest = '';
  end.stdout.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) for (const hear of waiting) hear(line);
  });
  const next = (judge) =>
    new Promise((done) => {
      const hear = (line) => {
        const found = judge(line);
        if (found === undefined) return;
        waiting.delete(hear);
        done(found);
      };
      waiting.add(hear);
    });
  return {
    /** Resolves when this word was said, with at least this number. */
    until: (word, least = 0) =>
      next((line) => {
        const [said, number] = line.split(' ');
        return said === word && Number(number) >= least ? true : undefined;
      }),
    report: () => {
      const told = next((line) =>
        line.startsWith('report ') ? JSON.parse(line.slice(7)) : undefined,
      );
      end.stdin.write('report\n');
      return told;
    },
    kill: () => {
      end.kill('SIGKILL');
      return closed;
    },
  };
}

function spread(values, digits) {
  const sorted = values.toSorted((one, other) => one - other);
  const show = (value) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const middle = show(sorted[Math.floor(sorted.length / 2)]);
  if (sorted.length === 1 || show(sorted[0]) === show(sorted.at(-1))) return middle;
  return `${middle} (${show(sorted[0])}-${show(sorted.at(-1))})`;
}

function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}
