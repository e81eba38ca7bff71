import { concat, equal, formatBase64Url, parseBase64Url, parseUtf8, utf8 } from '../base/bytes.ts';
import { parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { CosePublicKey } from './cose.ts';
import type { Primitives, Signer } from './primitives.ts';

/** Bytes of the client data that an authenticator's browser writes. */
export const CLIENT_DATA_BYTES_MAX = 4096;
/** Bytes of an authenticator's own data in an assertion. */
export const AUTHENTICATOR_DATA_BYTES_MAX = 1024;

/** What a passkey answers when asked to sign (W3C WebAuthn), each field in base64url. */
export interface Assertion {
  readonly credentialId: string;
  readonly authenticatorData: string;
  readonly clientDataJson: string;
  /** DER for ES256, 64 bytes for EdDSA. */
  readonly signature: string;
}

/** A passkey that a roster names. */
export interface CredentialKey extends CosePublicKey {
  readonly kind: 'passkey';
  /** The domain name under which it was made; never an address. */
  readonly rpId: string;
}

/** Why an assertion does not show that the key's holder agreed. */
export interface AssertionFault {
  readonly kind:
    | 'bad-encoding'
    | 'bad-client-data'
    | 'bad-authenticator-data'
    | 'wrong-type'
    | 'wrong-challenge'
    | 'cross-origin'
    | 'wrong-relying-party'
    | 'user-not-present'
    | 'user-not-verified'
    | 'bad-signature';
}

/** An assertion with what it must prove. */
export interface AssertionClaim {
  readonly assertion: Assertion;
  readonly key: CredentialKey;
  /** The exact bytes that were to be signed: the hash of a statement. */
  readonly challenge: Uint8Array;
}

const [USER_PRESENT, USER_VERIFIED, HAS_MORE] = [0x01, 0x04, 0xc0];

/**
 * [L19] Checks that the passkey's holder was present, was verified and signed this challenge. The
 * count it gives must not fall from one assertion to the next, unless it is always 0; a count
 * that falls is an alarm for people, since the key may have been copied.
 */
export function verifyAssertion(
  primitives: Primitives,
  claim: AssertionClaim,
): Result<{ readonly signCount: number }, AssertionFault> {
  const { assertion, key } = claim;
  const authenticatorData = parseBase64Url(assertion.authenticatorData);
  const clientData = parseBase64Url(assertion.clientDataJson);
  const signature = parseBase64Url(assertion.signature);
  if (!authenticatorData.ok || !clientData.ok || !signature.ok)
    return err({ kind: 'bad-encoding' });
  const client = verifyClientData(clientData.value, claim.challenge);
  if (!client.ok) return client;
  const counted = verifyAuthenticatorData(primitives, authenticatorData.value, key.rpId);
  if (!counted.ok) return counted;
  const signed = concat(authenticatorData.value, primitives.sha256(clientData.value));
  const verify = key.alg === -7 ? primitives.verifyP256 : primitives.verifyEd25519;
  return verify(key.publicKey, signed, signature.value) ? counted : err({ kind: 'bad-signature' });
}

function verifyClientData(bytes: Uint8Array, challenge: Uint8Array): Result<void, AssertionFault> {
  if (bytes.length > CLIENT_DATA_BYTES_MAX) return err({ kind: 'bad-client-data' });
  const text = parseUtf8(bytes);
  const json = text.ok ? parseJson(text.value) : text;
  if (!json.ok || typeof json.value !== 'object' || json.value === null) {
    return err({ kind: 'bad-client-data' });
  }
  const fields = new Map(Object.entries(json.value));
  if (fields.get('type') !== 'webauthn.get') return err({ kind: 'wrong-type' });
  // Both are the one unpadded spelling, so texts may be compared.
  if (fields.get('challenge') !== formatBase64Url(challenge))
    return err({ kind: 'wrong-challenge' });
  // Another site's page had framed ours; the officer may not have seen what was signed.
  const cross = fields.get('crossOrigin');
  return cross === undefined || cross === false ? ok(undefined) : err({ kind: 'cross-origin' });
}

function verifyAuthenticatorData(
  primitives: Primitives,
  bytes: Uint8Array,
  rpId: string,
): Result<{ readonly signCount: number }, AssertionFault> {
  const [flags = 0, ...count] = bytes.slice(32, 37);
  const hasMore = (flags & HAS_MORE) !== 0;
  if (bytes.length < 37 || bytes.length > AUTHENTICATOR_DATA_BYTES_MAX) {
    return err({ kind: 'bad-authenticator-data' });
  }
  if (bytes.length > 37 !== hasMore) return err({ kind: 'bad-authenticator-data' });
  if (!equal(bytes.slice(0, 32), primitives.sha256(utf8(rpId)))) {
    return err({ kind: 'wrong-relying-party' });
  }
  if ((flags & USER_PRESENT) === 0) return err({ kind: 'user-not-present' });
  if ((flags & USER_VERIFIED) === 0) return err({ kind: 'user-not-verified' });
  return ok({ signCount: count.reduce((sum, byte) => sum * 256 + byte, 0) });
}

/** What stands before a statement's hash when an exercise key signs it, so that it is never a real one. */
export const EXERCISE_SIGNATURE_PREFIX = 'tansiq exercise decision v1\n';

/** Bytes of a statement's hash. */
export const STATEMENT_HASH_BYTES = 32;

/** [L19] A decision in an exercise, signed without a passkey: 64 bytes. */
export function signExerciseStatement(
  signer: Signer,
  statementHash: Uint8Array,
): Promise<Uint8Array> {
  invariant(statementHash.length === STATEMENT_HASH_BYTES, 'a statement is named by its SHA-256');
  return signer.sign(concat(utf8(EXERCISE_SIGNATURE_PREFIX), statementHash));
}

/** [L19] Whether an exercise key signed this statement. It never stands for a passkey. */
export function verifyExerciseStatement(
  primitives: Primitives,
  publicKey: Uint8Array,
  statementHash: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (statementHash.length !== STATEMENT_HASH_BYTES) return false;
  const signed = concat(utf8(EXERCISE_SIGNATURE_PREFIX), statementHash);
  return primitives.verifyEd25519(publicKey, signed, signature);
}
