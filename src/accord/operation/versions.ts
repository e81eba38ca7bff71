import type { RecordHash } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { formatCanonical } from '../../base/json.ts';
import { uncoveredAll } from '../../geo/cover.ts';
import { isWithinPrepared } from '../../geo/within.ts';
import type { Known, PlanFile } from '../known.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { PlanGround } from './ground.ts';
import type { Plan, Schedule } from './plan-schema.ts';

/** How many versions back a plan is followed. */
export const VERSIONS_MAX = 64;

/** What is compared between a version and the one before it. */
export const NARROWING_CHECKS = [
  'kind',
  'texts',
  'ground',
  'window',
  'turns',
  'heights',
  'forces',
  'sectors',
  'phases',
  'lines',
  'liaison',
  'lost-contact',
  'sharing',
] as const;

/** See {@link NARROWING_CHECKS}. */
export type NarrowingCheck = (typeof NARROWING_CHECKS)[number];

/** A plan whose record and ground are known. */
export interface Version {
  readonly file: PlanFile;
  readonly plan: Said<'plan'>;
  readonly ground: PlanGround;
}

/** What of a version, or of the draft of one, is compared with another. */
export interface Compared {
  readonly ground: PlanGround;
  readonly plan: { readonly record: { readonly body: Plan } };
}

/** A version before another, and whether every step from it to there only narrowed. */
export interface Earlier extends Version {
  readonly narrowsFrom: boolean;
}

/** A plan's file as a version, where all of it is known. */
export function versionOf(file: PlanFile | undefined): Version | undefined {
  return file?.plan && file.ground ? { file, plan: file.plan, ground: file.ground } : undefined;
}

/** The version that this one amends, where the same party proposed it to the same audience. [C38] */
export function amendedBy(known: Pick<Known, 'plans'>, of: Version): Version | undefined {
  const { amends } = of.plan.record.body;
  const before = amends === undefined ? undefined : versionOf(known.plans.get(amends));
  return before && isVersionOf(of.plan, before.plan) ? before : undefined;
}

/** All versions before this one, the newest first. */
export function earlierVersions(known: Pick<Known, 'plans'>, of: Version): readonly Earlier[] {
  const found: Earlier[] = [];
  let [next, narrowsFrom]: [Version, boolean] = [of, true];
  for (let i = 0; i < VERSIONS_MAX; i += 1) {
    const before = amendedBy(known, next);
    if (!before) break;
    narrowsFrom &&= isNarrowing(next, before);
    found.push({ ...before, narrowsFrom });
    next = before;
  }
  return found;
}

/** The versions that amend this one directly, sorted by their names. */
export function laterVersions(known: Pick<Known, 'plans'>, of: Version): readonly Version[] {
  return of.file.amendments
    .toSorted()
    .flatMap((hash: RecordHash) => versionOf(known.plans.get(hash)) ?? [])
    .filter((later) => isVersionOf(later.plan, of.plan));
}

/** Whether a version only narrows the one before it. [C38] */
export function isNarrowing(next: Version, before: Version): boolean {
  const [ours, theirs] = [next.plan.record.body, before.plan.record.body];
  const held = narrowings.get(ours)?.get(theirs);
  if (held !== undefined) return held;
  const is = widenings(next, before).length === 0;
  const kept = narrowings.get(ours) ?? new WeakMap<Plan, boolean>();
  narrowings.set(ours, kept.set(theirs, is));
  return is;
}

/** Answers that cost milliseconds, kept for as long as both plans live. */
const narrowings = new WeakMap<Plan, WeakMap<Plan, boolean>>();

/** In what a version is not within the one before it; nothing where it only narrows. [C38] */
export function widenings(next: Compared, before: Compared): readonly NarrowingCheck[] {
  const [ours, theirs] = [next.plan.record.body, before.plan.record.body];
  const holds: Record<NarrowingCheck, () => boolean> = {
    kind: () => ours.kind === theirs.kind,
    texts: () =>
      ours.name === theirs.name &&
      ours.language === theirs.language &&
      ours.purpose === theirs.purpose &&
      ours.rulesOfContact === theirs.rulesOfContact,
    ground: () => isGroundNarrower(next, before),
    window: () =>
      momentOf(ours.window.from) >= momentOf(theirs.window.from) &&
      momentOf(ours.window.upto) <= momentOf(theirs.window.upto),
    turns: () => isScheduleNarrower(ours.schedule, theirs.schedule),
    heights: () => areHeightsNarrower(ours.heights, theirs.heights),
    forces: () => areForcesFewer(ours, theirs),
    sectors: () => isSame(ours.sectors, theirs.sectors),
    phases: () => isSame(ours.phases, theirs.phases),
    lines: () => isSame(ours.lines, theirs.lines),
    liaison: () => isSame(ours.liaison, theirs.liaison),
    'lost-contact': () => isSame(ours.lostContact, theirs.lostContact),
    sharing: () => ours.sharing === theirs.sharing,
  };
  return NARROWING_CHECKS.filter((check) => !holds[check]());
}

function isVersionOf(later: Said<'plan'>, before: Said<'plan'>): boolean {
  return later.author === before.author && isSameAudience(later.audience, before.audience);
}

/** The shape within the shape and the reach not larger; or no part of the ground outside the ground. */
function isGroundNarrower(next: Compared, before: Compared): boolean {
  const [inner, outer] = [next.ground, before.ground];
  const reach = (of: Compared): number => of.plan.record.body.reachMetres ?? 0;
  if (reach(next) <= reach(before) && isWithinPrepared(inner.shape, outer.shape)) return true;
  return !uncoveredAll(inner.parts, outer.parts);
}

function isScheduleNarrower(ours: Schedule | undefined, theirs: Schedule | undefined): boolean {
  if (!theirs) return true;
  if (!ours) return false;
  return (
    ours.days.every((day) => theirs.days.includes(day)) &&
    ours.fromMinute >= theirs.fromMinute &&
    ours.fromMinute + ours.minutes <= theirs.fromMinute + theirs.minutes
  );
}

function areHeightsNarrower(ours: Plan['heights'], theirs: Plan['heights']): boolean {
  if (!theirs) return true;
  if (!ours) return false;
  return ours.lowMetres >= theirs.lowMetres && ours.highMetres <= theirs.highMetres;
}

/** Every party brings no more of any kind than before. */
function areForcesFewer(ours: Plan, theirs: Plan): boolean {
  const before = forcesOf(theirs);
  return [...forcesOf(ours)].every(([name, count]) => count <= (before.get(name) ?? 0));
}

function forcesOf({ contributions }: Plan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { party, forces } of contributions) {
    for (const { kind, count } of forces) {
      const name = `${party} ${kind}`;
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  return counts;
}

function isSame(ours: object | undefined, theirs: object | undefined): boolean {
  return formOf(ours) === formOf(theirs);
}

/** An empty list says as much as none. */
function formOf(value: object | undefined): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return formatCanonical(value as JsonObject);
}
