import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

import type { ReportLine } from '../../contract/reports.ts';
import { useCentre } from '../centre.ts';
import type { MapHandle } from '../map/map-view.tsx';
import { LazyMap } from '../map/lazy-map.tsx';
import type { MapArea } from '../map/marks.ts';
import { useNow } from '../now.ts';
import { centreQuery } from '../queries.ts';
import { useWords } from '../words/words.ts';
import { useLight } from './light.ts';
import { openingView, pointsOf } from './marks-of-reports.ts';
import { boxAround } from './place-reading.ts';

/** How many of the list's reports are drawn beside it. */
const DRAWN_MAX = 200;

const NO_AREAS: readonly MapArea[] = [];

/** The ground on which the listed reports lie, beside the list on a wide screen. */
export function InboxMap({
  lines,
  selected,
  onSelect,
}: {
  readonly lines: readonly ReportLine[];
  readonly selected: string | undefined;
  readonly onSelect: (hash: string) => void;
}) {
  const { t } = useWords();
  const { parties, exercise } = useCentre();
  const theme = useLight();
  const now = useNow(300);
  const centre = useQuery(centreQuery);
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const points = useMemo(() => pointsOf(lines.slice(0, DRAWN_MAX), undefined, now), [lines, now]);
  useEffect(() => {
    if (selected !== undefined) handle?.focusOn(selected);
  }, [handle, selected, points]);
  const area = centre.data?.charter.area.coordinates;
  if (!area) return null;
  return (
    <section aria-label={t('inbox.map.label')} className="relative h-full w-full">
      <LazyMap
        theme={theme}
        parties={parties}
        areas={NO_AREAS}
        points={points}
        selected={selected}
        camera={openingView(NO_AREAS, points, boxAround([area]))}
        exercise={exercise}
        handle={setHandle}
        onSelect={(id) => (id === undefined ? undefined : onSelect(id))}
      />
    </section>
  );
}
