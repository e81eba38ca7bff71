import { openCellBudget, walkCells } from './cells.ts';
import type { Cell, CellBudget, Walk } from './cells.ts';
import type { Bounds, Edges } from './edge.ts';
import { boundsAround, edgesOf, num } from './edge.ts';

/**
 * Looks for bare ground, or held ground, in quarters of quarters of a box: most of them lie inside one
 * claim that has no edge there, so that the edges of all the others need not be looked at. Quarters
 * share their rims, which have no area, so the answer is that of the whole.
 */

/** With so many edges or fewer in a quarter, all claims together, it is no longer cut. */
const QUARTER_EDGES = 40;

/** How often a box is cut: a quarter of the whole grid is then some 20 m wide. */
const CUTS_MAX = 20;

/** What of an area is known in a quarter. */
interface Part {
  /** Edges that make the same cells in the quarter as all edges of the area do, in no order. */
  readonly edges: Edges;
  /** How many of them may reach into the quarter; the others lie south of it. */
  readonly within: number;
  /** Where none does: whether the area holds the whole quarter, or nothing of it. */
  readonly isWhole: boolean;
}

/** Told of a cell of the ground that is bare or held, as was wanted; says whether to stop. */
type VisitPiece = (cell: () => Cell | undefined) => boolean;

/**
 * Whether some ground with area in `plan`, whose bounds are `box`, lies outside all of `claims`; all
 * are edges of closed curves. Past the limits of `cells.ts` the answer is yes [P9].
 */
export function isAnyBare(plan: Edges, box: Bounds, claims: readonly Edges[]): boolean {
  const walk = walkQuarter(partsOf(plan, claims), box, {
    budget: openCellBudget(),
    cuts: 0,
    wanted: 'bare',
    visit: (cell) => cell() !== undefined,
  });
  return walk !== 'done';
}

/** A piece of ground: the edges of its closed curves, and its bounds. */
export interface Piece {
  readonly edges: Edges;
  readonly bounds: Bounds;
}

/** So many pieces or fewer are looked at one by one. */
const PIECES_ALONE = 4;

/**
 * {@link isAnyBare} for ground in many pieces, neighbours after each other, such as the strips of a
 * route: half of them need only what claims have about that half.
 */
export function isAnyPieceBare(pieces: readonly Piece[], claims: readonly Edges[]): boolean {
  if (pieces.length <= PIECES_ALONE) {
    return pieces.some(({ edges, bounds }) => isAnyBare(edges, bounds, claims));
  }
  const middle = pieces.length >> 1;
  return [pieces.slice(0, middle), pieces.slice(middle)].some((half) => {
    const box = boundsAround(half.map(({ bounds }) => bounds));
    const parts = claims.map((edges) => partOf(edges, box));
    if (parts.some((part) => part.isWhole)) return false;
    const near = parts.filter((part) => part.within > 0);
    return isAnyPieceBare(
      half,
      near.map((part) => part.edges),
    );
  });
}

/**
 * Walks the cells of `ground`, whose bounds are `box`, that lie in any of `claims`, each place once;
 * `too-entangled` is past the limits of `cells.ts` [P9].
 */
export function walkHeld(
  ground: Edges,
  box: Bounds,
  claims: readonly Edges[],
  visit: (cell: Cell) => void,
): Walk {
  return walkQuarter(partsOf(ground, claims), box, {
    budget: openCellBudget(),
    cuts: 0,
    wanted: 'held',
    visit: (cellOf) => {
      const cell = cellOf();
      if (cell !== undefined) visit(cell);
      return false;
    },
  });
}

interface Search {
  readonly budget: CellBudget;
  readonly cuts: number;
  readonly wanted: 'bare' | 'held';
  readonly visit: VisitPiece;
}

function partsOf(ground: Edges, claims: readonly Edges[]): readonly Part[] {
  return [ground, ...claims].map((edges) => ({ edges, within: edges.length / 4, isWhole: false }));
}

function walkQuarter(known: readonly Part[], box: Bounds, search: Search): Walk {
  const all = known.map((part) => partOf(part.edges, box));
  const [ground, ...claims] = all as [Part, ...Part[]];
  if (ground.within === 0 && !ground.isWhole) return 'done';
  const isHeld = claims.some((claim) => claim.isWhole);
  if (isHeld && search.wanted === 'bare') return 'done';
  const near = isHeld ? [] : claims.filter((claim) => claim.within > 0);
  if (near.length === 0 && !isHeld && search.wanted === 'held') return 'done';
  const parts = [ground, ...near];
  const count = parts.reduce((sum, part) => sum + part.within, 0);
  const [lon, lat] = [middleOf(box.west, box.east), middleOf(box.south, box.north)];
  const isSmall = lon === box.west || lat === box.south || search.cuts === CUTS_MAX;
  if (count <= QUARTER_EDGES || near.length === 0 || isSmall) {
    return walkHere(parts, box, isHeld, search);
  }
  const quarters = [
    { ...box, east: lon, north: lat },
    { ...box, west: lon, north: lat },
    { ...box, east: lon, south: lat },
    { ...box, west: lon, south: lat },
  ];
  for (const quarter of quarters) {
    const walk = walkQuarter(parts, quarter, { ...search, cuts: search.cuts + 1 });
    if (walk !== 'done') return walk;
  }
  return 'done';
}

function middleOf(from: number, upto: number): number {
  return from + Math.floor((upto - from) / 2);
}

function walkHere(
  parts: readonly Part[],
  box: Bounds,
  isHeld: boolean,
  { budget, wanted, visit }: Search,
): Walk {
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
  // Beside the quarter's own rim the ground is one of the others: it must hold the cell.
  return walkCells(
    [rim, ...parts.map((part) => part.edges)],
    box,
    (inside, others, cell) => {
      const isWanted = (wanted === 'bare') === (others === 1 && !isHeld);
      return inside[1] === 1 && isWanted && visit(cell);
    },
    budget,
  );
}

/**
 * What of an area counts in a box. Of its edges south of the box only the parity matters, which changes
 * where just one of them begins or ends: flat edges that say the same take their place.
 */
function partOf(edges: Edges, { west, south, east, north }: Bounds): Part {
  const kept: number[] = [];
  const turns: number[] = [];
  for (let i = 0; i < edges.length; i += 4) {
    const ax = num(edges, i);
    const bx = num(edges, i + 2);
    if (ax > east || bx < west) continue;
    const ay = num(edges, i + 1);
    const by = num(edges, i + 3);
    if (ay > north && by > north) continue;
    if (ay >= south || by >= south) kept.push(ax, ay, bx, by);
    else if (ax !== bx) turns.push(Math.max(ax, west), Math.min(bx, east));
  }
  const within = kept.length / 4;
  const left: number[] = [];
  for (const lon of Int32Array.from(turns).sort()) {
    if (left.at(-1) === lon) left.pop();
    else left.push(lon);
  }
  for (let k = 0; k + 1 < left.length; k += 2) {
    kept.push(left[k] as number, south - 1, left[k + 1] as number, south - 1);
  }
  return {
    edges: Int32Array.from(kept),
    within,
    // With none within the parity is the same all along the box.
    isWhole: within === 0 && kept.length > 0,
  };
}
