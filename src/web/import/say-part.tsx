import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { useCentre } from '../centre.ts';
import { nowOf } from '../now.ts';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { Select } from '../parts/select.tsx';
import { centreQuery } from '../queries.ts';
import { DtgField } from '../reports/dtg-field.tsx';
import { useDistance } from '../reports/facts.tsx';
import { REPORT_KINDS, SOURCE_KINDS } from '../reports/kinds.ts';
import { PlaceField } from '../reports/place-field.tsx';
import { boxAround } from '../reports/place-reading.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import type { ImportDraft, ImportGround } from './import-draft.ts';

/** Nothing is said; what the file or its form has stands. */
const AS_IS = 'as-is';

/** How widely places may be known, in metres. */
const PRECISIONS = [100, 500, 1_000, 5_000, 10_000, 50_000, 250_000];

/** The whole earth, until it is known where the centre lies. */
const EARTH = [-180, -90, 180, 90] as const;

/** What times and places are read against. */
export function useImportGround(): ImportGround {
  const { zone } = useCentre();
  const { data } = useQuery(centreQuery);
  return useMemo(
    () => ({ now: nowOf(), zone, area: data ? boxAround([data.charter.area.coordinates]) : EARTH }),
    [zone, data],
  );
}

/** What the office says for items that do not say it themselves; `asks` names what some lack. [O3] */
export function SayPart({
  draft,
  asks,
  onChange,
}: {
  readonly draft: ImportDraft;
  readonly asks: readonly string[];
  readonly onChange: (change: Partial<ImportDraft>) => void;
}) {
  const { t } = useWords();
  const { area } = useImportGround();
  const distance = useDistance();
  const asIs = { id: AS_IS, text: t('import.say.as-is') };
  return (
    <Panel title={t('import.say.title')}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{t('import.say.what')}</p>
        {asks
          .filter((each) => each === 'time' || each === 'place')
          .map((each) => (
            <Notice key={each} tone="need">
              {t(`import.say.asks-${each}`)}
            </Notice>
          ))}
        <div className="grid items-start gap-3 md:grid-cols-2">
          <DtgField
            label={t('reports.part.when')}
            value={draft.from}
            onChange={(from) => onChange({ from })}
            onSettle={(from) => onChange({ from })}
          />
          <DtgField
            label={t('reports.part.upto')}
            value={draft.upto}
            onChange={(upto) => onChange({ upto })}
            onSettle={(upto) => onChange({ upto })}
          />
          <PlaceField
            label={t('reports.part.where')}
            area={area}
            value={draft.place}
            onChange={(place) => onChange({ place })}
            onNamed={(place, placeLabel) => onChange({ place, placeLabel })}
            confirmed={draft.confirmedPlace}
            onConfirm={() => onChange({ confirmedPlace: draft.place })}
          />
          <Field
            label={t('reports.place.label')}
            value={draft.placeLabel}
            onChange={(placeLabel) => onChange({ placeLabel })}
          />
          <Select<string>
            label={t('import.say.precision')}
            value={draft.precisionMetres === undefined ? AS_IS : String(draft.precisionMetres)}
            onChange={(id) => onChange({ precisionMetres: id === AS_IS ? undefined : Number(id) })}
            choices={[
              asIs,
              ...PRECISIONS.map((metres) => ({
                id: String(metres),
                text: t('reports.part.within', { distance: distance(metres) }),
              })),
            ]}
          />
          <Select<string>
            label={t('reports.part.kind')}
            value={draft.kind ?? AS_IS}
            onChange={(id) => onChange({ kind: REPORT_KINDS.find((each) => each === id) })}
            choices={[asIs, ...REPORT_KINDS.map((id) => ({ id, text: t(`reports.kind.${id}`) }))]}
          />
          <Select<string>
            label={t('reports.part.source')}
            value={draft.source ?? AS_IS}
            onChange={(id) => onChange({ source: SOURCE_KINDS.find((each) => each === id) })}
            choices={[asIs, ...SOURCE_KINDS.map((id) => ({ id, text: t(`reports.source.${id}`) }))]}
          />
          <Select<string>
            label={t('reports.part.language')}
            value={draft.language ?? AS_IS}
            onChange={(id) => onChange({ language: LANGUAGES.find((each) => each.id === id)?.id })}
            choices={[asIs, ...LANGUAGES.map(({ id, name }) => ({ id, text: name }))]}
          />
        </div>
      </div>
    </Panel>
  );
}
