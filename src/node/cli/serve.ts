import { InvariantError, TroubleError } from '../../base/result.ts';
import { openNode } from '../compose.ts';
import { sentenceOf } from '../sentences.ts';
import type { Command } from './ask.ts';
import { readArgs, wholeNumber } from './ask.ts';

/** How long open requests may take to end when the node is stopped, in milliseconds. */
const CLOSING_MILLIS_MAX = 5_000;

/** How far a clock may be moved for a trial, in seconds: ten years. */
const CLOCK_OFFSET_SECONDS_MAX = 315_360_000;

/** Exit codes: 1 for trouble around us, 70 for a broken belief. */
const EXIT = { trouble: 1, broken: 70 } as const;

/** Runs a node until it is told to stop. */
export const serve: Command = {
  help: `Usage: tansiq serve --data DIR [--clock-offset SECONDS]

  Runs the node whose data folder is DIR until Ctrl-C or SIGTERM. Only one process may run on
  a folder. --clock-offset moves the node's clock, to try what a wrong clock does.`,
  async run(args) {
    const given = readArgs(args, {
      usage: 'Usage: tansiq serve --data DIR',
      words: [0, 0],
      options: { data: { type: 'string' }, 'clock-offset': { type: 'string', default: '0' } },
    });
    const range = [-CLOCK_OFFSET_SECONDS_MAX, CLOCK_OFFSET_SECONDS_MAX] as const;
    const offset = wholeNumber(given.must('clock-offset'), 'clock-offset', range);
    await run(given.must('data'), offset);
    return new Promise<never>(() => undefined);
  },
};

async function run(dir: string, clockOffsetSeconds: number): Promise<void> {
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  try {
    const node = await openNode({
      dir,
      clockOffsetSeconds,
      say(code, facts = {}) {
        if (code === 'learning') tell('learning', facts);
        else console.error(sentenceOf(code, facts));
      },
    });
    tell('ready', { address: node.address });
    if (!process.send) console.log(node.address);
    const stop = (): void => {
      setTimeout(() => process.exit(0), CLOSING_MILLIS_MAX).unref();
      node.close().then(() => process.exit(0), die);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    // A node that was started by a launcher ends with it.
    process.once('disconnect', stop);
  } catch (thrown) {
    die(thrown);
  }
}

function tell(kind: string, facts: Readonly<Record<string, string | number>>): void {
  // A launcher that is gone hears nothing, and is no reason to end other than by its absence.
  if (process.connected) process.send?.({ kind, ...facts }, undefined, undefined, () => undefined);
}

function die(thrown: unknown): never {
  if (thrown instanceof TroubleError) {
    console.error(sentenceOf(thrown.code, thrown.details));
    tell('trouble', { code: thrown.code });
    process.exit(EXIT.trouble);
  }
  console.error(thrown);
  process.exit(thrown instanceof InvariantError ? EXIT.broken : EXIT.trouble);
}
