import { RADIANS_PER_UNIT, radiiAt } from '../ellipsoid.ts';
import { unreachable } from '../../base/result.ts';
import type { GridPoint } from '../grid.ts';
import type { Shape } from '../shape.ts';
import { pathsOf } from '../shape.ts';
import type { Frame } from './frame.ts';
import { addRound } from './round.ts';
import { scan } from './scan.ts';
import type { Spans } from './spans.ts';

/** The ground that one holding covers, whatever stands there. */
export type Coverage =
  /** All within some metres of a place. */
  | { readonly kind: 'round'; readonly at: GridPoint; readonly metres: number }
  /** Of that, what lies between two bearings in degrees, clockwise from the first to the second. */
  | {
      readonly kind: 'sector';
      readonly at: GridPoint;
      readonly metres: number;
      readonly from: number;
      readonly upto: number;
    }
  /** All within some metres of a route. */
  | { readonly kind: 'strip'; readonly points: readonly GridPoint[]; readonly metres: number }
  /** The inside of an area. */
  | { readonly kind: 'area'; readonly shape: Shape };

/** How far a chord may stay within the arc that it stands for, in metres. */
const SAGITTA_METRES = 0.5;

/** The longest piece of a route that is drawn with one width in degrees, in metres. */
const PIECE_METRES = 5_000;

/** Adds the cells of a coverage, each once, by row and then from west to east. */
export function addCoverage(coverage: Coverage, frame: Frame, into: Spans): void {
  switch (coverage.kind) {
    case 'round':
      addRound(coverage.at, coverage.metres, frame, into);
      return;
    case 'sector':
      scan([rimOf(coverage)], frame, into);
      return;
    case 'strip':
      addStrip(coverage, frame, into);
      return;
    case 'area':
      scan(pathsOf(coverage.shape), frame, into);
  }
}

/** Some place in or at a coverage, by which coverages are put in order. */
export function placeOf(coverage: Coverage): GridPoint {
  switch (coverage.kind) {
    case 'round':
    case 'sector':
      return coverage.at;
    case 'strip':
      return coverage.points[0] ?? [0, 0];
    case 'area':
      return pathsOf(coverage.shape)[0]?.[0] ?? [0, 0];
    default:
      return unreachable(coverage);
  }
}

type Place = readonly [lon: number, lat: number];

/** The outline of a sector: its two sides and its arc, in chords. */
function rimOf({ at, metres, from, upto }: Coverage & { kind: 'sector' }): readonly Place[] {
  const turn = (((upto - from) % 360) + 360) % 360 || 360;
  const chord = 2 * Math.acos(Math.max(0.9, 1 - SAGITTA_METRES / metres)) * (180 / Math.PI);
  const chords = Math.ceil(turn / chord);
  const arc = Array.from({ length: chords + 1 }, (_, i) =>
    goFrom(at, from + (turn * i) / chords, metres),
  );
  if (turn === 360) return arc;
  const sides = Math.ceil(metres / PIECE_METRES);
  const side = (bearing: number): Place[] =>
    Array.from({ length: sides }, (_, i) => goFrom(at, bearing, (metres * i) / sides));
  return [...side(from), ...arc, ...side(from + turn).toReversed()];
}

/** Where one comes from a place by a bearing in degrees and some metres, in grid units, on the ellipsoid's radii half way. */
function goFrom(from: GridPoint, bearing: number, metres: number): Place {
  const lat = from[1] * RADIANS_PER_UNIT;
  const [north, east] = [
    metres * Math.cos((bearing * Math.PI) / 180),
    metres * Math.sin((bearing * Math.PI) / 180),
  ];
  // Along the meridian a way to the side bends away from the parallel; both are found by going half way.
  let [up, aside] = [0, 0];
  for (let k = 0; k < 4; k += 1) {
    const middle = lat + up / 2;
    const { along, across } = radiiAt(middle);
    // The bearing half way has turned by half of the meridians' convergence.
    const turned = (aside * Math.sin(middle)) / 2;
    const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
    up = (north * cos - east * sin) / along;
    aside = (east * cos + north * sin) / (across * Math.cos(middle));
  }
  return [from[0] + aside / RADIANS_PER_UNIT, from[1] + up / RADIANS_PER_UNIT];
}

/** A route's ground is that of its places and of its legs, laid over each other. */
function addStrip(strip: Coverage & { kind: 'strip' }, frame: Frame, into: Spans): void {
  const { points, metres } = strip;
  for (const point of points) addRound(point, metres, frame, into);
  for (const [i, to] of points.entries()) {
    const from = points[i - 1];
    if (!from) continue;
    for (const piece of piecesOf(from, to, metres)) scan([piece], frame, into);
  }
  into.merge();
}

/** The four corners of each piece of a leg, as wide as the strip. */
function piecesOf(from: GridPoint, to: GridPoint, metres: number): readonly (readonly Place[])[] {
  const middle = ((from[1] + to[1]) / 2) * RADIANS_PER_UNIT;
  const { along, across } = radiiAt(middle);
  const [lons, lats] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(
    lats * RADIANS_PER_UNIT * along,
    lons * RADIANS_PER_UNIT * across * Math.cos(middle),
  );
  if (length === 0) return [];
  const pieces = Math.ceil(length / PIECE_METRES);
  const at = (i: number): Place => [from[0] + (lons * i) / pieces, from[1] + (lats * i) / pieces];
  return Array.from({ length: pieces }, (_, i) => cornersOf(at(i), at(i + 1), metres));
}

function cornersOf(from: Place, to: Place, metres: number): readonly Place[] {
  const middle = ((from[1] + to[1]) / 2) * RADIANS_PER_UNIT;
  const radii = radiiAt(middle);
  const east = RADIANS_PER_UNIT * radii.across * Math.cos(middle);
  const north = RADIANS_PER_UNIT * radii.along;
  const [x, y] = [(to[0] - from[0]) * east, (to[1] - from[1]) * north];
  const length = Math.hypot(x, y);
  const [lon, lat] = [(-y / length) * (metres / east), (x / length) * (metres / north)];
  return [
    [from[0] - lon, from[1] - lat],
    [to[0] - lon, to[1] - lat],
    [to[0] + lon, to[1] + lat],
    [from[0] + lon, from[1] + lat],
  ];
}
