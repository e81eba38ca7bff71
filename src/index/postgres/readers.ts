import { TroubleError } from '../../base/result.ts';
import { QUESTIONS_MAX } from '../present.ts';
import type { Link } from './link.ts';
import { QUESTION_MILLIS_MAX, openLink } from './link.ts';
import type { PostgresPlace } from './place.ts';

/** How many questions are asked at a time; the others wait here, where they can be dropped. */
export const READERS_MAX = 4;

/**
 * How a question begins. What it sees is of one moment, also while the tables are made anew under it:
 * the number of a log never becomes that of another one between two of its statements. [I3] [I54]
 */
export const QUESTION = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** The connections that ask. */
export interface Readers {
  ask<T>(job: (link: Link) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  close(): Promise<void>;
}

interface Waiting {
  readonly go: () => void;
  readonly drop: (reason: unknown) => void;
  readonly signal: AbortSignal | undefined;
}

/** Opens them as they are needed; `away` gives the trouble for which nothing can be asked now. */
export function openReaders(place: PostgresPlace, away: () => TroubleError | undefined): Readers {
  const idle: Link[] = [];
  const waiting: Waiting[] = [];
  const running = new Set<Promise<unknown>>();
  let free = READERS_MAX;
  let isClosed = false;

  const take = async (signal: AbortSignal | undefined): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return;
    }
    if (waiting.length >= QUESTIONS_MAX) throw new TroubleError('index-building');
    await new Promise<void>((go, drop) => waiting.push({ go, drop, signal }));
  };
  const give = (): void => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (next.signal?.aborted !== true) return next.go();
      next.drop(next.signal.reason);
    }
    free += 1;
  };

  const once = async <T>(job: (link: Link) => Promise<T>, held: Link | undefined): Promise<T> => {
    const trouble = away();
    if (trouble) throw trouble;
    const link = held ?? (await openLink(place, QUESTION_MILLIS_MAX));
    try {
      return await link.within(() => job(link), QUESTION);
    } finally {
      if (link.isLost || isClosed) await link.close();
      else idle.push(link);
    }
  };

  const asked = async <T>(
    job: (link: Link) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    await take(signal);
    try {
      signal?.throwIfAborted();
      const held = idle.pop();
      try {
        return await once(job, held);
      } catch (thrown) {
        // A connection that was idle may have been cut long ago without a word.
        if (held?.isLost !== true || signal?.aborted === true) throw thrown;
        return await once(job, undefined);
      }
    } finally {
      give();
    }
  };

  return {
    ask(job, signal) {
      if (isClosed) {
        const reason = { place: place.name, reason: 'closed' };
        return Promise.reject(new TroubleError('index-away', reason));
      }
      const turn = asked(job, signal);
      running.add(turn);
      const end = (): void => void running.delete(turn);
      turn.then(end, end);
      return turn;
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(running);
      await Promise.all(idle.splice(0).map((link) => link.close()));
    },
  };
}
