import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { ExportSurvey } from '../../contract/export.ts';
import { EXPORT_FORMATS, EXPORT_READERS } from '../../contract/export.ts';
import { get, queryOf } from '../api.ts';
import { buttonClass } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import type { ReportAsk } from './report-queries.ts';

/** Saves the reports of a list in a form that other programs read; says first what would leave. */
export function ExportDialog({
  ask,
  onClose,
}: {
  /** What the list shows; undefined closes the dialog. */
  readonly ask: ReportAsk | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('export.dialog.title')} isOpen={ask !== undefined} onClose={onClose}>
      {ask === undefined ? null : <Choice ask={ask} onDone={onClose} />}
    </Dialog>
  );
}

function Choice({ ask, onDone }: { readonly ask: ReportAsk; readonly onDone: () => void }) {
  const { t } = useWords();
  const [readers, setReaders] = useState<(typeof EXPORT_READERS)[number]>('own');
  const [format, setFormat] = useState<(typeof EXPORT_FORMATS)[number]>('csv');
  const [hasBom, setBom] = useState(true);
  const survey = useQuery({
    queryKey: ['reports', 'export', ask, readers],
    queryFn: ({ signal }) =>
      get<ExportSurvey>(`/api/export/survey${queryOf({ ...ask, for: readers })}`, signal),
    gcTime: 0,
  });
  const bom = format === 'csv' && hasBom ? 'yes' : undefined;
  const count = survey.data?.count ?? 0;
  return (
    <div className="flex flex-col gap-4">
      <Choices
        label={t('export.dialog.for')}
        choices={EXPORT_READERS.map((id) => ({ id, text: t(`export.for.${id}`) }))}
        value={readers}
        onChange={setReaders}
      />
      <Choices
        label={t('export.dialog.format')}
        choices={EXPORT_FORMATS.map((id) => ({ id, text: t(`export.format.${id}`) }))}
        value={format}
        onChange={setFormat}
      />
      {format === 'csv' ? (
        <Checkbox isSelected={hasBom} onChange={setBom}>
          {t('export.dialog.bom')}
        </Checkbox>
      ) : null}
      <FaultNotice fault={survey.error} onRetry={() => void survey.refetch()} />
      <div aria-live="polite" className="flex flex-col gap-2">
        {survey.data ? <Survey survey={survey.data} /> : null}
        {survey.isPending ? <p className="text-muted">{t('export.dialog.counting')}</p> : null}
      </div>
      {count > 0 ? (
        <a
          className={`${buttonClass('main')} self-start`}
          href={`/api/export${queryOf({ ...ask, for: readers, format, bom })}`}
          download
          onClick={onDone}
        >
          <Download aria-hidden size={14} />
          {t('export.dialog.save')}
        </a>
      ) : null}
    </div>
  );
}

function Survey({ survey }: { readonly survey: ExportSurvey }) {
  const { t } = useWords();
  const { count, tlp, caveats, left } = survey;
  const marks = [
    ...Object.entries(tlp).map(([mark, of]) => `TLP:${mark} ${of}`),
    ...Object.entries(caveats).map(([caveat, of]) => `${caveat} ${of}`),
  ];
  const stays = (['others', 'within', 'red', 'noOnward'] as const).filter(
    (reason) => left[reason] > 0,
  );
  return (
    <>
      <p className="font-medium">{t('export.survey.count', { count })}</p>
      {marks.length === 0 ? null : (
        <p dir="ltr" className="mono self-start text-sm">
          {marks.join(' · ')}
        </p>
      )}
      {(tlp.RED ?? 0) > 0 ? <Notice tone="need">{t('export.survey.has-red')}</Notice> : null}
      {stays.length === 0 ? null : (
        <ul className="list-disc ps-5 text-sm text-muted">
          {stays.map((reason) => (
            <li key={reason}>{t(`export.left.${reason}`, { count: left[reason] })}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Choices<T extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly choices: readonly { readonly id: T; readonly text: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  return (
    <RadioGroup
      value={value}
      onChange={(chosen) => {
        const found = choices.find(({ id }) => id === chosen);
        if (found) onChange(found.id);
      }}
    >
      <Label className="mb-1 block font-medium">{label}</Label>
      {choices.map(({ id, text }) => (
        <Radio
          key={id}
          value={id}
          className="group relative flex min-h-8 items-center gap-2.5 rounded-sm border border-transparent px-1.5 data-[focus-visible]:outline-2 data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:bg-selected"
        >
          <span className="size-4 shrink-0 rounded-full border border-strong-line group-data-[selected]:border-5 group-data-[selected]:border-text" />
          {text}
        </Radio>
      ))}
    </RadioGroup>
  );
}
