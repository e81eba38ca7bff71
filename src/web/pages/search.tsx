import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Map as MapIcon, Pentagon, Printer } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';

import type { GradeAxes } from '../../accord/knowledge/schema.ts';
import type { QueryFault } from '../../contract/query.ts';
import { parseQuery } from '../../contract/query-parse.ts';
import { FaultError } from '../api.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { INPUT_CLASS } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { useEnter } from '../reports/enter.ts';
import { GradeDialog } from '../reports/grade-dialog.tsx';
import { LinkDialog } from '../reports/link-dialog.tsx';
import { ReportCard } from '../reports/report-card.tsx';
import { ReportRow } from '../reports/report-row.tsx';
import { VirtualList } from '../reports/virtual-list.tsx';
import { useAddress, useItem } from '../routes.tsx';
import { AreaPart } from '../search/area-part.tsx';
import { FacetsPart } from '../search/facets-part.tsx';
import { FaultPart } from '../search/fault-part.tsx';
import { FoundMap } from '../search/found-map.tsx';
import { OthersPart } from '../search/others-part.tsx';
import { areaOf, withArea } from '../search/search-area.ts';
import { Side, useFoundMap } from '../search/side.tsx';
import { SavedPart } from '../search/saved-part.tsx';
import {
  formatPaperAddress,
  formatSearchAddress,
  parseSearchAddress,
} from '../search/search-address.ts';
import { SearchPaperPage } from '../search/search-paper.tsx';
import { facetsQuery, foundLines, foundQuery } from '../search/search-queries.ts';
import { NothingFound, Teaching } from '../search/teaching.tsx';
import { toggled } from '../search/terms.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';

type Reliability = GradeAxes['reliability'];

interface Grading {
  readonly hash: string;
  readonly first: Reliability | undefined;
}

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** How long after the last key what was typed is looked for, in milliseconds. */
const TYPED_MILLIS = 90;

/** Search over everything that this desk may read, on the screen or laid out for paper. */
export function Page() {
  return useItem() === 'paper' ? <SearchPaperPage /> : <SearchDesk />;
}

/** A search as it is typed, divided beside, by keyboard. */
function SearchDesk() {
  const { t, language } = useWords();
  const go = useGo();
  const { history } = useRouter();
  const { seat } = useSession();
  const { query: asked, selected } = useAddress(parseSearchAddress);
  const [typed, setTyped] = useTyped(asked, (query) =>
    history.replace(formatSearchAddress({ query })),
  );
  const [grading, setGrading] = useState<Grading | undefined>(undefined);
  const [linking, setLinking] = useState<string | undefined>(undefined);
  const box = useRef<HTMLInputElement>(null);
  const read = useMemo(() => parseQuery(asked), [asked]);
  // What cannot be read is not asked; what was found before stays, and is shown as not of now.
  const [sound, setSound] = useState(read.ok ? asked : '');
  if (read.ok && sound !== asked) setSound(asked);
  const list = useInfiniteQuery({ ...foundQuery(sound), enabled: read.ok });
  const facets = useQuery({ ...facetsQuery(sound), enabled: read.ok && list.isSuccess });
  const lines = useMemo(() => foundLines(list.data?.pages), [list.data]);
  const [page] = list.data?.pages ?? [];
  const fault = read.ok ? faultOf(list.error) : read.fault;
  const isStale = fault !== undefined || list.isPlaceholderData;

  const index = lines.findIndex((line) => line.hash === selected);
  const select = (hash: string | undefined) =>
    history.replace(formatSearchAddress({ query: asked, selected: hash }));
  const move = (by: 1 | -1) => {
    const next = lines[index === -1 ? 0 : Math.min(Math.max(index + by, 0), lines.length - 1)];
    if (next) select(next.hash);
  };
  const open = () => (selected === undefined ? undefined : go(`/reports/${selected}`));
  const take = (text: string) => {
    setTyped(text);
    history.push(formatSearchAddress({ query: text.trim() }));
  };
  const mayGrade = seat.duties.includes('grade');
  const grade = (first?: Reliability) =>
    mayGrade && selected !== undefined ? setGrading({ hash: selected, first }) : undefined;
  useKeys({
    Slash: () => box.current?.focus(),
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    KeyM: () => (selected ? go(`/picture?sel=${encodeURIComponent(selected)}`) : undefined),
    KeyX: () => (mayGrade ? setLinking(selected) : undefined),
    Escape: () => select(undefined),
    ...Object.fromEntries(LETTERS.map((letter) => [`Key${letter}`, () => grade(letter)])),
  });
  useEnter(open);
  const area = useMemo(() => areaOf(sound), [sound]);
  const map = useFoundMap();
  const [isAreaOpen, setAreaOpen] = useState(false);
  const count = page?.count ?? 0;
  const isCut = page !== undefined && count >= page.countedUpto;
  return (
    <div className="flex h-full min-h-0">
      <aside className="flex w-60 shrink-0 flex-col gap-4 overflow-auto border-e border-line bg-panel p-3 max-lg:hidden">
        <SavedPart query={asked} mayKeep={fault === undefined} onTake={take} />
        {facets.data === undefined ? null : (
          <FacetsPart
            facets={facets.data}
            query={asked}
            onToggle={(sought) => take(toggled(asked, sought, language))}
          />
        )}
      </aside>
      <section
        aria-label={t('search.page.title')}
        className={`flex min-w-0 flex-1 flex-col bg-panel ${selected === undefined ? '' : 'max-md:hidden'} ${map.isOver ? 'max-lg:hidden' : ''}`}
      >
        <div className="flex flex-col gap-2 border-b border-line p-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h1 className="text-xl">{t('search.page.title')}</h1>
            <PageTabs of="inbox" here="search" />
          </div>
          <SearchField aria-label={t('search.page.title')} value={typed} onChange={setTyped}>
            <Input
              ref={box}
              dir="auto"
              autoFocus
              autoComplete="off"
              spellCheck={false}
              placeholder={t('search.page.hint')}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                  event.preventDefault();
                  move(event.key === 'ArrowDown' ? 1 : -1);
                } else if (event.key === 'Enter') open();
              }}
              className={`${INPUT_CLASS} text-lg`}
            />
          </SearchField>
          {fault === undefined ? null : <FaultPart text={asked} fault={fault} onTake={take} />}
          {page?.respelt.map(({ typed: word, instead }) => (
            <Notice key={word} tone="need">
              {instead.length === 0
                ? t('search.respelt.none', { word })
                : t('search.respelt.shown', { word, instead: instead.join(' · ') })}
            </Notice>
          ))}
          <div className="flex flex-wrap items-center gap-2">
            <p aria-live="polite" className="me-auto text-sm text-muted">
              {page === undefined
                ? ''
                : t('search.page.count', {
                    count,
                    shown: `${formatNumber(count, language)}${isCut ? '+' : ''}`,
                  })}
            </p>
            <Button aria-expanded={isAreaOpen} onPress={() => setAreaOpen(!isAreaOpen)}>
              <Pentagon aria-hidden size={15} />
              {t('search.area.open')}
            </Button>
            <Button isDisabled={fault !== undefined} onPress={() => go(formatPaperAddress(asked))}>
              <Printer aria-hidden size={15} />
              {t('search-paper.page.open')}
            </Button>
            {map.canDraw ? (
              <Button aria-pressed={map.isShown} onPress={map.toggle}>
                <MapIcon aria-hidden size={15} />
                {t('search.map.show')}
              </Button>
            ) : null}
          </div>
          {isAreaOpen ? (
            <AreaPart
              area={area}
              onDraw={map.canDraw ? map.setHand : undefined}
              onTake={(ground) => take(withArea(asked, ground, language))}
            />
          ) : null}
        </div>
        {asked === '' ? <Teaching onTake={take} /> : null}
        {fault === undefined ? (
          <FaultNotice fault={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {page?.others === undefined || fault !== undefined ? null : (
          <OthersPart others={page.others} marks={page.marks} isStale={isStale} />
        )}
        <div className={`min-h-32 flex-1 ${isStale ? 'opacity-60' : ''}`}>
          {lines.length === 0 && read.ok && !list.isPending && fault === undefined ? (
            <NothingFound
              text={asked}
              query={read.value}
              hasOthers={(page?.others?.count ?? 0) > 0}
              onTake={take}
            />
          ) : (
            <VirtualList
              items={lines}
              keyOf={(line) => line.hash}
              label={t('search.page.found')}
              selectedIndex={index}
              rowHeight={112}
              onMove={move}
              onOpen={open}
              onEnd={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
              }}
            >
              {(line) => (
                <ReportRow
                  report={line}
                  marks={page?.marks ?? []}
                  isSelected={line.hash === selected}
                  to={formatSearchAddress({ query: asked, selected: line.hash })}
                  onSelect={() => select(line.hash)}
                />
              )}
            </VirtualList>
          )}
        </div>
      </section>
      <Side
        isMapShown={map.isShown}
        hand={map.hand}
        card={
          selected === undefined ? undefined : (
            <ReportCard
              hash={selected}
              acts={{
                onGrade: () => grade(),
                onLink: () => setLinking(selected),
                onMap: () => go(`/picture?sel=${encodeURIComponent(selected)}`),
              }}
            />
          )
        }
      >
        <FoundMap
          query={sound}
          lines={lines}
          area={area}
          selected={selected}
          hand={map.hand}
          onDone={() => map.setHand(undefined)}
          onSelect={select}
        />
      </Side>
      <GradeDialog
        hash={grading?.hash}
        first={grading?.first}
        onClose={() => setGrading(undefined)}
      />
      <LinkDialog hash={linking} onClose={() => setLinking(undefined)} />
    </div>
  );
}

/** What stands in the box: it leads the address by a moment, and follows it where that was changed. */
function useTyped(
  asked: string,
  ask: (query: string) => void,
): readonly [typed: string, setTyped: (text: string) => void] {
  const [typed, setTyped] = useState(asked);
  const [shown, setShown] = useState(asked);
  if (shown !== asked) {
    setShown(asked);
    if (typed.trim() !== asked) setTyped(asked);
  }
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === asked) return undefined;
    const timer = setTimeout(() => ask(wanted), TYPED_MILLIS);
    return () => clearTimeout(timer);
    // Only typing asks anew; the address follows.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [typed]);
  return [typed, setTyped];
}

/** The fault in a query that only the node could tell: a place or party that is not known. */
function faultOf(thrown: unknown): QueryFault | undefined {
  if (!(thrown instanceof FaultError) || thrown.code !== 'bad-query') return undefined;
  return thrown.details as unknown as QueryFault;
}
