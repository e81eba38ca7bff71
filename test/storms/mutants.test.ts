import { describe, expect, it } from 'vitest';
import { ALL_MUTANTS, noticeHalf } from './noticing.ts';

describe('the judges', () => {
  noticeHalf(0);

  it('are each proven to notice something', () => {
    const proven = new Set(ALL_MUTANTS.flatMap(({ judges }) => judges));
    expect([...proven].toSorted()).toEqual([
      'accused',
      'agreement',
      'audience',
      'calm',
      'consent',
      'copies',
      'fork',
      'lost',
      'receipt',
      'stopped',
    ]);
  });
});
