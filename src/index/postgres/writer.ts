import { TroubleError } from '../../base/result.ts';
import type { PostgresPlace } from './place.ts';
import type { Tables } from './tables.ts';
import { makeTables, openTables } from './tables.ts';
import { isDamage } from './trouble.ts';

/** How an index on a server is opened. */
export interface PostgresOptions {
  /** Told a line where something happened that an operator should know. */
  readonly say: (line: string) => void;
  /** Told when the server is away, with why, and when it is there again. */
  readonly onServer: (trouble: TroubleError | undefined) => void;
}

/** The same with the name by which the tables know whose they are; others are made anew. [I51] */
export interface WriterOptions extends PostgresOptions {
  readonly folder: string;
}

/** The one that writes. */
export interface Writer {
  readonly rebuilt: boolean;
  /** The trouble for which nothing can be asked now. */
  away(): TroubleError | undefined;
  /** Does `job` after all that was asked for before it; `isForgetful`: the tables may know less than was told. */
  work<T>(job: (tables: Tables, isForgetful: boolean) => Promise<T>): Promise<T>;
  /** Takes note that somebody asked how far the tables got. */
  remember(): void;
  /** Makes broken tables anew. */
  repair(): void;
  onBack(then: () => void): void;
  close(): Promise<void>;
}

/** After how long a server that is away is tried again, in milliseconds: longer each time, up to the last. */
const AGAIN_MILLIS = [100, 250, 500, 1_000, 2_000, 5_000] as const;
const AGAIN_MILLIS_MAX = 5_000;

/**
 * Opens it. A server that is away is not trouble here: it is tried until it is there, since a node
 * keeps records and talks with its peers without being searched. [I52]
 */
export async function openWriter(
  place: PostgresPlace,
  { say, onServer, folder }: WriterOptions,
): Promise<Writer> {
  let tables: Tables | undefined;
  let away: TroubleError | undefined;
  let isForgetful = false;
  let isClosed = false;
  let isBroken = false;
  let tries = 0;
  let timer: NodeJS.Timeout | undefined;
  let line: Promise<unknown> = Promise.resolve();
  const backs: (() => void)[] = [];
  const back = (): void => {
    for (const then of backs) then();
  };

  const isAway = (trouble: TroubleError): void => {
    const { code, details } = trouble;
    const reason = code === 'index-away' ? (details['reason'] ?? code) : code;
    // That no server answers is said once, in whatever way it does not.
    const isNews =
      away === undefined || (code !== 'index-away' && away.details['reason'] !== reason);
    away = new TroubleError('index-away', { place: place.name, reason }, trouble);
    if (isNews && !isClosed) onServer(away);
  };
  const again = (): void => {
    if (isClosed) return;
    clearTimeout(timer);
    const millis = AGAIN_MILLIS[tries] ?? AGAIN_MILLIS_MAX;
    tries += 1;
    timer = setTimeout(() => {
      line = line.then(reopen);
    }, millis).unref();
  };
  const lost = (held: Tables | undefined): void => {
    if (held === undefined || held !== tables || isClosed) return;
    tables = undefined;
    isAway(new TroubleError('index-away', { place: place.name, reason: 'CONNECTION_CLOSED' }));
    again();
  };
  const open = async (): Promise<boolean> => {
    const own: { tables?: Tables } = {};
    const opened = await openTables({ place, folder }, say, () => lost(own.tables));
    own.tables = opened.tables;
    tables = opened.tables;
    [away, tries] = [undefined, 0];
    return opened.rebuilt;
  };
  const reopen = async (): Promise<void> => {
    if (isClosed || tables !== undefined) return;
    try {
      await open();
    } catch (thrown) {
      if (!(thrown instanceof TroubleError)) throw thrown;
      isAway(thrown);
      again();
      return;
    }
    // It may be another server, or one that fell and lost what it had not written yet.
    isForgetful = true;
    onServer(undefined);
    back();
  };

  let rebuilt = false;
  try {
    rebuilt = await open();
  } catch (thrown) {
    if (!(thrown instanceof TroubleError && thrown.code === 'index-away')) throw thrown;
    isAway(thrown);
    again();
  }

  const remake = async (held: Tables): Promise<void> => {
    say('index: damaged; it is made anew from the logs');
    await makeTables(held);
    [isForgetful, isBroken] = [true, false];
  };
  const work: Writer['work'] = (job) => {
    const turn = line.then(async () => {
      const held = tables;
      if (held === undefined) {
        throw away ?? new TroubleError('index-away', { place: place.name, reason: 'closed' });
      }
      try {
        return await job(held, isForgetful);
      } catch (thrown) {
        if (isDamage(thrown)) await remake(held);
        throw thrown;
      } finally {
        if (held.link.isLost) lost(held);
      }
    });
    line = turn.catch(() => undefined);
    return turn;
  };

  return {
    rebuilt,
    away: () => away,
    work,
    remember() {
      isForgetful = false;
    },
    repair() {
      if (isBroken) return;
      isBroken = true;
      const mended = work(async (held) => {
        if (isBroken) await remake(held);
      });
      mended.then(back, () => {
        isBroken = false;
      });
    },
    onBack: (then) => void backs.push(then),
    async close() {
      clearTimeout(timer);
      await line;
      isClosed = true;
      clearTimeout(timer);
      const held = tables;
      tables = undefined;
      await held?.link.close();
    },
  };
}
