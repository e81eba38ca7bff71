import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { WorkerOptions } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';

/** Starts a thread whose program `name` lies beside the module `here`, built or as source. */
export function openThread(here: string, name: string, options: WorkerOptions): Worker {
  if (!here.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, here), options);
  // From the sources a thread must first be taught to read them.
  const source = JSON.stringify(new URL(`./${name}.ts`, here).href);
  const tsx = createRequire(here).resolve('tsx/esm/api').replace(/cjs$/, 'mjs');
  const loader = JSON.stringify(pathToFileURL(tsx).href);
  const code = `import(${loader}).then(({ register }) => (register(), import(${source})))`;
  return new Worker(code, { ...options, eval: true });
}
