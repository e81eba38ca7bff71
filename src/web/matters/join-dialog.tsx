import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';

import type { Saved } from '../../contract/api.ts';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import { useRaise } from '../notices.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { plainText } from '../plans/plain-text.ts';
import { recordQuery } from '../queries.ts';
import { commonReaders, useReaderName } from '../readers.ts';
import { CHOICE_CLASS, CHOICE_LIST_CLASS } from '../reports/report-choice.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { MatterMark } from './matter-mark.tsx';
import { mattersQuery, readKnowledgeAnew } from './matter-queries.ts';

/** Makes a report part of a matter that is open, or opens one with it. */
export function JoinDialog({
  hash,
  held,
  onClose,
}: {
  /** The report; undefined closes the dialog. */
  readonly hash: string | undefined;
  /** The matters that it is part of already. */
  readonly held: readonly string[];
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('matters.join.title')} isOpen={hash !== undefined} onClose={onClose} wide>
      {hash === undefined ? null : <Joining hash={hash} held={held} onDone={onClose} />}
    </Dialog>
  );
}

function Joining({
  hash,
  held,
  onDone,
}: {
  readonly hash: string;
  readonly held: readonly string[];
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const raise = useRaise();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [reason, setReason] = useState('');
  const matters = useQuery(mattersQuery);
  const view = useQuery(recordQuery(hash));
  const offered = (matters.data ?? []).filter((matter) => !held.includes(matter.hash));
  const picked = offered.find((matter) => matter.hash === chosen);
  const send = useMutation({
    mutationFn: (to: string) => {
      const words = plainText(reason).trim();
      const link = { relation: 'part-of', from: hash, to };
      return post<Saved>('/api/links', { ...link, ...(words === '' ? {} : { reason: words }) });
    },
    onSuccess: (_, to) => {
      readKnowledgeAnew(client);
      raise({ tone: 'ok', text: t('matters.join.sent'), to: `/matters/${to}` });
      onDone();
    },
  });
  const common = commonReaders(view.data?.place.audience ?? [], picked?.audience ?? []);
  const readers = common.map(useReaderName());
  return (
    <div className="flex flex-col gap-3">
      {matters.data && offered.length === 0 ? <Empty>{t('matters.join.none')}</Empty> : null}
      <ListBox
        aria-label={t('matters.list.title')}
        items={offered.map((matter) => ({ ...matter, id: matter.hash }))}
        selectionMode="single"
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : [...keys];
          setChosen(key === undefined ? undefined : String(key));
        }}
        className={CHOICE_LIST_CLASS}
      >
        {(matter) => (
          <ListBoxItem
            id={matter.hash}
            textValue={matter.title}
            className={`flex flex-col gap-0.5 ${CHOICE_CLASS}`}
          >
            <Written lang={matter.language} className="font-medium">
              {matter.title}
            </Written>
            <span className="text-sm">
              <MatterMark matter={matter} />
            </span>
          </ListBoxItem>
        )}
      </ListBox>
      <Field label={t('reports.link.reason')} value={reason} onChange={setReason} rows={2} />
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button onPress={() => go(`/matters/new?report=${encodeURIComponent(hash)}`)}>
          {t('matters.join.new')}
        </Button>
        <span className="flex flex-wrap items-center gap-3">
          {picked ? (
            <span className="text-sm text-muted">
              {t('parts.audience.readers', { parties: formatList(readers, language) })}
            </span>
          ) : null}
          <Button
            tone="main"
            isDisabled={!picked || send.isPending}
            onPress={() => (picked ? send.mutate(picked.hash) : undefined)}
          >
            {t('matters.join.say')}
          </Button>
        </span>
      </div>
    </div>
  );
}
