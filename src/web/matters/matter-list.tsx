import { useQuery } from '@tanstack/react-query';

import type { MatterLine } from '../../contract/matters.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { GroupPanel } from '../parts/group-panel.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';
import { MatterMark } from './matter-mark.tsx';
import { mattersQuery } from './matter-queries.ts';

const GROUPS = ['waits', 'open', 'disputed', 'closed'] as const;

/** All matters that this desk may read: those that wait for our word, open ones, disputed, closed. */
export function MatterList() {
  const { t } = useWords();
  const go = useGo();
  const { seat } = useSession();
  const matters = useQuery(mattersQuery);
  const mayOpen = seat.duties.includes('grade');
  useKeys({ KeyN: () => (mayOpen ? go('/matters/new') : undefined) });
  return (
    <Sheet
      title={t('matters.list.title')}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <PageTabs of="matters" here="matters" />
          {mayOpen ? (
            <Button tone="main" keys="N" onPress={() => go('/matters/new')}>
              {t('matters.list.new')}
            </Button>
          ) : null}
        </div>
      }
    >
      <FaultNotice fault={matters.error} onRetry={() => void matters.refetch()} />
      {matters.data?.length === 0 ? (
        <Panel title={t('matters.list.none')}>
          <Empty>{t('matters.list.empty')}</Empty>
        </Panel>
      ) : null}
      {GROUPS.map((group) => {
        const those = (matters.data ?? []).filter((line) => groupOf(line) === group);
        return (
          <GroupPanel
            key={group}
            title={t(`matters.list.${group}`)}
            items={those}
            isWaiting={group === 'waits'}
          >
            {(line) => <Line key={line.hash} line={line} />}
          </GroupPanel>
        );
      })}
    </Sheet>
  );
}

function groupOf({ state, waitsForUs }: MatterLine): (typeof GROUPS)[number] {
  if (waitsForUs) return 'waits';
  return state === 'open' || state === 'disputed' ? state : 'closed';
}

function Line({ line }: { readonly line: MatterLine }) {
  const { t } = useWords();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_17rem] gap-x-6 gap-y-1 border-b border-line px-3 py-2 last:border-0 max-md:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-0.5">
        <GoLink
          to={`/matters/${line.hash}`}
          className="min-h-6 text-lg font-semibold hover:underline"
        >
          <Written lang={line.language}>{line.title}</Written>
        </GoLink>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {t('matters.list.by')} <PartyMark party={line.author} /> <Age at={line.at} short />
        </p>
      </div>
      <div className="flex flex-col gap-0.5 text-sm">
        <MatterMark matter={line} />
        <p className="flex flex-wrap items-center gap-x-2 text-muted">
          {t('matters.list.reports', { count: line.reports })} · {t('matters.list.latest')}{' '}
          <Age at={line.latest} short />
        </p>
      </div>
    </li>
  );
}
