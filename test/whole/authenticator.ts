import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { concat, formatBase64Url, utf8 } from '../../src/base/bytes.ts';
import { formatCoseKey } from '../../src/proof/cose.ts';

/** An officer's authenticator, as WebAuthn has it, with one Ed25519 passkey and its holder present. */
export interface Authenticator {
  readonly id: string;
  /** What a browser answers to `navigator.credentials.create`. */
  register(challenge: string): object;
  /** What a browser answers to `navigator.credentials.get`. */
  assert(challenge: string): object;
}

// User present and verified; attested credential data follows.
const [PRESENT, ATTESTED] = [0x05, 0x40];

/** Makes one for pages at `origin`, whose host is its relying party. */
export function makeAuthenticator(origin: string): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const credential = new Uint8Array(randomBytes(16));
  const id = formatBase64Url(credential);
  let count = 0;

  const dataOf = (type: string, challenge: string): Uint8Array =>
    utf8(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const headOf = (flags: number): Uint8Array => {
    count += 1;
    const rpIdHash = sha256(utf8(new URL(origin).hostname));
    return concat(rpIdHash, Uint8Array.of(flags, 0, 0, 0, count));
  };
  const answer = (response: Readonly<Record<string, string>>): object => ({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });

  return {
    id,
    register(challenge) {
      const key = formatCoseKey({ alg: -8, publicKey: point });
      const attested = [new Uint8Array(16), Uint8Array.of(0, 16), credential, key];
      const data = concat(headOf(PRESENT | ATTESTED), ...attested);
      // {"fmt": "none", "attStmt": {}, "authData": data}
      const attestation = concat(
        Uint8Array.of(0xa3, 0x63),
        utf8('fmt'),
        Uint8Array.of(0x64),
        utf8('none'),
        Uint8Array.of(0x67),
        utf8('attStmt'),
        Uint8Array.of(0xa0, 0x68),
        utf8('authData'),
        Uint8Array.of(0x58, data.length),
        data,
      );
      return answer({
        clientDataJSON: formatBase64Url(dataOf('webauthn.create', challenge)),
        attestationObject: formatBase64Url(attestation),
      });
    },
    assert(challenge) {
      const client = dataOf('webauthn.get', challenge);
      const data = headOf(PRESENT);
      const signature = sign(null, concat(data, sha256(client)), privateKey);
      return answer({
        clientDataJSON: formatBase64Url(client),
        authenticatorData: formatBase64Url(data),
        signature: formatBase64Url(new Uint8Array(signature)),
      });
    },
  };
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
