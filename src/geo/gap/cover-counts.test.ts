import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/ports.ts';
import { geodesicMetres, goFrom } from '../geodesic.suite.ts';
import type { GridPoint } from '../grid.ts';
import { toDegrees } from '../grid.ts';
import { areaKm2 } from '../measure.ts';
import { BAY, DEGREE, box, groundOf, someCoverage, squareMetresOf } from './bay.suite.ts';
import type { Held } from './counts.ts';
import { Counts } from './counts.ts';
import { addCoverage } from './coverage.ts';
import { middleOf } from './frame.ts';
import { GROUND_CELLS_MAX, layGround } from './ground.ts';
import { Spans } from './spans.ts';
import { cellAt } from './weights.ts';

describe('cells', () => {
  it('[Z1] [Z2] have the area of their outline, hole and bay left out', () => {
    const ground = groundOf(BAY, 50);
    // Each of some 110 km of rim may be off by half a cell.
    expect(Math.abs(squareMetresOf(ground) / 1e6 - areaKm2(BAY))).toBeLessThan(110 * 0.025);
    expect(cellAt(ground, [430_500_000, 350_450_000])).toBeUndefined();
    expect(cellAt(ground, [430_100_000, 350_450_000])).toBeDefined();
  });

  it('[Z1] are numbered once each, by row and from west to east', () => {
    const ground = groundOf(BAY, 500);
    let next = 0;
    for (let row = 0; row < ground.rows; row += 1) {
      for (let column = 0; column < ground.columns; column += 1) {
        const cell = cellAt(ground, middleOf(ground, row, column));
        if (cell === undefined) continue;
        expect(cell).toBe(next);
        next += 1;
      }
    }
    expect(next).toBe(ground.cells);
  });

  it('[Z1] are refused where there are none or too many, with a side that fits', () => {
    expect(layGround({ kind: 'point', at: [0, 0] }, 100)).toMatchObject({
      fault: { kind: 'no-ground' },
    });
    const large = box(30, 20, 60, 40);
    const refused = layGround(large, 100);
    expect(refused).toMatchObject({ fault: { kind: 'too-many-cells', max: GROUND_CELLS_MAX } });
    if (refused.ok || refused.fault.kind !== 'too-many-cells') throw new Error('it was laid');
    expect(groundOf(large, refused.fault.cellMetres).cells).toBeLessThanOrEqual(GROUND_CELLS_MAX);
  });
});

describe('coverages', () => {
  it('[Z3] reach as far as the shortest way on the ellipsoid', () => {
    const random = seededRandom(6);
    for (let k = 0; k < 20; k += 1) {
      const at: [number, number] = [random.below(3600) / 10 - 180, random.below(1400) / 10 - 70];
      const metres = 200 + random.below(99_000);
      const place: GridPoint = [Math.round(at[0] * DEGREE), Math.round(at[1] * DEGREE)];
      const wide = (metres / 111_000 / Math.cos(((Math.abs(at[1]) + 1) * Math.PI) / 180)) * 1.2;
      const west = Math.max(-180, at[0] - wide);
      const area = box(west, at[1] - 1.1, Math.min(180, at[0] + wide), at[1] + 1.1);
      const ground = groundOf(area, Math.max(20, metres / 50));
      const spans = new Spans();
      addCoverage({ kind: 'round', at: place, metres }, ground, spans);
      expect(spans.count).toBeGreaterThan(50);
      for (let i = 0; i < spans.count; i += 1) {
        const wayTo = (column: number): number =>
          geodesicMetres(at, toDegrees(middleOf(ground, spans.row(i), column)));
        expect(wayTo(spans.from(i)) / metres).toBeLessThan(1.0001);
        expect(wayTo(spans.upto(i) - 1) / metres).toBeLessThan(1.0001);
        if (spans.from(i) > 0) expect(wayTo(spans.from(i) - 1) / metres).toBeGreaterThan(0.9999);
        if (spans.upto(i) < ground.columns) {
          expect(wayTo(spans.upto(i)) / metres).toBeGreaterThan(0.9999);
        }
      }
    }
  });

  it('[Z3] go on beyond the antimeridian', () => {
    const ground = groundOf(box(-180, 60, -179.5, 60.4), 200);
    const counts = new Counts(ground, 1);
    counts.add({
      party: 0,
      coverage: { kind: 'round', at: [1_799_500_000, 602_000_000], metres: 9000 },
    });
    const cell = (lon: number): number => cellAt(ground, [lon * DEGREE, 60.2 * DEGREE]) as number;
    expect(counts.all[cell(-179.95)]).toBe(1);
    expect(counts.all[cell(-179.8)]).toBe(0);
  });

  it('[Z3] of a sector lie between its bearings', () => {
    const random = seededRandom(7);
    const ground = groundOf(box(43, 35, 43.4, 35.3), 100);
    const at: GridPoint = [432_000_000, 351_500_000];
    for (let k = 0; k < 20; k += 1) {
      const [from, upto, metres] = [random.below(720) - 360, random.below(360), 6000];
      const counts = new Counts(ground, 1);
      counts.add({ party: 0, coverage: { kind: 'sector', at, metres, from, upto } });
      const turn = (((upto - from) % 360) + 360) % 360 || 360;
      for (let tries = 0; tries < 60; tries += 1) {
        const [bearing, way] = [random.below(3600) / 10, 400 + random.below(7000)];
        const aside = (((bearing - from) % 360) + 360) % 360;
        // Far enough from the rim that a cell's width does not matter.
        const off = Math.min(aside, Math.abs(turn - aside), 360 - aside) * (Math.PI / 180);
        if (
          Math.abs(way - metres) < 150 ||
          (turn < 360 && Math.sin(Math.min(off, 1.5)) * way < 150)
        ) {
          continue;
        }
        const [lon, lat] = goFrom(toDegrees(at), bearing, way);
        const cell = cellAt(ground, [lon * DEGREE, lat * DEGREE]) as number;
        expect(counts.all[cell]).toBe(way < metres && aside < turn ? 1 : 0);
      }
    }
  });

  it('[Z3] of a route reach both sides and around its ends, each cell once', () => {
    const ground = groundOf(box(43, 35, 43.5, 35.4), 100);
    const points: GridPoint[] = [
      [431_000_000, 351_000_000],
      [433_500_000, 351_500_000],
      [432_000_000, 353_000_000],
    ];
    const counts = new Counts(ground, 1);
    counts.add({ party: 0, coverage: { kind: 'strip', points, metres: 2500 } });
    const places = points.slice(1).flatMap((to, i) => {
      const from = points[i] as GridPoint;
      return Array.from({ length: 201 }, (_, k): [number, number] => [
        (from[0] + ((to[0] - from[0]) * k) / 200) / DEGREE,
        (from[1] + ((to[1] - from[1]) * k) / 200) / DEGREE,
      ]);
    });
    const random = seededRandom(8);
    for (let tries = 0; tries < 300; tries += 1) {
      const [row, column] = [random.below(ground.rows), random.below(ground.columns)];
      const middle = middleOf(ground, row, column);
      const way = Math.min(...places.map((place) => geodesicMetres(place, toDegrees(middle))));
      if (Math.abs(way - 2500) < 15) continue;
      const cell = cellAt(ground, middle);
      if (cell !== undefined) expect(counts.all[cell]).toBe(way < 2500 ? 1 : 0);
    }
  });
});

describe('counts', () => {
  const ground = groundOf(BAY, 300);

  it('[Z4] are the same however coverages came, went and moved', () => {
    const random = seededRandom(9);
    const moving = new Counts(ground, 3);
    let held: Held[] = [];
    for (let step = 0; step < 120; step += 1) {
      const goes = held[random.below(held.length * 2 + 1)];
      if (goes) {
        moving.remove(goes);
        held = held.filter((each) => each !== goes);
      } else {
        const comes = { party: random.below(3), coverage: someCoverage(random) };
        expect(moving.add(comes)).toBe(true);
        held.push(comes);
      }
    }
    expect(held.length).toBeGreaterThan(5);
    const atOnce = new Counts(ground, 3);
    atOnce.addAll(held.toReversed());
    expect(moving.all).toEqual(atOnce.all);
    expect(moving.by).toEqual(atOnce.by);
    expect(moving.openIn).toEqual(atOnce.openIn);
    for (const each of held) moving.remove(each);
    expect(moving.gapSquareMetres).toBe(squareMetresOf(ground));
  });

  it('[Z4] of all are the sum of the parties', () => {
    const random = seededRandom(10);
    const counts = new Counts(ground, 2);
    counts.addAll(
      Array.from({ length: 30 }, (_, i) => ({ party: i % 2, coverage: someCoverage(random) })),
    );
    const [one, other] = counts.by as [Uint16Array, Uint16Array];
    expect(counts.all).toEqual(one.map((count, cell) => count + (other[cell] as number)));
    expect(Math.max(...counts.all)).toBeGreaterThan(2);
  });
});
