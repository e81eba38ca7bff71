import { Crosshair } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Mono } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import { useDistance } from './facts.tsx';
import { usePlaceNames } from './place-names.ts';
import type { DegreeBox, PlaceReading, ReadPlace } from './place-reading.ts';
import { readPlace } from './place-reading.ts';

/**
 * A place in any notation: MGRS, latitude and longitude, a name, or a click. What was understood
 * stands below; what is probably wrong comes with its repair as a button, and nothing typed is lost.
 */
export function PlaceField({
  label,
  value,
  onChange,
  onNamed,
  confirmed,
  onConfirm,
  area,
  onPick,
  fault,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A place was taken by its name. */
  readonly onNamed: (mgrs: string, name: string) => void;
  /** The text of a far-off place that was confirmed. */
  readonly confirmed: string;
  readonly onConfirm: () => void;
  readonly area: DegreeBox;
  /** Absent where there is no map to pick from. */
  readonly onPick?: () => void;
  readonly fault?: string | undefined;
}) {
  const { t } = useWords();
  const reading = readPlace(value, area);
  const names = usePlaceNames(value);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-start gap-2">
        <Field
          mono
          className="min-w-0 flex-1"
          label={label}
          value={value}
          onChange={onChange}
          placeholder="38S LE 7003 5520"
          hint={<Echo reading={reading} />}
          fault={reading.kind === 'empty' ? fault : undefined}
        />
        {onPick === undefined ? null : (
          <Button onPress={onPick} className="mt-5.5 shrink-0">
            <Crosshair aria-hidden size={15} />
            {t('reports.place.pick')}
          </Button>
        )}
      </div>
      {names.length === 0 ? null : (
        <Fixes>
          {names.map((name) => (
            <Button key={name.id} onPress={() => onNamed(name.mgrs, name.name)}>
              <bdi>{name.name}</bdi> <Mono className="text-xs text-muted">{name.mgrs}</Mono>
            </Button>
          ))}
        </Fixes>
      )}
      <Repair
        reading={reading}
        isConfirmed={confirmed === value}
        isNamed={names.length > 0}
        onTake={(place) => onChange(place.mgrs)}
        onConfirm={onConfirm}
      />
    </div>
  );
}

function Echo({ reading }: { readonly reading: PlaceReading }) {
  const { t, rich } = useWords();
  const distance = useDistance();
  if (reading.kind !== 'read' && reading.kind !== 'far') return t('reports.place.hint');
  const { mgrs, precisionMetres } = reading.place;
  return rich('reports.place.echo', {
    place: <Mono className="text-text">{mgrs}</Mono>,
    distance: distance(precisionMetres),
  });
}

function Repair({
  reading,
  isConfirmed,
  isNamed,
  onTake,
  onConfirm,
}: {
  readonly reading: PlaceReading;
  readonly isConfirmed: boolean;
  readonly isNamed: boolean;
  readonly onTake: (place: ReadPlace) => void;
  readonly onConfirm: () => void;
}) {
  const { t } = useWords();
  const distance = useDistance();
  if (reading.kind === 'ambiguous') {
    return (
      <Notice tone="need" title={t('reports.place.ambiguous')}>
        <Fixes>
          <Button onPress={() => onTake(reading.latFirst)}>
            {t('reports.place.lat-first')} <Mono>{reading.latFirst.mgrs}</Mono>
          </Button>
          <Button onPress={() => onTake(reading.lonFirst)}>
            {t('reports.place.lon-first')} <Mono>{reading.lonFirst.mgrs}</Mono>
          </Button>
        </Fixes>
      </Notice>
    );
  }
  if (reading.kind === 'far' && !isConfirmed) {
    const away = distance(reading.distanceMetres);
    return (
      <Notice tone="need" title={t('reports.place.far', { distance: away })}>
        <Fixes>
          {reading.fixes.map((fix) => (
            <Button key={fix.mgrs} tone="main" onPress={() => onTake(fix)}>
              {t('reports.place.meant')} <Mono>{fix.mgrs}</Mono>
            </Button>
          ))}
          <Button onPress={onConfirm}>{t('reports.place.confirm')}</Button>
        </Fixes>
      </Notice>
    );
  }
  if (reading.kind !== 'refused' || isNamed) return null;
  return (
    <Notice tone="need" title={t(`reports.place.${reading.why}`)}>
      {reading.fixes.length === 0 ? null : (
        <Fixes>
          {reading.fixes.map((fix) => (
            <Button key={fix.mgrs} tone="main" onPress={() => onTake(fix)}>
              {t('reports.place.meant')} <Mono>{fix.mgrs}</Mono>
            </Button>
          ))}
        </Fixes>
      )}
    </Notice>
  );
}

function Fixes({ children }: { readonly children: ReactNode }) {
  return <div className="mt-1 flex flex-wrap gap-1.5">{children}</div>;
}
