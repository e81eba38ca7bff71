import type { Language } from '../../accord/party/names.ts';
import type { ForceKind, Plan } from '../../accord/operation/plan-schema.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Result } from '../../base/result.ts';
import { err } from '../../base/result.ts';
import type { DegreePoint } from '../../geo/grid.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import type { Shape, ShapeFault } from '../../geo/shape.ts';
import { formatShape, parseShape } from '../../geo/shape.ts';
import { instantOf } from '../now.ts';
import type { PlaceReading } from '../reports/place-reading.ts';
import { plainText } from './plain-text.ts';

/** A corner as it stands in its row: what was typed, and the place once it is understood. */
export interface PointRow {
  readonly id: number;
  readonly text: string;
  readonly at?: DegreePoint;
}

/** What a party brings, as typed. */
export interface ForceRow {
  readonly id: number;
  readonly party: PartyId | undefined;
  readonly kind: ForceKind | undefined;
  readonly count: string;
}

/** A plan that is being written; nothing here is checked until it is asked. */
export interface PlanDraft {
  readonly name: string;
  readonly purpose: string;
  readonly rulesOfContact: string;
  readonly language: Language;
  readonly mode: 'polygon' | 'line';
  readonly points: readonly PointRow[];
  /** RFC 3339 in UTC, once understood. */
  readonly from: string | undefined;
  readonly upto: string | undefined;
  readonly forces: readonly ForceRow[];
  /** Readers who need not consent. */
  readonly others: readonly PartyId[];
}

/** Why a drawn shape is none yet; `at` is the place on the map where there is one. */
export type DraftShapeFault =
  | { readonly kind: 'no-shape' }
  | { readonly kind: 'unread-point'; readonly row: number }
  | ShapeFault;

/** What is missing or wrong before a draft may be proposed. */
export type DraftFault =
  | 'name'
  | 'shape'
  | 'from'
  | 'upto'
  | 'window-backwards'
  | 'window-past'
  | 'force';

const EMPTY: Omit<PlanDraft, 'language'> = {
  name: '',
  purpose: '',
  rulesOfContact: '',
  mode: 'polygon',
  points: [],
  from: undefined,
  upto: undefined,
  forces: [],
  others: [],
};

/** A draft with nothing in it. */
export function openDraft(language: Language): PlanDraft {
  return { ...EMPTY, language };
}

/** The row of a place that was set on the map. */
export function rowAt(id: number, at: DegreePoint): PointRow {
  const grid = toGrid(at[0], at[1]);
  return grid.ok ? { id, text: formatMgrs(grid.value, 1), at } : { id, text: '' };
}

/** The row of a place that was typed; without a place until it is read or confirmed. */
export function typedRow(id: number, text: string, reading: PlaceReading): PointRow {
  return reading.kind === 'read' ? { id, text, at: reading.place.point } : { id, text };
}

/** The shape that the rows make, or why they make none. */
export function shapeOfDraft(
  draft: Pick<PlanDraft, 'mode' | 'points'>,
): Result<Shape, DraftShapeFault> {
  const rows = draft.points.filter((row) => row.at !== undefined || row.text.trim() !== '');
  const unread = rows.findIndex((row) => row.at === undefined);
  if (unread >= 0) return err({ kind: 'unread-point', row: unread });
  const points = rows.flatMap((row) => (row.at ? [[...row.at]] : []));
  const least = draft.mode === 'polygon' ? 3 : 2;
  if (points.length < least) return err({ kind: 'no-shape' });
  const json: Json =
    draft.mode === 'polygon'
      ? { type: 'Polygon', coordinates: [[...points, ...points.slice(0, 1)]] }
      : { type: 'LineString', coordinates: points };
  return parseShape(json);
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

/** Everything that keeps the draft from being proposed, in the order of the page. */
export function faultsOf(draft: PlanDraft, now: number): readonly DraftFault[] {
  const { from, upto } = draft;
  const isBackwards = from !== undefined && upto !== undefined && from >= upto;
  const isPast = upto !== undefined && instantOf(upto) <= now;
  const found: readonly (readonly [DraftFault, boolean])[] = [
    ['name', draft.name.trim() === ''],
    ['shape', !shapeOfDraft(draft).ok],
    ['from', from === undefined],
    ['upto', upto === undefined],
    ['window-backwards', isBackwards],
    ['window-past', !isBackwards && isPast],
    ['force', draft.forces.some((row) => !isWhole(row))],
  ];
  return found.flatMap(([fault, is]) => (is ? [fault] : []));
}

/** The plan that the draft says; only for a draft without faults. */
export function planOf(draft: PlanDraft, shape: Shape): Plan {
  return {
    kind: 'operation',
    name: plainText(draft.name).trim(),
    language: draft.language,
    purpose: plainText(draft.purpose).trim(),
    shape: formatShape(shape) as JsonObject as Plan['shape'],
    window: { from: draft.from ?? '', upto: draft.upto ?? '' },
    contributions: contributionsOf(draft.forces),
    rulesOfContact: plainText(draft.rulesOfContact).trim(),
  };
}

/** Whether a row of forces says all that it must. */
export function isWhole({ party, kind, count }: ForceRow): boolean {
  return party !== undefined && kind !== undefined && isCount(Number(count));
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= 100_000;
}
