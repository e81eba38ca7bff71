import { concat } from '../base/bytes.ts';
import { HASH_BYTES } from './tree.ts';

/** Bytes of an entry's end that its stub shows for certain. */
export const STUB_ENDING_BYTES = 24;

const BLOCK_BYTES = 64;
const HEAD_BYTES = HASH_BYTES + 2;

/** The longest stub in bytes: a state, a count of blocks, and less than a block beside the ending. */
export const STUB_BYTES_MAX = HEAD_BYTES + STUB_ENDING_BYTES + BLOCK_BYTES - 1;

/** What a stub shows: the leaf hash of the entry that it stands for, and how that entry ended. */
export interface OpenedStub {
  readonly leaf: Uint8Array;
  /** The entry's last bytes, at least {@link STUB_ENDING_BYTES} where it had as many. */
  readonly ending: Uint8Array;
}

/**
 * What is left of an entry that was erased: the state of SHA-256 before its last block or two (32
 * bytes), how many blocks of 64 bytes went before (16 bits), and its last bytes. Whoever has it can
 * compute the leaf hash, and so knows for certain how the entry ended and nothing else of it. [W6]
 */
export function makeStub(entry: Uint8Array): Uint8Array {
  const leaf = concat(Uint8Array.of(0), entry);
  const blocks = Math.max(0, Math.floor((leaf.length - STUB_ENDING_BYTES) / BLOCK_BYTES));
  const state = INITIAL.slice();
  for (let at = 0; at < blocks; at += 1) compress(state, leaf, at * BLOCK_BYTES);
  const count = Uint8Array.of(blocks >> 8, blocks & 0xff);
  return concat(bytesOf(state), count, leaf.slice(blocks * BLOCK_BYTES));
}

/** Opens a stub, or nothing where the bytes are none. Every byte was chosen by somebody else. [W6] */
export function openStub(stub: Uint8Array): OpenedStub | undefined {
  const rest = stub.length - HEAD_BYTES;
  if (rest < STUB_ENDING_BYTES || stub.length > STUB_BYTES_MAX) return undefined;
  const view = new DataView(stub.buffer, stub.byteOffset, stub.length);
  const state = new Uint32Array(8);
  for (let i = 0; i < 8; i += 1) state[i] = view.getUint32(4 * i);
  const blocks = view.getUint16(HASH_BYTES);
  const ending = stub.slice(HEAD_BYTES);
  // With nothing before it, an entry's own beginning is at hand, and must be a leaf's.
  if (blocks === 0 && (ending[0] !== 0 || !INITIAL.every((word, i) => word === state[i]))) {
    return undefined;
  }
  const padded = pad(ending, blocks * BLOCK_BYTES + ending.length);
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) compress(state, padded, at);
  return { leaf: bytesOf(state), ending: blocks === 0 ? ending.slice(1) : ending };
}

/** [FIPS 180-4, 5.1.1] The last bytes of a text of `length` bytes with SHA-256's padding. */
function pad(last: Uint8Array, length: number): Uint8Array {
  const blocks = Math.ceil((last.length + 9) / BLOCK_BYTES);
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(last);
  padded[last.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, length * 8);
  return padded;
}

// FIPS 180-4, 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of the cube roots and the
// square roots of the first primes. They are written out, for roots are not exact.
const ROUND = Uint32Array.from(
  (
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 ' +
    'd807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174 ' +
    'e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da ' +
    '983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 ' +
    '27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 ' +
    'a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 ' +
    '19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 ' +
    '748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2'
  )
    .split(' ')
    .map((word) => Number.parseInt(word, 16)),
);
const INITIAL = Uint32Array.from(
  '6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19'
    .split(' ')
    .map((word) => Number.parseInt(word, 16)),
);

/** [FIPS 180-4, 6.2.2] Takes the block of `bytes` at `from` into `state`. */
function compress(state: Uint32Array, bytes: Uint8Array, from: number): void {
  const words = scheduleOf(bytes, from);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const large = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + large + ((e & f) ^ (~e & g)) + (ROUND[i] ?? 0) + (words[i] ?? 0)) | 0;
    const small = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + word;
}

function scheduleOf(bytes: Uint8Array, from: number): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, BLOCK_BYTES);
  const words = new Uint32Array(64);
  for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(4 * i);
  for (let i = 16; i < 64; i += 1) {
    const [far, near] = [words[i - 15] ?? 0, words[i - 2] ?? 0];
    const low = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    const high = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    words[i] = (words[i - 16] ?? 0) + low + (words[i - 7] ?? 0) + high;
  }
  return words;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function bytesOf(state: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(HASH_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of state.entries()) view.setUint32(4 * i, word);
  return bytes;
}
