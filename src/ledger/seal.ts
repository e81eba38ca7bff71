import { formatHex, parseBase64Url, utf8, concat } from '../base/bytes.ts';
import type { Sha256 } from '../base/bytes.ts';
import {
  formatSigningStatement,
  formatStatement,
  signingTermsOf,
  termsOf,
} from '../accord/operation/statement.ts';
import type { OfficerSignature } from '../accord/operation/schema.ts';
import type { RecordOf } from '../accord/record.ts';
import type { Signer } from '../accord/said.ts';
import { verifyAssertion, verifyExerciseStatement } from '../proof/assertion.ts';
import type { Primitives } from '../proof/primitives.ts';

/** What identifies an officer's key: its kind, algorithm, relying party and public key. */
export type OfficerKey = Pick<OfficerSignature, 'kind' | 'publicKey'> & {
  readonly alg?: -7 | -8;
  readonly rpId?: string;
};

/**
 * The name of a key in a roster: SHA-256 over its kind, algorithm, relying party and bytes, in
 * hexadecimal. A key for another relying party is another key. [C7]
 */
export function keyIdOf(sha256: Sha256, key: OfficerKey): string {
  const publicKey = parseBase64Url(key.publicKey);
  const head = utf8(`tansiq/key/v1\n${key.kind}\n${key.alg ?? 'none'}\n${key.rpId ?? 'none'}\n`);
  return formatHex(sha256(concat(head, publicKey.ok ? publicKey.value : new Uint8Array())));
}

/** The challenge of a decision: SHA-256 over the UTF-8 of its statement. [C6] */
export function challengeOf(sha256: Sha256, statement: string): Uint8Array {
  return sha256(utf8(statement));
}

/** The types of record that an officer signs. */
export type SignedType = 'decision' | 'signing';

/** The exact statement that the officer of this record signed. [C6] [C53] */
export function statementOf(record: RecordOf<SignedType>): string {
  return record.type === 'decision'
    ? formatStatement(termsOf(record))
    : formatSigningStatement(signingTermsOf(record));
}

/**
 * The key that signed this record's exact statement, or nothing where no signature holds. Whether
 * that key may decide is for the roster to say.
 */
export function signerOf(primitives: Primitives, record: RecordOf<SignedType>): Signer | undefined {
  const { signature } = record.body;
  const challenge = challengeOf(primitives.sha256, statementOf(record));
  const publicKey = parseBase64Url(signature.publicKey);
  if (!publicKey.ok) return undefined;
  const keyId = keyIdOf(primitives.sha256, signature);
  if (signature.kind === 'exercise') {
    const bytes = parseBase64Url(signature.signature);
    if (!bytes.ok) return undefined;
    const holds = verifyExerciseStatement(primitives, publicKey.value, challenge, bytes.value);
    return holds ? { keyId, kind: 'exercise' } : undefined;
  }
  const { alg, rpId } = signature;
  const verified = verifyAssertion(primitives, {
    assertion: signature,
    key: { kind: 'passkey', alg, rpId, publicKey: publicKey.value },
    challenge,
  });
  return verified.ok ? { keyId, kind: 'passkey' } : undefined;
}
