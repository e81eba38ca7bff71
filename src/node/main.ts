import { UsageError } from './cli/ask.ts';
import { serve } from './cli/serve.ts';

// The program of one node, as a launcher starts it; `tansiq serve` is the same for people.
try {
  await serve.run(process.argv.slice(2));
} catch (thrown) {
  if (!(thrown instanceof UsageError)) throw thrown;
  console.error(thrown.message);
  process.exitCode = 2;
}
