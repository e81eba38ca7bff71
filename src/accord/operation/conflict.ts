import type { PartyId, RecordHash } from '../../base/ids.ts';
import { isNear } from '../../geo/near.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import { touchesPrepared } from '../../geo/touch.ts';
import type { Known, PlanFile, StandingPlace } from '../known.ts';
import type { Said } from '../said.ts';
import type { PlanGround } from './ground.ts';
import type { Plan } from './plan-schema.ts';
import { commonTurn, cut, turnAt, windowOf } from './turns.ts';
import type { Turn } from './turns.ts';
import { earlierVersions, laterVersions, versionOf } from './versions.ts';

/** What a plan is in conflict with. */
export type ConflictKind = 'plan' | 'post' | 'site';

/** A plan and something else that come too near each other at one time. [C47] [C48] */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly with: RecordHash;
  /** Whose the other plan, post or site is. */
  readonly of: PartyId;
  /** The first span in which both are there. */
  readonly during: Turn;
  /** How near is too near, in metres; 0 where the grounds themselves meet. */
  readonly distanceMetres: number;
  /** The authors of both, and all who must consent. */
  readonly concerns: readonly PartyId[];
  /** Those of them who have seen it and let both stand. */
  readonly clearedBy: readonly PartyId[];
}

/** A plan that is held against everything else; a draft has no hash. */
export interface Contested {
  readonly hash: RecordHash | undefined;
  readonly plan: Plan;
  readonly author: PartyId;
  readonly ground: PlanGround;
  /** Who must consent to it. */
  readonly asked: readonly PartyId[];
}

/**
 * All conflicts of a plan with other plans, posts and protected sites that `isThere` does not rule
 * out, sorted by kind and name. `isThere` says whether another plan may still take place, and whether
 * the asker may know of it. [C47]
 */
export function conflictsOf(
  known: Known,
  of: Contested,
  isThere: (other: Said) => boolean,
): readonly Conflict[] {
  const found = [...withPlans(known, of, isThere), ...withPlaces(known, of, isThere)];
  return found.toSorted((ours, theirs) => (nameOf(ours) < nameOf(theirs) ? -1 : 1));
}

function nameOf({ kind, with: other }: Conflict): string {
  return `${kind} ${other}`;
}

function withPlans(
  known: Known,
  of: Contested,
  isThere: (other: Said) => boolean,
): readonly Conflict[] {
  const near = known.planIndex.near(of.ground.shape.bounds, of.ground.reachMetres);
  const own = versionsOf(known, of);
  return near.flatMap((hash): readonly Conflict[] => {
    const other = versionOf(known.plans.get(hash));
    if (!other || own.has(hash)) return [];
    const body = other.plan.record.body;
    const during = commonTurn(of.plan, body, known.charter.timeZone);
    if (!during || !areHeightsMeeting(of.plan, body) || !isThere(other.plan)) return [];
    if (!areGroundsMeeting(of.ground, other.ground)) return [];
    const parties = body.contributions.map(({ party }) => party);
    return [
      conflict(known, of, {
        kind: 'plan',
        with: hash,
        of: other.plan.author,
        during,
        distanceMetres: 0,
        also: parties,
      }),
    ];
  });
}

/** The plan itself, all versions before it and all that amend one of these. */
function versionsOf(known: Known, { hash, plan }: Contested): ReadonlySet<RecordHash> {
  const own = new Set<RecordHash>();
  const first = versionOf(known.plans.get(hash ?? plan.amends ?? ('' as RecordHash)));
  if (!first) return own;
  const waiting = [first, ...earlierVersions(known, first)];
  for (let version = waiting.pop(); version; version = waiting.pop()) {
    if (own.has(version.plan.hash)) continue;
    own.add(version.plan.hash);
    waiting.push(...laterVersions(known, version));
  }
  return own;
}

function withPlaces(
  known: Known,
  of: Contested,
  isThere: (other: Said) => boolean,
): readonly Conflict[] {
  const metres = Math.max(0, ...[...known.places.values()].map(distanceOf));
  const near = known.placeIndex.near(of.ground.bounds, metres);
  return near.flatMap((hash): readonly Conflict[] => {
    const place = known.places.get(hash);
    if (!place || !isThere(place.said) || isOwnPost(of, place)) return [];
    const during = turnDuring(known, of.plan, place);
    if (!during || !isGroundNear(of.ground, place)) return [];
    return [
      conflict(known, of, {
        kind: place.said.record.type,
        with: hash,
        of: place.said.author,
        during,
        distanceMetres: distanceOf(place),
        also: [],
      }),
    ];
  });
}

/** Who takes part in a plan knows its own posts. */
function isOwnPost(of: Contested, { said }: StandingPlace): boolean {
  if (said.record.type !== 'post') return false;
  const parties = [of.author, ...of.plan.contributions.map(({ party }) => party)];
  return parties.includes(said.author);
}

function distanceOf({ said }: StandingPlace): number {
  return said.record.body.distanceMetres;
}

function isGroundNear(ground: PlanGround, place: StandingPlace): boolean {
  const metres = distanceOf(place);
  return ground.parts.some((part) => isNear(part, place.ground, metres));
}

/** The first turn of a plan in which a place is there. */
function turnDuring(known: Known, plan: Plan, { from, upto }: StandingPlace): Turn | undefined {
  const window = windowOf(plan);
  const span = cut(window, { from, upto: upto ?? window.upto });
  const turn = span && turnAt(plan, known.charter.timeZone, span.from);
  return turn && span && cut(turn, span);
}

function areGroundsMeeting(ours: PlanGround, theirs: PlanGround): boolean {
  return ours.parts.some((part: PreparedShape) =>
    theirs.parts.some((other) => touchesPrepared(part, other)),
  );
}

/** Two flights at heights that do not meet pass each other; everything else may meet. */
function areHeightsMeeting(ours: Plan, theirs: Plan): boolean {
  if (ours.kind !== 'overflight' || theirs.kind !== 'overflight') return true;
  const [one, other] = [ours.heights, theirs.heights];
  if (!one || !other) return true;
  return one.lowMetres <= other.highMetres && other.lowMetres <= one.highMetres;
}

function conflict(
  known: Known,
  of: Contested,
  found: Omit<Conflict, 'concerns' | 'clearedBy'> & { readonly also: readonly PartyId[] },
): Conflict {
  const { also, ...rest } = found;
  const concerns = [...new Set([of.author, rest.of, ...of.asked, ...also])].toSorted();
  return {
    ...rest,
    concerns,
    clearedBy: clearedBy(known, of, rest).filter((party) => concerns.includes(party)),
  };
}

/** Who has cleared a conflict from either side, on this version or the other plan's file. [C48] */
function clearedBy(
  known: Known,
  { hash }: Contested,
  { with: other }: Pick<Conflict, 'with'>,
): readonly PartyId[] {
  if (hash === undefined) return [];
  const by = (file: PlanFile | undefined, against: RecordHash): readonly PartyId[] =>
    (file?.clearances ?? [])
      .filter(({ record }) => record.body.with === against)
      .map(({ author }) => author);
  const parties = [...by(known.plans.get(hash), other), ...by(known.plans.get(other), hash)];
  return [...new Set(parties)].toSorted();
}
