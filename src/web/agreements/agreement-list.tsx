import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Hourglass, PenLine } from 'lucide-react';

import type { AgreementView } from '../../contract/beside-plans.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Empty } from '../parts/notice.tsx';
import { GroupPanel } from '../parts/group-panel.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { agreementsQuery, waitsForOurs } from './agreement-queries.ts';

const GROUPS = ['waits', 'in-force', 'open'] as const;

/** All agreements: those that wait for our signature, those in force, and those not signed by all. */
export function AgreementList() {
  const { t } = useWords();
  const go = useGo();
  const { party, seat } = useSession();
  const agreements = useQuery(agreementsQuery);
  const mayWrite = seat.duties.includes('plan') || seat.duties.includes('sign');
  useKeys({ KeyN: () => (mayWrite ? go('/agreements/new') : undefined) });
  const all = agreements.data ?? [];
  const groupOf = (view: AgreementView) =>
    waitsForOurs(view, party) ? 'waits' : view.inForce ? 'in-force' : 'open';
  return (
    <Sheet
      title={t('agreements.list.title')}
      actions={
        mayWrite ? (
          <Button tone="main" keys="N" onPress={() => go('/agreements/new')}>
            {t('agreements.list.new')}
          </Button>
        ) : null
      }
    >
      <FaultNotice fault={agreements.error} onRetry={() => void agreements.refetch()} />
      {agreements.data?.length === 0 ? (
        <Panel title={t('agreements.list.none')}>
          <Empty>{t('agreements.list.empty')}</Empty>
        </Panel>
      ) : null}
      {GROUPS.map((group) => {
        const those = all.filter((view) => groupOf(view) === group);
        return (
          <GroupPanel
            key={group}
            title={t(`agreements.list.${group}`)}
            items={those}
            isWaiting={group === 'waits'}
          >
            {(view) => <AgreementLine key={view.hash} view={view} />}
          </GroupPanel>
        );
      })}
      <p className="text-sm text-muted">{t('agreements.list.means')}</p>
    </Sheet>
  );
}

function AgreementLine({ view }: { readonly view: AgreementView }) {
  const { t, language } = useWords();
  const { agreement, hash, rules } = view;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-6 gap-y-1 border-b border-line px-3 py-2 last:border-0 max-md:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-0.5">
        <GoLink to={`/agreements/${hash}`} className="text-lg font-semibold hover:underline">
          <bdi className="wrap-anywhere">{agreement.names[language]}</bdi>
        </GoLink>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {t('agreements.list.by')} <PartyMark party={view.author} /> <Age at={view.at} short />
        </p>
        <p className="text-sm text-muted">
          {t('agreements.list.articles', {
            count: agreement.articles.length,
            rules: rules.length,
          })}
        </p>
      </div>
      <Signatures view={view} />
    </li>
  );
}

/** Every party with the word for whether its signature stands. */
export function Signatures({
  view,
}: {
  readonly view: {
    readonly agreement: { readonly parties: readonly string[] };
    readonly signed: readonly string[];
  };
}) {
  const { t } = useWords();
  return (
    <ul className="flex flex-col gap-0.5">
      {view.agreement.parties.map((party) => {
        const has = view.signed.includes(party);
        return (
          <li key={party} className="flex flex-wrap items-center gap-x-3">
            <span className="min-w-44">
              <PartyMark party={party} />
            </span>
            <span
              className={`inline-flex items-center gap-1.5 text-sm ${has ? 'text-ok' : 'text-need'}`}
            >
              {has ? <PenLine aria-hidden size={14} /> : <Hourglass aria-hidden size={14} />}
              {t(has ? 'agreements.sign.signed' : 'agreements.sign.unsigned')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Whether it binds, as a word with a figure. */
export function ForceMark({ inForce }: { readonly inForce: boolean }) {
  const { t } = useWords();
  return (
    <p
      className={`flex items-center gap-2 text-lg font-medium ${inForce ? 'text-ok' : 'text-need'}`}
    >
      {inForce ? <CircleCheck aria-hidden size={19} /> : <Hourglass aria-hidden size={19} />}
      {t(inForce ? 'agreements.force.yes' : 'agreements.force.no')}
    </p>
  );
}
