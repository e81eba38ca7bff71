import { useMemo } from 'react';

import type { PlanView } from '../../contract/api.ts';
import type { MapArea } from '../map/marks.ts';
import { beforeArea, conflictAreas, partAreas } from '../plans/plan-shapes.ts';
import { useWords } from '../words/words.ts';

/** What the map of a plan shows besides its ground: its parts, its conflicts, the version before. */
export function usePlanSurroundings(plan: PlanView): readonly MapArea[] {
  const { t, language } = useWords();
  const { plan: body, conflicts, change } = plan;
  return useMemo(
    () => [
      ...beforeArea(change === undefined ? {} : { change }, t('running.map.before')),
      ...conflictAreas(conflicts, ({ names, title }) => names?.[language] ?? title),
      ...partAreas(body),
    ],
    [body, conflicts, change, language, t],
  );
}
