import { describe, expect, it } from 'vitest';

import type { Holding } from '../../accord/holding/holding-schema.ts';
import { holdingSchema } from '../../accord/holding/holding-schema.ts';
import { draftOfHeld, emptyHeld, heldFaults, holdingOf } from './held-draft.ts';

const FROM = '2026-11-23T08:00:00Z';

const HELD: Holding = {
  names: { ar: 'نقطة', ckb: 'خاڵ', tr: 'Nokta', en: 'Post' },
  kind: 'observation-post',
  ground: { type: 'Point', coordinates: [43.5, 35.5] },
  covers: { kind: 'sector', metres: 4500, from: 300, upto: 60 },
  state: 'degraded',
  hours: [
    { days: [1, 3], fromMinute: 390, minutes: 720 },
    { days: [5], fromMinute: 0, minutes: 60 },
  ],
  manned: [{ party: 'krg' as never, kind: 'police' }],
  roadMetres: 12_000,
  from: FROM,
  upto: null,
};

describe('the form of a holding', () => {
  it('gives back what it was opened with, the parts that it does not show too', () => {
    expect(holdingOf(draftOfHeld(HELD, []), 'en', HELD)).toEqual(HELD);
    expect(holdingSchema.safeParse(HELD).success).toBe(true);
  });

  it('says what is missing, and gives nothing before', () => {
    const empty = emptyHeld(FROM);
    expect(heldFaults(empty, 'en')).toEqual(['name', 'kind', 'place', 'reach']);
    expect(holdingOf(empty, 'en', undefined)).toBeUndefined();
    const sector = draftOfHeld(HELD, []);
    expect(heldFaults({ ...sector, bearingFrom: '361' }, 'en')).toEqual(['bearing']);
    expect(heldFaults({ ...sector, km: '101' }, 'en')).toEqual(['reach']);
    expect(heldFaults({ ...sector, turnHours: '' }, 'en')).toEqual(['turns']);
    expect(heldFaults({ ...sector, upto: FROM }, 'en')).toEqual(['upto']);
  });

  it('takes 360 degrees for north', () => {
    const draft = { ...draftOfHeld(HELD, []), bearingFrom: '360' };
    expect(holdingOf(draft, 'en', HELD)?.covers).toMatchObject({ from: 0, upto: 60 });
  });
});
