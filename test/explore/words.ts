import type { PartyId, RecordHash } from '../../src/base/ids.ts';
import { DESK, KEEPER, PLANNER, SECOND } from '../../src/sim/cast.ts';
import type { GrantFact, KeyFact, PlanFact, RosterFact } from '../../src/sim/facts.ts';
import { keyName } from '../../src/sim/offices.ts';
import type { Made } from '../../src/sim/records.ts';
import { makeClaim, makePlan, makeRoster } from '../../src/sim/records.ts';
import type { Decided } from '../../src/sim/signed.ts';
import { makeDecision, makeSigning } from '../../src/sim/signed.ts';
import type { Letter, Part } from './small-world.ts';
import { CAST, JABAL, NAHR, QAMAR, at, by, letter } from './small-world.ts';

export const WEST = { west: 0, south: 0, east: 1, north: 0 };
export const EAST = { west: 1, south: 0, east: 2, north: 0 };
export const MIDDLE = { west: 1, south: 0, east: 1, north: 0 };

/** Before the window, in it, after some consents have ended, and after it. */
export const MOMENTS = [at(900), at(1_200), at(1_600), at(2_000)];

export const ROSTER: RosterFact = {
  seats: [
    { seat: PLANNER, duties: ['plan'] },
    { seat: DESK, duties: ['plan', 'decide', 'sign'] },
    { seat: SECOND, duties: ['decide', 'sign'] },
    { seat: KEEPER, duties: ['administer', 'decide', 'sign'] },
  ],
  keys: [],
  twoPerson: [],
};

export const PLAN: PlanFact = {
  planKind: 'operation',
  patch: WEST,
  from: at(1_000),
  upto: at(2_000),
  forces: [
    { party: QAMAR, kind: 'police', count: 4 },
    { party: JABAL, kind: 'medical', count: 2 },
  ],
  sectors: [],
  phases: [],
  lostContact: null,
  isNotice: false,
  words: 'plan',
  amends: null,
};

export function keysOf(party: PartyId): readonly KeyFact[] {
  return [PLANNER, DESK, SECOND, KEEPER].map((seat) => ({
    key: keyName(party, seat, 0),
    seat,
    from: 0,
    upto: null,
  }));
}

export function rosterOf(party: PartyId, seconds: number, change: Partial<RosterFact> = {}): Made {
  return makeRoster(by(party, seconds), { ...ROSTER, keys: keysOf(party), ...change });
}

/** The officer's key is ended, and another is there. */
export function retired(party: PartyId, seconds: number): Made {
  const keys = keysOf(party).map((key) =>
    key.seat === DESK ? { ...key, upto: at(seconds) } : key,
  );
  const next = { key: keyName(party, DESK, 1), seat: DESK, from: 0, upto: null };
  return rosterOf(party, seconds, { keys: [...keys, next] });
}

/** What a duty officer may decide, and nothing else. */
export function granted(party: PartyId, seconds: number, grants: readonly GrantFact[]): Made {
  const seats = ROSTER.seats.map((seat) => (seat.seat === DESK ? { ...seat, grants } : seat));
  return rosterOf(party, seconds, { seats });
}

export function claimOf(party: PartyId, patch: typeof WEST, upto: number | null = null): Made {
  return makeClaim(by(party, 2), patch, { from: at(0), upto });
}

let acts = 0;

/** How it is said. */
export interface Manner {
  readonly office?: string;
  readonly at?: number;
  readonly isExercise?: boolean;
}

/** A decision that was signed once, 100 seconds after the beginning. */
export function says(
  party: PartyId,
  plan: Made,
  change: Partial<Decided> & Manner = {},
): Promise<Made> {
  const { office = DESK, at: seconds = 100, isExercise = true, ...terms } = change;
  acts += 1;
  return makeDecision(by(party, seconds, { seat: office, isExercise }), {
    plan: plan.hash,
    verdict: 'consent',
    upto: null,
    conditions: [],
    limits: [],
    knows: [],
    key: keyName(party, office, 0),
    act: acts,
    ...terms,
  });
}

export function signs(party: PartyId, under: RecordHash, verdict: 'signs' | 'ends'): Promise<Made> {
  acts += 1;
  const key = keyName(party, DESK, 0);
  return makeSigning(by(party, 50, { seat: DESK }), { under, verdict, key, act: acts });
}

export function version(of: Made, change: Partial<PlanFact>, seat: string = PLANNER): Made {
  return makePlan(by(QAMAR, 20, { seat }), { ...PLAN, ...change, amends: of.hash });
}

export function part(party: PartyId, first: readonly Made[], letters: Record<string, Made>): Part {
  return {
    party,
    first: first.map((made): Letter => letter('first', made)),
    letters: Object.entries(letters).map(([words, made]) => letter(words, made)),
  };
}

export const [QAMAR_ROSTER, NAHR_ROSTER, JABAL_ROSTER] = CAST.parties.map((party) =>
  rosterOf(party, 1),
) as [Made, Made, Made];
export const PLAN_1 = makePlan(by(QAMAR, 10), PLAN);
export const NARROW = version(PLAN_1, { patch: MIDDLE, upto: at(1_900) });
export const QAMAR_CLAIM = claimOf(QAMAR, WEST);
export const NAHR_CLAIM = claimOf(NAHR, EAST);
export const FIRST: readonly [readonly Made[], readonly Made[], readonly Made[]] = [
  [QAMAR_ROSTER, QAMAR_CLAIM, PLAN_1],
  [NAHR_ROSTER, NAHR_CLAIM],
  [JABAL_ROSTER],
];
