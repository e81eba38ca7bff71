import { parseArgs } from 'node:util';
import { InvariantError, TroubleError } from '../base/result.ts';
import { openNode } from './compose.ts';
import { sentenceOf } from './sentences.ts';

/** How long open requests may take to end when the node is stopped, in milliseconds. */
const CLOSING_MILLIS_MAX = 5_000;

/** Exit codes: 1 for trouble around us, 70 for a broken belief. */
const EXIT = { trouble: 1, broken: 70 } as const;

const { values } = parseArgs({
  options: { data: { type: 'string' }, 'clock-offset': { type: 'string', default: '0' } },
});

const tell = (kind: string, facts: Readonly<Record<string, string | number>>): void => {
  if (process.send) process.send({ kind, ...facts });
};

const die = (thrown: unknown): never => {
  if (thrown instanceof TroubleError) {
    console.error(sentenceOf(thrown.code, thrown.details));
    tell('trouble', { code: thrown.code });
    process.exit(EXIT.trouble);
  }
  console.error(thrown);
  process.exit(thrown instanceof InvariantError ? EXIT.broken : EXIT.trouble);
};

process.on('uncaughtException', die);
process.on('unhandledRejection', die);

if (!values.data) die(new TroubleError('file-missing', { file: '--data' }));

try {
  const node = await openNode({
    dir: values.data ?? '',
    clockOffsetSeconds: Number(values['clock-offset']),
    say(code, facts = {}) {
      if (code === 'learning') tell('learning', facts);
      else console.error(sentenceOf(code, facts));
    },
  });
  tell('ready', { address: node.address });
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
