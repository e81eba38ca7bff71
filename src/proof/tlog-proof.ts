import { formatBase64, parseBase64 } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Checkpoint, CheckpointFault, OpenFault } from './checkpoint.ts';
import { openCheckpoint, parseCheckpoint, parseHash, parseSize } from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import type { VerifierKey } from './note.ts';
import { NOTE_BYTES_MAX } from './note.ts';
import type { Primitives } from './primitives.ts';
import { leafHash, verifyInclusion } from './tree.ts';

/** Hashes of one proof: enough for every tree that can be counted. */
export const PROOF_HASHES_MAX = 63;
/** Characters of a whole proof, checkpoint included. */
export const PROOF_LENGTH_MAX = 2 * NOTE_BYTES_MAX;

const HEADER = 'c2sp.org/tlog-proof@v1';

/** What a party keeps to show, without anyone's help, that an entry is in a log (C2SP tlog-proof). */
export interface TlogProof {
  /** Bytes that nothing vouches for, or undefined for none. */
  readonly extra: Uint8Array | undefined;
  readonly index: number;
  /** From the leaf's sibling to the root's child. */
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
}

/** Why a text is not a proof. */
export type TlogProofFault =
  | { readonly kind: 'bad-header' | 'bad-extra' | 'bad-index' | 'bad-hash' | 'too-large' }
  | CheckpointFault;

/** Why a proof shows nothing. */
export type VerifyProofFault = TlogProofFault | OpenFault | { readonly kind: 'not-included' };

/** What a proof that holds has shown. */
export interface ProofShown {
  readonly index: number;
  readonly size: number;
  /** The cosigners among the keys given whose line holds; how many are enough is the caller's to say. */
  readonly cosignedBy: readonly { readonly name: string; readonly time: Instant }[];
}

/** [L18] The proof as text, its checkpoint verbatim. */
export function formatProof(proof: TlogProof): string {
  const extra = proof.extra ? [`extra ${formatBase64(proof.extra)}`] : [];
  const hashes = proof.hashes.map(formatBase64);
  const lines = [HEADER, ...extra, `index ${proof.index}`, ...hashes, '', ''];
  return `${lines.join('\n')}${proof.checkpoint.note}`;
}

/** [L18] Reads a proof and checks nothing of what it claims. */
export function parseProof(text: string): Result<TlogProof, TlogProofFault> {
  if (text.length > PROOF_LENGTH_MAX) return err({ kind: 'too-large' });
  const divide = text.indexOf('\n\n');
  if (divide < 0) return err({ kind: 'bad-header' });
  const lines = text.slice(0, divide).split('\n');
  if (lines.shift() !== HEADER) return err({ kind: 'bad-header' });
  let extra: Uint8Array | undefined;
  if (lines[0]?.startsWith('extra ')) {
    const read = parseBase64(lines[0].slice('extra '.length));
    if (!read.ok) return err({ kind: 'bad-extra' });
    extra = read.value;
    lines.shift();
  }
  const indexLine = lines.shift() ?? '';
  const index = parseSize(indexLine.slice('index '.length));
  if (!indexLine.startsWith('index ') || !index.ok) return err({ kind: 'bad-index' });
  const hashes = parseHashes(lines);
  if (!hashes.ok) return hashes;
  const checkpoint = parseCheckpoint(text.slice(divide + 2));
  if (!checkpoint.ok) return checkpoint;
  return ok({ extra, index: index.value, hashes: hashes.value, checkpoint: checkpoint.value });
}

/** Whom a proof is checked against. */
export interface ProofKeys {
  readonly log: VerifierKey;
  readonly witnesses: readonly VerifierKey[];
}

/**
 * [L18] What `proofText` shows of `entry` in the log of `logKey`. A line of a given witness that
 * does not hold condemns the proof; a witness that did not sign is merely not listed.
 */
export function verifyProof(
  primitives: Primitives,
  proofText: string,
  entry: Uint8Array,
  keys: ProofKeys,
): Result<ProofShown, VerifyProofFault> {
  const proof = parseProof(proofText);
  if (!proof.ok) return proof;
  const { index, hashes } = proof.value;
  const opened = openCheckpoint(primitives, proof.value.checkpoint.note, keys.log);
  if (!opened.ok) return opened;
  const { size, root } = opened.value;
  const leaf = leafHash(primitives.sha256, entry);
  if (!verifyInclusion(primitives.sha256, { leaf, index, size, proof: hashes, root })) {
    return err({ kind: 'not-included' });
  }
  const cosignedBy: { readonly name: string; readonly time: Instant }[] = [];
  for (const witness of keys.witnesses) {
    const held = verifyCosignature(primitives, opened.value, witness);
    if (held.ok) cosignedBy.push({ name: witness.name, time: held.value.time });
    else if (held.fault.kind !== 'no-known-signature') return held;
  }
  return ok({ index, size, cosignedBy });
}

/** Reads base64 lines of hashes, at most {@link PROOF_HASHES_MAX}. */
export function parseHashes(
  lines: readonly string[],
): Result<readonly Uint8Array[], { readonly kind: 'bad-hash' }> {
  if (lines.length > PROOF_HASHES_MAX) return err({ kind: 'bad-hash' });
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = parseHash(line);
    if (!hash.ok) return hash;
    hashes.push(hash.value);
  }
  return ok(hashes);
}
