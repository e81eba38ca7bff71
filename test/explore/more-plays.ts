import { DESK, SECOND } from '../../src/sim/cast.ts';
import { makeAcceptance, makeAgreement, makeClaim, makePlan } from '../../src/sim/records.ts';
import { JABAL, NAHR, QAMAR, at, by } from './small-world.ts';
import {
  EAST,
  FIRST,
  JABAL_ROSTER,
  MIDDLE,
  NAHR_CLAIM,
  NARROW,
  PLAN,
  PLAN_1,
  QAMAR_CLAIM,
  QAMAR_ROSTER,
  WEST,
  granted,
  part,
  retired,
  rosterOf,
  says,
  signs,
  version,
} from './words.ts';
import type { PartyId } from '../../src/base/ids.ts';
import type { GrantFact } from '../../src/sim/facts.ts';
import type { Made } from '../../src/sim/records.ts';
import type { Play } from './small-world.ts';

/** Grants of authority that come and go. */
export async function authority(): Promise<Play> {
  const grant: GrantFact = { kinds: ['operation'], patch: null, hoursAhead: null, forcesMax: null };
  const mine = makePlan(by(QAMAR, 10, { seat: DESK }), PLAN);
  return {
    name: 'authority',
    moments: [at(1_200)],
    parts: [
      part(QAMAR, [QAMAR_ROSTER, QAMAR_CLAIM, mine], {
        'its proposer consents': await says(QAMAR, mine),
        'another consents': await says(QAMAR, mine, { office: SECOND }),
        'amends by another': version(mine, { patch: MIDDLE }, SECOND),
      }),
      part(NAHR, FIRST[1], {
        consents: await says(NAHR, mine),
        'grants visits': granted(NAHR, 90, [{ ...grant, kinds: ['visit'] }]),
        'grants little': granted(NAHR, 91, [{ ...grant, forcesMax: 5 }]),
        'grants an hour': granted(NAHR, 92, [{ ...grant, hoursAhead: 1, patch: WEST }]),
        'consents anew': await says(NAHR, mine),
      }),
      part(JABAL, FIRST[2], {
        consents: await says(JABAL, mine),
        'grants elsewhere': granted(JABAL, 90, [{ ...grant, patch: EAST }]),
        'grants all': granted(JABAL, 91, [grant]),
        'consents anew': await says(JABAL, mine),
      }),
    ],
  };
}

/** Two officers, one version or the other, the same terms or others. */
export async function twoPersons(): Promise<Play> {
  const two = rosterOf(NAHR, 3, { twoPerson: ['operation'] });
  const limits = [{ kind: 'time', from: at(0), upto: at(1_950) }] as const;
  return {
    name: 'two persons',
    moments: [at(1_200), at(1_600)],
    parts: [
      part(QAMAR, [...FIRST[0], await says(QAMAR, PLAN_1)], { narrows: NARROW }),
      part(NAHR, [two, NAHR_CLAIM], {
        'one consents': await says(NAHR, PLAN_1),
        'the other consents': await says(NAHR, PLAN_1, { office: SECOND }),
        'one consents with a limit': await says(NAHR, PLAN_1, { limits }),
        'the other consents with a limit': await says(NAHR, PLAN_1, { limits, office: SECOND }),
        'one withdraws': await says(NAHR, PLAN_1, { verdict: 'withdrawal' }),
        'the other consents for a while': await says(NAHR, PLAN_1, {
          upto: at(1_500),
          office: SECOND,
        }),
      }),
      part(JABAL, [...FIRST[2], await says(JABAL, PLAN_1)], {}),
    ],
  };
}

/** Conditions, limits, and what is known where a decision is made. */
export async function conditions(): Promise<Play> {
  const conditional = await says(NAHR, PLAN_1, { conditions: ['by daylight'] });
  return {
    name: 'conditions',
    moments: [at(1_200), at(1_600)],
    parts: [
      part(QAMAR, [...FIRST[0], await says(QAMAR, PLAN_1)], {
        narrows: NARROW,
        accepts: makeAcceptance(by(QAMAR, 60), PLAN_1.hash, conditional.hash),
        'brings less': version(NARROW, {
          patch: MIDDLE,
          upto: at(1_900),
          forces: PLAN.forces.map((force) => ({ ...force, count: 1 })),
        }),
      }),
      part(NAHR, FIRST[1], {
        'consents with a condition': conditional,
        'consents till then': await says(NAHR, PLAN_1, {
          limits: [
            { kind: 'time', from: at(1_000), upto: at(1_900) },
            { kind: 'area', patch: EAST },
          ],
        }),
        'consents, and knows more': await says(NAHR, PLAN_1, {
          knows: [{ party: JABAL, size: 3 }],
        }),
      }),
      part(JABAL, FIRST[2], {
        'consents to few': await says(JABAL, PLAN_1, {
          limits: [{ kind: 'count', party: null, max: 3 }],
        }),
        'consents to police': await says(JABAL, PLAN_1, {
          limits: [{ kind: 'forces', forces: ['police'] }],
        }),
        'consents, and knows more': await says(JABAL, PLAN_1, {
          knows: [
            { party: QAMAR, size: 5 },
            { party: NAHR, size: 3 },
          ],
        }),
      }),
    ],
  };
}

/** Agreements that free, ask and forbid, in force and out of force. */
export async function agreements(): Promise<Play> {
  const everywhere = { kinds: ['operation'], patch: null, from: at(0), upto: null } as const;
  const frees = makeAgreement(
    by(QAMAR, 3),
    [QAMAR, NAHR],
    [
      { ...everywhere, effect: 'notify', parties: [NAHR, JABAL] },
      { ...everywhere, effect: 'consent', parties: [JABAL], patch: MIDDLE },
    ],
  );
  const forbids = makeAgreement(
    by(JABAL, 3),
    [NAHR, JABAL],
    [{ ...everywhere, effect: 'forbidden', parties: [QAMAR], upto: at(1_950), patch: EAST }],
  );
  const alone = makePlan(by(QAMAR, 10), { ...PLAN, forces: [PLAN.forces[0]!] });
  return {
    name: 'agreements',
    moments: [at(1_200)],
    parts: [
      part(QAMAR, [QAMAR_ROSTER, QAMAR_CLAIM, frees, alone, await says(QAMAR, alone)], {
        signs: await signs(QAMAR, frees.hash, 'signs'),
        ends: await signs(QAMAR, frees.hash, 'ends'),
        'changes its keys': retired(QAMAR, 120),
      }),
      part(NAHR, FIRST[1], {
        'signs the one': await signs(NAHR, frees.hash, 'signs'),
        'ends the one': await signs(NAHR, frees.hash, 'ends'),
        'signs the other': await signs(NAHR, forbids.hash, 'signs'),
        consents: await says(NAHR, alone),
      }),
      part(JABAL, [JABAL_ROSTER, forbids], {
        signs: await signs(JABAL, forbids.hash, 'signs'),
        ends: await signs(JABAL, forbids.hash, 'ends'),
        consents: await says(JABAL, alone),
      }),
    ],
  };
}

/** Claims that change under a plan; a plan that leads; a notice. */
export async function claims(): Promise<Play> {
  const led = version(PLAN_1, {
    forces: [],
    sectors: [{ lead: JABAL, patch: MIDDLE }],
    phases: [{ lead: NAHR, from: at(1_000), upto: at(1_500) }],
  });
  const notice = version(PLAN_1, {
    forces: [],
    isNotice: true,
    patch: { ...MIDDLE, west: 0, east: 0 },
  });
  const other = (party: PartyId, patch: typeof WEST, of: Made): Made =>
    makeClaim(by(party, 90), patch, { from: at(0), upto: null }, of.hash);
  return {
    name: 'claims',
    moments: [at(1_200)],
    parts: [
      part(QAMAR, [...FIRST[0], led, notice], {
        'consents to what is led': await says(QAMAR, led),
        'claims less': other(QAMAR, MIDDLE, QAMAR_CLAIM),
        'claims once more': QAMAR_CLAIM,
      }),
      part(NAHR, FIRST[1], {
        'consents to what is led': await says(NAHR, led),
        'claims elsewhere': other(NAHR, { ...EAST, west: 2 }, NAHR_CLAIM),
        'claims for a while': makeClaim(by(NAHR, 91), WEST, { from: at(0), upto: at(1_100) }),
        'consents to the notice': await says(NAHR, notice),
      }),
      part(JABAL, FIRST[2], {
        'consents to what is led': await says(JABAL, led),
        'consents to the notice': await says(JABAL, notice),
        'claims, replacing another’s': other(JABAL, WEST, NAHR_CLAIM),
      }),
    ],
  };
}
