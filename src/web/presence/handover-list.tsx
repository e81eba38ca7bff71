import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CircleCheck, Hourglass } from 'lucide-react';

import type { HandoverView } from '../../contract/beside-plans.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Empty } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';
import { handoversQuery } from './presence-queries.ts';

/** Posts on their way from one party's hands to another's. [C52] */
export function HandoverList() {
  const { t } = useWords();
  const go = useGo();
  const { seat } = useSession();
  const handovers = useQuery(handoversQuery);
  const mayWrite = seat.duties.includes('plan');
  useKeys({ KeyN: () => (mayWrite ? go('/presence/handovers/new') : undefined) });
  return (
    <Sheet
      title={t('presence.tabs.handovers')}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <PageTabs of="centre" here="handovers" />
          {mayWrite ? (
            <Button tone="main" keys="N" onPress={() => go('/presence/handovers/new')}>
              {t('presence.handover.begin')}
            </Button>
          ) : null}
        </div>
      }
    >
      <FaultNotice fault={handovers.error} onRetry={() => void handovers.refetch()} />
      {handovers.data ? (
        <Panel flush title={t('presence.tabs.handovers')}>
          {handovers.data.length === 0 ? <Empty>{t('presence.handover.empty')}</Empty> : null}
          <ul>
            {handovers.data.map((view) => (
              <HandoverLine key={view.hash} view={view} />
            ))}
          </ul>
        </Panel>
      ) : null}
    </Sheet>
  );
}

function HandoverLine({ view }: { readonly view: HandoverView }) {
  const { t } = useWords();
  const { handover, done } = view;
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-1 border-b border-line px-3 py-2 last:border-0">
      <GoLink
        to={`/presence/handovers/${view.hash}`}
        className="min-h-6 text-lg font-semibold hover:underline"
      >
        <PostName view={view} />
      </GoLink>
      <FromTo view={view} />
      <HandoverState view={view} />
      <span className="text-sm text-muted">
        {t('presence.handover.steps-done', { done: done.length, all: handover.steps.length })}
      </span>
      <Age at={view.at} short />
    </li>
  );
}

/** The name of the post that is handed over, where this desk may know it. */
export function PostName({ view }: { readonly view: HandoverView }) {
  const { t, language } = useWords();
  return <bdi>{view.postNames?.[language] ?? t('presence.handover.unnamed')}</bdi>;
}

/** From whose hands into whose. */
export function FromTo({ view }: { readonly view: HandoverView }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <PartyMark party={view.from} />
      <ArrowRight aria-hidden size={15} className="shrink-0 rtl:-scale-x-100" />
      <PartyMark party={view.handover.to} />
    </span>
  );
}

/** Whether it is complete, as words with a figure. */
export function HandoverState({ view }: { readonly view: HandoverView }) {
  const { t } = useWords();
  return (
    <span
      className={`inline-flex items-center gap-1.5 font-medium ${view.complete ? 'text-ok' : 'text-need'}`}
    >
      {view.complete ? <CircleCheck aria-hidden size={15} /> : <Hourglass aria-hidden size={15} />}
      {t(view.complete ? 'presence.handover.complete' : 'presence.handover.open')}
    </span>
  );
}
