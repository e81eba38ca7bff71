/** How much of a budget that was not used is kept for later, in seconds of it. */
export const BURST_SECONDS = 2;

/** How far what is urgent may go ahead of the budget, in seconds of it; what is not waits until it is paid. [T29] */
export const URGENT_SECONDS = 4;

/** What is longer is never urgent, in bytes. */
export const URGENT_BYTES_MAX = 8_192;

/** The smallest answer that is asked for, in bytes of entries: shorter ones would be all envelope. [T28] */
export const PIECE_BYTES_MIN = 4_096;

/** What a request and its answer cost besides their bodies, in bytes, roughly: headings and sealing. */
export const ENVELOPE_BYTES = 700;

/** Over how many seconds the pace is told that people see. */
export const PACE_SECONDS = 10;

/** Whether something goes before what is large: a stop, an offer, a receipt. [T29] */
export type Urgency = 'urgent' | 'bulk';

/** The time by which a budget is reckoned, and how it is waited for; milliseconds. */
export interface BudgetClock {
  now(): number;
  /** Calls `act` once after so long; what it gives calls that off. */
  wake(millis: number, act: () => void): () => void;
}

/** What may pass between us and one peer, both ways together. It drops nothing: it makes wait. [T27] */
export interface Budget {
  /** In kB/s; nothing where there is none. */
  rate(): number | undefined;
  setRate(rate: number | undefined): void;
  /** Counts what has passed already; what comes next waits for it. */
  spend(bytes: number): void;
  /** Resolves once so many bytes may be sent, and counts them; false where `signal` ended the wait. */
  turn(bytes: number, urgency: Urgency, signal?: AbortSignal): Promise<boolean>;
  /** How long an answer should be at most, in bytes of entries; nothing where there is no budget. [T28] */
  pieceBytes(): number | undefined;
  /** What passed lately, in bytes for each second. */
  pace(): number;
}

/** Who waits for a turn. */
interface Waiting {
  readonly bytes: number;
  readonly resolve: (mayGo: boolean) => void;
}

/** Opens a budget that has not been used yet. */
export function openBudget(clock: BudgetClock, kilobytes?: number): Budget {
  let rate = bytesOf(kilobytes);
  let credit = (rate ?? 0) * BURST_SECONDS;
  let at = clock.now();
  let callOff: (() => void) | undefined;
  const lines: Readonly<Record<Urgency, Set<Waiting>>> = { urgent: new Set(), bulk: new Set() };
  const passed = new Map<number, number>();

  const refill = (): void => {
    const now = clock.now();
    // A clock that was set back gives nothing, and takes nothing away.
    if (rate !== undefined && now > at) {
      credit = Math.min(rate * BURST_SECONDS, credit + (rate * (now - at)) / 1_000);
    }
    at = now;
  };

  const count = (bytes: number): void => {
    credit -= bytes;
    const second = Math.floor(clock.now() / 1_000);
    passed.set(second, (passed.get(second) ?? 0) + bytes);
    for (const each of passed.keys()) if (each <= second - PACE_SECONDS) passed.delete(each);
  };

  /** How much credit there must be before so much may go; the longest waits for a full bucket only. */
  const needed = (bytes: number, urgency: Urgency): number =>
    Math.min(bytes, (rate ?? 0) * BURST_SECONDS) -
    (urgency === 'urgent' ? (rate ?? 0) * URGENT_SECONDS : 0);

  const first = (): readonly [Urgency, Waiting] | undefined => {
    for (const urgency of ['urgent', 'bulk'] as const) {
      const [next] = lines[urgency];
      if (next) return [urgency, next];
    }
    return undefined;
  };

  const look = (): void => {
    callOff?.();
    callOff = undefined;
    refill();
    for (let next = first(); next; next = first()) {
      const [urgency, waiting] = next;
      const missing = rate === undefined ? 0 : needed(waiting.bytes, urgency) - credit;
      if (rate !== undefined && missing > 0) {
        callOff = clock.wake(Math.ceil((missing / rate) * 1_000), look);
        return;
      }
      lines[urgency].delete(waiting);
      count(waiting.bytes);
      waiting.resolve(true);
    }
  };

  return {
    rate: () => (rate === undefined ? undefined : rate / 1_000),
    setRate(next) {
      refill();
      const before = rate;
      rate = bytesOf(next);
      if (before === undefined) credit = (rate ?? 0) * BURST_SECONDS;
      look();
    },
    spend(bytes) {
      refill();
      count(bytes);
    },
    turn(bytes, urgency, signal) {
      if (signal?.aborted) return Promise.resolve(false);
      return new Promise((resolve) => {
        const line = lines[bytes > URGENT_BYTES_MAX ? 'bulk' : urgency];
        const giveUp = (): void => {
          // What nobody waits for any more costs nobody a turn.
          if (line.delete(waiting)) resolve(false);
          look();
        };
        const waiting: Waiting = {
          bytes,
          resolve(mayGo) {
            signal?.removeEventListener('abort', giveUp);
            resolve(mayGo);
          },
        };
        signal?.addEventListener('abort', giveUp);
        line.add(waiting);
        look();
      });
    },
    pieceBytes: () =>
      rate === undefined ? undefined : Math.max(PIECE_BYTES_MIN, rate * BURST_SECONDS),
    pace() {
      const second = Math.floor(clock.now() / 1_000);
      let sum = 0;
      for (const [each, bytes] of passed) if (each > second - PACE_SECONDS) sum += bytes;
      return Math.round(sum / PACE_SECONDS);
    },
  };
}

/** The clock that only goes forward, whatever becomes of the time of day. */
export const BUDGET_CLOCK: BudgetClock = {
  now: () => performance.now(),
  wake(millis, act) {
    const timer = setTimeout(act, millis);
    return () => clearTimeout(timer);
  },
};

function bytesOf(kilobytes: number | undefined): number | undefined {
  return kilobytes === undefined ? undefined : kilobytes * 1_000;
}
