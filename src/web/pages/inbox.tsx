import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';

import type { GradeAxes } from '../../accord/knowledge/schema.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { plansQuery } from '../queries.ts';
import { useEnter } from '../reports/enter.ts';
import { GradeDialog } from '../reports/grade-dialog.tsx';
import { EarlyPanel } from './early-panel.tsx';
import { InboxHead } from '../reports/inbox-head.tsx';
import { InboxList } from '../reports/inbox-list.tsx';
import { InboxMap } from '../reports/inbox-map.tsx';
import type { InboxAsk } from '../reports/inbox-queries.ts';
import { arrivalsOf, inboxQuery, markAll, markReport } from '../reports/inbox-queries.ts';
import { InboxSheet } from '../reports/inbox-sheet.tsx';
import type { InboxView } from '../reports/inbox-view.ts';
import { useInboxView } from '../reports/inbox-view.ts';
import { WaitingReleases } from '../passages/waiting-releases.tsx';
import { WaitingRequests } from '../requests/waiting-requests.tsx';
import { LinkDialog } from '../reports/link-dialog.tsx';
import { arrivedItems, isGradedBy, reportsOf, waitingFor } from '../reports/waiting.ts';
import { QuickEntry } from '../reports/quick-entry.tsx';
import { useItem } from '../routes.tsx';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** How long a report is looked at before it counts as read, in milliseconds. */
const READ_MILLIS = 1_200;

/** How many pages are looked through by themselves for something that waits. */
const LOOKED_PAGES_MAX = 10;

/** What waits for this seat, one after the other, or what came: read, graded and linked by keys. */
export function Page() {
  const { t } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const item = useItem();
  const { party, seat } = useSession();
  const [view, changeView] = useInboxView();
  const [grading, setGrading] = useState<Grading | undefined>(undefined);
  const [linking, setLinking] = useState<string | undefined>(undefined);
  const isArrived = view.show !== 'waiting';
  const isWide = useWide();
  const plans = useQuery(plansQuery);
  const list = useInfiniteQuery(inboxQuery(askOf(view)));
  const lines = useMemo(() => arrivalsOf(list.data?.pages), [list.data]);
  const waiting = useMemo(
    () =>
      isArrived ? arrivedItems(lines, view.byMatter) : waitingFor(party, plans.data ?? [], lines),
    [isArrived, view.byMatter, party, plans.data, lines],
  );
  const drawn = useMemo(() => waiting.flatMap(reportsOf), [waiting]);
  const first = list.data?.pages[0];
  const isHere = (id: string) => item !== undefined && id.includes(item);
  const index = waiting.findIndex((each) => isHere(each.id));
  // Without a choice the first is shown beside the list; a narrow screen shows the list alone.
  const current = waiting[index === -1 && item === undefined ? 0 : index];
  const mayGrade = seat.duties.includes('grade');
  const subject = current
    ? (reportsOf(current).find((report) => !isGradedBy(party, report)) ?? reportsOf(current)[0])
        ?.hash
    : item;

  const shown = lines.find(({ hash }) => hash === subject);
  const mark = (hash: string, as: 'read' | 'unread') =>
    // What could not be kept is told by the list as it stands at the node.
    void markReport(client, hash, as).catch(() => list.refetch());
  // What comes up by itself was not chosen: it is read when the person goes on from it.
  useRead(shown?.isUnread === true && item !== undefined ? shown.hash : undefined, (hash) =>
    mark(hash, 'read'),
  );
  const isShort = waiting.length === 0 && (list.data?.pages.length ?? 0) < LOOKED_PAGES_MAX;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isShort, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const show = (id: string) => go(`/inbox/${id.split('+')[0]}`);
  const move = (by: 1 | -1) => {
    const from = index === -1 ? (item === undefined ? 0 : -1) : index;
    const next = waiting[Math.min(Math.max(from + by, 0), waiting.length - 1)];
    if (item === undefined && shown?.isUnread === true) mark(shown.hash, 'read');
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
    // What was read may have left the list of what is new, and is still on the sheet.
    KeyU: () => (subject ? mark(subject, shown?.isUnread === true ? 'read' : 'unread') : undefined),
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
        <div className="flex flex-wrap items-center justify-between gap-2 px-3 pt-2">
          <h1 className="text-xl">{t('inbox.page.title')}</h1>
          <PageTabs of="inbox" here="inbox" />
        </div>
        <InboxHead
          view={view}
          unread={first && { count: first.unread, isMore: first.unread >= first.unreadUpto }}
          onChange={changeView}
          onAllRead={() => void markAll(client).catch(() => list.refetch())}
        />
        <FaultNotice
          fault={list.error ?? plans.error}
          onRetry={() => void Promise.all([list.refetch(), plans.refetch()])}
        />
        <QuickEntry />
        <EarlyPanel />
        {isArrived ? null : (
          <>
            <WaitingRequests />
            <WaitingReleases />
          </>
        )}
        <InboxList
          waiting={waiting}
          selectedId={current?.id}
          newest={lines[0]}
          isBusy={list.isPending || plans.isPending || list.isFetchingNextPage}
          show={view.show}
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
      {isWide ? (
        <div className="w-[38%] shrink-0 border-s border-line">
          <InboxMap lines={drawn} selected={subject} onSelect={show} />
        </div>
      ) : null}
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

function askOf({ show, party, kind }: InboxView): InboxAsk {
  // Our own reports too: what contradicts one of them waits for us as well.
  if (show === 'waiting') return { show: 'all', party: undefined, kind: undefined };
  return { show, party: party || undefined, kind: kind || undefined };
}

/** A report that is looked at for a while is read; one that was put back to new here is left so. */
function useRead(hash: string | undefined, onRead: (hash: string) => void): void {
  const latest = useRef(onRead);
  const [seen, setSeen] = useState<string | undefined>(undefined);
  useEffect(() => {
    latest.current = onRead;
  });
  useEffect(() => {
    if (hash === undefined || hash === seen) return undefined;
    const timer = setTimeout(() => {
      setSeen(hash);
      latest.current(hash);
    }, READ_MILLIS);
    return () => clearTimeout(timer);
  }, [hash, seen]);
}

/** Whether there is room for a map beside the list and the sheet. */
function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const room = matchMedia(WIDE);
      room.addEventListener('change', listener);
      return () => room.removeEventListener('change', listener);
    },
    () => matchMedia(WIDE).matches,
  );
}

const WIDE = '(min-width: 1536px)';
