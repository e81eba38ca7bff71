import { TroubleError } from '../base/result.ts';
import type { Command } from './cli/ask.ts';
import { UsageError } from './cli/ask.ts';
import { card } from './cli/card.ts';
import { importRows } from './cli/import.ts';
import { init } from './cli/init.ts';
import { rebuild } from './cli/rebuild.ts';
import { serve } from './cli/serve.ts';
import { invite, token } from './cli/token.ts';
import { verify } from './cli/verify.ts';
import { sentenceOf } from './sentences.ts';

/** Exit codes: what was asked came out otherwise or our surroundings failed; not understood; broken. */
const EXIT = { trouble: 1, usage: 2, broken: 70 } as const;

const COMMANDS: readonly Command[] = [
  verify,
  importRows,
  serve,
  rebuild,
  init,
  card,
  token,
  invite,
];

const HELP = [
  'Usage: tansiq COMMAND [options]',
  '',
  ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`),
  '',
  '"tansiq COMMAND --help" says more. "npm start" opens the exercise.',
].join('\n');

process.exitCode = await run(process.argv.slice(2));

async function run([name, ...args]: readonly string[]): Promise<number> {
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      console.log(HELP);
      return name === undefined ? EXIT.usage : 0;
    }
    const command = COMMANDS.find((each) => each.name === name);
    if (!command) throw new UsageError(`There is no command "${name}".\n\n${HELP}`);
    if (args.includes('--help') || args.includes('-h')) {
      console.log(command.help);
      return 0;
    }
    return await command.run(args);
  } catch (thrown) {
    return told(thrown);
  }
}

function told(thrown: unknown): number {
  if (thrown instanceof UsageError) {
    console.error(thrown.message);
    return EXIT.usage;
  }
  if (thrown instanceof TroubleError) {
    console.error(sentenceOf(thrown.code, thrown.details));
    return EXIT.trouble;
  }
  console.error(thrown);
  return EXIT.broken;
}
