import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { PlanView } from '../../contract/api.ts';
import type { ForceRow, PlanDraft } from './draft.ts';
import { openDraft } from './draft.ts';
import { outlineOf } from './outline.ts';

/** A draft that says what a plan of ours says, to be changed; it names the version that it changes. [C38] */
export function draftOfPlan({ hash, plan, audience }: PlanView): PlanDraft {
  return {
    ...openDraft(plan.language),
    kind: plan.kind,
    name: plan.name,
    purpose: plan.purpose,
    rulesOfContact: plan.rulesOfContact,
    ...outlineOf(plan.shape),
    reach: plan.reachMetres === undefined ? '' : String(plan.reachMetres),
    lowMetres: plan.heights ? String(plan.heights.lowMetres) : '',
    highMetres: plan.heights ? String(plan.heights.highMetres) : '',
    from: plan.window.from,
    upto: plan.window.upto,
    ...turnsOf(plan),
    forces: forcesOf(plan),
    ...partsOf(plan),
    lostMinutes: plan.lostContact ? String(plan.lostContact.afterMinutes) : '',
    lostThen: plan.lostContact?.then,
    isNotice: plan.sharing === 'notice',
    // A version has the readers of the one before, or it is none.
    others: audience,
    amends: hash,
  };
}

function turnsOf({ schedule }: Plan): Pick<PlanDraft, 'days' | 'turnFrom' | 'turnHours'> {
  if (!schedule) return { days: [], turnFrom: '', turnHours: '' };
  return {
    days: schedule.days,
    turnFrom: clockOf(schedule.fromMinute),
    turnHours: String(schedule.minutes / 60),
  };
}

/** `0630`, as a clock is written on a staff. */
export function clockOf(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}${two(minute % 60)}`;
}

function forcesOf({ contributions }: Plan): readonly ForceRow[] {
  return contributions
    .flatMap(({ party, forces }) => forces.map((force) => ({ party, ...force })))
    .map(({ party, kind, count }, i) => ({ id: i + 1, party, kind, count: String(count) }));
}

function partsOf(plan: Plan): Pick<PlanDraft, 'sectors' | 'phases' | 'lines' | 'liaison'> {
  return {
    sectors: (plan.sectors ?? []).map(({ id, name, lead, area }, i) => ({
      ...outlineOf(area),
      id: i + 1,
      part: id,
      name,
      lead,
    })),
    phases: (plan.phases ?? []).map(({ id, name, lead, window, sectors }, i) => ({
      id: i + 1,
      part: id,
      name,
      lead,
      from: window.from,
      upto: window.upto,
      sectors,
    })),
    lines: (plan.lines ?? []).map(({ id, name, route, holds }, i) => ({
      ...outlineOf(route),
      id: i + 1,
      part: id,
      name,
      holds,
    })),
    liaison: (plan.liaison ?? []).map(({ party, seat, call }, i) => ({
      id: i + 1,
      party,
      seat,
      call: call ?? '',
    })),
  };
}
