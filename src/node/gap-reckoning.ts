import type { Result } from '../base/result.ts';
import { err } from '../base/result.ts';
import type { GapFigures, GapQuestion } from '../geo/gap/figures.ts';
import type { GroundFault } from '../geo/gap/ground.ts';
import { openThread } from '../index/thread.ts';
import { openQueue } from './queue.ts';

/** How much memory and time the reckoning of one gap may take, in MB and milliseconds. */
const RECKONING_MEMORY_MB_MAX = 1_024;
const RECKONING_MILLIS_MAX = 30_000;

/** How many gaps are reckoned at once, and how many may wait; the one past them is refused. */
const RECKONINGS_MAX = 1;
const RECKONINGS_WAITING_MAX = 16;

/** Why a gap has no figures: its ground, too many at once, or too much for one. */
export type ReckoningFault =
  | GroundFault
  | { readonly kind: 'busy' }
  | { readonly kind: 'too-much' };

/** Reckons gaps apart from all else, so that none of them keeps a node or a desk waiting. */
export interface GapReckoner {
  reckon(question: GapQuestion): Promise<Result<GapFigures, ReckoningFault>>;
}

/** Opens the reckoning of gaps, each in a thread of its own with its own limits. */
export function openGapReckoner(): GapReckoner {
  const queue = openQueue(RECKONINGS_MAX, RECKONINGS_WAITING_MAX);
  return {
    async reckon(question) {
      const reckoned = await queue.take(() => reckonApart(question));
      return reckoned.ok ? reckoned.value : reckoned;
    },
  };
}

function reckonApart(workerData: GapQuestion): Promise<Result<GapFigures, ReckoningFault>> {
  const resourceLimits = { maxOldGenerationSizeMb: RECKONING_MEMORY_MB_MAX };
  const worker = openThread(import.meta.url, 'gap-thread', { workerData, resourceLimits });
  return new Promise((resolve) => {
    const tooMuch = err<ReckoningFault>({ kind: 'too-much' });
    const late = setTimeout(() => {
      resolve(tooMuch);
      void worker.terminate();
    }, RECKONING_MILLIS_MAX);
    worker.once('message', (said: Result<GapFigures, GroundFault>) => resolve(said));
    worker.once('error', () => resolve(tooMuch));
    worker.once('exit', () => {
      clearTimeout(late);
      resolve(tooMuch);
    });
  });
}
