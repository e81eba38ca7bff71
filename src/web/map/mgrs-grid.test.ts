import fc from 'fast-check';
import { forward, inverse } from 'mgrs';
import { describe, expect, it } from 'vitest';
import { formatGridReference, gridReference } from './grid-reference.ts';
import { gridOf } from './mgrs-grid.ts';
import { fromUtm, toUtm, zoneOf } from './utm.ts';

const inRegion = fc.tuple(
  fc.double({ min: 36, max: 50, noNaN: true }),
  fc.double({ min: 28, max: 41, noNaN: true }),
);
const KIRKUK = { west: 43.4, south: 34.8, east: 45, north: 36 };

describe('UTM', () => {
  it('comes back to where it started within a millimetre', () => {
    fc.assert(
      fc.property(inRegion, ([longitude, latitude]) => {
        const [lon, lat] = fromUtm(toUtm(longitude, latitude, zoneOf(longitude)));
        expect(Math.abs(lon - longitude)).toBeLessThan(1e-8);
        expect(Math.abs(lat - latitude)).toBeLessThan(1e-8);
      }),
    );
  });

  it('agrees with the library that writes references, to the metre', () => {
    fc.assert(
      fc.property(inRegion, ([longitude, latitude]) => {
        const { east, north } = toUtm(longitude, latitude, zoneOf(longitude));
        const reference = gridReference(longitude, latitude, 5);
        const within = (metres: number, digits: string) =>
          Math.abs((((metres % 100_000) - Number(digits) + 150_000) % 100_000) - 50_000);
        expect(within(east, reference?.east ?? '')).toBeLessThan(1.5);
        expect(within(north, reference?.north ?? '')).toBeLessThan(1.5);
      }),
    );
  });
});

describe('a grid reference', () => {
  it('is written in groups that no line break and no right-to-left text can part', () => {
    expect(formatGridReference(44.39, 35.47, 4)).toBe('38S\u00a0ME\u00a04465\u00a02533');
    expect(formatGridReference(44.39, 35.47, 0)).toBe('38S\u00a0ME');
  });

  it('is none beyond the latitudes that the grid covers', () => {
    expect(formatGridReference(44, 86, 4)).toBeUndefined();
  });
});

describe('the grid in view', () => {
  it('names each 100 km square at its south-western corner', () => {
    const { names } = gridOf({ west: 42.5, south: 33.5, east: 47.5, north: 37 }, 7);
    const square = names.features.find(({ properties }) => properties.name === '38S ME');
    const [west, south] = inverse('38SME');
    expect(square?.geometry.coordinates[0]).toBeCloseTo(west, 4);
    expect(square?.geometry.coordinates[1]).toBeCloseTo(south, 4);
  });

  it('names 10 km squares by the letters and two digits that a reference there begins with', () => {
    const { names } = gridOf(KIRKUK, 10);
    const small = names.features.filter(({ properties }) => properties.rank === 2);
    expect(small.length).toBeGreaterThan(100);
    for (const { properties, geometry } of small) {
      const [longitude = 0, latitude = 0] = geometry.coordinates;
      const inside = forward([longitude + 0.02, latitude + 0.02], 1);
      expect(inside.slice(-4)).toBe(properties.name.replace(' ', ''));
    }
  });

  it('cuts its lines at the edge of a zone', () => {
    const { lines } = gridOf({ west: 41, south: 34, east: 43, north: 36 }, 9);
    for (const { geometry } of lines.features) {
      const sides = geometry.coordinates.map(([longitude = 0]) => Math.sign(longitude - 42));
      expect(sides.includes(-1) && sides.includes(1)).toBe(false);
    }
  });

  it('is empty from very far away', () => {
    expect(gridOf({ west: -180, south: -85, east: 180, north: 85 }, 2).lines.features).toEqual([]);
  });
});
