import type { AskedView, PlanView } from '../../contract/api.ts';
import { instantOf } from '../now.ts';
import { plainText } from './plain-text.ts';
import type { Answer } from './statement-words.ts';

/** What an officer may choose. */
export type Choice = 'consent' | 'conditions' | 'refusal' | 'withdrawal';

/** A decision as it is being written. Nothing is chosen beforehand. */
export interface Ballot {
  readonly choice: Choice | undefined;
  readonly conditions: readonly string[];
  readonly reason: string;
  /** RFC 3339 in UTC; without it a consent holds to the end of the window. */
  readonly upto: string | undefined;
}

/** What keeps a decision from being put into words. */
export type BallotFault = 'choice' | 'conditions' | 'reason' | 'upto';

/** A ballot on which nothing is marked. */
export function openBallot(): Ballot {
  return { choice: undefined, conditions: [''], reason: '', upto: undefined };
}

/** What may be said from where the party stands; refusing is offered wherever consenting is. */
export function choicesFor(stance: AskedView['stance']['kind']): readonly Choice[] {
  switch (stance) {
    case 'consents':
      return ['withdrawal', 'conditions', 'consent'];
    case 'conditions':
      return ['consent', 'conditions', 'refusal', 'withdrawal'];
    case 'silent':
    case 'asks':
    case 'half':
    case 'refuses':
    case 'withdrew':
    case 'lapsed':
      return ['consent', 'conditions', 'refusal'];
  }
}

/** What is missing, or nothing. */
export function faultOf(ballot: Ballot, plan: PlanView, now: number): BallotFault | undefined {
  const { choice, conditions, reason, upto } = ballot;
  switch (choice) {
    case undefined:
      return 'choice';
    case 'refusal':
    case 'withdrawal':
      return reason.trim() === '' ? 'reason' : undefined;
    case 'conditions':
    case 'consent': {
      if (choice === 'conditions' && linesOf(conditions).length === 0) return 'conditions';
      if (upto === undefined) return undefined;
      const end = instantOf(upto);
      const isWithin = end > now && end <= instantOf(plan.plan.window.upto);
      return isWithin ? undefined : 'upto';
    }
  }
}

/** The decision that a ballot says; nothing while nothing is chosen. */
export function answerOf(ballot: Ballot): Answer | undefined {
  const { choice, conditions, reason, upto } = ballot;
  switch (choice) {
    case undefined:
      return undefined;
    case 'refusal':
    case 'withdrawal':
      return { verdict: choice, upto: null, conditions: [], reason: plainText(reason).trim() };
    case 'consent':
    case 'conditions':
      return {
        verdict: 'consent',
        upto: upto ?? null,
        conditions: choice === 'conditions' ? linesOf(conditions) : [],
        reason: null,
      };
  }
}

function linesOf(conditions: readonly string[]): readonly string[] {
  return conditions
    .map((condition) => plainText(condition).trim())
    .filter((condition) => condition !== '');
}
