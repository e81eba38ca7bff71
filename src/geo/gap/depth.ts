import { RADIANS_PER_UNIT, radiiAt } from '../ellipsoid.ts';
import type { Ground } from './ground.ts';
import { latOf } from './frame.ts';

/**
 * How far each open cell of a row is from the nearest cell that is not open, which is one that is
 * covered or lies outside of the area: middle to middle, in metres on the row's own scale.
 *
 * Exact for a plane: first the way along each column, in one sweep from either side, then for each row
 * the lowest of the parabolas that those ways raise over its cells (Felzenszwalb and Huttenlocher 2012).
 */
export function eachDepth(
  ground: Ground,
  all: Uint16Array,
  tell: (row: number, firstCell: number, metres: Float64Array, count: number) => void,
): void {
  const ways = waysUpAndDown(ground, all);
  const envelope = new Envelope(ground.columns + 2);
  const depths = new Float64Array(ground.columns);
  for (let row = 0; row < ground.rows; row += 1) {
    const lat = latOf(ground, row) * RADIANS_PER_UNIT;
    const radii = radiiAt(lat);
    const high = ground.latStep * RADIANS_PER_UNIT * radii.along;
    const wide = ground.lonStep * RADIANS_PER_UNIT * radii.across * (ground.cosine[row] as number);
    const past = ground.firstOf[row + 1] as number;
    for (let stretch = ground.firstOf[row] as number; stretch < past; stretch += 1) {
      const first = ground.cellOf[stretch] as number;
      const count = (ground.cellOf[stretch + 1] as number) - first;
      // Outside of the stretch, at either end, nothing is open.
      envelope.begin();
      envelope.raise(-1, 0);
      for (let i = 0; i < count; i += 1) {
        const way = ((ways[first + i] as number) * high) / wide;
        envelope.raise(i, way * way);
      }
      envelope.raise(count, 0);
      envelope.read(depths, count, wide);
      tell(row, first, depths, count);
    }
  }
}

/** How many cells up or down the nearest that is not open lies, for each cell. */
function waysUpAndDown(ground: Ground, all: Uint16Array): Uint16Array {
  const ways = new Uint16Array(ground.cells);
  sweep(ground, all, { ways, from: 0, by: 1 });
  sweep(ground, all, { ways, from: ground.rows - 1, by: -1 });
  return ways;
}

interface Sweep {
  readonly ways: Uint16Array;
  readonly from: number;
  readonly by: 1 | -1;
}

/** One sweep over the rows; the second keeps what the first found where that is less. */
function sweep(ground: Ground, all: Uint16Array, { ways, from, by }: Sweep): void {
  const { firstOf, cellOf, rows, columns } = ground;
  const open = new Uint16Array(columns);
  for (let k = 0, row = from; k < rows; k += 1, row += by) {
    let west = 0;
    const past = firstOf[row + 1] as number;
    for (let stretch = firstOf[row] as number; stretch < past; stretch += 1) {
      const start = ground.from[stretch] as number;
      open.fill(0, west, start);
      west = ground.upto[stretch] as number;
      const shift = (cellOf[stretch] as number) - start;
      for (let column = start; column < west; column += 1) {
        const cell = column + shift;
        const way = all[cell] === 0 ? (open[column] as number) + 1 : 0;
        open[column] = way;
        if (by === 1 || way < (ways[cell] as number)) ways[cell] = way;
      }
    }
    open.fill(0, west, columns);
  }
}

/** The lowest of some parabolas of one width, whose feet come from west to east. */
class Envelope {
  readonly #foot: Int32Array;
  readonly #height: Float64Array;
  /** From where each is the lowest. */
  readonly #since: Float64Array;
  #count = 0;

  constructor(most: number) {
    this.#foot = new Int32Array(most);
    this.#height = new Float64Array(most);
    this.#since = new Float64Array(most);
  }

  begin(): void {
    this.#count = 0;
  }

  /** Adds the parabola `(x - foot)² + height`. */
  raise(foot: number, height: number): void {
    let since = Number.NEGATIVE_INFINITY;
    while (this.#count > 0) {
      const last = this.#count - 1;
      const before = this.#foot[last] as number;
      since =
        (height + foot * foot - (this.#height[last] as number) - before * before) /
        (2 * (foot - before));
      if (since > (this.#since[last] as number)) break;
      this.#count -= 1;
      since = Number.NEGATIVE_INFINITY;
    }
    this.#foot[this.#count] = foot;
    this.#height[this.#count] = height;
    this.#since[this.#count] = since;
    this.#count += 1;
  }

  /** Writes the roots of the lowest over the first `count` cells, times `wide`. */
  read(into: Float64Array, count: number, wide: number): void {
    let k = 0;
    for (let x = 0; x < count; x += 1) {
      while (k + 1 < this.#count && (this.#since[k + 1] as number) < x) k += 1;
      const way = x - (this.#foot[k] as number);
      into[x] = Math.sqrt(way * way + (this.#height[k] as number)) * wide;
    }
  }
}
