#!/usr/bin/env node
import { join } from 'node:path';
import { build } from './build.mjs';
import { setUp } from './setup.mjs';
import { asProgram, become, root } from './steps.mjs';

// npm start: from a fresh clone to the desks of the exercise. Arguments go to the exercise.
await asProgram(async () => {
  await setUp({ say: console.log });
  await build({ web: true, say: console.log });
  return become([join(root, 'dist/run/exercise-main.js'), ...process.argv.slice(2)]);
});
