import type { Bounds } from './edge.ts';
import { hasCommonPoint } from './edge.ts';
import { GRID_LON_MAX } from './grid.ts';
import { boundsWithin } from './strip.ts';
import type { PreparedShape } from './touch.ts';

/** Finds, among many shapes under keys of any kind, the few whose boxes meet a box [P20]. */
export interface ShapeIndex<K> {
  /** How many shapes it holds. */
  readonly size: number;
  /** Puts in a shape; one that was there under the same key goes, and the new one stands last. */
  add(key: K, shape: PreparedShape): void;
  /** Takes out the shape under a key, and says whether there was one. */
  remove(key: K): boolean;
  /**
   * The keys of all shapes whose boxes share a point with the box, or with the ground within
   * `metres` (0 to `STRIP_METRES_MAX`) of it, each once and in the order of adding; 180° east and
   * west are one meridian.
   */
  near(bounds: Bounds, metres?: number): readonly K[];
}

/** A shape's place in the index. */
interface Slot<K> {
  readonly key: K;
  /** Rises with each shape that is added. */
  readonly number: number;
  readonly box: Bounds;
}

/** Cells as wide as the largest box in them, so that a box lies in its own and the next ones at most. */
interface Level<K> {
  /** The width of its cells in grid units. */
  readonly width: number;
  readonly cells: Map<number, Slot<K>[]>;
}

const LEAST_WIDTH = 4 ** 6;

/** More than the cells from one end of the grid to the other, for names of cells in one number. */
const CELLS_ACROSS = 2 ** 20;

/**
 * An empty index: cells in levels by size, each box in the one cell of its south-west corner. In
 * the least cells (40 m) as in the widest, a question costs some microseconds and what it finds.
 */
export function openShapeIndex<K>(): ShapeIndex<K> {
  const slots = new Map<K, Slot<K>>();
  const levels = new Map<number, Level<K>>();
  let next = 0;
  const remove = (key: K): boolean => {
    const slot = slots.get(key);
    if (slot === undefined) return false;
    const width = widthFor(slot.box);
    const cells = levels.get(width)?.cells;
    const name = nameOf(slot.box.west, slot.box.south, width);
    const left = cells?.get(name)?.filter((each) => each !== slot) ?? [];
    if (left.length > 0) cells?.set(name, left);
    else cells?.delete(name);
    return slots.delete(key);
  };
  return {
    get size() {
      return slots.size;
    },
    add(key, { bounds }) {
      remove(key);
      const slot = { key, number: next, box: bounds };
      next += 1;
      slots.set(key, slot);
      const width = widthFor(bounds);
      const level = levels.get(width) ?? { width, cells: new Map<number, Slot<K>[]>() };
      levels.set(width, level);
      const name = nameOf(bounds.west, bounds.south, width);
      const cell = level.cells.get(name);
      if (cell === undefined) level.cells.set(name, [slot]);
      else cell.push(slot);
    },
    remove,
    near(bounds, metres = 0) {
      const found = new Set<Slot<K>>();
      for (const box of boundsWithin(bounds, metres).flatMap(withAntimeridian)) {
        for (const level of levels.values()) gather(level, box, found);
      }
      return [...found].sort((a, b) => a.number - b.number).map((slot) => slot.key);
    },
  };
}

function widthFor({ west, south, east, north }: Bounds): number {
  const extent = Math.max(east - west, north - south);
  let width = LEAST_WIDTH;
  while (width < extent) width *= 4;
  return width;
}

function nameOf(lon: number, lat: number, width: number): number {
  return Math.floor(lon / width) * CELLS_ACROSS + Math.floor(lat / width);
}

/** Adds the shapes of a level that meet a box: from its cells, or from all of them where those are fewer. */
function gather<K>({ width, cells }: Level<K>, box: Bounds, found: Set<Slot<K>>): void {
  const take = (slots: readonly Slot<K>[]): void => {
    for (const slot of slots) if (hasCommonPoint(slot.box, box)) found.add(slot);
  };
  // A box that reaches into ours may begin one cell before it.
  const [west, south] = [box.west - width, box.south - width];
  const columns = Math.floor(box.east / width) - Math.floor(west / width) + 1;
  const rows = Math.floor(box.north / width) - Math.floor(south / width) + 1;
  if (columns * rows > cells.size) {
    for (const slots of cells.values()) take(slots);
    return;
  }
  for (let column = 0; column < columns; column += 1) {
    const name = nameOf(west, south, width) + column * CELLS_ACROSS;
    for (let row = 0; row < rows; row += 1) take(cells.get(name + row) ?? []);
  }
}

/** [P5] A box that reaches one end of the grid is also asked at the other. */
function withAntimeridian(box: Bounds): readonly Bounds[] {
  const world = GRID_LON_MAX;
  return [
    box,
    ...(box.east === world ? [{ ...box, west: -world, east: -world }] : []),
    ...(box.west === -world ? [{ ...box, west: world, east: world }] : []),
  ];
}
