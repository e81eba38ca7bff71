import { useQuery } from '@tanstack/react-query';

import type { RecordHash } from '../../base/ids.ts';
import { ChoiceTiles } from '../parts/choice-tiles.tsx';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';
import { useDraft } from './draft.ts';
import { DtgField } from './dtg-field.tsx';
import { useDistance } from './facts.tsx';
import { Faulty } from './faulty.tsx';
import { CREDIBILITIES, PLACE_FORMS, RELIABILITIES, SOURCE_KINDS, WHEN_FORMS } from './kinds.ts';
import { PlaceField } from './place-field.tsx';
import type { DegreeBox } from './place-reading.ts';
import { sourcesQuery } from './report-queries.ts';

/** How widely a place may be known, in metres, beside as finely as it was written. */
const PRECISIONS = [100, 500, 1000, 5000, 10_000, 50_000];

const UNGRADED = 'none';

/** Where: the place in any notation, how it is known, its name. */
export function PlacePart({
  area,
  onPick,
  fault,
}: {
  readonly area: DegreeBox;
  readonly onPick?: () => void;
  readonly fault: string | undefined;
}) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  const distance = useDistance();
  return (
    <>
      <PlaceField
        label={t('reports.part.where')}
        area={area}
        value={draft.place}
        onChange={(place) => book.write({ place })}
        onNamed={(place, placeLabel) => book.write({ place, placeLabel })}
        confirmed={draft.confirmedPlace}
        onConfirm={() => book.write({ confirmedPlace: draft.place })}
        {...(onPick ? { onPick } : {})}
        fault={fault}
      />
      <ChoiceTiles
        label={t('form.place.form')}
        choices={PLACE_FORMS.map((id) => ({ id, text: t(`form.place.${id}`) }))}
        value={draft.placeForm}
        onChange={(placeForm) => book.write({ placeForm })}
      />
      <div className="grid grid-cols-2 gap-2">
        <Field
          label={t('reports.place.label')}
          value={draft.placeLabel}
          onChange={(placeLabel) => book.write({ placeLabel })}
        />
        <Select
          label={t('reports.place.known')}
          value={String(draft.precisionMetres ?? 0)}
          onChange={(metres) => book.write({ precisionMetres: Number(metres) || undefined })}
          choices={precisionsWith(draft.precisionMetres).map((metres) => ({
            id: String(metres),
            text:
              metres === 0
                ? t('reports.place.as-written')
                : t('reports.part.within', { distance: distance(metres) }),
          }))}
        />
      </div>
    </>
  );
}

/** What can be chosen, with what the old version of a report had. */
function precisionsWith(own: number | undefined): readonly number[] {
  const all = new Set([0, ...PRECISIONS, own ?? 0]);
  return [...all].toSorted((one, other) => one - other);
}

/** When, and how exactly that is known. */
export function WhenPart({
  fault,
  uptoFault,
}: {
  readonly fault: string | undefined;
  readonly uptoFault: string | undefined;
}) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <DtgField
          label={t('reports.part.when')}
          value={draft.from}
          onChange={(from) => book.write({ from })}
          onSettle={(from) => (book.read().from === '' ? undefined : book.write({ from }))}
          fault={fault}
        />
        <DtgField
          label={t('reports.part.upto')}
          value={draft.upto}
          onChange={(upto) => book.write({ upto })}
          onSettle={(upto) => (book.read().upto === '' ? undefined : book.write({ upto }))}
          fault={uptoFault}
        />
      </div>
      <ChoiceTiles
        label={t('form.when.form')}
        choices={WHEN_FORMS.map((id) => ({ id, text: t(`form.when.${id}`) }))}
        value={draft.whenForm}
        onChange={(whenForm) => book.write({ whenForm })}
      />
    </>
  );
}

/** From which kind of source; which of our own, where it stands in our register; where to find it. */
export function SourcePart({ fault }: { readonly fault: string | undefined }) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  const sources = useQuery(sourcesQuery);
  const offered = (sources.data ?? []).filter(
    ({ record, source }) => source.retired !== true || record === draft.ownSource,
  );
  const choose = (record: string) => {
    const own = offered.find((each) => each.record === record);
    book.write({
      ownSource: own?.record as RecordHash | undefined,
      ...(own ? { source: own.source.kind } : {}),
    });
  };
  return (
    <>
      {offered.length === 0 ? null : (
        <div className="flex flex-col gap-1">
          <Select<string>
            label={t('form.source.own')}
            value={draft.ownSource ?? UNGRADED}
            onChange={choose}
            choices={[
              { id: UNGRADED, text: t('form.source.none') },
              ...offered.map(({ record, source }) => ({
                id: record,
                text: `${source.label} · ${t(`reports.source.${source.kind}`)}`,
              })),
            ]}
          />
          <p className="text-xs text-muted">{t('form.source.what')}</p>
        </div>
      )}
      <div className="grid grid-cols-2 gap-2">
        <Faulty fault={fault}>
          <Select
            label={t('reports.part.source')}
            placeholder={t('reports.compose.choose')}
            value={draft.source}
            onChange={(source) => book.write({ source })}
            choices={SOURCE_KINDS.map((id) => ({ id, text: t(`reports.source.${id}`) }))}
          />
        </Faulty>
        <Field
          label={t('reports.part.reference')}
          value={draft.reference}
          onChange={(reference) => book.write({ reference })}
        />
      </div>
    </>
  );
}

/** Our own grade, on two axes that are asked apart, or none yet. */
export function GradePart({ fault }: { readonly fault: string | undefined }) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  const none = { id: UNGRADED, text: t('reports.grade.not-yet') };
  return (
    <Faulty fault={fault}>
      <Select<string>
        label={t('reports.grade.ask-source')}
        value={draft.reliability ?? UNGRADED}
        onChange={(id) => book.write({ reliability: RELIABILITIES.find((each) => each === id) })}
        choices={[
          none,
          ...RELIABILITIES.map((id) => ({ id, text: `${id} · ${t(`parts.reliability.${id}`)}` })),
        ]}
      />
      <Select<string>
        label={t('reports.grade.ask-information')}
        value={draft.credibility ?? UNGRADED}
        onChange={(id) => book.write({ credibility: CREDIBILITIES.find((each) => each === id) })}
        choices={[
          none,
          ...CREDIBILITIES.map((id) => ({ id, text: `${id} · ${t(`parts.credibility.${id}`)}` })),
        ]}
      />
    </Faulty>
  );
}
