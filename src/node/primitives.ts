import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, hash, randomInt, sign, verify } from 'node:crypto';
import { instant } from '../base/instant.ts';
import type { Clock, Random } from '../base/ports.ts';
import type { Sha256 } from '../base/bytes.ts';
import { formatBase64Url } from '../base/bytes.ts';
import { openLanes } from './lanes.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import {
  ED25519_KEY_BYTES,
  ED25519_SIGNATURE_BYTES,
  P256_POINT_BYTES,
  P256_SIGNATURE_BYTES_MAX,
  isSoundEd25519Key,
} from '../proof/primitives.ts';

/** How many imported public keys are kept at hand. */
const KEYS_HELD_MAX = 1_000;

/** The primitives of the host: about ten times as fast as the portable ones, with the same answers. */
export function hostPrimitives(): Primitives {
  const keys = new Map<string, KeyObject | undefined>();
  const held = (name: string, make: () => KeyObject | undefined): KeyObject | undefined => {
    if (keys.has(name)) return keys.get(name);
    if (keys.size >= KEYS_HELD_MAX) keys.clear();
    const made = make();
    keys.set(name, made);
    return made;
  };
  return {
    sha256: hostSha256(),
    verifyEd25519: (key, message, signature) => {
      if (key.length !== ED25519_KEY_BYTES) return false;
      if (signature.length !== ED25519_SIGNATURE_BYTES) return false;
      const imported = held(`e${formatBase64Url(key)}`, () => importEd25519(key));
      return imported !== undefined && verify(null, message, imported, signature);
    },
    verifyP256: (key, message, derSignature) => {
      if (key.length !== P256_POINT_BYTES || key[0] !== 4) return false;
      if (derSignature.length > P256_SIGNATURE_BYTES_MAX) return false;
      const imported = held(`p${formatBase64Url(key)}`, () => importP256(key));
      if (!imported) return false;
      try {
        return verify('sha256', message, { key: imported, dsaEncoding: 'der' }, derSignature);
      } catch {
        return false;
      }
    },
  };
}

let hasher: Sha256 | undefined;

/** SHA-256 by the host, and of many at once by its vectors. */
function hostSha256(): Sha256 {
  hasher ??= Object.assign((bytes: Uint8Array) => hashOf(bytes), openLanes());
  return hasher;
}

// Text with a character for each byte leaves the host in half the time that a buffer does.
function hashOf(bytes: Uint8Array): Uint8Array {
  const text = hash('sha256', bytes, 'binary');
  const made = new Uint8Array(text.length);
  for (let at = 0; at < made.length; at += 1) made[at] = text.charCodeAt(at);
  return made;
}

/** A signer over a secret seed of 32 bytes (RFC 8032), by the host's own Ed25519. */
export function hostSigner(seed: Uint8Array): Signer {
  // PKCS #8 of an Ed25519 seed is these sixteen bytes and the seed.
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({
    key: Buffer.concat([prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: new Uint8Array(Buffer.from(jwk.x ?? '', 'base64url')),
    sign: (message) => Promise.resolve(new Uint8Array(sign(null, message, key))),
  };
}

/** The machine's clock, moved by `offsetSeconds` where a test wants a wrong one. */
export function hostClock(offsetSeconds = 0): Clock {
  return { now: () => instant(Date.now() / 1000 + offsetSeconds) };
}

/** The machine's chance, fit for secrets. */
export const hostRandom: Random = { below: (limit) => randomInt(limit) };

function importEd25519(key: Uint8Array): KeyObject | undefined {
  if (!isSoundEd25519Key(key)) return undefined;
  const x = formatBase64Url(key);
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function importP256(key: Uint8Array): KeyObject | undefined {
  const x = formatBase64Url(key.slice(1, 33));
  const y = formatBase64Url(key.slice(33));
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
