import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Letter, LetterHead } from './letter.ts';
import {
  OPEN_WHOLES_MAX,
  PARTS_MAX,
  PART_BYTES_MAX,
  cutBody,
  formatSigned,
  formatStatement,
  openJoining,
  parseSigned,
  parseStatement,
} from './letter.ts';

const head: LetterHead = {
  centre: 'qamar-nahr',
  from: 'qamar',
  to: 'nahr',
  name: '0'.repeat(32),
  part: 0,
  parts: 1,
  kind: 'message',
  packing: 'none',
};
const piece = Uint8Array.of(1, 2, 3);

describe('a letter', () => {
  it('[T21] has one form, which says all of what was signed', () => {
    const text = formatStatement({ head, piece });
    expect(text).toBe(
      'tansiq/letter/v1\ncentre qamar-nahr\nfrom qamar\nto nahr\n' +
        `name ${'0'.repeat(32)}\npart 0 of 1\nkind message\npacking none\n` +
        `sha256 ${createHash('sha256').update(piece).digest('hex')}\n`,
    );
    expect(parseStatement(text, piece)).toEqual(head);
    const signed = formatSigned('a note', piece);
    expect(parseSigned(signed)).toEqual({ note: 'a note', piece: Buffer.from(piece) });
  });

  it('[T22] is none where its piece, a letter of its statement or a figure is another', () => {
    const text = formatStatement({ head, piece });
    expect(parseStatement(text, Uint8Array.of(1, 2, 4))).toBeUndefined();
    for (const [one, other] of [
      ['part 0 of 1', 'part 1 of 1'],
      ['part 0 of 1', 'part 00 of 1'],
      ['part 0 of 1', `part 0 of ${PARTS_MAX + 1}`],
      ['kind message', 'kind word'],
      ['packing none', 'packing zip'],
      ['letter/v1', 'letter/v2'],
      ['to nahr\n', 'to nahr\nto jabal\n'],
    ] as const) {
      expect(parseStatement(text.replace(one, other), piece)).toBeUndefined();
    }
    const long = new Uint8Array(PART_BYTES_MAX + 1);
    expect(parseStatement(formatStatement({ head, piece: long }), long)).toBeUndefined();
  });

  it('[T22] is none where its statement is no UTF-8: it would be read as other text than was sent', () => {
    const signed = formatSigned(formatStatement({ head, piece }), piece);
    const at = Buffer.from(signed).indexOf('qamar');
    signed[at]! ^= 0x80;
    expect(parseSigned(signed)).toBeUndefined();
  });

  it('[T22] is read from any bytes without a slip', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const signed = parseSigned(bytes);
        if (signed) expect(parseStatement(signed.note, signed.piece)).toBeUndefined();
      }),
    );
  });
});

/** A body in letters. */
function lettersOf(body: Uint8Array, size: number, name: string): readonly Letter[] {
  const pieces = cutBody(body, size) ?? [];
  return pieces.map((each, part) => ({
    head: { ...head, name, part, parts: pieces.length },
    piece: each,
  }));
}

const nameOf = (figure: number): string => figure.toString(16).padStart(32, '0');

describe('messages in parts', () => {
  it('[T24] come together whatever their order, however often a part comes', () => {
    const bodies = fc.uint8Array({ minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(
        bodies,
        fc.integer({ min: 7, max: 90 }),
        fc.infiniteStream(fc.nat()),
        (body, size, draw) => {
          const letters = [
            ...lettersOf(body, size, nameOf(1)),
            ...lettersOf(body, size, nameOf(1)),
          ];
          const joining = openJoining();
          const drawn = letters.toSorted(() => (Number(draw.next().value) % 3) - 1);
          let owed = 0;
          const wholes = drawn.flatMap((letter) => joining.take(letter, () => (owed += 1)) ?? []);
          expect(wholes.length).toBeGreaterThan(0);
          for (const whole of wholes) expect(Buffer.from(whole.body).equals(body)).toBe(true);
          expect(owed).toBe(0);
          const [first] = wholes;
          first?.done();
          expect(owed).toBe(first?.head.parts);
        },
      ),
    );
  });

  it('[T24] are bounded in number and bytes for each sender, and the oldest gives way', () => {
    const joining = openJoining(1_000);
    const owed: string[] = [];
    const body = new Uint8Array(900);
    const take = (name: string, at: number) => {
      const letter = lettersOf(body, 300, name)[at];
      return letter && joining.take(letter, () => owed.push(name));
    };
    for (let i = 0; i < 50; i += 1) take(nameOf(i), 0);
    expect(joining.held()).toBe(OPEN_WHOLES_MAX * 300);
    expect(owed).toHaveLength(50 - OPEN_WHOLES_MAX);
    take(nameOf(49), 1);
    take(nameOf(48), 1);
    expect(joining.held()).toBeLessThanOrEqual(1_000);
    expect(take(nameOf(49), 2)?.body.length).toBe(900);
  });

  it('[T24] are not cut into more letters than there may be', () => {
    expect(cutBody(new Uint8Array(PARTS_MAX), 1)).toHaveLength(PARTS_MAX);
    expect(cutBody(new Uint8Array(PARTS_MAX + 1), 1)).toBeUndefined();
    expect(cutBody(new Uint8Array(10), 0)).toBeUndefined();
    expect(cutBody(new Uint8Array(), 10)).toEqual([new Uint8Array()]);
  });
});
