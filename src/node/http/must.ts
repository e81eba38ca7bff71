import type { JsonObject } from '../../base/json.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { isPartyId } from '../../base/ids.ts';
import type { NonEmpty } from '../../base/result.ts';
import type { PlanGround } from '../../accord/operation/ground.ts';
import { groundOf } from '../../accord/operation/ground.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Version } from '../../accord/operation/versions.ts';
import { versionOf } from '../../accord/operation/versions.ts';
import type { Audience, Readers } from '../../accord/party/audience.ts';
import {
  audienceWithin,
  commonAudience,
  compartmentIn,
  partiesIn,
} from '../../accord/party/audience.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { RecordType } from '../../accord/record.ts';
import type { Shape } from '../../geo/shape.ts';
import { parseShape } from '../../geo/shape.ts';
import type { IndexedRecord } from '../../index/port.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { Placed, Saying } from '../office.ts';
import { audienceFor } from '../office.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** What a duty may be. */
export type Duty = Desk['seat']['duties'][number];

/** The duty that an act needs, or one of several; the roster gives it to an office, nothing else does. */
export function mustHaveDuty(desk: Desk, ...duties: readonly [Duty, ...Duty[]]): Desk {
  if (!duties.some((duty) => desk.seat.duties.includes(duty))) {
    throw new Refusal('not-allowed', { duty: duties[0], duties });
  }
  return desk;
}

/** The audience that was asked for, or a refusal that says what is wrong with it. */
export function mustAudience(house: House, parties: readonly PartyId[]): Audience {
  const audience = audienceFor(house.office, selfOf(house), parties);
  if (!audience.ok) throw new Refusal(audience.fault.kind);
  return audience.value;
}

/** The same, or one of our own compartments in which this desk stands: any other is not there. [R7] */
export function mustReaders(house: House, desk: Desk, names: Readers): Audience {
  const compartment = compartmentIn(names);
  if (!compartment) return mustAudience(house, names.filter(isPartyId));
  const self = selfOf(house);
  const audience = audienceWithin(compartment);
  if (!mayRead(desk.reader, { author: self, audience })) throw new Refusal('not-found');
  if (names.some((each) => each !== compartment && each !== self)) {
    throw new Refusal('bad-request', { path: 'audience' });
  }
  return audience;
}

/** Who may read what all of these audiences may; nothing is said where that is nobody. [R10] */
export function mustCommon(house: House, audiences: NonEmpty<Audience>): Audience {
  const [first, ...others] = audiences;
  let common: Audience | undefined = first;
  for (const each of others) common = common && commonAudience(common, each);
  if (!common) throw new Refusal('no-common-readers');
  return compartmentIn(common) ? common : mustAudience(house, partiesIn(common));
}

/** Only members of the centre are asked, led or bound. */
export function mustBeMembers(house: House, parties: readonly PartyId[]): void {
  const { members } = house.folder.charter;
  const strangers = parties.filter((party) => !members.includes(party));
  if (strangers.length > 0) throw new Refusal('not-a-member', { parties: strangers });
}

/** Says one thing in a desk's name, or refuses it as what cannot be a record. */
export async function mustSay<T extends RecordType>(
  house: Pick<House, 'office'>,
  desk: Desk,
  saying: Omit<Saying<T>, 'seat'>,
): Promise<Placed> {
  const said = await house.office.say({ ...saying, seat: desk.seat.seat } as Saying<T>);
  if (!said.ok) throw new Refusal('bad-record', { ...said.fault });
  return said.value;
}

/** A record that this desk may read; one that it may not is as if it were not there. */
export async function mustRecord(
  house: House,
  desk: Desk,
  hash: RecordHash,
): Promise<IndexedRecord> {
  const logs = house.logs.readable(desk.reader).map((log) => log.id);
  const found = await house.index.record(hash, logs);
  if (!found || !mayRead(desk.reader, found)) throw new Refusal('not-found');
  return found;
}

/** A report that this desk may read. */
export async function mustReport(
  house: House,
  desk: Desk,
  hash: RecordHash,
): Promise<IndexedRecord> {
  const found = await mustRecord(house, desk, hash);
  if (found.type !== 'report') throw new Refusal('not-found');
  return found;
}

/** A plan that this desk may read, in whatever state. */
export function mustPlan(house: House, desk: Desk, hash: RecordHash): Version {
  const version = versionOf(house.office.known.plans.get(hash));
  if (!version || !mayRead(desk.reader, version.plan)) throw new Refusal('not-found');
  return version;
}

/** A plan that this desk may read and that has not ended by anybody's word. */
export function mustOpenPlan(house: House, desk: Desk, hash: RecordHash): Version {
  const version = mustPlan(house, desk, hash);
  const state = house.office.standings.of(hash, house.clock.now())?.state;
  if (state?.kind === 'ended' && state.reason !== 'expired') {
    throw new Refusal('plan-ended', { reason: state.reason });
  }
  return version;
}

/** The ground of a plan that was sent, or a refusal where a shape in it is none. */
export function mustGround(plan: Plan): PlanGround {
  for (const { area } of plan.sectors ?? []) mustShape(area);
  for (const { route } of plan.lines ?? []) mustShape(route);
  return groundOf(mustShape(plan.shape), plan.reachMetres);
}

/** The shape of a geometry that was sent, or a refusal where it is none. */
export function mustShape(geometry: Plan['shape']): Shape {
  const shape = parseShape(geometry as unknown as JsonObject);
  if (!shape.ok) throw new Refusal('bad-place', { ...shape.fault });
  return shape.value;
}
