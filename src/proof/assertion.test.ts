import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, formatBase64Url, utf8 } from '../base/bytes.ts';
import type { Assertion, AssertionClaim, CredentialKey } from './assertion.ts';
import { signExerciseStatement, verifyAssertion, verifyExerciseStatement } from './assertion.ts';
import { faultOf, flip, hostPrimitives, must, signerOf } from './cast.suite.ts';
import { formatCoseKey, parseCoseKey } from './cose.ts';
import { portablePrimitives } from './primitives.ts';

const { sha256 } = hostPrimitives;
const RP_ID = 'jcc.example';
const challenge = sha256(utf8('statement'));

/** An authenticator by the host, so that what it makes owes nothing to the code under test. */
function authenticator(alg: -7 | -8): { key: CredentialKey; sign(bytes: Uint8Array): Uint8Array } {
  const pair =
    alg === -7
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('ed25519');
  const jwk = createPublicKey(pair.privateKey).export({ format: 'jwk' });
  const part = (text: string | undefined): Uint8Array =>
    Uint8Array.from(Buffer.from(text ?? '', 'base64url'));
  const publicKey = alg === -7 ? concat(Uint8Array.of(4), part(jwk.x), part(jwk.y)) : part(jwk.x);
  return {
    key: { kind: 'passkey', alg, publicKey, rpId: RP_ID },
    sign: (bytes) => Uint8Array.from(sign(alg === -7 ? 'sha256' : null, bytes, pair.privateKey)),
  };
}

interface Wishes {
  readonly alg?: -7 | -8;
  readonly client?: Readonly<Record<string, unknown>>;
  readonly clientText?: string;
  readonly rpId?: string;
  readonly flags?: number;
  readonly more?: Uint8Array;
}

function claimOf(wishes: Wishes = {}): AssertionClaim {
  const { alg = -7, client = {}, rpId = RP_ID, flags = 0x05, more = new Uint8Array(0) } = wishes;
  const device = authenticator(alg);
  const clientText =
    wishes.clientText ??
    JSON.stringify({
      type: 'webauthn.get',
      challenge: formatBase64Url(challenge),
      origin: `https://${RP_ID}`,
      crossOrigin: false,
      ...client,
    });
  const clientData = utf8(clientText);
  const data = concat(sha256(utf8(rpId)), Uint8Array.of(flags, 0, 0, 1, 2), more);
  const assertion: Assertion = {
    credentialId: 'AQID',
    authenticatorData: formatBase64Url(data),
    clientDataJson: formatBase64Url(clientData),
    signature: formatBase64Url(device.sign(concat(data, sha256(clientData)))),
  };
  return { assertion, key: device.key, challenge };
}

const kindOf = (wishes: Wishes): string =>
  faultOf(verifyAssertion(hostPrimitives, claimOf(wishes))).kind;

describe('an assertion', () => {
  it('[L19] of either algorithm is accepted, with its count', () => {
    for (const alg of [-7, -8] as const) {
      const claim = claimOf({ alg });
      expect(must(verifyAssertion(portablePrimitives, claim))).toEqual({ signCount: 258 });
    }
    expect(
      verifyAssertion(hostPrimitives, claimOf({ flags: 0x85, more: Uint8Array.of(0xa0) })).ok,
    ).toBe(true);
  });

  it('[L19] is refused for what its client data says', () => {
    expect(kindOf({ client: { type: 'webauthn.create' } })).toBe('wrong-type');
    expect(kindOf({ client: { challenge: formatBase64Url(sha256(utf8('other'))) } })).toBe(
      'wrong-challenge',
    );
    expect(kindOf({ client: { crossOrigin: true } })).toBe('cross-origin');
    expect(kindOf({ clientText: 'null' })).toBe('bad-client-data');
    expect(kindOf({ clientText: '{"type":"webauthn.get","type":"webauthn.get"}' })).toBe(
      'bad-client-data',
    );
    expect(kindOf({ client: { padding: 'x'.repeat(5000) } })).toBe('bad-client-data');
  });

  it('[L19] is refused for what its authenticator says', () => {
    expect(kindOf({ rpId: 'nahr.example' })).toBe('wrong-relying-party');
    expect(kindOf({ flags: 0x04 })).toBe('user-not-present');
    expect(kindOf({ flags: 0x01 })).toBe('user-not-verified');
    expect(kindOf({ more: Uint8Array.of(0) })).toBe('bad-authenticator-data');
    expect(kindOf({ flags: 0x85 })).toBe('bad-authenticator-data');
  });

  it('[L19] is refused under another key, another algorithm or another spelling', () => {
    const claim = claimOf();
    const under = (key: CredentialKey): string =>
      faultOf(verifyAssertion(portablePrimitives, { ...claim, key })).kind;
    expect(under(authenticator(-7).key)).toBe('bad-signature');
    expect(under({ ...claim.key, alg: -8 })).toBe('bad-signature');
    expect(under({ ...claim.key, publicKey: new Uint8Array(65) })).toBe('bad-signature');
    const padded = { ...claim.assertion, signature: `${claim.assertion.signature}=` };
    expect(faultOf(verifyAssertion(hostPrimitives, { ...claim, assertion: padded })).kind).toBe(
      'bad-encoding',
    );
  });

  it('[L19] does not survive one changed byte of anything that is signed', () => {
    const claim = claimOf({ alg: -8 });
    const field = fc.constantFrom('authenticatorData', 'clientDataJson', 'signature' as const);
    fc.assert(
      fc.property(field, fc.nat(), fc.integer({ min: 1, max: 255 }), (name, where, change) => {
        const bytes = Uint8Array.from(Buffer.from(claim.assertion[name], 'base64url'));
        const bent = { ...claim.assertion, [name]: formatBase64Url(flip(bytes, where, change)) };
        expect(verifyAssertion(hostPrimitives, { ...claim, assertion: bent }).ok).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a COSE key', () => {
  it('[L19] comes back as it was', () => {
    for (const alg of [-7, -8] as const) {
      const { publicKey } = authenticator(alg).key;
      expect(must(parseCoseKey(formatCoseKey({ alg, publicKey })))).toEqual({ alg, publicKey });
    }
  });

  it('[L19] is refused with anything more, less or otherwise', () => {
    const { publicKey } = authenticator(-7).key;
    const bytes = formatCoseKey({ alg: -7, publicKey });
    const faults = (other: Uint8Array): string => faultOf(parseCoseKey(other)).kind;
    expect(faults(concat(bytes, Uint8Array.of(0)))).toBe('bad-cbor');
    expect(faults(bytes.slice(0, -1))).toBe('bad-cbor');
    expect(faults(new Uint8Array(0))).toBe('bad-cbor');
    expect(faults(Uint8Array.of(0xa1, 3, 0x38, 0x24))).toBe('unknown-algorithm');
    expect(faults(Uint8Array.of(0xa1, 3, 0x26))).toBe('bad-key');
    expect(faults(Uint8Array.of(0xa2, 3, 0x26, 3, 0x26))).toBe('bad-cbor');
    expect(faults(Uint8Array.of(0xa1, 3, 0x38, 6))).toBe('bad-cbor');
    expect(faults(bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1))).toBe('bad-key');
    const small = new Uint8Array(32).fill(1, 0, 1);
    expect(faults(formatCoseKey({ alg: -8, publicKey: small }))).toBe('bad-key');
  });

  it('[L19] is read from any bytes without throwing', () => {
    const start = fc.constantFrom(0xa0, 0xa1, 0xa4, 0xa5, 0x00);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 90 }), (head, rest) => {
        parseCoseKey(concat(Uint8Array.of(head), rest));
      }),
    );
  });
});

describe('an exercise key', () => {
  it('[L19] signs a statement, and nothing that a node would take for a checkpoint', async () => {
    const signer = signerOf('officer');
    const statement = sha256(utf8('statement'));
    const signature = await signExerciseStatement(signer, statement);
    const holds = (hash: Uint8Array, held = signature): boolean =>
      verifyExerciseStatement(hostPrimitives, signer.publicKey, hash, held);
    expect(holds(statement)).toBe(true);
    expect(holds(sha256(utf8('other')))).toBe(false);
    expect(holds(statement.slice(1))).toBe(false);
    expect(holds(statement, await signer.sign(statement))).toBe(false);
  });
});
