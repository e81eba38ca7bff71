import { setImmediate } from 'node:timers/promises';

/** How long a long answer may keep everything else waiting, in milliseconds. */
const BREATH_MILLIS = 20;

let since = 0;

/** In a long answer, lets what waits go first, but no more often than is of use. */
export async function breathe(): Promise<void> {
  const now = performance.now();
  if (now - since < BREATH_MILLIS) return;
  await setImmediate();
  since = performance.now();
}
