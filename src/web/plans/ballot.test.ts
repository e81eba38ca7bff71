import { describe, expect, it } from 'vitest';

import type { PlanView } from '../../contract/api.ts';
import { instantOf } from '../now.ts';
import { answerOf, choicesFor, faultOf, openBallot } from './ballot.ts';

const NOW = instantOf('2026-11-22T03:00:00Z');
const PLAN = {
  plan: { window: { from: '2026-11-22T02:00:00Z', upto: '2026-11-22T09:00:00Z' } },
} as unknown as PlanView;

describe('a ballot', () => {
  it('has nothing chosen beforehand and says nothing until it has', () => {
    expect(faultOf(openBallot(), PLAN, NOW)).toBe('choice');
    expect(answerOf(openBallot())).toBeUndefined();
  });

  it('offers refusing wherever a party has not consented', () => {
    for (const stance of ['silent', 'refuses', 'withdrew', 'lapsed', 'conditions'] as const) {
      expect(choicesFor(stance)).toContain('refusal');
      expect(choicesFor(stance)).toContain('consent');
    }
    expect(choicesFor('consents')[0]).toBe('withdrawal');
  });

  it('refuses and withdraws only with a reason', () => {
    for (const choice of ['refusal', 'withdrawal'] as const) {
      expect(faultOf({ ...openBallot(), choice, reason: ' ' }, PLAN, NOW)).toBe('reason');
      expect(faultOf({ ...openBallot(), choice, reason: 'no' }, PLAN, NOW)).toBeUndefined();
    }
  });

  it('ends a consent ahead of now and not after the window', () => {
    const of = (upto: string) => faultOf({ ...openBallot(), choice: 'consent', upto }, PLAN, NOW);
    expect(of('2026-11-22T03:00:00Z')).toBe('upto');
    expect(of('2026-11-22T09:00:01Z')).toBe('upto');
    expect(of('2026-11-22T09:00:00Z')).toBeUndefined();
  });

  it('carries its conditions without empty lines and without marks of direction', () => {
    const conditions = ['\u2067one\u2069 ', '', 'two'];
    const answer = answerOf({ ...openBallot(), choice: 'conditions', conditions });
    expect(answer).toEqual({
      verdict: 'consent',
      upto: null,
      conditions: ['one', 'two'],
      reason: null,
    });
    expect(answerOf({ ...openBallot(), choice: 'consent', conditions })?.conditions).toEqual([]);
  });
});
