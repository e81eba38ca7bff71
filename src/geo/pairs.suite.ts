import type { Random } from '../base/ports.ts';
import { seededRandom } from '../base/ports.ts';
import type { GridPoint } from './grid.ts';
import { GRID_LON_MAX } from './grid.ts';
import type { Polygon } from './ring.ts';
import type { Shape } from './shape.ts';
import { formatShape, parseShape } from './shape.ts';

/** Two shapes, and a third that stands beside the second when it is asked what they leave bare. */
export type Trio = readonly [Shape, Shape, Shape];

/** Real borders: of countries, and of the parts of one. */
export interface Borders {
  readonly countries: readonly Shape[];
  readonly parts: readonly Shape[];
}

/** The kinds of pairs that are drawn, each hard in its own way. */
export const FAMILIES = [
  'jagged',
  'shared edges',
  'corners',
  'holes',
  'antimeridian',
  'slivers',
  'lines',
  'borders',
] as const;

/** A kind of pair. */
export type Family = (typeof FAMILIES)[number];

/** Draws pairs of a kind, always the same ones for a seed. */
export function drawPairs(seed: number, borders: Borders): (family: Family) => Trio {
  const random = seededRandom(seed);
  const draw = drawers(random, borders);
  return (family) => {
    for (;;) {
      const drawn = draw[family]();
      // Of many corners, and known to be in order.
      if (family === 'borders') return drawn;
      const read = drawn.map((shape) => parseShape(formatShape(shape)));
      if (read.every((each) => each.ok)) return drawn;
    }
  };
}

function area(outer: readonly GridPoint[], ...holes: (readonly GridPoint[])[]): Shape {
  const closed = (points: readonly GridPoint[]) => [...points, points[0] as GridPoint];
  return { kind: 'area', polygons: [{ outer: closed(outer), holes: holes.map(closed) }] };
}

function moved(points: readonly GridPoint[], [east, north]: GridPoint): GridPoint[] {
  return points.map(([lon, lat]) => [lon + east, lat + north]);
}

function drawers(random: Random, real: Borders): Record<Family, () => Trio> {
  const whole = (least: number, most: number): number => least + random.below(most - least + 1);
  const chance = (part: number): boolean => random.below(1000) < part * 1000;
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const place = (): GridPoint => [
    whole(-900_000_000, 900_000_000),
    whole(-600_000_000, 600_000_000),
  ];
  const step = (): GridPoint => [whole(-1, 1), whole(-1, 1)];
  const size = (): number => 2 ** whole(4, 26);
  const star = (
    [lon, lat]: GridPoint,
    far: number,
    [least, most]: [number, number],
  ): GridPoint[] => {
    const corners = whole(3, 24);
    return Array.from({ length: corners }, (_, k): GridPoint => {
      const turn = ((k + random.below(1000) / 1500) / corners) * 2 * Math.PI;
      const away = far * (least + ((most - least) * random.below(1000)) / 1000);
      return [Math.round(lon + Math.cos(turn) * away), Math.round(lat + Math.sin(turn) * away)];
    });
  };
  const beside = ([lon, lat]: GridPoint, far: number): GridPoint => [
    lon + Math.round((far * whole(-1000, 1000)) / 800),
    lat + Math.round((far * whole(-1000, 1000)) / 800),
  ];
  const jagged = (): Trio => {
    const [at, far] = [place(), size()];
    const rim = (where: GridPoint) => area(star(where, far, [0.3, 1]));
    // Now and then what holds it all.
    const last = chance(0.4) ? area(star(at, far * 4, [0.8, 1])) : rim(beside(at, far));
    return [rim(at), rim(beside(at, far)), last];
  };
  /** Ground, and its two parts on both sides of a way through its middle, perhaps a unit apart. */
  const shared = (): Trio => {
    const [at, far] = [place(), size()];
    const rim = star(at, far, [0.4, 1]);
    const cut = whole(1, rim.length - 2);
    const parts = [
      [...rim.slice(0, cut + 1), at],
      [
        ...rim.slice(cut),
        rim[0] as GridPoint,
        chance(0.3) ? (moved([at], step())[0] as GridPoint) : at,
      ],
    ];
    const [one, other] = parts.map((part) => area(part)) as [Shape, Shape];
    return chance(0.5) ? [area(rim), one, other] : [one, other, area(rim)];
  };
  const corners = (): Trio => {
    const [at, far] = [place(), size()];
    const ours = star(at, far, [0.3, 1]);
    const theirs = star(beside(at, far * 2), far, [0.3, 1]);
    const [[x, y], [u, v]] = [pick(ours), pick(theirs)];
    const [east, north] = chance(0.5) ? step() : [0, 0];
    const touching = moved(theirs, [x - u + east, y - v + north]);
    return [area(ours), area(touching), area(moved(ours, step()))];
  };
  const holes = (): Trio => {
    const [at, far] = [place(), size()];
    const hole = star(at, far, [0.4, 0.55]);
    const ring = area(star(at, far, [0.7, 1]), hole);
    const plug = chance(0.5) ? hole : moved(hole, step());
    const inner = area(star(at, far, [0.1, 0.5]));
    const ground = area(star(at, far, chance(0.5) ? [0.2, 0.65] : [0.1, 0.3]));
    return pick<Trio>([
      [ring, area(plug), ground],
      [ground, ring, area(plug)],
      [inner, ring, area(plug)],
      [ring, inner, ground],
    ]);
  };
  const antimeridian = (): Trio => {
    const [far, lat] = [size(), whole(-500_000_000, 500_000_000)];
    const half = (rim: 1 | -1): Shape => {
      const [from, high] = [lat + whole(-far, far), whole(1, far)];
      const inward = Array.from({ length: whole(1, 4) }, (_, k): GridPoint => [
        rim * (GRID_LON_MAX - whole(chance(0.2) ? 0 : 1, far)),
        from + Math.floor((high * (k + 1)) / 6),
      ]);
      const wall = rim * (GRID_LON_MAX - (chance(0.2) ? 1 : 0));
      return area([[wall, from], ...inward, [wall, from + high]]);
    };
    return chance(0.8) ? [half(1), half(-1), half(1)] : [half(1), half(1), half(-1)];
  };
  /** Triangles up to 25° long and a unit or two wide, beside and across each other. */
  const slivers = (): Trio => {
    const [at, far] = [place(), 2 ** whole(6, 28)];
    const needle = (from: GridPoint, upto: GridPoint): GridPoint[] => [
      from,
      upto,
      moved([upto], chance(0.5) ? [0, whole(1, 2)] : [whole(1, 2), 0])[0] as GridPoint,
    ];
    const [near, end] = [beside(at, far), beside(at, far)];
    const first = needle(near, end);
    const second = pick([
      () => moved(first, step()),
      () => needle(end, near),
      () => needle(near, end),
      () => needle(beside(at, far), beside(at, far)),
      () => star(at, far, [0.3, 1]),
    ])();
    return [area(first), area(second), area(moved(first, step()))];
  };
  const lines = (): Trio => {
    const [at, far] = [place(), size()];
    const rim = star(at, far, [0.3, 1]);
    const ground = area(rim);
    const [from, upto] = [pick(rim), pick(rim)];
    const middle: GridPoint = [
      Math.round((from[0] + upto[0]) / 2),
      Math.round((from[1] + upto[1]) / 2),
    ];
    const line = pick([
      () => [from, at, upto],
      () => rim.slice(0, 2),
      () => [beside(at, far), beside(at, far), beside(at, far)],
      () => [from, middle],
    ])();
    const drawn: Shape = chance(0.25)
      ? { kind: 'point', at: pick([from, middle, at]) }
      : { kind: 'line', points: line };
    const other: Shape = { kind: 'line', points: [middle, upto, beside(at, far)] };
    return pick<Trio>([
      [drawn, ground, area(star(at, far, [0.3, 1]))],
      [drawn, other, ground],
      [ground, drawn, ground],
    ]);
  };
  return {
    jagged,
    'shared edges': shared,
    corners,
    holes,
    antimeridian,
    slivers,
    lines,
    borders: borders(real, { pick, chance, step }),
  };
}

interface Chances {
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (part: number) => boolean;
  readonly step: () => GridPoint;
}

/** Real borders of up to 5,000 corners, with their neighbours and with themselves a unit aside. */
function borders({ countries, parts }: Borders, { pick, chance, step }: Chances): () => Trio {
  const aside = (shape: Shape): Shape => {
    if (shape.kind !== 'area') return shape;
    const way = step();
    const polygons = shape.polygons.map(({ outer, holes }): Polygon => ({
      outer: moved(outer, way),
      holes: holes.map((hole) => moved(hole, way)),
    }));
    return { kind: 'area', polygons };
  };
  return () => {
    const from = chance(0.5) ? countries : parts;
    const [one, other, last] = [pick(from), pick(from), pick(chance(0.5) ? from : parts)];
    return [one, chance(0.5) ? other : aside(one), last];
  };
}
