import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, formatHex, sha256 } from '../base/bytes.ts';
import { seededRandom } from '../base/ports.ts';
import { EMPTY_FRONTIER, grow, leafHash, leafHashes, rootOf } from '../proof/tree.ts';
import { openLanes } from './lanes.ts';
import { hostPrimitives } from './primitives.ts';

const lanes = openLanes();
const random = seededRandom(17);
const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, () => random.below(256));

/** Many bytes are compared as text: one by one they take seconds. */
const hex = (hashes: readonly Uint8Array[] | undefined) => hashes?.map(formatHex);

describe('hashes of many at once', () => {
  it('[L5] are those of one after the other, however long each is', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 255 }), (each, first) => {
        const messages = each.map(bytesOf);
        const alone = messages.map((message) => sha256(concat(Uint8Array.of(first), message)));
        expect(hex(lanes?.behind(first, messages))).toEqual(hex(alone));
      }),
      { numRuns: 60 },
    );
  });

  it('[L5] hold at every end of a block, for the largest entry, and past what goes in at once', () => {
    const lengths = [0, 54, 55, 56, 62, 63, 64, 118, 119, 120, 65_535, 1, 65_534, 65_535];
    const many = Array.from({ length: 2_500 }, (_, i) => bytesOf((i * 7) % 90));
    const messages = [...lengths.map(bytesOf), ...many];
    const alone = messages.map((message) => leafHash(sha256, message));
    expect(hex(lanes?.behind(0, messages))).toEqual(hex(alone));
    expect(lanes?.behind(0, [])).toEqual([]);
  });

  it('[L5] of pairs are those of nodes, past what goes in at once', () => {
    const pairs = bytesOf(64 * 1_301);
    const alone = Array.from({ length: 1_301 }, (_, i) =>
      sha256(concat(Uint8Array.of(1), pairs.subarray(64 * i, 64 * (i + 1)))),
    );
    expect(formatHex(lanes?.pairs(1, pairs) ?? pairs)).toBe(formatHex(concat(...alone)));
  });

  it('[L5] grow the tree that is grown leaf by leaf, from every size', () => {
    const { sha256: host } = hostPrimitives();
    expect(host.behind).toBeDefined();
    const leaves = leafHashes(
      host,
      Array.from({ length: 700 }, (_, i) => bytesOf(i % 99)),
    );
    for (let from = 0; from < 70; from += 1) {
      const upto = from + 16 + ((from * 37) % 600);
      const [before, rest] = [leaves.slice(0, from), leaves.slice(from, upto)];
      const [slow, fast] = [sha256, host].map((by) =>
        grow(by, grow(sha256, EMPTY_FRONTIER, before), rest),
      );
      expect(fast).toEqual(slow);
      expect(rootOf(host, fast!)).toEqual(rootOf(sha256, slow!));
    }
  });

  it('[L5] what is no hash is taken as it is, leaf by leaf', () => {
    const leaves = Array.from({ length: 40 }, (_, i) => bytesOf(i === 7 ? 31 : 32));
    const { sha256: host } = hostPrimitives();
    expect(grow(host, EMPTY_FRONTIER, leaves)).toEqual(grow(sha256, EMPTY_FRONTIER, leaves));
  });
});
