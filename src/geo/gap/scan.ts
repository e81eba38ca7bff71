import type { Frame } from './frame.ts';
import type { Spans } from './spans.ts';

/** A path of places in grid units, which need not be whole; closed by its first place if its last differs. */
export type Path = readonly (readonly [lon: number, lat: number])[];

/**
 * Adds the cells whose middles lie within some closed paths: within an odd number of them, so that
 * holes and several outlines need no telling apart. Spans come by row, from west to east. An edge
 * belongs to the row of middles at its lower end and not to that at its upper, so that no corner is
 * counted twice.
 */
export function scan(paths: readonly Path[], frame: Frame, into: Spans): void {
  const { bounds, latStep, lonStep, columns, rows } = frame;
  const rowFrom = (lat: number): number =>
    Math.min(rows, Math.max(0, Math.ceil((lat - bounds.south) / latStep - 0.5)));
  let [low, high] = [rows, 0];
  eachEdge(paths, (_, south, __, north) => {
    low = Math.min(low, rowFrom(south));
    high = Math.max(high, rowFrom(north));
  });
  if (low >= high) return;
  const firstOf = new Int32Array(high - low + 1);
  eachEdge(paths, (_, south, __, north) => {
    for (let row = rowFrom(south); row < rowFrom(north); row += 1) raise(firstOf, row - low + 1, 1);
  });
  for (let k = 0; k < high - low; k += 1) raise(firstOf, k + 1, firstOf[k] as number);
  const crossings = new Float64Array(firstOf[high - low] as number);
  const next = firstOf.slice();
  eachEdge(paths, (fromLon, south, toLon, north) => {
    const slope = (toLon - fromLon) / (north - south);
    for (let row = rowFrom(south); row < rowFrom(north); row += 1) {
      const lat = bounds.south + row * latStep + latStep / 2;
      crossings[next[row - low] as number] = fromLon + (lat - south) * slope;
      raise(next, row - low, 1);
    }
  });
  const columnFrom = (lon: number): number =>
    Math.min(columns, Math.max(0, Math.ceil((lon - bounds.west) / lonStep - 0.5)));
  for (let k = 0; k < high - low; k += 1) {
    const [first, past] = [firstOf[k] as number, firstOf[k + 1] as number];
    if (past - first > 2) crossings.subarray(first, past).sort();
    else if (past - first === 2) order(crossings, first);
    for (let i = first; i + 1 < past; i += 2) {
      into.add(low + k, columnFrom(crossings[i] as number), columnFrom(crossings[i + 1] as number));
    }
  }
}

function raise(numbers: Int32Array, i: number, by: number): void {
  numbers[i] = (numbers[i] as number) + by;
}

function order(numbers: Float64Array, i: number): void {
  const [one, other] = [numbers[i] as number, numbers[i + 1] as number];
  if (one <= other) return;
  numbers[i] = other;
  numbers[i + 1] = one;
}

/** Tells of each edge that is not level, its southern end first. */
function eachEdge(
  paths: readonly Path[],
  tell: (fromLon: number, south: number, toLon: number, north: number) => void,
): void {
  for (const path of paths) {
    let before = path.at(-1);
    for (const place of path) {
      if (before !== undefined) {
        if (before[1] < place[1]) tell(before[0], before[1], place[0], place[1]);
        else if (before[1] > place[1]) tell(place[0], place[1], before[0], before[1]);
      }
      before = place;
    }
  }
}
