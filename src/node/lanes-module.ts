/** Where the module keeps its constants: 64 of the rounds, then the 8 first words. */
const CONSTANTS_BYTES = 288;

/** Bytes of the table's line for one message: where it lies, its blocks, where its hash goes, and 4 unused. */
export const LINE_BYTES = 16;

/** Bytes of memory past what a module is given that it may read, since lanes run as far as the longest. */
export const SLACK_BYTES = 65_536 + 256;

/** Where what the caller puts into memory may begin. */
export const ROOM_BYTES = 512;

// What a module is written with, by the numbers of the WebAssembly specification.
const [I32, V128] = [0x7f, 0x7b];
const [LOOP, BLOCK, END, BR, BR_IF, NOTHING] = [0x03, 0x02, 0x0b, 0x0c, 0x0d, 0x40];
const [GET, SET, TEE] = [0x20, 0x21, 0x22];
const I32_LOAD = [0x28, 2];
const [I32_CONST, I32_EQZ, I32_LT, I32_ADD, I32_SUB] = [0x41, 0x45, 0x49, 0x6a, 0x6b];
const [LOAD, SPLAT_LOAD, STORE] = [
  [0xfd, 0, 0],
  [0xfd, 9, 2],
  [0xfd, 11, 0],
];
const SHUFFLE = [0xfd, 13];
const SPLAT = [0xfd, 0x11];
const LT = [0xfd, 0x3a];
const [AND, XOR, SELECT] = [
  [0xfd, 0x4e],
  [0xfd, 0x51],
  [0xfd, 0x52],
];
const [SHL, SHR, ADD] = [
  [0xfd, 0xab, 1],
  [0xfd, 0xad, 1],
  [0xfd, 0xae, 1],
];

/** Bytes of a module, in parts that are put together once. */
type Code = readonly (number | Code)[];

/**
 * A WebAssembly module that takes SHA-256 of four messages at a time, one in each lane of a vector.
 * It imports `e.m`, its memory, and gives `run(table, groups)`, which hashes the messages that the
 * lines of the table name, four lines to a group, the longest first, and `spread(from, count, to)`, which
 * puts each 64 bytes from `from` on a byte behind the begin of 128.
 */
export function lanesModule(): Uint8Array {
  const types = [
    [0x60, 2, I32, I32, 0],
    [0x60, 3, I32, I32, I32, 0],
  ];
  const memory = [...text('e'), ...text('m'), 2, 0, 1];
  const exports = [
    [...text('run'), 0, 0],
    [...text('spread'), 0, 1],
  ];
  const sections: readonly Code[] = [
    section(1, vector(types)),
    section(2, vector([memory])),
    section(3, vector([[0], [1]])),
    section(7, vector(exports)),
    section(10, vector([bodyOf(runLocals(), runCode()), bodyOf([], spreadCode())])),
    section(11, vector([[0, I32_CONST, 0, END, ...leb(CONSTANTS_BYTES), ...constants()]])),
  ];
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...flat(sections)]);
}

// The locals of `run`: numbers first, then vectors.
const [TABLE, GROUPS, AT, UNTIL] = [0, 1, 2, 3];
const POINTER = 4;
/** Where the constants of the next sixteen rounds lie. */
const BASE = 8;
const COUNTS = 9;
const MASK = 10;
const STATE = 11;
const WORK = 19;
const WORD = 27;
const [SUM, PAIR, LAST, SWAP] = [43, 44, 45, 46];
const VECTORS = SWAP - COUNTS + 1;

function runLocals(): readonly Code[] {
  return [
    [COUNTS - AT, I32],
    [VECTORS, V128],
  ];
}

function runCode(): Code {
  const lanes = [0, 1, 2, 3];
  const begin = [
    lanes.map((lane) => [[GET, TABLE, I32_LOAD, leb(lane * LINE_BYTES), SET, POINTER + lane]]),
    // The second column of four lines, turned into one vector.
    turned(
      (lane) => [GET, TABLE, LOAD, leb(lane * LINE_BYTES)],
      (row) => (row === 1 ? [SET, COUNTS] : undefined),
    ),
    [GET, TABLE, I32_LOAD, 4, SET, UNTIL, I32_CONST, 0, SET, AT],
    eight((i) => [I32_CONST, 0, SPLAT_LOAD, leb(256 + 4 * i), SET, STATE + i]),
  ];
  const block = [
    [0, 1, 2, 3].map((quarter) =>
      turned(
        (lane) => [GET, POINTER + lane, LOAD, 16 * quarter, swapped()],
        (row) => [SET, WORD + 4 * quarter + row],
      ),
    ),
    eight((i) => [GET, STATE + i, SET, WORK + i]),
    [GET, WORK + 1, GET, WORK + 2, XOR, SET, PAIR],
    sixteen((i) => round(i, [I32_CONST, 0, SPLAT_LOAD, leb(4 * i)])),
    [I32_CONST, signed(64), SET, BASE, LOOP, NOTHING],
    sixteen((i) => [schedule(i), round(i, [GET, BASE, SPLAT_LOAD, leb(4 * i)])]),
    [GET, BASE, I32_CONST, signed(64), I32_ADD, TEE, BASE, I32_CONST, signed(256), I32_LT],
    [BR_IF, 0, END],
    [GET, AT, SPLAT, GET, COUNTS, LT, SET, MASK],
    eight((i) => [
      [GET, STATE + i, GET, WORK + i, ADD, GET, STATE + i, GET, MASK, SELECT],
      [SET, STATE + i],
    ]),
    lanes.map((lane) => [
      [GET, POINTER + lane, I32_CONST, signed(64), I32_ADD, SET, POINTER + lane],
    ]),
    [GET, AT, I32_CONST, 1, I32_ADD, TEE, AT, GET, UNTIL, I32_LT],
  ];
  const end = [0, 1].map((half) => [
    turned(
      (lane) => [GET, STATE + 4 * half + lane],
      (row) => [swapped(), SET, WORK + 4 * half + row],
    ),
    lanes.map((lane) => [
      [GET, TABLE, I32_LOAD, leb(lane * LINE_BYTES + 8)],
      [GET, WORK + 4 * half + lane, STORE, 16 * half],
    ]),
  ]);
  return [
    [BLOCK, NOTHING, GET, GROUPS, I32_EQZ, BR_IF, 0],
    [LOOP, NOTHING, begin, LOOP, NOTHING, block, BR_IF, 0, END, end],
    [GET, TABLE, I32_CONST, signed(4 * LINE_BYTES), I32_ADD, SET, TABLE],
    [GET, GROUPS, I32_CONST, 1, I32_SUB, TEE, GROUPS, BR_IF, 0, END, END, END],
  ];
}

function spreadCode(): Code {
  const [from, count, to] = [0, 1, 2];
  const copy = [0, 16, 32, 48].map((at) => [[GET, to, GET, from, LOAD, at, STORE, at + 1]]);
  return [
    [BLOCK, NOTHING, LOOP, NOTHING, GET, count, I32_EQZ, BR_IF, 1, copy],
    [GET, from, I32_CONST, signed(64), I32_ADD, SET, from],
    [GET, to, I32_CONST, signed(128), I32_ADD, SET, to],
    [GET, count, I32_CONST, 1, I32_SUB, SET, count, BR, 0, END, END, END],
  ];
}

/** One round of FIPS 180-4 §6.2.2, whose eight words change their places by one with each round. */
function round(i: number, constant: Code): Code {
  const at = (name: number): number => WORK + ((name - i + 16) % 8);
  const [a, b, d, e, f, g, h] = [at(0), at(1), at(3), at(4), at(5), at(6), at(7)];
  return [
    [GET, h, constant, GET, WORD + i, ADD, ADD, sigma(e, [6, 11, 25]), ADD],
    [GET, f, GET, g, XOR, GET, e, AND, GET, g, XOR, ADD, TEE, SUM],
    [GET, d, ADD, SET, d],
    // The majority is b ^ ((a ^ b) & (b ^ c)), and b ^ c was a ^ b a round ago.
    [GET, SUM, sigma(a, [2, 13, 22]), ADD],
    [GET, PAIR, GET, a, GET, b, XOR, TEE, PAIR, AND, GET, b, XOR, ADD, SET, h],
  ];
}

/** The word sixteen places on, in the place of the one that is used up. */
function schedule(i: number): Code {
  const at = (back: number): number => WORD + ((i + back) % 16);
  return [
    [GET, at(0), sigma(at(1), [7, 18], 3), ADD, GET, at(9), ADD],
    [sigma(at(14), [17, 19], 10), ADD, SET, at(0)],
  ];
}

function sigma(word: number, turns: readonly number[], shift?: number): Code {
  const parts = turns.flatMap((by): Code[] => [
    [GET, word, I32_CONST, by, SHR],
    [GET, word, I32_CONST, 32 - by, SHL],
  ]);
  if (shift !== undefined) parts.push([GET, word, I32_CONST, shift, SHR]);
  return parts.map((part, i) => (i === 0 ? part : [part, XOR]));
}

/** Reads four rows of four words and gives the columns; a row that nobody wants is not made. */
function turned(read: (row: number) => Code, take: (row: number) => Code | undefined): Code {
  const [low, high] = [
    [0, 4, 1, 5],
    [2, 6, 3, 7],
  ];
  const [first, second] = [
    [0, 1, 4, 5],
    [2, 3, 6, 7],
  ];
  const T = [SUM, PAIR, LAST, MASK];
  const rows = [0, 1, 2, 3];
  return [
    rows.map((row) => [read(row), SET, T[row]!]),
    [GET, T[0]!, GET, T[1]!, words(low!), GET, T[0]!, GET, T[1]!, words(high!)],
    [SET, T[1]!, SET, T[0]!],
    [GET, T[2]!, GET, T[3]!, words(low!), GET, T[2]!, GET, T[3]!, words(high!)],
    [SET, T[3]!, SET, T[2]!],
    rows.map((row) => {
      const kept = take(row);
      if (!kept) return [];
      const [one, other] = row < 2 ? [T[0]!, T[2]!] : [T[1]!, T[3]!];
      return [GET, one, GET, other, words(row % 2 === 0 ? first! : second!), kept];
    }),
  ];
}

/** Puts together four of the eight words of two vectors. */
function words(which: readonly number[]): Code {
  return [SHUFFLE, which.map((word) => [4 * word, 4 * word + 1, 4 * word + 2, 4 * word + 3])];
}

/** Turns the order of bytes in each word of the vector on top. */
function swapped(): Code {
  const order = [0, 4, 8, 12].map((word) => [word + 3, word + 2, word + 1, word]);
  return [TEE, SWAP, GET, SWAP, SHUFFLE, order];
}

/** The fractional parts of the cube roots of the first 64 primes and the square roots of the first 8. */
function constants(): Code {
  const primes: number[] = [];
  for (let each = 2; primes.length < 64; each += 1) {
    if (primes.every((prime) => each % prime !== 0)) primes.push(each);
  }
  const roots = [
    ...primes.map((prime) => rootBits(prime, 3)),
    ...primes.slice(0, 8).map((prime) => rootBits(prime, 2)),
  ];
  return roots.flatMap((word) => [
    word & 255,
    (word >>> 8) & 255,
    (word >>> 16) & 255,
    word >>> 24,
  ]);
}

/** The first 32 bits behind the point of a root, found bit by bit in whole numbers. */
function rootBits(of: number, degree: 2 | 3): number {
  const target = BigInt(of) << BigInt(32 * degree);
  let root = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** BigInt(degree) <= target) root += bit;
  }
  return Number(root & 0xffff_ffffn);
}

function bodyOf(locals: readonly Code[], code: Code): Code {
  const body = flat([vector(locals), code]);
  return [leb(body.length), body];
}

function section(id: number, body: Code): Code {
  const bytes = flat(body);
  return [id, leb(bytes.length), bytes];
}

function vector(parts: readonly Code[]): Code {
  return [leb(parts.length), parts];
}

function flat(code: Code): readonly number[] {
  const bytes: number[] = [];
  const put = (part: number | Code): void => {
    if (typeof part === 'number') bytes.push(part);
    else part.forEach(put);
  };
  put(code);
  return bytes;
}

function text(name: string): Code {
  return vector([...name].map((letter) => [letter.charCodeAt(0)]));
}

function eight(make: (i: number) => Code): Code {
  return [0, 1, 2, 3, 4, 5, 6, 7].map(make);
}

function sixteen(make: (i: number) => Code): Code {
  return [eight(make), eight((i) => make(i + 8))];
}

function leb(number: number): Code {
  return number < 128 ? [number] : [(number & 127) | 128, leb(number >>> 7)];
}

/** A positive number below 8,192 as constants are written, whose topmost bit is its sign. */
function signed(number: number): Code {
  return number < 64 ? [number] : [(number & 127) | 128, number >> 7];
}
