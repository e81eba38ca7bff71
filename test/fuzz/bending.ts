import fc from 'fast-check';
import { CHANGES_MAX, withValueChanged } from './values.ts';

/*
 * How lawful bytes are bent: by flips, cuts, doublings, parts of another sample, words that
 * readers have stumbled over, depth, long numbers and odd letters. A bend is a small value, so
 * that what fast-check shrinks is the way to a fault and not the bytes.
 */

/** Bytes that a bent input has at the most; what is larger is measured by growth. */
export const BENT_BYTES_MAX = 100_000;

/** Words that readers have stumbled over, and pieces of every form that is read here. */
const WORDS: readonly string[] = [
  ...['0', '00', '-0', '1', '01', '-1', '+1', '1e400', '1E-400', '1.0', '0.1', '.5', '5.', '1e5'],
  ...['9007199254740991', '9007199254740992', '9007199254740993', '18446744073709551616'],
  ...['0.1000000000000000055', '1e21', '123456789012345678901234567890', 'NaN', 'Infinity'],
  ...['null', 'true', 'false', '{}', '[]', '""', '[[', ']]', '{"a":', '}', ',', ':', '"', '\\'],
  ...['"__proto__":1', '"constructor":{}', '"toString":0', '"toJSON":1', '"v":2', '"a":1,"a":2'],
  ...['\\u0000', '\\ud800', '\\udc00', '\\u202e', '\\u2066', '\\/', '\\x', '\\u00', '\\u0061'],
  ...['\u0000', '\u0001', '\t', '\r\n', '\n', '\n\n', '\n\n\n', ' ', '  ', '\u00a0', '\u2003'],
  ...['\u202e', '\u2069', '\ufeff', '\u200b', '\u0301', 'e\u0301', '\ufb2c', '\u1e9b\u0323'],
  ...['\u{1f600}', '\u{10ffff}', '\u0130', '\u0131', 'ﷺ', '\u2028', '\u2014', '\u2014 ', '- '],
  ...['=', '==', '===', 'AAAA', 'AAA=', 'AB==', '+', '+00000000+', 'old 0', 'old 00', 'index 0'],
  ...['extra ', 'extra AAAA', 'c2sp.org/tlog-proof@v1', 'tile/', 'x001/', 'x1/', '.p/', '.p/07'],
  ...['.p/256', '.p/0', 'entries/', '/', '//', '../', '%2e', 'sha256:', '"hash":"', '"given"'],
];

/** One bend; positions are shares of what is there, so that they fit whatever came before. */
type Bend =
  | { readonly kind: 'flip'; readonly at: number; readonly bits: number }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'end'; readonly at: number }
  | { readonly kind: 'word'; readonly at: number; readonly word: number; readonly over: number }
  | { readonly kind: 'number'; readonly at: number; readonly digits: string }
  | { readonly kind: 'again'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'move'; readonly from: number; readonly length: number; readonly to: number }
  | { readonly kind: 'splice'; readonly at: number; readonly other: number; readonly from: number }
  | { readonly kind: 'nest'; readonly at: number; readonly depth: number; readonly pair: number }
  | { readonly kind: 'bytes'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'value'; readonly at: number; readonly change: number; readonly from: number };

/** An input before it is made: which sample, how bent, and whether its seal is made anew. */
export interface Plan {
  readonly sample: number;
  readonly bends: readonly Bend[];
  readonly isResealed: boolean;
}

const at = fc.nat({ max: 1_000_000 });
const length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 2_000 }));
// A bit more would mostly end a text's being UTF-8, and so its reading.
const bits = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 127 }) },
  { weight: 1, arbitrary: fc.integer({ min: 128, max: 255 }) },
);
const kind = <K extends Bend['kind']>(name: K) => fc.constant(name);
const PAIRS: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['[[', ']'],
  ['"', '"'],
  ['\n', '\n'],
];

const digits = fc
  .tuple(
    fc.constantFrom('', '-', '0.', '1.', '9', '1e', '1e-', '0.0'),
    fc.constantFrom('0', '9', '1', '10', '05'),
    fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 3_000 })),
    fc.constantFrom('', '1', '0', 'e9', 'e-5', '.0'),
  )
  .map(([head, part, times, tail]) => head + part.repeat(times) + tail);

const bend: fc.Arbitrary<Bend> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: kind('value'),
      at,
      change: fc.nat({ max: CHANGES_MAX }),
      from: at,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: kind('flip'), at, bits }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('cut'), at, length }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('end'), at }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: kind('word'),
      at,
      word: fc.nat({ max: WORDS.length - 1 }),
      over: fc.oneof(fc.constant(0), fc.nat({ max: 12 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('number'), at, digits }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('again'),
      at,
      length,
      times: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('move'), from: at, length, to: at }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('splice'), at, other: fc.nat({ max: 99 }), from: at }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('nest'),
      at,
      depth: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5_000 })),
      pair: fc.nat({ max: PAIRS.length - 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('bytes'), at, bytes: fc.uint8Array({ maxLength: 40 }) }),
  },
);

/** Plans for as many samples as there are; one in some sixty leaves its sample as it is. */
export function plansFor(samples: number): fc.Arbitrary<Plan> {
  return fc.record({
    sample: fc.nat({ max: samples - 1 }),
    bends: fc.oneof(
      { weight: 1, arbitrary: fc.constant<Bend[]>([]) },
      { weight: 60, arbitrary: fc.array(bend, { minLength: 1, maxLength: 4, size: 'max' }) },
    ),
    isResealed: fc.boolean(),
  });
}

/** The bytes that a plan makes of its sample. */
export function bentBy({ sample, bends }: Plan, samples: readonly Buffer[]): Buffer {
  let bytes = samples[sample % samples.length] ?? Buffer.alloc(0);
  for (const each of bends) bytes = bentOnce(bytes, each, samples).subarray(0, BENT_BYTES_MAX);
  return bytes;
}

function bentOnce(bytes: Buffer, each: Bend, samples: readonly Buffer[]): Buffer {
  const place = (share: number): number => share % (bytes.length + 1);
  const put = (where: number, middle: Buffer | string, over = 0): Buffer =>
    Buffer.concat([
      bytes.subarray(0, where),
      typeof middle === 'string' ? Buffer.from(middle) : middle,
      bytes.subarray(where + over),
    ]);
  switch (each.kind) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      const where = place(each.at);
      if (where < copy.length) copy[where]! ^= each.bits;
      return copy;
    }
    case 'cut':
      return put(place(each.at), '', each.length);
    case 'end':
      return bytes.subarray(0, place(each.at));
    case 'word':
      return put(place(each.at), WORDS[each.word] ?? '', each.over);
    case 'number':
      return put(numberFrom(bytes, place(each.at)), each.digits, 1);
    case 'again': {
      const where = place(each.at);
      const part = bytes.subarray(where, where + each.length);
      return put(where, Buffer.concat(Array.from({ length: each.times }, () => part)));
    }
    case 'move': {
      const from = place(each.from);
      const part = bytes.subarray(from, from + each.length);
      return put(place(each.to), part, part.length);
    }
    case 'splice': {
      const other = samples[each.other % samples.length] ?? bytes;
      return Buffer.concat([
        bytes.subarray(0, place(each.at)),
        other.subarray(each.from % (other.length + 1)),
      ]);
    }
    case 'nest': {
      const [head, tail] = PAIRS[each.pair] ?? ['', ''];
      return put(place(each.at), head.repeat(each.depth) + tail.repeat(each.depth));
    }
    case 'value':
      return withValueChanged(bytes, each);
    case 'bytes':
      return put(place(each.at), Buffer.from(each.bytes));
  }
}

/** The first digit at or after a place, so that numbers are bent as numbers. */
function numberFrom(bytes: Buffer, start: number): number {
  for (let i = start; i < bytes.length; i += 1) {
    if (bytes[i]! >= 0x30 && bytes[i]! <= 0x39) return i;
  }
  return start;
}
