import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { LogLine } from '../../contract/record-room.ts';
import { addressOf } from '../addresses.ts';
import { agreementsQuery } from '../agreements/agreement-queries.ts';
import { useCentre } from '../centre.ts';
import { useKeys } from '../keys.ts';
import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { handoversQuery, presenceQuery } from '../presence/presence-queries.ts';
import { claimsQuery, logQuery } from '../queries.ts';
import { formatDay, formatDtg } from '../words/format.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';
import { foldText, phraseOf } from './log-words.ts';

/** The log of the centre, live: who did what when, the newest at the bottom. */
export function Page() {
  const { t } = useWords();
  const { isObserver } = useSession();
  const [text, setText] = useState('');
  const [party, setParty] = useState('all');
  const [kind, setKind] = useState('all');
  const log = useInfiniteQuery(logQuery);
  const held = useMemo(
    () => (log.data?.pages ?? []).toReversed().flatMap((page) => page.lines),
    [log.data],
  );
  const lines = useOurNames(held);
  const shown = useShown(lines, { text, party, kind });
  const field = useRef<HTMLInputElement>(null);
  useKeys({ Slash: () => field.current?.focus() });
  const { parties } = useCentre();
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-end gap-2 border-b border-line bg-panel px-4 py-2">
        <h1 className="text-xl">{t('log.page.title')}</h1>
        <div className="me-auto">{isObserver ? null : <PageTabs of="log" here="log" />}</div>
        <SearchField value={text} onChange={setText} aria-label={t('log.filter.text')}>
          <Input
            ref={field}
            dir="auto"
            placeholder={t('log.filter.text')}
            className="min-h-7.5 w-56 rounded-sm border border-strong-line bg-panel px-2 py-1"
          />
        </SearchField>
        <Select
          hideLabel
          label={t('log.filter.party')}
          value={party}
          onChange={setParty}
          choices={[
            { id: 'all', text: t('log.filter.all-parties') },
            ...parties.map((each) => ({ id: each.id, text: each.name })),
          ]}
          className="w-44"
        />
        <Select
          hideLabel
          label={t('log.filter.kind')}
          value={kind}
          onChange={setKind}
          choices={['all', 'report', 'plan', 'centre'].map((id) => ({
            id,
            text: t(`log.filter.${id}`),
          }))}
          className="w-44"
        />
      </div>
      <FaultNotice fault={log.error} onRetry={() => void log.refetch()} />
      <Lines
        lines={shown}
        hasMore={log.hasNextPage}
        isBusy={log.isPending}
        onMore={() => void log.fetchNextPage()}
      />
    </div>
  );
}

function Lines({
  lines,
  hasMore,
  isBusy,
  onMore,
}: {
  readonly lines: readonly LogLine[];
  readonly hasMore: boolean;
  readonly isBusy: boolean;
  readonly onMore: () => void;
}) {
  const { t, language } = useWords();
  const { zone } = useCentre();
  const frame = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const newest = lines.at(-1)?.hash;
  // The newest line comes into view, unless somebody reads further up.
  useEffect(() => {
    const box = frame.current;
    if (box && isAtEnd.current) box.scrollTop = box.scrollHeight;
  }, [newest]);
  const dayOf = (line: LogLine) => formatDay(instantOf(line.at), zone, language);
  return (
    <div
      ref={frame}
      className="min-h-0 flex-1 overflow-auto bg-panel"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must take the keyboard
      tabIndex={0}
      role="region"
      aria-label={t('log.page.title')}
      onScroll={(event) => {
        const box = event.currentTarget;
        isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
      }}
    >
      {hasMore ? (
        <button
          type="button"
          className="w-full border-b border-line py-2 text-muted hover:bg-raised"
          onClick={onMore}
        >
          {t('log.list.more')}
        </button>
      ) : null}
      {lines.length === 0 && !isBusy ? <Empty>{t('log.list.empty')}</Empty> : null}
      <ol>
        {lines.map((line, i) => {
          const before = lines[i - 1];
          const day = dayOf(line);
          return (
            <li key={line.hash}>
              {before && dayOf(before) === day ? null : (
                <h2 className="sticky top-0 z-10 border-b border-line bg-bg px-4 py-0.5 text-sm text-muted">
                  {day}
                </h2>
              )}
              <Line line={line} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** The same lines; what bears a name in every language is named in the one in use. */
function useOurNames(lines: readonly LogLine[]): readonly LogLine[] {
  const { language } = useWords();
  const { name } = useCentre();
  const { isObserver } = useSession();
  const claims = useQuery(claimsQuery).data;
  const agreements = useQuery({ ...agreementsQuery, enabled: !isObserver }).data;
  const presence = useQuery({ ...presenceQuery, enabled: !isObserver }).data;
  const handovers = useQuery({ ...handoversQuery, enabled: !isObserver }).data;
  return useMemo(() => {
    const named = new Map<string, string>([
      ...(claims ?? []).map(({ hash, claim }) => [hash, claim.names[language]] as const),
      ...(agreements ?? []).map((each) => [each.hash, each.agreement.names[language]] as const),
      ...(presence?.posts ?? []).map(({ hash, post }) => [hash, post.names[language]] as const),
      ...(handovers ?? []).flatMap(({ hash, postNames }) =>
        postNames ? [[hash, postNames[language]] as const] : [],
      ),
      ...(presence?.sites ?? []).map(({ hash, site }) => [hash, site.names[language]] as const),
    ]);
    return lines.map((line) => {
      const subject = line.type === 'charter' ? name : named.get(line.about ?? line.hash);
      return subject === undefined ? line : { ...line, subject };
    });
  }, [lines, claims, agreements, presence, handovers, language, name]);
}

function Line({ line }: { readonly line: LogLine }) {
  const words = useWords();
  const phrase = phraseOf(line, words);
  return (
    <GoLink
      to={addressOf(line)}
      className="grid min-h-7.5 grid-cols-[5.5rem_13rem_1fr_auto] items-center gap-x-3 border-b border-line px-4 py-1 hover:bg-raised max-md:grid-cols-[6rem_1fr]"
    >
      <Dtg at={line.at} short />
      <span className="truncate">
        <PartyMark party={line.party} />
      </span>
      <span className="min-w-0 max-md:col-span-2">
        <span className="text-muted">{phrase}</span>
        {line.subject === '' ? null : (
          <>
            {' '}
            <Written>{line.subject}</Written>
          </>
        )}
      </span>
      <span className="flex items-center gap-2 text-xs text-muted max-md:col-span-2">
        {line.cosigned ? null : <span>{words.t('log.line.not-cosigned')}</span>}
        <span aria-label={words.t('log.line.readers')} role="group" className="flex gap-0.5">
          {line.audience.length > 1 || compartmentIn(line.audience) !== undefined
            ? line.audience.map((id) => <PartyMark key={id} party={id} bare />)
            : words.t('log.line.own')}
        </span>
      </span>
    </GoLink>
  );
}

interface Filter {
  readonly text: string;
  readonly party: string;
  readonly kind: string;
}

const KINDS: Readonly<Record<string, readonly LogLine['type'][]>> = {
  report: [
    ...(['report', 'grade', 'link', 'remark', 'incursion', 'answer'] as const),
    ...(['release', 'source', 'recall', 'erasure', 'erased'] as const),
    ...(['matter', 'resolution', 'concurrence', 'outcome'] as const),
    ...(['request', 'reply', 'request-end'] as const),
    ...(['release-request', 'release-answer', 'passage'] as const),
  ],
  plan: [
    ...(['plan', 'decision', 'acceptance', 'activation', 'closing'] as const),
    ...(['stop', 'resumption', 'step', 'contact', 'clearance'] as const),
  ],
  centre: [
    ...(['charter', 'roster', 'claim', 'access', 'compartment', 'unknown'] as const),
    ...([
      'agreement',
      'signing',
      'post',
      'site',
      'handover',
      'handover-step',
      'holding',
      'confirmation',
    ] as const),
  ],
};

function useShown(lines: readonly LogLine[], filter: Filter): readonly LogLine[] {
  const words = useWords();
  const { parties, zone } = useCentre();
  const { text, party, kind } = filter;
  return useMemo(() => {
    const wanted = foldText(text.trim());
    return lines.filter((line) => {
      if (party !== 'all' && line.party !== party) return false;
      if (kind !== 'all' && !KINDS[kind]?.includes(line.type)) return false;
      if (wanted === '') return true;
      const name = parties.find((each) => each.id === line.party)?.name ?? line.party;
      const dtg = formatDtg(instantOf(line.at), zone).replaceAll('\u00a0', ' ');
      return foldText(`${phraseOf(line, words)} ${line.subject} ${name} ${dtg}`).includes(wanted);
    });
  }, [lines, text, party, kind, words, parties, zone]);
}
