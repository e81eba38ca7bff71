import { equal, formatBase64, parseBase64 } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { Note, NoteFault, SignatureFault, VerifierKey } from './note.ts';
import { isKeyName, parseNote, signNote, verifyNote } from './note.ts';
import type { Primitives, Signer } from './primitives.ts';
import { EMPTY_ROOT, HASH_BYTES, SIZE_MAX } from './tree.ts';

/** Extension lines of one checkpoint. */
export const EXTENSIONS_MAX = 16;

/** What a log says of itself at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The log's own name, which its key bears too. */
  readonly origin: string;
  /** How many entries the log holds. */
  readonly size: number;
  /** The RFC 6962 root over them: 32 bytes. */
  readonly root: Uint8Array;
  /** Lines that the log signs and nobody can audit; our own logs write none. */
  readonly extensions: readonly string[];
  /** The exact signed note that this was read from: text, empty line, signature lines. */
  readonly note: string;
}

/** The part of a checkpoint that the log decides. */
export type TreeHead = Pick<Checkpoint, 'origin' | 'size' | 'root'>;

/** Why a text is not a checkpoint. */
export type CheckpointFault =
  | NoteFault
  | { readonly kind: 'bad-origin' | 'bad-size' | 'bad-root' | 'bad-extension' };

/** Why a checkpoint cannot be believed. */
export type OpenFault =
  | CheckpointFault
  | SignatureFault
  | { readonly kind: 'wrong-origin'; readonly origin: string }
  | { readonly kind: 'wrong-empty-root' };

/** [L11] Reads a party's claim about its own log and checks no signature. */
export function parseCheckpoint(note: string): Result<Checkpoint, CheckpointFault> {
  const parsed = parseNote(note);
  return parsed.ok ? checkpointIn(note, parsed.value) : parsed;
}

function checkpointIn(note: string, { text }: Note): Result<Checkpoint, CheckpointFault> {
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '') return err({ kind: 'bad-origin' });
  const size = parseSize(sizeText);
  if (!size.ok) return size;
  const root = parseHash(rootText);
  if (!root.ok) return err({ kind: 'bad-root' });
  if (extensions.length > EXTENSIONS_MAX || extensions.includes('')) {
    return err({ kind: 'bad-extension' });
  }
  return ok({ origin, size: size.value, root: root.value, extensions, note });
}

/** [L12] Reads a checkpoint of the log whose key is `logKey`, and believes it only if signed so. */
export function openCheckpoint(
  primitives: Primitives,
  note: string,
  logKey: VerifierKey,
): Result<Checkpoint, OpenFault> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = checkpointIn(note, parsed.value);
  if (!checkpoint.ok) return checkpoint;
  const { origin, size, root } = checkpoint.value;
  if (origin !== logKey.name) return err({ kind: 'wrong-origin', origin });
  if (size === 0 && !equal(root, EMPTY_ROOT)) return err({ kind: 'wrong-empty-root' });
  // A cosigner's key vouches for having seen a log, never for being it.
  if (logKey.type !== 'ed25519') return err({ kind: 'no-known-signature' });
  const verified = verifyNote(primitives, parsed.value, [logKey]);
  return verified.ok ? checkpoint : verified;
}

/**
 * Our own checkpoint. The caller must have stored the entries under it, and must never have
 * signed one that it does not extend [L25].
 */
export async function signCheckpoint(signer: Signer, head: TreeHead): Promise<Checkpoint> {
  invariant(isKeyName(head.origin), 'an origin of ours may name a key');
  invariant(head.root.length === HASH_BYTES, 'a root has 32 bytes');
  invariant(head.size > 0 || equal(head.root, EMPTY_ROOT), 'the empty tree has one root');
  const note = await signNote(signer, head.origin, checkpointBody({ ...head, extensions: [] }));
  return { ...head, extensions: [], note };
}

/** The text that a log signs and a witness cosigns: three lines or more, each with its newline. */
export function checkpointBody(checkpoint: Omit<Checkpoint, 'note'>): string {
  const { origin, size, root, extensions } = checkpoint;
  return [origin, String(size), formatBase64(root), ...extensions, ''].join('\n');
}

/** Reads a decimal count without leading zeros, up to {@link SIZE_MAX}. */
export function parseSize(text: string): Result<number, { readonly kind: 'bad-size' }> {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return err({ kind: 'bad-size' });
  const size = Number(text);
  return size <= SIZE_MAX ? ok(size) : err({ kind: 'bad-size' });
}

/** Reads the base64 of one hash. */
export function parseHash(text: string): Result<Uint8Array, { readonly kind: 'bad-hash' }> {
  const hash = parseBase64(text);
  return hash.ok && hash.value.length === HASH_BYTES ? hash : err({ kind: 'bad-hash' });
}
