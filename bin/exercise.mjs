#!/usr/bin/env node
import { join } from 'node:path';
import { build } from './build.mjs';
import { setUp } from './setup.mjs';
import { asProgram, become, root } from './steps.mjs';

// npm run exercise: the story plays by itself. With --json nothing but its one document may reach
// standard output, so all that is said on the way there goes to standard error.
await asProgram(async () => {
  const args = process.argv.slice(2);
  const say = args.includes('--json') ? console.error : console.log;
  await setUp({ say });
  await build({ web: args.includes('--stay'), say });
  return become([join(root, 'dist/run/exercise-play.js'), ...args]);
});
