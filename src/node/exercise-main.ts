import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TroubleError } from '../base/result.ts';
import { PLAYERS } from './exercise/cast.ts';
import type { Staged } from './exercise/stage.ts';
import { lower, raise, setStage } from './exercise/stage.ts';
import { sentenceOf } from './sentences.ts';

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    data: { type: 'string', default: path.join('var', 'exercise') },
  },
});

const dir = path.resolve(values.data);
const staged: Staged[] = [];

process.once('SIGINT', () => void stop(0));
process.once('SIGTERM', () => void stop(0));

try {
  if (values.fresh && existsSync(dir)) {
    console.log(`Beginning anew: deleting ${dir} with everything the exercise wrote there.`);
    rmSync(dir, { recursive: true });
  }
  const isAgain = existsSync(dir);
  console.log(isAgain ? `Going on with the exercise in ${dir}.` : `Setting the stage in ${dir}.`);
  await setStage(dir);
  staged.push(...(await Promise.all(PLAYERS.map((player) => raise(dir, player)))));
  greet();
  for (const each of staged) {
    each.process.once('exit', () => console.log(`The node of ${each.player.names.en} has ended.`));
  }
} catch (thrown) {
  console.error(thrown instanceof TroubleError ? sentenceOf(thrown.code, thrown.details) : thrown);
  await stop(1);
}

function greet(): void {
  const lines = staged.map(({ player, address }) => `  ${player.names.en.padEnd(24)} ${address}`);
  console.log(
    [
      '',
      'EXERCISE — not real. Four nodes run, each with its own keys and logs:',
      '',
      ...lines,
      '',
      'Open an address in a browser and choose a desk; no password is asked in an exercise.',
      'Ctrl-C stops all four. "npm start" goes on where it was, "npm start -- --fresh" begins anew.',
      '',
    ].join('\n'),
  );
}

async function stop(code: number): Promise<void> {
  await Promise.all(staged.map(lower));
  process.exit(code);
}
