import type { Sha256 } from '../base/bytes.ts';
import { HASH_BYTES } from '../proof/tree.ts';
import { LINE_BYTES, ROOM_BYTES, SLACK_BYTES, lanesModule } from './lanes-module.ts';

/** Bytes of a block of SHA-256. */
const BLOCK_BYTES = 64;
/** Messages that are put into memory at once. */
const LINES_MAX = 1_024;
/** Bytes of padded messages that are put into memory at once. */
const MESSAGES_BYTES_MAX = 2_097_152;
const PAGE_BYTES = 65_536;
/** A byte, two hashes, and what ends a message of 65 bytes. */
const PAIR_BYTES = 128;

const TABLE = ROOM_BYTES;
const PAIR_TABLE = TABLE + LINES_MAX * LINE_BYTES;
const HASHES = PAIR_TABLE + LINES_MAX * LINE_BYTES;
const NOWHERE = HASHES + LINES_MAX * HASH_BYTES;
const PAIRED = NOWHERE + HASH_BYTES;
const HALVES = PAIRED + LINES_MAX * HASH_BYTES;
const PAIRS = HALVES + LINES_MAX * BLOCK_BYTES;
const MESSAGES = PAIRS + LINES_MAX * PAIR_BYTES;
const MEMORY_BYTES = MESSAGES + MESSAGES_BYTES_MAX + SLACK_BYTES;

interface Assembly {
  readonly Memory: new (of: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** SHA-256 of many messages at once. */
export type Lanes = Required<Pick<Sha256, 'behind' | 'pairs'>>;

/** SHA-256 of four messages at a time, for a host whose vectors do so; nothing on another host. */
export function openLanes(): Lanes | undefined {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: Assembly };
  if (!WebAssembly) return undefined;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(MEMORY_BYTES / PAGE_BYTES) });
  try {
    const module = new WebAssembly.Module(lanesModule());
    const { exports } = new WebAssembly.Instance(module, { e: { m: memory } });
    const run = exports['run'] as (table: number, groups: number) => void;
    const spread = exports['spread'] as (from: number, count: number, to: number) => void;
    return lanesOver(memory.buffer, run, spread);
  } catch {
    return undefined; // A host without vectors refuses the module.
  }
}

function lanesOver(
  buffer: ArrayBuffer,
  run: (table: number, groups: number) => void,
  spread: (from: number, count: number, to: number) => void,
): Lanes {
  const bytes = new Uint8Array(buffer);
  const numbers = new Uint32Array(buffer);
  const setLine = (line: number, from: number, blocks: number, to: number): void => {
    const at = line / 4;
    numbers[at] = from;
    numbers[at + 1] = blocks;
    numbers[at + 2] = to;
  };
  for (let i = 0; i < LINES_MAX; i += 1) {
    const at = PAIRS + i * PAIR_BYTES;
    endMessage(bytes, at, 1 + 2 * HASH_BYTES, PAIR_BYTES);
    setLine(PAIR_TABLE + i * LINE_BYTES, at, PAIR_BYTES / BLOCK_BYTES, PAIRED + i * HASH_BYTES);
  }
  const blocksOf = new Uint16Array(LINES_MAX);
  const places = new Uint32Array(LINES_MAX);

  /** Puts messages from `from` on into memory until it is full, and gives how many. */
  const put = (first: number, messages: readonly Uint8Array[], from: number): number => {
    let at = MESSAGES;
    let count = 0;
    for (; count < LINES_MAX && from + count < messages.length; count += 1) {
      const message = messages[from + count]!;
      const blocks = Math.ceil((message.length + 10) / BLOCK_BYTES);
      const end = at + blocks * BLOCK_BYTES;
      if (end > MESSAGES + MESSAGES_BYTES_MAX) break;
      bytes[at] = first;
      bytes.set(message, at + 1);
      endMessage(bytes, at, 1 + message.length, blocks * BLOCK_BYTES);
      blocksOf[count] = blocks;
      places[count] = at;
      at = end;
    }
    return count;
  };

  /** Fills the table, the longest messages first, so that lanes end together. */
  const setTable = (count: number): number => {
    const order = Array.from({ length: count }, (_, i) => i);
    let isEven = true;
    for (let i = 1; i < count; i += 1) isEven &&= blocksOf[i] === blocksOf[0];
    if (!isEven) order.sort((one, other) => blocksOf[other]! - blocksOf[one]!);
    let line = TABLE;
    for (const i of order) {
      setLine(line, places[i]!, blocksOf[i]!, HASHES + i * HASH_BYTES);
      line += LINE_BYTES;
    }
    const groups = Math.ceil(count / 4);
    for (; line < TABLE + groups * 4 * LINE_BYTES; line += LINE_BYTES) {
      setLine(line, MESSAGES, 0, NOWHERE);
    }
    return groups;
  };

  return {
    behind(first, messages) {
      const hashes: Uint8Array[] = [];
      while (hashes.length < messages.length) {
        const count = put(first, messages, hashes.length);
        run(TABLE, setTable(count));
        const made = bytes.slice(HASHES, HASHES + count * HASH_BYTES);
        for (let at = 0; at < made.length; at += HASH_BYTES) {
          hashes.push(made.subarray(at, at + HASH_BYTES));
        }
      }
      return hashes;
    },
    pairs(first, pairs) {
      const made = new Uint8Array(pairs.length / 2);
      for (let at = 0; at < made.length; at += LINES_MAX * HASH_BYTES) {
        const count = Math.min(LINES_MAX, (made.length - at) / HASH_BYTES);
        bytes.set(pairs.subarray(2 * at, 2 * (at + count * HASH_BYTES)), HALVES);
        for (let i = 0; i < count; i += 1) bytes[PAIRS + i * PAIR_BYTES] = first;
        spread(HALVES, count, PAIRS);
        run(PAIR_TABLE, Math.ceil(count / 4));
        made.set(bytes.subarray(PAIRED, PAIRED + count * HASH_BYTES), at);
      }
      return made;
    },
  };
}

/** Writes what follows a message of `length` bytes at `at` until its last block ends (FIPS 180-4 §5.1.1). */
function endMessage(bytes: Uint8Array, at: number, length: number, whole: number): void {
  bytes[at + length] = 0x80;
  bytes.fill(0, at + length + 1, at + whole - 4);
  const bits = 8 * length;
  bytes[at + whole - 4] = bits >>> 24;
  bytes[at + whole - 3] = bits >>> 16;
  bytes[at + whole - 2] = bits >>> 8;
  bytes[at + whole - 1] = bits;
}
