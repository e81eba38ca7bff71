import { describe, expect, it } from 'vitest';
import { uncoveredAll, uncoveredPrepared } from './cover.ts';
import { strips } from './strip.ts';
import { prepare } from './touch.ts';

describe('quarters', () => {
  it('[P8] [P17] tell of a route with width whether any strip of it is bare', () => {
    const box = (west: number, east: number) =>
      prepare({
        kind: 'line',
        points: [
          [west, 0],
          [east, 0],
        ],
      });
    const route = strips(box(0, 5_000_000).shape, 400).map(prepare);
    const ground = (east: number) => strips(box(-9, east).shape, 700).map(prepare);
    expect(uncoveredAll(route, ground(5_000_009))).toBe(false);
    expect(uncoveredAll(route, ground(4_900_000))).toBe(true);
    expect(uncoveredAll(route, [...ground(2_000_000), ...ground(5_000_009)])).toBe(false);
    expect(uncoveredAll(route, [])).toBe(true);
    expect(uncoveredAll([], [])).toBe(false);
    expect(route.every((strip) => uncoveredPrepared(strip, route))).toBe(false);
  });
});
