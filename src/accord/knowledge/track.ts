import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { Interval } from './beta.ts';
import { intervalOf } from './beta.ts';
import { lastOf } from './judgements.ts';
import type { Judgement } from './outcome.ts';
import { outcomeOf, outcomesOn } from './outcome.ts';
import type { GradeAxes } from './schema.ts';

/** Under so many outcomes nothing is suggested but that it cannot be judged. [U8] */
export const SUGGESTED_OUTCOMES_MIN = 3;

/** From where the low end of the interval suggests A, B and C, in thousandths. [U8] */
export const SUGGESTED_LOW_MIN = { A: 800, B: 600, C: 400 } as const;

/** Up to where the high end of the interval suggests E, in thousandths. [U8] */
export const SUGGESTED_E_HIGH_MAX = 500;

/** An interval that reaches from below C to above A says nothing yet. [U8] */
export const UNSURE_HIGH_MIN = 800;

/** The grades of information of which a track is kept; 6 says that it cannot be judged. [U4] */
export const TRACKED_CREDIBILITIES = ['1', '2', '3', '4', '5'] as const;

/** One of {@link TRACKED_CREDIBILITIES}. */
export type TrackedCredibility = (typeof TRACKED_CREDIBILITIES)[number];

/** A report of which some outcome was said, with all that was said of it and may be read. */
export interface JudgedReport {
  readonly hash: RecordHash;
  readonly author: PartyId;
  /** When its author says that it said it. */
  readonly at: string;
  /** The source's mark towards this audience. */
  readonly handle?: string;
  /** The author's own grade, in the report itself. */
  readonly grade?: GradeAxes;
  /** How many claims it makes; what is said of others counts for nothing. [U3] */
  readonly claims: number;
  readonly grades: readonly Said<'grade'>[];
  readonly outcomes: readonly Said<'outcome'>[];
}

/** How often claims came true. [U1] */
export interface Track extends Interval {
  /** How many were confirmed. */
  readonly came: number;
  /** How many were confirmed or refuted. */
  readonly of: number;
  /** How many are undecided or disputed, and count for nothing. */
  readonly open: number;
}

/** Whose claims a track is of: a party, one of its sources, or the claims that a party graded so. */
export interface Tracked extends Track {
  readonly party: PartyId;
  readonly handle?: string;
  readonly credibility?: TrackedCredibility;
}

/** All tracks that follow from reports, each kind in the order of its names. */
export interface Tracks {
  readonly parties: readonly Tracked[];
  readonly handles: readonly Tracked[];
  readonly graders: readonly Tracked[];
}

interface Tally {
  came: number;
  missed: number;
  open: number;
}

/** The tracks of all parties, sources and grades; in which order reports are given is all one. [U1] */
export function tracksOf(reports: readonly JudgedReport[]): Tracks {
  const tallies = new Map<string, Tally>();
  const count = (name: readonly string[], judgement: Judgement) => {
    const key = name.join(' ');
    const tally = tallies.get(key) ?? { came: 0, missed: 0, open: 0 };
    if (judgement === 'confirmed') tally.came += 1;
    else if (judgement === 'refuted') tally.missed += 1;
    else tally.open += 1;
    tallies.set(key, tally);
  };
  for (const report of new Map(reports.map((each) => [each.hash, each])).values()) {
    for (const { judgement } of judgedClaims(report)) {
      count(['party', report.author], judgement);
      if (report.handle !== undefined) count(['handle', report.author, report.handle], judgement);
    }
    for (const { party, credibility, judgement } of gradingsOf(report)) {
      count(['grader', party, credibility], judgement);
    }
  }
  const those = (kind: string) =>
    [...tallies]
      .filter(([key]) => key.startsWith(`${kind} `))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, tally]) => ({ names: key.split(' '), track: trackOf(tally) }));
  return {
    parties: those('party').map(({ names: [, party], track }) => ({ ...track, ...named(party) })),
    handles: those('handle').map(({ names: [, party, handle = ''], track }) => ({
      ...track,
      ...named(party),
      handle,
    })),
    graders: those('grader').map(({ names: [, party, credibility], track }) => ({
      ...track,
      ...named(party),
      credibility: credibility as TrackedCredibility,
    })),
  };
}

/** How often claims came true of which so many did, did not, and are open. [U5] */
export function trackOf({ came, missed, open }: Readonly<Tally>): Track {
  return { came, of: came + missed, open, ...intervalOf(came, came + missed) };
}

/** Why a reliability is suggested. */
export type SuggestionReason = 'too-few' | 'unsure' | 'low-end' | 'between' | 'high-end';

/** What a track suggests for the reliability of a source; the officer decides. [U8] */
export function suggestedReliability({ of, low, high }: Pick<Track, 'of' | 'low' | 'high'>): {
  readonly reliability: GradeAxes['reliability'];
  readonly reason: SuggestionReason;
} {
  if (of < SUGGESTED_OUTCOMES_MIN) return { reliability: 'F', reason: 'too-few' };
  for (const reliability of ['A', 'B', 'C'] as const) {
    if (low >= SUGGESTED_LOW_MIN[reliability]) return { reliability, reason: 'low-end' };
  }
  if (high > UNSURE_HIGH_MIN) return { reliability: 'F', reason: 'unsure' };
  if (high <= SUGGESTED_E_HIGH_MAX) return { reliability: 'E', reason: 'high-end' };
  return { reliability: 'D', reason: 'between' };
}

function named(party: string | undefined): { readonly party: PartyId } {
  return { party: party as PartyId };
}

/** What became of each claim; the report as a whole only where none of its claims is decided. [U3] */
function judgedClaims(
  report: JudgedReport,
): readonly { readonly claim: number | undefined; readonly judgement: Judgement }[] {
  const { outcomes, author } = report;
  const claims = [...new Set(outcomes.map(({ record }) => record.body.claim))];
  const made = claims.filter((claim) => claim === undefined || claim <= report.claims);
  const all = made.map((claim) => ({
    claim,
    judgement: outcomeOf(outcomesOn(outcomes, claim), author),
  }));
  const isDecided = ({ judgement }: (typeof all)[number]) =>
    judgement === 'confirmed' || judgement === 'refuted';
  const hasDecided = all.some((each) => each.claim !== undefined && isDecided(each));
  return all.filter(({ claim }) => claim !== undefined || !hasDecided);
}

interface Grading {
  readonly party: PartyId;
  readonly credibility: TrackedCredibility;
  readonly judgement: Judgement;
}

/**
 * What became of the claims for each party that graded them, by the words of others alone: neither
 * what became of a claim nor which claims are decided is for the grader to say. [U2] [U3] [U4]
 */
function gradingsOf(report: JudgedReport): readonly Grading[] {
  const { author, grades, grade: own } = report;
  const parties = new Set([...grades.map((each) => each.author), ...(own ? [author] : [])]);
  return [...parties].flatMap((party): readonly Grading[] => {
    const outcomes = report.outcomes.filter((each) => each.author !== party);
    const byOthers = { ...report, outcomes };
    return judgedClaims(byOthers).flatMap((judged) => gradingBy(party, byOthers, judged));
  });
}

/** How a party graded a claim, where it did so before any other party said what became of it. [U4] */
function gradingBy(
  party: PartyId,
  { author, at, grades, grade: own, outcomes }: JudgedReport,
  { claim, judgement }: ReturnType<typeof judgedClaims>[number],
): readonly Grading[] {
  const spoken = outcomes.filter(({ record }) => record.body.claim === claim);
  const first = Math.min(...spoken.map(({ record }) => momentOf(record.at)));
  const before = grades.filter(
    ({ author: by, record }) => by === party && momentOf(record.at) < first,
  );
  const given =
    lastOf(before.filter(({ record }) => record.body.claim === claim)) ??
    lastOf(before.filter(({ record }) => record.body.claim === undefined));
  const ofReport = party === author && momentOf(at) < first ? own : undefined;
  const credibility = (given?.record.body.grade ?? ofReport)?.credibility;
  if (credibility === undefined || credibility === '6') return [];
  return [{ party, credibility, judgement }];
}
