import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordHash } from '../../base/ids.ts';
import { seededRandom } from '../../base/ports.ts';
import { audience, stageOf } from '../cast.suite.ts';
import type { Stage } from '../cast.suite.ts';
import type { RecordType } from '../record.ts';
import type { Said } from '../said.ts';
import { lastOf, openJudgements } from './judgements.ts';
import { RESOLVED_CLAIMS_MAX, resolutionSchema } from './matter-schema.ts';
import { matterState } from './matter-state.ts';
import { outcomeOf, outcomesOn } from './outcome.ts';
import { RELATIONS, linkSchema } from './schema.ts';

const PARTIES = ['qamar', 'nahr', 'jabal'] as const;
const ALL = () => true;
const text = { language: 'en', held: 'Three.', ground: 'Counted.' } as const;

const openMatter = (stage: Stage) =>
  stage.say('qamar', 'matter', { title: 'Convoy at the ford', language: 'en' });

const resolve = (
  stage: Stage,
  party: string,
  matter: Said,
  verdict: 'held' | 'not-agreed',
  as = {},
) => stage.say(party, 'resolution', { matter: matter.hash, verdict, ...text, claims: [] }, as);

const answer = (stage: Stage, party: string, to: Said, verdict: 'agrees' | 'differs') =>
  stage.say(party, 'concurrence', { resolution: to.hash, verdict, language: 'en' });

const judge = (
  stage: Stage,
  party: string,
  report: RecordHash,
  verdict: 'confirmed' | 'refuted' | 'undecided',
) =>
  stage.say(party, 'outcome', {
    report,
    verdict,
    language: 'en',
    ground: 'Seen.',
    evidence: [],
  });

/** What one who reads all of it makes of a matter, whichever came first. */
function stateOf(stage: Stage, matter: Said, order: readonly Said[] = stage.all) {
  const judgements = openJudgements(true);
  for (const said of order) judgements.learn(said);
  const resolutions = judgements.about('resolution', matter.hash, ALL);
  const concurrences = resolutions.flatMap(({ hash }) =>
    judgements.about('concurrence', hash, ALL),
  );
  return matterState(resolutions, concurrences);
}

describe('what was said about reports and matters', () => {
  it('[M2] counts on the log of whom it is by, in its own kind of centre, and once', () => {
    const stage = stageOf(PARTIES);
    const judgements = openJudgements(true);
    const matter = openMatter(stage);
    judgements.learn(stage.say('nahr', 'matter', matter.record.body, { by: 'qamar' }));
    judgements.learn(stage.say('qamar', 'matter', matter.record.body, { exercise: false }));
    expect(judgements.matters(ALL)).toEqual([]);
    judgements.learn(matter);
    const { version } = judgements;
    judgements.learn(matter);
    judgements.learn({ ...matter, log: 'other' as typeof matter.log });
    expect(judgements.matters(ALL)).toHaveLength(1);
    expect(judgements.version).toBe(version + 1);
    expect(judgements.one('matter', matter.hash, ALL)?.hash).toBe(matter.hash);
    expect(judgements.one('link', matter.hash, ALL)).toBeUndefined();
  });

  it('[M2] is told to nobody who may not read it', () => {
    const stage = stageOf(PARTIES);
    const judgements = openJudgements(true);
    const matter = openMatter(stage);
    const two = audience('qamar', 'nahr');
    judgements.learn(matter);
    judgements.learn(resolve(stage, 'nahr', matter, 'held', { audience: two }));
    const may = ({ audience: readers }: Said) => (readers as readonly string[]).includes('jabal');
    expect(judgements.about('resolution', matter.hash, ALL)).toHaveLength(1);
    expect(judgements.about('resolution', matter.hash, may)).toEqual([]);
    expect(judgements.matters(may)).toHaveLength(1);
  });

  it('[M4] is forgotten with its bytes, as if it had never been said', () => {
    const stage = stageOf(PARTIES);
    const matter = openMatter(stage);
    const report = 'report' as RecordHash;
    const resolution = resolve(stage, 'nahr', matter, 'held');
    const outcome = judge(stage, 'jabal', report, 'refuted');
    const judgements = openJudgements(true);
    for (const said of stage.all) judgements.learn(said);
    expect(judgements.judged(ALL)).toEqual([report]);
    for (const said of [resolution, outcome, outcome]) judgements.forget(said.log, [said.index]);
    expect(judgements.judged(ALL)).toEqual([]);
    expect(judgements.about('outcome', report, ALL)).toEqual([]);
    expect(judgements.about('resolution', matter.hash, ALL)).toEqual([]);
    expect(judgements.one('resolution', resolution.hash, ALL)).toBeUndefined();
  });

  it('[M3] takes the last word of a log by its place, and between logs the later moment', () => {
    const stage = stageOf(PARTIES);
    const two = audience('qamar', 'nahr');
    const report = 'report' as RecordHash;
    const first = judge(stage, 'qamar', report, 'confirmed');
    const body = { ...first.record.body, verdict: 'refuted' as const };
    const second = stage.say('qamar', 'outcome', body, { at: -50 });
    const aside = stage.say('qamar', 'outcome', body, { at: -20, audience: two });
    expect(lastOf([first, second])).toBe(second);
    expect(lastOf([aside, first, second])).toBe(aside);
    expect(lastOf([second, aside, first])).toBe(aside);
    expect(lastOf([])).toBeUndefined();
  });
});

describe('the state of a matter', () => {
  it('[M10] is open until a party resolves it, then held by who stands by it', () => {
    const stage = stageOf(PARTIES);
    const matter = openMatter(stage);
    expect(stateOf(stage, matter)).toEqual({ kind: 'open', by: [], standing: [] });
    const held = resolve(stage, 'nahr', matter, 'held');
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'held', by: ['nahr'] });
    answer(stage, 'jabal', held, 'agrees');
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'held', by: ['jabal', 'nahr'] });
    answer(stage, 'qamar', held, 'differs');
    const state = stateOf(stage, matter);
    expect(state).toMatchObject({ kind: 'disputed', by: ['jabal', 'nahr'] });
    expect(state.standing[0]).toMatchObject({ by: ['nahr', 'jabal'], differs: ['qamar'] });
  });

  it('[M10] is not agreed where all who resolved it say so, however many', () => {
    const stage = stageOf(PARTIES);
    const matter = openMatter(stage);
    const one = resolve(stage, 'nahr', matter, 'not-agreed');
    answer(stage, 'jabal', one, 'differs');
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'not-agreed', by: ['nahr'] });
    resolve(stage, 'jabal', matter, 'not-agreed');
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'not-agreed', by: ['jabal', 'nahr'] });
    resolve(stage, 'jabal', matter, 'held');
    expect(stateOf(stage, matter).kind).toBe('disputed');
  });

  it('[M8] takes one word of each party on a resolution, the last, and none of its author', () => {
    const stage = stageOf(PARTIES);
    const matter = openMatter(stage);
    const held = resolve(stage, 'nahr', matter, 'held');
    answer(stage, 'qamar', held, 'differs');
    answer(stage, 'nahr', held, 'differs');
    answer(stage, 'qamar', held, 'agrees');
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'held', by: ['nahr', 'qamar'] });
    answer(stage, 'qamar', held, 'differs');
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'disputed', by: ['nahr'] });
  });

  it('[M9] lets a party stand by one resolution at a time, the last that it said or agreed to', () => {
    const stage = stageOf(PARTIES);
    const matter = openMatter(stage);
    const old = resolve(stage, 'nahr', matter, 'held');
    answer(stage, 'jabal', old, 'agrees');
    const renewed = resolve(stage, 'nahr', matter, 'held');
    // What its author has left binds nobody who agreed to it.
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'held', by: ['nahr'] });
    const other = resolve(stage, 'jabal', matter, 'held');
    expect(stateOf(stage, matter).kind).toBe('disputed');
    answer(stage, 'jabal', renewed, 'agrees');
    expect(stateOf(stage, matter)).toMatchObject({ kind: 'held', by: ['jabal', 'nahr'] });
    expect(stateOf(stage, matter).standing.map(({ said }) => said.hash)).toEqual([renewed.hash]);
    expect(other.hash).not.toBe(renewed.hash);
  });

  it('[M10] is the same from any order, however often a record comes', () => {
    fc.assert(
      fc.property(acts, fc.nat(), (all, seed) => {
        const { stage, matter } = played(all);
        const random = seededRandom(seed);
        const order = [...stage.all, ...stage.all];
        for (let i = order.length - 1; i > 0; i -= 1) {
          const at = random.below(i + 1);
          [order[i], order[at]] = [order[at]!, order[i]!];
        }
        expect(stateOf(stage, matter, order)).toEqual(stateOf(stage, matter));
      }),
      { numRuns: 60 },
    );
  });

  it('[M9] has no party stand by what it has not said itself', () => {
    fc.assert(
      fc.property(acts, fc.constantFrom(...PARTIES), (all, party) => {
        const { stage, matter } = played(all);
        const silent = stage.all.filter(({ author }) => author !== party);
        const { by, standing } = stateOf(stage, matter, silent);
        expect(by).not.toContain(party);
        expect(standing.flatMap((each) => each.differs)).not.toContain(party);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what became of a claim', () => {
  const verdicts = ['confirmed', 'refuted', 'undecided'] as const;
  const one = fc.record({
    party: fc.constantFrom(...PARTIES),
    verdict: fc.constantFrom(...verdicts),
  });
  const told = (words: readonly { party: string; verdict: (typeof verdicts)[number] }[]) => {
    const stage = stageOf(PARTIES);
    const report = 'report' as RecordHash;
    return words.map(({ party, verdict }) => judge(stage, party, report, verdict));
  };
  type Judged = typeof outcomeOf;
  const of = (judged: Judged, words: Parameters<typeof told>[0]) =>
    judged(outcomesOn(told(words), undefined), 'qamar' as never);

  /** The four things that must be so of it, whatever was said. */
  const laws = (judged: Judged) => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.constantFrom(...verdicts), (words, last) => {
        const before = of(judged, words);
        const after = of(judged, [...words, { party: 'qamar', verdict: last }]);
        const withoutOwn = of(
          judged,
          words.filter(({ party }) => party !== 'qamar'),
        );
        const rank = { refuted: 0, disputed: 1, undecided: 1, confirmed: 2 };
        // Its own word never makes it better than what the others alone say.
        if (rank[before] > rank[withoutOwn]) throw new Error('its own word raised it');
        if (rank[after] > rank[withoutOwn]) throw new Error('its own last word raised it');
        if (last === 'refuted' && after !== 'refuted') throw new Error('it may take it back');
        const others = words.filter(({ party }) => party !== 'qamar');
        const lasts = new Map(others.map(({ party, verdict }) => [party, verdict]));
        const said = new Set(lasts.values());
        const isBoth = said.has('confirmed') && said.has('refuted');
        if (isBoth && withoutOwn !== 'disputed') throw new Error('two who differ decide nothing');
        if (!said.has('confirmed') && before === 'confirmed') throw new Error('nobody confirmed');
      }),
      { numRuns: 100 },
    );
  };

  it('[M13] nobody confirms its own, anybody may say that its own was wrong, and two who differ decide nothing', () => {
    laws(outcomeOf);
    expect(of(outcomeOf, [{ party: 'nahr', verdict: 'confirmed' }])).toBe('confirmed');
    expect(of(outcomeOf, [{ party: 'nahr', verdict: 'refuted' }])).toBe('refuted');
    expect(of(outcomeOf, [{ party: 'qamar', verdict: 'confirmed' }])).toBe('undecided');
  });

  it('[M13] notices each planted fault', () => {
    const faults: readonly Judged[] = [
      // the author's word counts as anybody's
      (last) => outcomeOf(last, 'nobody' as never),
      // the author cannot take its own back
      (last, author) =>
        outcomeOf(
          last.filter((said) => said.author !== author),
          author,
        ),
      // the first to confirm decides
      (last, author) =>
        last.some(
          ({ author: by, record }) => by !== author && record.body.verdict === 'confirmed',
        ) && !last.some((said) => said.author === author)
          ? 'confirmed'
          : outcomeOf(last, author),
      // silence is consent
      (last, author) => (last.length === 0 ? 'confirmed' : outcomeOf(last, author)),
    ];
    for (const fault of faults) expect(() => laws(fault)).toThrow();
  });

  it('[M12] replaces what the same party said of the same claim, and of no other', () => {
    const stage = stageOf(PARTIES);
    const report = 'report' as RecordHash;
    const first = judge(stage, 'nahr', report, 'confirmed');
    const ofClaim = stage.say('nahr', 'outcome', { ...first.record.body, claim: 2 });
    const second = judge(stage, 'nahr', report, 'refuted');
    expect(outcomesOn([second, ofClaim, first], undefined)).toEqual([second]);
    expect(outcomesOn([second, ofClaim, first], 2)).toEqual([ofClaim]);
    expect(outcomesOn([second, ofClaim, first], 3)).toEqual([]);
  });
});

interface Act {
  readonly party: (typeof PARTIES)[number];
  readonly type: Extract<RecordType, 'resolution' | 'concurrence'>;
  readonly on: number;
  readonly isYes: boolean;
}

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    party: fc.constantFrom(...PARTIES),
    type: fc.constantFrom('resolution' as const, 'concurrence' as const),
    on: fc.nat(5),
    isYes: fc.boolean(),
  }),
  { maxLength: 10 },
);

function played(all: readonly Act[]): { readonly stage: Stage; readonly matter: Said } {
  const stage = stageOf(PARTIES);
  const matter = openMatter(stage);
  const resolutions: Said[] = [];
  for (const { party, type, on, isYes } of all) {
    const to = resolutions[on];
    if (type === 'resolution' || !to) {
      resolutions.push(resolve(stage, party, matter, isYes ? 'held' : 'not-agreed'));
    } else answer(stage, party, to, isYes ? 'agrees' : 'differs');
  }
  return { stage, matter };
}

describe('the forms', () => {
  const HASH = `sha256:${'7c'.repeat(32)}` as RecordHash;
  const link = { from: HASH, to: HASH };
  const resolution = { matter: HASH, verdict: 'held', ...text, claims: [] };

  it('[M1] of a link join two reports or one claim of each, in six relations', () => {
    const reads = (body: object) => linkSchema.safeParse(body).success;
    expect(RELATIONS).toHaveLength(6);
    for (const relation of RELATIONS) expect(reads({ ...link, relation })).toBe(true);
    expect(reads({ ...link, relation: 'supports', fromClaim: 1, toClaim: 16 })).toBe(true);
    expect(reads({ ...link, relation: 'supports', fromClaim: 0 })).toBe(false);
    expect(reads({ ...link, relation: 'near' })).toBe(false);
  });

  it('[M7] of a resolution say what is held and on what ground, with up to 64 claims', () => {
    const reads = (body: object) => resolutionSchema.safeParse(body).success;
    const claim = { report: HASH, claim: 2, stance: 'open' };
    const claims = (count: number) => ({ ...resolution, claims: Array(count).fill(claim) });
    expect(reads(claims(RESOLVED_CLAIMS_MAX))).toBe(true);
    expect(reads(claims(RESOLVED_CLAIMS_MAX + 1))).toBe(false);
    expect(reads({ ...resolution, ground: '' })).toBe(false);
    expect(reads({ ...resolution, held: '' })).toBe(false);
  });
});
