import { GitCompareArrows, PenLine } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';

import type { ReportLine } from '../../contract/reports.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useWords } from '../words/words.ts';
import { ConsentWords } from './consent-card.tsx';
import { ReportLines, rowClass } from './report-row.tsx';
import { VirtualList } from './virtual-list.tsx';
import type { Waiting } from './waiting.ts';

/** What waits, kind by kind, each kind under its own heading. */
export function InboxList({
  waiting,
  selectedId,
  newest,
  isBusy,
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
  readonly onShow: (id: string) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onOpen: () => void;
  readonly onEnd: () => void;
}) {
  const { t } = useWords();
  if (waiting.length === 0) return isBusy ? null : <Nothing newest={newest} />;
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
            {waiting[i - 1]?.kind === item.kind ? null : (
              <h2 className="border-b border-line bg-bg px-3 py-1 text-sm text-muted">
                {t(`inbox.group.${item.kind}`, { count: countOf(item.kind) })}
              </h2>
            )}
            <Row item={item} isSelected={item.id === selectedId} onShow={onShow} />
          </>
        )}
      </VirtualList>
    </div>
  );
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
