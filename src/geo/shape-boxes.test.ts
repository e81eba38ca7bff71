import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCommonPoint } from './edge.ts';
import type { GridPoint } from './grid.ts';
import { GRID_LAT_MAX, GRID_LON_MAX } from './grid.ts';
import { openShapeIndex } from './shape-boxes.ts';
import type { PreparedShape } from './touch.ts';
import { prepare, touchesPrepared } from './touch.ts';

const lon = fc.integer({ min: -GRID_LON_MAX, max: GRID_LON_MAX });
const lat = fc.integer({ min: -GRID_LAT_MAX, max: GRID_LAT_MAX });
const size = fc.nat({ max: 30 }).chain((bits) => fc.nat({ max: 2 ** bits }));

/** Boxes of every size, some of which lie on the antimeridian. */
const shape = fc
  .tuple(fc.oneof(lon, fc.constantFrom(-GRID_LON_MAX, GRID_LON_MAX)), lat, size, size)
  .map(([west, south, wide, high]): PreparedShape => {
    const east = Math.min(west + wide, GRID_LON_MAX);
    const north = Math.min(south + high, GRID_LAT_MAX);
    const corners: GridPoint[] = [
      [west, south],
      [east, south],
      [east, north],
    ];
    return prepare({ kind: 'line', points: corners });
  });

describe('an index of shapes', () => {
  it('[P20] gives all whose boxes meet, in the order of adding, as a look at each would', () => {
    fc.assert(
      fc.property(fc.array(shape, { maxLength: 60 }), shape, (shapes, asked) => {
        const index = openShapeIndex<number>();
        shapes.forEach((each, key) => index.add(key, each));
        const found = index.near(asked.bounds);
        const meets = shapes.flatMap((each, key) =>
          hasCommonPoint(each.bounds, asked.bounds) || touchesPrepared(each, asked) ? [key] : [],
        );
        expect(found.filter((key) => meets.includes(key))).toEqual(meets);
        expect(found).toEqual(found.toSorted((a, b) => a - b));
        expect(new Set(found).size).toBe(found.length);
      }),
      { numRuns: 300 },
    );
  });

  it('[P20] forgets what is taken out, and puts what is added again last', () => {
    const index = openShapeIndex<string>();
    const at = (west: number): PreparedShape => prepare({ kind: 'point', at: [west, 0] });
    index.add('one', at(5));
    index.add('two', at(5));
    index.add('three', at(90_000_000));
    expect(index.near(at(5).bounds)).toEqual(['one', 'two']);
    index.add('one', at(5));
    expect(index.near(at(5).bounds)).toEqual(['two', 'one']);
    expect(index.size).toBe(3);
    expect(index.remove('two')).toBe(true);
    expect(index.remove('two')).toBe(false);
    expect(index.near(at(5).bounds)).toEqual(['one']);
    expect(index.near({ west: 0, south: 0, east: GRID_LON_MAX, north: 0 })).toEqual([
      'three',
      'one',
    ]);
    expect(index.near(at(6).bounds)).toEqual([]);
    expect(index.near(at(600).bounds, 10)).toEqual(['one']);
  });

  it('[P5] [P20] knows one meridian at 180° by both of its names', () => {
    const index = openShapeIndex<string>();
    index.add('west', prepare({ kind: 'point', at: [-GRID_LON_MAX, 7] }));
    index.add('east', prepare({ kind: 'point', at: [GRID_LON_MAX - 9, 7] }));
    expect(index.near({ west: 5, south: 7, east: GRID_LON_MAX, north: 7 })).toEqual([
      'west',
      'east',
    ]);
    const beyond = { west: -GRID_LON_MAX, south: 7, east: -GRID_LON_MAX, north: 7 };
    expect(index.near(beyond)).toEqual(['west']);
    expect(index.near(beyond, 1)).toEqual(['west', 'east']);
  });
});
