import { describe, expect, it } from 'vitest';

import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { LimitRow } from './limit-rows.ts';
import { isKept, limitOf, openLimit, sectorLimit } from './limit-rows.ts';
import { openOutline, rowAt } from './outline.ts';

const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

const PLAN = {
  window: { from: '2026-11-22T04:00:00Z', upto: '2026-11-22T09:00:00Z' },
  shape: square(43.5, 35.5, 0.1),
  contributions: [
    { party: 'qamar', forces: [{ kind: 'infantry', count: 40 }] },
    { party: 'reem', forces: [{ kind: 'vehicles', count: 6 }] },
  ],
  sectors: [{ id: 's1', name: 'North', area: square(43.4, 35.4, 0.4), lead: 'qamar' }],
} as unknown as Plan;

function kept(row: LimitRow): boolean | undefined {
  const limit = limitOf(row);
  return limit && isKept(limit, PLAN);
}

describe('a limit that is being written', () => {
  it('begins with what the plan says, which the plan keeps [C31]', () => {
    expect(kept(openLimit('time', 1, PLAN))).toBe(true);
    expect(kept(openLimit('forces', 1, PLAN))).toBe(true);
    expect(limitOf(openLimit('count', 1, PLAN))).toBeUndefined();
    expect(limitOf(openLimit('area', 1, PLAN))).toBeUndefined();
  });

  it('tells at once whether the plan keeps it [C31]', () => {
    const time = openLimit('time', 1, PLAN);
    expect(kept({ ...time, upto: '2026-11-22T08:00:00Z' } as LimitRow)).toBe(false);
    expect(kept({ kind: 'forces', id: 1, forces: ['infantry'] })).toBe(false);
    const count = { kind: 'count', id: 1, party: undefined, force: undefined } as const;
    expect(kept({ ...count, max: '46' })).toBe(true);
    expect(kept({ ...count, max: '45' })).toBe(false);
    expect(kept({ ...count, force: 'vehicles', max: '6' })).toBe(true);
  });

  it('takes the area of a sector, or one drawn by hand', () => {
    const row = openLimit('area', 1, PLAN) as Extract<LimitRow, { kind: 'area' }>;
    const sector = sectorLimit(row, PLAN, 's1');
    expect(limitOf(sector)).toEqual({ kind: 'area', area: PLAN.sectors?.[0]?.area });
    expect(kept(sector)).toBe(true);
    const corners = [rowAt(1, [43.5, 35.5]), rowAt(2, [43.6, 35.5]), rowAt(3, [43.6, 35.6])];
    expect(kept({ ...row, ...openOutline('polygon'), points: corners })).toBe(false);
  });

  it('is none before it is whole', () => {
    const time = openLimit('time', 1, PLAN);
    expect(limitOf({ ...time, from: undefined } as LimitRow)).toBeUndefined();
    expect(limitOf({ kind: 'forces', id: 1, forces: [] })).toBeUndefined();
  });
});
