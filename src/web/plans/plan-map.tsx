import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';

import type { ClaimView, PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import type { DrawingMode, DrawnShape } from '../map/drawing.ts';
import { LazyMap } from '../map/lazy-map.tsx';
import type { MapHandle } from '../map/map-view.tsx';
import type { MapArea, MapPoint, MapShape, PlanState } from '../map/marks.ts';
import type { MapCamera } from '../map/open-map.ts';
import { claimsQuery } from '../queries.ts';
import { useLight } from '../reports/light.ts';
import { usePublishStatus } from '../status.ts';
import { useWords } from '../words/words.ts';
import type { Words } from '../words/words.ts';
import { drawnShape, groundOnMap } from './plan-shapes.ts';

const NO_POINTS: readonly MapPoint[] = [];
const NO_AREAS: readonly MapArea[] = [];

/** Degrees of longitude that fill the map well at zoom 0; halved with every step. */
const DEGREES_AT_ZOOM_0 = 230;
const ZOOM_MAX = 12;
const ZOOM_MIN = 5;
/** How far what is shown moves aside for the panel over the map. */
const PANEL_SHIFT_PIXELS = 150;
/** From this width on the panel lies over the map. */
export const PANEL_OVER_PIXELS_MIN = 1024;

/** The map of one plan: claims below, the plan above, and a hand to draw where `drawing` is set. */
export function PlanMap({
  area,
  beside = NO_AREAS,
  points = NO_POINTS,
  camera,
  focus,
  drawing,
  onDrawn,
  onDrawingCancel,
}: {
  readonly area: MapArea | undefined;
  /** Its parts, what it is in conflict with, what it was before. */
  readonly beside?: readonly MapArea[];
  readonly points?: readonly MapPoint[];
  readonly camera: MapCamera;
  /** Where the view moves to whenever this changes. */
  readonly focus?: MapCamera | undefined;
  readonly drawing?: DrawingMode | undefined;
  readonly onDrawn?: (shape: DrawnShape) => void;
  readonly onDrawingCancel?: () => void;
}) {
  const { parties, exercise } = useCentre();
  const claims = useQuery(claimsQuery);
  const { language } = useWords();
  const theme = useLight();
  const publish = usePublishStatus();
  const handle = useRef<MapHandle>(null);
  useEffect(() => {
    if (focus) handle.current?.goTo(focus);
  }, [focus]);
  const areas = useMemo(
    () => [
      ...(claims.data ?? []).map((claim) => claimArea(claim, claim.claim.names[language])),
      ...beside,
      ...(area ? [area] : []),
    ],
    [claims.data, area, beside, language],
  );
  return (
    <div className="relative h-full min-h-0 w-full overflow-hidden">
      <LazyMap
        theme={theme}
        parties={parties}
        areas={areas}
        points={points}
        camera={camera}
        handle={handle}
        drawing={drawing}
        exercise={exercise}
        onCursor={(cursor) => publish({ cursor })}
        onDrawn={onDrawn}
        onDrawingCancel={onDrawingCancel}
      />
    </div>
  );
}

/** A plan as the map draws it; its label says the state as a word too. */
export function planArea(
  { hash, plan, author }: PlanView,
  state: PlanState,
  t: Words['t'],
): MapArea {
  const label = `${plan.name} · ${t(`plans.group.${state}`)}`;
  return { id: hash, kind: 'plan', ...groundOnMap(plan), label, party: author, state };
}

/** Where the map of a plan opens. */
export function planCamera({ plan }: PlanView): MapCamera {
  return cameraOver(drawnShape(plan.shape, plan.reachMetres));
}

/** The same view with its middle beside the panel that lies over the map at the line's start. */
export function besidePanel(camera: MapCamera, direction: 'rtl' | 'ltr'): MapCamera {
  const degrees = (PANEL_SHIFT_PIXELS * 360) / (512 * 2 ** camera.zoom);
  return { ...camera, lon: camera.lon + (direction === 'rtl' ? degrees : -degrees) };
}

/** Where a map opens so that a shape is seen with what lies round it. */
export function cameraOver(shape: MapShape): MapCamera {
  const flat = JSON.stringify(shape.coordinates).match(/-?\d[\d.e-]*/g) ?? [];
  const lons = flat.filter((_, i) => i % 2 === 0).map(Number);
  const lats = flat.filter((_, i) => i % 2 === 1).map(Number);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const span = Math.max(east - west, (north - south) * 1.25, 0.01);
  const zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, Math.log2(DEGREES_AT_ZOOM_0 / span)));
  return { lon: (west + east) / 2, lat: (south + north) / 2, zoom };
}

/** A claim as the map draws it. */
export function claimArea({ hash, party, claim }: ClaimView, label: string): MapArea {
  return { id: hash, kind: 'claim', shape: claim.area as unknown as MapShape, label, party };
}
