import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../base/result.ts';
import type { GapQuestion } from '../geo/gap/figures.ts';
import { reckonGap } from '../geo/gap/figures.ts';

// The thread in which one gap is reckoned: it gets the question, answers once, and ends.

invariant(parentPort !== null, 'a gap is reckoned in a thread of its own');
parentPort.postMessage(reckonGap(workerData as GapQuestion));
