import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatHex, parseHex } from '../base/bytes.ts';
import type { RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import { TroubleError } from '../base/result.ts';
import { isMissing } from '../store/disk.ts';
import { openLine } from '../store/line.ts';

/** What somebody has held for longer counts as read, in days. [I41] */
export const READING_DAYS_MAX = 90;

/** How many marks of one person are kept; past it the older half counts as never made. */
export const READING_MARKS_MAX = 200_000;

/** How many persons' marks are kept in memory; the one asked for longest ago is read again when needed. */
const READERS_MAX = 32;

const DAY_SECONDS = 86_400;

/** A mark: what was done with it, when (4 bytes, big-endian seconds), and the record's hash. */
const MARK_BYTES = 1 + 4 + 32;

/** What a person may mark. `all` is everything that the node held at that moment. */
const MARKS = ['read', 'unread', 'all'] as const;

/** One of `read`, `unread` and `all`. */
export type Mark = (typeof MARKS)[number];

/** What one person has read. */
export interface Reading {
  /** What was held before is read, one by one or not. [I41] */
  readonly since: Instant;
  /** How many are marked one by one. */
  readonly marked: number;
  /** Whether a record that this node holds since `held` is still new to this person. [I40] [I41] */
  isUnread(hash: RecordHash, held: Instant): boolean;
}

/** For papers, on which nothing is new. */
export const ALL_READ: Reading = { since: instant(0), marked: 0, isUnread: () => false };

/**
 * What each person at this node has read: for their own eyes, in no record and told to nobody. A mark
 * that a crash takes is a report that is shown as new once more.
 */
export interface Readings {
  of(person: string): Promise<Reading>;
  mark(person: string, mark: Mark, hashes: readonly RecordHash[]): Promise<void>;
}

interface Marked {
  /** What was read, by its 32 bytes in hexadecimal, and when. */
  readonly read: Map<string, number>;
  /** All that was held before it is read. */
  all: number;
  /** Marks in the file. */
  written: number;
}

/** Opens what was read, in files of the folder `dir`, one a person. */
export function openReadings(dir: string, clock: Clock): Readings {
  const held = new Map<string, Promise<Marked>>();
  const inLine = openLine();

  const marksOf = (name: string): Promise<Marked> => {
    const known = held.get(name) ?? readMarks(path.join(dir, name));
    held.delete(name);
    held.set(name, known);
    const [oldest] = held.keys();
    if (held.size > READERS_MAX && oldest !== undefined) held.delete(oldest);
    known.catch(() => held.delete(name));
    return known;
  };

  return {
    async of(person) {
      const { read, all } = await marksOf(nameOf(person));
      const since = instant(Math.max(all, clock.now() - READING_DAYS_MAX * DAY_SECONDS));
      return {
        since,
        marked: read.size,
        isUnread: (hash, held) => held >= since && !read.has(keyOf(hash)),
      };
    },
    mark: (person, mark, hashes) =>
      inLine(async () => {
        const name = nameOf(person);
        const marked = await marksOf(name);
        const now = clock.now();
        // A moment's end: what came in this very second was on the screen, or comes a second time.
        const entries = mark === 'all' ? [entryOf(mark, now, ZERO)] : [];
        if (mark !== 'all') {
          for (const hash of hashes) {
            if (marked.read.has(keyOf(hash)) === (mark === 'read')) continue;
            entries.push(entryOf(mark, now, keyOf(hash)));
          }
        }
        for (const entry of entries) take(marked, entry);
        await write(path.join(dir, name), marked, entries, now);
      }),
  };
}

const ZERO = '0'.repeat(64);

/** The file of a person; whose it is can be tried, and is not told by its name. */
function nameOf(person: string): string {
  return createHash('sha256').update(person).digest('hex').slice(0, 32);
}

function keyOf(hash: RecordHash): string {
  return hash.slice('sha256:'.length);
}

function entryOf(mark: Mark, at: Instant, key: string): Uint8Array {
  const entry = Buffer.alloc(MARK_BYTES);
  entry.writeUInt8(MARKS.indexOf(mark), 0);
  entry.writeUInt32BE(at, 1);
  const bytes = parseHex(key);
  if (bytes.ok) entry.set(bytes.value, 5);
  return entry;
}

function take(marked: Marked, entry: Uint8Array): void {
  const view = new DataView(entry.buffer, entry.byteOffset, MARK_BYTES);
  const [mark, at] = [MARKS[view.getUint8(0)], view.getUint32(1)];
  const key = formatHex(entry.subarray(5, MARK_BYTES));
  marked.written += 1;
  if (mark === 'read') marked.read.set(key, at);
  else if (mark === 'unread') marked.read.delete(key);
  else if (mark === 'all') marked.all = Math.max(marked.all, at);
}

async function readMarks(file: string): Promise<Marked> {
  const marked: Marked = { read: new Map(), all: 0, written: 0 };
  try {
    const bytes = await readFile(file);
    // An end that a crash has cut is no mark, and nothing is written behind it.
    if (bytes.length % MARK_BYTES > 0) marked.written = READING_MARKS_MAX;
    for (let at = 0; at + MARK_BYTES <= bytes.length; at += MARK_BYTES) {
      take(marked, bytes.subarray(at, at + MARK_BYTES));
    }
  } catch (cause) {
    if (!isMissing(cause)) throw new TroubleError('store-unreadable', {}, cause);
  }
  return marked;
}

async function write(
  file: string,
  marked: Marked,
  entries: readonly Uint8Array[],
  now: Instant,
): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    if (marked.written <= READING_MARKS_MAX) {
      await appendFile(file, Buffer.concat(entries), { mode: 0o600 });
      return;
    }
    thin(marked, now);
    const kept = [...marked.read].map(([key, at]) => entryOf('read', instant(at), key));
    const whole = [entryOf('all', instant(marked.all), ZERO), ...kept];
    await writeFile(`${file}.new`, Buffer.concat(whole), { mode: 0o600 });
    await rename(`${file}.new`, file);
    marked.written = whole.length;
  } catch (cause) {
    throw new TroubleError('store-unwritable', {}, cause);
  }
}

/** Forgets what is too old to matter, and of the rest the older half where it is still too much. */
function thin(marked: Marked, now: Instant): void {
  const oldest = now - READING_DAYS_MAX * DAY_SECONDS;
  for (const [key, at] of marked.read) if (at < oldest) marked.read.delete(key);
  const extra = marked.read.size - READING_MARKS_MAX / 2;
  for (const key of [...marked.read.keys()].slice(0, Math.max(0, extra))) marked.read.delete(key);
}
