import { SquareDashedMousePointer } from 'lucide-react';
import { useState } from 'react';

import { OUTLINE_CORNERS_MAX, cornerSide } from '../../contract/query-outline.ts';
import type { DegreePoint } from '../../geo/grid.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import { Button } from '../parts/button.tsx';
import type { Draw } from '../plans/hand.ts';
import { OutlineField } from '../plans/outline-field.tsx';
import type { Outline, PointRow } from '../plans/outline.ts';
import { openOutline, shapeOfOutline } from '../plans/outline.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { SearchArea } from './search-area.ts';

/** Where to look: a box or an area, drawn or typed corner by corner. [Q13] */
export function AreaPart({
  area,
  onDraw,
  onTake,
}: {
  /** The area of the query as it stands. */
  readonly area: SearchArea | undefined;
  /** Hands the map a pencil; absent where there can be no map. */
  readonly onDraw: Draw | undefined;
  /** The corners to look within, or nothing to look everywhere. */
  readonly onTake: (corners: readonly DegreePoint[] | undefined) => void;
}) {
  const { t, language } = useWords();
  const asked = JSON.stringify(area?.corners ?? []);
  const [shown, setShown] = useState(asked);
  const [outline, setOutline] = useState(() => outlineOfArea(area));
  if (shown !== asked) {
    setShown(asked);
    setOutline(outlineOfArea(area));
  }
  const corners = outline.points.flatMap(({ at }) => (at ? [at] : []));
  const isMany = corners.length > OUTLINE_CORNERS_MAX;
  const isSound = shapeOfOutline(outline).ok && !isMany;
  const isNew = JSON.stringify(corners) !== JSON.stringify(cornersOf(outlineOfArea(area)));
  const draw: Draw = ({ mode, take }) =>
    onDraw?.({
      mode,
      take(drawn) {
        take(drawn);
        if (drawn.type !== 'Polygon') return;
        const ring = drawn.coordinates[0]?.slice(0, -1) ?? [];
        const taken = ring.map(([lon = 0, lat = 0]): DegreePoint => [lon, lat]);
        if (taken.length <= OUTLINE_CORNERS_MAX) onTake(taken);
      },
    });
  return (
    <section
      aria-label={t('search.area.title')}
      className="flex max-h-104 flex-col gap-2 overflow-auto rounded-md border border-line bg-raised p-2 text-sm"
    >
      {onDraw === undefined ? (
        <p className="text-muted">{t('search.area.no-map')}</p>
      ) : (
        <div>
          <Button onPress={() => draw({ mode: 'box', take: () => undefined })}>
            <SquareDashedMousePointer aria-hidden size={15} />
            {t('search.area.box')}
          </Button>
        </div>
      )}
      <OutlineField
        outline={outline}
        modes={onDraw === undefined ? [] : ['polygon']}
        isAsked={outline.points.length > 0}
        missing={t('search.area.missing')}
        onDraw={draw}
        onChange={setOutline}
      />
      {isMany ? (
        <p role="alert" className="text-bad">
          {t('search.area.many', {
            count: formatNumber(corners.length, language),
            most: formatNumber(OUTLINE_CORNERS_MAX, language),
          })}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button tone="main" isDisabled={!isSound || !isNew} onPress={() => onTake(corners)}>
          {t('search.area.use')}
        </Button>
        {area === undefined ? null : (
          <Button onPress={() => onTake(undefined)}>{t('search.area.drop')}</Button>
        )}
      </div>
    </section>
  );
}

function outlineOfArea(area: SearchArea | undefined): Outline {
  const corners = area?.corners ?? [];
  const side = cornerSide(corners);
  // A row shows the square that the query names, and keeps the very place that it stands for.
  const points = corners.map((at, i): PointRow => {
    const grid = toGrid(...at);
    return { id: i + 1, text: grid.ok ? formatMgrs(grid.value, side) : '', at };
  });
  return { ...openOutline('polygon'), points };
}

function cornersOf({ points }: Outline): readonly DegreePoint[] {
  return points.flatMap(({ at }) => (at ? [at] : []));
}
