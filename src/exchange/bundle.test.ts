import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../base/bytes.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import type { BundleFrame, BundleItem, RunningHash } from './bundle.ts';
import {
  BUNDLE_ASK,
  BUNDLE_BYTES_MAX,
  BUNDLE_LINE_BYTES_MAX,
  BUNDLE_VERSION,
  readBundle,
  writeBundle,
} from './bundle.ts';

const [qamar, nahr] = ['qamar', 'nahr'] as [PartyId, PartyId];
const log = 'ab'.repeat(16) as LogId;
const note = 'qamar.example/log/x\n1\nAAAA\n\n\u2014 qamar.example/log/x AAAAAAAAAAA=\n';
const head = { from: qamar, to: nahr, at: '2026-11-21T10:02:11Z' };
const root = new Uint8Array(32).fill(7);

const frames: fc.Arbitrary<readonly BundleFrame[]> = fc.array(
  fc.oneof(
    fc.constant({ kind: 'log', author: qamar, log, audience: [nahr, qamar] } as const),
    fc.record({
      kind: fc.constant('tell' as const),
      ask: fc.constant(BUNDLE_ASK),
      log: fc.constant(log),
      note: fc.constant(note),
      from: fc.nat(),
      entries: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('card' as const), card: fc.string({ maxLength: 60 }) }),
    fc.constant({ kind: 'offer', log, note } as const),
    fc.constant({ kind: 'receipt', log, note } as const),
    fc.constant({
      kind: 'evidence',
      log,
      earlier: note,
      later: note,
      root,
      proof: [root],
    } as const),
  ),
  { maxLength: 8 },
);

const fresh = (): RunningHash => nobleSha256.create();

function write(said: readonly BundleFrame[]): Uint8Array {
  const writer = writeBundle(fresh());
  const parts = [writer.head(head), ...said.map((frame) => writer.frame(frame)), writer.tail()];
  return concat(...parts);
}

/** What a reader finds in bytes that come in pieces, and how it ended. */
function readIn(pieces: readonly Uint8Array[]) {
  const reader = readBundle(fresh());
  const found: BundleItem[] = [];
  for (const piece of pieces) {
    const items = reader.take(piece);
    if (!items.ok) return { found, fault: items.fault };
    found.push(...items.value);
  }
  const end = reader.end();
  return end.ok ? { found, fault: undefined } : { found, fault: end.fault };
}

function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length];
  const sorted = ends.toSorted((ours, theirs) => ours - theirs);
  return sorted.map((end, i) => bytes.subarray(sorted[i - 1] ?? 0, end));
}

describe('a bundle', () => {
  it('[B3] comes out as it went in, in whatever pieces its bytes come', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat()), (said, places) => {
        const { found, fault } = readIn(cutAt(write(said), places));
        expect(fault).toBeUndefined();
        const entries = said.flatMap((each) => (each.kind === 'tell' ? each.entries : [])).length;
        const logs = said.filter(({ kind }) => kind === 'log').length;
        expect(found).toEqual([
          { kind: 'head', head },
          ...said.map((frame) => ({ kind: 'frame', frame })),
          { kind: 'tail', tail: { frames: said.length, logs, entries } },
        ]);
      }),
    );
  });

  it('[B3] is lines and lengths that another team can read', () => {
    const text = String.fromCharCode(...write([{ kind: 'offer', log, note }]));
    expect(text.split('\n').slice(0, 2)).toEqual([
      BUNDLE_VERSION,
      '{"at":"2026-11-21T10:02:11Z","for":"nahr","from":"qamar"}',
    ]);
    expect(text).toMatch(/\0\0\0\0\{"entries":0,"frames":1,"logs":0,"sha256":"[0-9a-f]{64}"\}\n$/);
  });

  it('[B4] tells a cut one, whatever was cut off, and a changed one, whichever byte was changed', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (said, place, by) => {
        const whole = write(said);
        const at = place % whole.length;
        expect(readIn([whole.subarray(0, at)]).fault).toBeDefined();
        const changed = whole.slice();
        changed[at] = (changed[at] ?? 0) ^ by;
        expect(readIn([changed]).fault).toBeDefined();
        expect(readIn([whole, Uint8Array.of(by)]).fault).toBeDefined();
      }),
    );
  });

  it('[B4] tells a tail that counts otherwise than what is there', () => {
    const text = new TextDecoder().decode(write([]));
    for (const name of ['entries', 'logs', 'frames']) {
      const other = text.replace(`"${name}":0`, `"${name}":1`);
      expect([name, other === text, readIn([utf8(other)]).fault]).toEqual([
        name,
        false,
        expect.anything(),
      ]);
    }
  });

  it('[D11] brings renewed cards as they were signed, and no line that is another form of one', () => {
    const card = 'one line\n\n\u2014 qamar.example AAAAAAAAAAA=\n';
    const whole = write([{ kind: 'card', card }]);
    expect(readIn([whole]).found[1]).toEqual({ kind: 'frame', frame: { kind: 'card', card } });
    const writer = writeBundle(fresh());
    const other = utf8(`{"kind":"card","card":"x","v":1}\n`);
    const framed = concat(Uint8Array.of(0, 0, 0, other.length), other);
    const read = readIn([writer.head(head), framed, Uint8Array.of(0, 0, 0, 0)]);
    expect(read.found.map(({ kind }) => kind)).toEqual(['head', 'unknown']);
  });

  it('[B5] of a newer version says so, and passes over what only a newer one knows', () => {
    expect(readIn([utf8('tansiq/bundle/v2\nx\n')]).fault).toEqual({
      kind: 'bundle-newer',
      version: '2',
    });
    const writer = writeBundle(fresh());
    const strange = { kind: 'song', log } as unknown as BundleFrame;
    const parts = [writer.head(head), writer.frame(strange), writer.tail()];
    expect(readIn(parts).found.map(({ kind }) => kind)).toEqual(['head', 'unknown', 'tail']);
  });

  it('[B6] that is too large is refused before it is read, and no bytes make a reader throw', () => {
    const start = writeBundle(fresh()).head(head);
    const large = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
    expect(readIn([start, large]).fault).toMatchObject({ kind: 'bundle-too-large' });
    const endless = new Uint8Array(BUNDLE_LINE_BYTES_MAX).fill(0x61);
    expect(readIn([endless]).fault).toEqual({ kind: 'not-a-bundle' });
    expect(BUNDLE_BYTES_MAX).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat()), (bytes, places) => {
        expect(readIn(cutAt(bytes, places)).fault).toBeDefined();
        expect(readIn([start, ...cutAt(bytes, places)]).fault).toBeDefined();
      }),
    );
  });
});
