import { GitCompareArrows, PenLine } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';

import type { ReportLine } from '../../contract/reports.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useWords } from '../words/words.ts';
import { ConsentWords } from './consent-card.tsx';
import { ReportLines, rowClass } from './report-row.tsx';
import type { InboxView } from './inbox-view.ts';
import { VirtualList } from './virtual-list.tsx';
import type { Waiting } from './waiting.ts';

/** What waits, kind by kind, each kind under its own heading. */
export function InboxList({
  waiting,
  selectedId,
  newest,
  isBusy,
  show,
  onShow,
  onMove,
  onOpen,
  onEnd,
}: {
  readonly waiting: readonly Waiting[];
  readonly selectedId: string | undefined;
  /** The newest report of all, to say when something last came. */
  readonly newest: ReportLine | undefined;
  readonly isBusy: boolean;
  readonly show: InboxView['show'];
  readonly onShow: (id: string) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onOpen: () => void;
  readonly onEnd: () => void;
}) {
  const { t } = useWords();
  const isArrived = show !== 'waiting';
  if (waiting.length === 0) {
    if (isBusy) return null;
    return isArrived ? <Empty>{t(`inbox.empty.${show}`)}</Empty> : <Nothing newest={newest} />;
  }
  const countOf = (kind: Waiting['kind']) => waiting.filter((item) => item.kind === kind).length;
  return (
    <div className="min-h-0 flex-1">
      <VirtualList
        items={waiting}
        keyOf={(item) => item.id}
        label={t('inbox.page.title')}
        selectedIndex={waiting.findIndex((item) => item.id === selectedId)}
        onMove={onMove}
        onOpen={onOpen}
        onEnd={onEnd}
      >
        {(item, i) => (
          <>
            <Heading
              item={item}
              before={waiting[i - 1]}
              countOf={isArrived ? undefined : countOf}
            />
            <Row item={item} isSelected={item.id === selectedId} onShow={onShow} />
          </>
        )}
      </VirtualList>
    </div>
  );
}

/** What begins with this item: a kind of what waits, or a matter. */
function Heading({
  item,
  before,
  countOf,
}: {
  readonly item: Waiting;
  readonly before: Waiting | undefined;
  /** How many wait of a kind; absent where the list is of all that came. */
  readonly countOf: ((kind: Waiting['kind']) => number) | undefined;
}) {
  const { t } = useWords();
  const className = 'border-b border-line bg-bg px-3 py-1 text-sm text-muted';
  if (countOf) {
    if (before?.kind === item.kind) return null;
    const count = countOf(item.kind);
    return <h2 className={className}>{t(`inbox.group.${item.kind}`, { count })}</h2>;
  }
  const [here, there] = [matterOf(item), before && matterOf(before)];
  if (here?.record === there?.record) return null;
  if (!here) return <div className="border-t-2 border-strong-line" />;
  return (
    <h2 className={`${className} flex items-baseline gap-2`}>
      <span className="shrink-0">{t('inbox.matter.heading')}</span>
      <GoLink to={`/matters/${here.record}`} className="min-w-0 truncate font-medium text-text">
        <bdi>{here.title}</bdi>
      </GoLink>
    </h2>
  );
}

function matterOf(item: Waiting) {
  return item.kind === 'report' ? item.matter : undefined;
}

function Nothing({ newest }: { readonly newest: ReportLine | undefined }) {
  const { t, rich } = useWords();
  const { parties } = useCentre();
  if (!newest) return <Empty>{t('inbox.empty.never')}</Empty>;
  const party = parties.find((each) => each.id === newest.author)?.name ?? newest.author;
  return (
    <Empty>
      {rich('inbox.empty.text', {
        time: <Dtg at={newest.when.from} short />,
        party: <bdi>{party}</bdi>,
      })}
    </Empty>
  );
}

function Row({
  item,
  isSelected,
  onShow,
}: {
  readonly item: Waiting;
  readonly isSelected: boolean;
  readonly onShow: (id: string) => void;
}) {
  const show = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onShow(item.id);
  };
  return (
    <a
      href={`/inbox/${item.id.split('+')[0]}`}
      onClick={show}
      aria-current={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className={rowClass(isSelected)}
    >
      <Lines item={item} />
    </a>
  );
}

function Lines({ item }: { readonly item: Waiting }): ReactNode {
  const { t } = useWords();
  switch (item.kind) {
    case 'report':
      return <ReportLines report={item.report} />;
    case 'consent':
      return (
        <>
          <span className="flex items-center gap-2 font-semibold text-need">
            <PenLine aria-hidden size={16} />
            {t('inbox.consent.title')}
            <span className="ms-auto font-normal text-text">
              <PartyMark party={item.plan.author} bare />
            </span>
          </span>
          <ConsentWords plan={item.plan} />
        </>
      );
    case 'contradiction':
      return (
        <>
          <span className="flex items-center gap-2 text-sm font-semibold">
            <GitCompareArrows aria-hidden size={16} />
            {t('inbox.contradiction.title')}
          </span>
          {item.pair.map((report) => (
            <span key={report.hash} className="flex items-center gap-2 py-0.5">
              <PartyMark party={report.author} bare />
              <Dtg at={report.when.from} short className="text-sm" />
              <Written className="min-w-0 flex-1 truncate" lang={report.language}>
                {report.title}
              </Written>
            </span>
          ))}
        </>
      );
  }
}
