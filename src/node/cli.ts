import { TroubleError } from '../base/result.ts';
import type { Command } from './cli/ask.ts';
import { UsageError } from './cli/ask.ts';
import { sentenceOf } from './sentences.ts';

/** Exit codes: what was asked came out otherwise or our surroundings failed; not understood; broken. */
const EXIT = { trouble: 1, usage: 2, broken: 70 } as const;

/** A command is read when it is asked for: to verify a log no node needs to be loaded. */
interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const COMMANDS: readonly Listed[] = [
  {
    name: 'verify',
    summary: 'check a log, all logs of a folder, or a proof that was handed over',
    load: async () => (await import('./cli/verify.ts')).verify,
  },
  {
    name: 'proof',
    summary: 'write the proof file of an operation',
    load: async () => (await import('./cli/proof.ts')).proof,
  },
  {
    name: 'import',
    summary: 'turn the rows of a file into reports',
    load: async () => (await import('./cli/import.ts')).importRows,
  },
  {
    name: 'serve',
    summary: 'run the node of a data folder until it is stopped',
    load: async () => (await import('./cli/serve.ts')).serve,
  },
  {
    name: 'rebuild',
    summary: 'throw the search index away and make it anew from the logs',
    load: async () => (await import('./cli/rebuild.ts')).rebuild,
  },
  {
    name: 'init',
    summary: 'make the data folder of a new party',
    load: async () => (await import('./cli/init.ts')).init,
  },
  {
    name: 'card',
    summary: "show a party's card, or pin one that was handed over",
    load: async () => (await import('./cli/card.ts')).card,
  },
  {
    name: 'key',
    summary: 'replace the key of the node, in due course or where it was lost',
    load: async () => (await import('./cli/key.ts')).key,
  },
  {
    name: 'bundle',
    summary: 'pack what is carried to a party by hand, or open what was carried here',
    load: async () => (await import('./cli/bundle.ts')).bundle,
  },
  {
    name: 'link',
    summary: 'show, renew or make the certificate by which other nodes know this one',
    load: async () => (await import('./cli/link.ts')).link,
  },
  {
    name: 'backup',
    summary: 'write what is new since the last backup, sealed, while the node runs',
    load: async () => (await import('./cli/backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'bring a data folder back from its backup',
    load: async () => (await import('./cli/restore.ts')).restoreFolder,
  },
  {
    name: 'doctor',
    summary: 'look at disk, clock, keys, links, logs and index, and say what to do',
    load: async () => (await import('./cli/doctor.ts')).doctor,
  },
  {
    name: 'token',
    summary: 'make a token with which programs may use a desk',
    load: async () => (await import('./cli/token.ts')).token,
  },
  {
    name: 'invite',
    summary: 'invite an officer to make the first passkey of a desk',
    load: async () => (await import('./cli/token.ts')).invite,
  },
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
    const listed = COMMANDS.find((each) => each.name === name);
    if (!listed) throw new UsageError(`There is no command "${name}".\n\n${HELP}`);
    const command = await listed.load();
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
