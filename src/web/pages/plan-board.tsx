import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Empty } from '../parts/notice.tsx';
import { planPagesQuery } from '../queries.ts';
import { VirtualList } from '../reports/virtual-list.tsx';
import { useAddress } from '../routes.tsx';
import { BoardFilters } from '../running/board-filters.tsx';
import type { BoardFilter } from '../running/board-order.ts';
import { boardItems, formatBoardFilter, parseBoardFilter } from '../running/board-order.ts';
import { BoardGroupHead, BoardHead, BoardRow, useColumns } from '../running/board-row.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** Every plan that this desk may read, by state and party; what waits for us stands first. */
export function PlanBoard() {
  const { t } = useWords();
  const go = useGo();
  const { history } = useRouter();
  const { party, seat } = useSession();
  const plans = useInfiniteQuery(planPagesQuery);
  const held = useMemo(() => plans.data?.pages.flat(), [plans.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = plans;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const filter = useAddress(parseBoardFilter);
  const change = (part: Partial<BoardFilter>) =>
    history.replace(formatBoardFilter({ ...filter, ...part }));
  const { text, party: ofParty, kind } = filter;
  const items = useMemo(
    () => boardItems(held ?? [], { text, party: ofParty, kind }, party),
    [held, text, ofParty, kind, party],
  );
  // What a filter leaves may be in older pages only: they are read until some is found.
  const isBare = items.length === 0;
  useEffect(() => {
    if (isBare) more();
  }, [isBare, more]);
  const columns = useColumns();
  const [chosen, setChosen] = useState<string>();
  const index = items.findIndex((item) => item.kind === 'plan' && item.id === chosen);
  const step = (by: 1 | -1) => {
    let next = index === -1 ? (by === 1 ? 0 : items.length - 1) : index + by;
    while (items[next]?.kind === 'group') next += by;
    const found = items[next];
    if (found?.kind === 'plan') setChosen(found.id);
  };
  const mayPlan = seat.duties.includes('plan');
  const search = useRef<HTMLInputElement>(null);
  useKeys({
    KeyJ: () => step(1),
    ArrowDown: () => step(1),
    KeyK: () => step(-1),
    ArrowUp: () => step(-1),
    KeyN: () => (mayPlan ? go('/plans/new') : undefined),
    Slash: () => search.current?.focus(),
    Enter: () => {
      // A link or button that has the focus does its own act.
      const held = document.activeElement;
      if (held instanceof HTMLElement && held.matches('a, button')) held.click();
      else if (chosen !== undefined) go(`/plans/${chosen}`);
    },
  });
  const isNone = held?.length === 0;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <BoardFilters
        filter={filter}
        onChange={change}
        searchRef={search}
        action={
          mayPlan ? (
            <Button tone="main" keys="N" onPress={() => go('/plans/new')}>
              {t('plans.board.new')}
            </Button>
          ) : null
        }
      />
      <FaultNotice fault={plans.error} onRetry={() => void plans.refetch()} />
      {held && items.length === 0 ? (
        <Empty
          action={
            isNone && mayPlan ? (
              <Button onPress={() => go('/plans/new')}>{t('plans.board.new')}</Button>
            ) : isNone ? null : (
              <Button onPress={() => change({ text: '', party: '', kind: '' })}>
                {t('board.filter.clear')}
              </Button>
            )
          }
        >
          {isNone
            ? t(mayPlan ? 'plans.board.empty' : 'plans.board.empty-no-duty')
            : t('board.filter.nothing')}
        </Empty>
      ) : null}
      {items.length === 0 ? null : (
        <>
          <BoardHead columns={columns} />
          <div className="min-h-0 flex-1">
            <VirtualList
              items={items}
              keyOf={(item) => item.id}
              label={t('plans.board.title')}
              selectedIndex={index}
              rowHeight={58}
              onMove={step}
              onEnd={more}
            >
              {(item) =>
                item.kind === 'group' ? (
                  <BoardGroupHead group={item.id} count={item.count} />
                ) : (
                  <BoardRow plan={item.plan} isChosen={item.id === chosen} columns={columns} />
                )
              }
            </VirtualList>
          </div>
        </>
      )}
    </div>
  );
}
