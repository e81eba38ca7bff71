// What takes long: the memory of both ends over a million records, and two nodes that were cut off from each
// other for 30 days while each appended half a million. Run: npm run bench:travel long [records] [waiting]
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { raise } from './peers/stage.mjs';

const SAMPLE_MS = 1_000;
const DAYS = '30';
const BEFORE = 1_000;
const [records = '1000000', waiting = '500000'] = process.argv.slice(3);
const script = join(import.meta.dirname, '../dist/ends/exchange-end.js');
const HOUR_SECONDS = 3_600;

console.log(`${cpus().length} cores, Node ${process.version}, load ${load()} before.\n`);
await memory(Number(records));
await cutOff(Number(waiting));
process.exit();

/** One way: what the reader and the author hold in memory above what they held idle. */
async function memory(count) {
  const folder = await mkdtemp(join(tmpdir(), 'tansiq-long-'));
  const author = begin(folder, 'qamar', ['records', String(count)]);
  await author.until('opened', 0, HOUR_SECONDS);
  const appended = await author.report();
  await author.stop();
  // The node that is idle is one that has just been started over what it holds.
  const again = begin(folder, 'qamar', ['calm']);
  await again.until('opened', 0, HOUR_SECONDS);
  const reader = begin(folder, 'nahr', ['calm'], { TANSIQ_LATE: '2000' });
  await reader.until('opened');
  const idle = await Promise.all([again.report(), reader.report()]);
  const began = performance.now();
  const samples = await sampled([again, reader], reader.until('kept', count, HOUR_SECONDS));
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${count.toLocaleString('en')} records of 1 kB in ${seconds.toFixed(0)} s, ${Math.round(count / seconds).toLocaleString('en')} a second, load ${load()}.`,
  );
  console.log(`The author held ${megabytes(appended.rss)} MB after it had appended them.\n`);
  tell(['author', 'reader'], idle, samples);
  await Promise.all([again.stop(), reader.stop()]);
  await rm(folder, { recursive: true });
}

/** Both ways: two that have met are cut off, take on records, and are started 30 days later. */
async function cutOff(count) {
  const folder = await mkdtemp(join(tmpdir(), 'tansiq-long-'));
  const names = ['qamar', 'nahr'];
  const met = names.map((name) => begin(folder, name, ['records', String(BEFORE)]));
  await Promise.all(met.map((end) => end.until('kept', BEFORE)));
  await Promise.all(met.map((end) => end.stop()));
  // Alone, each finds nobody at the other's place.
  for (const name of names) {
    const alone = begin(folder, name, ['records', String(BEFORE + count)], { TANSIQ_LATE: '1e9' });
    await alone.until('opened', 0, HOUR_SECONDS);
    await alone.stop();
  }
  const later = { TANSIQ_DAYS: DAYS };
  const ends = names.map((name) =>
    begin(folder, name, ['calm'], { ...later, TANSIQ_LATE: '2000' }),
  );
  await Promise.all(ends.map((end) => end.until('opened', 0, HOUR_SECONDS)));
  const idle = await Promise.all(ends.map((end) => end.report()));
  const began = performance.now();
  const all = Promise.all(ends.map((end) => end.until('kept', BEFORE + count, HOUR_SECONDS)));
  const samples = await sampled(ends, all);
  const seconds = (performance.now() - began) / 1000;
  const sent = samples.at(-1).reduce((sum, { sent }) => sum + sent, 0);
  console.log(
    `\nCut off for ${DAYS} days, ${count.toLocaleString('en')} records waiting each way: all there after ${seconds.toFixed(0)} s, ${Math.round((2 * count) / seconds).toLocaleString('en')} a second, ${Math.round(sent / (2 * count)).toLocaleString('en')} wire bytes a record, load ${load()}.\n`,
  );
  tell(names, idle, samples);
  await Promise.all(ends.map((end) => end.stop()));
  await rm(folder, { recursive: true });
}

function begin(folder, name, plan, env = {}) {
  const end = raise({
    line: [script, folder, name, ...plan],
    env: { TANSIQ_TICK: '5000', ...env },
  });
  return {
    ...end,
    report: () => end.told('report'),
    async stop() {
      end.kill('SIGKILL');
      await end.closed;
    },
  };
}

/** What both ends report until `done`. */
async function sampled(ends, done) {
  const samples = [];
  const take = async () => void samples.push(await Promise.all(ends.map((end) => end.report())));
  const clock = setInterval(take, SAMPLE_MS);
  await done;
  clearInterval(clock);
  await take();
  return samples;
}

function tell(names, idle, samples) {
  console.log(
    '| RSS above the idle node, MB | idle | a quarter | half | three quarters | end | largest |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const [i, name] of names.entries()) {
    const own = samples.map((pair) => pair[i].rss - idle[i].rss);
    const at = (part) => megabytes(own[Math.floor((own.length - 1) * part)]);
    const cells = [
      name,
      megabytes(idle[i].rss),
      at(0.25),
      at(0.5),
      at(0.75),
      at(1),
      megabytes(Math.max(...own)),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}

function load() {
  return loadavg()[0].toFixed(1);
}
