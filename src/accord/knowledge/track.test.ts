import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { seededRandom } from '../../base/ports.ts';
import { at, stageOf } from '../cast.suite.ts';
import type { Stage } from '../cast.suite.ts';
import { textOf } from '../wire.ts';
import { intervalOf } from './beta.ts';
import type { JudgedReport } from './track.ts';
import { suggestedReliability, trackOf, tracksOf } from './track.ts';

const PARTIES = ['qamar', 'nahr', 'jabal'] as const;
const HANDLE = 'k3j7q2xw5mzd4n6p';

interface Word {
  readonly party: string;
  readonly verdict: 'confirmed' | 'refuted' | 'undecided';
  readonly claim?: number;
}

interface GradeWord {
  readonly party: string;
  readonly credibility: '1' | '2' | '3' | '4' | '5' | '6';
  readonly claim?: number;
}

/** A report of qamar's with two claims, graded first and then judged, in the order given. */
function judged(
  stage: Stage,
  grades: readonly GradeWord[],
  words: readonly Word[],
  more: Partial<JudgedReport> = {},
): JudgedReport {
  const hash = `report ${stage.all.length} ${more.hash ?? ''}` as RecordHash;
  const head = stage.all.length;
  const graded = grades.map(({ party, credibility, claim }) =>
    stage.say(party, 'grade', {
      report: hash,
      grade: { reliability: 'B', credibility },
      ...(claim === undefined ? {} : { claim }),
    }),
  );
  const outcomes = words.map(({ party, verdict, claim }) =>
    stage.say(party, 'outcome', {
      report: hash,
      verdict,
      language: 'en',
      ground: 'Seen.',
      evidence: [],
      ...(claim === undefined ? {} : { claim }),
    }),
  );
  return {
    hash,
    author: 'qamar' as PartyId,
    at: textOf(at(head - 1)),
    claims: 2,
    grades: graded,
    outcomes,
    ...more,
  };
}

const word = fc.record(
  {
    party: fc.constantFrom(...PARTIES),
    verdict: fc.constantFrom('confirmed' as const, 'refuted' as const, 'undecided' as const),
    claim: fc.constantFrom(1, 2),
  },
  { requiredKeys: ['party', 'verdict'] },
);

const gradeWord = fc.record(
  {
    party: fc.constantFrom(...PARTIES),
    credibility: fc.constantFrom('1' as const, '2' as const, '5' as const, '6' as const),
    claim: fc.constantFrom(1, 2),
  },
  { requiredKeys: ['party', 'credibility'] },
);

const world = fc.array(
  fc.record({
    grades: fc.array(gradeWord, { maxLength: 3 }),
    words: fc.array(word, { maxLength: 5 }),
  }),
  { maxLength: 5 },
);

type World = readonly { readonly grades: readonly GradeWord[]; readonly words: readonly Word[] }[];

const reportsOf = (all: World): readonly JudgedReport[] => {
  const stage = stageOf(PARTIES);
  return all.map(({ grades, words }) => judged(stage, grades, words, { handle: HANDLE }));
};

describe('a track', () => {
  it('[U1] is the same from any order of reports, grades and outcomes', () => {
    fc.assert(
      fc.property(world, (all) => {
        const reports = reportsOf(all);
        const turned = reports.toReversed().map((report) => ({
          ...report,
          grades: report.grades.toReversed(),
          outcomes: report.outcomes.toReversed(),
        }));
        expect(tracksOf([...turned, ...reports])).toEqual(tracksOf(reports));
      }),
      { numRuns: 100 },
    );
  });

  it('[U2] [U3] counts each decided claim once, and the whole only where no claim is decided', () => {
    const stage = stageOf(PARTIES);
    const tracks = tracksOf([
      judged(stage, [], [{ party: 'nahr', verdict: 'confirmed' }], { handle: HANDLE }),
      judged(
        stage,
        [],
        [
          { party: 'nahr', verdict: 'confirmed' },
          { party: 'nahr', verdict: 'refuted', claim: 1 },
          { party: 'jabal', verdict: 'confirmed', claim: 2 },
        ],
      ),
      judged(stage, [], [{ party: 'qamar', verdict: 'refuted' }]),
      judged(stage, [], [{ party: 'jabal', verdict: 'undecided' }]),
      judged(stage, [], [{ party: 'jabal', verdict: 'confirmed', claim: 9 }]),
    ]);
    expect(tracks.parties).toMatchObject([{ party: 'qamar', came: 2, of: 4, open: 1 }]);
    expect(tracks.handles).toMatchObject([{ party: 'qamar', handle: HANDLE, came: 1, of: 1 }]);
    expect(tracks.graders).toEqual([]);
  });

  it('[U4] takes a grade that came first, the last of them, that of the claim before that of the whole', () => {
    const stage = stageOf(PARTIES);
    const words = [{ party: 'jabal', verdict: 'confirmed', claim: 1 }] as const;
    const report = judged(
      stage,
      [
        { party: 'nahr', credibility: '4' },
        { party: 'nahr', credibility: '1', claim: 1 },
        { party: 'nahr', credibility: '3' },
        { party: 'qamar', credibility: '6' },
      ],
      words,
    );
    const late = stage.say('nahr', 'grade', {
      report: report.hash,
      claim: 1,
      grade: { reliability: 'A', credibility: '2' },
    });
    const grades = [...report.grades, late];
    expect(tracksOf([{ ...report, grades }]).graders).toMatchObject([
      { party: 'nahr', credibility: '1', came: 1, of: 1 },
    ]);
    const own = { reliability: 'B', credibility: '2' } as const;
    const { graders } = tracksOf([{ ...report, grades: [], grade: own }]);
    expect(graders).toMatchObject([{ party: 'qamar', credibility: '2', came: 1 }]);
    const said = textOf(at(10_000));
    expect(tracksOf([{ ...report, grades: [], grade: own, at: said }]).graders).toEqual([]);
  });

  /** How much the words of one party change its own tracks: never for the better. */
  const noneRaisesItself = (tracks: typeof tracksOf) => {
    fc.assert(
      fc.property(world, fc.constantFrom(...PARTIES), (all, party) => {
        const reports = reportsOf(all);
        const without = reports.map((report) => ({
          ...report,
          outcomes: report.outcomes.filter(({ author }) => author !== party),
        }));
        const [own, bare] = [tracks(reports), tracks(without)];
        const ofParty = (of: ReturnType<typeof tracksOf>) =>
          of.parties.find((each) => each.party === party);
        const [after, before] = [ofParty(own), ofParty(bare)];
        if ((after?.came ?? 0) > (before?.came ?? 0)) throw new Error('it raised its own');
        const missed = (track = before) => (track ? track.of - track.came : 0);
        if (missed(after) < missed(before)) throw new Error('it hid its own');
        const ofGrades = (of: ReturnType<typeof tracksOf>) =>
          of.graders.filter((each) => each.party === party);
        expect(ofGrades(own)).toEqual(ofGrades(bare));
      }),
      { numRuns: 200 },
    );
  };

  it('[U7] is raised by nobody’s own word, as author or as grader', () => {
    noneRaisesItself(tracksOf);
  });

  it('[U7] notices each planted fault', () => {
    const faults: readonly (typeof tracksOf)[] = [
      // whoever wrote it may confirm it
      (reports) => tracksOf(reports.map((each) => ({ ...each, author: 'x' as PartyId }))),
      // whoever graded it may say what became of it: its word is taken for that of another
      (reports) =>
        tracksOf(
          reports.map((report) => ({
            ...report,
            outcomes: report.outcomes.map((each) => ({ ...each, author: 'x' as PartyId })),
          })),
        ),
    ];
    const planted = faults.map((fault) => {
      const named: typeof tracksOf = (reports) => {
        const tracks = fault(reports);
        const back = <T extends { readonly party: PartyId }>(those: readonly T[]) =>
          those.map((each) => ({
            ...each,
            party: each.party === 'x' ? ('qamar' as PartyId) : each.party,
          }));
        return { ...tracks, parties: back(tracks.parties), graders: back(tracks.graders) };
      };
      return named;
    });
    for (const fault of planted) expect(() => noneRaisesItself(fault)).toThrow();
  });
});

describe('the interval', () => {
  /** How much of Beta(came + ½, missed + ½) lies below a share, by Simpson's rule over its angle. */
  const below = (came: number, missed: number, share: number) => {
    const density = (angle: number) =>
      Math.sin(angle) ** (2 * came) * Math.cos(angle) ** (2 * missed);
    const area = (upto: number) => {
      const steps = 4_000;
      const at = (i: number) => density((upto * i) / steps);
      let sum = at(0) + at(steps);
      for (let i = 1; i < steps; i += 1) sum += at(i) * (i % 2 === 0 ? 2 : 4);
      return (sum * upto) / steps / 3;
    };
    return area(Math.asin(Math.sqrt(share))) / area(Math.PI / 2);
  };

  it('[U5] leaves 5 % on each side, by an integral that was reckoned another way', () => {
    for (const [came, of] of [
      [1, 2],
      [1, 9],
      [5, 10],
      [19, 20],
      [7, 60],
      [150, 200],
    ] as const) {
      const { low, high, mean } = intervalOf(came, of);
      const under = (thousandths: number) => below(came, of - came, thousandths / 1000);
      expect(under(low - 0.51)).toBeLessThan(0.05);
      expect(under(low + 0.51)).toBeGreaterThan(0.05);
      expect(under(high - 0.51)).toBeLessThan(0.95);
      expect(under(high + 0.51)).toBeGreaterThan(0.95);
      expect(mean).toBe(Math.round(((came + 0.5) / (of + 1)) * 1000));
    }
  });

  it('[U5] begins at 0 where none came true and ends at 1 where all did', () => {
    expect(intervalOf(0, 0)).toEqual({ low: 0, mean: 500, high: 1000 });
    expect(intervalOf(9, 9).high).toBe(1000);
    expect(intervalOf(0, 9).low).toBe(0);
    expect(intervalOf(9, 9).low).toBe(1000 - intervalOf(0, 9).high);
  });

  it('[U6] grows narrower with every outcome, never leaves 0 to 1, and stands at a million', () => {
    let width = 1000;
    for (const n of [2, 8, 32, 128, 512, 2_048]) {
      const { low, mean, high } = intervalOf(n / 2, n);
      expect(low).toBeLessThan(mean);
      expect(mean).toBeLessThan(high);
      expect(high - low).toBeLessThan(width);
      width = high - low;
    }
    expect(intervalOf(70_000, 100_000)).toEqual({ low: 698, mean: 700, high: 702 });
    expect(intervalOf(100_000, 100_000)).toEqual({ low: 1000, mean: 1000, high: 1000 });
  });

  it('[U8] suggests a reliability from both of its ends, and none from a few outcomes', () => {
    const suggested = (came: number, of: number) =>
      suggestedReliability(trackOf({ came, missed: of - came, open: 0 }));
    expect(suggested(2, 2)).toEqual({ reliability: 'F', reason: 'too-few' });
    expect(suggested(20, 20)).toEqual({ reliability: 'A', reason: 'low-end' });
    expect(suggested(16, 20)).toEqual({ reliability: 'B', reason: 'low-end' });
    expect(suggested(12, 20)).toEqual({ reliability: 'C', reason: 'low-end' });
    expect(suggested(2, 3)).toEqual({ reliability: 'F', reason: 'unsure' });
    expect(suggested(9, 20)).toEqual({ reliability: 'D', reason: 'between' });
    expect(suggested(0, 3)).toEqual({ reliability: 'E', reason: 'high-end' });
  });
});

describe('sources of known honesty', () => {
  const PER_MILLE = [100, 350, 600, 800, 950] as const;
  const RUNS = 400;

  /** The track of a source that tells the truth so often, after so many of its claims were judged. */
  const lived = (honesty: number, claims: number, seed: number) => {
    const random = seededRandom(seed);
    const came = Array.from({ length: claims }, () => random.below(1000) < honesty);
    const told = came.filter(Boolean).length;
    return trackOf({ came: told, missed: claims - told, open: 0 });
  };

  it('[U5] are held by the interval about as often as it says', () => {
    const shares = [5, 20, 80].map((claims) => {
      const held = PER_MILLE.flatMap((honesty) =>
        Array.from({ length: RUNS }, (_, run) => {
          const { low, high } = lived(honesty, claims, 1 + run * 7 + honesty * 1_000 + claims);
          return low <= honesty && honesty <= high;
        }),
      );
      return held.filter(Boolean).length / held.length;
    });
    // Said: 90 %. Held, of 2,000 sources each, after 5, 20 and 80 judged claims:
    expect(shares).toEqual([0.894, 0.8835, 0.9]);
  });

  it('[U5] are known the better the more of their claims are judged', () => {
    const error = (claims: number) =>
      PER_MILLE.map((honesty) => Math.abs(lived(honesty, claims, honesty).mean - honesty)).reduce(
        (sum, each) => sum + each,
        0,
      ) / PER_MILLE.length;
    expect(error(2_000)).toBeLessThan(25);
    expect(error(2_000)).toBeLessThan(error(5));
    for (const honesty of PER_MILLE) {
      const { low, high } = lived(honesty, 5_000, honesty + 1);
      expect(high - low).toBeLessThan(30);
    }
  });

  it('[U4] [U5] show a careful grader and a careless one apart, from records alone', () => {
    const random = seededRandom(7);
    const stage = stageOf(['qamar', 'nahr', 'jabal', 'eye']);
    const reports = Array.from({ length: 200 }, () => {
      const isTrue = random.below(100) < 60;
      const careful = (isTrue ? random.below(10) > 0 : random.below(10) === 0) ? '2' : '5';
      const grades: readonly GradeWord[] = [
        { party: 'nahr', credibility: careful },
        { party: 'jabal', credibility: random.below(2) === 0 ? '2' : '5' },
      ];
      const verdict = isTrue ? ('confirmed' as const) : ('refuted' as const);
      return judged(stage, grades, [{ party: 'eye', verdict }]);
    });
    const { graders, parties } = tracksOf(reports);
    const of = (party: string, credibility: string) =>
      graders.find((each) => each.party === party && each.credibility === credibility)!;
    expect(parties[0]).toMatchObject({ party: 'qamar', of: 200 });
    expect(parties[0]!.low).toBeLessThan(600);
    expect(parties[0]!.high).toBeGreaterThan(600);
    expect(of('nahr', '2').low).toBeGreaterThan(of('nahr', '5').high);
    expect(of('jabal', '2').low).toBeLessThan(of('jabal', '5').high);
  });
});
