import type { PartyId } from '../base/ids.ts';
import { mayRead } from '../accord/party/release.ts';
import type { PeerNews } from './http/peers.ts';
import { logEvent, offerEvent } from './http/peers.ts';

/** Opens what peers' streams are told. */
export function openNews(): Omit<PeerNews, 'heard'> {
  const listeners = new Map<PartyId, Set<(text: string) => void>>();
  return {
    listen(to, hear) {
      const held = listeners.get(to) ?? new Set();
      listeners.set(to, held.add(hear));
      return () => held.delete(hear);
    },
    offer(to, message) {
      const event = offerEvent(message);
      for (const hear of listeners.get(to) ?? []) hear(event);
    },
    begun(log) {
      for (const [party, held] of listeners) {
        if (!mayRead({ party }, log)) continue;
        for (const hear of held) hear(logEvent(log));
      }
    },
  };
}
