import { queryOptions, useQuery } from '@tanstack/react-query';
import { Download, FileText } from 'lucide-react';

import type { AttachmentView } from '../../contract/attachments.ts';
import { get } from '../api.ts';
import { buttonClass } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { formatBytes } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** How often it is asked how much is here while not all is, in milliseconds. */
const LOOK_MILLIS = 2_000;

/** Images that are larger are shown only to whoever asks for them, in bytes. */
const SHOWN_BYTES_MAX = 10_000_000;

function addressOf(hash: string, at: number, what: 'file' | 'image'): string {
  return `/api/records/${encodeURIComponent(hash)}/attachments/${at}/${what}`;
}

/** What a report names, and how much of it is at our node; asked again until all of it is. */
function attachmentsQuery(hash: string) {
  return queryOptions({
    queryKey: ['records', hash, 'attachments'],
    queryFn: ({ signal }) =>
      get<readonly AttachmentView[]>(
        `/api/records/${encodeURIComponent(hash)}/attachments`,
        signal,
      ),
    refetchInterval: ({ state }) => (state.data?.every(isSettled) === true ? false : LOOK_MILLIS),
  });
}

/** The photos and papers beside a report. */
export function AttachmentsPanel({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const view = useQuery(attachmentsQuery(hash));
  return (
    <Panel title={t('attach.title')}>
      <FaultNotice fault={view.error} onRetry={() => void view.refetch()} />
      <ul className="flex flex-col gap-3">
        {(view.data ?? []).map((each, at) => (
          <Attachment key={`${each.sha256} ${each.name}`} hash={hash} at={at} view={each} />
        ))}
      </ul>
    </Panel>
  );
}

function Attachment({
  hash,
  at,
  view,
}: {
  readonly hash: string;
  readonly at: number;
  readonly view: AttachmentView;
}) {
  const { t, language } = useWords();
  const { name, size, state } = view;
  const isImage = view.media.startsWith('image/');
  return (
    <li className="flex flex-wrap items-center gap-3" data-state={state}>
      {isImage && state === 'whole' ? (
        <a
          href={addressOf(hash, at, 'image')}
          target="_blank"
          rel="noreferrer"
          aria-label={t('attach.show', { name })}
          className="flex h-24 w-32 shrink-0 items-center justify-center overflow-hidden rounded-sm border border-line bg-raised text-xs text-muted"
        >
          {size <= SHOWN_BYTES_MAX ? (
            <img
              src={addressOf(hash, at, 'image')}
              alt=""
              loading="lazy"
              className="size-full object-contain"
            />
          ) : (
            t('attach.large')
          )}
        </a>
      ) : (
        <span className="flex h-24 w-32 shrink-0 items-center justify-center rounded-sm border border-line bg-raised">
          <FileText aria-hidden size={28} className="text-muted" />
        </span>
      )}
      <div className="flex min-w-40 flex-1 flex-col gap-1">
        <span className="font-medium wrap-anywhere">
          <bdi>{name}</bdi>
        </span>
        <Standing view={view} />
        {state === 'whole' ? (
          <a href={addressOf(hash, at, 'file')} download className={`${buttonClass()} self-start`}>
            <Download aria-hidden size={15} />
            {t('attach.save')} · {formatBytes(size, language)}
            <span className="sr-only">{name}</span>
          </a>
        ) : null}
      </div>
    </li>
  );
}

function Standing({ view }: { readonly view: AttachmentView }) {
  const { t, language } = useWords();
  const { name, size, held, state } = view;
  if (state === 'whole') return null;
  if (state === 'false') return <p className="text-sm text-bad">{t('attach.state.false')}</p>;
  const how = { held: formatBytes(held, language), size: formatBytes(size, language) };
  return (
    <div className="flex flex-col gap-0.5">
      <progress
        className="bar block h-1.5 w-full"
        aria-label={t('attach.coming', { name })}
        value={held}
        max={size}
      />
      <p className="text-sm text-muted">{t(`attach.state.${state}`, how)}</p>
    </div>
  );
}

function isSettled({ state }: AttachmentView): boolean {
  return state === 'whole' || state === 'false';
}
