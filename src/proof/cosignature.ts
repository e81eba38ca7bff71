import { concat, equal } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { INSTANT_SECONDS_MAX } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { Checkpoint, CheckpointFault } from './checkpoint.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { NoteFault, SignatureFault, VerifierKey } from './note.ts';
import {
  cosignedBytes,
  formatSignatureLine,
  isKeyName,
  keyId,
  parseNote,
  parseSignatureLine,
  verifyNote,
} from './note.ts';
import type { Primitives, Signer } from './primitives.ts';

/** Why a checkpoint does not bear a cosignature that holds. */
export type CosignatureFault = NoteFault | SignatureFault;

/** Why a line was not added to a checkpoint. */
export type AddFault =
  | CheckpointFault
  | { readonly kind: 'duplicate-signature'; readonly name: string };

/**
 * [L13] A dated signature line, with its newline, by the witness or party `name` over a
 * checkpoint's body. The caller must have checked that the checkpoint extends the last one it
 * cosigned, and must have stored that it did.
 */
export async function cosign(
  signer: Signer,
  name: string,
  checkpointBody: string,
  time: Instant,
): Promise<string> {
  invariant(isKeyName(name), 'our own key has a lawful name');
  invariant(time >= 0 && time <= INSTANT_SECONDS_MAX, 'our clock tells a time that can be written');
  const signature = await signer.sign(cosignedBytes(time, checkpointBody));
  const id = keyId({ name, type: 'cosignature', publicKey: signer.publicKey });
  return formatSignatureLine({ name, id, signature: concat(bigEndian64(time), signature) });
}

/** [L13] When `witnessKey` cosigned this checkpoint, if it did. Whether that is fresh is the caller's to say. */
export function verifyCosignature(
  primitives: Primitives,
  checkpoint: Checkpoint,
  witnessKey: VerifierKey,
): Result<{ readonly time: Instant }, CosignatureFault> {
  const note = parseNote(checkpoint.note);
  if (!note.ok) return note;
  const verified = verifyNote(primitives, note.value, [witnessKey]);
  if (!verified.ok) return verified;
  const [first] = verified.value;
  // A log's own signature tells no time.
  return first.kind === 'cosignature'
    ? ok({ time: first.time })
    : err({ kind: 'no-known-signature' });
}

/**
 * [L14] The checkpoint with one more signature line (with or without its newline), unchecked. A
 * second line by a name and id that already signed is refused, since two times would be claimed.
 */
export function withSignature(checkpoint: Checkpoint, line: string): Result<Checkpoint, AddFault> {
  const added = parseSignatureLine(line.endsWith('\n') ? line.slice(0, -1) : line);
  if (!added.ok) return added;
  const note = parseNote(checkpoint.note);
  if (!note.ok) return note;
  const { name, id } = added.value;
  if (note.value.signatures.some((held) => held.name === name && equal(held.id, id))) {
    return err({ kind: 'duplicate-signature', name });
  }
  return parseCheckpoint(`${checkpoint.note}${formatSignatureLine(added.value)}`);
}

function bigEndian64(time: Instant): Uint8Array {
  const bytes = new Uint8Array(8);
  let rest: number = time;
  for (let i = 7; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}
