import { describe, expect, it } from 'vitest';

import type { DecisionView, PlanView } from '../../contract/api.ts';
import { instantOf } from '../now.ts';
import type { Ballot } from './ballot.ts';
import { answerOf, choicesFor, faultOf, firstOfTwo, openBallot } from './ballot.ts';
import { openLimit } from './limit-rows.ts';

const NOW = instantOf('2026-11-22T03:00:00Z');
const WINDOW = { from: '2026-11-22T02:00:00Z', upto: '2026-11-22T09:00:00Z' };
const PLAN = { plan: { window: WINDOW, contributions: [] } } as unknown as PlanView;

function faultWith(part: Partial<Ballot>) {
  return faultOf({ ...openBallot(), ...part }, PLAN, NOW);
}

describe('a ballot', () => {
  it('has nothing chosen beforehand and says nothing until it has', () => {
    expect(faultWith({})).toBe('choice');
    expect(answerOf(openBallot())).toBeUndefined();
  });

  it('offers refusing wherever a party has not consented', () => {
    const stances = ['silent', 'asks', 'half', 'refuses', 'withdrew', 'lapsed', 'conditions'];
    for (const stance of stances as readonly Parameters<typeof choicesFor>[0][]) {
      expect(choicesFor(stance)).toContain('refusal');
      expect(choicesFor(stance)).toContain('consent');
      expect(choicesFor(stance)).toContain('question');
    }
    expect(choicesFor('consents')[0]).toBe('withdrawal');
  });

  it('refuses and withdraws only with a reason, and asks only with a question', () => {
    for (const choice of ['refusal', 'withdrawal'] as const) {
      expect(faultWith({ choice, reason: ' ' })).toBe('reason');
      expect(faultWith({ choice, reason: 'no' })).toBeUndefined();
    }
    expect(faultWith({ choice: 'question' })).toBe('question');
    const asked = answerOf({ ...openBallot(), choice: 'question', reason: 'Which road?' });
    expect(asked).toMatchObject({ verdict: 'question', reason: 'Which road?' });
  });

  it('ends a consent ahead of now and not after the window', () => {
    const of = (upto: string) => faultWith({ choice: 'consent', upto });
    expect(of('2026-11-22T03:00:00Z')).toBe('upto');
    expect(of('2026-11-22T09:00:01Z')).toBe('upto');
    expect(of('2026-11-22T09:00:00Z')).toBeUndefined();
  });

  it('carries its conditions without empty lines and without marks of direction', () => {
    const conditions = ['\u200eone\u200f ', '', 'two'];
    const answer = answerOf({ ...openBallot(), choice: 'conditions', conditions });
    expect(answer).toEqual({
      verdict: 'consent',
      upto: null,
      conditions: ['one', 'two'],
      reason: null,
    });
    expect(answerOf({ ...openBallot(), choice: 'consent', conditions })?.conditions).toEqual([]);
  });

  it('refuses marks that turn letters around', () => {
    expect(faultWith({ choice: 'conditions', conditions: ['\u2067one'] })).toBe('marks');
    expect(faultWith({ choice: 'refusal', reason: 'no\u202e' })).toBe('marks');
  });

  it('takes limits in place of words, each of them whole [C31]', () => {
    const time = openLimit('time', 1, PLAN.plan);
    const count = openLimit('count', 2, PLAN.plan);
    expect(faultWith({ choice: 'conditions' })).toBe('conditions');
    expect(faultWith({ choice: 'conditions', limits: [time, count] })).toBe('limits');
    expect(faultWith({ choice: 'conditions', limits: [time] })).toBeUndefined();
    const said = answerOf({ ...openBallot(), choice: 'conditions', limits: [time] });
    expect(said?.limits).toEqual([{ kind: 'time', ...WINDOW }]);
  });

  it('says as second officer the very terms of the first [C37]', () => {
    const first = {
      hash: 'one',
      upto: '2026-11-22T08:00:00Z',
      conditions: ['no vehicles'],
      limits: [{ kind: 'count', max: 3 }],
    } as unknown as DecisionView;
    const asked = [{ party: 'qamar', stance: { kind: 'half', by: 'one' } }];
    const plan = { ...PLAN, asked, decisions: [first] } as unknown as PlanView;
    expect(firstOfTwo(plan, 'qamar')).toBe(first);
    const { upto, conditions, limits } = first;
    const said = answerOf({ ...openBallot(), choice: 'second' }, first);
    expect(said).toEqual({ verdict: 'consent', upto, conditions, limits, reason: null });
    const earlier = {
      ...plan,
      decisions: [{ ...first, version: 'before' }],
    } as unknown as PlanView;
    expect(firstOfTwo(earlier, 'qamar')).toBeUndefined();
  });
});
