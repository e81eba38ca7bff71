// oxlint-disable-next-line no-restricted-imports -- a suite runs on a host, never in the room.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { concat, utf8 } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import type { VerifierKey } from './note.ts';
import type { Primitives, Signer } from './primitives.ts';
import { portablePrimitives, seededSigner } from './primitives.ts';

// RFC 8410: what stands before the 32 bytes of a key in its DER form.
const SPKI_PREFIX = Uint8Array.of(0x30, 42, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 33, 0);

/** The same primitives as the portable ones, by the host: quick enough for laws. */
export const hostPrimitives: Primitives = {
  sha256: (bytes) => Uint8Array.from(createHash('sha256').update(bytes).digest()),
  verifyEd25519: (key, text, signature) => {
    const der = Buffer.from(concat(SPKI_PREFIX, key));
    return verify(
      null,
      text,
      createPublicKey({ key: der, format: 'der', type: 'spki' }),
      signature,
    );
  },
  verifyP256: portablePrimitives.verifyP256,
};

/** A signer whose seed is the hash of its name. */
export function signerOf(name: string): Signer {
  return seededSigner(portablePrimitives.sha256(utf8(name)));
}

/** The key of {@link signerOf}(name) as a log's own. */
export function logKeyOf(name: string): VerifierKey {
  return { name, type: 'ed25519', publicKey: signerOf(name).publicKey };
}

/** The key of {@link signerOf}(name) as a cosigner's. */
export function witnessKeyOf(name: string): VerifierKey {
  return { name, type: 'cosignature', publicKey: signerOf(name).publicKey };
}

/** The value of a result that must hold one. */
export function must<T, F>(result: Result<T, F>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

/** The fault of a result that must hold one. */
export function faultOf<T, F>(result: Result<T, F>): F {
  if (result.ok) throw new Error('a fault was expected');
  return result.fault;
}

/** A copy of `bytes` with the bits of `change` turned over at `where` (taken modulo the length). */
export function flip(bytes: Uint8Array, where: number, change: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = where % copy.length;
  copy[at] = copy[at]! ^ change;
  return copy;
}
