import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FADES_HOURS_DEFAULT } from '../../src/accord/holding/holdings.ts';
import type { Saved } from '../../src/contract/api.ts';
import type { GapView, HoldingsView } from '../../src/contract/holdings.ts';
import { momentIn, newHolding } from './bodies.ts';
import type { OneNode } from './one-node.ts';
import { HOME, MEMBERS, openOneNode } from './one-node.ts';

let one: OneNode;
beforeAll(async () => {
  one = await openOneNode();
});
afterAll(() => one.close());

const hold = (holding: object, more: object = {}) =>
  one.planner.post<Saved>('/api/holdings', { audience: MEMBERS, holding, ...more });
const held = async (at = '') => {
  const view = await one.analyst.get<HoldingsView>(`/api/holdings${at}`);
  return new Map(view.holdings.map((each) => [each.hash, each]));
};
/** The gap of ground of our own, 9 by 11 km. */
const gap = (more: object = {}) =>
  one.analyst.post<GapView>('/api/gap', { area: HOME, cellMetres: 100, ...more });

describe('holdings', () => {
  it('[Z8] are said by who plans, replaced by a later word, and confirmed by their own party', async () => {
    const first = await hold(newHolding());
    const [seen] = [(await held()).get(first.hash)];
    expect(seen).toMatchObject({ party: 'iraq', holding: { kind: 'post', state: 'open' } });
    expect(seen?.not).toBeUndefined();
    const closed = { ...newHolding(), state: 'closed' };
    const second = await hold(closed, { replaces: first.hash });
    const now = await held();
    expect(now.has(first.hash)).toBe(false);
    expect(now.get(second.hash)?.not).toBe('closed');
    // A word about what nothing stands for any more confirms nothing.
    const late = one.planner.post(`/api/holdings/${first.hash}/confirm`, {});
    expect((await one.planner.refused(late)).code).toBe('not-found');
    const said = now.get(second.hash)?.confirmed ?? '';
    await one.analyst.post<Saved>(`/api/holdings/${second.hash}/confirm`, {});
    const again = (await held()).get(second.hash);
    expect(again?.confirmed.localeCompare(said)).toBeGreaterThanOrEqual(0);
    expect(Date.parse(again?.fades ?? '') - Date.parse(again?.confirmed ?? '')).toBe(
      FADES_HOURS_DEFAULT * 3_600_000,
    );
    const stranger = one.administrator.post('/api/holdings', {
      audience: MEMBERS,
      holding: newHolding(),
    });
    expect((await one.administrator.refused(stranger)).code).toBe('not-allowed');
  });

  it('[Z8] are refused where they begin after their end or cross themselves', async () => {
    const backwards = { ...newHolding(), upto: momentIn(-7200) };
    expect((await one.planner.refused(hold(backwards))).code).toBe('window-backwards');
    const bow = {
      type: 'Polygon',
      coordinates: [
        [
          [43, 35],
          [43.1, 35.1],
          [43.1, 35],
          [43, 35.1],
          [43, 35],
        ],
      ],
    };
    const crossed = { ...newHolding(), ground: bow, covers: { kind: 'area' } };
    expect((await one.planner.refused(hold(crossed))).code).toBe('bad-place');
  });
});

describe('the gap of an area', () => {
  it('[Z4] [Z9] shrinks by what a holding covers while it counts, and says on what it rests', async () => {
    const before = await gap();
    expect(before.gapKm2).toBe(before.areaKm2);
    expect(before.areaKm2).toBeCloseTo(101.2, 0);
    expect(before.pieceCount).toBe(1);
    expect(before.pieces[0]?.depthKm).toBeGreaterThan(8.8);
    const middle = { ...newHolding([43.45, 35.05]), covers: { kind: 'round', metres: 3000 } };
    const first = await hold(middle);
    const after = await gap();
    expect(before.gapKm2 - after.gapKm2).toBeCloseTo(Math.PI * 9, 0);
    expect(after.coveredKm2[0]).toBeCloseTo(Math.PI * 9, 0);
    expect(after.parties.find(({ party }) => party === 'iraq')).toMatchObject({ counted: 1 });
    expect(after.zones.find(({ party }) => party === 'iraq')?.gapKm2).toBe(after.gapKm2);
    await hold({ ...middle, state: 'planned' }, { replaces: first.hash });
    const planned = await gap();
    expect(planned.gapKm2).toBe(before.gapKm2);
    expect(planned.parties.find(({ party }) => party === 'iraq')).toMatchObject({
      counted: 0,
      not: { planned: 1 },
    });
  });

  it('[Z10] of two weeks on has no holding left that nobody confirmed', async () => {
    await hold({ ...newHolding([43.45, 35.05]) });
    expect((await gap()).gapKm2).toBeLessThan((await gap()).areaKm2);
    const then = await gap({ at: momentIn(15 * 86_400) });
    expect(then.gapKm2).toBe(then.areaKm2);
    expect(then.parties.find(({ party }) => party === 'iraq')?.not).toMatchObject({ faded: 1 });
  });

  it('[Z1] says what to ask for instead where there is no ground or too much', async () => {
    const tiny = {
      area: {
        ...HOME,
        coordinates: [
          [
            [43.4, 35],
            [43.40001, 35],
            [43.40001, 35.00001],
            [43.4, 35],
          ],
        ],
      },
    };
    expect((await one.analyst.refused(gap(tiny))).code).toBe('gap-no-ground');
    const west = {
      type: 'Polygon',
      coordinates: [
        [
          [30, 20],
          [60, 20],
          [60, 40],
          [30, 40],
          [30, 20],
        ],
      ],
    };
    const large = await one.analyst.refused(gap({ area: west }));
    expect(large).toMatchObject({ code: 'gap-too-many-cells' });
    const { metres } = large.details as { metres: number };
    expect((await gap({ area: west, cellMetres: metres })).areaKm2).toBeGreaterThan(5_000_000);
  });
});
