import type { PartyId, RecordHash, SeatId } from '../../base/ids.ts';
import type { RecordOf } from '../record.ts';
import type { Decision } from './schema.ts';

/** The terms of a decision, as they stand in the statement that is signed. */
export interface Terms {
  readonly exercise: boolean;
  readonly at: string;
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly plan: RecordHash;
  readonly verdict: Decision['verdict'];
  readonly upto: string | null;
  readonly conditions: readonly string[];
  readonly reason: string | null;
  readonly language: string;
  readonly words: string;
}

/** The terms that a decision's record carries. */
export function termsOf(record: RecordOf<'decision'>): Terms {
  const { plan, verdict, upto, conditions, reason, language, words } = record.body;
  return {
    exercise: record.marking.exercise,
    at: record.at,
    party: record.by.party,
    seat: record.by.seat,
    plan,
    verdict,
    upto,
    conditions,
    reason,
    language,
    words,
  };
}

/**
 * The statement that an officer signs: the words shown on the screen, then the terms one to a line.
 * Its SHA-256 over UTF-8 is the challenge. Every line below the words is made from the record's own
 * fields, so no words can say other terms than those that count. [C6]
 */
export function formatStatement(terms: Terms): string {
  return [
    terms.words.normalize('NFC'),
    '',
    '--',
    'tansiq/decision/v1',
    `exercise ${terms.exercise ? 'yes' : 'no'}`,
    `at ${terms.at}`,
    `party ${terms.party}`,
    `seat ${terms.seat}`,
    `plan ${terms.plan}`,
    `verdict ${terms.verdict}`,
    `upto ${terms.upto ?? 'end'}`,
    ...terms.conditions.map((condition) => `condition ${condition.normalize('NFC')}`),
    `reason ${terms.reason?.normalize('NFC') ?? 'none'}`,
    `language ${terms.language}`,
    '',
  ].join('\n');
}
