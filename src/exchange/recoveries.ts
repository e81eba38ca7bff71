import type { LogId, PartyId } from '../base/ids.ts';
import type { Log } from '../ledger/log.ts';
import type { Shelf } from '../ledger/ports.ts';
import { freshAsk } from './messages.ts';
import type { Outgoing, StationNeeds, StationRules } from './needs.ts';
import { othersOf } from './needs.ts';
import type { Recovery } from './recovery.ts';
import { beginRecovery, nextStep, withAnswer, withShown, withWitness } from './recovery.ts';

/** Our own logs that are being recovered; each is held in the book and on the shelf until it is. [X13] */
export interface Recoveries {
  /** Goes on with what was under way before a restart. */
  resume(): Promise<void>;
  /** Holds the log and asks every other member of its audience what it holds. */
  start(log: Log): Promise<readonly Outgoing[]>;
  has(log: LogId): boolean;
  /** Takes in what a member has shown of our log with our own signature; 0 for nothing. */
  answered(log: LogId, party: PartyId, ask: string, size: number): void;
  /** Takes in what a witness has shown. */
  witnessed(log: LogId, size: number): void;
  /** Takes in our own signature over `size` entries, whoever showed it. */
  shown(log: LogId, size: number): void;
  /** What to do about `party`, where our copy has `ours` entries. */
  next(log: LogId, party: PartyId, ours: number): ReturnType<typeof nextStep>;
  /** Lets the log sign again if all have answered and all is here; tells whether it did. */
  release(log: Log, ours: number): Promise<boolean>;
}

/** Where the shelf remembers that a log must not be signed yet. */
const RECOVERING = 'recovering/';

/** Whether a log of ours must not be signed yet, as the shelf remembers it. [X13] */
export async function isHeldForRecovery(shelf: Pick<Shelf, 'get'>, log: LogId): Promise<boolean> {
  return (await shelf.get(`${RECOVERING}${log}`)) === 'yes';
}

/** Opens the recoveries; nothing is under way before {@link Recoveries.resume}. */
export function openRecoveries(needs: StationNeeds, rules: StationRules): Recoveries {
  const held = new Map<LogId, Recovery>();

  const begin = (log: Log): Recovery => {
    needs.book.hold(log.id);
    const asks = othersOf(needs, log).map((to) => [to, freshAsk(needs.random)] as const);
    const recovery = beginRecovery(new Map(asks), needs.hasWitness);
    held.set(log.id, recovery);
    return recovery;
  };

  return {
    async resume() {
      for (const name of await needs.shelf.names(RECOVERING)) {
        const isHeld = (await needs.shelf.get(name)) === 'yes';
        const log = needs.logs().find((each) => `${RECOVERING}${each.id}` === name);
        if (isHeld && log) begin(log);
      }
    },
    async start(log) {
      needs.book.hold(log.id);
      await needs.shelf.put(`${RECOVERING}${log.id}`, 'yes');
      const { members } = begin(log);
      return [...members].map(([to, { ask }]) => ({
        to,
        message: { kind: 'inquire', ask, log: log.id },
      }));
    },
    has: (log) => held.has(log),
    answered(log, party, ask, size) {
      const recovery = held.get(log);
      if (recovery) held.set(log, withAnswer(recovery, party, ask, size));
    },
    witnessed(log, size) {
      const recovery = held.get(log);
      if (recovery) held.set(log, withWitness(recovery, size));
    },
    shown(log, size) {
      const recovery = held.get(log);
      if (recovery) held.set(log, withShown(recovery, size));
    },
    next(log, party, ours) {
      const recovery = held.get(log);
      return recovery ? nextStep(recovery, party, ours) : { kind: 'none' };
    },
    async release(log, ours) {
      const recovery = held.get(log.id);
      if (!recovery || !rules.isRecovered(recovery, ours)) return false;
      await needs.shelf.put(`${RECOVERING}${log.id}`, 'no');
      held.delete(log.id);
      needs.book.release(log.id);
      return true;
    },
  };
}
