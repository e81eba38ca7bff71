import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { MapArea, MapShape } from '../map/marks.ts';
import { centreQuery } from '../queries.ts';
import type { Hand } from './hand.ts';
import type { Outline } from './outline.ts';
import { geometryOf } from './outline.ts';
import { cameraOver, PlanMap } from './plan-map.tsx';
import { drawnShape } from './plan-shapes.ts';

/** The map beside a form: what is written so far with its reach, and a hand that draws it. */
export function OutlineMap({
  outline,
  reachMetres,
  label,
  hand,
  onDone,
}: {
  readonly outline: Outline;
  readonly reachMetres: number;
  readonly label: string;
  readonly hand: Hand | undefined;
  readonly onDone: () => void;
}) {
  const charter = useQuery(centreQuery).data?.charter;
  const area = useMemo<MapArea | undefined>(() => {
    const drawn = geometryOf(outline);
    return drawn
      ? { id: 'draft', kind: 'draft', shape: drawnShape(drawn, reachMetres), label }
      : undefined;
  }, [outline, reachMetres, label]);
  const [opened] = useState(area);
  if (!charter) return null;
  return (
    <PlanMap
      area={area}
      camera={cameraOver(opened?.shape ?? (charter.area as unknown as MapShape))}
      drawing={hand?.mode}
      onDrawn={(drawn) => {
        hand?.take(drawn);
        onDone();
      }}
      onDrawingCancel={onDone}
    />
  );
}
