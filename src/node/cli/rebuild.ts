import { rebuildIndex } from '../compose.ts';
import { sentenceOf } from '../sentences.ts';
import type { Command } from './ask.ts';
import { readArgs } from './ask.ts';

/** How much of the whole is read between two lines of progress. */
const PROGRESS_STEP = 0.1;

/** Makes the index anew from the logs; truth never lives in it. */
export const rebuild: Command = {
  help: `Usage: tansiq rebuild --data DIR

  Throws the search index of DIR away and makes it anew from the logs. The node must be stopped.
  Nothing is lost by this: the index holds nothing that the logs do not.`,
  async run(args) {
    const given = readArgs(args, {
      usage: 'Usage: tansiq rebuild --data DIR',
      words: [0, 0],
      options: { data: { type: 'string' } },
    });
    let told = 0;
    const begun = performance.now();
    const entries = await rebuildIndex({
      dir: given.must('data'),
      say(code, facts = {}) {
        const done = Number(facts['done']) / Number(facts['all']);
        if (code === 'learning' && done < 1 && done - told < PROGRESS_STEP) return;
        if (code === 'learning') told = done;
        console.log(sentenceOf(code, facts));
      },
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`The index is made anew from ${entries} entries in ${seconds} s.`);
    return 0;
  },
};
