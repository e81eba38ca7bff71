import type { LiveEvent } from '../contract/record-room.ts';

/** How many desks may listen at once. */
export const LISTENERS_MAX = 10_000;

/** Tells an event to those of the listeners who may hear it. */
export interface Live {
  /** Each listener is given the event with a text that was made once for all of them. */
  listen(hear: (event: LiveEvent, text: string) => void): () => void;
  tell(event: LiveEvent): void;
  readonly count: number;
}

/** Opens a hub for live events. */
export function openLive(): Live {
  const listeners = new Set<(event: LiveEvent, text: string) => void>();
  return {
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    tell(event) {
      const text = `data: ${JSON.stringify(event)}\n\n`;
      for (const hear of listeners) hear(event, text);
    },
    get count() {
      return listeners.size;
    },
  };
}
