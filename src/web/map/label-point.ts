import type { Position } from 'geojson';
import type { MapShape } from './marks.ts';

const CELLS_ACROSS = 14;
/** A spot that another area covers too is worth this much less: its name could be taken for theirs. */
const SHARED_WORTH = 0.4;

/**
 * Where a shape's label goes, in degrees: well inside it, and if possible where none of `others`
 * lies, so that overlapping claims do not fight for one spot.
 */
export function labelPointOf(shape: MapShape, others: readonly MapShape[]): Position | undefined {
  switch (shape.type) {
    case 'Point':
      return shape.coordinates;
    case 'LineString':
      return middleOf(shape.coordinates);
    case 'MultiLineString':
      return middleOf(longest(shape.coordinates));
    case 'Polygon':
      return inside(shape.coordinates, others);
    case 'MultiPolygon':
      return inside(
        shape.coordinates.toSorted((a, b) => extentOf(b) - extentOf(a))[0] ?? [],
        others,
      );
  }
}

/** Tells whether a position lies inside a shape that has an inside. */
export function isInside(shape: MapShape, at: Position): boolean {
  if (shape.type === 'Polygon') return isInRings(shape.coordinates, at);
  if (shape.type === 'MultiPolygon') return shape.coordinates.some((part) => isInRings(part, at));
  return false;
}

function inside(rings: readonly Position[][], others: readonly MapShape[]): Position | undefined {
  const [west, south, east, north] = boxOf(rings[0] ?? []);
  let best: Position | undefined = rings[0]?.[0];
  let bestWorth = 0;
  for (let row = 0.5; row < CELLS_ACROSS; row += 1) {
    for (let column = 0.5; column < CELLS_ACROSS; column += 1) {
      const at = [
        west + ((east - west) * column) / CELLS_ACROSS,
        south + ((north - south) * row) / CELLS_ACROSS,
      ];
      if (!isInRings(rings, at)) continue;
      const shared = others.some((other) => isInside(other, at));
      const worth = distanceToEdge(rings, at) * (shared ? SHARED_WORTH : 1);
      if (worth > bestWorth) [best, bestWorth] = [at, worth];
    }
  }
  return best;
}

function isInRings(rings: readonly Position[][], at: Position): boolean {
  let isIn = false;
  const [x = 0, y = 0] = at;
  for (const ring of rings) {
    ring.forEach(([ax = 0, ay = 0], index) => {
      const [bx = 0, by = 0] = ring[(index + 1) % ring.length] ?? [];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
    });
  }
  return isIn;
}

function distanceToEdge(rings: readonly Position[][], [x = 0, y = 0]: Position): number {
  let least = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    ring.forEach(([ax = 0, ay = 0], index) => {
      const [bx = 0, by = 0] = ring[(index + 1) % ring.length] ?? [];
      const [dx, dy] = [bx - ax, by - ay];
      const along =
        dx === 0 && dy === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
      const share = Math.min(1, Math.max(0, along));
      least = Math.min(least, Math.hypot(x - ax - dx * share, y - ay - dy * share));
    });
  }
  return least;
}

function middleOf(line: readonly Position[]): Position | undefined {
  return line[Math.floor(line.length / 2)];
}

function longest(lines: readonly Position[][]): Position[] {
  return lines.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function extentOf(rings: readonly Position[][]): number {
  const [west, south, east, north] = boxOf(rings[0] ?? []);
  return (east - west) * (north - south);
}

function boxOf(ring: readonly Position[]): [number, number, number, number] {
  const xs = ring.map(([x = 0]) => x);
  const ys = ring.map(([, y = 0]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
