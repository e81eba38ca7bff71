import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Sha256 } from '../base/bytes.ts';
import type { Held } from '../ledger/admit.ts';
import { frontierAt } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import type { Store, TileReader } from '../ledger/ports.ts';
import { EMPTY_FRONTIER } from '../proof/tree.ts';
import type { OpenAsk } from './follow.ts';
import type { Given } from './receipt-due.ts';

/** How many messages about one log may wait; what comes beyond is dropped, as a carrier might. */
export const WAITING_MESSAGES_MAX = 256;

/** A question that was asked ahead. */
export interface Ahead {
  readonly ask: string;
  readonly size: number;
  readonly at: Instant;
}

/** What was asked of a log's author ahead of what is held. */
export interface Lead {
  /** The question whose turn has not come. */
  asked: Ahead | undefined;
  /** Where the newest answer ends, as it says itself; nothing while the newest question has none. */
  upto: number | undefined;
  /** Whether the newest answer is as long as answers are. */
  isFull: boolean;
}

/** What a station remembers of one log beside what is stored; all of it may be lost. */
export interface Copy {
  readonly asks: Map<PartyId, OpenAsk>;
  /** What each author was asked ahead of what we hold. [X41] */
  readonly leads: Map<PartyId, Lead>;
  /** The questions ahead that each member was answered, and has not asked again. */
  readonly furtherTold: Map<PartyId, string[]>;
  /** Whom we ask for all at once, since portions are not answered there. [X33] */
  readonly whole: Set<PartyId>;
  /** The largest size that each other member has shown to hold. */
  readonly heldBy: Map<PartyId, number>;
  /** The newest cosigned checkpoint that each other member was offered because it asked. */
  readonly offered: Map<PartyId, string>;
  /** The end of our own log that each other member was told of last. */
  readonly endTold: Map<PartyId, number>;
  /** Which member's receipt each other member was told last, by both their names. */
  readonly receiptsTold: Map<string, string>;
  /** The newest receipt that we gave to the author. */
  given: Given | undefined;
  /** The last question for the newest entries, and to whom; without a name where it was answered. [X39] */
  newest: { readonly ask: string; readonly at: Instant; readonly to: PartyId } | undefined;
  /** How many entries the log has, as far as its author's signature has shown us. */
  shown: number;
  /** A cosigned checkpoint that is ahead of our copy, to be judged once our copy is there. */
  ahead: string | undefined;
  /** Questions to members who seem to hold more of our own log than we do. [X16] */
  readonly probes: Map<PartyId, string>;
  held: Held | undefined;
  /** Ends when the last act on this log has ended; acts on one log go one after the other. */
  tail: Promise<unknown>;
  waiting: number;
}

/** Nothing remembered yet. */
export function emptyCopy(): Copy {
  return {
    asks: new Map(),
    leads: new Map(),
    furtherTold: new Map(),
    whole: new Set(),
    heldBy: new Map(),
    offered: new Map(),
    endTold: new Map(),
    receiptsTold: new Map(),
    given: undefined,
    newest: undefined,
    shown: 0,
    ahead: undefined,
    probes: new Map(),
    held: undefined,
    tail: Promise.resolve(),
    waiting: 0,
  };
}

/**
 * Does `act` after all that was begun before on this log. Where too much waits, `instead` is the
 * answer at once. [X21]
 */
export async function inTurn<T>(copy: Copy, instead: T, act: () => Promise<T>): Promise<T> {
  if (copy.waiting >= WAITING_MESSAGES_MAX) return instead;
  copy.waiting += 1;
  const turn = copy.tail.then(act);
  // Trouble in one act is its caller's to meet; the next act must not be kept by it.
  copy.tail = turn.then(
    () => undefined,
    () => undefined,
  );
  try {
    return await turn;
  } finally {
    copy.waiting -= 1;
  }
}

/** How far our copy goes now: read anew only where the store has moved on. */
export async function heldOf(
  { sha256, store }: { readonly sha256: Sha256; readonly store: Store & TileReader },
  log: Log,
  copy: Copy,
): Promise<Held> {
  const checkpoint = await store.latest(log.id);
  const size = checkpoint?.size ?? 0;
  const isSame = copy.held?.checkpoint === checkpoint && copy.held?.frontier.size === size;
  // A renewed card gives the log other keys and leaves its copy what it is. [D2]
  if (copy.held && isSame && copy.held.keys === log) return copy.held;
  const frontier =
    copy.held?.frontier.size === size
      ? copy.held.frontier
      : size === 0
        ? EMPTY_FRONTIER
        : await frontierAt({ sha256, tiles: store, log: log.id, size });
  const held = { keys: log, frontier, checkpoint };
  copy.held = held;
  return held;
}
