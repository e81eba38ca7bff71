import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';

import type { Saved } from '../../contract/api.ts';
import type { MatterView } from '../../contract/matters.ts';
import { post } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Empty } from '../parts/notice.tsx';
import { plainText } from '../plans/plain-text.ts';
import { linesOf, reportsQuery } from '../reports/report-queries.ts';
import { ReportLines } from '../reports/report-row.tsx';
import { useWords } from '../words/words.ts';
import { readKnowledgeAnew } from './matter-queries.ts';

/** How many reports are offered at once; a search finds the rest. */
const OFFERED_MAX = 30;

/** Makes reports part of a matter: found by their words, each with the reason. */
export function AddReports({
  matter,
  isOpen,
  onClose,
}: {
  readonly matter: MatterView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('matters.add.title')} isOpen={isOpen} onClose={onClose} wide>
      {isOpen ? <Picking matter={matter} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Picking({ matter, onDone }: { readonly matter: MatterView; readonly onDone: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ask = text.trim() === '' ? {} : { text: text.trim() };
  const found = useInfiniteQuery(reportsQuery(ask));
  const held = new Set<string>(matter.parts.map(({ hash }) => hash));
  const offered = linesOf(found.data?.pages)
    .filter(({ hash }) => !held.has(hash))
    .slice(0, OFFERED_MAX);
  const send = useMutation({
    mutationFn: async () => {
      const words = plainText(reason).trim();
      for (const from of chosen) {
        await post<Saved>('/api/links', {
          relation: 'part-of',
          from,
          to: matter.hash,
          ...(words === '' ? {} : { reason: words }),
        });
      }
    },
    onSuccess: onDone,
    onSettled: () => readKnowledgeAnew(client),
  });
  return (
    <div className="flex flex-col gap-3">
      <Field
        label={t('reports.link.search')}
        hint={t('matters.add.hint')}
        value={text}
        onChange={setText}
        autoFocus
      />
      {found.data && offered.length === 0 ? <Empty>{t('matters.add.none')}</Empty> : null}
      <ListBox
        aria-label={t('matters.add.reports')}
        items={offered}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) =>
          setChosen(
            new Set(keys === 'all' ? offered.map(({ hash }) => hash) : [...keys].map(String)),
          )
        }
        className="max-h-72 overflow-auto rounded-sm border border-line empty:hidden"
      >
        {(line) => (
          <ListBoxItem
            id={line.hash}
            textValue={line.title}
            className="border-s-3 border-b border-s-transparent border-b-line px-3 py-1.5 -outline-offset-2 last:border-b-0 data-[hovered]:bg-raised data-[selected]:border-s-text data-[selected]:bg-selected"
          >
            <ReportLines report={line} />
          </ListBoxItem>
        )}
      </ListBox>
      <Field label={t('reports.link.reason')} value={reason} onChange={setReason} rows={2} />
      <FaultNotice fault={send.error} />
      <div className="flex justify-end">
        <Button
          tone="main"
          isDisabled={chosen.size === 0 || send.isPending}
          onPress={() => send.mutate()}
        >
          {t('matters.add.say', { count: chosen.size })}
        </Button>
      </div>
    </div>
  );
}
