import type { Random } from '../../base/ports.ts';
import type { GridPoint } from '../grid.ts';
import { toDegrees } from '../grid.ts';
import type { Shape } from '../shape.ts';
import type { Coverage } from './coverage.ts';
import type { Ground } from './ground.ts';
import { layGround } from './ground.ts';

export const DEGREE = 10_000_000;

export function areaOf(...rings: readonly (readonly (readonly [number, number])[])[]): Shape {
  const closed = rings.map((ring) =>
    [...ring, ring[0] as readonly [number, number]].map(([lon, lat]): GridPoint => [
      Math.round(lon * DEGREE),
      Math.round(lat * DEGREE),
    ]),
  );
  const [outer = [], ...holes] = closed;
  return { kind: 'area', polygons: [{ outer, holes }] };
}

export function box(west: number, south: number, east: number, north: number): Shape {
  return areaOf([
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]);
}

export function groundOf(area: Shape, cellMetres: number): Ground {
  const ground = layGround(area, cellMetres);
  if (!ground.ok) throw new Error(ground.fault.kind);
  return ground.value;
}

/** An area with a bay and a hole, of some 20 by 20 km. */
export const BAY = areaOf(
  [
    [43, 35],
    [43.22, 35],
    [43.22, 35.18],
    [43.12, 35.18],
    [43.11, 35.07],
    [43.1, 35.18],
    [43, 35.18],
  ],
  [
    [43.03, 35.03],
    [43.03, 35.06],
    [43.07, 35.06],
    [43.07, 35.03],
  ],
);

export function squareMetresOf({ squareMetres, firstOf, cellOf, rows }: Ground): number {
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    const first = cellOf[firstOf[row] as number] as number;
    sum += ((cellOf[firstOf[row + 1] as number] as number) - first) * (squareMetres[row] as number);
  }
  return sum;
}

/** A coverage of any kind that lies somewhere around BAY. */
export function someCoverage(random: Random): Coverage {
  const at = (): GridPoint => [
    Math.round((42.95 + random.below(320) / 1000) * DEGREE),
    Math.round((34.95 + random.below(280) / 1000) * DEGREE),
  ];
  const metres = 300 + random.below(4000);
  switch (random.below(4)) {
    case 0:
      return { kind: 'sector', at: at(), metres, from: random.below(360), upto: random.below(360) };
    case 1:
      return { kind: 'strip', points: [at(), at(), at()], metres };
    case 2: {
      const [lon, lat] = toDegrees(at());
      const [wide, high] = [0.01 + random.below(50) / 1000, 0.01 + random.below(50) / 1000];
      return { kind: 'area', shape: box(lon, lat, lon + wide, lat + high) };
    }
    default:
      return { kind: 'round', at: at(), metres };
  }
}
