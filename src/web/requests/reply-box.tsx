import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { MessageSquareReply } from 'lucide-react';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';

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
import { linesOf, reportsQuery } from '../reports/report-queries.ts';
import { ReportLines } from '../reports/report-row.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** How many reports are offered at once; a search finds the rest. */
const OFFERED_MAX = 30;

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
  const found = useInfiniteQuery(reportsQuery(text.trim() === '' ? {} : { text }));
  // Only what who asked may read can answer it.
  const offered = linesOf(found.data?.pages)
    .filter(({ audience }) => audience.includes(view.author))
    .slice(0, OFFERED_MAX);
  const picked = offered.filter(({ hash }) => draft.reports.includes(hash));
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
      {found.data && offered.length === 0 ? <Empty>{t('requests.reply.none')}</Empty> : null}
      <ListBox
        aria-label={t('requests.reply.reports')}
        items={offered}
        selectionMode="multiple"
        selectedKeys={[...draft.reports]}
        onSelectionChange={(keys) => {
          const chosen = keys === 'all' ? offered.map(({ hash }) => hash) : [...keys].map(String);
          change({ reports: chosen.slice(0, REPLY_REPORTS_MAX) });
        }}
        className="max-h-60 overflow-auto rounded-sm border border-line empty:hidden"
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
          {t('parts.audience.readers', {
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
