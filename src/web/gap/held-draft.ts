import type { Holding } from '../../accord/holding/holding-schema.ts';
import type { HoldingKind } from '../../accord/holding/kinds.ts';
import type { Schedule } from '../../accord/operation/plan-schema.ts';
import type { Language } from '../../accord/party/names.ts';
import { namesOf } from '../agreements/agreement-draft.ts';
import type { OutlineMode } from '../map/drawing.ts';
import { clockOf } from '../plans/draft-of-plan.ts';
import { scheduleOf } from '../plans/draft-plan.ts';
import type { Outline } from '../plans/outline.ts';
import { geometryOf, openOutline, outlineOf } from '../plans/outline.ts';

/** What a holding covers, as it is chosen. */
export type CoversKind = Holding['covers']['kind'];

/** From what each coverage goes out. */
export const MODES_OF: Readonly<Record<CoversKind, readonly OutlineMode[]>> = {
  round: ['point'],
  sector: ['point'],
  strip: ['line'],
  area: ['polygon'],
  nothing: ['point', 'line', 'polygon'],
};

/** A holding as far as it has been written. */
export interface HeldDraft {
  readonly names: Readonly<Record<Language, string>>;
  readonly kind: HoldingKind | undefined;
  readonly covers: CoversKind;
  readonly outline: Outline;
  /** Kilometres and degrees, as typed. */
  readonly km: string;
  readonly bearingFrom: string;
  readonly bearingUpto: string;
  readonly state: Holding['state'];
  readonly days: readonly number[];
  readonly turnFrom: string;
  readonly turnHours: string;
  /** Turns beside the one that is written here; kept as they are. */
  readonly turns: readonly Schedule[];
  /** RFC 3339 in UTC. */
  readonly from: string | undefined;
  readonly upto: string | undefined;
  readonly audience: readonly string[];
}

/** What is missing; each has a sentence `gap.missing.…`. */
export type HeldFault = 'name' | 'kind' | 'place' | 'reach' | 'bearing' | 'turns' | 'upto';

/** A form of which nothing is written; it begins to count at `from`. */
export function emptyHeld(from: string): HeldDraft {
  return {
    names: { ar: '', ckb: '', tr: '', en: '' },
    kind: undefined,
    covers: 'round',
    outline: openOutline('point'),
    km: '',
    bearingFrom: '',
    bearingUpto: '',
    state: 'open',
    days: [],
    turnFrom: '',
    turnHours: '',
    turns: [],
    from,
    upto: undefined,
    audience: [],
  };
}

/** The form of a holding that is to be replaced. */
export function draftOfHeld(holding: Holding, audience: readonly string[]): HeldDraft {
  const { covers, hours } = holding;
  const [first, ...turns] = hours;
  return {
    ...emptyHeld(holding.from),
    names: holding.names,
    kind: holding.kind,
    covers: covers.kind,
    outline: outlineOf(holding.ground),
    km: 'metres' in covers ? String(covers.metres / 1000) : '',
    ...(covers.kind === 'sector'
      ? { bearingFrom: String(covers.from), bearingUpto: String(covers.upto) }
      : {}),
    state: holding.state,
    ...(first
      ? {
          days: first.days,
          turnFrom: clockOf(first.fromMinute),
          turnHours: String(first.minutes / 60),
        }
      : {}),
    turns,
    upto: holding.upto ?? undefined,
    audience,
  };
}

/** What is still missing, in the order of the form. */
export function heldFaults(draft: HeldDraft, language: Language): readonly HeldFault[] {
  const { from, upto } = draft;
  const found: readonly (readonly [HeldFault, boolean])[] = [
    ['name', !namesOf(draft.names, language)],
    ['kind', draft.kind === undefined],
    ['place', !geometryOf(draft.outline)],
    ['reach', hasReach(draft.covers) && metresOf(draft) === undefined],
    ['bearing', draft.covers === 'sector' && !bearingsOf(draft)],
    ['turns', draft.days.length > 0 && !scheduleOf(draft)],
    ['upto', from !== undefined && upto !== undefined && upto <= from],
  ];
  return found.flatMap(([fault, is]) => (is ? [fault] : []));
}

/** The holding that is written; nothing while anything is missing. */
export function holdingOf(
  draft: HeldDraft,
  language: Language,
  before: Holding | undefined,
): Holding | undefined {
  const names = namesOf(draft.names, language);
  const ground = geometryOf(draft.outline);
  const covers = coversOf(draft);
  const { kind, from } = draft;
  if (!names || !ground || !covers || !kind || from === undefined) return undefined;
  if (heldFaults(draft, language).length > 0) return undefined;
  const turn = scheduleOf(draft);
  const { state, turns, upto } = draft;
  return {
    ...(before?.post === undefined ? {} : { post: before.post }),
    ...(before?.roadMetres === undefined ? {} : { roadMetres: before.roadMetres }),
    manned: before?.manned ?? [],
    ...{ names, kind, ground, covers, state, from },
    hours: turn ? [turn, ...turns] : [],
    upto: upto ?? null,
  };
}

/** Whether a coverage goes out some way from its ground. */
export function hasReach(covers: CoversKind): boolean {
  return covers === 'round' || covers === 'sector' || covers === 'strip';
}

function coversOf(draft: HeldDraft): Holding['covers'] | undefined {
  const { covers: kind } = draft;
  if (kind === 'nothing' || kind === 'area') return { kind };
  const metres = metresOf(draft);
  if (metres === undefined) return undefined;
  if (kind !== 'sector') return { kind, metres };
  const bearings = bearingsOf(draft);
  return bearings && { kind, metres, ...bearings };
}

const METRES_MAX = 100_000;
const STRIP_METRES_MAX = 50_000;

function metresOf({ km, covers }: HeldDraft): number | undefined {
  const metres = Math.round(Number(km) * 1000);
  const isWithin = metres >= 1 && metres <= reachMaxKm(covers) * 1000;
  return km.trim() !== '' && isWithin ? metres : undefined;
}

function bearingsOf(draft: HeldDraft): { from: number; upto: number } | undefined {
  const [from, upto] = [draft.bearingFrom, draft.bearingUpto].map((text) =>
    /^\d{1,3}$/.test(text.trim()) && Number(text) <= 360 ? Number(text) % 360 : undefined,
  );
  return from === undefined || upto === undefined ? undefined : { from, upto };
}

/** The farthest that a coverage of a kind may reach, in kilometres. */
export function reachMaxKm(covers: CoversKind): number {
  return (covers === 'strip' ? STRIP_METRES_MAX : METRES_MAX) / 1000;
}
