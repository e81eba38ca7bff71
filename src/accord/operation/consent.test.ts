import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Said } from '../said.ts';
import type { Stage } from '../cast.suite.ts';
import { at, audience, ground, stageOf } from '../cast.suite.ts';
import { textOf } from '../wire.ts';
import type { VoidReason } from './consent.ts';
import { voidReason } from './consent.ts';
import { formatStatement, termsOf } from './statement.ts';
import { activationOf, standingOf } from './state.ts';
import { keyIdOf } from '../../ledger/seal.ts';
import { sha256 } from '../../base/bytes.ts';

const HERE = ground(1, 1, 2, 2);

/** Qamar and nahr claim the same ground and have officers; qamar proposes an operation there. */
function proposed(exercise = true): { stage: Stage; plan: Said<'plan'> } {
  const stage = stageOf(['qamar', 'nahr', 'jabal'], exercise);
  for (const party of ['qamar', 'nahr']) {
    stage.roster(party);
    stage.claim(party, ground(0, 0, 4, 4));
  }
  return { stage, plan: stage.plan('qamar', HERE) };
}

function reasonOf(stage: Stage, decision: Said<'decision'>, plan: Said): VoidReason | undefined {
  const known = stage.known();
  const file = known.plans.get(plan.hash)!;
  const asked = standingOf(known, plan.hash, at(0))?.asked ?? [];
  return voidReason({ known, file, asked }, decision);
}

describe('a decision', () => {
  it('[C5] binds one plan by its hash, and is said to that plan’s audience', () => {
    const { stage, plan } = proposed();
    const other = stage.plan('qamar', HERE);
    stage.decide('nahr', other, 'consent');
    expect(stage.standing(plan, 0).asked[0]?.stance.kind).toBe('silent');
    const aside = { audience: audience('nahr', 'qamar') };
    const said = stage.decide('nahr', plan, 'consent', {}, aside);
    expect(reasonOf(stage, said, plan)).toBe('other-audience');
    const lost = stage.decide('nahr', { ...plan, hash: 'nothing' as Said['hash'] }, 'consent');
    const known = stage.known();
    const file = known.plans.get(lost.record.body.plan)!;
    expect(voidReason({ known, file, asked: [] }, lost)).toBe('plan-unknown');
  });

  it('[C2] of a party that is not asked does not count', () => {
    const { stage, plan } = proposed();
    stage.roster('jabal');
    expect(reasonOf(stage, stage.decide('jabal', plan, 'refusal'), plan)).toBe('not-asked');
    expect(stage.kind(plan, 0)).toBe('proposed');
  });

  it('[C6] counts only with a signature that holds over every term that was shown', () => {
    const { stage, plan } = proposed();
    const said = stage.decide('nahr', plan, 'consent', {}, { signer: undefined });
    expect(reasonOf(stage, said, plan)).toBe('signature-fails');
    const record = stage.decide('nahr', plan, 'consent', {
      conditions: ['by day', 'on foot'],
      upto: textOf(at(9)),
      reason: 'so',
    }).record;
    const statement = formatStatement(termsOf(record));
    const lines = statement.split('\n');
    expect(lines.slice(0, 4)).toEqual([record.body.words, '', '--', 'tansiq/decision/v1']);
    for (const changed of [
      { ...record, at: textOf(at(77)) },
      { ...record, by: { ...record.by, party: 'jabal' } },
      { ...record, by: { ...record.by, seat: 'other' } },
      { ...record, marking: { ...record.marking, exercise: false } },
      ...[
        { plan: 'x' },
        { verdict: 'refusal' },
        { upto: null },
        { conditions: ['by day'] },
        { reason: null },
        { language: 'ar' },
        { words: 'other' },
      ].map((part) => ({ ...record, body: { ...record.body, ...part } })),
    ]) {
      expect(formatStatement(termsOf(changed as typeof record))).not.toBe(statement);
    }
  });

  it('[C7] needs a key of the latest roster, of that seat, at that time', () => {
    const { stage, plan } = proposed();
    const key = (keyId: string) => ({ signer: { keyId, kind: 'exercise' as const } });
    const by = (as: object) => reasonOf(stage, stage.decide('nahr', plan, 'consent', {}, as), plan);
    expect(by({})).toBeUndefined();
    expect(by(key('other key'))).toBe('key-unknown');
    expect(by({ signer: { keyId: 'nahr key', kind: 'passkey' } })).toBe('key-unknown');
    expect(by({ seat: 'other-desk' })).toBe('key-unknown');
    stage.roster('nahr', [['nahr key', 100, 200]], { at: 50 });
    expect(by({ at: 99 })).toBe('key-not-valid-then');
    expect(by({ at: 100 })).toBeUndefined();
    expect(by({ at: 200 })).toBe('key-not-valid-then');
    stage.roster('nahr', [['nahr key', 0, null]], { audience: audience('nahr', 'qamar') });
    expect(by({ at: 99 })).toBe('key-not-valid-then');
  });

  it('[C7] names a key by its kind, algorithm, relying party and bytes', () => {
    const ids = [
      { kind: 'exercise' as const, publicKey: 'AAAA' },
      { kind: 'exercise' as const, publicKey: 'AAAB' },
      { kind: 'passkey' as const, publicKey: 'AAAA', alg: -7 as const, rpId: 'a.example' },
      { kind: 'passkey' as const, publicKey: 'AAAA', alg: -8 as const, rpId: 'a.example' },
      { kind: 'passkey' as const, publicKey: 'AAAA', alg: -7 as const, rpId: 'b.example' },
    ].map((key) => keyIdOf(sha256, key));
    expect(new Set(ids).size).toBe(5);
  });

  it('[C8] needs a seat that may decide', () => {
    const { stage, plan } = proposed();
    stage.roster('nahr', undefined, { duties: 'none' });
    expect(reasonOf(stage, stage.decide('nahr', plan, 'consent'), plan)).toBe('beyond-authority');
  });

  it('[C9] is its own party’s alone', () => {
    const { stage, plan } = proposed();
    stage.decide('qamar', plan, 'consent', {}, { by: 'nahr' });
    stage.decide('nahr', plan, 'consent', {}, { by: 'qamar' });
    expect(stage.known().plans.get(plan.hash)?.decisions).toEqual([]);
  });

  it('[C10] [L24] by an exercise key counts in an exercise only, and so does its record', () => {
    const real = proposed(false);
    const key = { signer: { keyId: 'nahr key', kind: 'exercise' as const } };
    const said = real.stage.decide('nahr', real.plan, 'consent', {}, key);
    expect(reasonOf(real.stage, said, real.plan)).toBe('exercise-key');
    for (const { stage, plan } of [real, proposed()]) {
      const wrong = !stage.charter.exercise;
      stage.decide('nahr', plan, 'refusal', {}, { exercise: wrong });
      expect(stage.kind(plan, 0)).toBe('proposed');
    }
  });

  it('[C19] by a key that was retired further up in the log is void, whatever moment it names', () => {
    const { stage, plan } = proposed();
    const before = stage.decide('nahr', plan, 'consent', {}, { at: 10 });
    stage.roster('nahr', [['nahr key', 0, 20]], { at: 30 });
    const after = stage.decide('nahr', plan, 'consent', {}, { at: 11 });
    stage.roster(
      'nahr',
      [
        ['nahr key', 0, 20],
        ['new key', 30, null],
      ],
      { at: 40 },
    );
    expect(reasonOf(stage, before, plan)).toBeUndefined();
    expect(reasonOf(stage, after, plan)).toBe('key-retired');
    const forwards = stage.known().retired;
    expect(stage.known(stage.all.toReversed()).retired).toEqual(forwards);
  });

  it('[C20] that was signed once counts once', () => {
    const { stage, plan } = proposed();
    const terms = { words: 'yes' };
    stage.decide('nahr', plan, 'consent', terms, { at: 10 });
    stage.decide('nahr', plan, 'withdrawal');
    const again = stage.decide('nahr', plan, 'consent', terms, { at: 10 });
    expect(reasonOf(stage, again, plan)).toBe('repeated');
    expect(stage.kind(plan, 0)).toBe('suspended');
    stage.decide('nahr', plan, 'consent', terms, { at: 11 });
    expect(stage.kind(plan, 0)).toBe('proposed');
  });
});

describe('the state of an operation', () => {
  it('[C14] is active inside its window while every asked party consents', () => {
    const { stage, plan } = proposed();
    stage.decide('nahr', plan, 'consent');
    expect(stage.standing(plan, 1_000).state).toEqual({ kind: 'proposed', awaiting: ['qamar'] });
    stage.decide('qamar', plan, 'consent');
    expect(stage.standing(plan, 999).state).toEqual({ kind: 'agreed', begins: at(1_000) });
    expect(stage.standing(plan, 1_000).state).toEqual({ kind: 'active', since: at(1_000) });
    expect(stage.kind(plan, 1_999)).toBe('active');
  });

  it('[C17] ends with its window: expired where all stood, lapsed otherwise', () => {
    const { stage, plan } = proposed();
    stage.decide('nahr', plan, 'consent');
    expect(stage.kind(plan, 2_000)).toBe('ended lapsed');
    stage.decide('qamar', plan, 'consent');
    expect(stage.kind(plan, 2_000)).toBe('ended expired');
  });

  it('[C12] [C18] is suspended once a consent has lapsed or was withdrawn', () => {
    const { stage, plan } = proposed();
    stage.decide('qamar', plan, 'consent');
    stage.decide('nahr', plan, 'consent', { upto: textOf(at(1_500)) });
    expect(stage.kind(plan, 1_499)).toBe('active');
    expect(stage.standing(plan, 1_500).state).toEqual({ kind: 'suspended', by: ['nahr'] });
    stage.decide('nahr', plan, 'consent', { upto: textOf(at(9_000)) });
    expect(stage.kind(plan, 1_500)).toBe('active');
    stage.decide('qamar', plan, 'withdrawal');
    expect(stage.standing(plan, 1_500).state).toEqual({ kind: 'suspended', by: ['qamar'] });
  });

  it('[C18] is refused while a refusal is the last word', () => {
    const { stage, plan } = proposed();
    stage.decide('nahr', plan, 'refusal', { reason: 'harvest' });
    expect(stage.standing(plan, 0).state).toEqual({ kind: 'refused', by: ['nahr'] });
    stage.decide('nahr', plan, 'consent');
    expect(stage.kind(plan, 0)).toBe('proposed');
  });

  it('[C13] waits for the plan’s author to take the conditions', () => {
    const { stage, plan } = proposed();
    stage.decide('qamar', plan, 'consent');
    const decision = stage.decide('nahr', plan, 'consent', { conditions: ['by day'] });
    const body = { plan: plan.hash, decision: decision.hash };
    stage.say('nahr', 'acceptance', body);
    stage.say('qamar', 'acceptance', body, { audience: audience('qamar', 'nahr') });
    expect(stage.standing(plan, 1_000).state).toEqual({ kind: 'proposed', awaiting: ['nahr'] });
    stage.say('qamar', 'acceptance', body);
    expect(stage.kind(plan, 1_000)).toBe('active');
  });

  it('[C15] is not changed by its announcement, of which the first by the author counts', () => {
    const { stage, plan } = proposed();
    const body = { plan: plan.hash, consents: [] };
    stage.say('nahr', 'activation', body);
    const first = stage.say('qamar', 'activation', body);
    stage.say('qamar', 'activation', body);
    expect(stage.kind(plan, 1_000)).toBe('proposed');
    const backwards = stage.known(stage.all.toReversed());
    expect(activationOf(backwards.plans.get(plan.hash)!)).toEqual(first);
  });

  it('[C16] [C11] ends with the first closing by its author, in whatever order they arrive', () => {
    const { stage, plan } = proposed();
    const closing = (outcome: 'done' | 'cancelled') =>
      ({ plan: plan.hash, outcome, language: 'en', result: '' }) as const;
    stage.say('nahr', 'closing', closing('cancelled'));
    expect(stage.kind(plan, 1_000)).toBe('proposed');
    stage.say('qamar', 'closing', closing('done'));
    stage.say('qamar', 'closing', closing('cancelled'));
    expect(stage.kind(plan, 1_000)).toBe('ended done');
    const backwards = standingOf(stage.known(stage.all.toReversed()), plan.hash, at(1_000));
    expect(backwards?.state).toEqual({ kind: 'ended', reason: 'done' });
  });

  it('[C11] is the same whatever the order of arrival, and however often', () => {
    const { stage, plan } = proposed();
    const decision = stage.decide('nahr', plan, 'consent', { conditions: ['by day'] });
    stage.decide('qamar', plan, 'consent');
    stage.say('qamar', 'acceptance', { plan: plan.hash, decision: decision.hash });
    stage.roster('nahr', [['nahr key', 0, 500]], { at: 600 });
    stage.decide('nahr', plan, 'withdrawal', {}, { at: 20 });
    stage.claim('jabal', ground(1, 1, 2, 2));
    const states = (known: ReturnType<Stage['known']>) =>
      [0, 1_000, 2_000].map((seconds) => standingOf(known, plan.hash, at(seconds)));
    const usual = states(stage.known());
    const orders = fc.shuffledSubarray([...stage.all, ...stage.all], {
      minLength: 2 * stage.all.length,
    });
    fc.assert(
      fc.property(orders, (order) => {
        expect(states(stage.known(order))).toEqual(usual);
      }),
      { numRuns: 60 },
    );
  });

  it('is not known before the plan itself is', () => {
    const { stage, plan } = proposed();
    stage.decide('nahr', plan, 'consent');
    const rest = stage.all.filter((each) => each !== plan);
    expect(standingOf(stage.known(rest), plan.hash, at(0))).toBeUndefined();
  });
});
