import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

import type { FoundLine } from '../../contract/search.ts';
import { useCentre } from '../centre.ts';
import { LazyMap } from '../map/lazy-map.tsx';
import type { MapHandle } from '../map/map-view.tsx';
import type { MapArea } from '../map/marks.ts';
import { useNow } from '../now.ts';
import type { Hand } from '../plans/hand.ts';
import { centreQuery } from '../queries.ts';
import { useLight } from '../reports/light.ts';
import { openingView, pointsOf } from '../reports/marks-of-reports.ts';
import { boxAround } from '../reports/place-reading.ts';
import { usePublishStatus } from '../status.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { SearchArea } from './search-area.ts';
import { foundPointsQuery } from './search-queries.ts';

/** Under which name the looked-within area stands on the map. */
const AREA_ID = 'looked-within';

/** The ground on which what was found lies, with the area that is looked within and a hand to draw it. */
export function FoundMap({
  query,
  lines,
  area,
  selected,
  hand,
  onDone,
  onSelect,
}: {
  readonly query: string;
  readonly lines: readonly FoundLine[];
  readonly area: SearchArea | undefined;
  readonly selected: string | undefined;
  readonly hand: Hand | undefined;
  /** The pencil was laid down. */
  readonly onDone: () => void;
  readonly onSelect: (hash: string) => void;
}) {
  const { t, language } = useWords();
  const { parties, exercise } = useCentre();
  const theme = useLight();
  const now = useNow(300);
  const publish = usePublishStatus();
  const centre = useQuery(centreQuery);
  const others = useQuery(foundPointsQuery(query));
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const points = useMemo(() => pointsOf(lines, others.data, now), [lines, others.data, now]);
  const areas = useMemo(() => areasOf(area, t('search.map.area')), [area, t]);
  useEffect(() => {
    if (selected !== undefined) handle?.focusOn(selected);
  }, [handle, selected]);
  const ground = centre.data?.charter.area.coordinates;
  if (!ground || !others.data) return null;
  const around = area === undefined ? boxAround([ground]) : boxAround([area.corners]);
  return (
    <section aria-label={t('search.map.label')} className="relative h-full w-full">
      <LazyMap
        theme={theme}
        parties={parties}
        areas={areas}
        points={points}
        selected={selected}
        camera={openingView([], area === undefined ? points : [], around)}
        exercise={exercise}
        handle={setHandle}
        drawing={hand?.mode}
        onCursor={(cursor) => publish({ cursor })}
        onDrawn={(drawn) => {
          hand?.take(drawn);
          onDone();
        }}
        onDrawingCancel={onDone}
        onSelect={(id) => (id === undefined || id === AREA_ID ? undefined : onSelect(id))}
      />
      {others.data.cut ? (
        <p className="absolute start-3 top-3 rounded-sm border border-line bg-panel px-2 py-0.5 text-xs">
          {t('search.map.cut', { count: formatNumber(others.data.points.length, language) })}
        </p>
      ) : null}
    </section>
  );
}

function areasOf(area: SearchArea | undefined, label: string): readonly MapArea[] {
  if (area === undefined) return [];
  const path = area.corners.map((at) => [...at]);
  const drawn = { id: AREA_ID, kind: 'draft', label } as const;
  if (area.form === 'line') {
    const shape = { type: 'LineString', coordinates: path } as const;
    return [{ ...drawn, shape, reachMetres: area.metres }];
  }
  const coordinates = [[...path, ...path.slice(0, 1)]];
  return [{ ...drawn, shape: { type: 'Polygon', coordinates } }];
}
