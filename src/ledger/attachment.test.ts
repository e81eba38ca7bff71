import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, utf8 } from '../base/bytes.ts';
import { bytesOf, contentFor, namedOf, piecesOf } from '../store/attachment.suite.ts';
import { EMPTY_FRONTIER, grow, hashesIn, leafHash } from '../proof/tree.ts';
import {
  PIECE_BYTES,
  contentOf,
  pieceBytes,
  pieceCount,
  proofOfPiece,
  verifyPiece,
} from './attachment.ts';

const bytes = bytesOf(4 * PIECE_BYTES + 17);
const content = contentFor(bytes);
const pieces = piecesOf(bytes);
const leaves = pieces.map((piece) => leafHash(sha256, piece));
const proofs = pieces.map((_, at) =>
  proofOfPiece(sha256, hashesIn(sha256, leaves), at, leaves.length),
);

describe('the pieces of an attachment', () => {
  it('[G3] are 65,536 bytes each but the last, and make up all of it', () => {
    const sizes = fc.integer({ min: 1, max: 104_857_600 });
    fc.assert(
      fc.property(sizes, (size) => {
        const count = pieceCount(size);
        const last = pieceBytes(size, count - 1);
        expect((count - 1) * PIECE_BYTES + last).toBe(size);
        expect(last).toBeGreaterThan(0);
        expect(pieceBytes(size, count)).toBe(0);
      }),
    );
  });

  it('[G3] have a root that RFC 6962 gives, and one key for the same bytes whatever they are called', () => {
    expect(grow(sha256, EMPTY_FRONTIER, leaves).size).toBe(5);
    expect(contentOf(sha256, namedOf(bytes, 'other.jpg')).key).toBe(content.key);
    const named = namedOf(bytes);
    const others = [{ size: 1 }, { sha256: named.root }, { root: named.sha256 }];
    for (const other of others) {
      expect(contentOf(sha256, { ...named, ...other }).key).not.toBe(content.key);
    }
  });

  it('[G4] hold in their own place with their own proof, and nowhere else', () => {
    for (const [at, piece] of pieces.entries()) {
      const proof = proofs[at]!;
      expect(verifyPiece(sha256, content, at, { bytes: piece, proof })).toBe(true);
      for (const [other] of pieces.entries()) {
        if (other === at) continue;
        expect(verifyPiece(sha256, content, other, { bytes: piece, proof })).toBe(false);
        expect(verifyPiece(sha256, content, at, { bytes: piece, proof: proofs[other]! })).toBe(
          other === at,
        );
      }
    }
  });

  it('[G4] do not hold when a bit, a length, a hash or the place is another', () => {
    const spoilt = fc.record({
      at: fc.integer({ min: 0, max: 4 }),
      byte: fc.nat({ max: 16 }),
      step: fc.nat({ max: 2 }),
      way: fc.constantFrom('bit', 'short', 'long', 'hash', 'less', 'more', 'place'),
    });
    const verify = (at: number, piece: Uint8Array, proof: readonly Uint8Array[]) =>
      verifyPiece(sha256, content, at, { bytes: piece, proof });
    fc.assert(
      fc.property(spoilt, ({ at, byte, step, way }) => {
        const [piece, proof] = [pieces[at]!, proofs[at]!];
        const bent = piece.slice();
        bent[byte]! ^= 1;
        const hashes = proof.map((hash, i) => (i === step % proof.length ? sha256(hash) : hash));
        const outcomes = {
          bit: () => verify(at, bent, proof),
          short: () => verify(at, piece.slice(1), proof),
          long: () => verify(at, new Uint8Array([...piece.slice(0, 9), ...piece]), proof),
          hash: () => verify(at, piece, hashes),
          less: () => verify(at, piece, proof.slice(1)),
          more: () => verify(at, piece, [...proof, sha256(utf8('more'))]),
          place: () => [-1, 5, 0.5, Number.NaN].some((place) => verify(place, piece, proof)),
        };
        expect(outcomes[way]()).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
