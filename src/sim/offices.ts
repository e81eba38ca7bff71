import type { PartyId } from '../base/ids.ts';
import type { Random } from '../base/ports.ts';
import { DESK, KEEPER, PLANNER, SECOND } from './cast.ts';
import type { GrantFact, KeyFact, OfficeFact, PlanKindFact, RosterFact } from './facts.ts';
import { drawPatch } from './ground.ts';

/** The kinds of plan that stories have. */
export const KINDS: readonly PlanKindFact[] = ['operation', 'sweep', 'visit'];

/** The office that a liar makes up. */
export const CLERK = 'desk/clerk';

/** The duties of the offices as a party begins. */
const OFFICES: readonly OfficeFact[] = [
  { seat: PLANNER, duties: ['report', 'plan'] },
  { seat: DESK, duties: ['report', 'plan', 'decide', 'sign'] },
  { seat: SECOND, duties: ['decide', 'sign'] },
  { seat: KEEPER, duties: ['administer', 'decide', 'sign'] },
];

/** The roster that a party begins with. */
export function firstRoster(random: Random, party: PartyId): RosterFact {
  const keys = OFFICES.map(({ seat }): KeyFact => ({
    key: keyName(party, seat, 0),
    seat,
    from: 0,
    upto: null,
  }));
  return {
    seats: OFFICES.map((office) =>
      office.duties.includes('decide') && random.below(6) === 0
        ? { ...office, grants: drawGrants(random) }
        : office,
    ),
    keys,
    twoPerson: random.below(4) === 0 ? [drawKind(random)] : [],
  };
}

/** The same roster with something changed; mostly an officer's key, which `now` retires. */
export function changedRoster(random: Random, roster: RosterFact, now: number): RosterFact {
  const office = random.below(3) === 0 ? SECOND : DESK;
  switch (random.below(8)) {
    case 0:
      return { ...roster, twoPerson: roster.twoPerson.length > 0 ? [] : [drawKind(random)] };
    case 1:
      return withOffice(roster, office, ({ seat, duties, grants }) =>
        grants ? { seat, duties } : { seat, duties, grants: drawGrants(random) },
      );
    case 2:
      return withOffice(roster, office, (held) => ({
        ...held,
        duties: held.duties.includes('decide') ? ['report'] : ['report', 'plan', 'decide', 'sign'],
      }));
    default:
      return withNewKey(random, roster, { office, now });
  }
}

/** The same roster, in which the made-up office may decide and sign. */
export function withClerk(roster: RosterFact, party: PartyId): RosterFact {
  const key = { key: keyName(party, CLERK, 0), seat: CLERK, from: 0, upto: null };
  return {
    ...roster,
    seats: [...roster.seats, { seat: CLERK, duties: ['decide', 'sign'] }],
    keys: [...roster.keys, key],
  };
}

/** The newest key of an office. */
export function keyOf({ keys }: RosterFact, office: string): string | undefined {
  return keys.filter(({ seat }) => seat === office).at(-1)?.key;
}

/** The name of a party's key. */
export function keyName(party: PartyId, office: string, number: number): string {
  return `${party} ${office} ${number}`;
}

function withNewKey(
  random: Random,
  roster: RosterFact,
  { office, now }: { readonly office: string; readonly now: number },
): RosterFact {
  const held = roster.keys.filter(({ seat }) => seat === office);
  const [party = ''] = held[0]?.key.split(' ') ?? [];
  const next: KeyFact = {
    key: keyName(party as PartyId, office, held.length),
    seat: office,
    from: random.below(4) === 0 ? now : 0,
    upto: null,
  };
  const keys = roster.keys.map((key) =>
    key.seat === office && key.upto === null ? { ...key, upto: now } : key,
  );
  return { ...roster, keys: [...keys, next] };
}

function withOffice(
  roster: RosterFact,
  office: string,
  change: (held: OfficeFact) => OfficeFact,
): RosterFact {
  return {
    ...roster,
    seats: roster.seats.map((each) => (each.seat === office ? change(each) : each)),
  };
}

function drawKind(random: Random): PlanKindFact {
  return KINDS[random.below(KINDS.length)] ?? 'operation';
}

function drawGrants(random: Random): readonly GrantFact[] {
  const grant = (): GrantFact => ({
    kinds: random.below(2) === 0 ? KINDS : [drawKind(random)],
    patch: random.below(3) === 0 ? drawPatch(random) : null,
    hoursAhead: random.below(3) === 0 ? 1 + random.below(3) : null,
    forcesMax: random.below(3) === 0 ? random.below(12) : null,
  });
  return random.below(3) === 0 ? [grant(), grant()] : [grant()];
}
