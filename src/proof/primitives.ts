import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import type { Sha256 } from '../base/bytes.ts';
import { sha256 } from '../base/bytes.ts';
import { invariant } from '../base/result.ts';

/** A node's or a party's signing key as others know it: 32 bytes (RFC 8032). */
export type PublicKey = { readonly kind: 'ed25519'; readonly bytes: Uint8Array };

/** Whether `signature` (64 bytes) is `key`'s (32 bytes) over `message` (RFC 8032, Ed25519). Never throws. */
export type VerifySignature = (
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

/** The costly mathematics as a port: portable code in a browser, the host's own in a node. */
export interface Primitives {
  readonly sha256: Sha256;
  readonly verifyEd25519: VerifySignature;
  /**
   * Whether `derSignature` (ASN.1 DER, either half of s) is over `message`, hashed inside with
   * SHA-256, by the uncompressed P-256 point `key` (65 bytes). Never throws.
   */
  readonly verifyP256: (key: Uint8Array, message: Uint8Array, derSignature: Uint8Array) => boolean;
}

/** Holds one Ed25519 key and signs with it; where the key lies is the host's business. */
export interface Signer {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes over exactly `message`. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Bytes of an Ed25519 public key. */
export const ED25519_KEY_BYTES = 32;
/** Bytes of an Ed25519 signature. */
export const ED25519_SIGNATURE_BYTES = 64;
/** Bytes of an uncompressed P-256 point: 0x04, x, y. */
export const P256_POINT_BYTES = 65;
/** Bytes of the longest DER form of a P-256 signature. */
export const P256_SIGNATURE_BYTES_MAX = 72;

/** The primitives in portable code. */
export const portablePrimitives: Primitives = {
  sha256,
  verifyEd25519: (key, message, signature) => {
    if (key.length !== ED25519_KEY_BYTES) return false;
    if (signature.length !== ED25519_SIGNATURE_BYTES) return false;
    return ed25519.verify(signature, message, key, { zip215: false });
  },
  verifyP256: (key, message, derSignature) => {
    if (key.length !== P256_POINT_BYTES || key[0] !== 4) return false;
    if (derSignature.length > P256_SIGNATURE_BYTES_MAX) return false;
    try {
      return p256.verify(derSignature, message, key, { format: 'der', lowS: false });
    } catch {
      return false; // The library throws for DER that is none and for points off the curve.
    }
  },
};

/**
 * Whether `key` may be trusted as an Ed25519 key at all: a canonical point that is not of small
 * order. Some hosts accept signatures under a small-order key for any message, so none may enter.
 */
export function isSoundEd25519Key(key: Uint8Array): boolean {
  if (key.length !== ED25519_KEY_BYTES) return false;
  try {
    return !ed25519.Point.fromBytes(key, false).isSmallOrder();
  } catch {
    return false;
  }
}

/** Whether `key` is an uncompressed point on P-256. */
export function isSoundP256Key(key: Uint8Array): boolean {
  if (key.length !== P256_POINT_BYTES || key[0] !== 4) return false;
  try {
    p256.Point.fromBytes(key).assertValidity();
    return true;
  } catch {
    return false;
  }
}

/** A signer whose key is derived from a `seed` of 32 bytes, for simulations, exercises and tests. */
export function seededSigner(seed: Uint8Array): Signer {
  invariant(seed.length === 32, 'an Ed25519 seed has 32 bytes');
  const held = Uint8Array.from(seed);
  return {
    publicKey: ed25519.getPublicKey(held),
    sign: (message) => Promise.resolve(ed25519.sign(message, held)),
  };
}
