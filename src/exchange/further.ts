import type { PartyId } from '../base/ids.ts';
import { leavesOf } from '../ledger/ports.ts';
import type { Log } from '../ledger/log.ts';
import type { Ahead, Copy } from './copy.ts';
import type { PortionMessage, TellMessage } from './messages.ts';
import { TELL_ENTRIES_MAX, freshAsk } from './messages.ts';
import type { Outgoing, StationNeeds } from './needs.ts';

/**
 * Bytes of entries of an answer that was asked for ahead. With the one that is being kept meanwhile it
 * is what a cut may cost: of records of 1 kB less than a thousand. [X42]
 */
export const FURTHER_BYTES = 491_520;

/** Questions ahead of one member whose answers are remembered, until it asks by the same names. */
const NAMES_MAX = 4;

/**
 * Does at once, when an answer has come, what needs not wait until those before it are kept: its
 * entries are hashed, and what follows is asked for. Nothing of it is believed yet. [X41]
 */
export function hurry(
  needs: StationNeeds,
  log: Log,
  copy: Copy,
  { from, message }: { readonly from: PartyId; readonly message: TellMessage },
): void {
  if (from !== log.author || !needs.sayNow || needs.pieceOf?.(from) !== undefined) return;
  const lead = copy.leads.get(from) ?? { asked: undefined, upto: undefined, isFull: false };
  const newest = lead.asked ?? copy.asks.get(from);
  if (newest?.ask !== message.ask || lead.upto !== undefined) return;
  const { entries } = message;
  lead.upto = message.from + entries.length;
  lead.isFull = entries.length >= TELL_ENTRIES_MAX;
  copy.leads.set(from, lead);
  // The next question goes first, so that the author is at work while we hash.
  askFurther(needs, log, copy, from);
  if (entries.length > 0 && message.erased === undefined) {
    leavesOf(needs.primitives.sha256, entries);
  }
}

/** Asks for what follows the newest answer, where more is to come and nothing else was asked ahead. [X42] */
export function askFurther(needs: StationNeeds, log: Log, copy: Copy, to: PartyId): void {
  const lead = copy.leads.get(to);
  if (lead?.upto === undefined || lead.asked) return;
  const size = lead.upto;
  if (copy.shown <= size && !lead.isFull) return;
  const ask = freshAsk(needs.random);
  lead.asked = { ask, size, at: needs.clock.now() };
  lead.upto = undefined;
  const message: PortionMessage = { kind: 'further', ask, log: log.id, size, most: FURTHER_BYTES };
  needs.sayNow?.([{ to, message }]);
}

/** The question ahead that asked what is to be asked now, if there is one; another is void. [X41] */
export function takeAhead(copy: Copy, to: PartyId, size: number): Ahead | undefined {
  const lead = copy.leads.get(to);
  const ahead = lead?.asked;
  if (!lead || ahead?.size !== size) {
    copy.leads.delete(to);
    return undefined;
  }
  lead.asked = undefined;
  return ahead;
}

/** Remembers that a question ahead was answered. */
export function noteFurther(
  copy: Copy,
  from: PartyId,
  ask: string,
  said: readonly Outgoing[],
): void {
  if (!said.some(({ message }) => message.kind === 'tell')) return;
  const names = copy.furtherTold.get(from) ?? [];
  names.push(ask);
  // Who asks ahead without end is answered as often as it asks.
  if (names.length > NAMES_MAX) names.shift();
  copy.furtherTold.set(from, names);
}

/** Whether the question was answered when it was asked ahead, so that it only says what is held. [X41] */
export function takeAnswered(copy: Copy, from: PartyId, ask: string): boolean {
  const names = copy.furtherTold.get(from);
  const at = names?.indexOf(ask) ?? -1;
  if (at >= 0) names?.splice(at, 1);
  return at >= 0;
}
