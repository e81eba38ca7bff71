import { useQuery } from '@tanstack/react-query';

import { Age } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Holders } from '../parts/holders.tsx';
import { Mono } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { RecordCheck } from '../parts/record-check.tsx';
import type { RecordView } from '../../contract/reports.ts';
import { recordQuery } from '../queries.ts';
import { RecalledNotice } from '../reports/recalled.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { phraseOf } from './log-words.ts';

/** One record as it stands on its log: who said it, who reads it, and whether it is really there. */
export function RecordDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const record = useQuery(recordQuery(hash));
  return (
    <Sheet
      title={t('record.detail.title')}
      actions={<GoLink to="/record">{t('record.detail.all')}</GoLink>}
    >
      <FaultNotice fault={record.error} onRetry={() => void record.refetch()} />
      {record.data ? (
        <>
          {record.data.recalled && !record.data.record ? (
            <RecalledNotice recall={record.data.recalled} />
          ) : (
            <RecordCheck hash={hash} />
          )}
          <Facts view={record.data} />
        </>
      ) : null}
    </Sheet>
  );
}

function Facts({ view }: { readonly view: RecordView }) {
  const words = useWords();
  const { t, language } = words;
  const { place, record, recalled } = view;
  const unread = recalled ? 'log.did.erased' : 'log.did.unknown';
  return (
    <Panel title={<PartyMark party={place.author} />}>
      <dl className="grid grid-cols-[9rem_1fr] gap-x-4 gap-y-1.5">
        <dt className="text-muted">{t('record.detail.did')}</dt>
        <dd>{record === undefined ? t(unread) : phraseOf(decisionOf(record), words)}</dd>
        {record === undefined ? null : (
          <>
            <dt className="text-muted">{t('record.detail.seat')}</dt>
            <dd>
              <Mono>{record.by.seat}</Mono>
            </dd>
            <dt className="text-muted">{t('record.detail.said')}</dt>
            <dd>
              <Age at={record.at} />
            </dd>
          </>
        )}
        <dt className="text-muted">{t('record.detail.held')}</dt>
        <dd>
          <Age at={place.heldSince} />
        </dd>
        <Holders view={view} />
        <dt className="text-muted">{t('record.detail.entry')}</dt>
        <dd>{formatNumber(place.index + 1, language)}</dd>
        <dt className="text-muted">{t('record.detail.hash')}</dt>
        <dd className="min-w-0">
          <span dir="ltr" className="font-mono text-sm wrap-anywhere select-all">
            {view.hash}
          </span>
        </dd>
      </dl>
      {record === undefined && !recalled ? <Notice>{t('record.detail.unknown')}</Notice> : null}
      <details className="mt-3">
        <summary className="underline">{t('record.detail.bytes')}</summary>
        <pre
          dir="ltr"
          className="mt-1 max-h-96 overflow-auto rounded-sm bg-raised p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
        >
          {textOf(view.bytes)}
        </pre>
      </details>
    </Panel>
  );
}

function decisionOf(record: NonNullable<RecordView['record']>): Parameters<typeof phraseOf>[0] {
  return record.type === 'decision'
    ? { type: record.type, verdict: record.body.verdict }
    : { type: record.type };
}

function textOf(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0);
  return new TextDecoder().decode(bytes);
}
