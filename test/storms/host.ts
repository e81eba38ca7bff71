import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { concat, sha256, utf8 } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/proof/primitives.ts';
import { portablePrimitives, seededSigner } from '../../src/proof/primitives.ts';
import type { Host } from '../../src/sim/cast.ts';

// RFC 8410: what stands before the 32 bytes of a key in its DER forms.
const SPKI_PREFIX = Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0);
const PKCS8_PREFIX = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/** The host's own mathematics; a signature that was checked once is not checked again. */
export function openHost(): Host {
  const checked = new Map<string, boolean>();
  const signers = new Map<string, Signer>();
  const keys = new Map<string, ReturnType<typeof createPublicKey>>();
  const keyOf = (key: Uint8Array) => {
    const name = Buffer.from(key).toString('latin1');
    const held =
      keys.get(name) ??
      createPublicKey({ key: Buffer.from(concat(SPKI_PREFIX, key)), format: 'der', type: 'spki' });
    keys.set(name, held);
    return held;
  };
  return {
    primitives: {
      ...portablePrimitives,
      sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
      verifyEd25519: (key, text, signature) => {
        const name = Buffer.from(concat(signature, key, text)).toString('latin1');
        const known = checked.get(name);
        if (known !== undefined) return known;
        const holds = signature.length === 64 && verify(null, text, keyOf(key), signature);
        checked.set(name, holds);
        return holds;
      },
    },
    signerOf(name) {
      const held = signers.get(name) ?? signerFrom(sha256(utf8(name)));
      signers.set(name, held);
      return held;
    },
  };
}

function signerFrom(seed: Uint8Array): Signer {
  const der = Buffer.from(concat(PKCS8_PREFIX, seed));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    publicKey: seededSigner(seed).publicKey,
    sign: (text) => Promise.resolve(new Uint8Array(sign(null, text, key))),
  };
}
