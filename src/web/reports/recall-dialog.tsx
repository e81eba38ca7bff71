import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import { RECALL_REASONS, RECALL_WORDS_UNITS_MAX } from '../../accord/knowledge/recall-schema.ts';
import type { NewRecall, RecallView } from '../../contract/recalls.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useRaise } from '../notices.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** Says exactly what a recall does and what it cannot, asks why, and recalls. */
export function RecallDialog({
  hash,
  readers,
  onClose,
}: {
  /** The report to recall; undefined closes the dialog. */
  readonly hash: string | undefined;
  /** The other parties who may read it. */
  readonly readers: readonly string[];
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('recall.dialog.title')} isOpen={hash !== undefined} onClose={onClose}>
      {hash === undefined ? null : <Question hash={hash} readers={readers} onDone={onClose} />}
    </Dialog>
  );
}

function Question({
  hash,
  readers,
  onDone,
}: {
  readonly hash: string;
  readonly readers: readonly string[];
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const client = useQueryClient();
  const raise = useRaise();
  const [reason, setReason] = useState<NewRecall['reason'] | undefined>(undefined);
  const [text, setText] = useState('');
  const words = text.trim();
  const send = useMutation({
    mutationFn: (asked: NewRecall) =>
      post<RecallView>(`/api/reports/${encodeURIComponent(hash)}/recall`, asked),
    onSuccess: () => {
      for (const thing of ['reports', 'records', 'recalls', 'log']) {
        void client.invalidateQueries({ queryKey: [thing] });
      }
      raise({ tone: 'ok', text: t('recall.dialog.sent'), to: `/reports/${hash}` });
      onDone();
    },
  });
  const names = readers.map((party) => parties.find((each) => each.id === party)?.name ?? party);
  return (
    <div className="flex flex-col gap-3">
      <p>
        {names.length === 0
          ? t('recall.dialog.what-own')
          : t('recall.dialog.what', { parties: formatList(names, language) })}
      </p>
      <Notice tone="need">{t('recall.dialog.limits')}</Notice>
      <RadioGroup
        value={reason ?? null}
        onChange={(chosen) => setReason(RECALL_REASONS.find((each) => each === chosen))}
      >
        <Label className="mb-1 block font-medium">{t('recall.dialog.reason')}</Label>
        {RECALL_REASONS.map((each) => (
          <Radio
            key={each}
            value={each}
            className="group flex min-h-8 items-center gap-2.5 rounded-sm border border-transparent px-1.5 data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:bg-selected"
          >
            <span className="size-4 shrink-0 rounded-full border border-strong-line group-data-[selected]:border-5 group-data-[selected]:border-text" />
            {t(`recall.reason.${each}`)}
          </Radio>
        ))}
      </RadioGroup>
      <Field
        label={t('recall.dialog.words')}
        value={text}
        onChange={setText}
        maxLength={RECALL_WORDS_UNITS_MAX}
        rows={2}
      />
      <FaultNotice fault={send.error} />
      <Button
        tone="main"
        isDisabled={reason === undefined || send.isPending}
        onPress={() => {
          if (reason) send.mutate({ reason, ...(words === '' ? {} : { words }) });
        }}
      >
        {t(reason === undefined ? 'recall.dialog.choose' : 'recall.dialog.confirm')}
      </Button>
    </div>
  );
}
