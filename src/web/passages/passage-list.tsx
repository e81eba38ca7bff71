import { useQuery } from '@tanstack/react-query';

import type { PassageLine } from '../../contract/passages.ts';
import { Age } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { GroupPanel } from '../parts/group-panel.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';
import { passagesQuery } from './passage-queries.ts';
import { ReleaseAsk } from './release-ask.tsx';

/** What was passed on, and releases that were asked for: those that wait for us first. */
export function PassageList() {
  const { t } = useWords();
  const view = useQuery(passagesQuery);
  const asks = view.data?.asks ?? [];
  const passages = view.data?.passages ?? [];
  const groups = [
    ['waits', asks.filter(({ waitsForUs }) => waitsForUs)],
    ['asks', asks.filter(({ waitsForUs }) => !waitsForUs)],
  ] as const;
  return (
    <Sheet title={t('passages.list.title')} actions={<PageTabs of="inbox" here="passages" />}>
      <FaultNotice fault={view.error} onRetry={() => void view.refetch()} />
      {view.data && asks.length + passages.length === 0 ? (
        <Panel title={t('passages.list.none')}>
          <Empty>{t('passages.list.empty')}</Empty>
        </Panel>
      ) : null}
      {groups.map(([group, those]) => (
        <GroupPanel
          key={group}
          title={t(`passages.list.${group}`)}
          items={those}
          isWaiting={group === 'waits'}
        >
          {(ask) => <ReleaseAsk key={ask.hash} ask={ask} />}
        </GroupPanel>
      ))}
      {passages.length === 0 ? null : (
        <Panel title={t('passages.list.passed')} flush>
          <ul>
            {passages.map((line) => (
              <Line key={line.hash} line={line} />
            ))}
          </ul>
        </Panel>
      )}
    </Sheet>
  );
}

function Line({ line }: { readonly line: PassageLine }) {
  const { t } = useWords();
  return (
    <li className="flex flex-col gap-0.5 border-b border-line px-3 py-2 last:border-0">
      <GoLink
        to={`/passages/${line.hash}`}
        className="min-h-6 text-lg font-semibold hover:underline"
      >
        {line.title === undefined ? t('passages.page.unreadable') : <Written>{line.title}</Written>}
      </GoLink>
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        <PartyMark party={line.origin} /> · {t('passages.page.passed-by')}{' '}
        <PartyMark party={line.party} /> <Age at={line.at} short />
        <span className={line.standing === 'released' ? 'text-ok' : 'font-medium text-bad'}>
          {t(`passages.standing.${line.standing}`)}
        </span>
      </p>
    </li>
  );
}
