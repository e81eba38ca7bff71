import type { LogId, PartyId } from '../base/ids.ts';
import type { Clock, Random } from '../base/ports.ts';
import { admit, isFork } from '../ledger/admit.ts';
import type { Book } from '../ledger/book.ts';
import type { Card } from '../ledger/card.ts';
import type { Log } from '../ledger/log.ts';
import { openOf } from '../ledger/succession.ts';
import type { Entry, Shelf, Store, TileReader } from '../ledger/ports.ts';
import type { mayRead } from '../accord/party/release.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import { verifyEvidence } from './evidence.ts';
import type { FalseReceipt } from './false-receipts.ts';
import { follow } from './follow.ts';
import type { EvidenceMessage, Message } from './messages.ts';
import { decideReceipt } from './receipt-due.ts';
import { isRecovered } from './recovery.ts';
import { answerAsk } from './tell.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** The judgements that a station acts on. The storms replace them to see whether it is noticed. */
export interface StationRules {
  readonly admit: typeof admit;
  readonly isFork: typeof isFork;
  readonly verifyEvidence: typeof verifyEvidence;
  readonly follow: typeof follow;
  readonly answerAsk: typeof answerAsk;
  readonly isRecovered: typeof isRecovered;
  readonly decideReceipt: typeof decideReceipt;
}

/** The rules as they are. */
export const STATION_RULES: StationRules = {
  admit,
  isFork,
  verifyEvidence,
  follow,
  answerAsk,
  isRecovered,
  decideReceipt,
};

/** Entries that stand at a place of a log that our copy has not reached; kept in memory alone. */
export interface Early {
  readonly checkpoint: Checkpoint;
  readonly from: number;
  readonly entries: readonly Entry[];
}

/** What a station needs from its surroundings. */
export interface StationNeeds {
  readonly primitives: Primitives;
  readonly store: Store & TileReader;
  readonly shelf: Shelf;
  readonly book: Book;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly random: Random;
  readonly self: PartyId;
  /** The cards that people have pinned, our own among them. */
  cards(): ReadonlyMap<PartyId, Card>;
  /** Every log of whose audience we are, ours included. */
  logs(): readonly Log[];
  readonly mayRead: typeof mayRead;
  /** Whether our logs go to a witness, which must then be heard in a recovery. */
  readonly hasWitness: boolean;
  /** Told after entries of another party, or of ours fetched back, are durable. */
  readonly onKept: (log: Log, from: number, entries: readonly Entry[], next: Checkpoint) => void;
  /** Told where our copy was signed by a key that was lost, and its author's present key shows another tree. [D6] */
  readonly onAstray?: (log: Log, notes: readonly [ours: string, theirs: string]) => void;
  /** Told once for each pair of checkpoints that cannot both be true. */
  readonly onEvidence: (log: Log, evidence: EvidenceMessage) => void;
  /** The stub that a recall gives for an erased entry; absent where nothing is ever erased. [W6] */
  readonly stubOf?: (log: LogId, index: number) => Uint8Array | undefined;
  /** Told once for each member and log of ours of which the member signed what we never had. [X29] */
  readonly onFalseReceipt?: (log: Log, found: FalseReceipt) => void;
  /** Told of entries that came ahead of those before them; absent where nobody looks at such. [X39] */
  readonly onEarly?: (log: Log, early: Early) => void;
  /** Says at once what must not wait until the act that it belongs to is done; absent where nothing is asked ahead. [X41] */
  readonly sayNow?: (said: readonly Outgoing[]) => void;
  /** How long answers between us and that party should be, in bytes of entries; absent where it does not matter. [X33] */
  readonly pieceOf?: (party: PartyId) => number | undefined;
  readonly rules?: Partial<StationRules>;
  /** What is exchanged beside the logs; absent where nothing is. [G7] */
  readonly beside?: Beside;
}

/** A part of the exchange that has a lane of its own, so that it keeps no record waiting. */
export interface Beside {
  /** Takes in what belongs to this part; nothing is given where it belongs to another. */
  hear(from: PartyId, message: Message): Promise<readonly Outgoing[]> | undefined;
  /** The link to that peer broke. */
  unlinked(peer: PartyId): void;
}

/** A message and whom it is for; sending it is the caller's business. */
export interface Outgoing {
  readonly to: PartyId;
  readonly message: Message;
}

/** Whether we and `party` may speak of this log: it may read, and its card is pinned. [X3] [X4] */
export function isReader(
  needs: Pick<StationNeeds, 'cards' | 'mayRead'>,
  party: PartyId,
  log: Log,
): boolean {
  const { author, audience } = log;
  return needs.cards().has(party) && needs.mayRead({ party }, { author, audience });
}

/** The other members of a log's audience with whom we may speak of it. */
export function othersOf(needs: StationNeeds, log: Log): readonly PartyId[] {
  return partiesIn(log.audience).filter(
    (party) => party !== needs.self && isReader(needs, party, log),
  );
}

/** The checkpoint that `note` is, if the author of `log` signed it by a key that is good there. [D3] */
export function openNote(needs: StationNeeds, log: Log, note: string): Checkpoint | undefined {
  const opened = openOf(needs.primitives, log, note);
  return opened.ok ? opened.value : undefined;
}

/** The same offer to each of `parties`. */
export function offersOf(log: Log, note: string, parties: readonly PartyId[]): readonly Outgoing[] {
  return parties.map((to) => ({ to, message: { kind: 'offer', log: log.id, note } }));
}
