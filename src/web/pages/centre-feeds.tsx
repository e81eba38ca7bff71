import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { FeedView, FeedsView, MadeFeed, NewFeed } from '../../contract/feeds.ts';
import { FEED_DAYS_MAX } from '../../contract/feeds.ts';
import { get, post, remove } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Age, Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Mono } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** How long a new account holds where nothing else is chosen, in days. */
const DAYS = 90;

const feedsQuery = queryOptions({
  queryKey: ['feeds'],
  queryFn: ({ signal }) => get<FeedsView>('/api/feeds', signal),
});

/** The accounts by which other systems read chosen audiences, for an office that administers. */
export function FeedsPanel() {
  const { t } = useWords();
  const feeds = useQuery(feedsQuery);
  const client = useQueryClient();
  const reread = () => void client.invalidateQueries({ queryKey: feedsQuery.queryKey });
  const end = useMutation({
    mutationFn: (id: string) => remove(`/api/feeds/${id}`),
    onSuccess: reread,
  });
  const make = useMutation({
    mutationFn: (asked: NewFeed) => post<MadeFeed>('/api/feeds', asked),
    onSuccess: reread,
  });
  return (
    <Panel title={t('feeds.panel.title')}>
      <p className="mb-3 text-sm text-muted">{t('feeds.panel.what')}</p>
      <FaultNotice fault={feeds.error} onRetry={() => void feeds.refetch()} />
      <ul className="flex flex-col gap-3">
        {(feeds.data?.feeds ?? []).map((feed) => (
          <FeedLine key={feed.id} feed={feed} onEnd={() => end.mutate(feed.id)} />
        ))}
      </ul>
      {feeds.data?.feeds.length === 0 ? <p>{t('feeds.panel.none')}</p> : null}
      <FaultNotice fault={end.error} />
      {make.data ? <Secret made={make.data} path={feeds.data?.path ?? '/'} /> : null}
      {feeds.data && feeds.data.audiences.length > 0 ? (
        <NewFeedForm
          audiences={feeds.data.audiences}
          isBusy={make.isPending}
          onMake={(asked) => make.mutate(asked)}
        />
      ) : null}
      <FaultNotice fault={make.error} />
    </Panel>
  );
}

function FeedLine({ feed, onEnd }: { readonly feed: FeedView; readonly onEnd: () => void }) {
  const { t } = useWords();
  const nameOf = useAudienceName();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-medium">
        <bdi>{feed.label}</bdi>
      </span>
      <Mono className="text-xs text-muted">{feed.id}</Mono>
      <span className="text-sm text-muted">
        {t(`feeds.state.${feed.state}`)} · {t('feeds.line.upto')} <Dtg at={feed.upto} />
        {feed.lastRead === undefined ? null : (
          <>
            {' '}
            · {t('feeds.line.read')} <Age at={feed.lastRead} />
          </>
        )}
      </span>
      {feed.state === 'ended' ? null : <Button onPress={onEnd}>{t('feeds.line.end')}</Button>}
      <span className="w-full text-sm">{feed.audiences.map(nameOf).join(' · ')}</span>
    </li>
  );
}

function Secret({ made, path }: { readonly made: MadeFeed; readonly path: string }) {
  const { t } = useWords();
  const facts = [
    ['address', `${window.location.origin}${path}`],
    ['user', made.user],
    ['secret', made.secret],
  ] as const;
  return (
    <div className="mt-3 flex flex-col gap-2">
      <Notice tone="need">{t('feeds.secret.once')}</Notice>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{t(`feeds.secret.${name}`)}</dt>
            <dd>
              <bdi dir="ltr" className="mono break-all select-all">
                {value}
              </bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function NewFeedForm({
  audiences,
  isBusy,
  onMake,
}: {
  readonly audiences: readonly (readonly string[])[];
  readonly isBusy: boolean;
  readonly onMake: (asked: NewFeed) => void;
}) {
  const { t } = useWords();
  const nameOf = useAudienceName();
  const [label, setLabel] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [days, setDays] = useState(String(DAYS));
  const count = /^\d{1,3}$/.test(days) ? Number(days) : 0;
  const isDays = count >= 1 && count <= FEED_DAYS_MAX;
  const isReady = label.trim() !== '' && chosen.length > 0 && isDays;
  return (
    <form
      className="mt-4 flex flex-col gap-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        const wanted = audiences.filter((each) => chosen.includes(each.join()));
        const named = wanted as NewFeed['audiences'];
        onMake({ label: label.trim(), audiences: named, days: count });
        setLabel('');
        setChosen([]);
      }}
    >
      <Field label={t('feeds.new.label')} value={label} onChange={setLabel} maxLength={100} />
      <CheckboxGroup label={t('feeds.new.audiences')} value={chosen} onChange={setChosen}>
        {audiences.map((audience) => (
          <Checkbox key={audience.join()} value={audience.join()}>
            {nameOf(audience)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Field
        label={t('feeds.new.days')}
        value={days}
        onChange={setDays}
        inputMode="numeric"
        mono
        fault={isDays ? undefined : t('feeds.new.days-fault', { limit: FEED_DAYS_MAX })}
        className="w-40"
      />
      <Button type="submit" isDisabled={!isReady || isBusy} className="self-start">
        {t('feeds.new.make')}
      </Button>
    </form>
  );
}

/** Names the parties of an audience. */
function useAudienceName(): (audience: readonly string[]) => string {
  const { language } = useWords();
  const { parties } = useCentre();
  return (audience) =>
    formatList(
      audience.map((id) => parties.find((party) => party.id === id)?.name ?? id),
      language,
    );
}
