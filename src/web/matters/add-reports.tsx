import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Saved } from '../../contract/api.ts';
import type { MatterView } from '../../contract/matters.ts';
import { post } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Empty } from '../parts/notice.tsx';
import { plainText } from '../plans/plain-text.ts';
import { ReportChoice, useOffered } from '../reports/report-choice.tsx';
import { useWords } from '../words/words.ts';
import { readKnowledgeAnew } from './matter-queries.ts';

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
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const ask = text.trim() === '' ? {} : { text: text.trim() };
  const held = new Set<string>(matter.parts.map(({ hash }) => hash));
  const offered = useOffered(ask, ({ hash }) => !held.has(hash));
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
      {offered.isNone ? <Empty>{t('matters.add.none')}</Empty> : null}
      <ReportChoice
        label={t('matters.add.reports')}
        offered={offered}
        mode="multiple"
        chosen={chosen}
        onChoose={setChosen}
      />
      <Field label={t('reports.link.reason')} value={reason} onChange={setReason} rows={2} />
      <FaultNotice fault={send.error} />
      <div className="flex justify-end">
        <Button
          tone="main"
          isDisabled={chosen.length === 0 || send.isPending}
          onPress={() => send.mutate()}
        >
          {t('matters.add.say', { count: chosen.length })}
        </Button>
      </div>
    </div>
  );
}
