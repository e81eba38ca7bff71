import type { SeatId } from '../../base/ids.ts';
import type { AuthorityView } from '../../contract/api.ts';
import type { Deciding, GrantLack } from '../../accord/operation/authority.ts';
import {
  decidingOffice,
  decidingOffices,
  lackOf,
  mayDecide,
} from '../../accord/operation/authority.ts';
import { PLAN_KINDS } from '../../accord/operation/kinds.ts';
import type { Version } from '../../accord/operation/versions.ts';
import { earlierVersions } from '../../accord/operation/versions.ts';
import type { Grant } from '../../accord/party/schema.ts';
import type { Look } from './look.ts';

/** Which of our offices may decide on a plan, and what keeps this desk from it. [C33] [C36] */
export function presentAuthority(look: Look, version: Version): AuthorityView {
  const { roster, reader, now } = look;
  const { plan, ground } = version;
  const deciding = { plan: plan.record.body, ground, at: now };
  if (!roster) return { here: false, lacks: [], offices: [], twoPerson: false };
  const proposed = proposingSeats(look, version);
  const offices = decidingOffices(roster, deciding).filter((seat) => !proposed.includes(seat));
  const seat = reader.seat?.id;
  const here = seat !== undefined && offices.includes(seat);
  const goesTo =
    here || seat === undefined ? undefined : nextOffice(look, deciding, seat, proposed);
  const office = roster.seats.find((each) => each.seat === seat);
  const lacks = here || mayDecide(office, deciding) ? [] : lacksOf(office?.authority, deciding);
  return {
    here,
    lacks: office?.duties.includes('decide') ? lacks : [],
    ...(goesTo ? { goesTo } : {}),
    offices,
    twoPerson: (roster.twoPerson ?? []).includes(plan.record.body.kind),
  };
}

/** The seats of our own party that proposed a plan or a version before it. [C36] */
export function proposingSeats({ known, reader }: Look, version: Version): readonly SeatId[] {
  if (version.plan.author !== reader.party) return [];
  return [version, ...earlierVersions(known, version)].map(({ plan }) => plan.record.by.seat);
}

/** The office to which the request goes up from `seat`, past those that proposed it themselves. */
function nextOffice(
  { roster }: Look,
  deciding: Deciding,
  seat: SeatId,
  proposed: readonly SeatId[],
): SeatId | undefined {
  if (!roster) return undefined;
  const passed = new Set<SeatId>();
  let from: SeatId | undefined = seat;
  while (from !== undefined && !passed.has(from)) {
    passed.add(from);
    const office: SeatId | undefined = decidingOffice(roster, from, deciding);
    if (office === undefined || !proposed.includes(office)) return office;
    from = roster.seats.find((each) => each.seat === office)?.above;
  }
  return undefined;
}

/** All that the nearest grant lacks: the one that lacks least. */
function lacksOf(grants: readonly Grant[] | undefined, deciding: Deciding): readonly GrantLack[] {
  const each = (grants ?? []).map((grant) => lacksOfGrant(grant, deciding));
  return each.toSorted((ours, theirs) => ours.length - theirs.length)[0] ?? [];
}

function lacksOfGrant(grant: Grant, deciding: Deciding): readonly GrantLack[] {
  const anywhere: Grant = { ...grant, area: null };
  const alone: readonly Grant[] = [
    { ...OPEN, kinds: grant.kinds },
    { ...OPEN, hoursAhead: anywhere.hoursAhead },
    { ...OPEN, forcesMax: anywhere.forcesMax },
    areaAloneOf(grant),
  ];
  return alone.flatMap((part) => lackOf(part, deciding) ?? []);
}

/** A grant that lacks nothing. */
const OPEN: Grant = { kinds: [...PLAN_KINDS], area: null, hoursAhead: null, forcesMax: null };

/** One object for one grant, for what its area holds is remembered by it. */
const areaAlone = new WeakMap<Grant, Grant>();

function areaAloneOf(grant: Grant): Grant {
  const held = areaAlone.get(grant) ?? { ...OPEN, area: grant.area };
  areaAlone.set(grant, held);
  return held;
}
