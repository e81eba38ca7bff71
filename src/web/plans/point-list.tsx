import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import { Button as AriaButton, Input, TextField } from 'react-aria-components';

import { Button } from '../parts/button.tsx';
import { INPUT_CLASS } from '../parts/field.tsx';
import { Mono } from '../parts/mono.tsx';
import { centreQuery } from '../queries.ts';
import type { DegreeBox, PlaceReading, ReadPlace } from '../reports/place-reading.ts';
import { boxAround, readPlace } from '../reports/place-reading.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { PointRow } from './outline.ts';
import { typedRow } from './outline.ts';

/** The corners of a shape, one to a row, each as MGRS or latitude and longitude; all can be typed. */
export function PointList({
  points,
  most = Infinity,
  onChange,
}: {
  readonly points: readonly PointRow[];
  /** How many points the shape takes. */
  readonly most?: number | undefined;
  readonly onChange: (points: readonly PointRow[]) => void;
}) {
  const { t } = useWords();
  const area = useArea();
  const replace = (row: PointRow) =>
    onChange(points.map((held) => (held.id === row.id ? row : held)));
  const next = Math.max(0, ...points.map((row) => row.id)) + 1;
  return (
    <div className="flex flex-col gap-1">
      <ol className="flex flex-col gap-1">
        {points.map((row, i) => (
          <PointEntry
            key={row.id}
            row={row}
            number={i + 1}
            area={area}
            onChange={replace}
            onRemove={() => onChange(points.filter((held) => held.id !== row.id))}
          />
        ))}
      </ol>
      {points.length >= most ? null : (
        <div>
          <Button onPress={() => onChange([...points, { id: next, text: '' }])}>
            <Plus aria-hidden size={15} />
            {t('plans.points.add')}
          </Button>
        </div>
      )}
    </div>
  );
}

function PointEntry({
  row,
  number,
  area,
  onChange,
  onRemove,
}: {
  readonly row: PointRow;
  readonly number: number;
  readonly area: DegreeBox;
  readonly onChange: (row: PointRow) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useWords();
  const reading = row.at ? undefined : readPlace(row.text, area);
  const name = t('plans.points.point', { number });
  return (
    <li className="flex flex-col gap-0.5">
      <div className="flex items-center gap-1.5">
        <span aria-hidden className="w-6 shrink-0 text-end text-sm text-muted tabular-nums">
          {number}
        </span>
        <TextField
          aria-label={name}
          value={row.text}
          onChange={(text) => onChange(typedRow(row.id, text, readPlace(text, area)))}
          isInvalid={reading !== undefined && reading.kind !== 'empty'}
          className="min-w-0 flex-1"
        >
          <Input
            dir="ltr"
            autoComplete="off"
            placeholder="38S LE 7003 5520"
            className={`${INPUT_CLASS} font-mono font-medium`}
          />
        </TextField>
        <AriaButton
          aria-label={t('plans.points.remove', { number })}
          onPress={onRemove}
          className="flex size-7 shrink-0 items-center justify-center rounded-sm data-[hovered]:bg-raised"
        >
          <X aria-hidden size={15} />
        </AriaButton>
      </div>
      {reading === undefined || reading.kind === 'empty' ? null : (
        <PointTrouble
          reading={reading}
          onTake={({ mgrs, point }) => onChange({ id: row.id, text: mgrs, at: point })}
        />
      )}
    </li>
  );
}

function PointTrouble({
  reading,
  onTake,
}: {
  readonly reading: Exclude<PlaceReading, { kind: 'empty' }>;
  readonly onTake: (place: ReadPlace) => void;
}) {
  const { t, language } = useWords();
  if (reading.kind === 'read') return null;
  const offers =
    reading.kind === 'ambiguous'
      ? [reading.latFirst, reading.lonFirst]
      : reading.kind === 'far'
        ? [...reading.fixes, reading.place]
        : reading.fixes;
  const sentence =
    reading.kind === 'far'
      ? t('plans.points.far', {
          km: formatNumber(Math.round(reading.distanceMetres / 1000), language),
        })
      : t(`plans.points.${reading.kind === 'ambiguous' ? 'ambiguous' : reading.why}`);
  return (
    <div className="ms-7.5 flex flex-wrap items-center gap-1.5 text-xs text-bad" role="alert">
      <span>{sentence}</span>
      {offers.map((place) => (
        <Button key={place.point.join()} onPress={() => onTake(place)}>
          <Mono>{place.mgrs}</Mono>
        </Button>
      ))}
    </div>
  );
}

function useArea(): DegreeBox {
  const coordinates = useQuery(centreQuery).data?.charter.area.coordinates;
  return useMemo(() => boxAround((coordinates ?? []) as readonly unknown[]), [coordinates]);
}
