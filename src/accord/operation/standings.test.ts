import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Stage } from '../cast.suite.ts';
import { at, ground, stageOf } from '../cast.suite.ts';
import { openKnown } from '../known.ts';
import type { Said } from '../said.ts';
import { textOf } from '../wire.ts';
import type { Plan } from './plan-schema.ts';
import { standingOf } from './state.ts';
import { openStandings } from './standings.ts';

const PARTIES = ['qamar', 'nahr', 'jabal'];

/** Adds one thing to a story, as the numbers say. */
function happen(stage: Stage, [what, who, which, where]: readonly number[]): void {
  const party = PARTIES[(who ?? 0) % 3] ?? 'qamar';
  const plans = stage.all.filter(({ record }) => record.type === 'plan');
  const plan = plans[(which ?? 0) % Math.max(1, plans.length)];
  const x = (where ?? 0) % 5;
  if ((what ?? 0) % 8 === 0 || !plan) {
    const amends = plan && (which ?? 0) % 2 === 0 ? { amends: plan.hash } : {};
    stage.plan(party, ground(x, x, x + 2, x + 2), [], {}, amends as Partial<Plan>);
    return;
  }
  const word = { plan: plan.hash, language: 'en' as const, reason: null };
  const claims = stage.all.filter((each) => each.record.type === 'claim' && each.author === party);
  const old = claims[(which ?? 0) % Math.max(1, claims.length)];
  const refs = old && x % 2 === 0 ? [{ rel: 'replaces', record: old.hash }] : [];
  switch ((what ?? 0) % 8) {
    case 1:
      stage.claim(party, ground(x, 0, x + 3, 5), [0, x === 4 ? 1_500 : null], { refs });
      break;
    case 2:
      stage.roster(party, [[`${party} key`, 0, x === 0 ? 900 : null]]);
      break;
    case 3:
      stage.say(party, 'stop', word);
      break;
    case 4:
      stage.say(party, 'resumption', word);
      break;
    case 5:
      stage.decide(party, plan, x === 0 ? 'withdrawal' : 'consent', {
        upto: x === 1 ? textOf(at(1_700)) : null,
      });
      break;
    default:
      stage.decide(party, plan, 'consent');
  }
}

it('[C11] say what would be reckoned afresh, after every record and at every hour', () => {
  const story = fc.array(fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }), {
    minLength: 5,
    maxLength: 30,
  });
  fc.assert(
    fc.property(story, fc.infiniteStream(fc.nat(2_200)), (deeds, hours) => {
      const stage = stageOf(PARTIES);
      for (const party of PARTIES) stage.roster(party);
      stage.claim('qamar', ground(0, 0, 9, 9));
      for (const deed of deeds) happen(stage, deed);
      const known = openKnown(stage.charter, stage.centre);
      const standings = openStandings(known);
      for (const said of stage.all as readonly Said[]) {
        known.learn(said);
        const now = at(hours.next().value ?? 0);
        for (const hash of known.plans.keys()) {
          const fresh = standingOf(known, hash, now);
          expect(standings.of(hash, now)).toEqual(fresh);
          // And it is so until time may change it.
          const next = standings.nextMoment(hash, now);
          if (next === undefined) continue;
          const before = (next - 1) as typeof next;
          if (before > now) expect(standingOf(known, hash, before)).toEqual(fresh);
        }
      }
    }),
    { numRuns: 8 },
  );
});

it('[C11] of a plan said twice on one log are those of its first place, whichever comes first', () => {
  const stage = stageOf(PARTIES);
  const plan = stage.plan('qamar', ground(1, 1, 2, 2));
  const again = { ...plan, index: plan.index + 7 };
  for (const order of [
    [plan, again],
    [again, plan],
  ]) {
    expect(stage.known(order).plans.get(plan.hash)?.plan?.index).toBe(plan.index);
  }
});
