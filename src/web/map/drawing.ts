import type { LineString, Point, Polygon } from 'geojson';

/** What is being drawn; of a box two opposite corners. */
export type DrawingMode = 'polygon' | 'line' | 'point' | 'box';

/** What can be drawn corner by corner. */
export type OutlineMode = Exclude<DrawingMode, 'box'>;

/** Longitude and latitude in degrees. */
export type Position = readonly [number, number];

/** The finished shape. */
export type DrawnShape = Polygon | LineString | Point;

/** Why a shape cannot be ended here. */
export type DrawingFault = 'too-few-points' | 'too-many-points' | 'crosses-itself';

/** A shape as far as it has been drawn; the last step decides between the three kinds. */
export type Drawing =
  | {
      readonly kind: 'open';
      readonly mode: DrawingMode;
      readonly points: readonly Position[];
      /** Why the last step was refused, until the next one. */
      readonly fault?: DrawingFault | undefined;
    }
  | { readonly kind: 'done'; readonly shape: DrawnShape }
  | { readonly kind: 'cancelled' };

/** What the hand did. */
export type DrawingStep =
  | { readonly kind: 'place'; readonly at: Position }
  | { readonly kind: 'back' }
  | { readonly kind: 'end' }
  | { readonly kind: 'cancel' };

/** The most corners that one drawn shape may have. */
export const DRAWING_POINTS_MAX = 500;

/** Degrees are kept to this many decimals, about 10 cm: more would feign an exactness. */
const DECIMALS = 6;

/** A drawing with nothing drawn yet. */
export function openDrawing(mode: DrawingMode): Drawing {
  return { kind: 'open', mode, points: [] };
}

/** The drawing after one more step. A finished or cancelled drawing takes no further steps. */
export function decideDrawing(drawing: Drawing, step: DrawingStep): Drawing {
  if (drawing.kind !== 'open') return drawing;
  const { mode, points } = drawing;
  switch (step.kind) {
    case 'place':
      return place(mode, points, rounded(step.at));
    case 'back':
      return { kind: 'open', mode, points: points.slice(0, -1) };
    case 'end':
      return end(mode, points);
    case 'cancel':
      return { kind: 'cancelled' };
  }
}

function place(mode: DrawingMode, points: readonly Position[], at: Position): Drawing {
  if (mode === 'point') return { kind: 'done', shape: { type: 'Point', coordinates: [...at] } };
  // A double click places the same corner twice; the second one says nothing.
  if (isSame(points.at(-1), at)) return { kind: 'open', mode, points };
  if (points.length >= DRAWING_POINTS_MAX) {
    return { kind: 'open', mode, points, fault: 'too-many-points' };
  }
  const [corner] = points;
  if (mode === 'box' && corner !== undefined) return box(corner, at, points);
  return { kind: 'open', mode, points: [...points, at] };
}

/** A box is whole with its second corner. */
function box(one: Position, other: Position, points: readonly Position[]): Drawing {
  const isFlat = one[0] === other[0] || one[1] === other[1];
  if (isFlat) return { kind: 'open', mode: 'box', points, fault: 'too-few-points' };
  const ring = closedRing(boxCorners(one, other));
  return { kind: 'done', shape: { type: 'Polygon', coordinates: [ring] } };
}

/** The four corners of a box, of which two opposite ones are given. */
export function boxCorners([ax, ay]: Position, [bx, by]: Position): readonly Position[] {
  return [
    [ax, ay],
    [bx, ay],
    [bx, by],
    [ax, by],
  ];
}

function end(mode: DrawingMode, points: readonly Position[]): Drawing {
  if (mode === 'box') return { kind: 'open', mode, points, fault: 'too-few-points' };
  const needed = mode === 'polygon' ? 3 : mode === 'line' ? 2 : 1;
  if (points.length < needed) return { kind: 'open', mode, points, fault: 'too-few-points' };
  if (mode === 'line') {
    const coordinates = points.map((point) => [...point]);
    return { kind: 'done', shape: { type: 'LineString', coordinates } };
  }
  const ring = isSame(points[0], points.at(-1)) ? points.slice(0, -1) : points;
  if (ring.length < needed) return { kind: 'open', mode, points, fault: 'too-few-points' };
  if (crossesItself(ring)) return { kind: 'open', mode, points, fault: 'crosses-itself' };
  return { kind: 'done', shape: { type: 'Polygon', coordinates: [closedRing(ring)] } };
}

/** Closes a ring and turns it counter-clockwise, as RFC 7946 wants an outer ring. */
function closedRing(ring: readonly Position[]): number[][] {
  const turned = signedArea(ring) < 0 ? ring.toReversed() : ring;
  return [...turned, ...turned.slice(0, 1)].map((point) => [...point]);
}

function signedArea(ring: readonly Position[]): number {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
}

function crossesItself(ring: readonly Position[]): boolean {
  const count = ring.length;
  const side = (at: number) => [ring[at % count], ring[(at + 1) % count]] as const;
  for (let a = 0; a < count; a += 1) {
    for (let b = a + 1; b < count; b += 1) {
      const isNeighbour = b === a + 1 || (a === 0 && b === count - 1);
      if (!isNeighbour && sidesTouch(side(a), side(b))) return true;
    }
  }
  return Math.abs(signedArea(ring)) === 0;
}

type Side = readonly [Position | undefined, Position | undefined];

function sidesTouch([a, b]: Side, [c, d]: Side): boolean {
  if (!a || !b || !c || !d) return false;
  const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)] as const;
  if (turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0) return true;
  return (
    (turns[0] === 0 && isBetween(a, b, c)) ||
    (turns[1] === 0 && isBetween(a, b, d)) ||
    (turns[2] === 0 && isBetween(c, d, a)) ||
    (turns[3] === 0 && isBetween(c, d, b))
  );
}

function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function isBetween(a: Position, b: Position, c: Position): boolean {
  return (
    Math.min(a[0], b[0]) <= c[0] &&
    c[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= c[1] &&
    c[1] <= Math.max(a[1], b[1])
  );
}

function isSame(a: Position | undefined, b: Position | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
}

function rounded([longitude, latitude]: Position): Position {
  return [Number(longitude.toFixed(DECIMALS)), Number(latitude.toFixed(DECIMALS))];
}
