import type { Instant } from '../base/instant.ts';
import type { Held } from '../ledger/admit.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';

/** After so many seconds a receipt that the author has not repeated to us is sent again. [X25] */
export const RECEIPT_AGAIN_SECONDS = 30;

/** The wait doubles up to so many seconds: a node one release older never repeats a receipt. */
export const RECEIPT_AGAIN_SECONDS_MAX = 3_600;

/** The newest receipt that we gave for a log. */
export interface Given {
  readonly size: number;
  readonly note: string;
  /** How often it was sent, and when last. */
  readonly tries: number;
  readonly sentAt: Instant;
  /** Whether the author has repeated it to us. */
  readonly isHeard: boolean;
}

/** What to do about our receipt for a log. */
export type ReceiptStep =
  | { readonly kind: 'sign'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'again' | 'none' };

/**
 * Whether we owe the author a receipt: for all that is durable here, once; and again while it does
 * not seem to have come. [X23] [X25]
 */
export function decideReceipt(
  given: Given | undefined,
  { checkpoint }: Pick<Held, 'checkpoint'>,
  now: Instant,
): ReceiptStep {
  if (!checkpoint || checkpoint.size === 0) return { kind: 'none' };
  if (!given || given.size < checkpoint.size) return { kind: 'sign', checkpoint };
  // After a restore our own old words may be over more than we hold; they are not said again.
  if (given.isHeard || given.size > checkpoint.size) return { kind: 'none' };
  const wait = Math.min(
    RECEIPT_AGAIN_SECONDS * 2 ** Math.max(0, given.tries - 1),
    RECEIPT_AGAIN_SECONDS_MAX,
  );
  const age = now - given.sentAt;
  return { kind: given.tries === 0 || age < 0 || age >= wait ? 'again' : 'none' };
}
