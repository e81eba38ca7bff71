import { invariant } from '../../base/result.ts';
import type { Coverage } from './coverage.ts';
import { addCoverage, placeOf } from './coverage.ts';
import type { Ground } from './ground.ts';
import { Spans } from './spans.ts';

/** How many coverages may lie over each other; a cell counts no further. */
export const COVERAGES_MAX = 65_535;

/** How many parties one picture tells apart. */
export const PICTURE_PARTIES_MAX = 32;

/** A coverage and whose it is, by the party's place in the picture's list. */
export interface Held {
  readonly party: number;
  readonly coverage: Coverage;
}

/**
 * How many coverages reach each cell of a ground, all and by party. A coverage that comes, goes or
 * moves costs what it covers and no more, whatever else there is.
 */
export class Counts {
  readonly ground: Ground;
  readonly all: Uint16Array;
  /** By the party's place in the list. */
  readonly by: readonly Uint16Array[];
  /** How many cells of each row nobody covers. */
  readonly openIn: Int32Array;
  readonly #spans = new Spans();
  #coverages = 0;

  constructor(ground: Ground, parties: number) {
    invariant(parties >= 1 && parties <= PICTURE_PARTIES_MAX, 'a picture has some parties');
    this.ground = ground;
    this.all = new Uint16Array(ground.cells);
    // With one party its counts are all there are.
    this.by =
      parties === 1
        ? [this.all]
        : Array.from({ length: parties }, () => new Uint16Array(ground.cells));
    this.openIn = new Int32Array(ground.rows);
    for (let row = 0; row < ground.rows; row += 1) {
      const [first, past] = [ground.firstOf[row] as number, ground.firstOf[row + 1] as number];
      this.openIn[row] = (ground.cellOf[past] as number) - (ground.cellOf[first] as number);
    }
  }

  /** What nobody's coverage reaches, in square metres on the ellipsoid. */
  get gapSquareMetres(): number {
    let sum = 0;
    for (const [row, area] of this.ground.squareMetres.entries()) {
      sum += area * (this.openIn[row] as number);
    }
    return sum;
  }

  /** Adds one coverage; true if it was taken, false if there are {@link COVERAGES_MAX} already. */
  add({ party, coverage }: Held): boolean {
    if (this.#coverages >= COVERAGES_MAX) return false;
    this.#coverages += 1;
    const { all, openIn } = this;
    const own = this.by[party] as Uint16Array;
    this.#eachRun(coverage, (row, from, upto) => {
      let closed = 0;
      for (let cell = from; cell < upto; cell += 1) {
        const before = all[cell] as number;
        if (before === 0) closed += 1;
        all[cell] = before + 1;
      }
      openIn[row] = (openIn[row] as number) - closed;
      if (own !== all) for (let cell = from; cell < upto; cell += 1) own[cell]!++;
    });
    return true;
  }

  /** Takes away one coverage that was added. */
  remove({ party, coverage }: Held): void {
    this.#coverages -= 1;
    const { all, openIn } = this;
    const own = this.by[party] as Uint16Array;
    this.#eachRun(coverage, (row, from, upto) => {
      let opened = 0;
      for (let cell = from; cell < upto; cell += 1) {
        const after = (all[cell] as number) - 1;
        if (after === 0) opened += 1;
        all[cell] = after;
      }
      openIn[row] = (openIn[row] as number) + opened;
      if (own !== all) for (let cell = from; cell < upto; cell += 1) own[cell]!--;
    });
  }

  /**
   * Adds many coverages at once: where each begins and ends is marked, and the marks are summed along
   * the cells. How many were taken.
   */
  addAll(held: readonly Held[]): number {
    const taken = held.slice(0, COVERAGES_MAX - this.#coverages);
    this.#coverages += taken.length;
    // Counts and steps are both reckoned modulo 2^16, so that a step never overflows.
    const steps = new Uint16Array(this.ground.cells + 1);
    for (const [party, own] of this.by.entries()) {
      // From south to north: what follows each other then lies near each other in memory.
      const theirs = taken
        .filter((each) => each.party === party)
        .map(({ coverage }) => ({ coverage, south: placeOf(coverage)[1] }))
        .toSorted((one, other) => one.south - other.south);
      if (theirs.length === 0) continue;
      for (const { coverage } of theirs) {
        this.#eachRun(coverage, (_, from, upto) => {
          steps[from]!++;
          steps[upto]!--;
        });
      }
      sumInto(own, steps);
      if (own !== this.all) sumInto(this.all, steps);
      steps.fill(0);
    }
    this.#countOpen();
    return taken.length;
  }

  /** The numbers of the cells of a coverage that lie in the ground, as runs within a stretch. */
  #eachRun(coverage: Coverage, tell: (row: number, from: number, upto: number) => void): void {
    const spans = this.#spans;
    spans.clear();
    addCoverage(coverage, this.ground, spans);
    eachRun(this.ground, spans, tell);
  }

  #countOpen(): void {
    const { ground, all, openIn } = this;
    for (let row = 0; row < ground.rows; row += 1) {
      const [first, past] = [ground.firstOf[row] as number, ground.firstOf[row + 1] as number];
      let open = 0;
      const end = ground.cellOf[past] as number;
      for (let cell = ground.cellOf[first] as number; cell < end; cell += 1) {
        if (all[cell] === 0) open += 1;
      }
      openIn[row] = open;
    }
  }
}

/** Tells of the cells of a ground that lie in some spans: row, first number and the one after the last. */
export function eachRun(
  { firstOf, from, upto, cellOf }: Ground,
  spans: Spans,
  tell: (row: number, from: number, upto: number) => void,
): void {
  const count = spans.count;
  for (let i = 0; i < count; i += 1) {
    const row = spans.row(i);
    const [west, east] = [spans.from(i), spans.upto(i)];
    const past = firstOf[row + 1] as number;
    let stretch = firstAfter(upto, west, firstOf[row] as number, past);
    for (; stretch < past && (from[stretch] as number) < east; stretch += 1) {
      const start = from[stretch] as number;
      const shift = (cellOf[stretch] as number) - start;
      tell(row, Math.max(start, west) + shift, Math.min(upto[stretch] as number, east) + shift);
    }
  }
}

/** The first of some rising numbers that is above a limit. */
function firstAfter(numbers: Int32Array, limit: number, first: number, past: number): number {
  let [low, high] = [first, past];
  while (low < high) {
    const half = (low + high) >>> 1;
    if ((numbers[half] as number) > limit) high = half;
    else low = half + 1;
  }
  return low;
}

/** Adds to each cell what the steps up to it sum up to. */
function sumInto(counts: Uint16Array, steps: Uint16Array): void {
  const cells = counts.length;
  let sum = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    sum = (sum + (steps[cell] as number)) & 0xffff;
    if (sum !== 0) counts[cell] = (counts[cell] as number) + sum;
  }
}
