import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseUtf8 } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/ports.ts';
import { seededRandom } from '../../src/base/ports.ts';
import type { LogId } from '../../src/base/ids.ts';
import { builtFolder } from '../../src/node/built.ts';
import { openFileStore } from '../../src/store/files.ts';
import { hostSha256 } from '../../src/store/store.suite.ts';
import { verifyFolder } from '../../src/store/verify.ts';

/** Kills of each of the two; a long run is `TANSIQ_KILLS=100`. */
const KILLS = Number(process.env['TANSIQ_KILLS'] ?? 20);
/** The time from a life's first word to the kill. */
const LIFE_MS_MAX = 120;
const SEED = Number(process.env['TANSIQ_SEED'] ?? 5);
const NAMES = ['nahr', 'qamar'] as const;
type Name = (typeof NAMES)[number];

const roots = ['/dev/shm', tmpdir()].filter((each) => existsSync(each));
const folder = await mkdtemp(join(roots[0]!, 'tansiq-exchange-'));
const running = new Set<ChildProcess>();
afterAll(async () => {
  for (const each of running) each.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** What one end has promised so far: its own entries durable, and the other's. */
interface Promised {
  ours: number;
  theirs: number;
}

describe('two processes that exchange records and are killed', () => {
  it(`[S10] [S11] [X7] lose nothing and double nothing, ${2 * KILLS} kills from seed ${SEED}`, async () => {
    const promised = { nahr: { ours: 0, theirs: 0 }, qamar: { ours: 0, theirs: 0 } };
    const dying = async (name: Name, random: Random): Promise<void> => {
      for (let life = 0; life < KILLS; life += 1) {
        const plan = ['story', String(random.below(1_000_000))];
        await live(name, plan, promised[name], ({ end, words }) => {
          if (words !== 'opened') return;
          setTimeout(() => end.kill('SIGKILL'), random.below(LIFE_MS_MAX));
        });
      }
    };
    await Promise.all(NAMES.map((name, at) => dying(name, seededRandom(SEED + at))));
    await calm(promised);
    const [nahr, qamar] = await Promise.all(NAMES.map(readAll));
    expect([...nahr!.keys()].toSorted()).toEqual([...qamar!.keys()].toSorted());
    expect(nahr!.size).toBe(2);
    for (const [log, { note, texts }] of nahr!) {
      const author = NAMES.find((name) => texts[0]?.startsWith(name))!;
      const reader = NAMES.find((name) => name !== author)!;
      expect(texts).toEqual(texts.map((_, index) => `${author} ${index} `));
      expect(qamar!.get(log)).toEqual({ note, texts });
      expect(texts.length).toBeGreaterThanOrEqual(promised[author].ours);
      expect(texts.length).toBeGreaterThanOrEqual(promised[reader].theirs);
      expect(texts.length).toBeGreaterThan(KILLS);
    }
  }, 900_000);
});

/** Lets both live, saying nothing new, until each has all of the other's. */
async function calm(promised: Readonly<Record<Name, Promised>>): Promise<void> {
  const sizes = new Map<string, number>();
  const ends: ChildProcess[] = [];
  const lives = NAMES.map((name) =>
    live(name, ['calm'], promised[name], ({ end, words, numbers }) => {
      if (words === 'opened') {
        ends.push(end);
        sizes.set(`${name} ours`, numbers[0]!).set(`${name} theirs`, numbers[1]!);
      }
      if (words === 'kept') sizes.set(`${name} theirs`, numbers[0]!);
      const isWhole =
        sizes.get('nahr theirs') === sizes.get('qamar ours') &&
        sizes.get('qamar theirs') === sizes.get('nahr ours');
      if (isWhole && ends.length === 2) for (const each of ends) each.kill('SIGKILL');
    }),
  );
  await Promise.all(lives);
}

interface Said {
  readonly end: ChildProcess;
  readonly words: string;
  readonly numbers: readonly number[];
}

/** Runs one end until it is killed, and holds what it says against what it promised before. */
async function live(
  name: Name,
  plan: readonly string[],
  promised: Promised,
  hear: (said: Said) => void,
): Promise<void> {
  const script = join(builtFolder(), 'ends/exchange-end.js');
  const end = spawn(process.execPath, [script, folder, name, ...plan]);
  running.add(end);
  let fault = '';
  let rest = '';
  end.stderr.on('data', (text: Buffer) => {
    fault += text.toString();
  });
  end.stdout.on('data', (text: Buffer) => {
    // The last line may be cut by the kill; only whole ones count.
    const lines = (rest + text.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const [words = '', ...each] = line.split(' ');
      const numbers = each.map(Number);
      if (words === 'fault') fault += line;
      if (words === 'opened' && numbers[0]! < promised.ours) fault += `${line}: lost its own`;
      if (words === 'opened' && numbers[1]! < promised.theirs) fault += `${line}: lost a copy`;
      if (words === 'acknowledged') promised.ours = numbers[0]!;
      if (words === 'kept') promised.theirs = numbers[0]!;
      hear({ end, words, numbers });
    }
  });
  await new Promise((done) => end.on('close', done));
  running.delete(end);
  expect(fault).toBe('');
}

/** All logs of one end, when its process is gone. */
async function readAll(
  name: Name,
): Promise<ReadonlyMap<LogId, { readonly note: string; readonly texts: readonly string[] }>> {
  const dir = join(folder, name);
  const store = await openFileStore(dir, { sha256: hostSha256 });
  const all = new Map<LogId, { readonly note: string; readonly texts: readonly string[] }>();
  const logs = await store.logs();
  for (const log of logs) {
    const latest = await store.latest(log);
    const entries = await store.read(log, 0, latest!.size);
    const texts = entries.map((entry) => {
      const text = parseUtf8(entry);
      return text.ok ? text.value : 'no text';
    });
    all.set(log, { note: latest!.note, texts });
  }
  await store.close();
  for (const log of logs) {
    const place = { log, folder: join(dir, log), sha256: hostSha256 };
    expect((await verifyFolder(place)).damage).toEqual([]);
  }
  return all;
}
