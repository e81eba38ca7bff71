import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { JSON_DEPTH_MAX, formatCanonical, parseJson } from './json.ts';

const faultOf = (text: string): string | undefined => {
  const read = parseJson(text);
  return read.ok ? undefined : read.fault.kind;
};

// The generator's own unit for this lists every character there is first, which takes a second.
const anyCharacter = fc
  .integer({ min: 0, max: 0x10_ffff })
  .filter((code) => code < 0xd8_00 || code > 0xdf_ff)
  .map((code) => String.fromCodePoint(code));

describe('reading JSON of strangers', () => {
  it.each([
    ['{"a":1,"a":2}', 'duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['1e400', 'bad-number'],
    ['-0', 'bad-number'],
    ['0.1000000000000000055', 'bad-number'],
    ['9007199254740993', 'bad-number'],
    ['"\u202etfel"', 'bidi-control'],
    ['"\\u2066"', 'bidi-control'],
    ['"\\ud800"', 'lone-surrogate'],
    ['{"a":1,}', 'bad-json'],
    ['[1 2]', 'bad-json'],
    ['01', 'bad-json'],
    ['"\t"', 'bad-json'],
    ['nul', 'bad-json'],
    ['1 1', 'bad-json'],
    ['', 'bad-json'],
  ])('[L2] refuses %s as %s', (text, kind) => {
    expect(faultOf(text)).toBe(kind);
  });

  it('[L2] refuses what lies deeper than the limit, and nothing above it', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(faultOf(nested(JSON_DEPTH_MAX + 1))).toBeUndefined();
    expect(faultOf(nested(JSON_DEPTH_MAX + 2))).toBe('too-deep');
    expect(faultOf(nested(100_000))).toBe('too-deep');
  });

  it('refuses a number of two million digits, and need not look at each of them twice', () => {
    const noughts = '0'.repeat(2_000_000);
    expect(faultOf(`1.${noughts}1`)).toBe('bad-number');
    expect(faultOf(`1${noughts}1e-2000000`)).toBe('bad-number');
    expect(parseJson(`1.5${noughts}`)).toEqual({ ok: true, value: 1.5 });
  });

  it('keeps a key called __proto__ an ordinary key', () => {
    const read = parseJson('{"__proto__":{"admin":true}}');
    expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('agrees with the host about everything that it accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), (text) => {
        const read = parseJson(text);
        if (read.ok) expect(read.value).toEqual(JSON.parse(text));
      }),
      { numRuns: 40 },
    );
  });
});

describe('writing JSON that is hashed', () => {
  it('[L3] sorts keys by UTF-16 units and writes text in NFC', () => {
    const text = formatCanonical({ '\u{1f600}': 1, '\uff21': 2, b: 'e\u0301', a: [null, true] });
    expect(text).toBe('{"a":[null,true],"b":"\u00e9","\u{1f600}":1,"\uff21":2}');
  });

  it('[L3] is read back as what was written', () => {
    const ours = fc.jsonValue({ stringUnit: anyCharacter, maxDepth: 5 }).filter(isOurs);
    fc.assert(
      fc.property(ours, (value) => {
        const text = formatCanonical(value as Json);
        const read = parseJson(text);
        expect(read.ok).toBe(true);
        if (read.ok) expect(formatCanonical(read.value)).toBe(text);
      }),
      { numRuns: 150 },
    );
  });
});

/** Values that our nodes may say: no bidirectional controls, no half of a surrogate pair, no -0. */
function isOurs(value: unknown): boolean {
  const text = JSON.stringify(value);
  return !/[\u202a-\u202e\u2066-\u2069]|\\ud[89a-f]|-0(?![.\d])/.test(text);
}

it('in the foreign manner rounds numbers and leaves texts as they are, but for half characters', () => {
  const text = '{"a":44.366666666666667,"b":-0,"c":"\u202e"}';
  expect(parseJson(text).ok).toBe(false);
  expect(parseJson(text, 'foreign')).toMatchObject({ value: { a: 44.36666666666667, b: -0 } });
  expect(parseJson('{"a":1,"a":2}', 'foreign')).toMatchObject({ fault: { kind: 'duplicate-key' } });
  const halves = '["\\ud800a\\udc00\\ud83d\\ude00"]';
  expect(parseJson(halves, 'foreign')).toEqual({ ok: true, value: ['\ufffda\ufffd\u{1f600}'] });
  expect(parseJson('1e999', 'foreign')).toMatchObject({ fault: { kind: 'bad-number' } });
});
