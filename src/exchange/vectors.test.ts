// oxlint-disable-next-line no-restricted-imports -- a test runs on a host, never in the room.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Result } from '../base/result.ts';
import { ok } from '../base/result.ts';
import { parseCard } from '../ledger/card.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { bytesOf, demandOf, inHex, outcomeOf, vectorsIn } from '../base/vectors.suite.ts';
import type { BundleFault, BundleItem } from './bundle.ts';
import { readBundle, writeBundle } from './bundle.ts';
import { formatEvidence, judgeEvidence, parseEvidence } from './evidence-file.ts';
import type { Message } from './messages.ts';
import { formatMessage, parseMessage } from './messages.ts';

const messages = vectorsIn<{ readonly hex: string; readonly message: object }>('exchange/message');
const bundles = vectorsIn<{
  readonly hex: string;
  readonly items: readonly object[];
  /** Absent where what was read can be written again. */
  readonly again?: false;
}>('exchange/bundle');
const evidence = vectorsIn<{
  readonly evidence: string;
  readonly cards: readonly string[];
  readonly shows: object;
}>('exchange/evidence');

describe('the kept messages', () => {
  it.each(messages)('[V2] $case', (one) => {
    const read = parseMessage(bytesOf(one.hex));
    expect(outcomeOf(read)).toEqual(demandOf(one));
    if (!read.ok) return;
    expect(inHex(read.value)).toEqual(one.message);
    expect(inHex(formatMessage(read.value))).toBe(one.hex);
  });

  it('[V2] hold one of every kind', () => {
    const kinds: Readonly<Record<Message['kind'], true>> = {
      ask: true,
      portion: true,
      further: true,
      newest: true,
      early: true,
      tell: true,
      offer: true,
      inquire: true,
      held: true,
      nothing: true,
      evidence: true,
      receipt: true,
      want: true,
      piece: true,
    };
    const kept = new Set(messages.map(({ message }) => (message as Message | undefined)?.kind));
    for (const kind of Object.keys(kinds)) expect(kept).toContain(kind);
  });
});

describe('the kept bundles', () => {
  it.each(bundles)('[V2] $case', (one) => {
    const bytes = bytesOf(one.hex);
    const read = itemsIn(bytes);
    expect(outcomeOf(read)).toEqual(demandOf(one));
    if (!read.ok) return;
    expect(inHex(read.value)).toEqual(one.items);
    if (one.again === undefined) expect(inHex(writtenAgain(read.value))).toBe(one.hex);
  });
});

describe('the kept evidence', () => {
  it.each(evidence)('[V2] [F16] [F17] $case', (one) => {
    const cards = one.cards.map((text) => must(parseCard(hostPrimitives, text)));
    const read = parseEvidence(one.evidence);
    const judged = read.ok ? judgeEvidence(hostPrimitives, read.value, cards) : read;
    expect(outcomeOf(judged)).toEqual(demandOf(one));
    if (judged.ok) expect(judged.value).toEqual(one.shows);
    if (read.ok) expect(formatEvidence(read.value)).toBe(one.evidence);
  });
});

function itemsIn(bytes: Uint8Array): Result<readonly BundleItem[], BundleFault> {
  const reader = readBundle(createHash('sha256'));
  const taken = reader.take(bytes);
  if (!taken.ok) return taken;
  const ended = reader.end();
  return ended.ok ? ok(taken.value) : ended;
}

function writtenAgain(items: readonly BundleItem[]): Uint8Array {
  const writer = writeBundle(createHash('sha256'));
  const parts = items.map((item) => {
    if (item.kind === 'head') return writer.head(item.head);
    return item.kind === 'frame' ? writer.frame(item.frame) : writer.tail();
  });
  return new Uint8Array(Buffer.concat(parts));
}
