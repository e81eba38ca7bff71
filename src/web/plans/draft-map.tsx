import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { PreviewView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import type { MapArea, MapPoint, MapShape } from '../map/marks.ts';
import type { MapCamera } from '../map/open-map.ts';
import { centreQuery } from '../queries.ts';
import { useWords } from '../words/words.ts';
import { conflictTitle } from './beside-phrases.ts';
import type { PlanDraft } from './draft.ts';
import { metresOf } from './draft-plan.ts';
import type { Hand } from './hand.ts';
import type { Outline, OutlineFault } from './outline.ts';
import { geometryOf, shapeOfOutline } from './outline.ts';
import { besidePanel, cameraOver, PANEL_OVER_PIXELS_MIN, PlanMap } from './plan-map.tsx';
import { beforeArea, conflictAreas, drawnShape, partAreas } from './plan-shapes.ts';

/** The map with what is drawn so far; a crossing is marked where it lies. */
export function DraftMap({
  draft,
  view,
  hand,
  onDone,
  focus,
}: {
  readonly draft: PlanDraft;
  /** What the node said of it. */
  readonly view: PreviewView | undefined;
  readonly hand: Hand | undefined;
  /** The pencil was laid down. */
  readonly onDone: () => void;
  readonly focus: MapCamera | undefined;
}) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const charter = useQuery(centreQuery).data?.charter;
  const shape = useMemo(() => shapeOfOutline(draft), [draft]);
  const area = useMemo(() => groundArea(draft, t('plans.new.title')), [draft, t]);
  const { sectors, lines } = draft;
  const beside = useMemo(
    () => [
      ...(view ? beforeArea(view, t('plan-parts.change.before')) : []),
      ...conflictAreas(view?.conflicts ?? [], (each) => conflictTitle(each, { words, centre })),
      ...partAreas({
        sectors: sectors.flatMap((row) => {
          const drawn = geometryOf(row);
          return drawn && row.mode === 'polygon'
            ? [{ id: row.part, name: row.name, area: drawn, lead: row.lead ?? ('' as never) }]
            : [];
        }),
        lines: lines.flatMap((row) => {
          const drawn = geometryOf(row);
          return drawn && row.mode === 'line'
            ? [{ id: row.part, name: row.name, route: drawn, holds: [...row.holds] }]
            : [];
        }),
      }),
    ],
    [view, sectors, lines, words, centre, t],
  );
  const points = useMemo(
    // A whole shape shows its corners by itself; marks beside it would run together into clusters.
    () => (shape.ok ? [] : [...cornerPoints(draft), ...crossing(shape.fault, t)]),
    [draft, shape, t],
  );
  const whole = charter?.area as unknown as MapShape | undefined;
  const [camera] = useState(() => {
    if (!area) return whole && cameraOver(whole);
    const over = cameraOver(area.shape);
    return innerWidth < PANEL_OVER_PIXELS_MIN ? over : besidePanel(over, words.direction);
  });
  return (
    <PlanMap
      area={area}
      beside={beside}
      points={points}
      camera={camera ?? { lon: 0, lat: 0, zoom: 2 }}
      focus={focus}
      drawing={hand?.mode}
      onDrawn={(drawn) => {
        hand?.take(drawn);
        onDone();
      }}
      onDrawingCancel={onDone}
    />
  );
}

function groundArea(draft: PlanDraft, nameless: string): MapArea | undefined {
  const drawn = geometryOf(draft);
  const reachMetres = metresOf(draft.reach);
  const shape = drawn ? drawnShape(drawn, reachMetres) : loose(draft);
  const label = draft.name.trim() === '' ? nameless : draft.name;
  return shape ? { id: 'draft', kind: 'draft', shape, label, reachMetres } : undefined;
}

/** What can be drawn of a shape that is none yet: the path through its corners. */
function loose({ mode, points }: Outline): MapShape | undefined {
  const path = points.flatMap((row) => (row.at ? [[...row.at]] : []));
  if (path.length < 2) return undefined;
  const closed = mode === 'polygon' && path.length > 2 ? [...path, ...path.slice(0, 1)] : path;
  return { type: 'LineString', coordinates: closed };
}

function cornerPoints({ points }: Outline): readonly MapPoint[] {
  return points.flatMap((row, i): MapPoint[] =>
    row.at
      ? [
          {
            id: `corner-${row.id}`,
            kind: 'place',
            lon: row.at[0],
            lat: row.at[1],
            label: String(i + 1),
            precisionMetres: 1,
            age: 'fresh',
          },
        ]
      : [],
  );
}

function crossing(fault: OutlineFault, t: (key: string) => string): readonly MapPoint[] {
  if (!('at' in fault)) return [];
  const [lon, lat] = fault.at;
  const label = t('plans.shape.here');
  return [
    { id: 'fault', kind: 'explosive-hazard', lon, lat, label, precisionMetres: 1, age: 'fresh' },
  ];
}
