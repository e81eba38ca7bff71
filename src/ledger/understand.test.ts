import { describe, expect, it } from 'vitest';
import { formatRecord } from '../accord/record.ts';
import type { RecordOf } from '../accord/record.ts';
import { formatStatement, termsOf } from '../accord/operation/statement.ts';
import type { Audience } from '../accord/party/audience.ts';
import { formatBase64Url, utf8 } from '../base/bytes.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import { signExerciseStatement } from '../proof/assertion.ts';
import { hostPrimitives, logKeyOf, must, signerOf } from '../proof/cast.suite.ts';
import type { Log } from './log.ts';
import { challengeOf, keyIdOf } from './seal.ts';
import { understand } from './understand.ts';

const LOG: Log = {
  id: 'ab'.repeat(16) as LogId,
  author: 'qamar' as PartyId,
  audience: ['nahr', 'qamar'] as unknown as Audience,
  origin: 'qamar.example/log/0',
  key: logKeyOf('qamar.example/log/0'),
  former: [],
};
const officer = signerOf('officer');
const publicKey = formatBase64Url(officer.publicKey);

const recordWith = (signature: string, reason: string | null = null): RecordOf<'decision'> =>
  ({
    v: 1,
    id: '0199d1c0-0000-7000-8000-000000000000',
    at: '2026-11-21T10:02:11Z',
    by: { party: 'qamar', seat: 'desk/duty-officer' },
    marking: { tlp: 'AMBER', caveats: [], exercise: true },
    refs: [],
    type: 'decision',
    body: {
      plan: recordHash(new Uint8Array(32)),
      verdict: 'consent',
      upto: null,
      conditions: [],
      reason,
      language: 'ar',
      words: 'نوافق',
      signature: { kind: 'exercise', publicKey, signature },
    },
  }) as unknown as RecordOf<'decision'>;

const bytesOf = (record: RecordOf) => must(formatRecord(record));
const read = (bytes: Uint8Array) => understand(hostPrimitives, LOG, 3, bytes);

async function signed(): Promise<RecordOf<'decision'>> {
  const challenge = challengeOf(hostPrimitives.sha256, formatStatement(termsOf(recordWith(''))));
  return recordWith(formatBase64Url(await signExerciseStatement(officer, challenge)));
}

describe('an entry', () => {
  it('[L4] [L26] is said by the author of its log, in its place, under the hash of its bytes', async () => {
    const bytes = bytesOf(await signed());
    expect(read(bytes)).toMatchObject({
      kind: 'said',
      said: {
        hash: recordHash(hostPrimitives.sha256(bytes)),
        log: LOG.id,
        index: 3,
        author: 'qamar',
        audience: LOG.audience,
        signer: {
          keyId: keyIdOf(hostPrimitives.sha256, { kind: 'exercise', publicKey }),
          kind: 'exercise',
        },
      },
    });
  });

  it('[C6] has no signer where the signature is of other terms, of another key, or none', async () => {
    const { signature } = (await signed()).body.signature;
    for (const record of [recordWith(signature, 'other'), recordWith(''), recordWith('AAAA')]) {
      const understood = read(bytesOf(record));
      expect(understood.kind === 'said' && understood.said.signer).toBeUndefined();
    }
    const passkey = {
      kind: 'passkey',
      alg: -7,
      rpId: 'qamar.example',
      publicKey,
      credentialId: '',
      authenticatorData: '',
      clientDataJson: '',
      signature,
    } as const;
    const record = recordWith('');
    const body = { ...record.body, signature: passkey };
    const understood = read(bytesOf({ ...record, body }));
    expect(understood.kind === 'said' && understood.said.signer).toBeUndefined();
  });

  it('[L26] that is not understood keeps its hash, and says why', () => {
    for (const [text, kind] of [
      ['hello', 'not-json'],
      ['{"v":2}', 'unknown-version'],
      [JSON.stringify({ ...recordWith(''), type: 'song' }), 'unknown-type'],
    ] as const) {
      const bytes = utf8(text);
      expect(read(bytes)).toMatchObject({
        kind: 'unknown',
        hash: recordHash(hostPrimitives.sha256(bytes)),
        fault: { kind },
      });
    }
  });
});
