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

/** What is left of the limits, where one question takes several walks. */
export interface CellBudget {
  crossings: number;
  pairs: number;
  pieces: number;
}

/** All that one question may take [P9]. */
export function openCellBudget(): CellBudget {
  return { crossings: CELL_CROSSINGS_MAX, pairs: CELL_PAIRS_MAX, pieces: CELL_PIECES_MAX };
}

/** A cell of positive area: between two edges in one slab. */
export interface Cell {
  readonly west: Fraction;
  readonly east: Fraction;
  /** The edges below and above, four numbers each. */
  readonly below: readonly number[];
  readonly above: readonly number[];
}

/**
 * Told of every cell in the first area: in which areas it lies, of how many others that is, and the
 * cell itself, which is nothing where its two edges lie on one line. Says whether to stop.
 */
export type VisitCell = (
  inside: Uint8Array,
  others: number,
  cell: () => Cell | undefined,
) => boolean;

/** How a walk ended; `too-entangled` is past the limits, and does not depend on the areas' order. */
export type Walk = 'stopped' | 'done' | 'too-entangled';

/**
 * Walks the cells of `areas[0]`, whose bounds are `box`; the edges of each area make closed curves,
 * of which those that do not lie within or south of the box may be left out.
 */
export function walkCells(
  areas: readonly Edges[],
  box: Bounds,
  visit: VisitCell,
  budget = openCellBudget(),
): Walk {
  const field = gather(areas, box);
  const crossings = findCrossings(field, budget);
  if (crossings === undefined) return 'too-entangled';
  const slabs = cut(field, crossings, box);
  budget.pieces -= slabs.pieces;
  if (budget.pieces < 0) return 'too-entangled';
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
      if (ax >= box.east || bx <= box.west) continue;
      if (ax === bx) {
        // It may be all that is within the box of the corners at its ends.
        if (ay < box.north && by > box.south) corners.add(ax);
        continue;
      }
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
  readonly i: number;
  readonly j: number;
  readonly lon: Fraction;
}

function findCrossings({ edges, owners, sunk }: Field, budget: CellBudget): Crossing[] | undefined {
  const found: Crossing[] = [];
  const count = owners.length;
  for (let i = 0; i < count; i += 1) {
    if (sunk[i] === true) continue;
    const east = num(edges, i * 4 + 2);
    const [south, north] = spanOf(edges, i);
    for (let j = i + 1; j < count && num(edges, j * 4) < east; j += 1) {
      if (owners[i] === owners[j] || sunk[j] === true) continue;
      budget.pairs -= 1;
      if (budget.pairs < 0) return undefined;
      const from = num(edges, j * 4 + 1);
      const upto = num(edges, j * 4 + 3);
      if ((from < south && upto < south) || (from > north && upto > north)) continue;
      if (!isCrossing(edges, i * 4, j * 4)) continue;
      budget.crossings -= 1;
      if (budget.crossings < 0) return undefined;
      found.push({ i, j, lon: crossingLon(edges, i * 4, j * 4) });
    }
  }
  return found;
}

function spanOf(edges: Edges, i: number): [number, number] {
  const from = num(edges, i * 4 + 1);
  const upto = num(edges, i * 4 + 3);
  return from < upto ? [from, upto] : [upto, from];
}

interface Slabs {
  /** The walls between slabs, from west to east; slab `k` lies between walls `k` and `k + 1`. */
  readonly walls: readonly Fraction[];
  /** The first slab of each edge, and the one after its last. */
  readonly first: readonly number[];
  readonly past: readonly number[];
  /** Of edges that are crossed: from which slab on each pair stands in its later order. */
  readonly turns: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** The edges that cross at a wall. */
  readonly turning: ReadonlyMap<number, ReadonlySet<number>>;
  readonly pieces: number;
}

function cut({ edges, owners, corners }: Field, crossings: Crossing[], box: Bounds): Slabs {
  const within = crossings.filter(
    ({ lon }) => lon.whole >= box.west && compareFractions(lon, wholeFraction(box.east)) < 0,
  );
  const all = [...corners.map(wholeFraction), ...within.map((c) => c.lon)].sort(compareFractions);
  const walls: Fraction[] = [];
  for (const lon of all) {
    const before = walls.at(-1);
    if (before === undefined || compareFractions(before, lon) !== 0) walls.push(lon);
  }
  const known = new Map(walls.flatMap((lon, k) => (lon.rest === 0n ? [[lon.whole, k]] : [])));
  const wallOf = (lon: number): number => known.get(lon) ?? wallAt(walls, wholeFraction(lon));
  const first = owners.map((_, i) => wallOf(num(edges, i * 4)));
  const past = owners.map((_, i) => Math.min(wallOf(num(edges, i * 4 + 2)), walls.length - 1));
  return {
    walls,
    first,
    past,
    ...turnsOf(walls, crossings),
    pieces: owners.reduce((sum, _, i) => sum + (past[i] ?? 0) - (first[i] ?? 0), 0),
  };
}

function turnsOf(
  walls: readonly Fraction[],
  crossings: readonly Crossing[],
): Pick<Slabs, 'turns' | 'turning'> {
  const turns = new Map<number, Map<number, number>>();
  const turning = new Map<number, Set<number>>();
  for (const { i, j, lon } of crossings) {
    const wall = wallAt(walls, lon);
    turns.set(i, (turns.get(i) ?? new Map<number, number>()).set(j, wall));
    turning.set(wall, (turning.get(wall) ?? new Set<number>()).add(i).add(j));
  }
  return { turns, turning };
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
  const { owners } = field;
  const byStart = owners
    .map((_, i) => i)
    .sort((i, j) => (slabs.first[i] ?? 0) - (slabs.first[j] ?? 0));
  const inside = new Uint8Array(areas);
  const ends = new Set(slabs.past);
  let [next, standing, deep]: [number, number[], number[]] = [0, [], []];
  for (let slab = 0; slab < slabs.walls.length - 1; slab += 1) {
    const turning = slabs.turning.get(slab);
    const goesOn = (i: number): boolean => (slabs.past[i] as number) > slab;
    if (ends.has(slab)) deep = deep.filter(goesOn);
    // Edges that cross nothing at this wall keep their order; the others are put in anew.
    const moved = turning === undefined ? [] : standing.filter((i) => goesOn(i) && turning.has(i));
    if (turning !== undefined) standing = standing.filter((i) => goesOn(i) && !turning.has(i));
    else if (ends.has(slab)) standing = standing.filter(goesOn);
    for (; slabs.first[byStart[next] ?? -1] === slab; next += 1) {
      const edge = byStart[next] as number;
      if (goesOn(edge)) (field.sunk[edge] === true ? deep : moved).push(edge);
    }
    for (const edge of moved) insert(standing, edge, (i, j) => order(field, slabs, slab, [i, j]));
    inside.fill(0);
    for (const i of deep) inside[owners[i] as number] = 1 - (inside[owners[i] as number] as number);
    let others = inside.reduce((sum, is) => sum + is, 0);
    for (let k = 0; k < standing.length; k += 1) {
      const edge = standing[k] as number;
      const owner = owners[edge] as number;
      const is = 1 - (inside[owner] as number);
      inside[owner] = is;
      if (owner > 0) others += is === 1 ? 1 : -1;
      const above = standing[k + 1];
      if (inside[0] === 0 || above === undefined) continue;
      if (visit(inside, others, () => cellOf(field, slabs, slab, [edge, above]))) return 'stopped';
    }
  }
  return 'done';
}

function insert(list: number[], edge: number, compare: (i: number, j: number) => number): void {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(list[middle] as number, edge) < 0) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, edge);
}

/** Below 0 if the first edge is south of the second in a slab that both pass through; 0 on one line. */
function order(
  { edges }: Field,
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
  const turn = i < j ? turns.get(i)?.get(j) : turns.get(j)?.get(i);
  return turn === undefined || slab < turn ? later : -later;
}

function cellOf(
  field: Field,
  slabs: Slabs,
  slab: number,
  pair: readonly [number, number],
): Cell | undefined {
  if (order(field, slabs, slab, pair) === 0) return undefined;
  return {
    west: slabs.walls[slab] as Fraction,
    east: slabs.walls[slab + 1] as Fraction,
    below: edgeAt(field.edges, pair[0] * 4),
    above: edgeAt(field.edges, pair[1] * 4),
  };
}
