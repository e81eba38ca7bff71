import { equal, formatBase64, formatHex, parseUtf8, utf8 } from '../base/bytes.ts';
import type { Sha256 } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Checkpoint, CheckpointFault } from './checkpoint.ts';
import { parseCheckpoint, parseSize } from './checkpoint.ts';
import type { NoteFault, SignatureFault, VerifierKey } from './note.ts';
import { NOTE_BYTES_MAX, parseNote, verifyNote } from './note.ts';
import type { Primitives } from './primitives.ts';
import { PROOF_HASHES_MAX, parseHashes } from './tlog-proof.ts';
import { EMPTY_ROOT, verifyConsistency } from './tree.ts';

/** Bytes of one request to cosign: the old size, 63 hashes, the checkpoint. */
export const ADD_CHECKPOINT_BYTES_MAX = 64 + PROOF_HASHES_MAX * 45 + NOTE_BYTES_MAX;

/** What a log asks of a witness (C2SP tlog-witness, add-checkpoint). */
export interface AddCheckpoint {
  /** The size that the log believes the witness to hold. */
  readonly old: number;
  /** That the checkpoint extends the tree of `old` entries. */
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
}

/** Why bytes are not such a request; each is answered with status 400. */
export type AddCheckpointFault =
  | { readonly kind: 'not-utf8' | 'too-large' | 'bad-old-size' | 'bad-hash' | 'no-checkpoint' }
  | CheckpointFault;

/** The last checkpoint of a log that a witness cosigned. */
export interface WitnessedHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** What a witness answers; `status` is the HTTP status that says so. */
export type WitnessVerdict =
  /** Store the checkpoint and then answer with the cosignature, as one step. */
  | { readonly kind: 'cosign'; readonly status: 200; readonly checkpoint: Checkpoint }
  | { readonly kind: 'old-above-size'; readonly status: 400 }
  | {
      readonly kind: 'untrusted';
      readonly status: 403;
      readonly fault: SignatureFault | NoteFault;
    }
  | { readonly kind: 'unknown-origin'; readonly status: 404 }
  /** The body of the answer is `size` and a newline, its type text/x.tlog.size. */
  | { readonly kind: 'stale'; readonly status: 409; readonly size: number }
  | { readonly kind: 'wrong-empty-root'; readonly status: 422 }
  | { readonly kind: 'bad-proof'; readonly status: 422 }
  /** Two signed roots for one size: `theirs` with what we cosigned convicts the log. */
  | {
      readonly kind: 'fork';
      readonly status: 422;
      readonly ours: WitnessedHead;
      readonly theirs: Checkpoint;
    };

/** The media type of the body of an answer 409. */
export const SIZE_MEDIA_TYPE = 'text/x.tlog.size';

/** [L17] Reads a request to cosign. Every byte of it was chosen by somebody else. */
export function parseAddCheckpoint(bytes: Uint8Array): Result<AddCheckpoint, AddCheckpointFault> {
  if (bytes.length > ADD_CHECKPOINT_BYTES_MAX) return err({ kind: 'too-large' });
  const text = parseUtf8(bytes);
  if (!text.ok) return text;
  const divide = text.value.indexOf('\n\n');
  if (divide < 0) return err({ kind: 'no-checkpoint' });
  const [oldLine = '', ...lines] = text.value.slice(0, divide).split('\n');
  const old = parseSize(oldLine.slice('old '.length));
  if (!oldLine.startsWith('old ') || !old.ok) return err({ kind: 'bad-old-size' });
  const proof = parseHashes(lines);
  if (!proof.ok) return proof;
  const checkpoint = parseCheckpoint(text.value.slice(divide + 2));
  if (!checkpoint.ok) return checkpoint;
  return ok({ old: old.value, proof: proof.value, checkpoint: checkpoint.value });
}

/** The body of a request to cosign. */
export function formatAddCheckpoint(request: AddCheckpoint): Uint8Array {
  const lines = [`old ${request.old}`, ...request.proof.map(formatBase64), '', ''];
  return utf8(`${lines.join('\n')}${request.checkpoint.note}`);
}

/**
 * [L17] Whether a witness that last cosigned `held` for this origin may cosign. Of `keys`
 * only those of logs that bear the origin as their name count [L12]; without one the origin is
 * unknown. The caller must take `held`, decide and store as one step, or two requests at once
 * would roll the log back.
 */
export function decideCosign(
  primitives: Primitives,
  held: WitnessedHead | undefined,
  request: AddCheckpoint,
  keys: readonly VerifierKey[],
): WitnessVerdict {
  const { old, proof, checkpoint } = request;
  const known = keys.filter((key) => key.type === 'ed25519' && key.name === checkpoint.origin);
  if (known.length === 0) return { kind: 'unknown-origin', status: 404 };
  const note = parseNote(checkpoint.note);
  const verified = note.ok ? verifyNote(primitives, note.value, known) : note;
  if (!verified.ok) return { kind: 'untrusted', status: 403, fault: verified.fault };
  if (old > checkpoint.size) return { kind: 'old-above-size', status: 400 };
  const ours = held ?? { size: 0, root: EMPTY_ROOT };
  if (old !== ours.size) return { kind: 'stale', status: 409, size: ours.size };
  if (checkpoint.size === 0 && !equal(checkpoint.root, EMPTY_ROOT)) {
    return { kind: 'wrong-empty-root', status: 422 };
  }
  if (checkpoint.size === ours.size && !equal(checkpoint.root, ours.root)) {
    return { kind: 'fork', status: 422, ours, theirs: checkpoint };
  }
  const extended = verifyConsistency(primitives.sha256, {
    from: old,
    fromRoot: ours.root,
    upto: checkpoint.size,
    uptoRoot: checkpoint.root,
    proof,
  });
  if (!extended) return { kind: 'bad-proof', status: 422 };
  return { kind: 'cosign', status: 200, checkpoint };
}

/** Where a witness shows the last checkpoint it cosigned, under its monitoring prefix. */
export function monitorPath(sha256: Sha256, origin: string): string {
  return `${formatHex(sha256(utf8(origin)))}/checkpoint`;
}
