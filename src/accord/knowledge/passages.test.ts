import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBase64Url, sha256, utf8 } from '../../base/bytes.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { recordHash } from '../../base/ids.ts';
import type { Departure, Stage } from '../cast.suite.ts';
import { audience, stageOf } from '../cast.suite.ts';
import type { Body } from '../record.ts';
import type { Said } from '../said.ts';
import { openPassages, passedReport, releasedTo } from './passages.ts';

const PARTIES = ['qamar', 'nahr', 'jabal', 'sahl'] as const;
/** Who wrote the record, who passes it on, and to whom. */
const [ORIGIN, PASSER, READER, OTHER] = PARTIES;
const BYTES = utf8('{"v":1}');
const HASH = recordHash(sha256(BYTES));
const THREE = audience(ORIGIN, PASSER, READER);

const request = (record: RecordHash = HASH): Body<'release-request'> => ({
  record,
  to: [READER] as unknown as PartyId[],
  language: 'en',
  reason: 'They ask for it.',
});

const answer = (
  said: Said,
  verdict: 'granted' | 'refused',
  more: Partial<Body<'release-answer'>> = {},
): Body<'release-answer'> => ({
  request: said.hash,
  record: HASH,
  passer: PASSER as PartyId,
  verdict,
  to: verdict === 'granted' ? ([READER] as unknown as PartyId[]) : [],
  language: 'en',
  ...more,
});

const passage = (grant: Said, bytes = BYTES): Body<'passage'> => ({
  release: grant.hash,
  origin: ORIGIN as PartyId,
  record: formatBase64Url(bytes),
  proof: 'c2sp.org/tlog-proof@v1\n',
});

function asked(stage: Stage) {
  const said = stage.say(PASSER, 'release-request', request(), {
    audience: audience(ORIGIN, PASSER),
  });
  const say = (
    verdict: 'granted' | 'refused',
    more?: Partial<Body<'release-answer'>>,
    as: Departure = {},
  ) => stage.say(ORIGIN, 'release-answer', answer(said, verdict, more), { audience: THREE, ...as });
  return { said, say };
}

const knownTo = (stage: Stage, isHere: (said: Said) => boolean = () => true) => {
  const passages = openPassages(true);
  for (const said of stage.all.filter(isHere)) passages.learn(said);
  return passages;
};

describe('passing on', () => {
  it('[R12] is answered by who was asked alone, of the very record, the latest word counting', () => {
    const stage = stageOf(PARTIES);
    const { said, say } = asked(stage);
    stage.say(READER, 'release-answer', answer(said, 'granted'), { audience: THREE });
    stage.say(PASSER, 'release-answer', answer(said, 'granted'), { audience: THREE });
    say('granted', { record: recordHash(sha256(utf8('another'))) });
    say('granted', { passer: READER as PartyId });
    say('granted', { to: [OTHER] as unknown as PartyId[] });
    say('granted', {}, { audience: audience(ORIGIN, READER) });
    expect(knownTo(stage).ask(said.hash)?.answer).toBeUndefined();
    const grant = say('granted');
    expect(knownTo(stage).ask(said.hash)?.answer).toBe(grant);
    expect(releasedTo(grant)).toEqual([READER, PASSER, ORIGIN].toSorted());
    const refusal = say('refused');
    expect(knownTo(stage).ask(said.hash)?.answer).toBe(refusal);
  });

  it('[R14] is released for these bytes, by this party, to these readers alone', () => {
    const stage = stageOf(PARTIES);
    const { say } = asked(stage);
    const grant = say('granted');
    const refusal = say('refused', {}, { at: 0 });
    const pass = (body: Body<'passage'>, as: Departure = {}, by: string = PASSER) =>
      stage.say(by, 'passage', body, { audience: THREE, ...as });
    const good = pass(passage(grant));
    const bad = [
      pass(passage(grant, utf8('{"v":2}'))),
      pass(passage(grant), { audience: audience(...PARTIES) }),
      pass(passage(grant), {}, READER),
      pass(passage(refusal)),
      pass({ ...passage(grant), origin: READER as PartyId }),
      pass(passage(good)),
    ];
    const passages = knownTo(stage);
    expect(passages.passed(good.hash)).toMatchObject({ standing: 'released', record: HASH, grant });
    expect(bad.map(({ hash }) => passages.passed(hash)?.standing)).toEqual(
      bad.map(() => 'not-released'),
    );
    // Who gets the passage is told of the release, and never of who asked for it and why.
    const there = knownTo(stage, (said) => said.audience.includes(READER as PartyId));
    expect(there.asks()).toEqual([]);
    expect(there.passed(good.hash)?.standing).toBe('released');
  });

  it('[R15] is taken back by a later refusal, and granted anew by a later grant', () => {
    const stage = stageOf(PARTIES);
    const { say } = asked(stage);
    const said = stage.say(PASSER, 'passage', passage(say('granted')), { audience: THREE });
    say('refused');
    expect(knownTo(stage).passed(said.hash)?.standing).toBe('taken-back');
    say('granted');
    expect(knownTo(stage).passed(said.hash)?.standing).toBe('released');
  });

  it('[R13] shows a report only where its origin says it in its own name', () => {
    const stage = stageOf(PARTIES);
    const { say } = asked(stage);
    const said = stage.say(PASSER, 'passage', passage(say('granted')), { audience: THREE });
    const passed = knownTo(stage).passed(said.hash);
    expect(passed && passedReport(passed)).toBeUndefined();
  });

  it('[R14] comes to the same in whatever order its records arrive, and forgets what is recalled', () => {
    const stage = stageOf(PARTIES);
    const { said, say } = asked(stage);
    const grant = say('granted');
    const passed = stage.say(PASSER, 'passage', passage(grant), { audience: THREE });
    say('refused');
    say('granted');
    const expected = knownTo(stage);
    const orders = fc.shuffledSubarray([...stage.all, ...stage.all], {
      minLength: stage.all.length * 2,
    });
    fc.assert(
      fc.property(orders, (order) => {
        const passages = openPassages(true);
        for (const each of order) passages.learn(each);
        expect(passages.asks()).toEqual(expected.asks());
        expect(passages.all()).toEqual(expected.all());
      }),
      { numRuns: 50 },
    );
    expected.forget(passed.log, [passed.index]);
    expected.forget(said.log, [said.index]);
    expect([...expected.all(), ...expected.asks()]).toEqual([]);
  });
});
