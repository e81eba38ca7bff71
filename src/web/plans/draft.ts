import type { Language } from '../../accord/party/names.ts';
import type { ForceKind, LOST_CONTACT_RULES, PlanKind } from '../../accord/operation/kinds.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { KIND_FORMS } from './kind-form.ts';
import type { Geometry, Outline, PointRow } from './outline.ts';
import { openOutline } from './outline.ts';

/** What a party brings, as typed. */
export interface ForceRow {
  readonly id: number;
  readonly party: PartyId | undefined;
  readonly kind: ForceKind | undefined;
  readonly count: string;
}

/** A sector, as typed; `part` is its name among machines and never changes. */
export interface SectorRow extends Outline {
  readonly id: number;
  readonly part: string;
  readonly name: string;
  readonly lead: PartyId | undefined;
}

/** A phase, as typed. */
export interface PhaseRow {
  readonly id: number;
  readonly part: string;
  readonly name: string;
  readonly lead: PartyId | undefined;
  /** RFC 3339 in UTC, once understood. */
  readonly from: string | undefined;
  readonly upto: string | undefined;
  /** Parts of the sectors that it is about; all where it names none. */
  readonly sectors: readonly string[];
}

/** A line that units of the parties that hold it do not cross, as typed. */
export interface LineRow extends Outline {
  readonly id: number;
  readonly part: string;
  readonly name: string;
  readonly holds: readonly PartyId[];
}

/** An office that is called when units meet, as typed. */
export interface LiaisonRow {
  readonly id: number;
  readonly party: PartyId | undefined;
  readonly seat: string;
  readonly call: string;
}

/** What a plan does once contact is lost. */
export type LostContactRule = (typeof LOST_CONTACT_RULES)[number];

/** A plan that is being written; nothing here is checked until it is asked. */
export interface PlanDraft {
  readonly kind: PlanKind;
  readonly name: string;
  readonly purpose: string;
  readonly rulesOfContact: string;
  readonly language: Language;
  readonly mode: Outline['mode'];
  readonly points: readonly PointRow[];
  readonly kept: Geometry | undefined;
  /** Metres, as typed; empty is none. */
  readonly reach: string;
  readonly lowMetres: string;
  readonly highMetres: string;
  /** RFC 3339 in UTC, once understood. */
  readonly from: string | undefined;
  readonly upto: string | undefined;
  /** Days of the week (1 is Monday) on which it recurs; none where it takes place once. */
  readonly days: readonly number[];
  /** The clock of the centre when a turn begins, and the hours that it lasts, as typed. */
  readonly turnFrom: string;
  readonly turnHours: string;
  readonly forces: readonly ForceRow[];
  readonly sectors: readonly SectorRow[];
  readonly phases: readonly PhaseRow[];
  readonly lines: readonly LineRow[];
  readonly liaison: readonly LiaisonRow[];
  /** Minutes, as typed. */
  readonly lostMinutes: string;
  readonly lostThen: LostContactRule | undefined;
  readonly isNotice: boolean;
  /** Readers who need not consent. */
  readonly others: readonly PartyId[];
  /** The version that this draft changes. */
  readonly amends: RecordHash | undefined;
}

const EMPTY: Omit<PlanDraft, 'language'> = {
  kind: 'operation',
  name: '',
  purpose: '',
  rulesOfContact: '',
  ...openOutline('polygon'),
  reach: '',
  lowMetres: '',
  highMetres: '',
  from: undefined,
  upto: undefined,
  days: [],
  turnFrom: '',
  turnHours: '',
  forces: [],
  sectors: [],
  phases: [],
  lines: [],
  liaison: [],
  lostMinutes: '',
  lostThen: undefined,
  isNotice: false,
  others: [],
  amends: undefined,
};

/** A draft with nothing in it. */
export function openDraft(language: Language): PlanDraft {
  return { ...EMPTY, language };
}

/** The draft as another kind: with that kind's ground and figures, unless others were typed. */
export function asKind(draft: PlanDraft, kind: PlanKind): Partial<PlanDraft> {
  const [before, after] = [KIND_FORMS[draft.kind], KIND_FORMS[kind]];
  const isOwn = (text: string, proposed: string | undefined): boolean =>
    text !== '' && text !== (proposed ?? '');
  const [mode = 'polygon'] = after.modes;
  return {
    kind,
    ...(after.modes.includes(draft.mode) ? {} : openOutline(mode)),
    ...(isOwn(draft.reach, before.reach) ? {} : { reach: after.reach }),
    ...(isOwn(draft.lowMetres, before.heights?.low) ? {} : { lowMetres: after.heights?.low ?? '' }),
    ...(isOwn(draft.highMetres, before.heights?.high)
      ? {}
      : { highMetres: after.heights?.high ?? '' }),
  };
}

/** Whether anything was written that would be a loss. */
export function isBegun(draft: PlanDraft): boolean {
  const { name, purpose, points, kept, from, forces, sectors, amends } = draft;
  return (
    `${name}${purpose}`.trim() !== '' ||
    points.length + forces.length + sectors.length > 0 ||
    kept !== undefined ||
    from !== undefined ||
    amends !== undefined
  );
}

/** The number for a new row. */
export function nextRow(rows: readonly { readonly id: number }[]): number {
  return Math.max(0, ...rows.map((row) => row.id)) + 1;
}

/** A name for a new part that none of the others has: `s1`, `s2`. */
export function nextPart(letter: string, rows: readonly { readonly part: string }[]): string {
  for (let i = rows.length + 1; ; i += 1) {
    const part = `${letter}${i}`;
    if (!rows.some((row) => row.part === part)) return part;
  }
}
