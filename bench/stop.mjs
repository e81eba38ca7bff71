// From the stop at one desk to every other member's screen, over live links between real nodes.
// Prints a table in Markdown; bench/README.md holds the last one with its machine and date.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const STOPS = 100;
const WARM_UP = 5;
const BATCH_REPORTS = 20;
const MEMBERS = ['iraq', 'krg', 'turkiye'];
const { PLAYERS } = await import('../src/node/exercise/cast.ts');
const { openDesk } = await import('../src/node/exercise/desk.ts');
const { lower, raise, setStage } = await import('../src/node/exercise/stage.ts');

const data = mkdtempSync(join(tmpdir(), 'tansiq-bench-'));
await setStage(data);
const staged = [];
for (const player of PLAYERS.toReversed()) staged.push(await raise(data, player));
const addressOf = (party) => staged.find((each) => each.player.party === party).address;
const desks = new Map();
for (const party of MEMBERS) desks.set(party, await openDesk(addressOf(party), 'duty-officer'));
const planner = await openDesk(addressOf('iraq'), 'planner');
const others = MEMBERS.slice(1).map((party) => desks.get(party));

const { hash } = await planner.post('/api/plans', { audience: MEMBERS, plan: planNow() });
for (const desk of others) await untilHeld(desk, `/api/plans/${hash}`);

const rows = [];
rows.push(['links at rest', ...(await measure())]);
const load = { goesOn: true };
const loading = keepWriting('krg', load);
rows.push([
  `${BATCH_REPORTS} reports at a time, without end, from another node`,
  ...(await measure()),
]);
load.goesOn = false;
await loading;

for (const desk of [...desks.values(), planner]) desk.close();
await Promise.all(staged.map(lower));
rmSync(data, { recursive: true });
console.log(
  [
    `${cpus().length} cores, Node ${process.version}, ${STOPS} stops each, four nodes on one machine.`,
    '',
    '| stop, from pressed until told | own screen | answered | every other screen, median | p99 | worst |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n'),
);

/** Stops and lets go on, again and again; the last of all other screens counts. */
async function measure() {
  const [own, answered, told] = [[], [], []];
  for (let i = 0; i < STOPS + WARM_UP; i += 1) {
    const isStop = (event) => event.kind === 'record' && event.type === 'stop';
    const before = performance.now();
    const since = () => performance.now() - before;
    const [ownMillis, answerMillis, ...otherMillis] = await Promise.all([
      desks.get('iraq').waitFor(isStop).then(since),
      desks
        .get('iraq')
        .post(`/api/plans/${hash}/stop`, { language: 'en', reason: null })
        .then(since),
      ...others.map((desk) => desk.waitFor(isStop).then(since)),
    ]);
    if (i < WARM_UP) continue;
    own.push(ownMillis);
    answered.push(answerMillis);
    told.push(Math.max(...otherMillis));
  }
  return [at(own, 0.5), at(answered, 0.5), at(told, 0.5), at(told, 0.99), at(told, 1)].map(
    (millis) => `${millis.toFixed(1)} ms`,
  );
}

function at(list, share) {
  return list.toSorted((a, b) => a - b)[Math.ceil(list.length * share) - 1];
}

/** Reports without end, to all members. */
async function keepWriting(party, load) {
  const desk = desks.get(party);
  while (load.goesOn) {
    const reports = Array.from({ length: BATCH_REPORTS }, () => ({
      id: idNow(),
      report: report(),
    }));
    await desk.post('/api/reports/batch', { audience: MEMBERS, tlp: 'AMBER', reports });
  }
}

/** A UUID of version 7. */
function idNow() {
  return randomUUID().replace(/^(.{14})./, (_, head) => `${head}7`);
}

function report() {
  return {
    kind: 'observation',
    title: 'Exercise report',
    language: 'en',
    text: 'Two vehicles without lights, moving south along the canal. '.repeat(8),
    place: { geometry: { type: 'Point', coordinates: [43.58, 35.7] }, precisionMetres: 100 },
    when: { from: momentIn(-60), upto: momentIn(0) },
    source: { kind: 'own-post' },
  };
}

function planNow() {
  const ring = [
    [43.62, 35.68],
    [43.9, 35.55],
    [43.95, 35.66],
    [43.7, 35.78],
    [43.62, 35.68],
  ];
  return {
    kind: 'operation',
    name: 'HALT-1',
    language: 'en',
    purpose: 'Measured.',
    shape: { type: 'Polygon', coordinates: [ring] },
    window: { from: momentIn(-60), upto: momentIn(86_400) },
    contributions: [{ party: 'iraq', forces: [{ kind: 'infantry', count: 10 }] }],
    rulesOfContact: 'Stop and call.',
  };
}

function momentIn(seconds) {
  return `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;
}

async function untilHeld(desk, path) {
  for (let i = 0; i < 200; i += 1) {
    const held = await desk.get(path).catch(() => undefined);
    if (held) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${path} did not arrive`);
}
