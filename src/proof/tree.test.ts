import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal, formatHex, parseHex, sha256, utf8 } from '../base/bytes.ts';
import { flip, hostPrimitives } from './cast.suite.ts';
import type { Frontier } from './tree.ts';
import {
  EMPTY_FRONTIER,
  EMPTY_ROOT,
  consistencyProof,
  grow,
  hashesIn,
  inclusionProof,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';

const hostSha256 = hostPrimitives.sha256;
const hex = (text: string): Uint8Array => {
  const bytes = parseHex(text);
  if (!bytes.ok) throw new Error(text);
  return bytes.value;
};

// The eight entries and roots with which implementations of RFC 6962 are tested everywhere.
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(hex);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(hostSha256, utf8(`entry ${i}`)));
const frontierOf = (hashes: readonly Uint8Array[]): Frontier =>
  grow(hostSha256, EMPTY_FRONTIER, hashes);
const rootAt = (hashes: readonly Uint8Array[], size: number): Uint8Array =>
  rootOf(hostSha256, frontierOf(hashes.slice(0, size)));

/** RFC 6962 §2.1 as it is written, to hold the quick form against. */
function plainRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return hostSha256(new Uint8Array(0));
  if (hashes.length === 1) return hashes[0]!;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  const [left, right] = [plainRoot(hashes.slice(0, split)), plainRoot(hashes.slice(split))];
  return hostSha256(concat(Uint8Array.of(1), left, right));
}

describe('the tree', () => {
  it('[L5] has the roots that RFC 6962 implementations agree on', () => {
    for (const [i, root] of ROOTS.entries()) {
      const hashes = ENTRIES.slice(0, i + 1).map((entry) => leafHash(sha256, entry));
      expect(formatHex(rootOf(sha256, grow(sha256, EMPTY_FRONTIER, hashes)))).toBe(root);
    }
    expect(equal(EMPTY_ROOT, sha256(new Uint8Array(0)))).toBe(true);
    expect(equal(EMPTY_ROOT, rootOf(sha256, EMPTY_FRONTIER))).toBe(true);
  });

  it('[L6] makes the inclusion proofs that RFC 6962 implementations agree on', () => {
    const read = hashesIn(
      sha256,
      ENTRIES.map((entry) => leafHash(sha256, entry)),
    );
    const proof = inclusionProof(sha256, read, 5, 8);
    expect(proof.ok && proof.value.map(formatHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      ROOTS[3],
    ]);
  });

  it('[L7] makes the consistency proofs that RFC 6962 implementations agree on', () => {
    const read = hashesIn(
      sha256,
      ENTRIES.map((entry) => leafHash(sha256, entry)),
    );
    const whole = consistencyProof(sha256, read, 6, 8);
    expect(whole.ok && whole.value.map(formatHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      ROOTS[3],
    ]);
    const early = consistencyProof(sha256, read, 2, 5);
    expect(early.ok && early.value.map(formatHex)).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });

  it('grows to the same root in pieces and at once, and to that of the plain definition', () => {
    const cuts = fc.array(fc.nat(90), { maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(90), cuts, (size, places) => {
        const hashes = leaves(size);
        const bounds = [0, ...places.filter((cut) => cut <= size), size].toSorted((a, b) => a - b);
        let pieces = EMPTY_FRONTIER;
        for (const [i, bound] of bounds.slice(1).entries()) {
          pieces = grow(hostSha256, pieces, hashes.slice(bounds[i], bound));
        }
        expect(pieces).toEqual(frontierOf(hashes));
        expect(rootOf(hostSha256, pieces)).toEqual(plainRoot(hashes));
      }),
      { numRuns: 60 },
    );
  });

  it('[L6] proves every entry of every small tree', () => {
    const hashes = leaves(40);
    const read = hashesIn(hostSha256, hashes);
    for (let size = 1; size <= 40; size += 1) {
      const root = rootAt(hashes, size);
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(hostSha256, read, index, size);
        if (!proof.ok) throw new Error(proof.fault.kind);
        const claim = { leaf: hashes[index]!, index, size, proof: proof.value, root };
        expect(verifyInclusion(hostSha256, claim)).toBe(true);
      }
    }
  });

  it('[L7] proves every small tree to extend every smaller one', () => {
    const hashes = leaves(40);
    const read = hashesIn(hostSha256, hashes);
    const roots = Array.from({ length: 41 }, (_, size) => rootAt(hashes, size));
    for (let upto = 0; upto <= 40; upto += 1) {
      for (let from = 0; from <= upto; from += 1) {
        const proof = consistencyProof(hostSha256, read, from, upto);
        if (!proof.ok) throw new Error(proof.fault.kind);
        const [fromRoot, uptoRoot] = [roots[from]!, roots[upto]!];
        const claim = { from, fromRoot, upto, uptoRoot, proof: proof.value };
        expect(verifyConsistency(hostSha256, claim)).toBe(true);
      }
    }
  });

  it('[L6] refuses an inclusion proof with any byte changed, cut, doubled or moved', () => {
    const hashes = leaves(70);
    const read = hashesIn(hostSha256, hashes);
    const place = fc
      .integer({ min: 2, max: 70 })
      .chain((size) =>
        fc.tuple(
          fc.constant(size),
          fc.nat(size - 1),
          fc.nat(2 ** 20),
          fc.integer({ min: 1, max: 255 }),
        ),
      );
    fc.assert(
      fc.property(place, ([size, index, where, change]) => {
        const made = inclusionProof(hostSha256, read, index, size);
        if (!made.ok) throw new Error(made.fault.kind);
        const proof = made.value;
        const claim = { leaf: hashes[index]!, index, size, proof, root: rootAt(hashes, size) };
        const holds = (other: Partial<typeof claim>): boolean =>
          verifyInclusion(hostSha256, { ...claim, ...other });
        const step = where % proof.length;
        expect(holds({ proof: proof.with(step, flip(proof[step]!, where, change)) })).toBe(false);
        expect(holds({ leaf: flip(claim.leaf, where, change) })).toBe(false);
        expect(holds({ root: flip(claim.root, where, change) })).toBe(false);
        expect(holds({ proof: proof.slice(1) })).toBe(false);
        expect(holds({ proof: [...proof, proof[step]!] })).toBe(false);
        expect(holds({ index: index === 0 ? 1 : index - 1 })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('[L6] refuses a proof of a smaller tree under a larger size', () => {
    const hashes = leaves(8);
    const read = hashesIn(hostSha256, hashes);
    for (const [small, large] of [
      [1, 2],
      [2, 8],
      [4, 7],
    ] as const) {
      const made = inclusionProof(hostSha256, read, 0, small);
      if (!made.ok) throw new Error(made.fault.kind);
      const claim = { leaf: hashes[0]!, index: 0, proof: made.value, root: rootAt(hashes, small) };
      expect(verifyInclusion(hostSha256, { ...claim, size: small })).toBe(true);
      expect(verifyInclusion(hostSha256, { ...claim, size: large })).toBe(false);
    }
  });

  it('[L7] refuses a consistency proof with any byte changed, cut or doubled', () => {
    const hashes = leaves(70);
    const read = hashesIn(hostSha256, hashes);
    const place = fc
      .integer({ min: 2, max: 70 })
      .chain((upto) =>
        fc.tuple(
          fc.constant(upto),
          fc.integer({ min: 1, max: upto - 1 }),
          fc.nat(2 ** 20),
          fc.integer({ min: 1, max: 255 }),
        ),
      );
    fc.assert(
      fc.property(place, ([upto, from, where, change]) => {
        const made = consistencyProof(hostSha256, read, from, upto);
        if (!made.ok) throw new Error(made.fault.kind);
        const proof = made.value;
        const roots = { fromRoot: rootAt(hashes, from), uptoRoot: rootAt(hashes, upto) };
        const claim = { from, upto, proof, ...roots };
        const holds = (other: Partial<typeof claim>): boolean =>
          verifyConsistency(hostSha256, { ...claim, ...other });
        const step = where % proof.length;
        expect(holds({ proof: proof.with(step, flip(proof[step]!, where, change)) })).toBe(false);
        expect(holds({ fromRoot: flip(claim.fromRoot, where, change) })).toBe(false);
        expect(holds({ uptoRoot: flip(claim.uptoRoot, where, change) })).toBe(false);
        expect(holds({ proof: proof.slice(1) })).toBe(false);
        expect(holds({ proof: [...proof, proof[step]!] })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('[L7] takes no proof where none is needed', () => {
    const root = rootAt(leaves(3), 3);
    const extra = [root];
    const same = { from: 3, fromRoot: root, upto: 3, uptoRoot: root };
    const first = { from: 0, fromRoot: EMPTY_ROOT, upto: 3, uptoRoot: root };
    expect(verifyConsistency(sha256, { ...same, proof: [] })).toBe(true);
    expect(verifyConsistency(sha256, { ...same, proof: extra })).toBe(false);
    expect(verifyConsistency(sha256, { ...first, proof: [] })).toBe(true);
    expect(verifyConsistency(sha256, { ...first, proof: extra })).toBe(false);
    expect(verifyConsistency(sha256, { ...first, fromRoot: root, proof: [] })).toBe(false);
    expect(verifyConsistency(sha256, { ...same, from: 4, proof: [] })).toBe(false);
  });

  it('judges claims about sizes past 2^32 and 2^53 without stumbling', () => {
    const root = EMPTY_ROOT;
    const proof = Array.from({ length: 52 }, () => root);
    for (const size of [2 ** 40 + 1, Number.MAX_SAFE_INTEGER, 2 ** 60, Number.NaN, -1, 1.5]) {
      expect(verifyInclusion(sha256, { leaf: root, index: 1, size, proof, root })).toBe(false);
      const pair = { from: 1, fromRoot: root, upto: size, uptoRoot: root, proof };
      expect(verifyConsistency(sha256, pair)).toBe(false);
    }
  });

  it('says which hash is missing and which place does not exist', () => {
    const read = hashesIn(sha256, leaves(4));
    expect(inclusionProof(sha256, read, 4, 4)).toEqual({
      ok: false,
      fault: { kind: 'out-of-range' },
    });
    expect(consistencyProof(sha256, read, 5, 4)).toEqual({
      ok: false,
      fault: { kind: 'out-of-range' },
    });
    expect(inclusionProof(sha256, read, 0, 5)).toEqual({
      ok: false,
      fault: { kind: 'missing-hash', level: 0, index: 4 },
    });
  });
});
