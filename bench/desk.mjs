// From `npm start` to a page, memory, one report from desk to desk, import, and what a browser loads.
// Prints a table in Markdown; bench/README.md holds the last one with its machine and date.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { findChromium } from '../bin/chromium.mjs';

const ROUNDS = 3;
const REPORTS = 200;
const root = resolve(import.meta.dirname, '..');
const { PLAYERS } = await import('../src/node/exercise/cast.ts');
const { openDesk } = await import('../src/node/exercise/desk.ts');
const { lower, raise, setStage } = await import('../src/node/exercise/stage.ts');

const rows = [];
const row = (what, figure) => {
  rows.push(`| ${what} | ${figure} |`);
  console.error(`${what}: ${figure}`);
};
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const at = (list, share) => list.toSorted((a, b) => a - b)[Math.ceil(list.length * share) - 1];
const spread = (list, unit) =>
  `${median(list).toFixed(1)} ${unit} (${Math.min(...list).toFixed(1)} to ${Math.max(...list).toFixed(1)})`;

await measureStarts();
await measureDesk();
console.log(
  [
    `${cpus().length} cores, Node ${process.version}, ${ROUNDS} rounds, ${REPORTS} reports.`,
    '',
    '| what | figure |',
    '|---|---|',
    ...rows,
  ].join('\n'),
);

/** `npm start` on a set-up machine until the first page answers, anew and again. */
async function measureStarts() {
  const firsts = [];
  const agains = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = mkdtempSync(join(tmpdir(), 'tansiq-bench-'));
    firsts.push(await timeStart(data, ['--fresh']));
    agains.push(await timeStart(data, []));
    rmSync(data, { recursive: true });
  }
  row('`npm start`, set-up machine, new exercise, until the first page', spread(firsts, 's'));
  row('`npm start` again, until the first page', spread(agains, 's'));
}

async function timeStart(data, args) {
  const before = performance.now();
  const child = spawn('npm', ['start', '--', '--data', data, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let text = '';
  const address = await new Promise((found) => {
    child.stdout.on('data', (part) => {
      text += part;
      const named = /http:\/\/localhost:\d+/.exec(text);
      if (named) found(named[0]);
    });
  });
  await (await fetch(address)).text();
  const seconds = (performance.now() - before) / 1000;
  const ended = new Promise((done) => child.once('exit', done));
  process.kill(-Number(child.pid), 'SIGINT');
  await ended;
  return seconds;
}

async function measureDesk() {
  const data = mkdtempSync(join(tmpdir(), 'tansiq-bench-'));
  await setStage(data);
  const staged = [];
  for (const player of PLAYERS.toReversed()) staged.push(await raise(data, player));
  const addressOf = (party) => staged.find((each) => each.player.party === party).address;
  await pause(6000);
  row('memory of a node at rest (RSS)', spread(staged.map(memoryOf), 'MB'));
  await measureReports(addressOf('iraq'), addressOf('krg'));
  await measureImport(addressOf('iraq'), data);
  row('memory of the importing node afterwards', `${memoryOf(staged.at(-1)).toFixed(0)} MB`);
  await measurePage(addressOf('iraq'));
  await Promise.all(staged.map(lower));
  rmSync(data, { recursive: true });
}

async function measureReports(from, to) {
  const ours = await openDesk(from, 'duty-officer');
  const theirs = await openDesk(to, 'duty-officer');
  const saved = [];
  const arrived = [];
  for (let i = 0; i < REPORTS + 10; i += 1) {
    const arrives = theirs.waitFor((event) => event.kind === 'record' && event.type === 'report');
    const before = performance.now();
    await ours.post('/api/reports', reportOf(i));
    const acknowledged = performance.now();
    await arrives;
    if (i < 10) continue; // Warm-up.
    saved.push(acknowledged - before);
    arrived.push(performance.now() - before);
  }
  const line = (list) => `${median(list).toFixed(1)} ms, p99 ${at(list, 0.99).toFixed(1)} ms`;
  row('report: from sent to durable and searchable at home', line(saved));
  row(
    'report: from sent to told at the partner’s desk (durable and searchable there)',
    line(arrived),
  );
  ours.close();
  theirs.close();
}

function reportOf(i) {
  const second = (n) => new Date(1_780_000_000_000 + n * 1000).toISOString().replace('.000Z', 'Z');
  return {
    audience: ['iraq', 'krg'],
    tlp: 'AMBER',
    report: {
      kind: 'observation',
      title: `Exercise report ${i}`,
      language: 'en',
      text: 'Two vehicles without lights, moving south along the canal. '.repeat(8),
      place: { geometry: { type: 'Point', coordinates: [43.58, 35.7] }, precisionMetres: 100 },
      when: { from: second(i), upto: second(i + 1) },
      source: { kind: 'own-post' },
    },
  };
}

async function measureImport(address, data) {
  const file = resolve(root, '../shared/data/04-events/ucdp_ged_iraq_1989-2014_2016.csv.gz');
  const { importFile } = await import('../src/node/import.ts');
  const desk = await openDesk(address, 'duty-officer');
  const before = performance.now();
  const report = await importFile({
    file,
    rows: { preset: 'ucdp-ged' },
    tlp: 'AMBER',
    audience: ['iraq'],
    url: address,
    token: desk.token,
    refusedPath: join(data, 'refused.csv'),
    say: () => undefined,
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - before) / 1000;
  const count = report.saved;
  row(
    'import of real events, durable and searchable',
    `${count} in ${seconds.toFixed(2)} s, ${(count / seconds).toFixed(0)} a second`,
  );
  desk.close();
}

/** What the first screen weighs, and when it can be used. */
async function measurePage(address) {
  const assets = join(root, 'dist/web/assets');
  const html = readFileSync(join(root, 'dist/web/index.html'), 'utf8');
  const first = [...html.matchAll(/assets\/([\w.-]+\.(?:js|css))/g)].map(([, name]) => name);
  const weight = (names) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0) / 1024;
  row(
    'shell: script and style of the first page, gzip',
    `${weight([...new Set(first)]).toFixed(0)} kB`,
  );
  const map = readdirSync(assets).filter(
    (name) => /map|maplibre/i.test(name) && name.endsWith('.js'),
  );
  row('map, loaded on demand, gzip', `${weight(map).toFixed(0)} kB`);
  row(
    'ground of the map',
    `${(statSync(join(root, 'dist/ground/ground.pmtiles')).size / 2 ** 20).toFixed(2)} MB`,
  );
  const executablePath = findChromium();
  if (!executablePath) return row('time to a usable page', 'not measured: no Chromium here');
  const { chromium } = await import('playwright-core');
  const times = [];
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const page = await browser.newPage();
    const before = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByRole('button').first().waitFor();
    if (round > 0) times.push(performance.now() - before);
    await browser.close();
  }
  return row('from the address to the first button that works (cold browser)', spread(times, 'ms'));
}

function memoryOf({ process: child }) {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

function pause(millis) {
  return new Promise((done) => setTimeout(done, millis));
}
