import { describe, expect, it } from 'vitest';
import { audienceOf } from '../accord/party/audience.ts';
import { formatBase64 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { formatCanonical } from '../base/json.ts';
import { faultOf, hostPrimitives, must, signerOf } from '../proof/cast.suite.ts';
import { formatVerifierKey, signNote } from '../proof/note.ts';
import type { Card } from './card.ts';
import { formatCard, parseCard } from './card.ts';
import { keyOfOrigin, logOf } from './log.ts';

const identity = signerOf('qamar identity');
const node = signerOf('qamar node');
const CARD: Card = {
  party: 'qamar' as PartyId,
  names: { ar: 'قمر', ckb: 'مانگ', tr: 'Ay', en: 'Moon' },
  domain: 'qamar.example',
  identityKey: { name: 'qamar.example', type: 'ed25519', publicKey: identity.publicKey },
  nodeKey: node.publicKey,
  addresses: ['https://qamar.example', 'http://localhost:4100'],
  witnessKey: {
    name: 'qamar.example',
    type: 'cosignature',
    publicKey: signerOf('qamar witness').publicKey,
  },
  courier: `age1${'q'.repeat(58)}`,
  policy: '# the author’s word is enough\nquorum none\n',
};

const signedAs = (body: JsonObject, signer = identity): Promise<string> =>
  signNote(signer, 'qamar.example', `${formatCanonical(body)}\n`);

const BODY: JsonObject = {
  v: 1,
  party: 'qamar',
  names: CARD.names as unknown as JsonObject,
  domain: 'qamar.example',
  identity: formatVerifierKey(CARD.identityKey),
  node: formatBase64(node.publicKey),
  addresses: [],
};

describe('a card', () => {
  it('[L27] is read as it was written', async () => {
    expect(must(parseCard(hostPrimitives, await formatCard(identity, CARD)))).toEqual(CARD);
    const { witnessKey: _, ...plain } = CARD;
    expect(must(parseCard(hostPrimitives, await formatCard(identity, plain)))).toEqual(plain);
  });

  it('[L27] is refused where its identity key has not signed every letter of it', async () => {
    const text = await formatCard(identity, CARD);
    const changed = text.replace('"en":"Moon"', '"en":"Loon"');
    expect(faultOf(parseCard(hostPrimitives, changed))).toEqual({ kind: 'card-not-signed' });
    const thief = await signedAs(BODY, signerOf('thief'));
    expect(faultOf(parseCard(hostPrimitives, thief))).toEqual({ kind: 'card-not-signed' });
    expect(faultOf(parseCard(hostPrimitives, 'hello'))).toEqual({ kind: 'not-a-note' });
  });

  it.each([
    ['v', 2],
    ['party', 'Qamar'],
    ['names', { en: 'Moon' }],
    ['domain', 'Qamar Example'],
    ['identity', 'nobody'],
    ['node', formatBase64(new Uint8Array(32))],
    ['addresses', ['javascript:alert(1)']],
    ['addresses', Array.from({ length: 9 }, () => 'https://a')],
    ['witness', formatVerifierKey(CARD.identityKey)],
    ['courier', 'age1pq1qqqq'],
    ['policy', 'quorum nobody\n'],
  ])('is refused with a bad %s', async (path, value) => {
    const text = await signedAs({ ...BODY, [path]: value });
    expect(faultOf(parseCard(hostPrimitives, text))).toEqual({ kind: 'card-malformed', path });
  });

  it('is refused where its body is no JSON object', async () => {
    const text = await signNote(identity, 'qamar.example', '[]\n');
    expect(faultOf(parseCard(hostPrimitives, text))).toEqual({ kind: 'card-malformed', path: '' });
  });
});

describe('a log', () => {
  const audience = (...parties: string[]) => must(audienceOf(parties as PartyId[]));
  const log = logOf(hostPrimitives.sha256, CARD, audience('qamar', 'nahr'));

  it('[L4] [L29] is one per party and audience, whatever their order', () => {
    expect(logOf(hostPrimitives.sha256, CARD, audience('nahr', 'qamar', 'nahr'))).toEqual(log);
    const other = logOf(hostPrimitives.sha256, CARD, audience('qamar', 'nahr', 'jabal'));
    expect(other.id).not.toBe(log.id);
    const card = { ...CARD, party: 'jabal' as PartyId };
    expect(logOf(hostPrimitives.sha256, card, audience('qamar', 'nahr')).id).not.toBe(log.id);
  });

  it('[L27] [L29] has an origin that tells nobody who reads, and its party’s node key', () => {
    expect(log.origin).toBe(`qamar.example/log/${log.id}`);
    expect(log.key).toEqual({ name: log.origin, type: 'ed25519', publicKey: node.publicKey });
    expect(keyOfOrigin(CARD, log.origin)).toEqual(log.key);
    for (const origin of [
      `nahr.example/log/${log.id}`,
      'qamar.example/log/x',
      `qamar.example/log/${log.id}/log/${log.id}`,
      'qamar.example',
    ]) {
      expect(keyOfOrigin(CARD, origin)).toBeUndefined();
    }
  });
});
