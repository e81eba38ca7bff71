import type { Instant } from '../../base/instant.ts';
import type { Bounds } from '../../geo/edge.ts';
import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import { KEY_NUMBER_BITS, KEY_SECONDS_FROM } from '../follow.ts';
import type { ReportMeaning } from '../meaning.ts';
import { PART_END } from '../report-parts.ts';

/* What a report is looked up by: numbers, each of which stands for a word, a beginning, a time or a
   piece of ground. Those of words are given out by the tables, from 1; the others are below 0. */

/** How many letters the beginnings have that are tokens of their own. */
export const BEGINNING_LETTERS = 3;

/** How long the periods are by which time is told, in seconds. */
const PERIOD_SECONDS = 30 * 86_400;
const PERIODS_FROM = -1;

/** How wide the cells are by which ground is told: half a degree. */
const CELL = GRID_PER_DEGREE / 2;
const CELLS_ACROSS = 720;
const CELLS_FROM = -10_000_000;

/** Ground that reaches over more cells than a report has tokens for. */
const WIDE = -9_999_999;

/** How many cells a report is looked up by; one that lies on more is looked up as wide. */
const REPORT_CELLS_MAX = 9;

/** How many tokens of one kind a question names; past it, time and ground are tests on each report. */
export const TOKENS_ASKED_MAX = 64;

/** The latest moment that a key can bear, in seconds from the first: the year 9999 and more. */
const KEY_SECONDS_MAX = 2 ** 39 - 1;

/** The key of the first report that can begin at this moment, as a text: it has 63 bits. */
export function keyAt(seconds: number): string {
  const from = Math.min(KEY_SECONDS_MAX, Math.max(0, Math.floor(seconds - KEY_SECONDS_FROM) || 0));
  return String(BigInt(from) << BigInt(KEY_NUMBER_BITS));
}

/** A key that somebody gave back, as a text of at most 63 bits. */
export function keyText(key: string): string {
  const most = 2n ** 63n - 1n;
  return String(BigInt(key) > most ? most : BigInt(key));
}

/** The key of the report that began then and stands in entry `no`. */
export function keyOf(from: Instant, no: number): string {
  const number = BigInt(no) & (2n ** BigInt(KEY_NUMBER_BITS) - 1n);
  return String(BigInt(keyAt(from)) | number);
}

/** The tokens of a report's time and ground. */
export function placeTokens({ from, box }: ReportMeaning): readonly number[] {
  const cells = cellsOf(box, REPORT_CELLS_MAX);
  return [periodAt(from), ...(cells ?? [WIDE])];
}

/** The tokens of which a report that begins within this time has one, or nothing where they are many. */
export function timeTokens(from: number, upto: number): readonly number[] | undefined {
  const [last, first] = [periodAt(from), periodAt(upto)];
  const count = last - first + 1;
  if (!(count >= 1 && count <= TOKENS_ASKED_MAX)) return undefined;
  return Array.from({ length: count }, (_, n) => first + n);
}

/** The tokens of which a report that touches this box has one, or nothing where they are many. */
export function groundTokens(box: Bounds): readonly number[] | undefined {
  const cells = cellsOf(box, TOKENS_ASKED_MAX - 1);
  return cells && [WIDE, ...cells];
}

/** The words of a report, or of what is found beside it, that tokens are given for. */
export function wordsFor({ words }: Pick<ReportMeaning, 'words'>): ReadonlySet<string> {
  const all = new Set(words.map(wellFormed));
  all.delete(PART_END);
  return all;
}

/** The beginning of a word that is a token, where it has as many letters. */
export function beginningOf(word: string): string | undefined {
  const letters = [...word].slice(0, BEGINNING_LETTERS);
  return letters.length < BEGINNING_LETTERS ? undefined : letters.join('');
}

/** A word as the server can take it: a letter that was cut in half stands for itself no more. */
export function wellFormed(word: string): string {
  return word.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

function periodAt(seconds: number): number {
  const from = Math.min(KEY_SECONDS_MAX, Math.max(0, seconds - KEY_SECONDS_FROM));
  return PERIODS_FROM - Math.floor(from / PERIOD_SECONDS);
}

function cellsOf({ west, south, east, north }: Bounds, most: number): number[] | undefined {
  const at = (edge: number): number => Math.floor(edge / CELL);
  const across = at(east) - at(west) + 1;
  const count = across * (at(north) - at(south) + 1);
  if (!(count <= most)) return undefined;
  return Array.from({ length: count }, (_, n) => {
    const [lon, lat] = [at(west) + (n % across), at(south) + Math.floor(n / across)];
    return CELLS_FROM - ((lat + CELLS_ACROSS) * 2 * CELLS_ACROSS + lon + CELLS_ACROSS);
  });
}
