import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';
import { concat, equal, formatHex, sha256, utf8 } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/proof/primitives.ts';
import { portablePrimitives, seededSigner } from '../../src/proof/primitives.ts';
import type { Host } from '../../src/sim/cast.ts';

// RFC 8410: what stands before the 32 bytes of a key in its DER forms.
const SPKI_PREFIX = Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0);
const PKCS8_PREFIX = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

// The names of keys are few and the same in every story.
const signers = new Map<string, Signer>();

/** The host's own mathematics; a signature that was checked once is not checked again. */
export function openHost(): Host {
  const checked = new Map<string, boolean>();
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
      sha256: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
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

/**
 * A host for long nights, whose signatures are ideal: only who holds the seed can make one, and it
 * is checked by making it again. Two hashes take a fiftieth of the time of Ed25519, and no story
 * can tell the difference.
 */
export function openIdealHost(): Host {
  const host = openHost();
  return {
    primitives: {
      ...host.primitives,
      verifyEd25519: (key, text, signature) => {
        const seed = idealSeeds.get(formatHex(key));
        return seed !== undefined && equal(idealSignature(seed, text), signature);
      },
    },
    signerOf(name) {
      const { publicKey } = host.signerOf(name);
      const seed = sha256(utf8(name));
      idealSeeds.set(formatHex(publicKey), seed);
      return { publicKey, sign: (text) => Promise.resolve(idealSignature(seed, text)) };
    },
  };
}

const idealSeeds = new Map<string, Uint8Array>();

function idealSignature(seed: Uint8Array, text: Uint8Array): Uint8Array {
  const half = hash('sha256', concat(seed, text), 'buffer');
  return concat(half, hash('sha256', concat(half, seed), 'buffer'));
}
