import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';

import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import type { DrawnShape } from '../map/drawing.ts';
import type { MapPoint, MapShape } from '../map/marks.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { PlanPage } from '../plans/plan-page.tsx';
import { centreQuery } from '../queries.ts';
import { useWords } from '../words/words.ts';
import type { DegreeBox } from './place-reading.ts';
import { boxAround, readPlace } from './place-reading.ts';

/** The ground of the centre: its box, in which short grid references are read, and its shape. */
export interface CentreGround {
  readonly area: DegreeBox;
  readonly whole: MapShape;
}

/** The ground of the centre, once the charter is here. */
export function useCentreGround(): CentreGround | undefined {
  const charter = useQuery(centreQuery).data?.charter;
  return useMemo(() => {
    const area = charter ? boxAround([charter.area.coordinates]) : undefined;
    return charter && area ? { area, whole: charter.area as unknown as MapShape } : undefined;
  }, [charter]);
}

/** What is written about a place: the place as typed, and the name that its mark bears. */
export interface PlacedDraft {
  readonly place: string;
  readonly title: string;
}

/** The page of a form about one place, which can be typed or picked from the map beside it. */
export function PlacePage({
  back,
  words,
  draft,
  ground,
  kind,
  pickedMetres,
  missing,
  sending,
  onPlace,
  onSend,
  onDrop,
  children,
}: {
  readonly back: string;
  readonly words: {
    readonly title: string;
    readonly missing: string;
    readonly send: string;
    readonly means: string;
  };
  readonly draft: PlacedDraft;
  readonly ground: CentreGround;
  readonly kind: MapPoint['kind'];
  /** No finer than a hand can mean on a map of a province, in metres. */
  readonly pickedMetres: number;
  /** What is missing yet, in sentences; empty until it was tried to send. */
  readonly missing: readonly string[];
  readonly sending: { readonly isPending: boolean; readonly error: Error | null };
  readonly onPlace: (place: string) => void;
  readonly onSend: () => void;
  readonly onDrop: () => void;
  /** The fields, given what begins to pick the place from the map. */
  readonly children: (onPick: () => void) => ReactNode;
}) {
  const { t } = useWords();
  const [isPicking, setPicking] = useState(false);
  const picked = (shape: DrawnShape) => {
    setPicking(false);
    if (shape.type !== 'Point') return;
    const [lon = 0, lat = 0] = shape.coordinates;
    const at = toGrid(lon, lat);
    if (at.ok) onPlace(formatMgrs(at.value, pickedMetres));
  };
  return (
    <PlanPage
      back={back}
      title={words.title}
      map={
        <PlanMap
          area={undefined}
          points={pointsOf(draft, ground.area, kind)}
          camera={cameraOver(ground.whole)}
          drawing={isPicking ? 'point' : undefined}
          onDrawn={picked}
          onDrawingCancel={() => setPicking(false)}
        />
      }
    >
      {children(() => setPicking(true))}
      {missing.length > 0 ? (
        <Notice tone="bad" title={words.missing}>
          <ul className="list-inside list-disc">
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <FaultNotice fault={sending.error} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Button tone="main" isDisabled={sending.isPending} onPress={onSend}>
          {words.send}
        </Button>
        <Button tone="quiet" onPress={onDrop}>
          {t('plans.new.drop')}
        </Button>
      </div>
      <p className="text-xs text-muted">{words.means}</p>
    </PlanPage>
  );
}

function pointsOf(
  { place, title }: PlacedDraft,
  area: DegreeBox,
  kind: MapPoint['kind'],
): readonly MapPoint[] {
  const reading = readPlace(place, area);
  if (reading.kind !== 'read' && reading.kind !== 'far') return [];
  const [lon, lat] = reading.place.point;
  const { precisionMetres, mgrs } = reading.place;
  const label = title === '' ? mgrs : title;
  return [{ id: 'draft', kind, lon, lat, label, precisionMetres, age: 'fresh' }];
}
