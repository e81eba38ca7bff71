import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleDot } from 'lucide-react';

import type { IncursionView } from '../../contract/beside-plans.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Age, Dtg } from '../parts/age.tsx';
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
import { incursionsQuery, waitsForAccount } from './incursion-queries.ts';

/** All incursions that this desk may read: those that wait for our account, open ones, settled ones. */
export function IncursionList() {
  const { t } = useWords();
  const go = useGo();
  const { party, seat } = useSession();
  const incursions = useQuery(incursionsQuery);
  const mayReport = seat.duties.includes('report');
  useKeys({ KeyN: () => (mayReport ? go('/incursions/new') : undefined) });
  const groupOf = (view: IncursionView) =>
    view.state === 'settled' ? 'settled' : waitsForAccount(view, party) ? 'waits' : 'open';
  return (
    <Sheet
      title={t('incursions.list.title')}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <PageTabs of="log" here="incursions" />
          {mayReport ? (
            <Button tone="main" keys="N" onPress={() => go('/incursions/new')}>
              {t('incursions.list.new')}
            </Button>
          ) : null}
        </div>
      }
    >
      <FaultNotice fault={incursions.error} onRetry={() => void incursions.refetch()} />
      {incursions.data?.length === 0 ? (
        <Panel title={t('incursions.list.none')}>
          <Empty>{t('incursions.list.empty')}</Empty>
        </Panel>
      ) : null}
      {(['waits', 'open', 'settled'] as const).map((group) => {
        const those = (incursions.data ?? []).filter((view) => groupOf(view) === group);
        return (
          <GroupPanel
            key={group}
            title={t(`incursions.list.${group}`)}
            items={those}
            isWaiting={group === 'waits'}
          >
            {(view) => <IncursionLine key={view.hash} view={view} />}
          </GroupPanel>
        );
      })}
    </Sheet>
  );
}

function IncursionLine({ view }: { readonly view: IncursionView }) {
  const { t } = useWords();
  const { incursion, hash, author } = view;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_15rem] gap-x-6 gap-y-1 border-b border-line px-3 py-2 last:border-0 max-md:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-3">
          <GoLink
            to={`/incursions/${hash}`}
            className="min-h-6 text-lg font-semibold hover:underline"
          >
            <Written>{incursion.title}</Written>
          </GoLink>
          <span className="text-sm text-muted">{t(`incursions.kind.${incursion.kind}`)}</span>
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {t('incursions.list.by')} <PartyMark party={author} /> <Age at={view.at} short />
        </p>
      </div>
      <div className="flex flex-col gap-0.5 text-sm">
        <Settled view={view} />
        <p className="flex flex-wrap items-center gap-x-2">
          {t('incursions.list.when')} <Dtg at={incursion.when.from} />
        </p>
        <p className="flex flex-wrap items-center gap-x-2">
          {incursion.by === null ? (
            <span className="text-muted">{t('incursions.by.unknown')}</span>
          ) : (
            <>
              {t('incursions.list.named')} <PartyMark party={incursion.by} />
            </>
          )}
        </p>
      </div>
    </li>
  );
}

/** Whether both have settled it, as words with a figure. */
export function Settled({ view }: { readonly view: IncursionView }) {
  const { t } = useWords();
  const isSettled = view.state === 'settled';
  return (
    <p className={`flex items-center gap-1.5 font-medium ${isSettled ? 'text-ok' : 'text-need'}`}>
      {isSettled ? <CircleCheck aria-hidden size={15} /> : <CircleDot aria-hidden size={15} />}
      {t(isSettled ? 'incursions.state.settled' : 'incursions.state.open')}
    </p>
  );
}
