import { describe, expect, it } from 'vitest';
import type { GridPoint } from './grid.ts';
import { areaKm2, overlapKm2, overlapKm2All } from './measure.ts';
import type { Shape } from './shape.ts';
import { strips } from './strip.ts';

function box(west: number, south: number, east: number, north: number): Shape {
  const outer: GridPoint[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { kind: 'area', polygons: [{ outer, holes: [] }] };
}

const LON = 440_000_000;
const LAT = 360_000_000;

describe('shared ground', () => {
  it('[P11] of an area and itself is its area, and of two halves the half', () => {
    const whole = box(LON, LAT, LON + 2_000_000, LAT + 1_000_000);
    const west = box(LON, LAT, LON + 1_000_000, LAT + 1_000_000);
    expect(overlapKm2(whole, whole)).toBeCloseTo(areaKm2(whole), 6);
    expect(overlapKm2(whole, west)).toBeCloseTo(areaKm2(whole) / 2, 6);
    expect(overlapKm2(west, box(LON + 1_000_000, LAT, LON + 3_000_000, LAT + 5))).toBe(0);
    expect(overlapKm2(whole, { kind: 'point', at: [LON, LAT] })).toBe(0);
  });

  it('[P11] [P17] of a route with width counts each place once', () => {
    const points: GridPoint[] = Array.from({ length: 40 }, (_, k) => [LON + k * 40_000, LAT]);
    const route = strips({ kind: 'line', points }, 1000);
    const straight = strips({ kind: 'line', points: [points[0]!, points.at(-1)!] }, 1000);
    const claim = box(LON + 200_000, LAT - 500_000, LON + 900_000, LAT + 500_000);
    const shared = overlapKm2All(route, claim);
    expect(shared).toBeCloseTo(overlapKm2All(straight, claim) ?? 0, 6);
    // 2 km across and 6.3 km along, and the octagon's margin.
    expect(shared).toBeGreaterThan(12.6);
    expect(shared).toBeLessThan(12.6 * 1.1);
    expect(overlapKm2All([], claim)).toBe(0);
  });
});
