import { DESK, KEEPER, SECOND } from '../../src/sim/cast.ts';
import {
  makeActivation,
  makeClaim,
  makeClosing,
  makePlan,
  makeRoster,
  makeStop,
} from '../../src/sim/records.ts';
import { keyName } from '../../src/sim/offices.ts';
import { JABAL, NAHR, QAMAR, at, by } from './small-world.ts';
import {
  FIRST,
  MIDDLE,
  MOMENTS,
  NARROW,
  PLAN,
  PLAN_1,
  QAMAR_CLAIM,
  ROSTER,
  WEST,
  keysOf,
  part,
  retired,
  rosterOf,
  says,
  version,
} from './words.ts';
import type { PartyId } from '../../src/base/ids.ts';
import type { Made } from '../../src/sim/records.ts';
import type { Play } from './small-world.ts';

/** Ground that two claim; a version that narrows; a withdrawal, a stop, a refusal. */
export async function contested(): Promise<Play> {
  return {
    name: 'contested ground',
    moments: [at(1_200), at(1_600)],
    parts: [
      part(QAMAR, FIRST[0], {
        consents: await says(QAMAR, PLAN_1),
        narrows: NARROW,
        begins: makeActivation(by(QAMAR, 60), NARROW.hash),
      }),
      part(NAHR, FIRST[1], {
        consents: await says(NAHR, PLAN_1, { upto: at(1_500) }),
        withdraws: await says(NAHR, PLAN_1, { verdict: 'withdrawal' }),
        'refuses the narrower': await says(NAHR, NARROW, { verdict: 'refusal' }),
        'consents anew': await says(NAHR, PLAN_1),
      }),
      part(JABAL, FIRST[2], {
        consents: await says(JABAL, PLAN_1),
        stops: makeStop(by(JABAL, 80), 'stop', PLAN_1.hash),
        resumes: makeStop(by(JABAL, 81), 'resumption', PLAN_1.hash),
        asks: await says(JABAL, PLAN_1, { verdict: 'question' }),
      }),
    ],
  };
}

/** A version that widens, announced or not. */
export async function widened(): Promise<Play> {
  const wide = version(PLAN_1, { patch: { ...WEST, east: 2 } });
  const back = version(wide, { patch: MIDDLE });
  return {
    name: 'versions',
    moments: [at(1_200)],
    parts: [
      part(QAMAR, [...FIRST[0], await says(QAMAR, PLAN_1)], {
        widens: wide,
        'narrows again': back,
        'consents to the wider': await says(QAMAR, wide),
        'begins the wider': makeActivation(by(QAMAR, 60), wide.hash),
        'begins the last': makeActivation(by(QAMAR, 61), back.hash),
      }),
      part(NAHR, FIRST[1], {
        consents: await says(NAHR, PLAN_1),
        'consents to the wider': await says(NAHR, wide),
        'withdraws from the last': await says(NAHR, back, { verdict: 'withdrawal' }),
      }),
      part(JABAL, FIRST[2], {
        consents: await says(JABAL, PLAN_1),
        'consents to the wider': await says(JABAL, wide),
        'another amends it': makePlan(by(JABAL, 20), {
          ...PLAN,
          patch: MIDDLE,
          amends: PLAN_1.hash,
        }),
      }),
    ],
  };
}

/** Stops of one version and of another. */
export async function stopped(): Promise<Play> {
  const stop = (party: PartyId, plan: Made): Made => makeStop(by(party, 80), 'stop', plan.hash);
  const goOn = (party: PartyId, plan: Made): Made =>
    makeStop(by(party, 81), 'resumption', plan.hash);
  return {
    name: 'stops',
    moments: MOMENTS,
    parts: [
      part(QAMAR, [...FIRST[0], await says(QAMAR, PLAN_1)], {
        narrows: NARROW,
        ends: makeClosing(by(QAMAR, 70), PLAN_1.hash, 'done'),
      }),
      part(NAHR, [...FIRST[1], await says(NAHR, PLAN_1)], {
        stops: stop(NAHR, PLAN_1),
        'stops the narrower': stop(NAHR, NARROW),
        resumes: goOn(NAHR, PLAN_1),
        'resumes the narrower': goOn(NAHR, NARROW),
      }),
      part(JABAL, [...FIRST[2], await says(JABAL, PLAN_1)], {
        stops: stop(JABAL, PLAN_1),
        resumes: goOn(JABAL, PLAN_1),
        'resumes the narrower': goOn(JABAL, NARROW),
      }),
    ],
  };
}

/** Keys that end, offices that change, words that are said again. */
export async function rosters(): Promise<Play> {
  const undecided = ROSTER.seats.map((each) =>
    each.seat === DESK ? { ...each, duties: ['plan' as const] } : each,
  );
  return {
    name: 'rosters',
    moments: [at(1_200)],
    parts: [
      part(QAMAR, FIRST[0], {
        consents: await says(QAMAR, PLAN_1),
        'the keeper consents': await says(QAMAR, PLAN_1, { office: KEEPER }),
        'takes the duty': rosterOf(QAMAR, 90, { seats: undecided }),
        'gives it back': rosterOf(QAMAR, 91),
      }),
      part(NAHR, FIRST[1], {
        consents: await says(NAHR, PLAN_1),
        withdraws: await says(NAHR, PLAN_1, { verdict: 'withdrawal' }),
        'retires the key': retired(NAHR, 120),
        'consents with the new': await says(NAHR, PLAN_1, { key: keyName(NAHR, DESK, 1) }),
        'consents with the old, late': await says(NAHR, PLAN_1, { at: 200 }),
      }),
      part(JABAL, [...FIRST[2], await says(JABAL, PLAN_1)], {
        'asks for two': rosterOf(JABAL, 92, { twoPerson: ['operation'] }),
        'the second consents': await says(JABAL, PLAN_1, { office: SECOND }),
        'the second withdraws': await says(JABAL, PLAN_1, {
          office: SECOND,
          verdict: 'withdrawal',
        }),
      }),
    ],
  };
}

/** No exercise: exercise keys decide nothing, and what is marked as exercise is not said. [C10] */
export async function inEarnest(): Promise<Play> {
  const earnest = { isExercise: false };
  const plan = makePlan(by(QAMAR, 10, earnest), { ...PLAN, isNotice: true });
  const roster = (party: PartyId): Made =>
    makeRoster(by(party, 1, earnest), { ...ROSTER, keys: keysOf(party) });
  return {
    name: 'in earnest',
    isExercise: false,
    moments: MOMENTS,
    parts: [
      part(QAMAR, [roster(QAMAR), plan], {
        'claims, as if in an exercise': QAMAR_CLAIM,
        claims: makeClaim(by(QAMAR, 2, earnest), WEST, { from: at(0), upto: null }),
      }),
      part(NAHR, [roster(NAHR)], { consents: await says(NAHR, plan, earnest) }),
      part(JABAL, [roster(JABAL)], {
        consents: await says(JABAL, plan, earnest),
        'consents, as if in an exercise': await says(JABAL, plan),
        stops: makeStop(by(JABAL, 80, earnest), 'stop', plan.hash),
      }),
    ],
  };
}
