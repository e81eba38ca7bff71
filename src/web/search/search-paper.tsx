import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Printer } from 'lucide-react';
import type { ReactNode } from 'react';

import { parseQuery } from '../../contract/query-parse.ts';
import type { FoundLine, OtherLine, SearchPage } from '../../contract/search.ts';
import { useCentre } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Mono } from '../parts/mono.tsx';
import { PaperReaders, PaperSheet } from '../parts/paper.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { TLP_LEVELS } from '../reports/kinds.ts';
import { useAddress } from '../routes.tsx';
import { useSession } from '../session.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { FoundTable, OthersTable } from './paper-tables.tsx';
import { sayQuery } from './query-words.ts';
import { formatSearchAddress, parseSearchAddress } from './search-address.ts';
import { paperQuery } from './search-queries.ts';

/** The page of a search laid out for paper: it is of the moment at which it was opened. [Q14] */
export function SearchPaperPage() {
  const { t } = useWords();
  const { query } = useAddress(parseSearchAddress);
  const found = useQuery(paperQuery(query));
  return (
    <div className="h-full overflow-auto print:h-auto print:overflow-visible">
      <div className="sticky top-0 z-10 flex flex-wrap items-center gap-3 border-b border-line bg-panel px-4 py-2 print:hidden">
        <h1 className="me-auto text-xl">{t('search-paper.head.title')}</h1>
        <GoLink
          to={formatSearchAddress({ query })}
          className="inline-flex min-h-8 items-center gap-1.5 underline decoration-strong-line underline-offset-3"
        >
          <ArrowLeft aria-hidden size={15} className="rtl:rotate-180" />
          {t('search-paper.page.back')}
        </GoLink>
        <Button tone="main" isDisabled={!found.data} onPress={() => print()}>
          <Printer aria-hidden size={16} />
          {t('sitrep.page.print')}
        </Button>
      </div>
      <FaultNotice fault={found.error} onRetry={() => void found.refetch()} />
      {found.data ? <SearchPaper query={query} page={found.data} /> : null}
    </div>
  );
}

interface PaperProps {
  readonly query: string;
  readonly page: SearchPage;
}

function SearchPaper({ query, page }: PaperProps) {
  return (
    <PaperSheet head={<Head page={page} />} foot={<Foot page={page} />}>
      <Title query={query} page={page} />
      <FoundTable lines={page.reports} />
      {page.others === undefined ? null : <OthersTable others={page.others} />}
    </PaperSheet>
  );
}

/** All that the paper bears. */
function printedOn({ reports, others }: SearchPage): readonly (FoundLine | OtherLine)[] {
  return [...reports, ...(others?.lines ?? [])];
}

/** The strictest mark of what is printed; nothing printed has none. */
function Marking({ lines }: { readonly lines: readonly (FoundLine | OtherLine)[] }) {
  const level = TLP_LEVELS.findLast((each) => lines.some(({ tlp }) => tlp === each));
  if (level === undefined) return null;
  return (
    <p className="text-end">
      <Mono className="text-lg font-bold">{`TLP:${level}`}</Mono>
    </p>
  );
}

function Head({ page }: Pick<PaperProps, 'page'>) {
  const { t } = useWords();
  const { exercise } = useCentre();
  const { party } = useSession();
  return (
    <div className="border-b-2 border-text pb-1 text-sm">
      {exercise ? (
        <p className="text-center font-semibold text-exercise">{t('shell.exercise.word')}</p>
      ) : null}
      <Marking lines={printedOn(page)} />
      <PaperReaders self={party} printed={printedOn(page)} />
    </div>
  );
}

function Foot({ page }: Pick<PaperProps, 'page'>) {
  const { rich } = useWords();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 border-t border-text pt-1 text-xs">
      <p>{rich('shell.foot.asof', { time: <Dtg at={page.asOf} /> })}</p>
      <Marking lines={printedOn(page)} />
    </div>
  );
}

function Title({ query, page }: PaperProps) {
  const words = useWords();
  const { t, rich, language } = words;
  const centre = useCentre();
  const { party, seat } = useSession();
  const read = parseQuery(query);
  const asked = read.ok
    ? sayQuery(read.value, { words, centre, asOf: instantOf(page.asOf) })
    : [query];
  const { count, countedUpto, reports, respelt } = page;
  return (
    <div className="flex flex-col gap-1.5">
      <h1 className="text-2xl">{t('search-paper.head.title')}</h1>
      <p className="font-medium">{centre.name}</p>
      <p>
        {rich('search-paper.head.by', {
          seat: <bdi>{seat.names[language]}</bdi>,
          party: <PartyMark party={party} />,
          time: <Dtg at={page.asOf} />,
        })}
      </p>
      <h2 className="border-b border-line text-lg">{t('search-paper.head.asked')}</h2>
      <ul className="list-disc ps-5">
        {asked.length === 0 ? <li>{t('search-paper.said.all')}</li> : null}
        {asked.map((said) => (
          <li key={said}>{said}</li>
        ))}
      </ul>
      {query === '' ? null : (
        <p className="text-sm wrap-anywhere">
          <span className="text-muted">{t('search-paper.head.typed')}</span>{' '}
          <bdi className="font-mono">{withRunsWhole(query)}</bdi>
        </p>
      )}
      {respelt.map(({ typed, instead }) => (
        <p key={typed}>
          {instead.length === 0
            ? t('search.respelt.none', { word: typed })
            : t('search.respelt.shown', { word: typed, instead: instead.join(' · ') })}
        </p>
      ))}
      <p className="font-semibold">
        {count >= countedUpto
          ? t('search-paper.head.more', { count: formatNumber(countedUpto, language) })
          : t('search.page.count', { count, shown: formatNumber(count, language) })}
        {reports.length < count
          ? ` · ${t('search-paper.head.cut', { count: formatNumber(reports.length, language) })}`
          : ''}
      </p>
    </div>
  );
}

/** Dates and squares of a query: in a line from right to left they would read backwards. */
const RUN = /([0-9][0-9A-Za-z.,/-]*)/;

function withRunsWhole(query: string): readonly ReactNode[] {
  return query.split(RUN).map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      // The same text always splits into the same parts.
      // oxlint-disable-next-line react/no-array-index-key
      <bdi key={i} dir="ltr">
        {part}
      </bdi>
    ),
  );
}
