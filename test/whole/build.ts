import { execFileSync } from 'node:child_process';

/** Whole tests run the nodes that were built; this builds them where a source has changed since. */
export function setup(): void {
  const words =
    "import { build } from './bin/build.mjs';await build({ web: false, ends: true, say: console.error });";
  execFileSync(process.execPath, ['--input-type=module', '-e', words], { stdio: 'inherit' });
}
