import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { IMPORT_BYTES_MAX } from '../../contract/imports.ts';
import { ColumnsPart } from '../import/columns-part.tsx';
import { DryRunPart } from '../import/dry-run-part.tsx';
import { FilePart } from '../import/file-part.tsx';
import type { ImportDraft } from '../import/import-draft.ts';
import { EMPTY_IMPORT, choicesOf } from '../import/import-draft.ts';
import { beginImport, dryRunQuery } from '../import/import-queries.ts';
import { ImportsPart } from '../import/imports-part.tsx';
import { ReadersPart } from '../import/readers-part.tsx';
import { SayPart, useImportGround } from '../import/say-part.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Sheet } from '../parts/panel.tsx';
import { useSettled } from '../plans/use-settled.ts';
import { useReaderName } from '../readers.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { usePublishStatus } from '../status.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** How long what is said must stand still before the file is tried again, in milliseconds. */
const STILL_MILLIS = 500;

/** A file of others: who will read it, what it is, what would come in and why not; then in it comes. */
export function Page() {
  const { t } = useWords();
  const { seat } = useSession();
  const mayReport = seat.duties.includes('report');
  return (
    <Sheet title={t('import.page.title')} actions={<PageTabs of="inbox" here="import" />}>
      <p className="text-muted">{t('import.page.what')}</p>
      {mayReport ? <Import /> : <Notice tone="need">{t('import.page.no-duty')}</Notice>}
    </Sheet>
  );
}

function Import() {
  const { party } = useSession();
  const ground = useImportGround();
  const publish = usePublishStatus();
  const [draft, setDraft] = useState<ImportDraft>(EMPTY_IMPORT);
  const [chosen, setChosen] = useState<{ readonly file: File; readonly nth: number } | undefined>();
  const change = (part: Partial<ImportDraft>) => setDraft((before) => ({ ...before, ...part }));
  useEffect(() => {
    publish({ audience: draft.audience.length === 0 ? undefined : draft.audience });
    return () => publish({ audience: undefined });
  }, [publish, draft.audience]);

  const isReaderSaid = draft.audience.length > 0 || draft.isOwnOnly;
  const audience = [party, ...draft.audience];
  const choices = choicesOf(draft, ground);
  const dry = JSON.stringify({ ...(isReaderSaid ? { audience } : {}), choices });
  const head = useSettled(dry, STILL_MILLIS);
  const file = chosen && chosen.file.size <= IMPORT_BYTES_MAX ? chosen.file : undefined;
  const run = useQuery(dryRunQuery(file, chosen?.nth ?? 0, head));
  const read = file && !run.error ? run.data : undefined;
  const isSettled = head === dry && run.isSuccess && !run.isFetching;
  return (
    <>
      <ReadersPart draft={draft} onChange={change} />
      <FilePart
        file={chosen?.file}
        read={read}
        fault={file ? run.error : undefined}
        isReading={run.isFetching}
        onChoose={(next) => {
          // Columns are of one file; what else was said may hold for the next one too.
          change({ mapping: undefined });
          setChosen((before) => ({ file: next, nth: (before?.nth ?? 0) + 1 }));
        }}
      />
      {read?.table ? (
        <ColumnsPart
          table={read.table}
          mapping={draft.mapping ?? read.table.mapping}
          onChange={(mapping) => change({ mapping })}
        />
      ) : null}
      {read ? <SayPart draft={draft} asks={read.asks} onChange={change} /> : null}
      <DryRunPart read={read} />
      {file && read ? (
        <Begin
          file={file}
          draft={draft}
          head={JSON.stringify({
            name: file.name.slice(0, 255),
            audience,
            tlp: draft.tlp,
            choices,
          })}
          isReady={isReaderSaid && isSettled && read.counts.taken > 0}
        />
      ) : null}
      <ImportsPart />
    </>
  );
}

function Begin({
  file,
  draft,
  head,
  isReady,
}: {
  readonly file: File;
  readonly draft: ImportDraft;
  readonly head: string;
  readonly isReady: boolean;
}) {
  const { t, language } = useWords();
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: () => beginImport(file, head),
    onSettled: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
  const readers = draft.audience.map(useReaderName());
  const words =
    readers.length > 0
      ? t('import.do.for', { parties: formatList(readers, language) })
      : t(draft.isOwnOnly ? 'import.do.own' : 'import.do.nobody');
  return (
    <div className="flex flex-col gap-2">
      <FaultNotice fault={begin.error} />
      <Button
        tone="main"
        className="min-h-9 self-start"
        isDisabled={!isReady || begin.isPending}
        onPress={() => begin.mutate()}
      >
        {words}
      </Button>
    </div>
  );
}
