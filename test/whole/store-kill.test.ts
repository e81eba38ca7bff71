import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/ports.ts';
import { builtFolder } from '../../src/node/built.ts';
import { openFileStore } from '../../src/store/files.ts';
import {
  QAMAR,
  checkpointOver,
  entriesOf,
  hostSha256,
  textsIn,
  textsOf,
} from '../../src/store/store.suite.ts';

/** A long run is `TANSIQ_KILLS=100`. */
const KILLS = Number(process.env['TANSIQ_KILLS'] ?? 32);
/** The time from the first acknowledgement to the kill. */
const LIFE_MS_MAX = 120;

const folder = await mkdtemp(join(tmpdir(), 'tansiq-kill-'));
afterAll(() => rm(folder, { recursive: true }));

describe('a process that keeps a log and is killed', () => {
  it(`[S10] [S11] has lost nothing it acknowledged, ${KILLS} times in a row`, async () => {
    const random = seededRandom(7);
    let acknowledged = 0;
    for (let life = 0; life < KILLS; life += 1) {
      const said = await liveAndDie(life, random.below(LIFE_MS_MAX));
      expect(said.fault).toBe('');
      // What the last life had not acknowledged may be there, but whole.
      expect(said.opened).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = said.acknowledged;
      if (life % 8 === 7) await expectWhole(acknowledged);
    }
    expect(acknowledged).toBeGreaterThan(KILLS);
  });
});

async function expectWhole(acknowledged: number): Promise<void> {
  const store = await openFileStore(folder, { sha256: hostSha256 });
  const latest = await store.latest(QAMAR);
  const size = latest?.size ?? 0;
  expect(size).toBeGreaterThanOrEqual(acknowledged);
  const entries = entriesOf(0, size);
  expect(latest?.note).toBe(checkpointOver(entries).note);
  expect(await textsIn(store, QAMAR)).toEqual(textsOf(entries));
  await store.close();
}

/** Runs a writer, kills it some time after its first acknowledgement, and gives what it said. */
async function liveAndDie(
  seed: number,
  life: number,
): Promise<{ opened: number; acknowledged: number; fault: string }> {
  const script = join(builtFolder(), 'ends/store-writer.js');
  const writer = spawn(process.execPath, [script, folder, String(seed)]);
  let output = '';
  let fault = '';
  let clock: ReturnType<typeof setTimeout> | undefined;
  writer.stdout.on('data', (text: Buffer) => {
    output += text.toString();
    if (output.includes('acknowledged')) {
      clock ??= setTimeout(() => writer.kill('SIGKILL'), life);
    }
  });
  writer.stderr.on('data', (text: Buffer) => {
    fault += text.toString();
  });
  await new Promise((done) => writer.on('close', done));
  clearTimeout(clock);
  // The last line may be cut by the kill; only whole ones count.
  const lines = output.split('\n').slice(0, -1);
  const numbers = lines.map((line) => Number(line.split(' ')[1]));
  return { opened: numbers[0] ?? -1, acknowledged: numbers.at(-1) ?? -1, fault };
}
