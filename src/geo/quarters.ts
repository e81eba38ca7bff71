import { openCellBudget, walkCells } from './cells.ts';
import type { CellBudget } from './cells.ts';
import type { Bounds, Edges } from './edge.ts';
import { edgesOf, num } from './edge.ts';

/**
 * Looks for bare ground in quarters of quarters of a box: most of them lie inside one claim that has
 * no edge there, so that the edges of all the others need not be looked at. Quarters share their
 * rims, which have no area, so the answer is that of the whole.
 */

/** With so many edges or fewer in a quarter, all claims together, it is no longer cut. */
const QUARTER_EDGES = 40;

/** How often a box is cut: a quarter of the whole grid is then some 20 m wide. */
const CUTS_MAX = 20;

/** What of an area is known in a quarter: its edges that lie within or south of it. */
interface Part {
  readonly edges: Edges;
  /** How many of them may reach into the quarter. */
  readonly within: number;
  /** Where none does: whether the area holds the whole quarter, or nothing of it. */
  readonly isWhole: boolean;
}

/**
 * Whether some ground with area in `plan`, whose bounds are `box`, lies outside all of `claims`; all
 * are edges of closed curves. Past the limits of `cells.ts` the answer is yes [P9].
 */
export function isAnyBare(plan: Edges, box: Bounds, claims: readonly Edges[]): boolean {
  const parts = [plan, ...claims].map((edges): Part => ({
    edges,
    within: edges.length / 4,
    isWhole: false,
  }));
  return isQuarterBare(parts, box, { budget: openCellBudget(), cuts: 0 });
}

function isQuarterBare(
  known: readonly Part[],
  box: Bounds,
  { budget, cuts }: { readonly budget: CellBudget; readonly cuts: number },
): boolean {
  const parts: Part[] = [];
  let count = 0;
  for (const [owner, { edges }] of known.entries()) {
    const part = partOf(edges, box);
    if (part.within === 0) {
      // No plan here, or a claim on all of it.
      if (part.isWhole !== (owner === 0)) return false;
      if (owner > 0) continue;
    }
    parts.push(part);
    count += part.within;
  }
  const [lon, lat] = [middleOf(box.west, box.east), middleOf(box.south, box.north)];
  const isSmall = lon === box.west || lat === box.south || cuts === CUTS_MAX;
  if (count <= QUARTER_EDGES || parts.length === 1 || isSmall) {
    return isBareHere(parts, box, budget);
  }
  return [
    { ...box, east: lon, north: lat },
    { ...box, west: lon, north: lat },
    { ...box, east: lon, south: lat },
    { ...box, west: lon, south: lat },
  ].some((quarter) => isQuarterBare(parts, quarter, { budget, cuts: cuts + 1 }));
}

function middleOf(from: number, upto: number): number {
  return from + Math.floor((upto - from) / 2);
}

function isBareHere(parts: readonly Part[], box: Bounds, budget: CellBudget): boolean {
  const { west, south, east, north } = box;
  const rim = edgesOf([
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ]);
  // Beside the quarter's own rim the plan is one of the others: it must hold the cell, and it alone.
  const walk = walkCells(
    [rim, ...parts.map((part) => part.edges)],
    box,
    (inside, others, cell) => others === 1 && inside[1] === 1 && cell() !== undefined,
    budget,
  );
  return walk !== 'done';
}

/** The edges that can lie within a box or south of it. */
function partOf(edges: Edges, { west, south, east, north }: Bounds): Part {
  const kept = new Int32Array(edges.length);
  let [next, within, below] = [0, 0, 0];
  for (let i = 0; i < edges.length; i += 4) {
    const ax = num(edges, i);
    if (ax > east) break;
    const bx = num(edges, i + 2);
    if (bx < west) continue;
    const ay = num(edges, i + 1);
    const by = num(edges, i + 3);
    if (ay > north && by > north) continue;
    if (ay >= south || by >= south) within += 1;
    // Below the south-west corner, whose parity tells; with none within all kept edges are below.
    if (ax <= west && west < bx) below += 1;
    kept[next] = ax;
    kept[next + 1] = ay;
    kept[next + 2] = bx;
    kept[next + 3] = by;
    next += 4;
  }
  return { edges: kept.subarray(0, next), within, isWhole: within === 0 && below % 2 === 1 };
}
