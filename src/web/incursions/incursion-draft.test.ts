import { describe, expect, it } from 'vitest';

import { instant } from '../../base/instant.ts';
import { EMPTY_INCURSION, incursionOf, NOBODY_NAMED } from './incursion-draft.ts';

const ground = {
  language: 'en',
  now: instant(1_794_300_000),
  zone: { kind: 'fixed', offsetMinutes: 180, letter: 'C' },
  area: [42, 34, 46, 37],
} as const;

const written = {
  ...EMPTY_INCURSION,
  kind: 'crossing',
  title: ' Three vehicles \u202ecrossed ',
  place: '38S LE 7003 5520',
  from: '-60',
  by: 'south',
  audience: ['south'],
} as const;

describe('an incursion that is written', () => {
  it('names all that is missing, in the order of the form', () => {
    const { incursion, faults } = incursionOf(EMPTY_INCURSION, ground);
    expect(incursion).toBeUndefined();
    expect(faults).toEqual(['kind', 'title', 'place', 'from', 'by', 'audience']);
  });

  it('is said with its place no finer than it was given, and no mark that turns letters', () => {
    const { incursion, faults } = incursionOf(written, ground);
    expect(faults).toEqual([]);
    expect(incursion).toMatchObject({ title: 'Three vehicles crossed', by: 'south' });
    expect(incursion?.place.precisionMetres).toBe(10);
  });

  it('may name nobody, and never lies ahead or ends before it begins', () => {
    const nobody = incursionOf({ ...written, by: NOBODY_NAMED }, ground);
    expect(nobody.incursion?.by).toBeNull();
    expect(incursionOf({ ...written, from: '+60' }, ground).faults).toEqual(['from']);
    expect(incursionOf({ ...written, upto: '-90' }, ground).faults).toEqual(['upto']);
  });
});
