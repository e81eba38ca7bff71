import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import {
  Button as AriaButton,
  Input,
  SearchField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';

import type { ReportLine, ReportPage } from '../../contract/reports.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { INPUT_CLASS } from '../parts/field.tsx';
import { Empty } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { claimsQuery, plansQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { ConsentCards, ConsentWords } from './consent-card.tsx';
import { isBegun, useDraft } from './draft.ts';
import type { PictureAddress } from './picture-address.ts';
import { formatPictureAddress } from './picture-address.ts';
import { ReportCard } from './report-card.tsx';
import { ReportRow } from './report-row.tsx';
import { VirtualList } from './virtual-list.tsx';
import { Written } from '../parts/mono.tsx';
import { GoLink } from '../parts/go-link.tsx';

/** What the panel can set going. */
export interface PanelActs {
  readonly change: (part: Partial<PictureAddress>) => void;
  readonly move: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly showOnMap: () => void;
  readonly grade: () => void;
  readonly link: () => void;
  readonly write: () => void;
  /** Saves what the list shows as a file. */
  readonly save: () => void;
}

/** How long after the last letter a search is asked, in milliseconds. */
const SEARCH_MILLIS = 200;

/** Beside the map: what needs us first, then the reports, then the one that is selected. */
export function PicturePanel({
  address,
  list,
  lines,
  searchRef,
  acts,
  isReport,
}: {
  readonly address: PictureAddress;
  readonly list: UseInfiniteQueryResult<InfiniteData<ReportPage>>;
  readonly lines: readonly ReportLine[];
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly acts: PanelActs;
  /** Whether what is selected is a report; else it is a plan or a claim. */
  readonly isReport: boolean;
}) {
  const { t } = useWords();
  const { selected } = address;
  const index = lines.findIndex((line) => line.hash === selected);
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return (
    <>
      <ConsentCards isShort={selected !== undefined} />
      <Filters address={address} list={list} searchRef={searchRef} acts={acts} />
      <FaultNotice fault={list.error} onRetry={() => void list.refetch()} />
      <div className="min-h-32 flex-1">
        {lines.length === 0 && !list.isPending ? (
          <Empty
            action={
              address.text === '' &&
              address.show === 'all' &&
              address.since === 'any' ? undefined : (
                <Button onPress={() => acts.change({ text: '', show: 'all', since: 'any' })}>
                  {t('picture.list.all')}
                </Button>
              )
            }
          >
            {t(list.hasNextPage ? 'picture.list.none-yet' : 'picture.list.none')}
          </Empty>
        ) : (
          <VirtualList
            items={lines}
            keyOf={(line) => line.hash}
            label={t('picture.list.label')}
            selectedIndex={index}
            onMove={acts.move}
            onOpen={acts.open}
            onEnd={more}
          >
            {(line) => (
              <ReportRow
                report={line}
                isSelected={line.hash === selected}
                to={formatPictureAddress({ ...address, selected: line.hash })}
                onSelect={() => acts.change({ selected: line.hash })}
              />
            )}
          </VirtualList>
        )}
      </div>
      {address.show === 'disputed' && list.hasNextPage ? (
        <Button tone="quiet" onPress={more} isDisabled={list.isFetchingNextPage}>
          {t('picture.list.further')}
        </Button>
      ) : null}
      <p className="sr-only" aria-live="polite">
        {lines[index]?.title ?? ''}
      </p>
      {selected === undefined ? null : (
        <section
          aria-label={t('picture.selected.label')}
          className="relative flex max-h-[58%] shrink-0 flex-col border-t-2 border-strong-line max-md:max-h-[75%]"
        >
          <div className="overflow-auto p-3">
            {isReport ? (
              <ReportCard
                hash={selected}
                acts={{ onGrade: acts.grade, onLink: acts.link, onMap: acts.showOnMap }}
              />
            ) : (
              <AreaCard hash={selected} acts={acts} />
            )}
          </div>
          <AriaButton
            aria-label={t('picture.selected.close')}
            onPress={() => acts.change({ selected: undefined })}
            className="absolute end-2 top-2 flex size-7 items-center justify-center rounded-sm bg-panel data-[hovered]:bg-raised"
          >
            <X aria-hidden size={16} />
          </AriaButton>
        </section>
      )}
    </>
  );
}

function Filters({
  address,
  list,
  searchRef,
  acts,
}: {
  readonly address: PictureAddress;
  readonly list: UseInfiniteQueryResult<InfiniteData<ReportPage>>;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly acts: PanelActs;
}) {
  const { t, language } = useWords();
  const { seat } = useSession();
  const { draft } = useDraft();
  const [typed, setTyped] = useState(address.text);
  const { change } = acts;
  const { text } = address;
  // Another address (a link, a step back) brings its own words.
  const [shownText, setShownText] = useState(text);
  if (shownText !== text) {
    setShownText(text);
    if (typed.trim() !== text) setTyped(text);
  }
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === text) return undefined;
    const timer = setTimeout(() => change({ text: wanted }), SEARCH_MILLIS);
    return () => clearTimeout(timer);
    // Only typing asks anew; the address follows.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [typed]);
  const [page] = list.data?.pages ?? [];
  const count = page?.count ?? 0;
  const isCut = page !== undefined && count >= page.countedUpto;
  return (
    <div className="flex flex-col gap-2 border-b border-line p-2.5">
      <div className="flex items-center justify-between gap-2">
        <h1 className="text-lg">
          {address.show === 'disputed'
            ? t('picture.list.disputed')
            : t('picture.list.count', {
                count,
                shown: `${formatNumber(count, language)}${isCut ? '+' : ''}`,
              })}
        </h1>
        {count > 0 && address.show !== 'disputed' ? (
          <Button tone="quiet" onPress={acts.save} className="ms-auto">
            {t('export.open')}
          </Button>
        ) : null}
        {seat.duties.includes('report') ? (
          <Button onPress={acts.write} keys="N">
            <Plus aria-hidden size={14} />
            {t(isBegun(draft) ? 'picture.list.draft' : 'picture.list.new')}
          </Button>
        ) : null}
      </div>
      <div className="flex gap-2">
        <SearchField
          aria-label={t('picture.list.search')}
          value={typed}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key === 'Escape') searchRef.current?.blur();
          }}
          className="min-w-0 flex-1"
        >
          <Input
            ref={searchRef}
            dir="auto"
            placeholder={t('picture.list.search')}
            className={INPUT_CLASS}
          />
        </SearchField>
        <Select
          hideLabel
          label={t('picture.since.label')}
          value={address.since}
          onChange={(since) => change({ since })}
          choices={(['any', 'day', 'week', 'month'] as const).map((id) => ({
            id,
            text: t(`picture.since.${id}`),
          }))}
          className="w-34 shrink-0"
        />
      </div>
      <ToggleButtonGroup
        aria-label={t('picture.show.label')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[address.show]}
        onSelectionChange={([key]) => {
          const show = (['all', 'mine', 'disputed'] as const).find((each) => each === key);
          if (show) change({ show });
        }}
        className="flex gap-1.5"
      >
        {(['all', 'mine', 'disputed'] as const).map((id) => (
          <ToggleButton
            key={id}
            id={id}
            className="min-h-7 rounded-full border border-line px-3 text-sm data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:font-semibold"
          >
            {t(`picture.show.${id}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}

/** A plan or a claim that was selected on the map. */
function AreaCard({ hash, acts }: { readonly hash: string; readonly acts: PanelActs }) {
  const { t, language } = useWords();
  const plans = useQuery(plansQuery);
  const claims = useQuery(claimsQuery);
  const plan = plans.data?.find((each) => each.hash === hash);
  const claim = claims.data?.find((each) => each.hash === hash);
  if (plan) {
    return (
      <div className="flex flex-col gap-1.5">
        <p className="text-sm text-muted">
          {t('picture.selected.plan')} · {t(`picture.state.${plan.state.kind}`)}
        </p>
        <ConsentWords plan={plan} />
        <GoLink to={`/plans/${hash}`}>{t('picture.selected.open-plan')}</GoLink>
      </div>
    );
  }
  if (claim) {
    return (
      <div className="flex flex-col gap-1.5">
        <p className="text-sm text-muted">{t('picture.selected.claim')}</p>
        <h2 className="text-lg">
          <bdi>{claim.claim.names[language]}</bdi>
        </h2>
        <PartyMark party={claim.party} />
        {claim.claim.basis === undefined ? null : <Written>{claim.claim.basis}</Written>}
        <Age at={claim.claim.from} />
        <GoLink to={`/record/${hash}`}>{t('picture.selected.record')}</GoLink>
      </div>
    );
  }
  return (
    <ReportCard
      hash={hash}
      acts={{ onGrade: acts.grade, onLink: acts.link, onMap: acts.showOnMap }}
    />
  );
}
