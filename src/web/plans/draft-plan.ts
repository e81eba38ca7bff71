import type { ForceKind } from '../../accord/operation/kinds.ts';
import type { Plan, Schedule } from '../../accord/operation/plan-schema.ts';
import { REACH_METRES_MAX } from '../../accord/operation/plan-schema.ts';
import type { PartyId, SeatId } from '../../base/ids.ts';
import { isSeatId } from '../../base/ids.ts';
import { instantOf } from '../now.ts';
import type { ForceRow, LiaisonRow, LineRow, PhaseRow, PlanDraft, SectorRow } from './draft.ts';
import { KIND_FORMS } from './kind-form.ts';
import { geometryOf, shapeOfOutline } from './outline.ts';
import { hasTurningMarks, plainText } from './plain-text.ts';

/** What is missing or wrong before a draft may be proposed, in the order of the page. */
export type DraftFault =
  | 'name'
  | 'shape'
  | 'reach'
  | 'heights'
  | 'from'
  | 'upto'
  | 'window-backwards'
  | 'window-past'
  | 'turns'
  | 'force'
  | 'sector'
  | 'phase'
  | 'line'
  | 'liaison'
  | 'lost-contact'
  | 'marks';

/** How many people or vehicles of one kind a plan may name. */
const COUNT_MAX = 100_000;

/** Everything that keeps the draft from being proposed, in the order of the page. */
export function faultsOf(draft: PlanDraft, now: number): readonly DraftFault[] {
  const { from, upto } = draft;
  const isBackwards = from !== undefined && upto !== undefined && from >= upto;
  const isPast = upto !== undefined && instantOf(upto) <= now;
  const found: readonly (readonly [DraftFault, boolean])[] = [
    ['name', draft.name.trim() === ''],
    ['shape', !shapeOfOutline(draft).ok],
    ['reach', !isReachWhole(draft)],
    ['heights', KIND_FORMS[draft.kind].heights !== undefined && !heightsOf(draft)],
    ['from', from === undefined],
    ['upto', upto === undefined],
    ['window-backwards', isBackwards],
    ['window-past', !isBackwards && isPast],
    ['turns', draft.days.length > 0 && !scheduleOf(draft)],
    ['force', draft.forces.some((row) => !isForceWhole(row))],
    ['sector', draft.sectors.some((row) => !sectorOf(row))],
    ['phase', draft.phases.some((row) => !phaseOf(row, draft))],
    ['line', draft.lines.some((row) => !lineOf(row))],
    ['liaison', draft.liaison.some((row) => !liaisonOf(row))],
    ['lost-contact', draft.lostThen !== undefined && !lostContactOf(draft)],
    ['marks', textsOf(draft).some(hasTurningMarks)],
  ];
  return found.flatMap(([fault, is]) => (is ? [fault] : []));
}

/**
 * The plan that the draft says so far, for the node to look at: what is not whole is left out, and
 * nothing comes back while it has no ground or no window.
 */
export function planOf(draft: PlanDraft, name = plainText(draft.name).trim()): Plan | undefined {
  const { from, upto, amends } = draft;
  const shape = geometryOf(draft);
  const heights = heightsOf(draft);
  if (!shape || from === undefined || upto === undefined || from >= upto) return undefined;
  if (!isReachWhole(draft) || (KIND_FORMS[draft.kind].heights && !heights)) return undefined;
  const reachMetres = metresOf(draft.reach);
  const schedule = scheduleOf(draft);
  const lostContact = lostContactOf(draft);
  return {
    kind: draft.kind,
    name,
    language: draft.language,
    purpose: plainText(draft.purpose).trim(),
    shape,
    ...(reachMetres === undefined ? {} : { reachMetres }),
    ...(heights ? { heights } : {}),
    window: { from, upto },
    ...(schedule ? { schedule } : {}),
    contributions: contributionsOf(draft.forces),
    ...listed('sectors', draft.sectors.map(sectorOf)),
    ...listed(
      'phases',
      draft.phases.map((row) => phaseOf(row, draft)),
    ),
    ...listed('lines', draft.lines.map(lineOf)),
    ...listed('liaison', draft.liaison.map(liaisonOf)),
    rulesOfContact: plainText(draft.rulesOfContact).trim(),
    ...(lostContact ? { lostContact } : {}),
    ...(amends === undefined ? {} : { amends }),
    ...(draft.isNotice ? { sharing: 'notice' } : {}),
  };
}

/** The contributions of the rows that are whole, one entry a party and one count a kind. */
export function contributionsOf(forces: readonly ForceRow[]): Plan['contributions'] {
  const parties = new Map<PartyId, Map<ForceKind, number>>();
  for (const { party, kind, count } of forces) {
    const number = Number(count);
    if (party === undefined || kind === undefined || !isCount(number)) continue;
    const held = parties.get(party) ?? new Map<ForceKind, number>();
    held.set(kind, (held.get(kind) ?? 0) + number);
    parties.set(party, held);
  }
  return [...parties].map(([party, kinds]) => ({
    party,
    forces: [...kinds].map(([kind, count]) => ({ kind, count })),
  }));
}

/** Whether a row of forces says all that it must. */
export function isForceWhole({ party, kind, count }: ForceRow): boolean {
  return party !== undefined && kind !== undefined && isCount(Number(count));
}

/** The sector of a row, once it is whole. */
export function sectorOf(row: SectorRow): NonNullable<Plan['sectors']>[number] | undefined {
  const area = row.mode === 'polygon' ? geometryOf(row) : undefined;
  const name = plainText(row.name).trim();
  if (!area || name === '' || row.lead === undefined) return undefined;
  return { id: row.part, name, area, lead: row.lead };
}

/** The phase of a row, once it is whole and within the window of its plan. */
export function phaseOf(
  row: PhaseRow,
  draft: Pick<PlanDraft, 'from' | 'upto' | 'sectors'>,
): NonNullable<Plan['phases']>[number] | undefined {
  const { part, lead, from, upto } = row;
  const name = plainText(row.name).trim();
  if (name === '' || lead === undefined || from === undefined || upto === undefined) {
    return undefined;
  }
  const isOutside = from < (draft.from ?? from) || upto > (draft.upto ?? upto);
  if (from >= upto || isOutside) return undefined;
  const whole = draft.sectors.filter((sector) => sectorOf(sector)).map((sector) => sector.part);
  const sectors = row.sectors.filter((sector) => whole.includes(sector));
  return { id: part, name, lead, window: { from, upto }, sectors: [...sectors] };
}

/** The line of a row, once it is whole. */
export function lineOf(row: LineRow): NonNullable<Plan['lines']>[number] | undefined {
  const route = row.mode === 'line' ? geometryOf(row) : undefined;
  const name = plainText(row.name).trim();
  if (!route || name === '' || row.holds.length === 0) return undefined;
  return { id: row.part, name, route, holds: [...row.holds] };
}

/** The liaison office of a row, once it is whole. */
export function liaisonOf(row: LiaisonRow): NonNullable<Plan['liaison']>[number] | undefined {
  const seat = seatOf(row.seat);
  const call = plainText(row.call).trim();
  if (row.party === undefined || seat === undefined) return undefined;
  return { party: row.party, seat, ...(call === '' ? {} : { call }) };
}

/** The turns that the draft recurs in, once they are whole. [C22] */
export function scheduleOf(
  draft: Pick<PlanDraft, 'days' | 'turnFrom' | 'turnHours'>,
): Schedule | undefined {
  const clock = /^([01]?\d|2[0-3]):?([0-5]\d)$/.exec(draft.turnFrom.trim());
  const minutes = Math.round(Number(draft.turnHours) * 60);
  const isLength = draft.turnHours.trim() !== '' && minutes >= 1 && minutes <= 1440;
  if (draft.days.length === 0 || !clock || !isLength) return undefined;
  const fromMinute = Number(clock[1]) * 60 + Number(clock[2]);
  return { days: draft.days.toSorted((a, b) => a - b), fromMinute, minutes };
}

/** Whole metres as typed; nothing where there are none. */
export function metresOf(text: string): number | undefined {
  const metres = Number(text);
  return text.trim() !== '' && Number.isInteger(metres) ? metres : undefined;
}

function heightsOf(draft: PlanDraft): Plan['heights'] {
  if (!KIND_FORMS[draft.kind].heights) return undefined;
  const [lowMetres, highMetres] = [metresOf(draft.lowMetres), metresOf(draft.highMetres)];
  if (lowMetres === undefined || highMetres === undefined) return undefined;
  const isBand = lowMetres >= -500 && highMetres <= 30_000 && lowMetres < highMetres;
  return isBand ? { lowMetres, highMetres } : undefined;
}

function lostContactOf({ lostMinutes, lostThen }: PlanDraft): Plan['lostContact'] {
  const afterMinutes = Number(lostMinutes);
  const isWhole = Number.isInteger(afterMinutes) && afterMinutes >= 1 && afterMinutes <= 1440;
  return lostThen !== undefined && isWhole ? { afterMinutes, then: lostThen } : undefined;
}

/** A route or a place has a reach; an operation alone may do without. [C21] */
function isReachWhole({ kind, mode, reach }: PlanDraft): boolean {
  const metres = metresOf(reach);
  if (reach.trim() === '') return mode === 'polygon' || kind === 'operation';
  if (metres === undefined || metres > REACH_METRES_MAX) return false;
  return metres > 0 || mode === 'polygon' || kind === 'operation';
}

/** An office's short name as its roster writes it. */
function seatOf(text: string): SeatId | undefined {
  const name = plainText(text).trim().toLowerCase().replaceAll(/\s+/g, '-');
  return isSeatId(name) ? name : undefined;
}

function textsOf(draft: PlanDraft): readonly string[] {
  const parts = [...draft.sectors, ...draft.phases, ...draft.lines].map(({ name }) => name);
  const calls = draft.liaison.flatMap(({ seat, call }) => [seat, call]);
  return [draft.name, draft.purpose, draft.rulesOfContact, ...parts, ...calls];
}

/** A list without what is not whole; nothing where it is empty. */
function listed<K extends string, T>(
  name: K,
  rows: readonly (T | undefined)[],
): Partial<Record<K, T[]>> {
  const whole = rows.flatMap((row) => (row === undefined ? [] : [row]));
  return whole.length > 0 ? ({ [name]: whole } as Record<K, T[]>) : {};
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= COUNT_MAX;
}
