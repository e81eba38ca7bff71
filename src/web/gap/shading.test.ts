import { describe, expect, it } from 'vitest';

import { BAY, box, groundOf } from '../../geo/gap/bay.suite.ts';
import { Counts } from '../../geo/gap/counts.ts';
import { cellAt } from '../../geo/gap/weights.ts';
import { sideFor } from '../../geo/gap/ground.ts';
import { drawShade } from './shading.ts';

const INKS = {
  gap: [200, 0, 0, 40],
  gapStripe: [200, 0, 0, 120],
  once: [0, 100, 0, 50],
  twice: [0, 150, 0, 60],
  oftener: [0, 200, 0, 70],
} as const;

describe('a shaded gap', () => {
  it('shows each place as its cell counts, at its own place on a web map', () => {
    const ground = groundOf(BAY, 400);
    const counts = new Counts(ground, 1);
    const at = [430_600_000, 351_200_000] as const;
    counts.add({ party: 0, coverage: { kind: 'round', at, metres: 4000 } });
    counts.add({ party: 0, coverage: { kind: 'round', at, metres: 2000 } });
    const view = { box: [42.9, 34.9, 43.4, 35.3], width: 150, height: 145 } as const;
    const { width, height, pixels } = drawShade(ground, counts.all, INKS, view);
    expect([width, height]).toEqual([150, 145]);
    const up = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180));
    const [low, high] = [up(34.9), up(35.3)];
    const seen = { none: 0, open: 0, covered: 0 };
    for (let y = 0; y < height; y += 1) {
      const lat =
        (Math.atan(Math.sinh(high - ((y + 0.5) / height) * (high - low))) * 180) / Math.PI;
      for (let x = 0; x < width; x += 1) {
        const lon = 42.9 + ((x + 0.5) / width) * 0.5;
        const cell = cellAt(ground, [lon * 1e7, lat * 1e7]);
        const [red, green, , opacity] = pixels.subarray((y * width + x) * 4);
        const count = cell === undefined ? undefined : counts.all[cell];
        if (count === undefined) {
          expect(opacity).toBe(0);
          seen.none += 1;
        } else if (count === 0) {
          expect(red).toBe(200);
          seen.open += 1;
        } else {
          expect(green).toBe(count === 1 ? 100 : 150);
          seen.covered += 1;
        }
      }
    }
    expect(Math.min(seen.none, seen.open, seen.covered)).toBeGreaterThan(200);
  });

  it('has stripes as wide however near one looks', () => {
    const ground = groundOf(box(43, 35, 43.2, 35.2), 200);
    const counts = new Counts(ground, 1);
    const rowOf = (view: Parameters<typeof drawShade>[3]) => {
      const { pixels, width } = drawShade(ground, counts.all, INKS, view);
      return Array.from({ length: 40 }, (_, x) => pixels[(20 * width + x) * 4 + 3]);
    };
    const near = rowOf({ box: [43.1, 35.1, 43.101, 35.101], width: 100, height: 100 });
    const far = rowOf({ box: [43, 35, 43.2, 35.2], width: 100, height: 100 });
    expect(near).toEqual(far);
    expect(new Set(near)).toEqual(new Set([40, 120]));
  });

  it('has cells as small as the mouse can follow', () => {
    expect(sideFor(1_000, 4_000_000)).toBe(100);
    expect(sideFor(176_000, 4_000_000)).toBe(250);
    expect(sideFor(510_000_000, 4_000_000)).toBe(50_000);
  });
});
