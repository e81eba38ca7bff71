#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asProgram, root } from './steps.mjs';

// The command line, which reads process.argv itself. A fresh clone is built first.
const program = join(root, 'dist/run/cli.js');
if (!existsSync(program)) {
  await asProgram(async () => {
    const { setUp } = await import('./setup.mjs');
    const { build } = await import('./build.mjs');
    await setUp({ say: console.error });
    await build({ web: false, say: console.error });
  });
}
if (!process.exitCode) await import(pathToFileURL(program).href);
