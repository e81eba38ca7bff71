import type { LogId, PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { parseJson } from '../base/json.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';

/** Cosigned checkpoints in one text of the shelf; one that comes late may make it twice as long. */
export const COSIGNED_PER_TEXT = 64;

/** Texts of one log's history; with the last of them full, the history is thinned to half. */
export const COSIGNED_TEXTS_MAX = 256;

/** For so many days before the newest no cosigned checkpoint is thinned out, while others can be. */
export const COSIGNED_WHOLE_DAYS = 30;

/** Texts of one member's receipts for one log; with the last of them full, they are thinned to half. */
export const RECEIPT_TEXTS_MAX = 32;

/** A checkpoint as a history keeps it. */
export interface Cosigned {
  readonly size: number;
  /** When a witness first cosigned it, or a member acknowledged it, by the signer's own clock. */
  readonly at: Instant;
  /** The signed note with its author's line and the dated lines that hold, and no others. */
  readonly note: string;
}

/** One history, read as far as it is asked. */
export interface CosignedReader {
  /** The smallest that covers entry `index` as it is kept. */
  earliest(index: number): Promise<Cosigned | undefined>;
  /** The smallest kept checkpoint that covers entry `index`: it shows since when it was on the record. */
  firstCovering(index: number): Promise<Checkpoint | undefined>;
}

/**
 * Keeps a cosigned checkpoint beside the earlier ones of its log, the smallest first, one of each
 * size and of those the one that was cosigned first. Keeping in one process goes one after the
 * other. [F11]
 */
export function rememberCosigned(shelf: Shelf, log: LogId, cosigned: Cosigned): Promise<void> {
  return keepIn(shelf, cosignedPlace(log), cosigned);
}

/** Keeps a member's receipt beside its earlier ones in the same way. [L31] */
export function rememberReceipt(
  shelf: Shelf,
  log: LogId,
  member: PartyId,
  receipt: Cosigned,
): Promise<void> {
  return keepIn(shelf, receiptPlace(log, member), receipt);
}

/** Opens the history of `log` for reading; a node that keeps on adding to it is no hindrance. */
export function readCosigned(
  shelf: Pick<Shelf, 'get' | 'names'>,
  log: LogId,
): Promise<CosignedReader> {
  return readPlace(shelf, cosignedPlace(log));
}

/** Opens a member's receipts for `log` for reading. */
export function readReceipts(
  shelf: Pick<Shelf, 'get' | 'names'>,
  log: LogId,
  member: PartyId,
): Promise<CosignedReader> {
  return readPlace(shelf, receiptPlace(log, member));
}

/** The receipt over the most entries that `member` gave for `log`. */
export async function newestReceipt(
  shelf: Pick<Shelf, 'get' | 'names'>,
  log: LogId,
  member: PartyId,
): Promise<Cosigned | undefined> {
  const ending: Ending = { turn: Promise.resolve(), texts: -1, last: [] };
  await readEnding(shelf, receiptPlace(log, member), ending);
  return ending.last.at(-1);
}

/**
 * About half of what is kept: of what is older than {@link COSIGNED_WHOLE_DAYS} the last of every
 * ten minutes, hour, quarter of a day, day or week, whichever first leaves few enough. The last of a
 * span covers all records of the span, so a record's proof of time is late by a span at the most. [F12]
 */
export function thinCosigned(kept: readonly Cosigned[], wanted: number): readonly Cosigned[] {
  const end = kept.at(-1)?.at ?? 0;
  let thinned = kept;
  for (const days of [COSIGNED_WHOLE_DAYS, 1, 0]) {
    for (const span of SPANS_SECONDS) {
      thinned = lastOfSpans(kept, end - days * DAY_SECONDS, span);
      if (thinned.length <= wanted) return thinned;
    }
  }
  while (thinned.length > wanted)
    thinned = thinned.filter((_, i) => (thinned.length - i) % 2 === 1);
  return thinned;
}

const DAY_SECONDS = 86_400;
const SPANS_SECONDS = [600, 3_600, 21_600, DAY_SECONDS, 7 * DAY_SECONDS] as const;

/** Where a history stands on the shelf, and of how many texts it may be. */
interface Place {
  readonly prefix: string;
  readonly textsMax: number;
}

function cosignedPlace(log: LogId): Place {
  return { prefix: `cosigned/${log}/`, textsMax: COSIGNED_TEXTS_MAX };
}

function receiptPlace(log: LogId, member: PartyId): Place {
  return { prefix: `receipts/${log}/${member}/`, textsMax: RECEIPT_TEXTS_MAX };
}

function keepIn(shelf: Shelf, place: Place, next: Cosigned): Promise<void> {
  const places = shelves.get(shelf) ?? new Map<string, Ending>();
  shelves.set(shelf, places);
  const ending = places.get(place.prefix) ?? { turn: Promise.resolve(), texts: -1, last: [] };
  places.set(place.prefix, ending);
  const turn = ending.turn.then(() => remember(shelf, place, ending, next));
  // Trouble with the disk is its caller's to meet; what is remembered of the end is read anew.
  ending.turn = turn.catch(() => {
    ending.texts = -1;
  });
  return turn;
}

async function readPlace(
  shelf: Pick<Shelf, 'get' | 'names'>,
  { prefix }: Place,
): Promise<CosignedReader> {
  const names = await shelf.names(prefix);
  const texts = new Map<number, readonly Cosigned[]>();
  const textAt = async (at: number): Promise<readonly Cosigned[]> => {
    const held = texts.get(at) ?? parseText(await shelf.get(nameOf(prefix, at)));
    texts.set(at, held);
    return held;
  };
  const open = (found: Cosigned | undefined): Checkpoint | undefined => {
    const checkpoint = found ? parseCheckpoint(found.note) : undefined;
    return checkpoint?.ok ? checkpoint.value : undefined;
  };
  const earliest = async (index: number): Promise<Cosigned | undefined> => {
    const at = await placeOf(names.length, textAt, index);
    return (await textAt(at)).find(({ size }) => size > index);
  };
  return { earliest, firstCovering: async (index) => open(await earliest(index)) };
}

/** What is known of the end of a history without reading it; `texts` is -1 before it was read. */
interface Ending {
  turn: Promise<void>;
  texts: number;
  last: readonly Cosigned[];
}

/** The end of each history that this process has added to, for as long as its shelf is in use. */
const shelves = new WeakMap<Shelf, Map<string, Ending>>();

async function remember(shelf: Shelf, place: Place, ending: Ending, next: Cosigned): Promise<void> {
  if (ending.texts < 0) await readEnding(shelf, place, ending);
  const newest = ending.last.at(-1);
  if (newest && next.size <= newest.size) return rememberLate(shelf, place, ending, next);
  if (ending.last.length >= COSIGNED_PER_TEXT) {
    if (ending.texts + 1 >= place.textsMax) await thinTexts(shelf, place, ending);
    else Object.assign(ending, { texts: ending.texts + 1, last: [] });
  }
  await putText(shelf, place, ending, ending.texts, [...ending.last, next]);
}

async function readEnding(
  shelf: Pick<Shelf, 'get' | 'names'>,
  place: Place,
  ending: Ending,
): Promise<void> {
  const names = await shelf.names(place.prefix);
  for (let at = Math.max(0, names.length - 1); at >= 0; at -= 1) {
    ending.last = parseText(await shelf.get(nameOf(place.prefix, at)));
    ending.texts = at;
    if (ending.last.length > 0) return;
  }
}

/** One of a size that was passed already: put in its place, unless that place is crowded. */
async function rememberLate(
  shelf: Shelf,
  place: Place,
  ending: Ending,
  next: Cosigned,
): Promise<void> {
  const read = async (at: number) => parseText(await shelf.get(nameOf(place.prefix, at)));
  const at = await placeOf(ending.texts + 1, read, next.size - 1);
  const held = await read(at);
  const same = held.find(({ size }) => size === next.size);
  if (same ? same.at <= next.at : held.length >= 2 * COSIGNED_PER_TEXT) return;
  const others = held.filter(({ size }) => size !== next.size);
  const merged = [...others, next].toSorted((ours, theirs) => ours.size - theirs.size);
  await putText(shelf, place, ending, at, merged);
}

/**
 * Writes the thinned history from its beginning and empties the texts behind it. Ended in the
 * middle, what is behind repeats what is in front, and the next thinning puts it right.
 */
async function thinTexts(shelf: Shelf, place: Place, ending: Ending): Promise<void> {
  const all = new Map<number, Cosigned>();
  for (let at = 0; at <= ending.texts; at += 1) {
    for (const each of parseText(await shelf.get(nameOf(place.prefix, at))))
      all.set(each.size, each);
  }
  const kept = [...all.values()].toSorted((ours, theirs) => ours.size - theirs.size);
  const thinned = thinCosigned(kept, (place.textsMax * COSIGNED_PER_TEXT) / 2);
  const texts = Math.ceil(thinned.length / COSIGNED_PER_TEXT);
  for (let at = 0; at < texts; at += 1) {
    const part = thinned.slice(at * COSIGNED_PER_TEXT, (at + 1) * COSIGNED_PER_TEXT);
    await shelf.put(nameOf(place.prefix, at), formatText(part));
  }
  for (let at = ending.texts; at >= texts; at -= 1) await shelf.put(nameOf(place.prefix, at), '');
  Object.assign(ending, { texts, last: [] });
}

async function putText(
  shelf: Shelf,
  place: Place,
  ending: Ending,
  ...[at, kept]: readonly [number, readonly Cosigned[]]
): Promise<void> {
  await shelf.put(nameOf(place.prefix, at), formatText(kept));
  if (at === ending.texts) ending.last = kept;
}

/** The first of `count` texts that reaches past entry `index`; texts at the end may be empty. */
async function placeOf(
  count: number,
  textAt: (at: number) => Promise<readonly Cosigned[]>,
  index: number,
): Promise<number> {
  let [low, high] = [0, Math.max(0, count - 1)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const last = (await textAt(middle)).at(-1);
    if (!last || last.size > index) high = middle;
    else low = middle + 1;
  }
  return low;
}

function lastOfSpans(kept: readonly Cosigned[], before: number, span: number): readonly Cosigned[] {
  return kept.filter((each, i) => {
    const next = kept[i + 1];
    if (!next || each.at >= before) return true;
    return Math.floor(each.at / span) !== Math.floor(next.at / span);
  });
}

function nameOf(prefix: string, at: number): string {
  return `${prefix}${String(at).padStart(4, '0')}`;
}

function formatText(kept: readonly Cosigned[]): string {
  return kept.map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** What a text holds; a line that is damaged is passed over, for it proves nothing. */
function parseText(text: string | undefined): readonly Cosigned[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const json = line === '' ? undefined : parseJson(line);
    if (!json?.ok || typeof json.value !== 'object') return [];
    const { size, at, note } = json.value as unknown as Partial<Cosigned>;
    const isWhole = typeof size === 'number' && typeof at === 'number' && typeof note === 'string';
    return isWhole ? [{ size, at, note }] : [];
  });
}
