import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import { reportOf } from './lines.ts';
import { momentIn } from './second-lines.ts';

/** Where the lorries are said to have been. */
const ROAD = [43.52, 35.74] as const;

/** Four words about one night, from four kinds of source; none of it happened. */
export const FOUR_WORDS = {
  claim: {
    ...reportOf('EXERCISE: paper says missiles crossed at night', ROAD, 'media'),
    kind: 'media-claim',
    details: { stance: 'claim', outlet: 'An exercise newspaper' },
    claims: [
      { about: 'what', words: 'Missiles were carried over the line.' },
      { about: 'how-many', words: 'Six to nine covered lorries.', count: { from: 6, upto: 9 } },
    ],
    grade: { reliability: 'D', credibility: '3' },
  },
  denial: {
    ...reportOf('EXERCISE: spokesman says nothing was moved', ROAD, 'official'),
    kind: 'media-claim',
    details: { stance: 'denial', outlet: 'An exercise spokesman' },
    claims: [{ about: 'what', words: 'No missile was moved, on that night or any other.' }],
    grade: { reliability: 'C', credibility: '4' },
  },
  convoy: {
    ...reportOf('EXERCISE: residents heard lorries after midnight', ROAD, 'resident'),
    claims: [{ about: 'how-many', words: 'At least seven lorries.', count: { from: 7, upto: 12 } }],
    grade: { reliability: 'C', credibility: '2' },
  },
  patrol: {
    ...reportOf('EXERCISE: patrol met nobody on the road', ROAD, 'own-patrol'),
    claims: [{ about: 'how-many', words: 'No lorry was seen.', count: { from: 0, upto: 0 } }],
    grade: { reliability: 'B', credibility: '2' },
  },
} as const satisfies Readonly<Record<string, Report>>;

/** One of the four. */
export type Word = keyof typeof FOUR_WORDS;

/** Who says which of the four. */
export const SAID_BY: Readonly<Record<Word, string>> = {
  claim: 'turkiye',
  denial: 'iraq',
  convoy: 'krg',
  patrol: 'iraq',
};

/** A report of which a neighbour is told less: its exact place and one name stay where they are. */
export const GUARDED_WORD = 'Larkspur';

/** What one party tells another alone, before a neighbour is told less of it. */
export function guardedReport(): Report {
  const title = `EXERCISE: workshop in the ${GUARDED_WORD} yard`;
  const place = { geometry: { type: 'Point' as const, coordinates: [43.6123, 35.6987] } };
  return {
    ...reportOf(title, [43.6123, 35.6987], 'technical'),
    text: `Three tracks lead to the ${GUARDED_WORD} yard.`,
    place: { ...place, precisionMetres: 20 },
  };
}

/** What of it the neighbour is told. */
export const TOLD = {
  title: 'EXERCISE: workshop near the line',
  text: 'Tracks lead to a yard there.',
  cellMetres: 10_000,
  when: 'day',
  details: false,
  grade: true,
  claims: [],
} as const;

/** How long a party has to answer, in seconds. */
export const DUE_SECONDS = 4;

/** What one party asks the two others, to be answered in seconds. */
export function questionTo(to: readonly PartyId[]) {
  return {
    title: 'EXERCISE: what was on the road that night?',
    text: 'Any count of vehicles between midnight and dawn.',
    language: 'en',
    to,
    due: momentIn(DUE_SECONDS),
  } as const;
}

/** How a party resolves that the parties do not agree, and says what each holds. */
export function notAgreed(claims: readonly { report: RecordHash; claim: number }[]) {
  return {
    verdict: 'not-agreed',
    language: 'en',
    held: 'One side holds that lorries passed, the other that the road was empty.',
    ground: 'Two counts that cannot both be true, and nobody who saw both.',
    claims: claims.map((each) => ({ ...each, stance: 'open' as const })),
  } as const;
}
