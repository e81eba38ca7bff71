import type { PartyId } from '../base/ids.ts';
import { isLogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Card } from './card.ts';
import { mayHaveReceipted } from './succession.ts';

/** That a party has durably stored a log as far as a checkpoint goes, said by its own node. */
export interface ReceiptLine {
  readonly party: PartyId;
  /** When it signed, by its own clock. */
  readonly time: Instant;
  readonly key: VerifierKey;
}

/** The key by which a party's node acknowledges what it holds of others' logs. [L30] */
export function receiptKey({ domain, nodeKey }: Pick<Card, 'domain' | 'nodeKey'>): VerifierKey {
  return { name: `${domain}/receipt`, type: 'cosignature', publicKey: nodeKey };
}

/** The receipt keys of a card: that of the present node key first, then the former ones, newest first. */
export function receiptKeys(
  card: Pick<Card, 'domain' | 'nodeKey' | 'former'>,
): readonly VerifierKey[] {
  const former = (card.former ?? []).toReversed().map(({ node }) => node);
  return [card.nodeKey, ...former].map((nodeKey) => receiptKey({ domain: card.domain, nodeKey }));
}

/**
 * Which of `cards` acknowledge this checkpoint: their line is on it and holds, by the present key
 * or by a former one in its place [D5]. The author's own line is the caller's to check, and a
 * party's word for its own log is no receipt. [L31]
 */
export function receiptLines(
  primitives: Primitives,
  checkpoint: Checkpoint,
  cards: Iterable<Card>,
): readonly ReceiptLine[] {
  const lines: ReceiptLine[] = [];
  for (const card of cards) {
    // Telling by the name is cheap; most notes bear no such line.
    if (!checkpoint.note.includes(`\u2014 ${card.domain}/receipt `)) continue;
    if (checkpoint.origin.startsWith(`${card.domain}/log/`)) continue;
    const line = receiptLine(primitives, checkpoint, card);
    if (line) lines.push(line);
  }
  return lines;
}

function receiptLine(
  primitives: Primitives,
  checkpoint: Checkpoint,
  card: Card,
): ReceiptLine | undefined {
  const log = checkpoint.origin.slice(-32);
  const count = card.former?.length ?? 0;
  for (const [i, key] of receiptKeys(card).entries()) {
    const held = verifyCosignature(primitives, checkpoint, key);
    if (!held.ok) continue;
    const { time } = held.value;
    const isGood =
      i === 0 || (isLogId(log) && mayHaveReceipted(card, count - i, { ...checkpoint, log, time }));
    if (isGood) return { party: card.party, time, key };
  }
  return undefined;
}
