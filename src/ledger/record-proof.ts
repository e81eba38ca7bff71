import type { Result } from '../base/result.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { ProofShown, VerifyProofFault } from '../proof/tlog-proof.ts';
import { parseProof, verifyProof } from '../proof/tlog-proof.ts';
import type { KeyFault, LogKeys } from './succession.ts';
import { openOf, signerOf } from './succession.ts';

/**
 * What a proof shows of `entry` to who holds its author's card: that a key which was good there
 * signed the tree in which the entry stands. [L18] [D3]
 */
export function verifyRecordProof(
  primitives: Primitives,
  proofText: string,
  entry: Uint8Array,
  { log, witnesses }: { readonly log: LogKeys; readonly witnesses: readonly VerifierKey[] },
): Result<ProofShown, VerifyProofFault | KeyFault> {
  const proof = parseProof(proofText);
  if (!proof.ok) return proof;
  const { note } = proof.value.checkpoint;
  // Nothing but this one checkpoint leads to the entry, so it must stand by itself.
  const opened = openOf(primitives, log, note, 'alone');
  if (!opened.ok) return opened;
  return verifyProof(primitives, proofText, entry, { log: signerOf(log, note), witnesses });
}
