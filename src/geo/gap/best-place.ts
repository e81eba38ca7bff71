import { RADIANS_PER_UNIT, radiiAt } from '../ellipsoid.ts';
import type { GridPoint } from '../grid.ts';
import { eachRun } from './counts.ts';
import type { Ground } from './ground.ts';
import { addRound } from './round.ts';
import { Spans } from './spans.ts';
import type { Sums } from './weights.ts';
import { cellAt, sumWithin } from './weights.ts';

/** How many further posts may be asked for at once. */
export const BEST_PLACES_MAX = 20;

/** No other place closes more than this share above what the named place closes. */
export const BEST_PLACE_SHARE = 0.02;

/** How many circles are looked at for one place; past it the place stands with the share that was shown. */
export const BEST_PLACE_LOOKS_MAX = 100_000;

/** How many circles are looked at between two words about the progress. */
const LOOKS_AT_ONCE = 2_000;

/** Where one more post closes most of the gap. */
export interface BestPlace {
  readonly at: GridPoint;
  /** What it closes, in the unit of the sums. */
  readonly closes: number;
  /** No other place closes more than this. */
  readonly closesMost: number;
}

/** What is asked: how far a post reaches in metres, how many posts, and what each open cell counts for. */
export interface Sought {
  readonly metres: number;
  readonly posts: number;
  sumsOf(all: Uint16Array): Sums;
  /** What no circle of the wanted width can hold more of, where that is known. */
  readonly most: number;
}

/**
 * The most square metres that a post can close: its circle, and what cells at the rim may add, whose
 * number strays from the circle's area by less than twice the two thirds' power of its radius in cells.
 */
export function mostArea(ground: Ground, metres: number): number {
  const cell = Math.sqrt(Math.min(ground.squareMetres[0] ?? 1, ground.squareMetres.at(-1) ?? 1));
  const radius = metres / cell;
  return Math.PI * metres * metres * (1 + 2 / (Math.PI * radius ** (4 / 3)));
}

/**
 * Where further posts close most: one after the other, each where most is left, which for `n` posts
 * closes at least 63 % of what any `n` could [Z6]. Each place is found by halving squares: what a
 * circle closes that is wider by a square's half diagonal, no post within the square can exceed, so a
 * square that promises too little is left. It yields how many circles were looked at for the place in
 * hand and may be left at any time; it returns fewer places where nothing is left to close.
 */
export function* bestPlaces(
  ground: Ground,
  counts: Uint16Array,
  sought: Sought,
): Generator<number, readonly BestPlace[]> {
  const all = counts.slice();
  const found: BestPlace[] = [];
  const spans = new Spans();
  while (found.length < Math.min(sought.posts, BEST_PLACES_MAX)) {
    const search = new Search(ground, sought, sought.sumsOf(all));
    while (!search.isDone()) {
      search.look(LOOKS_AT_ONCE);
      yield search.looks;
    }
    const place = search.best();
    if (!place) break;
    found.push(place);
    spans.clear();
    addRound(place.at, sought.metres, ground, spans);
    eachRun(ground, spans, (_, from, upto) => all.fill(1, from, upto));
  }
  return found;
}

/** A square of cells and the most that a post within it can close. */
interface Square {
  readonly row: number;
  readonly column: number;
  /** Its side in cells. */
  readonly side: number;
  readonly most: number;
}

class Search {
  readonly #ground: Ground;
  readonly #metres: number;
  readonly #most: number;
  readonly #sums: Sums;
  readonly #spans = new Spans();
  readonly #heap = new Heap();
  #at: GridPoint | undefined;
  #closes = 0;
  looks = 0;

  constructor(ground: Ground, { metres, most }: Sought, sums: Sums) {
    this.#ground = ground;
    this.#metres = metres;
    this.#most = most;
    this.#sums = sums;
    const radii = radiiAt(ground.bounds.south * RADIANS_PER_UNIT);
    const height = ground.latStep * RADIANS_PER_UNIT * radii.along;
    const side = Math.max(1, Math.round(metres / height / 2));
    for (let row = 0; row < ground.rows; row += side) {
      for (let column = 0; column < ground.columns; column += side)
        this.#consider(row, column, side);
    }
  }

  isDone(): boolean {
    const next = this.#heap.peek();
    return (
      !next ||
      next.most <= this.#closes * (1 + BEST_PLACE_SHARE) ||
      this.looks >= BEST_PLACE_LOOKS_MAX
    );
  }

  /** Halves the squares that promise most until so many more circles were looked at. */
  look(looks: number): void {
    const until = this.looks + looks;
    while (this.looks < until && !this.isDone()) {
      const { row, column, side } = this.#heap.pop() as Square;
      if (side === 1) continue;
      const half = Math.ceil(side / 2);
      for (const up of [0, half]) {
        for (const aside of [0, half]) this.#consider(row + up, column + aside, half);
      }
    }
  }

  best(): BestPlace | undefined {
    if (!this.#at || this.#closes <= 0) return undefined;
    const closesMost = Math.max(this.#closes, this.#heap.peek()?.most ?? 0);
    return { at: this.#at, closes: this.#closes, closesMost };
  }

  #consider(row: number, column: number, side: number): void {
    const ground = this.#ground;
    const lon = ground.bounds.west + (column + side / 2) * ground.lonStep;
    const lat = ground.bounds.south + (row + side / 2) * ground.latStep;
    const middle: GridPoint = [Math.round(lon), Math.round(lat)];
    const radii = radiiAt(lat * RADIANS_PER_UNIT);
    const high = ground.latStep * radii.along;
    const wide = ground.lonStep * radii.across * Math.cos(lat * RADIANS_PER_UNIT);
    // A cell's own middle is where a post is tried; in a square the farthest corner bounds it.
    const beyond = side === 1 ? 0 : (Math.hypot(high, wide) * RADIANS_PER_UNIT * side) / 2;
    const most = Math.min(this.#most, this.#closed(middle, this.#metres + beyond));
    if (most > this.#closes && cellAt(ground, middle) !== undefined) {
      const closes = beyond === 0 ? most : this.#closed(middle, this.#metres);
      if (closes > this.#closes) [this.#at, this.#closes] = [middle, closes];
    }
    if (most > this.#closes) this.#heap.push({ row, column, side, most });
  }

  #closed(place: GridPoint, metres: number): number {
    this.looks += 1;
    this.#spans.clear();
    addRound(place, metres, this.#ground, this.#spans);
    return sumWithin(this.#ground, this.#spans, this.#sums);
  }
}

/** Squares, of which the one that promises most comes first. */
class Heap {
  readonly #squares: Square[] = [];

  peek(): Square | undefined {
    return this.#squares[0];
  }

  push(square: Square): void {
    const squares = this.#squares;
    let i = squares.length;
    squares.push(square);
    while (i > 0) {
      const above = (i - 1) >> 1;
      const parent = squares[above] as Square;
      if (parent.most >= square.most) break;
      squares[i] = parent;
      i = above;
    }
    squares[i] = square;
  }

  pop(): Square | undefined {
    const squares = this.#squares;
    const [first] = squares;
    const last = squares.pop();
    if (squares.length === 0 || !last) return first;
    let i = 0;
    for (;;) {
      let below = 2 * i + 1;
      if (below >= squares.length) break;
      const [left, right] = [squares[below] as Square, squares[below + 1]];
      if (right && right.most > left.most) below += 1;
      const larger = squares[below] as Square;
      if (larger.most <= last.most) break;
      squares[i] = larger;
      i = below;
    }
    squares[i] = last;
    return first;
  }
}
