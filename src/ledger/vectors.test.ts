import { describe, expect, it } from 'vitest';
import { parseUtf8, sha256, utf8 } from '../base/bytes.ts';
import { recordHash } from '../base/ids.ts';
import { demandOf, inHex, outcomeOf, vectorsIn } from '../base/vectors.suite.ts';
import { hostSigner } from '../exchange/cast.suite.ts';
import type { RecordOf } from '../accord/record.ts';
import { parseRecord } from '../accord/record.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { formatCard, parseCard } from './card.ts';
import { receiptLines } from './receipt-key.ts';
import type { SignedType } from './seal.ts';
import { challengeOf, signerOf, statementOf } from './seal.ts';
import type { OperationProof } from './operation-proof.ts';
import { formatOperationProof, parseOperationProof } from './operation-proof.ts';

const cards = vectorsIn<{
  readonly card: string;
  readonly means: object;
  /** The SHA-256 of this word is the seed of the key that signed it. */
  readonly seed: string;
  /** What is written of it, where it holds more than is known. */
  readonly again?: string;
}>('ledger/card');
const proofs = vectorsIn<{ readonly proof: string; readonly means: object }>(
  'ledger/operation-proof',
);
const receipts = vectorsIn<{
  readonly note: string;
  readonly cards: readonly string[];
  readonly lines?: readonly object[];
}>('ledger/receipt');
const statements = vectorsIn<{
  readonly record: string;
  readonly statement: string;
  readonly challenge: string;
  readonly signer?: object;
}>('ledger/statement');

describe('the kept cards', () => {
  it.each(cards)('[V2] $case', async (one) => {
    const read = parseCard(hostPrimitives, one.card);
    expect(outcomeOf(read)).toEqual(demandOf(one));
    if (!read.ok) return;
    expect(inHex(read.value)).toEqual(one.means);
    expect(await formatCard(hostSigner(one.seed), read.value)).toBe(one.again ?? one.card);
  });
});

describe('the kept proof files', () => {
  it.each(proofs)('[V2] $case', (one) => {
    const read = parseOperationProof(sha256, utf8(one.proof));
    expect(outcomeOf(read)).toEqual(demandOf(one));
    if (!read.ok) return;
    expect(meaningOf(read.value)).toEqual(one.means);
    const said = parseUtf8(formatOperationProof(sha256, read.value));
    expect(said).toEqual({ ok: true, value: one.proof });
  });
});

describe('the kept receipts', () => {
  it.each(receipts)('[V2] [L31] $case', ({ note, cards: texts, accept, lines = [] }) => {
    const held = texts.map((text) => must(parseCard(hostPrimitives, text)));
    const read = receiptLines(hostPrimitives, must(parseCheckpoint(note)), held);
    expect(read.length > 0).toBe(accept);
    expect(read.map(({ party, time }) => ({ party, time }))).toEqual(lines);
  });
});

describe('what officers signed', () => {
  it.each(statements)('[V2] [C6] $case', (one) => {
    const record = must(parseRecord(utf8(one.record))) as RecordOf<SignedType>;
    const statement = statementOf(record);
    expect(statement).toBe(one.statement);
    expect(inHex(challengeOf(sha256, statement))).toBe(one.challenge);
    expect(signerOf(hostPrimitives, record)).toEqual(one.signer);
    expect(one.signer !== undefined).toBe(one.accept);
  });
});

function meaningOf({ operation, exercise, logs }: OperationProof): object {
  return {
    operation,
    exercise,
    logs: logs.map(({ origin, author, audience, notes, entries }) => ({
      origin,
      author,
      audience,
      notes: notes.length,
      entries: entries.map((entry) =>
        entry.kind === 'given' ? recordHash(sha256(entry.bytes)) : { withheld: inHex(entry.leaf) },
      ),
    })),
  };
}
