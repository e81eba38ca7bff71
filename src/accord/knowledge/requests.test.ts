import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Stage } from '../cast.suite.ts';
import { at, audience, stageOf } from '../cast.suite.ts';
import type { Body } from '../record.ts';
import type { Said } from '../said.ts';
import { textOf } from '../wire.ts';
import type { RequestFile } from './requests.ts';
import { answerFigures, askedBy, openRequests, standingsOf } from './requests.ts';

const PARTIES = ['qamar', 'nahr', 'jabal', 'sahl'] as const;
const DUE = 1_000;

const request = (to: readonly string[], due = DUE): Body<'request'> => ({
  title: 'Who holds the ford?',
  text: '',
  language: 'en',
  to: to as PartyId[],
  due: textOf(at(due)),
});

const reply = (said: Said, reports: readonly string[] = []): Body<'reply'> => ({
  request: said.hash,
  reports: reports as RecordHash[],
  language: 'en',
  words: 'Not we.',
});

const end = (said: Said): Body<'request-end'> => ({ request: said.hash, reason: 'withdrawn' });

function fileOf(stage: Stage, said: Said): RequestFile {
  const requests = openRequests(true);
  for (const each of stage.all) requests.learn(each);
  const file = requests.of(said.hash);
  if (!file) throw new Error('the request is known');
  return file;
}

const kinds = (file: RequestFile, seconds: number): readonly string[] =>
  standingsOf(file, at(seconds)).map(({ party, kind }) => `${party} ${kind}`);

describe('a request for information', () => {
  it('[J1] asks those it names who read it, and never its own author', () => {
    const stage = stageOf(PARTIES);
    const two = audience('qamar', 'nahr', 'jabal');
    const to = ['jabal', 'sahl', 'qamar', 'nahr'];
    const said = stage.say('qamar', 'request', request(to), { audience: two });
    expect(askedBy(said)).toEqual(['jabal', 'nahr']);
    const none = stage.say('qamar', 'request', request(['sahl']), { audience: two });
    const requests = openRequests(true);
    requests.learn(none);
    expect(requests.of(none.hash)).toBeUndefined();
    expect(requests.all()).toEqual([]);
  });

  it('[J3] is answered by who is asked, to who asked, and to no reader beyond its own', () => {
    const stage = stageOf(PARTIES);
    const three = audience('qamar', 'nahr', 'jabal');
    const said = stage.say('qamar', 'request', request(['nahr']), { audience: three });
    stage.say('jabal', 'reply', reply(said), { audience: three });
    stage.say('nahr', 'reply', reply(said), { audience: audience('nahr', 'jabal') });
    stage.say('nahr', 'reply', reply(said));
    expect(fileOf(stage, said).replies).toEqual([]);
    const privately = stage.say('nahr', 'reply', reply(said), {
      audience: audience('nahr', 'qamar'),
    });
    expect(fileOf(stage, said).replies).toEqual([privately]);
  });

  it('[J4] is waited for until it is due, late from then on, and answered in time or so much late', () => {
    const stage = stageOf(PARTIES);
    const said = stage.say('qamar', 'request', request(['nahr', 'jabal', 'sahl']), { at: 0 });
    stage.say('nahr', 'reply', reply(said), { at: 1_300 });
    stage.say('nahr', 'reply', reply(said), { at: 1_100 });
    stage.say('jabal', 'reply', reply(said), { at: DUE });
    const file = fileOf(stage, said);
    expect(kinds(file, DUE - 1)).toEqual(['jabal answered', 'nahr answered', 'sahl waiting']);
    expect(kinds(file, DUE)).toEqual(['jabal answered', 'nahr answered', 'sahl late']);
    const [jabal, nahr] = standingsOf(file, at(2_000));
    expect(jabal).toMatchObject({ at: at(DUE), lateSeconds: 0 });
    expect(nahr).toMatchObject({ at: at(1_100), lateSeconds: 100 });
    expect(nahr?.replies).toHaveLength(2);
  });

  it('[J5] is ended by who asked alone: who was late by then stays late', () => {
    const stage = stageOf(PARTIES);
    const said = stage.say('qamar', 'request', request(['nahr', 'jabal']), { at: 0 });
    stage.say('nahr', 'request-end', end(said), { at: 10 });
    stage.say('qamar', 'request-end', end(said), { at: 10, audience: audience('qamar', 'nahr') });
    expect(fileOf(stage, said).end).toBeUndefined();
    const after = stage.say('qamar', 'request-end', end(said), { at: DUE + 5 });
    expect(fileOf(stage, said).end).toBe(after);
    expect(kinds(fileOf(stage, said), 2_000)).toEqual(['jabal late', 'nahr late']);
    stage.say('jabal', 'reply', reply(said), { at: DUE + 9 });
    const before = stage.say('qamar', 'request-end', end(said), { at: DUE - 1 });
    expect(fileOf(stage, said).end).toBe(before);
    expect(kinds(fileOf(stage, said), 2_000)).toEqual(['jabal answered', 'nahr let-off']);
  });

  it('[J6] counts how a party answers, without what it was let off', () => {
    const stage = stageOf(PARTIES);
    const ask = () => stage.say('qamar', 'request', request(['nahr']), { at: 0 });
    const [one, two, three, four, five] = [ask(), ask(), ask(), ask(), ask()];
    stage.say('nahr', 'reply', reply(one), { at: 400 });
    stage.say('nahr', 'reply', reply(two), { at: 600 });
    stage.say('nahr', 'reply', reply(three), { at: 1_600 });
    stage.say('qamar', 'request-end', end(four), { at: 10 });
    const files = [one, two, three, four, five].map((said) => fileOf(stage, said));
    expect(answerFigures(files, at(2_000))).toEqual([
      { party: 'nahr', asked: 4, answered: 3, inTime: 2, late: 1, medianSeconds: 600 },
    ]);
    expect(answerFigures(files.slice(0, 2), at(2_000))[0]?.medianSeconds).toBe(500);
    expect(answerFigures(files.slice(4), at(0))).toEqual([
      { party: 'nahr', asked: 1, answered: 0, inTime: 0, late: 0 },
    ]);
  });

  it('[J7] forgets what was recalled, wherever it stood', () => {
    const stage = stageOf(PARTIES);
    const said = stage.say('qamar', 'request', request(['nahr']), { at: 0 });
    const answer = stage.say('nahr', 'reply', reply(said), { at: 5 });
    const requests = openRequests(true);
    for (const each of stage.all) requests.learn(each);
    requests.forget(answer.log, [answer.index]);
    expect(requests.of(said.hash)?.replies).toEqual([]);
    requests.forget(said.log, [said.index, 7]);
    expect(requests.all()).toEqual([]);
  });

  it('[J9] comes to the same in whatever order its records arrive, each once or twice', () => {
    const stage = stageOf(PARTIES);
    const said = stage.say('qamar', 'request', request(['nahr', 'jabal']), { at: 0 });
    stage.say('nahr', 'reply', reply(said), { at: 7 });
    stage.say('nahr', 'reply', reply(said), { at: 7 });
    stage.say('jabal', 'reply', reply(said), { at: 9, by: 'nahr' });
    stage.say('jabal', 'reply', reply(said), { at: 9, exercise: false });
    stage.say('qamar', 'request-end', end(said), { at: 8 });
    const expected = fileOf(stage, said);
    expect(expected.replies).toHaveLength(2);
    const orders = fc.shuffledSubarray([...stage.all, ...stage.all], {
      minLength: stage.all.length * 2,
    });
    fc.assert(
      fc.property(orders, (order) => {
        const requests = openRequests(true);
        for (const each of order) requests.learn(each);
        expect(requests.all()).toEqual([expected]);
      }),
      { numRuns: 50 },
    );
  });
});
