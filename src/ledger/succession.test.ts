import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { instant } from '../base/instant.ts';
import type { JsonObject } from '../base/json.ts';
import { formatCanonical, parseJson } from '../base/json.ts';
import { audienceOf } from '../accord/party/audience.ts';
import { utf8 } from '../base/bytes.ts';
import { faultOf, hostPrimitives, must, signerOf as signer } from '../proof/cast.suite.ts';
import { checkpointBody, parseCheckpoint, signCheckpoint } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import { parseNote, signNote } from '../proof/note.ts';
import { EMPTY_FRONTIER, grow, hashesIn, inclusionProof, leafHash, rootOf } from '../proof/tree.ts';
import { formatProof } from '../proof/tlog-proof.ts';
import type { Card } from './card.ts';
import { formatCard, parseCard } from './card.ts';
import type { FormerKey, FormerReason } from './former.ts';
import { FORMER_HEADS_MAX, FORMER_KEYS_MAX } from './former.ts';
import { keysOfOrigin, logOf } from './log.ts';
import { receiptKey, receiptLines } from './receipt-key.ts';
import { verifyRecordProof } from './record-proof.ts';
import { isBeyond, lastHead, openOf, renewCard, signerOf } from './succession.ts';

const { sha256 } = hostPrimitives;
const identity = signer('qamar identity');
const [first, second, third] = [signer('first'), signer('second'), signer('third')];
const CARD: Card = {
  party: 'qamar' as PartyId,
  names: { ar: 'قمر', ckb: 'مانگ', tr: 'Ay', en: 'Moon' },
  domain: 'qamar.example',
  identityKey: { name: 'qamar.example', type: 'ed25519', publicKey: identity.publicKey },
  nodeKey: first.publicKey,
  addresses: [],
};
const AUDIENCE = must(audienceOf(['nahr', 'qamar'] as PartyId[]));
const { id: ID, origin: ORIGIN } = logOf(sha256, CARD, AUDIENCE);
const HEAD_SIZE = 5;

const rootFor = (size: number, tree: string): Uint8Array => {
  const leaves = Array.from({ length: size }, (_, i) => leafHash(sha256, utf8(`${tree} ${i}`)));
  return rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves));
};
const formerOf = (node: Uint8Array, reason: FormerReason, size = HEAD_SIZE): FormerKey => ({
  node,
  reason,
  at: instant(1_790_000_000),
  heads: size === 0 ? [] : [{ log: ID, size, root: rootFor(size, 'true') }],
});
const renewed = (reason: FormerReason): Card => ({
  ...CARD,
  nodeKey: second.publicKey,
  serial: 1,
  former: [formerOf(first.publicKey, reason)],
});
const noteOf = async (by: typeof first, size: number, tree = 'true'): Promise<string> =>
  (await signCheckpoint(by, { origin: ORIGIN, size, root: rootFor(size, tree) })).note;

describe('a card of a later serial', () => {
  it('[D1] is read as it was written, and without succession has the bytes that it always had', async () => {
    const card = renewed('lost');
    expect(must(parseCard(hostPrimitives, await formatCard(identity, card)))).toEqual(card);
    const text = await formatCard(identity, CARD);
    expect(text).not.toMatch(/serial|former/);
    expect(await formatCard(identity, { ...CARD, serial: 0, former: [] })).toBe(text);
  });

  const body = async (card: Card): Promise<JsonObject> => {
    const text = must(parseNote(await formatCard(identity, card))).text;
    return must(parseJson(text.trimEnd())) as JsonObject;
  };
  const head = (i: number) => ({
    log: i.toString(16).padStart(32, '0'),
    size: 1,
    root: 'A'.repeat(43) + '=',
  });
  it.each([
    ['serial', async (all: JsonObject) => ({ ...all, serial: 0 })],
    ['serial', async (all: JsonObject) => ({ ...all, serial: 1.5 })],
    ['former', async (all: JsonObject) => ({ ...all, former: [] })],
    [
      'former',
      async (all: JsonObject) => ({ ...all, former: [{ ...one(all), node: all['node'] }] }),
    ],
    ['former', async (all: JsonObject) => ({ ...all, former: [one(all), one(all)] })],
    ['former', async (all: JsonObject) => ({ ...all, former: [{ ...one(all), reason: 'bored' }] })],
    ['former', async (all: JsonObject) => ({ ...all, former: [{ ...one(all), at: 'today' }] })],
    [
      'former',
      async (all: JsonObject) => ({ ...all, former: [{ ...one(all), heads: [head(2), head(1)] }] }),
    ],
    [
      'former',
      async (all: JsonObject) => ({
        ...all,
        former: [{ ...one(all), heads: [{ ...head(1), size: 0 }] }],
      }),
    ],
    [
      'former',
      async (all: JsonObject) => {
        const heads = Array.from({ length: FORMER_HEADS_MAX + 1 }, (_, i) => head(i));
        return { ...all, former: [{ ...one(all), heads }] };
      },
    ],
    [
      'former',
      async () => {
        const keys = Array.from({ length: FORMER_KEYS_MAX + 1 }, (_, i) =>
          formerOf(signer(`key ${i}`).publicKey, 'rotated', 0),
        );
        return body({ ...renewed('lost'), former: keys });
      },
    ],
  ] as const)('[D1] is refused where its %s is bent', async (path, bend) => {
    const text = formatCanonical((await bend(await body(renewed('lost')))) as JsonObject);
    const bent = await signNote(identity, 'qamar.example', `${text}\n`);
    expect(faultOf(parseCard(hostPrimitives, bent))).toEqual({ kind: 'card-malformed', path });
  });

  it('[D2] takes the place of the pinned one by itself, be it the next or a later one', () => {
    const once = renewed('rotated');
    const twice: Card = {
      ...once,
      nodeKey: third.publicKey,
      serial: 2,
      former: [...once.former!, formerOf(second.publicKey, 'lost', 9)],
    };
    for (const [pinned, next] of [
      [CARD, once],
      [once, twice],
      [CARD, twice],
      [once, { ...once, serial: 7, addresses: ['https://moved.example'] }],
    ] as const) {
      expect(must(renewCard(pinned, next))).toBe(next);
    }
  });

  it('[D2] [L27] does not where anything stands against it', () => {
    const once = renewed('rotated');
    const other = signer('thief');
    const key = { ...CARD.identityKey, publicKey: other.publicKey };
    const witness = { ...CARD.identityKey, type: 'cosignature' } as const;
    const cases: readonly (readonly [Card, Card, string])[] = [
      [CARD, { ...once, party: 'nahr' as PartyId }, 'other-party'],
      [CARD, { ...once, identityKey: key }, 'other-identity'],
      [CARD, { ...once, domain: 'other.example' }, 'other-domain'],
      [CARD, { ...once, witnessKey: witness }, 'other-witness'],
      [CARD, CARD, 'same'],
      [once, must(parseAgain(once)), 'same'],
      [once, CARD, 'older'],
      [CARD, { ...CARD, nodeKey: other.publicKey }, 'serial-twice'],
      [once, { ...once, nodeKey: other.publicKey }, 'serial-twice'],
      [once, { ...CARD, serial: 2 }, 'forgets'],
      [once, { ...once, serial: 2, nodeKey: third.publicKey }, 'forgets'],
      [CARD, { ...once, former: [formerOf(other.publicKey, 'rotated')] }, 'forgets'],
      [once, { ...once, serial: 2, former: [formerOf(first.publicKey, 'lost')] }, 'forgets'],
    ];
    for (const [pinned, next, kind] of cases) {
      expect(faultOf(renewCard(pinned, next))).toEqual({ kind });
    }
  });
});

describe('a checkpoint', () => {
  const keys = (reason: FormerReason) => keysOfOrigin(renewed(reason), ORIGIN)!;

  it('[D3] [L22] counts by the present key at every size, and by nobody else', async () => {
    for (const size of [0, 1, HEAD_SIZE, HEAD_SIZE + 4]) {
      const note = await noteOf(second, size);
      for (const believing of ['held', 'alone', 'accuse'] as const) {
        expect(openOf(hostPrimitives, keys('lost'), note, believing).ok).toBe(true);
      }
    }
    const fault = faultOf(openOf(hostPrimitives, keys('lost'), await noteOf(third, 2)));
    expect(fault).toEqual({ kind: 'no-known-signature' });
  });

  // Of each: believed as a place in a tree, by itself, against its author.
  it.each([
    ['rotated', 'true', HEAD_SIZE - 1, [true, true, true]],
    ['rotated', 'true', HEAD_SIZE, [true, true, true]],
    ['rotated', 'true', HEAD_SIZE + 1, [false, false, false]],
    ['rotated', 'other', HEAD_SIZE, [false, false, true]],
    ['lost', 'true', HEAD_SIZE - 1, [true, false, false]],
    ['lost', 'true', HEAD_SIZE, [true, true, true]],
    ['lost', 'true', HEAD_SIZE + 1, [false, false, false]],
    ['lost', 'other', HEAD_SIZE, [false, false, false]],
  ] as const)(
    '[D3] [D4] by a key that was %s, on the %s tree at %i entries, counts in its place alone',
    async (reason, tree, size, wanted) => {
      const note = await noteOf(first, size, tree);
      const found = (['held', 'alone', 'accuse'] as const).map((believing) => {
        const opened = openOf(hostPrimitives, keys(reason), note, believing);
        if (!opened.ok)
          expect(opened.fault).toEqual({ kind: 'key-retired', reason, size: HEAD_SIZE });
        return opened.ok;
      });
      expect(found).toEqual(wanted);
    },
  );

  it('[D3] of a log that the card does not name counts by no former key', async () => {
    const card = { ...renewed('rotated'), former: [formerOf(first.publicKey, 'rotated', 0)] };
    const note = await noteOf(first, 1);
    const none = keysOfOrigin(card, ORIGIN)!;
    expect(openOf(hostPrimitives, none, note, 'accuse').ok).toBe(false);
    expect(lastHead(none)?.size).toBe(0);
    expect(isBeyond(hostPrimitives, none, note)).toBe(true);
  });

  it('[D3] whatever keys there were, a former key never reaches beyond its head', () => {
    const sizes = fc.integer({ min: 0, max: 9 });
    const reasons = fc.constantFrom<FormerReason>('rotated', 'lost');
    const law = fc.asyncProperty(sizes, sizes, reasons, async (head, size, reason) => {
      const card = { ...renewed(reason), former: [formerOf(first.publicKey, reason, head)] };
      const note = await noteOf(first, size);
      const of = keysOfOrigin(card, ORIGIN)!;
      const opened = openOf(hostPrimitives, of, note, 'held');
      expect(opened.ok).toBe(size <= head);
      expect(isBeyond(hostPrimitives, of, note)).toBe(size > head);
      expect(signerOf(of, note).publicKey).toEqual(first.publicKey);
    });
    return fc.assert(law, { numRuns: 25 });
  });

  it('[D3] [L18] shows a record alone by a rotated key, and by a lost one only at its head', async () => {
    const leaves = Array.from({ length: HEAD_SIZE }, (_, i) => leafHash(sha256, utf8(`true ${i}`)));
    for (const [reason, size, isShown] of [
      ['rotated', 3, true],
      ['lost', 3, false],
      ['lost', HEAD_SIZE, true],
    ] as const) {
      const checkpoint = must(parseCheckpoint(await noteOf(first, size)));
      const hashes = must(inclusionProof(sha256, hashesIn(sha256, leaves.slice(0, size)), 1, size));
      const proof = formatProof({ extra: undefined, index: 1, hashes, checkpoint });
      const of = { log: keys(reason), witnesses: [] };
      const shown = verifyRecordProof(hostPrimitives, proof, utf8('true 1'), of);
      expect(shown.ok).toBe(isShown);
    }
  });
});

describe('a receipt', () => {
  const nahr: Card = {
    ...CARD,
    party: 'nahr' as PartyId,
    domain: 'nahr.example',
    nodeKey: second.publicKey,
    serial: 1,
  };
  const receipt = async (by: typeof first, size: number, at = 1_789_999_000) => {
    const checkpoint = must(parseCheckpoint(await noteOf(signer('author'), size)));
    const { name } = receiptKey(nahr);
    const line = await cosign(by, name, checkpointBody(checkpoint), instant(at));
    return must(withSignature(checkpoint, line));
  };

  it('[D5] [L30] counts by the present key, and by a rotated one as far as it went and until then', async () => {
    const rotated = { ...nahr, former: [formerOf(first.publicKey, 'rotated')] };
    const lost = { ...nahr, former: [formerOf(first.publicKey, 'lost')] };
    for (const [card, shown, isGood] of [
      [rotated, await receipt(second, 9), true],
      [rotated, await receipt(first, HEAD_SIZE), true],
      [rotated, await receipt(first, HEAD_SIZE + 1), false],
      [rotated, await receipt(first, 2, 1_790_000_001), false],
      [rotated, await receipt(third, 2), false],
      [lost, await receipt(first, HEAD_SIZE), false],
      [lost, await receipt(second, HEAD_SIZE), true],
      [
        { ...rotated, former: [formerOf(first.publicKey, 'rotated', 0)] },
        await receipt(first, 1),
        false,
      ],
    ] as const) {
      expect(receiptLines(hostPrimitives, shown, [card])).toHaveLength(isGood ? 1 : 0);
    }
  });
});

function one(all: JsonObject): JsonObject {
  return (all['former'] as readonly JsonObject[])[0]!;
}

function parseAgain(card: Card) {
  const { former, serial, ...rest } = card;
  return { ok: true, value: { former, serial, ...rest } as Card } as const;
}
