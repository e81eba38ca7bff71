// Records of 1 kB into a log on the disk, beside a plain file that is appended to and synced.
// Run: npx tsx bench/store.ts [folder]
import { hash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogId } from '../src/base/ids.ts';
import type { Entry } from '../src/ledger/ports.ts';
import { checkpointBody } from '../src/proof/checkpoint.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../src/proof/tree.ts';
import { openFileStore } from '../src/store/files.ts';

const RECORD_BYTES = 1000;
const ROUNDS = 5;
const CASES = [
  { batch: 1, records: 1_000 },
  { batch: 100, records: 30_000 },
  { batch: 1_000, records: 60_000 },
] as const;

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));
const log = '0123456789abcdef0123456789abcdef' as LogId;

function recordsFor(count: number): Entry[] {
  return Array.from({ length: count }, (_, at) => Buffer.alloc(RECORD_BYTES, `record ${at} `));
}

/** Checkpoints over each batch, made before the clock runs: signing is not the store's work. */
function checkpointsFor(batches: readonly Entry[][]) {
  let frontier = EMPTY_FRONTIER;
  return batches.map((batch) => {
    frontier = grow(
      sha256,
      frontier,
      batch.map((entry) => leafHash(sha256, entry)),
    );
    const root = rootOf(sha256, frontier);
    const head = { origin: 'bench.example/log', size: frontier.size, root, extensions: [] };
    const signature = Buffer.alloc(68, 1).toString('base64');
    const note = `${checkpointBody(head)}\n\u2014 bench.example/log ${signature}\n`;
    return { ...head, note };
  });
}

function batchesOf(records: readonly Entry[], batch: number): Entry[][] {
  const count = Math.ceil(records.length / batch);
  return Array.from({ length: count }, (_, at) => records.slice(at * batch, (at + 1) * batch));
}

async function timed(job: () => Promise<void>): Promise<{ seconds: number; cpu: number }> {
  const [begin, cpuBegin] = [process.hrtime.bigint(), process.cpuUsage()];
  await job();
  const cpu = process.cpuUsage(cpuBegin);
  return {
    seconds: Number(process.hrtime.bigint() - begin) / 1e9,
    cpu: (cpu.user + cpu.system) / 1e6,
  };
}

async function plain(folder: string, batches: readonly Entry[][]) {
  const file = await open(join(folder, 'plain'), 'w');
  const measured = await timed(async () => {
    for (const batch of batches) {
      await file.write(Buffer.concat(batch));
      await file.datasync();
    }
  });
  await file.close();
  await rm(join(folder, 'plain'));
  return measured;
}

async function stored(folder: string, batches: readonly Entry[][]) {
  const checkpoints = checkpointsFor(batches);
  const dir = join(folder, 'store');
  const store = await openFileStore(dir, { sha256 });
  const measured = await timed(async () => {
    let size = 0;
    for (const [at, batch] of batches.entries()) {
      const extended = await store.extend(log, size, batch, checkpoints[at]!);
      if (!extended.ok) throw new Error('stale');
      size += batch.length;
    }
    // What is left to be written is part of the work.
    await store.close();
  });
  const opening = await timed(async () => (await openFileStore(dir, { sha256 })).close());
  const again = await openFileStore(dir, { sha256 });
  const reading = await timed(async () => {
    const size = batches.flat().length;
    for (let from = 0; from < size; from += 1000) await again.read(log, from, 1000);
  });
  await again.close();
  await rm(dir, { recursive: true });
  return { ...measured, opening: opening.seconds, reading: reading.seconds };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

const folder = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'tansiq-bench-'));
const whole = (value: number): string => Math.round(value).toLocaleString('en');
console.log(`Records of ${RECORD_BYTES} bytes; medians (least to most) of ${ROUNDS} rounds.\n`);
console.log(
  '| records an extension | plain append and sync, /s | store, /s | of plain | CPU s of store for 10,000 | open, ms | read, /s |',
);
console.log('|---|---|---|---|---|---|---|');
for (const { batch, records } of CASES) {
  const batches = batchesOf(recordsFor(records), batch);
  const ours: Awaited<ReturnType<typeof stored>>[] = [];
  const theirs: Awaited<ReturnType<typeof plain>>[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const [one, other] = [await plain(folder, batches), await stored(folder, batches)];
    // The first round warms up.
    if (round < 0) continue;
    theirs.push(one);
    ours.push(other);
  }
  const rates = (rounds: readonly { seconds: number }[]) =>
    rounds.map(({ seconds }) => records / seconds);
  const spread = (values: readonly number[]) =>
    `${whole(median(values))} (${whole(Math.min(...values))}-${whole(Math.max(...values))})`;
  const ratio = ours.map(({ seconds }, at) => theirs[at]!.seconds / seconds);
  const cells = [
    whole(batch),
    spread(rates(theirs)),
    spread(rates(ours)),
    median(ratio).toFixed(2),
    ((median(ours.map(({ cpu }) => cpu)) / records) * 10_000).toFixed(2),
    median(ours.map(({ opening }) => opening * 1000)).toFixed(1),
    whole(records / median(ours.map(({ reading }) => reading))),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
await rm(folder, { recursive: true });
