import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { accountOf } from './operation-account.ts';
import { formatOperationProof } from './operation-proof.ts';
import type { Bureau } from './operation.suite.ts';
import { REMARK, bureauOf, dawn, planBody } from './operation.suite.ts';
import { givenOf, surveyEntry } from './operation-survey.ts';
import { verifyOperationProof } from './operation-verdict.ts';
import type { RecordHash } from '../base/ids.ts';

const { sha256 } = hostPrimitives;

/** The account that anyone with the cards has of an operation. */
function account(bureau: Bureau, plan: RecordHash) {
  const bytes = formatOperationProof(sha256, bureau.proof(plan));
  const { cards } = bureau;
  return accountOf(must(verifyOperationProof(hostPrimitives, bytes, { cards })));
}

/** Qamar and nahr consent to what qamar proposed; the operation is announced at 1,010. */
async function begun() {
  const bureau = bureauOf('qamar', 'nahr');
  const plan = bureau.say('qamar', 'plan', planBody(), { at: 10 });
  await bureau.decide('qamar', plan, 'consent', 20);
  await bureau.decide('nahr', plan, 'consent', 30);
  for (const party of bureau.members) await bureau.sign(party, 40);
  bureau.say('qamar', 'activation', { plan, consents: [] }, { at: 1_010 });
  return { bureau, plan };
}

describe('the account of an operation', () => {
  it('[F10] says that it was covered, and since when each consent was on the record', async () => {
    const { bureau, plan } = await begun();
    for (const party of bureau.members) {
      bureau.say(party, 'remark', REMARK, { at: 2_010 });
      await bureau.sign(party, 2_020);
    }
    const { life, uncovered, decisions, short } = account(bureau, plan);
    expect([life.covered, life.begun, life.ended]).toEqual([true, dawn(1_010), dawn(2_000)]);
    expect([uncovered, short]).toEqual([[], []]);
    expect(decisions.map((each) => [each.said.author, each.since?.at, each.isBefore])).toEqual([
      ['qamar', dawn(40), true],
      ['nahr', dawn(40), true],
    ]);
    expect(decisions.map(({ isVoid }) => isVoid)).toEqual([undefined, undefined]);
  });

  it('[F10] says when and by whom it was not, and how far each log is shown', async () => {
    const { bureau, plan } = await begun();
    await bureau.decide('nahr', plan, 'withdrawal', 1_500);
    await bureau.sign('nahr', 1_510);
    await bureau.decide('nahr', plan, 'consent', 1_600);
    await bureau.sign('nahr');
    await bureau.sign('qamar', 2_500);
    const { life, uncovered, decisions, short } = account(bureau, plan);
    expect(life.covered).toBe(false);
    const missing = ['nahr'];
    expect(uncovered).toEqual([
      { from: dawn(1_500), upto: dawn(1_600), state: 'suspended', missing },
    ]);
    // What is not cosigned yet has no time but its author's word.
    expect(decisions.map((each) => [each.said.record.body.verdict, each.since?.at])).toEqual([
      ['consent', dawn(40)],
      ['consent', dawn(40)],
      ['withdrawal', dawn(1_510)],
      ['consent', undefined],
    ]);
    expect(short.map(({ shown, upto }) => [shown.log.author, upto])).toEqual([['nahr', undefined]]);
  });

  it('[F10] shows a consent that bears an early moment and came late on the record', async () => {
    const bureau = bureauOf('qamar', 'nahr');
    const plan = bureau.say('qamar', 'plan', planBody(), { at: 10 });
    await bureau.decide('qamar', plan, 'consent', 20);
    bureau.say('qamar', 'activation', { plan, consents: [] }, { at: 1_010 });
    for (const party of bureau.members) await bureau.sign(party, 1_020);
    await bureau.decide('nahr', plan, 'consent', 30);
    for (const party of bureau.members) await bureau.sign(party, 1_700);
    const { decisions } = account(bureau, plan);
    const of = decisions.find(({ said }) => said.author === 'nahr');
    expect([of?.said.record.at, of?.since?.at, of?.isBefore]).toEqual([
      bureauAt(30),
      dawn(1_700),
      false,
    ]);
  });

  it('[F5] takes with a backdated word the later one before it, whatever that is about', async () => {
    const { bureau, plan } = await begun();
    await bureau.decide('nahr', plan, 'withdrawal', 1_500);
    bureau.say('nahr', 'remark', REMARK, { at: 1_800 });
    bureau.say('nahr', 'remark', REMARK, { at: 1_700 });
    await bureau.decide('nahr', plan, 'consent', 1_510);
    for (const party of bureau.members) await bureau.sign(party, 2_020);
    const { uncovered } = account(bureau, plan);
    expect(uncovered.map(({ from, upto }) => [from, upto])).toEqual([[dawn(1_500), dawn(1_800)]]);
    const moments = [5, 9, 7, 8, 9, 12];
    const surveyed = moments.map((at) => surveyEntry(sha256, utf8(`{"at":"${bureauAt(at)}"}`)));
    const wanted = (...places: readonly number[]) =>
      givenOf(surveyed, (each) => places.some((place) => surveyed[place] === each));
    expect(wanted(0, 1, 5)).toEqual([0, 1, 5]);
    expect(wanted(2)).toEqual([1, 2]);
    expect(wanted(3, 4)).toEqual([1, 3, 4]);
  });
});

function bureauAt(seconds: number): string {
  return new Date(dawn(seconds) * 1_000).toISOString().replace('.000', '');
}
