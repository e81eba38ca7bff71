import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { bytesOf, inHex, keptFile, vectorsIn } from '../base/vectors.suite.ts';
import { parseMessage } from '../exchange/messages.ts';
import { must } from '../proof/cast.suite.ts';
import type { LetterHead } from './letter.ts';
import { formatSigned, formatStatement, parseSigned, parseStatement } from './letter.ts';
import { unpackBody } from './packing.ts';
import { formatMessages } from './peer-http.ts';

const packed = vectorsIn<{
  readonly packing: string;
  readonly packed: string;
  /** In bytes, of what is unpacked. */
  readonly limit: number;
  readonly plain?: string;
}>('carry/packing');
const letters = vectorsIn<{
  readonly statement: string;
  readonly piece: string;
  readonly head?: LetterHead;
}>('carry/letter');
const answers = vectorsIn<{ readonly hex: string; readonly messages: readonly string[] }>(
  'carry/answer',
);

describe('the kept bodies', () => {
  it.each(packed)('[V2] [T12] $case', async (one) => {
    const plain = await unpackBody(bytesOf(one.packed), one.packing, one.limit);
    expect(plain && inHex(Uint8Array.from(plain))).toEqual(
      one.plain === undefined ? undefined : inHex(utf8(one.plain)),
    );
    expect(plain !== undefined).toBe(one.accept);
  });

  it.each(answers)('[V2] [X1] $case', ({ hex, messages }) => {
    const parsed = messages.map((each) => must(parseMessage(bytesOf(each))));
    expect(inHex(Uint8Array.from(formatMessages(parsed)))).toBe(hex);
  });
});

describe('the kept letters', () => {
  it.each(letters)('[V2] [T21] $case', ({ statement, piece, head, accept }) => {
    const bytes = bytesOf(piece);
    const read = parseStatement(statement, bytes);
    expect(read).toEqual(head);
    expect(read !== undefined).toBe(accept);
    if (read) expect(formatStatement({ head: read, piece: bytes })).toBe(statement);
  });

  it('[V2] [T21] a signed one is its note and its piece', () => {
    const kept = Uint8Array.from(keptFile('carry/letter.signed'));
    const read = parseSigned(kept);
    expect(read?.note).toContain('\n\n\u2014 nahr.example/node ');
    expect(inHex(read?.piece)).toBe(letters[0]?.piece);
    expect(inHex(Uint8Array.from(formatSigned(read?.note ?? '', read?.piece ?? kept)))).toBe(
      inHex(kept),
    );
  });
});
