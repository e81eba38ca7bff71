import { describe, expect, it } from 'vitest';

import { outlineOf } from '../plans/outline.ts';
import { EMPTY_HOLDING, holdingFaults, postOf, siteOf } from './holding-draft.ts';

const whole = {
  ...EMPTY_HOLDING,
  names: { ...EMPTY_HOLDING.names, en: 'Bridge post' },
  kind: 'post',
  outline: outlineOf({ type: 'Point', coordinates: [43.5, 35.5] }),
  distance: '500',
  from: '2026-11-09T11:00:00Z',
};

describe('a post that is written', () => {
  it('names all that is missing', () => {
    const missing = ['name', 'kind', 'place', 'distance', 'from'];
    expect(holdingFaults(EMPTY_HOLDING, 'en')).toEqual(missing);
    expect(holdingFaults({ ...whole, upto: whole.from }, 'en')).toEqual(['upto']);
    expect(holdingFaults({ ...whole, distance: '60000' }, 'en')).toEqual(['distance']);
  });

  it('bears the name of its writer in the languages that were left out', () => {
    expect(postOf(whole, 'en')?.names).toMatchObject({ ar: 'Bridge post', tr: 'Bridge post' });
    expect(siteOf({ ...whole, kind: 'school' }, 'en')).toMatchObject({ distanceMetres: 500 });
  });

  it('names what allows it in full or not at all [C51]', () => {
    const named = { ...whole, agreement: `sha256:${'a'.repeat(64)}` };
    expect(holdingFaults(named, 'en')).toEqual(['allowed']);
    const post = postOf({ ...named, article: '2', purpose: ' Training ' }, 'en');
    expect(post?.allowed).toMatchObject({ article: '2', purpose: 'Training', upto: null });
  });
});
