import { useQuery } from '@tanstack/react-query';

import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Panel } from '../parts/panel.tsx';
import { useWords } from '../words/words.ts';
import { recallsQuery } from './recall-queries.ts';
import { RecallAccount, RecalledNotice } from './recalled.tsx';

/** All recalls that this desk may see, each with its account; nothing where there are none. */
export function RecallsPanel() {
  const { t } = useWords();
  const recalls = useQuery(recallsQuery);
  if (recalls.error) return <FaultNotice fault={recalls.error} />;
  if (!recalls.data || recalls.data.length === 0) return null;
  return (
    <Panel title={t('recall.list.title')}>
      <p className="text-muted">{t('recall.list.what')}</p>
      <ul className="flex flex-col">
        {recalls.data.map((recall) => (
          <li
            key={recall.recall}
            className="flex flex-col gap-2 border-b border-line py-3 last:border-0"
          >
            <RecalledNotice recall={recall} />
            <RecallAccount recall={recall} />
            {recall.records[0] === undefined ? null : (
              <GoLink to={`/reports/${recall.records[0].record}`}>{t('recall.list.open')}</GoLink>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
