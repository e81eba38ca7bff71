import { equal } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { unreachable } from '../base/result.ts';
import type { admit, Admitted, Held } from '../ledger/admit.ts';
import type { Log } from '../ledger/log.ts';
import { isByLost, isByPresent, openToCompare } from '../ledger/succession.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Message, NothingMessage, OfferMessage, TellMessage } from './messages.ts';

/** After so many seconds without an answer, a question is asked again under another name. */
export const ASK_SECONDS_MAX = 30;

/** A question that was asked and has no answer yet. */
export interface OpenAsk {
  readonly ask: string;
  readonly at: Instant;
  readonly isPortion?: boolean;
  /** The largest size that the peer has offered since it was asked; its answer may be from before. */
  readonly offered?: number;
}

/** One copy of a log as its follower sees it. */
export interface CopyView {
  readonly log: Log;
  readonly held: Held;
  /** The open question to each peer; at most one. */
  readonly asks: ReadonlyMap<PartyId, OpenAsk>;
  readonly isOurs: boolean;
  /** The name that the next question gets. */
  readonly fresh: string;
  readonly now: Instant;
}

/** What may happen to a copy. */
export type Happening =
  | { readonly kind: 'tick'; readonly peer: PartyId }
  | {
      readonly kind: 'heard';
      readonly from: PartyId;
      readonly message: TellMessage | OfferMessage | NothingMessage;
    }
  /** The link to the peer broke, or an author asked what we hold: open questions to it are void. */
  | { readonly kind: 'unlinked'; readonly peer: PartyId };

/** What is to be done; the caller does it in this order. */
export type Action =
  | { readonly kind: 'say'; readonly to: PartyId; readonly message: Message }
  /** The question to this peer is closed; what still comes in answer to it counts for nothing. */
  | { readonly kind: 'settle'; readonly peer: PartyId }
  /** The author's own signature shows that its log has so many entries, more than we hold. */
  | {
      readonly kind: 'ahead';
      readonly size: number;
      /** Who showed it while a question to it was open. */
      readonly during?: PartyId;
    }
  /** Make it durable as a whole, then tell those who fold. */
  | { readonly kind: 'keep'; readonly admitted: Admitted }
  /** Both are signed, of one size and of two roots. */
  | { readonly kind: 'accuse'; readonly ours: Checkpoint; readonly theirs: Checkpoint }
  /** Compute the root of our copy at the size of `theirs` and judge; then perhaps accuse. */
  | { readonly kind: 'compare'; readonly theirs: Checkpoint }
  /** A peer holds more of our own log, under our own signature, than we do. [X16] */
  | { readonly kind: 'forgot'; readonly theirs: Checkpoint }
  /** Our copy, by a key that was lost, does not lead to what the author's present key signed. [D6] */
  | { readonly kind: 'astray'; readonly theirs: string };

/** What a follower relies on to tell what may be kept. */
export interface FollowRules {
  readonly primitives: Primitives;
  readonly admit: typeof admit;
}

/**
 * One copy of a log in talk with its peers. It sends and stores nothing itself: it is told what
 * happened and answers with what to do.
 */
export function follow(
  rules: FollowRules,
  view: CopyView,
  happening: Happening,
): readonly Action[] {
  switch (happening.kind) {
    case 'tick':
      return mayAsk(view, happening.peer)
        ? [ask(view, happening.peer, view.held.frontier.size)]
        : [];
    case 'heard':
      return hear(rules, view, happening);
    case 'unlinked':
      return view.asks.has(happening.peer) ? [{ kind: 'settle', peer: happening.peer }] : [];
    default:
      return unreachable(happening);
  }
}

/** Whether no question to `peer` is open, or only one that grew old or stands in the future. [X5] */
export function mayAsk(view: Pick<CopyView, 'asks' | 'now'>, peer: PartyId): boolean {
  const open = view.asks.get(peer);
  if (!open) return true;
  const age = view.now - open.at;
  return age < 0 || age >= ASK_SECONDS_MAX;
}

function hear(
  rules: FollowRules,
  view: CopyView,
  { from, message }: Happening & { readonly kind: 'heard' },
): readonly Action[] {
  switch (message.kind) {
    case 'tell':
      return hearTell(rules, view, from, message);
    case 'offer':
      return hearOffer(rules, view, from, message.note);
    case 'nothing':
      if (!isAnswer(view, from, message.ask)) return [];
      return [{ kind: 'settle', peer: from }, ...askOffered(view, from, view.held.frontier.size)];
    default:
      return unreachable(message);
  }
}

function hearTell(
  rules: FollowRules,
  view: CopyView,
  from: PartyId,
  tell: TellMessage,
): readonly Action[] {
  if (!isAnswer(view, from, tell.ask)) return []; // [X6]
  const settle: Action = { kind: 'settle', peer: from };
  // The very note that we hold, as most answers are: nothing to check. [X12]
  const ours = view.held.frontier.size;
  if (tell.note === view.held.checkpoint?.note) return [settle, ...askOffered(view, from, ours)];
  const offered = { ...tell, isByAuthor: from === view.log.author };
  const admitted = rules.admit(rules.primitives, view.held, offered); // [X7]
  if (admitted.ok) {
    const { size } = admitted.value.checkpoint;
    const keep: Action = { kind: 'keep', admitted: admitted.value };
    if (size === ours) {
      const again = askOffered(view, from, ours);
      return isResigned(view, tell.note) ? [settle, keep, ...again] : [settle, ...again]; // [X12]
    }
    // The author may have more than one answer holds, and learns from the next question that
    // this one arrived. [X8]
    const next = from === view.log.author ? [ask(view, from, size)] : askOffered(view, from, size);
    return [settle, keep, ...next];
  }
  switch (admitted.fault.kind) {
    case 'fork':
      return [settle, { kind: 'accuse', ours: admitted.fault.ours, theirs: admitted.fault.theirs }];
    case 'older':
      return [settle, { kind: 'compare', theirs: admitted.fault.checkpoint }];
    case 'checkpoint-bad':
    case 'gap':
    case 'entry-bad':
    case 'entries-short':
      return [settle];
    case 'root-differs':
      if (isAstray(view, from, tell.note)) return [settle, { kind: 'astray', theirs: tell.note }];
      // Whoever carried it may have spoiled it, so nobody is accused; the next tick asks again.
      return [settle];
    default:
      return unreachable(admitted.fault);
  }
}

function hearOffer(
  rules: FollowRules,
  view: CopyView,
  from: PartyId,
  note: string,
): readonly Action[] {
  if (note === view.held.checkpoint?.note) return []; // [X12]
  const opened = openToCompare(rules.primitives, view.held.keys, note); // [L22]
  if (!opened.ok) return [];
  const theirs = opened.value;
  const ours = view.held.frontier.size;
  if (theirs.size > ours) {
    if (view.isOurs) return [{ kind: 'forgot', theirs }];
    const ahead: Action = { kind: 'ahead', size: theirs.size };
    return mayAsk(view, from) ? [ahead, ask(view, from, ours)] : [{ ...ahead, during: from }]; // [X9]
  }
  // What an author said before it was restored from a backup may still be under way, so an
  // author's own offer convicts nobody; what another member holds does. [X9] [X10]
  if (from === view.log.author) return [];
  const { checkpoint } = view.held;
  if (!checkpoint || theirs.size === 0) return [];
  if (theirs.size < ours) return [{ kind: 'compare', theirs }];
  return equal(theirs.root, checkpoint.root) ? [] : [{ kind: 'accuse', ours: checkpoint, theirs }];
}

/** Whether the author itself tells, by its present key, what cannot follow on what a lost one signed. */
function isAstray({ log, held }: CopyView, from: PartyId, note: string): boolean {
  const ours = held.checkpoint?.note;
  if (ours === undefined || from !== log.author) return false;
  return isByLost(held.keys, ours) && isByPresent(held.keys, note);
}

/** Whether the present key signed anew what we hold by a former one: it is what others believe. [D7] */
function isResigned({ held }: CopyView, note: string): boolean {
  const ours = held.checkpoint?.note;
  return ours !== undefined && !isByPresent(held.keys, ours) && isByPresent(held.keys, note);
}

function isAnswer(view: CopyView, from: PartyId, named: string): boolean {
  return view.asks.get(from)?.ask === named;
}

/**
 * One more question where the peer offered, since it was asked, more than its answer brought: the
 * offer may have overtaken the answer, and nobody would speak of it again before the next tick. [X9]
 */
function askOffered(view: CopyView, to: PartyId, size: number): readonly Action[] {
  return (view.asks.get(to)?.offered ?? 0) > size ? [ask(view, to, size)] : [];
}

function ask(view: CopyView, to: PartyId, size: number): Action {
  return { kind: 'say', to, message: { kind: 'ask', ask: view.fresh, log: view.log.id, size } };
}
