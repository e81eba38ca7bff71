import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import { parseFeatures } from './geojson.ts';
import { toDegrees, toGrid } from './grid.ts';
import { formatShape, parseShape, roundShape, SHAPE_POINTS_MAX } from './shape.ts';

function polygon(...rings: Json[]): Json {
  return { type: 'Polygon', coordinates: rings };
}

function faultOf(json: Json): string {
  const parsed = parseShape(json);
  return parsed.ok ? 'none' : parsed.fault.kind;
}

const SQUARE = [
  [0, 0],
  [3, 0],
  [3, 3],
  [0, 3],
  [0, 0],
];

describe('the grid', () => {
  it('[P1] gives degrees back as they were, for every grid point', () => {
    const units = (most: number): fc.Arbitrary<number> => fc.integer({ min: -most, max: most });
    fc.assert(
      fc.property(units(1_800_000_000), units(900_000_000), (lon, lat) => {
        expect(toGrid(...toDegrees([lon, lat]))).toEqual({ ok: true, value: [lon, lat] });
      }),
    );
  });

  it('[P1] rounds halves away from zero and refuses what is off the earth', () => {
    expect(toGrid(0.00000025, -0.00000025)).toEqual({ ok: true, value: [3, -3] });
    expect(toGrid(-1e-9, 0)).toEqual({ ok: true, value: [0, 0] });
    expect(toGrid(180.1, 0)).toMatchObject({ fault: { kind: 'out-of-range' } });
    expect(toGrid(Number.NaN, 0)).toMatchObject({ fault: { kind: 'not-finite' } });
  });
});

describe('shapes', () => {
  it('[P2] refuses more decimals in a record and rounds them in a file', () => {
    const fine = { type: 'Point', coordinates: [44.12345678, 36] };
    expect(faultOf(fine)).toBe('too-fine');
    expect(roundShape(fine)).toEqual({
      ok: true,
      value: { kind: 'point', at: [441234568, 360000000] },
    });
  });

  it('[P2] refuses every other form', () => {
    for (const json of [
      null,
      [],
      'Point',
      {},
      { type: 'Circle', coordinates: [] },
      { type: 'Point', coordinates: ['1', 2] },
      { type: 'Point', coordinates: [1, 2, 3] },
      { type: 'Point', coordinates: [1, 2], crs: 'x' },
      { type: 'Polygon', coordinates: [1] },
    ] as const) {
      expect(faultOf(json)).toBe('bad-form');
    }
    expect(faultOf({ type: 'Point', coordinates: [181, 2] })).toBe('out-of-range');
    expect(
      faultOf({
        type: 'LineString',
        coordinates: [
          [1, 1],
          [1, 1],
        ],
      }),
    ).toBe('too-few-points');
    expect(faultOf({ type: 'MultiPolygon', coordinates: [] })).toBe('too-few-points');
    expect(
      faultOf(
        polygon([
          [0, 0],
          [1, 0],
          [0, 0],
        ]),
      ),
    ).toBe('too-few-points');
    expect(
      faultOf(
        polygon([
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ]),
      ),
    ).toBe('not-closed');
  });

  it('[P3] writes outer rings anticlockwise, holes clockwise, and a doubled point once', () => {
    const hole = [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 2],
      [1, 1],
    ];
    const parsed = parseShape(polygon([...SQUARE.toReversed(), [0, 0]], hole));
    expect(parsed.ok && formatShape(parsed.value)).toEqual(polygon(SQUARE, hole.toReversed()));
  });

  it('[P5] refuses what crosses the antimeridian unsplit', () => {
    expect(
      faultOf({
        type: 'LineString',
        coordinates: [
          [179, 0],
          [-179, 0],
        ],
      }),
    ).toBe('crosses-antimeridian');
  });

  it('[P6] names what keeps rings from being an area, and where', () => {
    const bow = polygon([
      [0, 0],
      [2, 2],
      [2, 0],
      [0, 2],
      [0, 0],
    ]);
    expect(parseShape(bow)).toEqual({ ok: false, fault: { kind: 'self-crossing', at: [1, 1] } });
    expect(
      faultOf(
        polygon([
          [0, 0],
          [4, 0],
          [2, 0],
          [0, 3],
          [0, 0],
        ]),
      ),
    ).toBe('self-crossing');
    expect(
      faultOf(
        polygon(SQUARE, [
          [5, 5],
          [6, 5],
          [6, 6],
          [5, 5],
        ]),
      ),
    ).toBe('hole-outside');
    expect(
      faultOf(
        polygon(SQUARE, [
          [1, 1],
          [5, 1],
          [5, 2],
          [1, 1],
        ]),
      ),
    ).toBe('rings-cross');
    expect(
      faultOf(
        polygon(
          SQUARE,
          [
            [1, 1],
            [2, 1],
            [1, 2],
            [1, 1],
          ],
          [
            [1, 1],
            [2, 1],
            [1, 2],
            [1, 1],
          ],
        ),
      ),
    ).toBe('rings-cross');
    const twice = [
      [SQUARE],
      [
        [
          [1, 1],
          [2, 1],
          [1, 2],
          [1, 1],
        ],
      ],
    ];
    expect(faultOf({ type: 'MultiPolygon', coordinates: twice })).toBe('polygons-overlap');
    // A hole may meet its rim in a corner.
    expect(
      faultOf(
        polygon(SQUARE, [
          [0, 0],
          [2, 1],
          [1, 2],
          [0, 0],
        ]),
      ),
    ).toBe('none');
  });

  it('[P7] counts points before it builds anything', () => {
    const many = Array.from({ length: SHAPE_POINTS_MAX + 1 }, (_, k) => [k / 1000, 0]);
    expect(faultOf({ type: 'LineString', coordinates: many })).toBe('too-many-points');
    expect(faultOf({ type: 'LineString', coordinates: many.slice(1) })).toBe('none');
  });
});

describe('a file of features', () => {
  it('[P15] keeps the good ones and says of each other why not', () => {
    const feature = (geometry: Json): Json => ({
      type: 'Feature',
      geometry,
      properties: { name: 'x' },
    });
    const parsed = parseFeatures({
      type: 'FeatureCollection',
      features: [
        feature({ type: 'Point', coordinates: [44, 36, 200] }),
        feature(null),
        7,
        feature({}),
      ],
    });
    expect(
      parsed.ok && parsed.value.map((f) => (f.ok ? f.value.properties : f.fault.kind)),
    ).toEqual([{ name: 'x' }, 'no-place', 'not-a-feature', 'bad-form']);
    expect(parseFeatures([])).toMatchObject({ fault: { kind: 'not-a-collection' } });
  });
});
