import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { equal } from '../base/bytes.ts';
import { STUB_BYTES_MAX, STUB_ENDING_BYTES, makeStub, openStub } from './stub.ts';
import { leafHash } from './tree.ts';

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

it('[W6] shows of any entry its leaf hash and its end, and less than a block more', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: STUB_ENDING_BYTES, maxLength: 700 }), (entry) => {
      const stub = makeStub(entry);
      const opened = openStub(stub);
      expect(stub.length).toBeLessThanOrEqual(STUB_BYTES_MAX);
      expect(opened && equal(opened.leaf, leafHash(sha256, entry))).toBe(true);
      const { ending = new Uint8Array() } = opened ?? {};
      expect(equal(ending, entry.slice(-ending.length))).toBe(true);
      expect(ending.length).toBeGreaterThanOrEqual(STUB_ENDING_BYTES - 1);
    }),
    { numRuns: 300 },
  );
});

it('[W6] holds for the longest entry too', () => {
  const entry = new Uint8Array(65_535).fill(7);
  expect(openStub(makeStub(entry))?.leaf).toEqual(leafHash(sha256, entry));
});

it('[W6] leads to another leaf wherever a bit of it is changed, or is no stub', () => {
  const entry = new Uint8Array(300).map((_, i) => i);
  const stub = makeStub(entry);
  const leaf = leafHash(sha256, entry);
  for (let bit = 0; bit < stub.length * 8; bit += 1) {
    const changed = stub.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const opened = openStub(changed);
    expect(opened !== undefined && equal(opened.leaf, leaf)).toBe(false);
  }
});

it('[W6] takes any bytes at all without a fault', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void openStub(bytes)));
});
