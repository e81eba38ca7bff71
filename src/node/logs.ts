import type { LogId, PartyId } from '../base/ids.ts';
import { isLogId, isPartyId, partyOfCompartment } from '../base/ids.ts';
import type { Sha256 } from '../base/bytes.ts';
import { invariant } from '../base/result.ts';
import type { Audience } from '../accord/party/audience.ts';
import { compartmentIn, parseAudience } from '../accord/party/audience.ts';
import type { Reader } from '../accord/party/release.ts';
import { mayRead } from '../accord/party/release.ts';
import type { Card } from '../ledger/card.ts';
import type { Log } from '../ledger/log.ts';
import { logOf } from '../ledger/log.ts';
import type { Shelf } from '../ledger/ports.ts';

/** How many logs of one party a node will keep. */
export const LOGS_PER_PARTY_MAX = 1_000;

/** Every log that this node keeps, whoever writes it; remembered on the shelf. */
export interface Logs {
  all(): readonly Log[];
  byId(id: LogId): Log | undefined;
  /** Our own log towards `audience`, begun if there is none yet. */
  own(audience: Audience): Promise<Log>;
  /** Takes a peer's word that it keeps a log for `audience`; the name must be made of just that. */
  told(author: PartyId, id: string, audience: readonly string[]): Promise<Log | undefined>;
  /** Reads all logs of a party by its card as it is pinned now. [D2] */
  renewed(author: PartyId): void;
  /** The logs that `reader` may read; every door asks here, and here asks `mayRead`. */
  readable(reader: Reader): readonly Log[];
}

/** What the registry needs. */
export interface LogsNeeds {
  readonly sha256: Sha256;
  readonly shelf: Shelf;
  readonly self: PartyId;
  readonly cards: ReadonlyMap<PartyId, Card>;
  readonly onBegun: (log: Log) => void;
}

const PREFIX = 'logs/';

/** Opens the registry with all logs that the shelf remembers. */
export async function openLogs(needs: LogsNeeds): Promise<Logs> {
  const logs = new Map<LogId, Log>();

  const remember = async (log: Log): Promise<Log> => {
    logs.set(log.id, log);
    const text = JSON.stringify({ author: log.author, audience: log.audience });
    await needs.shelf.put(`${PREFIX}${log.id}`, text);
    needs.onBegun(log);
    return log;
  };

  for (const name of await needs.shelf.names(PREFIX)) {
    const log = readLog(needs, (await needs.shelf.get(name)) ?? '');
    if (log && `${PREFIX}${log.id}` === name) logs.set(log.id, log);
  }

  return {
    all: () => [...logs.values()],
    byId: (id) => logs.get(id),
    async own(audience) {
      const card = needs.cards.get(needs.self);
      invariant(card !== undefined, 'a node holds its own card');
      const log = logOf(needs.sha256, card, audience);
      return logs.get(log.id) ?? (await remember(log));
    },
    async told(author, id, audience) {
      const log = makeLog(needs, author, audience);
      // [L29] The name is a hash over author and readers, so a peer cannot tell us other readers.
      if (!log || log.id !== id || !isLogId(id)) return undefined;
      if (author === needs.self || !log.audience.includes(needs.self)) return undefined;
      const held = logs.get(log.id);
      if (held) return held;
      const count = [...logs.values()].filter((each) => each.author === author).length;
      return count >= LOGS_PER_PARTY_MAX ? undefined : remember(log);
    },
    renewed(author) {
      for (const log of [...logs.values()].filter((each) => each.author === author)) {
        const again = makeLog(needs, author, log.audience);
        if (again?.id === log.id) logs.set(log.id, again);
      }
    },
    readable: (reader) => [...logs.values()].filter((log) => mayRead(reader, log)),
  };
}

function readLog(needs: LogsNeeds, text: string): Log | undefined {
  try {
    const { author, audience } = JSON.parse(text) as { author: string; audience: string[] };
    return isPartyId(author) ? makeLog(needs, author, audience) : undefined;
  } catch {
    return undefined;
  }
}

function makeLog(needs: LogsNeeds, author: PartyId, audience: readonly string[]): Log | undefined {
  const card = needs.cards.get(author);
  const readers = parseAudience(audience);
  if (!card || !readers) return undefined;
  const compartment = compartmentIn(readers);
  // [R6] A party has compartments of its own alone.
  if (compartment && partyOfCompartment(compartment) !== author) return undefined;
  return logOf(needs.sha256, card, readers);
}
