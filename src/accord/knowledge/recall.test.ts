import { describe, expect, it } from 'vitest';
import { utf8 } from '../../base/bytes.ts';
import type { RecordHash } from '../../base/ids.ts';
import { at, audience, ground, stageOf } from '../cast.suite.ts';
import { BODIES } from '../record.ts';
import type { Body, RecordType } from '../record.ts';
import type { Said } from '../said.ts';
import { textOf } from '../wire.ts';
import {
  RECALLABLE_TYPES,
  isRecallable,
  openRecalls,
  reaches,
  recallableTypeAt,
} from './recall.ts';

const report: Body<'report'> = {
  kind: 'incident',
  title: 'Bridge closed',
  language: 'en',
  text: '',
  place: { geometry: { type: 'Point', coordinates: [44, 35] }, precisionMetres: 100 },
  when: { from: textOf(at(0)), upto: textOf(at(60)) },
  source: { kind: 'own-patrol' },
};

const recallOf = (...said: readonly Said[]): Body<'recall'> => ({
  records: said.map(({ index, hash }) => ({ index, record: hash, stub: 'AA' })),
  reason: 'mistake',
});

describe('a recall', () => {
  it('[W1] reaches what its own author said before it on the very log that bears it', () => {
    const stage = stageOf(['qamar', 'nahr', 'jabal']);
    const two = audience('qamar', 'nahr');
    const said = stage.say('qamar', 'report', report);
    const aside = stage.say('qamar', 'report', report, { audience: two });
    const theirs = stage.say('nahr', 'report', report);
    const recall = stage.say('qamar', 'recall', recallOf(said));
    const later = stage.say('qamar', 'report', report);
    expect(reaches(recall, said)).toBe(true);
    expect(reaches(stage.say('qamar', 'recall', recallOf(aside)), aside)).toBe(false);
    expect(reaches(stage.say('qamar', 'recall', recallOf(theirs)), theirs)).toBe(false);
    expect(reaches({ ...recall, record: { ...recall.record, body: recallOf(later) } }, later)).toBe(
      false,
    );
    const wrongHash = recallOf({ ...said, hash: later.hash });
    expect(reaches(stage.say('qamar', 'recall', wrongHash), said)).toBe(false);
    const wrongPlace = recallOf({ ...said, index: said.index + 1 });
    expect(reaches(stage.say('qamar', 'recall', wrongPlace), said)).toBe(false);
  });

  it('[W1] counts by nobody who speaks for another, and by no exercise in earnest', () => {
    const stage = stageOf(['qamar', 'nahr']);
    const said = stage.say('qamar', 'report', report);
    const recalls = openRecalls(true);
    recalls.learn(stage.say('qamar', 'recall', recallOf(said), { by: 'nahr' }));
    recalls.learn(stage.say('qamar', 'recall', recallOf(said), { exercise: false }));
    expect(recalls.all).toEqual([]);
    const counting = stage.say('qamar', 'recall', recallOf(said));
    for (let twice = 0; twice < 2; twice += 1) recalls.learn(counting);
    expect(recalls.at(said.log, said.index)).toEqual([counting]);
    expect(recalls.byHash(counting.hash)).toBe(counting);
  });

  it('[W2] reaches reports, grades and links, and nothing by which anybody is bound', () => {
    const types = Object.keys(BODIES) as RecordType[];
    expect(types.filter(isRecallable).toSorted()).toEqual([...RECALLABLE_TYPES].toSorted());
    const stage = stageOf(['qamar', 'nahr']);
    const plan = stage.plan('qamar', ground(0, 0, 1, 1));
    const no = stage.decide('nahr', plan, 'refusal');
    expect(reaches(stage.say('qamar', 'recall', recallOf(plan)), plan)).toBe(false);
    expect(reaches(stage.say('nahr', 'recall', recallOf(no)), no)).toBe(false);
  });

  it('[W2] [W6] tells a type by the last bytes of a record, and only one that can be recalled', () => {
    expect(recallableTypeAt(utf8('"refs":[],"type":"report","v":1}'))).toBe('report');
    expect(recallableTypeAt(utf8('"refs":[],"type":"grade","v":1}'))).toBe('grade');
    expect(recallableTypeAt(utf8('"refs":[],"type":"decision","v":1}'))).toBeUndefined();
    expect(recallableTypeAt(utf8(',"type":"report","v":1} '))).toBeUndefined();
    const short = utf8(',"type":"request-end","v":1}').slice(-24);
    expect(recallableTypeAt(short)).toBe('request-end');
    expect(recallableTypeAt(short.slice(1))).toBeUndefined();
    expect(recallableTypeAt(utf8('\\"type\\":\\"report\\",\\"v\\":1}"}'))).toBeUndefined();
  });

  it('[W8] shows of every member whether and when it said that it erased', () => {
    const stage = stageOf(['qamar', 'nahr', 'jabal']);
    const two = audience('qamar', 'nahr');
    const recall = stage.say('qamar', 'recall', recallOf(stage.say('qamar', 'report', report)));
    const recalls = openRecalls(true);
    for (const said of stage.all) recalls.learn(said);
    const erasure = { recall: recall.hash };
    recalls.learn(stage.say('jabal', 'erasure', { recall: 'another' as RecordHash }));
    recalls.learn(stage.say('nahr', 'erasure', erasure, { audience: two }));
    const first = stage.say('nahr', 'erasure', erasure);
    recalls.learn(stage.say('nahr', 'erasure', erasure));
    recalls.learn(first);
    const standings = recalls.standings(recall);
    expect(standings.map(({ party }) => party)).toEqual(['qamar', 'jabal', 'nahr']);
    expect(standings.map((each) => each.erasure)).toEqual([undefined, undefined, first]);
  });
});
