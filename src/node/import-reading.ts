import type { Worker } from 'node:worker_threads';
import type { Result } from '../base/result.ts';
import { err } from '../base/result.ts';
import type { Choices, FileFault } from '../gateway/items.ts';
import { openThread } from '../index/thread.ts';
import type { ReadFile } from './import-items.ts';
import { openQueue } from './queue.ts';

/** How much memory the reading of one file may take, in MB. */
const READING_MEMORY_MB_MAX = 1_024;

/** How long the reading of one file may take, in milliseconds. */
const READING_MILLIS_MAX = 120_000;

/** How many files are read at once; what comes beside them waits. */
const READINGS_MAX = 1;

/** How many files may wait to be read; the one past it is refused as `too-many-imports`. */
const READINGS_WAITING_MAX = 8;

/** Reads files of others apart from all else, so that none of them keeps a node or a desk waiting. */
export interface ImportReader {
  /** The file as it was read; `busy` where too many wait already. */
  read(
    bytes: Uint8Array,
    choices: Choices,
  ): Promise<Result<ReadFile, FileFault | { readonly kind: 'busy' }>>;
}

/** Opens the reading of files, each in a thread of its own with its own limits. [O5] */
export function openImportReader(): ImportReader {
  const queue = openQueue(READINGS_MAX, READINGS_WAITING_MAX);
  return {
    async read(bytes, choices) {
      const read = await queue.take(() => readApart(bytes, choices));
      return read.ok ? read.value : read;
    },
  };
}

/** A file that takes more time or memory than is allowed is as one that is too large. */
function readApart(bytes: Uint8Array, choices: Choices): Promise<Result<ReadFile, FileFault>> {
  const worker = openWorker({ bytes, choices });
  return new Promise((resolve) => {
    const tooLarge = err<FileFault>({ kind: 'file-too-large', limit: bytes.length });
    const late = setTimeout(() => {
      resolve(tooLarge);
      void worker.terminate();
    }, READING_MILLIS_MAX);
    worker.once('message', (read: Result<ReadFile, FileFault>) => resolve(read));
    worker.once('error', () => resolve(tooLarge));
    worker.once('exit', () => {
      clearTimeout(late);
      resolve(tooLarge);
    });
  });
}

function openWorker(workerData: object): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: READING_MEMORY_MB_MAX };
  return openThread(import.meta.url, 'import-thread', { workerData, resourceLimits });
}
