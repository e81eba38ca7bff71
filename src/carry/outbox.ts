import type { Urgency } from './budget.ts';

/** How many messages to one peer wait to be sent; what is beyond is refused, and said again at a later tick. */
export const OUTBOX_MESSAGES_MAX = 4_096;

/** What waits to be sent to one peer: what is urgent never stands behind what is large. [T29] */
export interface Outbox<Item> {
  /** Resolves once it was sent, whatever came of it; false where too much waits already. */
  put(item: Item, urgency: Urgency): Promise<boolean>;
  /** How many wait. */
  waiting(): number;
}

interface Held<Item> {
  readonly item: Item;
  readonly done: () => void;
}

/**
 * Opens an outbox. Two things are sent at once: one of them urgent, so that the way is free for the
 * next urgent one while a large one is under way. What `send` does must never throw.
 */
export function openOutbox<Item>(
  send: (item: Item, urgency: Urgency) => Promise<void>,
  limit = OUTBOX_MESSAGES_MAX,
): Outbox<Item> {
  const lines: Readonly<Record<Urgency, Held<Item>[]>> = { urgent: [], bulk: [] };
  const isBusy: Record<Urgency, boolean> = { urgent: false, bulk: false };
  const waiting = (): number => lines.urgent.length + lines.bulk.length;

  const work = async (urgency: Urgency): Promise<void> => {
    if (isBusy[urgency]) return;
    isBusy[urgency] = true;
    for (let next = lines[urgency].shift(); next; next = lines[urgency].shift()) {
      await send(next.item, urgency);
      next.done();
    }
    isBusy[urgency] = false;
  };

  return {
    put(item, urgency) {
      if (waiting() >= limit) return Promise.resolve(false);
      return new Promise((resolve) => {
        lines[urgency].push({ item, done: () => resolve(true) });
        void work(urgency);
      });
    },
    waiting,
  };
}
