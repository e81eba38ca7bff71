import type { House } from './house.ts';

/** How often a job looks for what is due, in milliseconds. */
const LOOK_MILLIS = 5_000;

/** A job of a node that looks now and then for what is due, and does it. */
export interface Looking {
  /** Does what is due now, as the timer does; whoever asks meanwhile waits for one more look. */
  look(): Promise<void>;
  /** Ends it; resolves when nothing is being done any more. */
  close(): Promise<void>;
}

/** What of a house a job needs to look when records have come. */
export type LookingNeeds = Pick<House, 'live' | 'report'>;

/**
 * Looks every few seconds, and at once after a record of one of the `moving` types. Trouble is
 * reported, and what it kept from being done is looked for again. `doDue` is given a question: a
 * job that was told to end does nothing more.
 */
export function openLooking(
  { live, report }: LookingNeeds,
  moving: ReadonlySet<string>,
  doDue: (isClosed: () => boolean) => Promise<void>,
): Looking {
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isClosed = false;

  const run = async (): Promise<void> => {
    while (isWanted && !isClosed) {
      isWanted = false;
      await doDue(() => isClosed).catch(report);
    }
    running = undefined;
  };
  const look = (): Promise<void> => {
    isWanted = true;
    running ??= run();
    return running;
  };

  const silence = live.listen((event) => {
    const isMoving = event.kind === 'record' && moving.has(event.type);
    if (isMoving || (event.kind === 'records' && moving.size > 0)) void look();
  });
  const timer = setInterval(() => void look(), LOOK_MILLIS);
  return {
    look,
    async close() {
      isClosed = true;
      clearInterval(timer);
      silence();
      await running;
    },
  };
}
