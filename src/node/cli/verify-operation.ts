import { readFileSync } from 'node:fs';
import type { PartyId } from '../../base/ids.ts';
import type { Card } from '../../ledger/card.ts';
import { accountOf } from '../../ledger/operation-account.ts';
import { OPERATION_PROOF_HEAD } from '../../ledger/operation-proof.ts';
import { verifyOperationProof } from '../../ledger/operation-verdict.ts';
import type { VerifierKey } from '../../proof/note.ts';
import { linesOfOperation, presentOperation, sentenceOfUnsound } from '../operation-words.ts';
import { hostPrimitives } from '../primitives.ts';
import { UsageError } from './ask.ts';

/** What a proof file is read with. */
export interface OperationAsked {
  readonly file: string;
  readonly cards: readonly Card[];
  /** Named on the command line; none for those of the charter. */
  readonly witnesses: readonly VerifierKey[];
  readonly isJson: boolean;
}

/** Whether a file begins or ends as a proof file does, so that one with a changed byte is named so. */
export function looksLikeOperation(file: string): boolean {
  const text = readFileSync(file).toString('latin1');
  return text.startsWith(OPERATION_PROOF_HEAD) || /\nsha256:[0-9a-f]{64}\n$/.test(text.slice(-80));
}

/** Says what a proof file shows. 0 where it is sound and its operation was covered, else 1. [F10] */
export function verifyOperation({ file, cards, witnesses, isJson }: OperationAsked): number {
  const bytes = new Uint8Array(readFileSync(file));
  const verdict = verifyOperationProof(hostPrimitives(), bytes, {
    cards: byParty(cards),
    ...(witnesses.length > 0 ? { witnesses } : {}),
  });
  if (!verdict.ok) {
    const says = sentenceOfUnsound(verdict.fault);
    const shown = { sound: false, covered: false, fault: verdict.fault, says };
    if (isJson) console.log(JSON.stringify(shown, undefined, 2));
    else console.log(`NOT SOUND: ${file} shows nothing. ${says}`);
    return 1;
  }
  const account = accountOf(verdict.value);
  if (isJson) {
    console.log(JSON.stringify(presentOperation(verdict.value, account), undefined, 2));
  } else {
    console.log(linesOfOperation(verdict.value, account).join('\n'));
  }
  return account.life.covered ? 0 : 1;
}

function byParty(cards: readonly Card[]): ReadonlyMap<PartyId, Card> {
  const held = new Map<PartyId, Card>();
  for (const card of cards) {
    const other = held.get(card.party);
    // Which of two is the right one is for people to say.
    if (other && JSON.stringify(other) !== JSON.stringify(card)) {
      throw new UsageError(`There are two different cards of ${card.party}. Give the right one.`);
    }
    held.set(card.party, card);
  }
  return held;
}
