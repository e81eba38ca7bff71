import type { Limit } from '../../accord/operation/schema.ts';
import type { AskedView, DecisionView, PlanView } from '../../contract/api.ts';
import { instantOf } from '../now.ts';
import type { LimitRow } from './limit-rows.ts';
import { limitOf } from './limit-rows.ts';
import { hasTurningMarks, plainText } from './plain-text.ts';
import type { Answer } from './statement-words.ts';

/** What an officer may choose; `second` is the very same as the first of two officers said. */
export type Choice = 'second' | 'consent' | 'conditions' | 'question' | 'refusal' | 'withdrawal';

/** A decision as it is being written. Nothing is chosen beforehand. */
export interface Ballot {
  readonly choice: Choice | undefined;
  readonly conditions: readonly string[];
  readonly limits: readonly LimitRow[];
  /** Why, or what is asked. */
  readonly reason: string;
  /** RFC 3339 in UTC; without it a consent holds to the end of the window. */
  readonly upto: string | undefined;
}

/** What keeps a decision from being put into words. */
export type BallotFault =
  | 'choice'
  | 'conditions'
  | 'limits'
  | 'reason'
  | 'question'
  | 'upto'
  | 'marks';

/** A ballot on which nothing is marked. */
export function openBallot(): Ballot {
  return { choice: undefined, conditions: [''], limits: [], reason: '', upto: undefined };
}

/** What may be said from where the party stands; refusing is offered wherever consenting is. */
export function choicesFor(stance: AskedView['stance']['kind']): readonly Choice[] {
  switch (stance) {
    case 'consents':
      return ['withdrawal', 'conditions', 'consent'];
    case 'conditions':
      return ['consent', 'conditions', 'question', 'refusal', 'withdrawal'];
    case 'half':
      return ['second', 'consent', 'conditions', 'question', 'refusal'];
    case 'silent':
    case 'asks':
    case 'refuses':
    case 'withdrew':
    case 'lapsed':
      return ['consent', 'conditions', 'question', 'refusal'];
  }
}

/** What the first of two officers of `party` said to this very version, while it waits for the second. [C37] */
export function firstOfTwo(plan: PlanView, party: string): DecisionView | undefined {
  const stance = plan.asked.find((each) => each.party === party)?.stance;
  if (stance?.kind !== 'half') return undefined;
  const said = plan.decisions.find(({ hash }) => hash === stance.by);
  return said?.version === undefined ? said : undefined;
}

/** What is missing, or nothing. */
export function faultOf(ballot: Ballot, plan: PlanView, now: number): BallotFault | undefined {
  const { choice, conditions, limits, reason, upto } = ballot;
  switch (choice) {
    case undefined:
      return 'choice';
    case 'second':
      return undefined;
    case 'question':
    case 'refusal':
    case 'withdrawal':
      if (hasTurningMarks(reason)) return 'marks';
      if (reason.trim() !== '') return undefined;
      return choice === 'question' ? 'question' : 'reason';
    case 'conditions':
      if (conditions.some(hasTurningMarks)) return 'marks';
      if (linesOf(conditions).length + limits.length === 0) return 'conditions';
      if (limits.some((row) => limitOf(row) === undefined)) return 'limits';
      return isEndWithin(upto, plan, now) ? undefined : 'upto';
    case 'consent':
      return isEndWithin(upto, plan, now) ? undefined : 'upto';
  }
}

/** The decision that a ballot says; nothing while nothing is chosen. */
export function answerOf(ballot: Ballot, first?: DecisionView): Answer | undefined {
  const { choice, conditions, limits, reason, upto } = ballot;
  const none = { upto: null, conditions: [] } as const;
  switch (choice) {
    case undefined:
      return undefined;
    case 'second':
      return first ? sameAs(first) : undefined;
    case 'question':
    case 'refusal':
    case 'withdrawal':
      return { verdict: choice, ...none, reason: plainText(reason).trim() };
    case 'consent':
      return { verdict: 'consent', ...none, upto: upto ?? null, reason: null };
    case 'conditions': {
      const whole = limits.flatMap((row): Limit[] => {
        const limit = limitOf(row);
        return limit ? [limit] : [];
      });
      return {
        verdict: 'consent',
        upto: upto ?? null,
        conditions: linesOf(conditions),
        ...(whole.length > 0 ? { limits: whole } : {}),
        reason: null,
      };
    }
  }
}

/** Terms that differ in nothing, or the second officer's word would not complete the first's. [C37] */
function sameAs({ upto, conditions, limits }: DecisionView): Answer {
  return {
    verdict: 'consent',
    upto,
    conditions,
    ...(limits.length > 0 ? { limits } : {}),
    reason: null,
  };
}

function isEndWithin(upto: string | undefined, plan: PlanView, now: number): boolean {
  if (upto === undefined) return true;
  const end = instantOf(upto);
  return end > now && end <= instantOf(plan.plan.window.upto);
}

function linesOf(conditions: readonly string[]): readonly string[] {
  return conditions
    .map((condition) => plainText(condition).trim())
    .filter((condition) => condition !== '');
}
