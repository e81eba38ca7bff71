import type { Instant } from '../../base/instant.ts';
import type { ClaimView, PlanLine } from '../../contract/api.ts';
import type { ReportLine, ReportPoints } from '../../contract/reports.ts';
import type { Language } from '../../accord/party/names.ts';
import type { MapArea, MapPoint, MapShape, MarkAge } from '../map/marks.ts';
import type { MapCamera } from '../map/open-map.ts';
import { instantOf } from '../now.ts';
import { groundOnMap } from '../plans/plan-shapes.ts';
import { REPORT_KINDS } from './kinds.ts';
import type { DegreeBox } from './place-reading.ts';
import { boxAround } from './place-reading.ts';

const DAY = 86_400;

/** What happened longer ago than this is drawn hollow, in seconds. */
export const FRESH_SECONDS_MAX = DAY;

/** What happened longer ago than this is drawn as last known only, in seconds. */
export const OLD_SECONDS_MAX = 7 * DAY;

/** How many letters of a title stand beside its mark. */
const LABEL_UNITS_MAX = 26;

/** How old a mark is at `now`. */
export function markAge(at: Instant, now: Instant): MarkAge {
  const age = now - at;
  if (age <= FRESH_SECONDS_MAX) return 'fresh';
  return age <= OLD_SECONDS_MAX ? 'old' : 'last-known';
}

/** Points for the map: those of which the list knows more, then all others. */
export function pointsOf(
  lines: readonly ReportLine[],
  others: ReportPoints | undefined,
  now: Instant,
): readonly MapPoint[] {
  const known = new Set<string>(lines.map((line) => line.hash));
  const named = lines.map((line): MapPoint => {
    const [lon, lat] = line.point;
    return {
      id: line.hash,
      lon,
      lat,
      kind: line.kind,
      label: shortened(line.title),
      precisionMetres: line.precisionMetres,
      age: markAge(instantOf(line.when.from), now),
      contradicts: line.contradicts,
    };
  });
  const rest = (others?.points ?? [])
    .filter(([, , , , hash]) => !known.has(hash))
    .map(([lon, lat, from, kind, hash]): MapPoint => ({
      id: hash,
      lon,
      lat,
      kind: REPORT_KINDS[kind] ?? 'observation',
      label: '',
      precisionMetres: 0,
      age: markAge(instantOf(from), now),
    }));
  return [...named, ...rest];
}

/** Claims and plans as areas of the map; `stateWord` says a plan's state in the language in use. */
export function areasOf(
  claims: readonly ClaimView[],
  plans: readonly PlanLine[],
  language: Language,
  stateWord: (state: PlanLine['state']['kind']) => string,
): readonly MapArea[] {
  return [
    ...claims.map(({ hash, party, claim }): MapArea => ({
      id: hash,
      kind: 'claim',
      shape: claim.area as MapShape,
      label: claim.names[language],
      party,
    })),
    ...plans
      .filter((plan) => plan.state.kind !== 'ended')
      .map((plan): MapArea => ({
        id: plan.hash,
        kind: 'plan',
        ...groundOnMap(plan.plan),
        label: `${plan.plan.name} · ${stateWord(plan.state.kind)}`,
        party: plan.author,
        state: plan.state.kind,
      })),
  ];
}

/**
 * Where the map opens: on what was reported and planned; on the claims where there is neither, and
 * on the centre's area where there is nothing at all.
 */
export function openingView(
  shapes: readonly MapArea[],
  points: readonly MapPoint[],
  area: DegreeBox,
): MapCamera {
  const plans = shapes.filter((shape) => shape.kind === 'plan');
  const lively = [
    ...plans.map(({ shape }) => boxAround([shape.coordinates])),
    ...points.map(({ lon, lat }): DegreeBox => [lon, lat, lon, lat]),
  ];
  const claimed = shapes.map(({ shape }) => boxAround([shape.coordinates]));
  const boxes = lively.length > 0 ? lively : claimed.length > 0 ? claimed : [area];
  const [west, south, east, north] = boxes.reduce((one, other) => [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ]);
  const lat = (south + north) / 2;
  // A world of zoom 0 is 512 px wide; the map is some 800 by 640 px on the smallest desk; a rim is left.
  const wide = Math.log2((600 * 360) / (512 * Math.max(east - west, 0.05)));
  const high = Math.log2(
    (440 * 360 * Math.cos((lat * Math.PI) / 180)) / (512 * Math.max(north - south, 0.05)),
  );
  const zoom = Math.min(Math.max(Math.min(wide, high), 4), 10);
  return { lon: (west + east) / 2, lat, zoom };
}

function shortened(title: string): string {
  const letters = [...title];
  if (letters.length <= LABEL_UNITS_MAX) return title;
  return `${letters
    .slice(0, LABEL_UNITS_MAX - 1)
    .join('')
    .trimEnd()}…`;
}
