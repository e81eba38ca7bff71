import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import {
  faultOf,
  flip,
  hostPrimitives,
  logKeyOf,
  must,
  signerOf,
  witnessKeyOf,
} from './cast.suite.ts';
import { checkpointBody, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosign, withSignature } from './cosignature.ts';
import type { TlogProof } from './tlog-proof.ts';
import { formatProof, parseProof, verifyProof } from './tlog-proof.ts';
import { EMPTY_FRONTIER, grow, hashesIn, inclusionProof, leafHash, rootOf } from './tree.ts';

const { sha256 } = hostPrimitives;
const ORIGIN = 'qamar.example/log/1';
const entries = Array.from({ length: 11 }, (_, i) => utf8(`entry ${i}`));
const leaves = entries.map((entry) => leafHash(sha256, entry));
const root = rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves));
const NOON = instant(1_790_000_000);
const keys = { log: logKeyOf(ORIGIN), witnesses: [witnessKeyOf('witness'), witnessKeyOf('nahr')] };

async function proofOf(index: number): Promise<TlogProof> {
  const hashes = must(inclusionProof(sha256, hashesIn(sha256, leaves), index, 11));
  const signed = await signCheckpoint(signerOf(ORIGIN), { origin: ORIGIN, size: 11, root });
  const line = await cosign(signerOf('witness'), 'witness', checkpointBody(signed), NOON);
  return { extra: undefined, index, hashes, checkpoint: must(withSignature(signed, line)) };
}

describe('a proof of one entry', () => {
  it('[L18] shows its entry and who cosigned, and names nobody who did not', async () => {
    for (const index of [0, 7, 10]) {
      const text = formatProof(await proofOf(index));
      expect(must(verifyProof(hostPrimitives, text, entries[index]!, keys))).toEqual({
        index,
        size: 11,
        cosignedBy: [{ name: 'witness', time: NOON }],
      });
    }
  });

  it('[L18] of the only entry of a log needs no hash', async () => {
    const head = { origin: ORIGIN, size: 1, root: leaves[0]! };
    const checkpoint = await signCheckpoint(signerOf(ORIGIN), head);
    const text = formatProof({ extra: undefined, index: 0, hashes: [], checkpoint });
    expect(must(verifyProof(hostPrimitives, text, entries[0]!, keys)).cosignedBy).toEqual([]);
  });

  it('[L18] comes back from its text, with what is extra and with what is not', async () => {
    const proof = await proofOf(3);
    for (const extra of [undefined, utf8('salt')]) {
      expect(must(parseProof(formatProof({ ...proof, extra })))).toEqual({ ...proof, extra });
    }
  });

  it('[L18] refuses a text that is no proof, each for its reason', async () => {
    const text = formatProof(await proofOf(3));
    const kindOf = (from: string, to: string): string =>
      faultOf(parseProof(text.replace(from, to))).kind;
    expect(kindOf('@v1', '@v2')).toBe('bad-header');
    expect(kindOf('index 3', 'index 03')).toBe('bad-index');
    expect(kindOf('index 3', 'place 3')).toBe('bad-index');
    expect(kindOf('index 3', 'extra !\nindex 3')).toBe('bad-extra');
    expect(kindOf('index 3\n', 'index 3\nAAAA\n')).toBe('bad-hash');
    expect(kindOf('index 3\n', `index 3\n${`${'A'.repeat(43)}=\n`.repeat(64)}`)).toBe('bad-hash');
    expect(kindOf('\n11\n', '\n011\n')).toBe('bad-size');
    expect(faultOf(parseProof('')).kind).toBe('bad-header');
    expect(faultOf(parseProof('x'.repeat(200_000))).kind).toBe('too-large');
  });

  it('[L18] shows nothing of another entry, another place or another log', async () => {
    const text = formatProof(await proofOf(3));
    const kindOf = (shown: string, entry = entries[3]!, trusted = keys): string =>
      faultOf(verifyProof(hostPrimitives, shown, entry, trusted)).kind;
    expect(kindOf(text, entries[4])).toBe('not-included');
    expect(kindOf(text.replace('index 3', 'index 2'))).toBe('not-included');
    expect(kindOf(text, entries[3], { ...keys, log: logKeyOf('nahr') })).toBe('wrong-origin');
    expect(kindOf(text.replace('\n11\n', '\n12\n'))).toBe('bad-signature');
    const impostor = { ...witnessKeyOf('witness'), publicKey: signerOf('nahr').publicKey };
    const shown = verifyProof(hostPrimitives, text, entries[3]!, {
      ...keys,
      witnesses: [impostor],
    });
    expect(must(shown).cosignedBy).toEqual([]);
  });

  it('[L18] does not survive one changed byte, but for what is extra', async () => {
    const bytes = utf8(formatProof(await proofOf(3)));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 127 }), (where, change) => {
        const text = Buffer.from(flip(bytes, where, change)).toString('utf8');
        const shown = verifyProof(hostPrimitives, text, entries[3]!, keys);
        // A change in the name or id of a witness makes it one that we do not know.
        if (shown.ok) expect(shown.value.cosignedBy).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('[L18] is read from any text without throwing', () => {
    const part = fc.constantFrom(
      'c2sp.org/tlog-proof@v1\n',
      'index 0',
      '\n',
      'extra ',
      'AAAA',
      'x',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        parseProof(parts.join(''));
        parseCheckpoint(parts.join(''));
      }),
    );
  });
});
