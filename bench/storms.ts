// A long night of storms: tells many stories once, in pieces that any number of processes share,
// and goes on where an earlier run was cut off.
//   npm run bench:storms -- FOLDER [COUNT] [FIRST]
// Each piece is a file in FOLDER, claimed by creating it; its last line says how its stories ended.
import { mkdirSync, openSync, readFileSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tellStory } from '../src/sim/story.ts';
import { openIdealHost } from '../test/storms/host.ts';
import { told } from '../test/storms/telling.ts';

/** Stories told by one host, whose memory of checked signatures grows. */
const PIECE_STORIES = 50;

interface Piece {
  readonly stories: number;
  readonly found: readonly string[];
  readonly seconds: number;
  readonly sent: number;
  readonly entries: number;
  readonly lying: number;
  readonly restored: number;
  readonly seen: Readonly<Record<string, number>>;
}

const [folder = '', count = '100000', first = '0'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (let from = Number(first); from < Number(first) + Number(count); from += PIECE_STORIES) {
  const piece = claim(join(folder, `${from}.json`));
  if (piece === undefined) continue;
  writeFileSync(piece, `${JSON.stringify(await tellPiece(from))}\n`);
}
report();

function claim(file: string): number | undefined {
  try {
    return openSync(file, 'wx');
  } catch {
    return undefined;
  }
}

async function tellPiece(from: number): Promise<Piece> {
  const host = openIdealHost();
  const began = performance.now();
  const found: string[] = [];
  const seen = new Map<string, number>();
  const sum = { sent: 0, entries: 0, lying: 0, restored: 0 };
  for (let seed = from; seed < from + PIECE_STORIES; seed += 1) {
    const ending = await tellStory(host, seed);
    if (ending.findings.length > 0) {
      found.push(told(ending));
      writeSync(1, `${told(ending)}\n`);
    }
    for (const [state, times] of ending.tally.seen) seen.set(state, (seen.get(state) ?? 0) + times);
    sum.sent += ending.tally.sent;
    sum.entries += ending.tally.entries;
    sum.lying += ending.tally.lie ? 1 : 0;
    sum.restored += ending.tally.isRestored ? 1 : 0;
  }
  const seconds = (performance.now() - began) / 1000;
  return { stories: PIECE_STORIES, found, seconds, ...sum, seen: Object.fromEntries(seen) };
}

function report(): void {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const pieces = texts.filter((text) => text !== '').map((text) => JSON.parse(text) as Piece);
  const total = (of: (piece: Piece) => number): number =>
    pieces.reduce((sum, piece) => sum + of(piece), 0);
  const out = `${total((p) => p.stories)} stories in ${total((p) => p.seconds).toFixed(0)} s of a core, ${total((p) => p.found.length)} with findings; ${total((p) => p.lying)} with a liar, ${total((p) => p.restored)} with a node restored from a backup; ${total((p) => p.sent)} letters, ${total((p) => p.entries)} records; ${texts.length - pieces.length} pieces unfinished`;
  writeSync(1, `${out}\n`);
  const states = new Map<string, number>();
  for (const { seen } of pieces) {
    for (const [state, times] of Object.entries(seen))
      states.set(state, (states.get(state) ?? 0) + times);
  }
  writeSync(1, `${JSON.stringify(Object.fromEntries(states))}\n`);
  for (const text of pieces.flatMap(({ found }) => found)) writeSync(1, `${text}\n`);
}
