import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import type { PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import type { BoardGroup } from '../plans/phrase.tsx';
import { BOARD_GROUPS, waitsForUs, windowPhrase } from '../plans/phrase.tsx';
import { StanceRow } from '../plans/stance-row.tsx';
import { StateMark } from '../plans/state-mark.tsx';
import { plansQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** Every plan that this desk may read, by what it has come to; what waits for us stands first. */
export function PlanBoard() {
  const { t } = useWords();
  const go = useGo();
  const { party, seat } = useSession();
  const plans = useQuery(plansQuery);
  const mayPlan = seat.duties.includes('plan');
  const groups = groupsOf(plans.data ?? [], party);
  const order = groups.flatMap(({ plans: those }) => those);
  const [chosen, setChosen] = useState<string>();
  const step = (by: 1 | -1) => {
    const at = order.findIndex((plan) => plan.hash === chosen);
    const next = order[Math.min(Math.max(at + by, 0), order.length - 1)];
    if (next) setChosen(next.hash);
  };
  useKeys({
    KeyJ: () => step(1),
    ArrowDown: () => step(1),
    KeyK: () => step(-1),
    ArrowUp: () => step(-1),
    KeyN: () => (mayPlan ? go('/plans/new') : undefined),
    Enter: () => {
      // A link or button that has the focus does its own act.
      const held = document.activeElement;
      if (held instanceof HTMLElement && held.matches('a, button')) held.click();
      else if (chosen !== undefined) go(`/plans/${chosen}`);
    },
  });
  return (
    <Sheet
      title={t('plans.board.title')}
      actions={
        mayPlan ? (
          <Button tone="main" keys="N" onPress={() => go('/plans/new')}>
            {t('plans.board.new')}
          </Button>
        ) : null
      }
    >
      <FaultNotice fault={plans.error} onRetry={() => void plans.refetch()} />
      {plans.data && order.length === 0 ? (
        <Panel title={t('plans.board.none')}>
          <Empty
            action={
              mayPlan ? (
                <Button onPress={() => go('/plans/new')}>{t('plans.board.new')}</Button>
              ) : null
            }
          >
            {t(mayPlan ? 'plans.board.empty' : 'plans.board.empty-no-duty')}
          </Empty>
        </Panel>
      ) : null}
      {groups.map(({ group, plans: those }) => (
        <Panel
          key={group}
          flush
          className={group === 'waits' ? 'border-need!' : ''}
          title={
            <span className={group === 'waits' ? 'text-need' : ''}>
              {t(`plans.group.${group}`)}{' '}
              <span className="text-sm font-normal text-muted">{those.length}</span>
            </span>
          }
        >
          <ul>
            {those.map((plan) => (
              <PlanLine key={plan.hash} plan={plan} isChosen={plan.hash === chosen} />
            ))}
          </ul>
        </Panel>
      ))}
    </Sheet>
  );
}

function PlanLine({ plan, isChosen }: { readonly plan: PlanView; readonly isChosen: boolean }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const go = useGo();
  const { party, seat } = useSession();
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const waits = waitsForUs(plan, party);
  return (
    <li
      ref={line}
      aria-current={isChosen ? 'true' : undefined}
      className={`grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] gap-x-6 gap-y-2 border-b border-line px-3 py-2.5 last:border-0 max-md:grid-cols-1 ${
        isChosen ? 'bg-selected outline-2 -outline-offset-2 outline-focus' : ''
      }`}
    >
      <div className="flex min-w-0 flex-col gap-1">
        <GoLink to={`/plans/${plan.hash}`} className="text-lg font-semibold hover:underline">
          <Written>{plan.plan.name}</Written>
        </GoLink>
        <p>
          <Mono>{windowPhrase(plan.plan, { words, centre })}</Mono>
        </p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-muted">
          {t('plans.board.by')} <PartyMark party={plan.author} /> <Age at={plan.at} short />
        </p>
        <StateMark plan={plan} />
        {waits === undefined ? null : (
          <p className="text-sm font-medium text-need">{t(`plans.waits.${waits}`)}</p>
        )}
        {waits === 'decision' && seat.duties.includes('decide') ? (
          <div>
            <Button tone="need" onPress={() => go(`/plans/${plan.hash}/decide`)}>
              {t('plans.board.answer')}
            </Button>
          </div>
        ) : null}
      </div>
      <ul className="min-w-0 border-s border-line ps-4 max-md:border-s-0 max-md:ps-0">
        {plan.asked.map((asked) => (
          <StanceRow key={asked.party} plan={plan} asked={asked} />
        ))}
      </ul>
    </li>
  );
}

function groupsOf(
  plans: readonly PlanView[],
  self: string,
): readonly { readonly group: BoardGroup; readonly plans: readonly PlanView[] }[] {
  return BOARD_GROUPS.flatMap((group) => {
    const those = plans.filter(
      (plan) => (waitsForUs(plan, self) === undefined ? plan.state.kind : 'waits') === group,
    );
    return those.length > 0 ? [{ group, plans: those }] : [];
  });
}
