import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../base/result.ts';
import type { Choices } from '../gateway/items.ts';
import { readImport } from './import-items.ts';

// The thread in which one file of others is read: it gets the file, answers once, and ends.

invariant(parentPort !== null, 'a file is read in a thread of its own');
const { bytes, choices } = workerData as { readonly bytes: Uint8Array; readonly choices: Choices };
parentPort.postMessage(readImport(bytes, choices));
