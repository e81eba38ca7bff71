import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessageSquareReply } from 'lucide-react';
import { useState } from 'react';

import { REPLY_REPORTS_MAX } from '../../accord/knowledge/request-schema.ts';
import type { RequestView } from '../../contract/information-requests.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useKept } from '../kept.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Empty } from '../parts/notice.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { plainText } from '../plans/plain-text.ts';
import { ReportChoice, useOffered } from '../reports/report-choice.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

interface ReplyDraft {
  readonly reports: readonly string[];
  readonly words: string;
}

const EMPTY_REPLY: ReplyDraft = { reports: [], words: '' };

/** Our answer: reports that who asked may read, a new one, or words. */
export function ReplyBox({ view }: { readonly view: RequestView }) {
  const { t, language } = useWords();
  const centre = useCentre();
  const client = useQueryClient();
  const [draft, change, drop] = useKept(`reply/${view.hash}`, EMPTY_REPLY);
  const [text, setText] = useState('');
  // Only what who asked may read can answer it.
  const offered = useOffered(text.trim() === '' ? {} : { text }, ({ audience }) =>
    audience.includes(view.author),
  );
  const picked = draft.reports.flatMap((hash) => offered.lineOf(hash) ?? []);
  const words = plainText(draft.words).trim();
  const send = useMutation({
    mutationFn: () =>
      post<RequestView>(`/api/requests/${encodeURIComponent(view.hash)}/reply`, {
        reports: draft.reports,
        language,
        ...(words === '' ? {} : { words }),
      }),
    onSuccess: () => {
      drop();
      return client.invalidateQueries({ queryKey: ['requests'] });
    },
  });
  const readers = view.audience.filter((party) =>
    picked.every(({ audience }) => audience.includes(party)),
  );
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t('requests.reply.search')}
        hint={t('requests.reply.search-hint')}
        value={text}
        onChange={setText}
      />
      {offered.isNone ? <Empty>{t('requests.reply.none')}</Empty> : null}
      <ReportChoice
        label={t('requests.reply.reports')}
        offered={offered}
        mode="multiple"
        chosen={draft.reports}
        onChoose={(chosen) => change({ reports: chosen.slice(0, REPLY_REPORTS_MAX) })}
      />
      <p className="text-sm">
        <GoLink to="/picture?new=1" className="underline">
          {t('requests.reply.new')}
        </GoLink>{' '}
        <span className="text-muted">
          {t('requests.reply.new-hint', { party: nameOf(view.author, { centre }) })}
        </span>
      </p>
      <PlainField
        label={t('requests.reply.words')}
        rows={3}
        value={draft.words}
        onChange={(typed) => change({ words: typed })}
      />
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 text-sm text-muted" aria-live="polite">
          {picked.length < draft.reports.length
            ? null
            : t('parts.audience.readers', {
                parties: formatList(
                  readers.map((party) => nameOf(party, { centre })),
                  language,
                ),
              })}
        </p>
        <Button
          tone="main"
          isDisabled={send.isPending || (draft.reports.length === 0 && words === '')}
          onPress={() => send.mutate()}
        >
          <MessageSquareReply aria-hidden size={15} />
          {t('requests.reply.send')}
        </Button>
      </div>
    </div>
  );
}
