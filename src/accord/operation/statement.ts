import type { PartyId, RecordHash, SeatId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { formatCanonical } from '../../base/json.ts';
import type { Signing } from '../agreement/schema.ts';
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
  readonly limits?: Decision['limits'];
  readonly reason: string | null;
  readonly knows?: Decision['knows'];
  readonly language: string;
  readonly words: string;
}

/** The terms that a decision's record carries. */
export function termsOf(record: RecordOf<'decision'>): Terms {
  const { plan, verdict, upto, conditions, limits, reason, knows, language, words } = record.body;
  return {
    exercise: record.marking.exercise,
    at: record.at,
    party: record.by.party,
    seat: record.by.seat,
    plan,
    verdict,
    upto,
    conditions,
    limits,
    reason,
    knows,
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
    // Lines that older statements do not have; each is there only where its field is.
    ...(terms.limits ?? []).map((limit) => `limit ${canonical(limit)}`),
    `reason ${terms.reason?.normalize('NFC') ?? 'none'}`,
    ...(terms.knows ? [`knows ${canonical(terms.knows)}`] : []),
    `language ${terms.language}`,
    '',
  ].join('\n');
}

/** The terms of a signature under an agreement or a handover. */
export interface SigningTerms extends Pick<Signing, 'under' | 'verdict' | 'language' | 'words'> {
  readonly exercise: boolean;
  readonly at: string;
  readonly party: PartyId;
  readonly seat: SeatId;
}

/** The terms that a signing's record carries. */
export function signingTermsOf(record: RecordOf<'signing'>): SigningTerms {
  const { under, verdict, language, words } = record.body;
  const { party, seat } = record.by;
  const { exercise } = record.marking;
  return { exercise, at: record.at, party, seat, under, verdict, language, words };
}

/** The statement that an officer signs under an agreement or a handover; see {@link formatStatement}. [C53] */
export function formatSigningStatement(terms: SigningTerms): string {
  return [
    terms.words.normalize('NFC'),
    '',
    '--',
    'tansiq/signing/v1',
    `exercise ${terms.exercise ? 'yes' : 'no'}`,
    `at ${terms.at}`,
    `party ${terms.party}`,
    `seat ${terms.seat}`,
    `under ${terms.under}`,
    `verdict ${terms.verdict}`,
    `language ${terms.language}`,
    '',
  ].join('\n');
}

function canonical(value: unknown): string {
  return formatCanonical(value as JsonObject);
}
