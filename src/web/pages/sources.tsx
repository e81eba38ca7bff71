import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Saved } from '../../contract/api.ts';
import type { NewSource, SourceView } from '../../contract/reports.ts';
import { post } from '../api.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty, Notice } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { Select } from '../parts/select.tsx';
import type { SourceKind } from '../reports/kinds.ts';
import { SOURCE_KINDS } from '../reports/kinds.ts';
import { sourcesQuery } from '../reports/report-queries.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';

/** The longest note on a source and the longest label; the schema's own limits. */
const NOTE_UNITS_MAX = 1_000;
const LABEL_UNITS_MAX = 200;

/** Our own register of sources; no other party reads it. [H9] */
export function Page() {
  const { t } = useWords();
  const { seat } = useSession();
  const sources = useQuery(sourcesQuery);
  const [open, setOpen] = useState<SourceView | undefined>(undefined);
  const mayWrite = seat.duties.includes('report') || seat.duties.includes('grade');
  const all = (sources.data ?? []).toReversed();
  const inUse = all.filter(({ source }) => source.retired !== true);
  const retired = all.filter(({ source }) => source.retired === true);
  return (
    <Sheet title={t('sources.title')} actions={<PageTabs of="centre" here="sources" />}>
      <Notice>{t('sources.what')}</Notice>
      <FaultNotice fault={sources.error} onRetry={() => void sources.refetch()} />
      {mayWrite ? (
        <Panel title={t(open ? 'sources.change' : 'sources.add')}>
          <SourceForm key={open?.record ?? 'new'} old={open} onDone={() => setOpen(undefined)} />
        </Panel>
      ) : null}
      <Panel title={t('sources.list')} flush>
        {sources.data && inUse.length === 0 ? <Empty>{t('sources.none')}</Empty> : null}
        <SourceList sources={inUse} onOpen={mayWrite ? setOpen : undefined} />
      </Panel>
      {retired.length === 0 ? null : (
        <Panel title={t('sources.retired')} flush>
          <SourceList sources={retired} onOpen={mayWrite ? setOpen : undefined} />
        </Panel>
      )}
    </Sheet>
  );
}

function SourceList({
  sources,
  onOpen,
}: {
  readonly sources: readonly SourceView[];
  readonly onOpen: ((source: SourceView) => void) | undefined;
}) {
  const { t } = useWords();
  return (
    <ul>
      {sources.map((each) => (
        <li
          key={each.record}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-2 first:border-t-0"
        >
          <span className="min-w-0 flex-1">
            <Written className="font-medium">{each.source.label}</Written>{' '}
            <span className="text-sm text-muted">{t(`reports.source.${each.source.kind}`)}</span>
            {each.source.note === undefined ? null : (
              <Written className="block text-sm">{each.source.note}</Written>
            )}
          </span>
          <span className="text-sm text-muted">
            <Dtg at={each.at} short />
          </span>
          {onOpen === undefined ? null : (
            <Button onPress={() => onOpen(each)}>{t('sources.open')}</Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function SourceForm({
  old,
  onDone,
}: {
  readonly old: SourceView | undefined;
  readonly onDone: () => void;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const [label, setLabel] = useState(old?.source.label ?? '');
  const [kind, setKind] = useState<SourceKind | undefined>(old?.source.kind);
  const [note, setNote] = useState(old?.source.note ?? '');
  const save = useMutation({
    mutationFn: (source: NewSource) => post<Saved>('/api/sources', source),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['sources'] });
      if (old === undefined) {
        setLabel('');
        setNote('');
      }
      onDone();
    },
  });
  const line = label.replaceAll(/\s+/g, ' ').trim();
  const send = (isRetired: boolean) => {
    if (line === '' || kind === undefined || save.isPending) return;
    const source = {
      label: line,
      kind,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(isRetired ? { retired: true } : {}),
    };
    save.mutate({ source, ...(old ? { replaces: old.record } : {}) });
  };
  const isRetired = old?.source.retired === true;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send(isRetired);
      }}
    >
      <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
        <Field
          label={t('sources.label')}
          value={label}
          onChange={setLabel}
          maxLength={LABEL_UNITS_MAX}
          hint={t('sources.label-hint')}
        />
        <Select
          label={t('reports.part.source')}
          placeholder={t('reports.compose.choose')}
          value={kind}
          onChange={setKind}
          choices={SOURCE_KINDS.map((id) => ({ id, text: t(`reports.source.${id}`) }))}
        />
      </div>
      <Field
        label={t('sources.note')}
        value={note}
        onChange={setNote}
        rows={2}
        maxLength={NOTE_UNITS_MAX}
      />
      <FaultNotice fault={save.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone="main"
          isDisabled={line === '' || kind === undefined || save.isPending}
        >
          {t(old ? 'sources.save' : 'sources.enter')}
        </Button>
        {old === undefined ? null : (
          <>
            <Button onPress={() => send(!isRetired)}>
              {t(isRetired ? 'sources.bring-back' : 'sources.retire')}
            </Button>
            <Button tone="quiet" onPress={onDone}>
              {t('sources.leave')}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}
