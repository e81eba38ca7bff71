import type { JsonObject } from '../base/json.ts';
import type { Random } from '../base/ports.ts';

/** The world is a square of so many cells a side. */
export const CELLS_A_SIDE = 4;

/** A rectangle of whole cells, its corners included. */
export interface Patch {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Some patch of the world, at most two cells a side. */
export function drawPatch(random: Random): Patch {
  const west = random.below(CELLS_A_SIDE);
  const south = random.below(CELLS_A_SIDE);
  const east = Math.min(CELLS_A_SIDE - 1, west + random.below(2));
  const north = Math.min(CELLS_A_SIDE - 1, south + random.below(2));
  return { west, south, east, north };
}

/** The names of the cells of a patch. */
export function cellsOf(patch: Patch): readonly string[] {
  const cells: string[] = [];
  for (let x = patch.west; x <= patch.east; x += 1) {
    for (let y = patch.south; y <= patch.north; y += 1) cells.push(`${x}/${y}`);
  }
  return cells;
}

/** The patch as claimed ground: up to the edges of its cells. */
export function claimedGround(patch: Patch): JsonObject {
  return rectangle(patch, 0);
}

/** The patch as a plan's ground: well inside its cells, so that neighbours are not touched. */
export function plannedGround(patch: Patch): JsonObject {
  return rectangle(patch, 1);
}

// Hundredths of a degree: a cell is ten of them wide.
function rectangle({ west, south, east, north }: Patch, inset: number): JsonObject {
  const [w, e] = [4000 + 10 * west + inset, 4010 + 10 * east - inset].map((each) => each / 100);
  const [s, n] = [3500 + 10 * south + inset, 3510 + 10 * north - inset].map((each) => each / 100);
  const ring = [
    [w!, s!],
    [e!, s!],
    [e!, n!],
    [w!, n!],
    [w!, s!],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
