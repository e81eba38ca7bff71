import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { GradeAxes } from '../../accord/knowledge/schema.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { plansQuery } from '../queries.ts';
import { useEnter } from '../reports/enter.ts';
import { GradeDialog } from '../reports/grade-dialog.tsx';
import { EarlyPanel } from './early-panel.tsx';
import { InboxList } from '../reports/inbox-list.tsx';
import { InboxSheet } from '../reports/inbox-sheet.tsx';
import { WaitingReleases } from '../passages/waiting-releases.tsx';
import { WaitingRequests } from '../requests/waiting-requests.tsx';
import { LinkDialog } from '../reports/link-dialog.tsx';
import { QuickEntry } from '../reports/quick-entry.tsx';
import { linesOf, reportsQuery } from '../reports/report-queries.ts';
import { isGradedBy, reportsOf, waitingFor } from '../reports/waiting.ts';
import { useItem } from '../routes.tsx';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** What waits for this seat, one after the other: consents, contradictions, reports to grade. */
export function Page() {
  const { t } = useWords();
  const go = useGo();
  const item = useItem();
  const { party, seat } = useSession();
  const [grading, setGrading] = useState<Grading | undefined>(undefined);
  const [linking, setLinking] = useState<string | undefined>(undefined);
  const plans = useQuery(plansQuery);
  const list = useInfiniteQuery(reportsQuery({}));
  const lines = useMemo(() => linesOf(list.data?.pages), [list.data]);
  const waiting = useMemo(
    () => waitingFor(party, plans.data ?? [], lines),
    [party, plans.data, lines],
  );
  const isHere = (id: string) => item !== undefined && id.includes(item);
  const index = waiting.findIndex((each) => isHere(each.id));
  // Without a choice the first is shown beside the list; a narrow screen shows the list alone.
  const current = waiting[index === -1 && item === undefined ? 0 : index];
  const mayGrade = seat.duties.includes('grade');
  const subject = current
    ? (reportsOf(current).find((report) => !isGradedBy(party, report)) ?? reportsOf(current)[0])
        ?.hash
    : item;

  const show = (id: string) => go(`/inbox/${id.split('+')[0]}`);
  const move = (by: 1 | -1) => {
    const from = index === -1 ? (item === undefined ? 0 : -1) : index;
    const next = waiting[Math.min(Math.max(from + by, 0), waiting.length - 1)];
    if (next) show(next.id);
  };
  const grade = (hash = subject, first?: Reliability) =>
    mayGrade && hash !== undefined ? setGrading({ hash, first }) : undefined;
  const link = (hash = subject) => (mayGrade && hash !== undefined ? setLinking(hash) : undefined);
  const showOnMap = (hash = subject) =>
    hash === undefined ? undefined : go(`/picture?sel=${encodeURIComponent(hash)}`);
  const open = () => {
    if (current?.kind === 'consent') go(`/plans/${current.plan.hash}`);
    else if (subject !== undefined) go(`/reports/${subject}`);
  };
  useKeys({
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    KeyX: () => link(),
    KeyM: () => showOnMap(current?.kind === 'consent' ? current.plan.hash : subject),
    KeyN: () => go('/picture?new=1'),
    Escape: () => (item === undefined ? undefined : go('/inbox')),
    ...Object.fromEntries(
      LETTERS.map((letter) => [`Key${letter}`, () => grade(undefined, letter)]),
    ),
  });
  useEnter(open);

  // The next one comes up by itself; the graded one leaves the list.
  const next = waiting[index + 1]?.id ?? waiting[index - 1]?.id;
  const graded = () => {
    if (current?.kind === 'report' && next !== undefined) show(next);
    else if (current?.kind === 'report') go('/inbox');
  };
  return (
    <div className="flex h-full min-h-0">
      <section
        className={`flex h-full w-[400px] shrink-0 flex-col border-e border-line bg-panel 2xl:w-[460px] max-md:w-full max-md:border-0 ${item === undefined ? '' : 'max-md:hidden'}`}
      >
        <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-3 py-2">
          <h1 className="text-xl">{t('inbox.page.title')}</h1>
          <PageTabs of="inbox" here="inbox" />
        </div>
        <FaultNotice
          fault={list.error ?? plans.error}
          onRetry={() => void Promise.all([list.refetch(), plans.refetch()])}
        />
        <QuickEntry />
        <EarlyPanel />
        <WaitingRequests />
        <WaitingReleases />
        <InboxList
          waiting={waiting}
          selectedId={current?.id}
          newest={lines[0]}
          isBusy={list.isPending || plans.isPending}
          onShow={show}
          onMove={move}
          onOpen={open}
          onEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      </section>
      <InboxSheet
        item={current}
        hash={current === undefined ? item : undefined}
        isNarrowShown={item !== undefined}
        onBack={() => go('/inbox')}
        acts={{ grade: (hash) => grade(hash), link, showOnMap }}
      />
      <GradeDialog
        hash={grading?.hash}
        first={grading?.first}
        onClose={() => setGrading(undefined)}
        onGraded={graded}
      />
      <LinkDialog hash={linking} onClose={() => setLinking(undefined)} />
    </div>
  );
}

type Reliability = GradeAxes['reliability'];

interface Grading {
  readonly hash: string;
  readonly first: Reliability | undefined;
}
