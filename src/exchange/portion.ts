import type { PartyId } from '../base/ids.ts';
import type { Held } from '../ledger/admit.ts';
import type { Log } from '../ledger/log.ts';
import type { Copy } from './copy.ts';
import type { AskMessage, Message, PortionMessage } from './messages.ts';
import type { Outgoing, StationNeeds } from './needs.ts';
import { offersOf } from './needs.ts';
import type { Asking } from './tell.ts';

/**
 * A question to `to` in the form in which it is asked: a portion where answers should be short. A
 * portion that nobody answered in its time is asked as a whole, since an older node passes it
 * over, until the link is new. [X33]
 */
export function portioned(
  needs: StationNeeds,
  copy: Copy,
  to: PartyId,
  { ask, log, size }: AskMessage,
): AskMessage | PortionMessage {
  const most = needs.pieceOf?.(to);
  if (copy.asks.get(to)?.isPortion) copy.whole.add(to);
  if (most === undefined || copy.whole.has(to)) return { kind: 'ask', ask, log, size };
  return { kind: 'portion', ask, log, size, most };
}

/** What is asked, no longer than the one who asks and we ourselves want it. [X33] */
export function portionFor(
  needs: StationNeeds,
  from: PartyId,
  message: AskMessage | PortionMessage,
): Asking {
  const { ask, size } = message;
  const asked = message.kind === 'ask' ? [] : [message.most];
  const ours = needs.pieceOf?.(from);
  const limits = ours === undefined ? asked : [...asked, ours];
  return { ask, size, ...(limits.length > 0 ? { most: Math.min(...limits) } : {}) };
}

/** An answer of ours, and how far our log goes. */
interface Answered {
  readonly from: PartyId;
  readonly answer: Message;
  readonly held: Held;
}

/**
 * Where our log ends, for one whose answer ends before it: so that it knows how much is still to
 * come. Each end is told once while the link holds. [X38]
 */
export function endOf(
  log: Log,
  copy: Copy,
  { from, answer, held: { checkpoint } }: Answered,
): readonly Outgoing[] {
  if (!checkpoint || answer.kind !== 'tell') return [];
  if (answer.from + answer.entries.length >= checkpoint.size) return [];
  if ((copy.endTold.get(from) ?? 0) >= checkpoint.size) return [];
  copy.endTold.set(from, checkpoint.size);
  return offersOf(log, checkpoint.note, [from]);
}
