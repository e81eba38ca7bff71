import type { PartyId } from '../base/ids.ts';
import { mayRead } from '../accord/party/release.ts';
import type { PostNews } from '../carry/merged-news.ts';
import type { Message } from '../exchange/messages.ts';
import type { Log } from '../ledger/log.ts';

type Hear = (news: PostNews) => void;

/** What peers are told as soon as it is so. */
export interface News {
  /** Tells `to` all that stands now and whatever comes, until what it gives is called. */
  listen(to: PartyId, hear: Hear): () => void;
  /** The same for a carrier that tells only while nobody listens for `to`. [T26] */
  post(to: PartyId, hear: Hear): () => void;
  offer(to: PartyId, message: Message): void;
  begun(log: Log): void;
}

/** Opens what peers are told; `standing` is what one that comes hears first. */
export function openNews(standing: (to: PartyId) => readonly PostNews[]): News {
  const listeners = new Map<PartyId, Set<Hear>>();
  const posts = new Map<PartyId, Hear>();

  const hearersOf = (to: PartyId): readonly Hear[] => {
    const held = [...(listeners.get(to) ?? [])];
    const post = posts.get(to);
    return held.length === 0 && post ? [post] : held;
  };
  const tellStanding = (to: PartyId, hear: Hear): void => {
    for (const each of standing(to)) hear(each);
  };

  return {
    listen(to, hear) {
      tellStanding(to, hear);
      const held = listeners.get(to) ?? new Set();
      listeners.set(to, held.add(hear));
      return () => {
        held.delete(hear);
        // What was told to a stream that had died already is told once more.
        const post = posts.get(to);
        if (held.size === 0 && post) tellStanding(to, post);
      };
    },
    post(to, hear) {
      posts.set(to, hear);
      if ((listeners.get(to)?.size ?? 0) === 0) tellStanding(to, hear);
      return () => void (posts.get(to) === hear && posts.delete(to));
    },
    offer(to, message) {
      for (const hear of hearersOf(to)) hear({ kind: 'message', message });
    },
    begun(log) {
      for (const party of new Set([...listeners.keys(), ...posts.keys()])) {
        if (!mayRead({ party }, log)) continue;
        for (const hear of hearersOf(party)) hear(toldOf(log));
      }
    },
  };
}

/** What a peer is told of a log which it may read. */
export function toldOf(log: Log): PostNews {
  return { kind: 'log', log: { log: log.id, audience: log.audience } };
}

/** What stands for a party to hear: our logs that it may read, and their cosigned checkpoints. */
export function standingFor(
  logs: readonly Log[],
  noteOf: (log: Log) => string | undefined,
  party: PartyId,
): readonly PostNews[] {
  return logs
    .filter((log) => mayRead({ party }, log))
    .flatMap((log) => {
      // What was cosigned while this peer was away is not offered again by itself.
      const note = noteOf(log);
      if (note === undefined) return [toldOf(log)];
      return [toldOf(log), { kind: 'message', message: { kind: 'offer', log: log.id, note } }];
    });
}
