import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { seededRandom } from '../base/ports.ts';
import { must } from '../proof/cast.suite.ts';
import type { Message } from './messages.ts';
import { MESSAGE_BYTES_MAX, formatMessage, freshAsk, parseMessage } from './messages.ts';

const log = 'ab'.repeat(16) as LogId;
const ask = freshAsk(seededRandom(1));
const note = 'qamar.example/log/x\n1\nAAAA\n\n\u2014 qamar.example/log/x AAAAAAAAAAA=\n';
const root = new Uint8Array(32).fill(7);

const messages: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    kind: fc.constant('ask'),
    ask: fc.constant(ask),
    log: fc.constant(log),
    size: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('tell'),
    ask: fc.constant(ask),
    log: fc.constant(log),
    note: fc.string({ minLength: 1, maxLength: 99 }).filter(isPlain),
    from: fc.nat(),
    entries: fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('newest'),
    ask: fc.constant(ask),
    log: fc.constant(log),
    size: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('early'),
    ask: fc.constant(ask),
    log: fc.constant(log),
    note: fc.constant(note),
    from: fc.nat(),
    proof: fc.array(fc.constant(root), { maxLength: 5 }),
    entries: fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constantFrom('portion', 'further'),
    ask: fc.constant(ask),
    log: fc.constant(log),
    size: fc.nat(),
    most: fc.nat(),
  }),
  fc.record({ kind: fc.constant('offer'), log: fc.constant(log), note: fc.constant(note) }),
  fc.record({ kind: fc.constant('receipt'), log: fc.constant(log), note: fc.constant(note) }),
  fc.record({ kind: fc.constant('inquire'), ask: fc.constant(ask), log: fc.constant(log) }),
  fc.record({
    kind: fc.constant('held'),
    ask: fc.constant(ask),
    log: fc.constant(log),
    size: fc.nat(),
  }),
  fc.constant({ kind: 'held', ask, log, size: 3, note } as const),
  fc.constant({ kind: 'nothing', ask, log, reason: 'not-here' } as const),
  fc.constant({ kind: 'evidence', log, earlier: note, later: note, root, proof: [root] } as const),
) as fc.Arbitrary<Message>;

describe('a message', () => {
  it('[W6] that tells of erased entries lists their places, each once, among those told', () => {
    const told = {
      kind: 'tell',
      ask,
      log,
      note,
      from: 5,
      entries: [utf8('a'), utf8('b')],
    } as const;
    const line = (erased: readonly number[]) =>
      must(parseMessage(formatMessage({ ...told, erased })));
    expect(line([5, 6])).toMatchObject({ erased: [5, 6], entries: told.entries });
    expect(new TextDecoder().decode(formatMessage(told))).not.toContain('erased');
    for (const bad of [[], [4], [7], [6, 5], [5, 5], [5.5]]) {
      expect(parseMessage(formatMessage({ ...told, erased: bad })).ok, String(bad)).toBe(false);
    }
  });

  it('[X1] comes out of its bytes as it went in', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const read = must(parseMessage(formatMessage(message)));
        expect(formatMessage(read)).toEqual(formatMessage(message));
        expect(plain(read)).toEqual(plain(message));
      }),
    );
  });

  it('[X1] has one form: spaces, another order, an unknown field and what follows are refused', () => {
    const line = `{"ask":"${ask}","kind":"ask","log":"${log}","size":1,"v":1}`;
    expect(parseMessage(utf8(`${line}\n`)).ok).toBe(true);
    const bad = [
      line,
      `${line}\n `,
      `${line.replace(',', ', ')}\n`,
      `{"v":1,${line.slice(1).replace(',"v":1', '')}\n`,
      `${line.replace('"size":1', '"size":1,"sizes":1')}\n`,
      `${line.replace('"size":1', '"size":-1')}\n`,
      `${line.replace('"size":1', '"size":1.5')}\n`,
      `${line.replace('"size":1', '"size":"1"')}\n`,
      `${line.replace(ask, 'short')}\n`,
      `${line.replace(log, log.toUpperCase())}\n`,
      `${line.replace(',"size":1', '')}\n`,
      '\n',
      '[]\n',
      'null\n',
    ];
    for (const text of bad) expect(parseMessage(utf8(text)).ok, text).toBe(false);
  });

  it('[X1] of another version or kind is told apart', () => {
    const fault = (text: string) => parseMessage(utf8(text));
    expect(fault('{"kind":"ask","v":2}\n')).toMatchObject({ fault: { kind: 'unknown-version' } });
    expect(fault('{"kind":"shout","v":1}\n')).toMatchObject({ fault: { kind: 'unknown-message' } });
    expect(fault('{"kind":"toString","v":1}\n')).toMatchObject({
      fault: { kind: 'unknown-message' },
    });
  });

  it('[X1] a tell that ends inside an entry, or has an empty one, is refused', () => {
    const tell: Message = { kind: 'tell', ask, log, note, from: 0, entries: [utf8('entry')] };
    const bytes = formatMessage(tell);
    for (let cut = 1; cut < 7; cut += 1) {
      expect(parseMessage(bytes.slice(0, bytes.length - cut)).ok).toBe(false);
    }
    expect(parseMessage(concat(bytes, Uint8Array.of(0, 0))).ok).toBe(false);
  });

  it('[X1] never makes its reader throw', () => {
    fc.assert(
      fc.property(messages, fc.nat(), fc.nat(255), (message, where, value) => {
        const bytes = formatMessage(message).slice();
        bytes[where % bytes.length] = value;
        const read = parseMessage(bytes);
        if (read.ok) expect(formatMessage(read.value)).toEqual(bytes);
      }),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseMessage(bytes)));
    fc.assert(fc.property(fc.json(), (text) => void parseMessage(utf8(`${text}\n`))));
  });

  it('[X2] that is too large is refused before it is read', () => {
    const large = { length: MESSAGE_BYTES_MAX + 1 } as Uint8Array;
    expect(parseMessage(large)).toEqual({
      ok: false,
      fault: { kind: 'message-too-large', limit: MESSAGE_BYTES_MAX },
    });
    expect(parseMessage(new Uint8Array(300_000).fill(0x20)).ok).toBe(false);
  });
});

function isPlain(text: string): boolean {
  return parseMessage(formatMessage({ kind: 'offer', log, note: text })).ok;
}

function plain(message: Message): unknown {
  return JSON.parse(
    JSON.stringify(message, (_, value: unknown) =>
      value instanceof Uint8Array ? [...value] : value,
    ),
  );
}
