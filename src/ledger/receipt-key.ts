import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Card } from './card.ts';

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

/**
 * Which of `cards` acknowledge this checkpoint: their line is on it and holds. The author's own
 * line is the caller's to check, and a party's word for its own log is no receipt. [L31]
 */
export function receiptLines(
  primitives: Primitives,
  checkpoint: Checkpoint,
  cards: Iterable<Card>,
): readonly ReceiptLine[] {
  const lines: ReceiptLine[] = [];
  for (const card of cards) {
    const key = receiptKey(card);
    // Telling by the name is cheap; most notes bear no such line.
    if (!checkpoint.note.includes(`\u2014 ${key.name} `)) continue;
    if (checkpoint.origin.startsWith(`${card.domain}/log/`)) continue;
    const held = verifyCosignature(primitives, checkpoint, key);
    if (held.ok) lines.push({ party: card.party, time: held.value.time, key });
  }
  return lines;
}
