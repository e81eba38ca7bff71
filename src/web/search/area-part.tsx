import { SquareDashedMousePointer } from 'lucide-react';
import { useState } from 'react';

import { OUTLINE_CORNERS_MAX, cornerSide } from '../../contract/query-outline.ts';
import { ALONG_METRES } from '../../contract/query.ts';
import type { DegreePoint } from '../../geo/grid.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import type { DrawnShape } from '../map/drawing.ts';
import { Button } from '../parts/button.tsx';
import { Select } from '../parts/select.tsx';
import type { Draw } from '../plans/hand.ts';
import { OutlineField } from '../plans/outline-field.tsx';
import type { Outline, PointRow } from '../plans/outline.ts';
import { openOutline, shapeOfOutline } from '../plans/outline.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { Ground, SearchArea } from './search-area.ts';

type Form = Ground['form'];

/** How far to each side of a line may be chosen, in metres; any other can be typed in the query. */
const WIDTHS = ['250', '500', '1000', '2000', '5000', '10000'] as const;

/** Where to look: a box, an area or a strip along a line, drawn or typed corner by corner. [Q13] [Q16] */
export function AreaPart({
  area,
  onDraw,
  onTake,
}: {
  /** The ground of the query as it stands. */
  readonly area: SearchArea | undefined;
  /** Hands the map a pencil; absent where there can be no map. */
  readonly onDraw: Draw | undefined;
  /** The ground to look on, or nothing to look everywhere. */
  readonly onTake: (ground: Ground | undefined) => void;
}) {
  const { t, language } = useWords();
  const asked = JSON.stringify(bare(area));
  const [shown, setShown] = useState(asked);
  const [outline, setOutline] = useState(() => outlineOfArea(area));
  const [metres, setMetres] = useState(metresOf(area));
  if (shown !== asked) {
    setShown(asked);
    setOutline(outlineOfArea(area));
    setMetres(metresOf(area));
  }
  const form: Form = outline.mode === 'line' ? 'line' : 'area';
  const corners = cornersOf(outline);
  const ground: Ground =
    form === 'area' ? { form, corners } : { form, corners, metres: Number(metres) };
  const isMany = corners.length > OUTLINE_CORNERS_MAX;
  const isSound = shapeOfOutline(outline).ok && !isMany;
  const isNew = JSON.stringify(ground) !== JSON.stringify(bareOfRows(area));
  const widths = WIDTHS.some((each) => each === metres) ? WIDTHS : [metres, ...WIDTHS];
  const draw: Draw = ({ mode, take }) =>
    onDraw?.({
      mode,
      take(drawn) {
        take(drawn);
        const taken = drawnCorners(drawn);
        if (taken.length === 0 || taken.length > OUTLINE_CORNERS_MAX) return;
        onTake(
          drawn.type === 'LineString'
            ? { form: 'line', corners: taken, metres: Number(metres) }
            : { form: 'area', corners: taken },
        );
      },
    });
  return (
    <section
      aria-label={t('search.area.title')}
      className="flex max-h-104 flex-col gap-2 overflow-auto rounded-md border border-line bg-raised p-2 text-sm"
    >
      {onDraw === undefined ? <p className="text-muted">{t('search.area.no-map')}</p> : null}
      <div className="flex flex-wrap items-end gap-2">
        <Select<Form>
          label={t('search.area.form')}
          value={form}
          onChange={(next) => setOutline(openOutline(next === 'line' ? 'line' : 'polygon'))}
          choices={(['area', 'line'] as const).map((id) => ({
            id,
            text: t(`search.area.form-${id}`),
          }))}
          className="w-44"
        />
        {form === 'line' ? (
          <Select
            label={t('search.area.width')}
            value={metres}
            onChange={setMetres}
            choices={widths.map((id) => ({ id, text: wide(Number(id)) }))}
            className="w-36"
          />
        ) : null}
        {form === 'area' && onDraw !== undefined ? (
          <Button onPress={() => draw({ mode: 'box', take: () => undefined })}>
            <SquareDashedMousePointer aria-hidden size={15} />
            {t('search.area.box')}
          </Button>
        ) : null}
      </div>
      <OutlineField
        outline={outline}
        modes={onDraw === undefined ? [] : [form === 'line' ? 'line' : 'polygon']}
        isAsked={outline.points.length > 0}
        missing={t(form === 'line' ? 'search.area.missing-line' : 'search.area.missing')}
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
        <Button tone="main" isDisabled={!isSound || !isNew} onPress={() => onTake(ground)}>
          {t(form === 'line' ? 'search.area.use-line' : 'search.area.use')}
        </Button>
        {area === undefined ? null : (
          <Button onPress={() => onTake(undefined)}>{t('search.area.drop')}</Button>
        )}
      </div>
    </section>
  );
}

function wide(metres: number): string {
  return metres % 1000 === 0 ? `${metres / 1000} km` : `${metres} m`;
}

function metresOf(area: SearchArea | undefined): string {
  return String(area?.form === 'line' ? area.metres : ALONG_METRES);
}

function bare(area: SearchArea | undefined): Ground | undefined {
  if (area === undefined) return undefined;
  const { form, corners } = area;
  return form === 'area' ? { form, corners } : { form, corners, metres: area.metres };
}

/** The ground of the query as its rows name it. */
function bareOfRows(area: SearchArea | undefined): Ground | undefined {
  const ground = bare(area);
  return ground && { ...ground, corners: cornersOf(outlineOfArea(area)) };
}

function drawnCorners(drawn: DrawnShape): readonly DegreePoint[] {
  const path =
    drawn.type === 'Polygon'
      ? (drawn.coordinates[0]?.slice(0, -1) ?? [])
      : drawn.type === 'LineString'
        ? drawn.coordinates
        : [];
  return path.map(([lon = 0, lat = 0]): DegreePoint => [lon, lat]);
}

function outlineOfArea(area: SearchArea | undefined): Outline {
  const corners = area?.corners ?? [];
  const side = area?.form === 'line' ? 10 : cornerSide(corners);
  // A row shows the square that the query names, and keeps the very place that it stands for.
  const points = corners.map((at, i): PointRow => {
    const grid = toGrid(...at);
    return { id: i + 1, text: grid.ok ? formatMgrs(grid.value, side) : '', at };
  });
  return { ...openOutline(area?.form === 'line' ? 'line' : 'polygon'), points };
}

function cornersOf({ points }: Outline): readonly DegreePoint[] {
  return points.flatMap(({ at }) => (at ? [at] : []));
}
