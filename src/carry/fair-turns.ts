/** How much is done at once, and how much of one party may wait. [X36] */
export interface TurnLimits {
  /** Acts that are done at once, whosever they are. */
  readonly atOnce: number;
  /** Acts of one party that are done at once. */
  readonly atOnceEach: number;
  /** Acts of one party that wait; what comes beyond is refused, and asked again later. */
  readonly waitingEach: number;
}

/** The limits of what other parties' nodes ask of ours. */
export const PEER_TURNS: TurnLimits = { atOnce: 8, atOnceEach: 2, waitingEach: 64 };

/** Turns that go round between parties: however much one asks, another waits for one turn of it at most. [X36] */
export interface FairTurns<Party> {
  /** Does `act` when it is its turn; nothing where too much of this party waits already. */
  take<T>(party: Party, act: () => Promise<T>): Promise<T> | undefined;
  /** How many acts of a party wait. */
  waiting(party: Party): number;
}

interface Line {
  readonly waiting: (() => Promise<void>)[];
  running: number;
}

/** Opens turns that nobody has taken yet. */
export function openFairTurns<Party>(limits: TurnLimits): FairTurns<Party> {
  /** The party that was served last stands last. */
  const lines = new Map<Party, Line>();
  let running = 0;

  const next = (): (() => Promise<void>) | undefined => {
    for (const [party, line] of lines) {
      if (line.running >= limits.atOnceEach) continue;
      const begin = line.waiting.shift();
      if (!begin) continue;
      lines.delete(party);
      lines.set(party, line);
      return begin;
    }
    return undefined;
  };

  const look = (): void => {
    while (running < limits.atOnce) {
      const begin = next();
      if (!begin) return;
      void begin();
    }
  };

  return {
    take(party, act) {
      const line = lines.get(party) ?? { waiting: [], running: 0 };
      if (line.waiting.length >= limits.waitingEach) return undefined;
      lines.set(party, line);
      return new Promise((resolve, reject) => {
        line.waiting.push(async () => {
          running += 1;
          line.running += 1;
          try {
            resolve(await act());
          } catch (thrown) {
            reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
          }
          running -= 1;
          line.running -= 1;
          if (line.running === 0 && line.waiting.length === 0) lines.delete(party);
          look();
        });
        look();
      });
    },
    waiting: (party) => lines.get(party)?.waiting.length ?? 0,
  };
}
