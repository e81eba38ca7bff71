import type { Bounds } from '../edge.ts';
import type { GridPoint } from '../grid.ts';
import { eachDepth } from './depth.ts';
import type { Ground } from './ground.ts';
import { middleOf } from './frame.ts';

/** How many pieces of a gap are listed; the rest is counted. */
export const GAP_PIECES_MAX = 1_000;

/** A part of the gap that one can cross without coming under anybody's coverage. */
export interface GapPiece {
  readonly squareMetres: number;
  /** The widest circle within it: its middle, and its width from side to side in metres, within a cell. */
  readonly deepest: GridPoint;
  readonly depthMetres: number;
  readonly bounds: Bounds;
}

/** The gap in pieces, the largest first, and how many there are in all. */
export interface GapPieces {
  readonly pieces: readonly GapPiece[];
  readonly count: number;
}

/** Parts the open cells of a ground into pieces; cells are joined that share a side. */
export function piecesOf(ground: Ground, all: Uint16Array): GapPieces {
  const runs = openRuns(ground, all);
  const parts = joined(ground, runs);
  const found = new Map<number, Growing>();
  for (let i = 0; i < runs.count; i += 1) {
    const row = runs.row[i] as number;
    const [from, upto] = [runs.from[i] as number, runs.upto[i] as number];
    const squareMetres = (upto - from) * (ground.squareMetres[row] as number);
    grow(found, parts(i), { row, from, upto, squareMetres });
  }
  deepen(ground, all, runs, (run) => found.get(parts(run)) as Growing);
  const pieces = [...found.values()]
    .map((piece) => finished(piece, ground))
    .toSorted((a, b) => b.squareMetres - a.squareMetres || a.bounds.west - b.bounds.west);
  return { pieces: pieces.slice(0, GAP_PIECES_MAX), count: pieces.length };
}

/** Open cells beside each other, by row and from west to east. */
interface Runs {
  readonly count: number;
  readonly row: Int32Array;
  readonly from: Int32Array;
  readonly upto: Int32Array;
  /** The number of the first cell. */
  readonly cell: Int32Array;
  /** The first run of each row, and the number of runs at the end. */
  readonly firstOf: Int32Array;
}

function openRuns(ground: Ground, all: Uint16Array): Runs {
  const count = eachOpenRun(ground, all, () => undefined);
  const runs = {
    count,
    row: new Int32Array(count),
    from: new Int32Array(count),
    upto: new Int32Array(count),
    cell: new Int32Array(count),
    firstOf: new Int32Array(ground.rows + 1),
  };
  let next = 0;
  eachOpenRun(ground, all, (row, from, upto, cell) => {
    runs.row[next] = row;
    runs.from[next] = from;
    runs.upto[next] = upto;
    runs.cell[next] = cell;
    next += 1;
    runs.firstOf[row + 1] = next;
  });
  for (let row = 0; row < ground.rows; row += 1) {
    if (runs.firstOf[row + 1] === 0) runs.firstOf[row + 1] = runs.firstOf[row] as number;
  }
  return runs;
}

/** Tells of the runs of open cells: row, columns and first cell; how many there are. */
function eachOpenRun(
  { rows, firstOf, from, cellOf }: Ground,
  all: Uint16Array,
  tell: (row: number, from: number, upto: number, cell: number) => void,
): number {
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    const past = firstOf[row + 1] as number;
    for (let stretch = firstOf[row] as number; stretch < past; stretch += 1) {
      const end = cellOf[stretch + 1] as number;
      const shift = (from[stretch] as number) - (cellOf[stretch] as number);
      let cell = cellOf[stretch] as number;
      while (cell < end) {
        while (cell < end && all[cell] !== 0) cell += 1;
        const start = cell;
        while (cell < end && all[cell] === 0) cell += 1;
        if (cell === start) continue;
        tell(row, start + shift, cell + shift, start);
        count += 1;
      }
    }
  }
  return count;
}

/** Which runs hang together; the answer names one of them for all. */
function joined({ rows }: Ground, runs: Runs): (run: number) => number {
  const parent = Int32Array.from({ length: runs.count }, (_, i) => i);
  const rootOf = (run: number): number => {
    let root = run;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] as number] as number;
      root = parent[root] as number;
    }
    return root;
  };
  for (let row = 1; row < rows; row += 1) {
    let below = runs.firstOf[row - 1] as number;
    const belowPast = runs.firstOf[row] as number;
    for (let run = belowPast; run < (runs.firstOf[row + 1] as number); run += 1) {
      const [from, upto] = [runs.from[run] as number, runs.upto[run] as number];
      while (below < belowPast && (runs.upto[below] as number) <= from) below += 1;
      // The last that touches this one may touch the next as well.
      for (let k = below; k < belowPast && (runs.from[k] as number) < upto; k += 1) {
        parent[rootOf(k)] = rootOf(run);
      }
    }
  }
  return rootOf;
}

/** A piece while its runs are still coming in. */
interface Growing {
  squareMetres: number;
  west: number;
  east: number;
  south: number;
  north: number;
  depth: number;
  at: readonly [row: number, column: number];
}

/** One run of open cells. */
interface Run {
  readonly row: number;
  readonly from: number;
  readonly upto: number;
  readonly squareMetres: number;
}

function grow(found: Map<number, Growing>, part: number, run: Run): void {
  const { row, from, upto, squareMetres } = run;
  const piece = found.get(part);
  if (!piece) {
    const span = { west: from, east: upto, south: row, north: row };
    found.set(part, { squareMetres, ...span, depth: 0, at: [row, from] });
    return;
  }
  piece.squareMetres += squareMetres;
  piece.west = Math.min(piece.west, from);
  piece.east = Math.max(piece.east, upto);
  piece.north = Math.max(piece.north, row);
}

/** Finds where each piece is deepest. */
function deepen(
  ground: Ground,
  all: Uint16Array,
  runs: Runs,
  pieceOf: (run: number) => Growing,
): void {
  let run = 0;
  eachDepth(ground, all, (row, first, metres, count) => {
    for (; run < runs.count && (runs.cell[run] as number) < first + count; run += 1) {
      const piece = pieceOf(run);
      const start = runs.cell[run] as number;
      const length = (runs.upto[run] as number) - (runs.from[run] as number);
      for (let k = 0; k < length; k += 1) {
        const depth = metres[start - first + k] as number;
        if (depth <= piece.depth) continue;
        piece.depth = depth;
        piece.at = [row, (runs.from[run] as number) + k];
      }
    }
  });
}

function finished(piece: Growing, ground: Ground): GapPiece {
  const { bounds, lonStep, latStep } = ground;
  const side = Math.sqrt(ground.squareMetres[piece.at[0]] as number);
  return {
    squareMetres: piece.squareMetres,
    deepest: middleOf(ground, ...piece.at),
    // The nearest that is not open begins half a cell before its middle.
    depthMetres: Math.max(0, 2 * piece.depth - side),
    bounds: {
      west: bounds.west + piece.west * lonStep,
      east: bounds.west + piece.east * lonStep,
      south: bounds.south + piece.south * latStep,
      north: bounds.south + (piece.north + 1) * latStep,
    },
  };
}
