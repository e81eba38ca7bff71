import type { Fraction } from './crossing.ts';
import { compareFractions, crossingLon, edgeAt, isCrossing, wholeFraction } from './crossing.ts';
import type { Bounds, Edges } from './edge.ts';
import { num, sideOf } from './edge.ts';

/**
 * Cuts the plane into cells that lie wholly within or wholly without each of several areas, and
 * walks those inside the first. The plane is cut into upright slabs at every corner and every
 * crossing; within a slab no two edges cross, so they have an order from south to north, which exact
 * predicates give without computing a crossing's latitude [P8].
 */

/** How many crossings of edges between different areas are followed; past it no answer is given. */
export const CELL_CROSSINGS_MAX = 100_000;

/** How many pairs of edges are looked at for crossings; past it no answer is given. */
export const CELL_PAIRS_MAX = 50_000_000;

/** How many pieces of edges (an edge counts once in each slab) are followed; past it no answer is given. */
export const CELL_PIECES_MAX = 4_000_000;

/** A cell of positive area: between two edges in one slab. */
export interface Cell {
  readonly west: Fraction;
  readonly east: Fraction;
  /** The edges below and above, four numbers each. */
  readonly below: readonly number[];
  readonly above: readonly number[];
}

/** Told of every cell in the first area; `inside[k]` is 1 where the cell is in area `k`. Says whether to stop. */
export type VisitCell = (inside: Uint8Array, cell: () => Cell) => boolean;

/** How a walk ended; `too-entangled` is past the limits, and does not depend on the areas' order. */
export type Walk = 'stopped' | 'done' | 'too-entangled';

/** Walks the cells of `areas[0]`, whose bounds are `box`; the edges of each area make closed curves. */
export function walkCells(areas: readonly Edges[], box: Bounds, visit: VisitCell): Walk {
  const field = gather(areas, box);
  const crossings = findCrossings(field);
  if (crossings === undefined) return 'too-entangled';
  const slabs = cut(field, crossings, box);
  if (slabs.pieces > CELL_PIECES_MAX) return 'too-entangled';
  return sweep(field, slabs, areas.length, visit);
}

/** The edges that matter: upright ones only bound slabs, and are kept as corners alone. */
interface Field {
  /** Four numbers an edge, sorted by left end. */
  readonly edges: Edges;
  /** The area of each edge. */
  readonly owners: readonly number[];
  /** Whether the whole edge lies below the first area, where only its presence counts. */
  readonly sunk: readonly boolean[];
  /** The longitudes of all corners within the box. */
  readonly corners: readonly number[];
}

function gather(areas: readonly Edges[], box: Bounds): Field {
  const kept: { edge: number[]; owner: number; sunk: boolean }[] = [];
  const corners = new Set<number>([box.west, box.east]);
  for (const [owner, edges] of areas.entries()) {
    for (let i = 0; i < edges.length; i += 4) {
      const edge = edgeAt(edges, i);
      const [ax, ay, bx, by] = edge;
      if (ax >= box.east || bx <= box.west || ax === bx) continue;
      if (owner > 0 && Math.min(ay, by) >= box.north) continue;
      const sunk = owner > 0 && Math.max(ay, by) <= box.south;
      kept.push({ edge, owner, sunk });
      if (sunk) continue;
      if (ax > box.west) corners.add(ax);
      if (bx < box.east) corners.add(bx);
    }
  }
  kept.sort((one, other) => (one.edge[0] ?? 0) - (other.edge[0] ?? 0));
  return {
    edges: Int32Array.from(kept.flatMap((k) => k.edge)),
    owners: kept.map((k) => k.owner),
    sunk: kept.map((k) => k.sunk),
    corners: [...corners].sort((a, b) => a - b),
  };
}

interface Crossing {
  /** The name of the pair, as {@link pairOf} gives it. */
  readonly pair: number;
  readonly lon: Fraction;
}

function findCrossings({ edges, owners, sunk }: Field): Crossing[] | undefined {
  const found: Crossing[] = [];
  const count = owners.length;
  let pairs = 0;
  for (let i = 0; i < count; i += 1) {
    if (sunk[i] === true) continue;
    const east = num(edges, i * 4 + 2);
    for (let j = i + 1; j < count && num(edges, j * 4) < east; j += 1) {
      if (owners[i] === owners[j] || sunk[j] === true) continue;
      pairs += 1;
      if (pairs > CELL_PAIRS_MAX) return undefined;
      if (!isCrossing(edges, i * 4, j * 4)) continue;
      if (found.length === CELL_CROSSINGS_MAX) return undefined;
      found.push({ pair: pairOf(i, j, count), lon: crossingLon(edges, i * 4, j * 4) });
    }
  }
  return found;
}

function pairOf(i: number, j: number, count: number): number {
  return i < j ? i * count + j : j * count + i;
}

interface Slabs {
  /** The walls between slabs, from west to east; slab `k` lies between walls `k` and `k + 1`. */
  readonly walls: readonly Fraction[];
  /** The first slab of each edge, and the one after its last. */
  readonly first: readonly number[];
  readonly past: readonly number[];
  /** From which slab on a crossing pair stands in its later order. */
  readonly turns: ReadonlyMap<number, number>;
  readonly pieces: number;
}

function cut({ edges, owners, corners }: Field, crossings: Crossing[], box: Bounds): Slabs {
  const within = crossings.filter(
    ({ lon }) => lon.whole >= box.west && compareFractions(lon, wholeFraction(box.east)) < 0,
  );
  const all = [...corners.map(wholeFraction), ...within.map((c) => c.lon)].sort(compareFractions);
  const walls = all.filter((lon, i) => {
    const before = all[i - 1];
    return before === undefined || compareFractions(before, lon) !== 0;
  });
  const first = owners.map((_, i) => wallAt(walls, wholeFraction(num(edges, i * 4))));
  const past = owners.map((_, i) =>
    Math.min(wallAt(walls, wholeFraction(num(edges, i * 4 + 2))), walls.length - 1),
  );
  return {
    walls,
    first,
    past,
    turns: new Map(crossings.map(({ pair, lon }) => [pair, wallAt(walls, lon)])),
    pieces: owners.reduce((sum, _, i) => sum + (past[i] ?? 0) - (first[i] ?? 0), 0),
  };
}

/** The first wall that is not west of `lon`. */
function wallAt(walls: readonly Fraction[], lon: Fraction): number {
  let [low, high] = [0, walls.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareFractions(walls[middle] as Fraction, lon) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sweep(field: Field, slabs: Slabs, areas: number, visit: VisitCell): Walk {
  const count = field.owners.length;
  const byStart = field.owners
    .map((_, i) => i)
    .sort((i, j) => (slabs.first[i] ?? 0) - (slabs.first[j] ?? 0));
  const inside = new Uint8Array(areas);
  let [next, standing, deep]: [number, number[], number[]] = [0, [], []];
  for (let slab = 0; slab < slabs.walls.length - 1; slab += 1) {
    const lasts = (i: number): boolean => (slabs.past[i] ?? 0) > slab;
    standing = standing.filter(lasts);
    deep = deep.filter(lasts);
    for (; next < count && slabs.first[byStart[next] ?? 0] === slab; next += 1) {
      const edge = byStart[next] as number;
      if (lasts(edge)) (field.sunk[edge] === true ? deep : standing).push(edge);
    }
    settle(standing, (i, j) => order(field, slabs, slab, [i, j]));
    inside.fill(0);
    for (const i of deep) toggle(inside, field.owners[i] ?? 0);
    for (const [k, i] of standing.entries()) {
      toggle(inside, field.owners[i] ?? 0);
      const above = standing[k + 1];
      if (inside[0] === 0 || above === undefined) continue;
      // Edges on one line have nothing between them.
      if (order(field, slabs, slab, [i, above]) === 0) continue;
      if (visit(inside, () => cellOf(field, slabs, slab, [i, above]))) return 'stopped';
    }
  }
  return 'done';
}

function toggle(inside: Uint8Array, owner: number): void {
  inside[owner] = 1 - (inside[owner] ?? 0);
}

/** Insertion sort: from one slab to the next little changes. */
function settle(list: number[], compare: (i: number, j: number) => number): void {
  for (let k = 1; k < list.length; k += 1) {
    const moved = list[k] as number;
    let place = k;
    while (place > 0 && compare(list[place - 1] as number, moved) > 0) {
      list[place] = list[place - 1] as number;
      place -= 1;
    }
    list[place] = moved;
  }
}

/** Below 0 if the first edge is south of the second in a slab that both pass through; 0 on one line. */
function order(
  { edges, owners }: Field,
  { turns }: Slabs,
  slab: number,
  [i, j]: readonly [number, number],
): number {
  const [ax, ay, bx, by] = edgeAt(edges, i * 4);
  const [cx, cy, dx, dy] = edgeAt(edges, j * 4);
  // What begins later is held against the line of what began before.
  const later =
    ax <= cx
      ? -(sideOf(ax, ay, bx, by, cx, cy) || sideOf(ax, ay, bx, by, dx, dy))
      : sideOf(cx, cy, dx, dy, ax, ay) || sideOf(cx, cy, dx, dy, bx, by);
  if (later === 0) return 0;
  const turn = turns.get(pairOf(i, j, owners.length));
  return turn === undefined || slab < turn ? later : -later;
}

function cellOf(
  { edges }: Field,
  { walls }: Slabs,
  slab: number,
  [below, above]: readonly [number, number],
): Cell {
  return {
    west: walls[slab] as Fraction,
    east: walls[slab + 1] as Fraction,
    below: edgeAt(edges, below * 4),
    above: edgeAt(edges, above * 4),
  };
}
