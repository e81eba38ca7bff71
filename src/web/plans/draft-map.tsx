import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { formatShape } from '../../geo/shape.ts';
import type { DrawingMode, DrawnShape } from '../map/drawing.ts';
import type { MapArea, MapPoint, MapShape } from '../map/marks.ts';
import type { MapCamera } from '../map/open-map.ts';
import { centreQuery } from '../queries.ts';
import { useWords } from '../words/words.ts';
import type { DraftShapeFault, PlanDraft } from './draft.ts';
import { shapeOfDraft } from './draft.ts';
import { cameraOver, PlanMap } from './plan-map.tsx';

/** The map with what is drawn so far; a crossing is marked where it lies. */
export function DraftMap({
  draft,
  ...hand
}: {
  readonly draft: PlanDraft;
  readonly focus: MapCamera | undefined;
  readonly drawing: DrawingMode | undefined;
  readonly onDrawn: (shape: DrawnShape) => void;
  readonly onDrawingCancel: () => void;
}) {
  const { t } = useWords();
  const charter = useQuery(centreQuery).data?.charter;
  const shape = useMemo(() => shapeOfDraft(draft), [draft]);
  const area = useMemo<MapArea | undefined>(() => {
    const label = draft.name.trim() === '' ? t('plans.new.title') : draft.name;
    const drawn = shape.ok ? (formatShape(shape.value) as unknown as MapShape) : loose(draft);
    return drawn ? { id: 'draft', kind: 'draft', shape: drawn, label } : undefined;
  }, [draft, shape, t]);
  const points = useMemo(
    // A whole shape shows its corners by itself; marks beside it would run together into clusters.
    () => (shape.ok ? [] : [...cornerPoints(draft), ...crossing(shape.fault, t)]),
    [draft, shape, t],
  );
  const whole = charter?.area as unknown as MapShape | undefined;
  const [camera] = useState(() =>
    (area ?? whole) ? cameraOver((area?.shape ?? whole)!) : undefined,
  );
  return (
    <PlanMap area={area} points={points} camera={camera ?? { lon: 0, lat: 0, zoom: 2 }} {...hand} />
  );
}

/** What can be drawn of a shape that is none yet: the path through its corners. */
function loose(draft: PlanDraft): MapShape | undefined {
  const path = draft.points.flatMap((row) => (row.at ? [[...row.at]] : []));
  if (path.length < 2) return undefined;
  const closed =
    draft.mode === 'polygon' && path.length > 2 ? [...path, ...path.slice(0, 1)] : path;
  return { type: 'LineString', coordinates: closed };
}

function cornerPoints(draft: PlanDraft): readonly MapPoint[] {
  return draft.points.flatMap((row, i): MapPoint[] =>
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

function crossing(fault: DraftShapeFault, t: (key: string) => string): readonly MapPoint[] {
  if (!('at' in fault)) return [];
  const [lon, lat] = fault.at;
  const label = t('plans.shape.here');
  return [
    { id: 'fault', kind: 'explosive-hazard', lon, lat, label, precisionMetres: 1, age: 'fresh' },
  ];
}
