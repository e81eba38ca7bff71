import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { foldDigits } from './digits.ts';
import type { GridPoint, PlaceFault } from './grid.ts';
import { isSamePoint, toGrid } from './grid.ts';
import { parseMgrs } from './mgrs.ts';

/** A place as a person wrote it. */
export interface Place {
  readonly at: GridPoint;
  /** How finely the place was written: the side of its square, or the worth of its last digit. */
  readonly precisionMetres: number;
  readonly notation: 'mgrs' | 'dd' | 'dm' | 'dms';
}

/** How long a written place may be, in UTF-16 units. */
export const PLACE_TEXT_MAX = 100;

/**
 * Reads a grid reference, or latitude and longitude in degrees, minutes or seconds. Without
 * letters of hemisphere a pair that makes sense both ways round is given back as both [P14].
 */
export function parsePlace(text: string): Result<Place, PlaceFault> {
  const bad = err({ kind: 'bad-notation', text } as const);
  if (text.length > PLACE_TEXT_MAX) return bad;
  const plain = foldDigits(text).trim().toUpperCase();
  if (/^\d{1,2}\s*[A-Z]\s*[A-Z]\s*[A-Z]/.test(plain)) {
    const square = parseMgrs(plain);
    if (!square.ok) return square;
    const { at, precisionMetres } = square.value;
    return ok({ at, precisionMetres, notation: 'mgrs' });
  }
  const halves = halve(plain);
  if (halves === undefined) return bad;
  const [one, other] = halves;
  const notation = (['dd', 'dm', 'dms'] as const)[one.count - 1] ?? 'dd';
  const precisionMetres = Math.max(one.worthMetres, other.worthMetres);
  const at = place(one, other);
  return at.ok ? ok({ at: at.value, precisionMetres, notation }) : at;
}

/** One of the two coordinates. */
interface Half {
  readonly degrees: number;
  readonly axis: 'lat' | 'lon' | undefined;
  readonly count: number;
  readonly worthMetres: number;
}

const METRES_PER_DEGREE = 111_320;

/** Full words only: the first letters of the Arabic for north and east are the same. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\u0634\u0645\u0627\u0644\u0627?\u064b?\u0627?/g, 'N'],
  [/\u062c\u0646\u0648\u0628\u0627?\u064b?\u0627?/g, 'S'],
  [/\u0634\u0631\u0642\u0627?\u064b?\u0627?/g, 'E'],
  [/\u063a\u0631\u0628\u0627?\u064b?\u0627?/g, 'W'],
];

const TOKEN = /\s*([NSEW]|[+-]?\d+(?:\.\d+)?|[°º˚]|''|["″”“]|['′’‘]|[,;/])\s*/y;

function halve(text: string): [Half, Half] | undefined {
  const tokens = tokensOf(WORDS.reduce((left, [word, letter]) => left.replace(word, letter), text));
  if (tokens === undefined) return undefined;
  const numbers = tokens.filter((token) => /\d/.test(token)).length;
  if (numbers !== 2 && numbers !== 4 && numbers !== 6) return undefined;
  const letters = tokens.filter((token) => /^[NSEW]$/.test(token));
  if (letters.length !== 0 && letters.length !== 2) return undefined;
  const parted = part(tokens, numbers / 2);
  const [one, other] = parted.map((half) => readHalf(half));
  if (one === undefined || other === undefined) return undefined;
  if (letters.length === 2 && (one.axis === undefined || other.axis === undefined))
    return undefined;
  return one.axis !== undefined && one.axis === other.axis ? undefined : [one, other];
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** Cuts after the numbers of the first half, and its marks, and its letter if it comes behind. */
function part(tokens: readonly string[], each: number): [readonly string[], readonly string[]] {
  const isBehind = !/^[NSEW]$/.test(tokens[0] ?? '');
  let seen = 0;
  const cut = tokens.findIndex((token) => {
    if (/\d/.test(token)) seen += 1;
    return seen > each || (seen === each && /^[,;/]$/.test(token));
  });
  const isSeparator = /^[,;/]$/.test(tokens[cut] ?? '');
  const end = !isSeparator && !isBehind && /^[NSEW]$/.test(tokens[cut - 1] ?? '') ? cut - 1 : cut;
  return [tokens.slice(0, end), tokens.slice(isSeparator ? cut + 1 : end)];
}

const HALF =
  /^([NSEW])? ?([+-]?)(\d+)(\.\d+)?(?: [°º˚])?(?: (\d+)(\.\d+)?(?: ['′’‘])?(?: (\d+)(\.\d+)?(?: (?:["″”“]|''))?)?)?(?: ([NSEW]))?$/;

function readHalf(tokens: readonly string[]): Half | undefined {
  const found = HALF.exec(tokens.join(' '));
  if (found === null) return undefined;
  const [
    ,
    before,
    sign = '',
    whole = '',
    tenths,
    minutes,
    minuteTenths,
    seconds,
    secondTenths,
    after,
  ] = found as (string | undefined)[];
  const letter = before ?? after;
  if (before !== undefined && after !== undefined) return undefined;
  // Only the last figure may have decimals, and a letter already says the sign.
  if (minutes !== undefined && tenths !== undefined) return undefined;
  if (seconds !== undefined && minuteTenths !== undefined) return undefined;
  if (letter !== undefined && sign !== '') return undefined;
  const [min, sec] = [
    Number(`${minutes ?? 0}${minuteTenths ?? ''}`),
    Number(`${seconds ?? 0}${secondTenths ?? ''}`),
  ];
  if (min >= 60 || sec >= 60) return undefined;
  const size = Number(`${whole}${tenths ?? ''}`) + min / 60 + sec / 3600;
  const isNegative = sign === '-' || letter === 'S' || letter === 'W';
  const last = secondTenths ?? minuteTenths ?? tenths ?? '.';
  const count = seconds !== undefined ? 3 : minutes !== undefined ? 2 : 1;
  return {
    degrees: isNegative ? -size : size,
    axis: letter === undefined ? undefined : letter === 'N' || letter === 'S' ? 'lat' : 'lon',
    count,
    worthMetres: METRES_PER_DEGREE / 60 ** (count - 1) / 10 ** (last.length - 1),
  };
}

function place(one: Half, other: Half): Result<GridPoint, PlaceFault> {
  const latFirst = toGrid(other.degrees, one.degrees);
  const lonFirst = toGrid(one.degrees, other.degrees);
  if (one.axis === 'lat') return latFirst;
  if (one.axis === 'lon') return lonFirst;
  if (!latFirst.ok) return lonFirst;
  if (!lonFirst.ok || isSamePoint(latFirst.value, lonFirst.value)) return latFirst;
  return err({ kind: 'ambiguous', latFirst: latFirst.value, lonFirst: lonFirst.value });
}
