import type { Json } from '../base/json.ts';
import type { DegreePoint } from '../geo/grid.ts';
import { GRID_PER_DEGREE } from '../geo/grid.ts';
import { parseShape } from '../geo/shape.ts';
import type { Condition } from '../index/sought.ts';

/** How long a degree of latitude is, as circles are measured. [I19] */
const METRES_PER_DEGREE = 111_320;

/**
 * What comes as near to a line as so many metres: a circle round each corner and, along each stretch
 * of it, the rectangle that is as wide to both sides, on ground that is flat as far as the stretch. [Q16]
 */
export function stripAround(line: readonly DegreePoint[], metres: number): Condition {
  const circles = line.map((at): Condition => ({ kind: 'circle', at, metres }));
  const sides = line.slice(1).flatMap((to, i): Condition[] => {
    const corners = sidesOf(line[i]!, to, metres);
    return corners ? [{ kind: 'outline', corners }] : [];
  });
  // The box round all of it is looked up; the rest is a test of what lies within.
  return {
    kind: 'all',
    parts: [
      { kind: 'box', box: boxRound(line, metres) },
      { kind: 'any', parts: [...circles, ...sides] },
    ],
  };
}

function narrowAt(lat: number): number {
  return Math.max(0.01, Math.cos((lat * Math.PI) / 180));
}

/** The rectangle along one stretch; nothing where it is too short or leaves the map. */
function sidesOf(from: DegreePoint, to: DegreePoint, metres: number): DegreePoint[] | undefined {
  const narrow = narrowAt((from[1] + to[1]) / 2);
  const [along, up] = [(to[0] - from[0]) * narrow, to[1] - from[1]];
  const length = Math.hypot(along, up);
  if (length === 0) return undefined;
  const reach = metres / METRES_PER_DEGREE;
  const [aside, above] = [((-up / length) * reach) / narrow, (along / length) * reach];
  const corners = [
    [from[0] + aside, from[1] + above],
    [to[0] + aside, to[1] + above],
    [to[0] - aside, to[1] - above],
    [from[0] - aside, from[1] - above],
  ].map(([lon = 0, lat = 0]): DegreePoint => [onGrid(lon), onGrid(lat)]);
  const ring = [...corners, ...corners.slice(0, 1)];
  const shape = parseShape({ type: 'Polygon', coordinates: [ring] } as unknown as Json);
  return shape.ok ? corners : undefined;
}

/** Outlines have their corners on the grid. */
function onGrid(degrees: number): number {
  return Math.round(degrees * GRID_PER_DEGREE) / GRID_PER_DEGREE;
}

function boxRound(line: readonly DegreePoint[], metres: number) {
  const [lons, lats] = [line.map(([lon]) => lon), line.map(([, lat]) => lat)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const up = metres / METRES_PER_DEGREE;
  const along = up / narrowAt(Math.max(Math.abs(south - up), Math.abs(north + up)));
  return [
    Math.max(-180, Math.min(...lons) - along),
    Math.max(-90, south - up),
    Math.min(180, Math.max(...lons) + along),
    Math.min(90, north + up),
  ] as const;
}
