import { describe, expect, it } from 'vitest';
import { audience, ground, stageOf } from '../cast.suite.ts';

const MEMBERS = ['qamar', 'nahr', 'jabal'];

describe('who must consent', () => {
  it('[C1] is everyone who contributes forces', () => {
    const stage = stageOf(MEMBERS);
    stage.claim('qamar', ground(0, 0, 4, 4));
    const plan = stage.plan('qamar', ground(1, 1, 2, 2), ['nahr', 'nahr', 'waha']);
    expect(stage.asked(plan)).toEqual(['nahr contributes', 'qamar claims', 'waha contributes']);
  });

  it('[C2] is all whose claim is touched, be it by a corner', () => {
    const stage = stageOf(MEMBERS);
    stage.claim('qamar', ground(0, 0, 4, 4));
    stage.claim('nahr', ground(2, 2, 6, 6));
    stage.claim('jabal', ground(4, 4, 8, 8));
    expect(stage.asked(stage.plan('qamar', ground(0, 0, 1, 1)))).toEqual(['qamar claims']);
    expect(stage.asked(stage.plan('qamar', ground(2, 2, 3, 3)))).toEqual([
      'nahr claims',
      'qamar claims',
    ]);
    expect(stage.asked(stage.plan('qamar', ground(3, 3, 4, 4)))).toEqual([
      'jabal claims',
      'nahr claims',
      'qamar claims',
    ]);
  });

  it('[C2] is nobody whose claim lies elsewhere, or at another time', () => {
    const stage = stageOf(MEMBERS);
    stage.claim('qamar', ground(0, 0, 9, 9));
    stage.claim('nahr', ground(5, 5, 6, 6));
    stage.claim('jabal', ground(0, 0, 9, 9), [2_000, null]);
    stage.claim('jabal', ground(0, 0, 9, 9), [0, 1_000]);
    expect(stage.asked(stage.plan('qamar', ground(1, 1, 2, 2)))).toEqual(['qamar claims']);
    stage.claim('jabal', ground(0, 0, 9, 9), [1_999, null]);
    expect(stage.asked(stage.plan('qamar', ground(1, 1, 2, 2)))).toHaveLength(2);
  });

  it('[C3] follows a claim to where its party moves it, whichever comes first', () => {
    const stage = stageOf(MEMBERS);
    stage.claim('qamar', ground(0, 0, 9, 9));
    const old = stage.claim('nahr', ground(1, 1, 2, 2));
    const refs = [{ rel: 'replaces', record: old.hash }];
    stage.claim('jabal', ground(5, 5, 6, 6), undefined, { refs }); // another's claim stays
    const plan = stage.plan('qamar', ground(1, 1, 2, 2));
    expect(stage.asked(plan)).toEqual(['nahr claims', 'qamar claims']);
    stage.claim('nahr', ground(7, 7, 8, 8), undefined, { refs });
    expect(stage.asked(plan)).toEqual(['qamar claims']);
    expect(stage.known(stage.all.toReversed()).claims.size).toBe(3);
  });

  it('[C3] heeds no claim that not all members can read, or by no member', () => {
    const stage = stageOf(MEMBERS);
    stage.claim('qamar', ground(0, 0, 9, 9));
    stage.claim('nahr', ground(0, 0, 9, 9), undefined, { audience: audience('nahr', 'qamar') });
    stage.claim('waha', ground(0, 0, 9, 9));
    expect(stage.asked(stage.plan('qamar', ground(1, 1, 2, 2)))).toEqual(['qamar claims']);
  });

  it('[C4] is every member where any of the ground is nobody’s for any of the time', () => {
    const stage = stageOf(MEMBERS);
    const all = ['jabal unclaimed', 'nahr unclaimed', 'qamar unclaimed'];
    expect(stage.asked(stage.plan('qamar', ground(1, 1, 2, 2)))).toEqual(all);
    stage.claim('qamar', ground(0, 0, 4, 4));
    expect(stage.asked(stage.plan('qamar', ground(3, 3, 5, 4)))).toHaveLength(3);
    expect(stage.asked(stage.plan('qamar', ground(3, 3, 4, 4)))).toEqual(['qamar claims']);
    stage.claim('nahr', ground(5, 5, 6, 6), [0, 1_500]);
    expect(stage.asked(stage.plan('qamar', ground(5, 5, 6, 6)))).toEqual([
      'jabal unclaimed',
      'nahr claims unclaimed',
      'qamar unclaimed',
    ]);
    stage.claim('jabal', ground(5, 5, 6, 6));
    expect(stage.asked(stage.plan('qamar', ground(5, 5, 6, 6)))).toHaveLength(2);
  });
});
