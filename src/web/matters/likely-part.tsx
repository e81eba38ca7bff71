import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { LikelyReason } from '../../accord/knowledge/likely.ts';
import type { Saved } from '../../contract/api.ts';
import type { LikelyView } from '../../contract/matters.ts';
import { post } from '../api.ts';
import { useRaise } from '../notices.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Panel } from '../parts/panel.tsx';
import { ReportLines } from '../reports/report-row.tsx';
import { useSession } from '../session.ts';
import { formatDuration, formatList } from '../words/format.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words.ts';
import { likelyQuery, readKnowledgeAnew } from './matter-queries.ts';

/** How many of the words in common are shown. */
const SHOWN_WORDS_MAX = 5;

const COMMAS = { ar: '، ', ckb: '، ', tr: ', ', en: ', ' } as const;

/** Reports that may be of the same event, with every reason; nothing is joined by itself. [M14] */
export function LikelyPart({ hash }: { readonly hash: string }) {
  const words = useWords();
  const { t } = words;
  const likely = useQuery(likelyQuery(hash));
  if (!likely.data || likely.data.length === 0) return null;
  return (
    <Panel title={t('matters.likely.title')} flush>
      <ul>
        {likely.data.map((each) => (
          <Likely key={each.report.hash} hash={hash} likely={each} />
        ))}
      </ul>
      <p className="border-t border-line px-3 py-2 text-xs text-muted">
        {t('matters.likely.means')}
      </p>
    </Panel>
  );
}

function Likely({ hash, likely }: { readonly hash: string; readonly likely: LikelyView }) {
  const words = useWords();
  const { t, language } = words;
  const client = useQueryClient();
  const raise = useRaise();
  const { seat } = useSession();
  const reasons = formatList(
    likely.reasons.map((reason) => reasonText(reason, words)),
    language,
  );
  const send = useMutation({
    mutationFn: (relation: 'same-event' | 'duplicate-of') =>
      post<Saved>('/api/links', { relation, from: hash, to: likely.report.hash, reason: reasons }),
    onSuccess: () => {
      readKnowledgeAnew(client);
      raise({ tone: 'ok', text: t('reports.link.sent'), to: `/reports/${hash}` });
    },
  });
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-0">
      <GoLink to={`/reports/${likely.report.hash}`} className="hover:underline">
        <ReportLines report={likely.report} />
      </GoLink>
      <p className="text-sm text-muted">{t('matters.likely.because', { reasons })}</p>
      <FaultNotice fault={send.error} />
      {seat.duties.includes('grade') ? (
        <div className="flex flex-wrap gap-2">
          <Button isDisabled={send.isPending} onPress={() => send.mutate('same-event')}>
            {t('matters.likely.same')}
          </Button>
          <Button
            tone="quiet"
            isDisabled={send.isPending}
            onPress={() => send.mutate('duplicate-of')}
          >
            {t('matters.likely.duplicate')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function reasonText(reason: LikelyReason, { t, language }: Words): string {
  switch (reason.code) {
    case 'time-near':
      return t('matters.likely.time-near', { gap: formatDuration(reason.seconds, language) });
    case 'words-shared':
      return t('matters.likely.words-shared', {
        words: reason.words.slice(0, SHOWN_WORDS_MAX).join(COMMAS[language]),
      });
    default:
      return t(`matters.likely.${reason.code}`);
  }
}
