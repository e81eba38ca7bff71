import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, House } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { PostView, PresenceView, SiteView } from '../../contract/beside-plans.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import type { MapArea, MapPoint, MapShape } from '../map/marks.ts';
import type { MapCamera } from '../map/open-map.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { Part } from '../plans/plan-page.tsx';
import { drawnShape } from '../plans/plan-shapes.ts';
import { centreQuery } from '../queries.ts';
import { useDistance } from '../reports/facts.tsx';
import { boxAround } from '../reports/place-reading.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';
import { groupOfPost, POST_ORDER, presenceQuery } from './presence-queries.ts';

/** Posts and protected sites: foreign posts that have outlived their ground stand first. */
export function Register() {
  const { t } = useWords();
  const go = useGo();
  const { seat } = useSession();
  const presence = useQuery(presenceQuery);
  const [focus, setFocus] = useState<MapCamera>();
  const mayWrite = seat.duties.includes('plan');
  const posts = presence.data?.posts ?? [];
  const sites = presence.data?.sites ?? [];
  const show = (shape: unknown) => setFocus(cameraOver(shape as MapShape));
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,40rem)_minmax(0,1fr)] max-lg:block max-lg:overflow-auto">
      <div className="flex min-h-0 flex-col gap-4 overflow-auto border-e border-line bg-panel p-4 max-lg:overflow-visible max-lg:border-0 max-sm:p-3">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="me-auto text-2xl">{t('presence.list.title')}</h1>
          <PageTabs of="centre" here="presence" />
        </div>
        {mayWrite ? (
          <div className="flex flex-wrap gap-2">
            <Button onPress={() => go('/presence/post/new')}>{t('presence.post.new')}</Button>
            <Button onPress={() => go('/presence/site/new')}>{t('presence.site.new')}</Button>
          </div>
        ) : null}
        <FaultNotice fault={presence.error} onRetry={() => void presence.refetch()} />
        {presence.data && posts.length === 0 ? <Empty>{t('presence.post.empty')}</Empty> : null}
        {POST_ORDER.map((group) => {
          const those = posts.filter((post) => groupOfPost(post) === group);
          if (those.length === 0) return null;
          return (
            <Part
              key={group}
              title={
                <span className={group === 'groundless' ? 'text-bad' : ''}>
                  {t(`presence.group.${group}`)}{' '}
                  <span className="text-sm font-normal text-muted">{those.length}</span>
                </span>
              }
            >
              <ul className="flex flex-col">
                {those.map((post) => (
                  <PostEntry
                    key={post.hash}
                    view={post}
                    mayWrite={mayWrite}
                    onShow={() => show(post.post.at)}
                  />
                ))}
              </ul>
            </Part>
          );
        })}
        <Part title={t('presence.site.title')}>
          {presence.data && sites.length === 0 ? (
            <p className="text-muted">{t('presence.site.empty')}</p>
          ) : null}
          <ul className="flex flex-col">
            {sites.map((site) => (
              <SiteEntry
                key={site.hash}
                view={site}
                mayWrite={mayWrite}
                onShow={() => show(site.site.ground)}
              />
            ))}
          </ul>
        </Part>
      </div>
      <div className="h-full max-lg:h-80">
        <RegisterMap presence={presence.data} focus={focus} />
      </div>
    </div>
  );
}

function PostEntry({
  view,
  mayWrite,
  onShow,
}: {
  readonly view: PostView;
  readonly mayWrite: boolean;
  readonly onShow: () => void;
}) {
  const { t, language } = useWords();
  const go = useGo();
  const { party } = useSession();
  const distance = useDistance();
  const { post, on } = view;
  const isOurs = view.party === party;
  return (
    <li className="flex flex-col gap-0.5 border-b border-line py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-3">
        <bdi className="font-semibold">{post.names[language]}</bdi>
        <span className="text-sm text-muted">{t(`presence.kind.${post.kind}`)}</span>
        <PartyMark party={view.party} />
      </p>
      {on.length === 0 ? (
        <p className="flex items-center gap-1.5 text-sm text-muted">
          <House aria-hidden size={14} className="shrink-0" />
          {t('presence.ground.home')}
        </p>
      ) : (
        <>
          <p className="flex flex-wrap items-center gap-x-2 text-sm">
            {t('presence.ground.on')}
            {on.map((host) => (
              <PartyMark key={host} party={host} />
            ))}
          </p>
          <Ground view={view} />
        </>
      )}
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <Place point={middleOf(post.at)} precisionMetres={10} />
        <Span from={post.from} upto={post.upto} />
        <span>{t('presence.distance.kept', { distance: distance(post.distanceMetres) })}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onPress={onShow}>{t('running.conflict.show')}</Button>
        {isOurs && mayWrite ? (
          <>
            <Button onPress={() => go(`/presence/post/${view.hash}`)}>
              {t('presence.post.replace')}
            </Button>
            {view.handover === undefined ? (
              <Button
                onPress={() => go(`/presence/handovers/new?post=${encodeURIComponent(view.hash)}`)}
              >
                {t('presence.handover.begin')}
              </Button>
            ) : null}
          </>
        ) : null}
        {view.handover === undefined ? null : (
          <GoLink
            to={`/presence/handovers/${view.handover}`}
            className="inline-flex min-h-7 items-center underline"
          >
            {t('presence.handover.under-way')}
          </GoLink>
        )}
      </div>
    </li>
  );
}

/** What a foreign post stands on, or why it has nothing to stand on. [C51] */
function Ground({ view }: { readonly view: PostView }) {
  const { t } = useWords();
  const { ground, post } = view;
  if (!ground) return null;
  if (ground.kind === 'none') {
    return (
      <div className="flex flex-col gap-0.5">
        <p className="flex items-center gap-1.5 font-medium text-bad">
          <CircleX aria-hidden size={15} className="shrink-0" />
          {t(`presence.ground.${ground.why}`)}
        </p>
        {post.allowed ? (
          <p className="flex flex-wrap items-center gap-x-2 text-sm">
            <GoLink to={`/agreements/${post.allowed.agreement}`}>
              {t('presence.ground.article', { article: post.allowed.article })}
            </GoLink>
            <Written className="text-muted">{post.allowed.purpose}</Written>
            {post.allowed.upto === null ? null : (
              <span>
                {t('presence.ground.ended')} <Dtg at={post.allowed.upto} />
              </span>
            )}
          </p>
        ) : null}
      </div>
    );
  }
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm">
      <CircleCheck aria-hidden size={14} className="shrink-0 translate-y-0.5 text-ok" />
      <GoLink to={`/agreements/${ground.agreement}`}>
        {t('presence.ground.article', { article: ground.article })}
      </GoLink>
      {post.allowed ? <Written>{post.allowed.purpose}</Written> : null}
      <span className="text-muted">
        {ground.upto === null ? (
          t('presence.ground.no-end')
        ) : (
          <>
            {t('presence.ground.upto')} <Dtg at={ground.upto} />
          </>
        )}
      </span>
    </p>
  );
}

function SiteEntry({
  view,
  mayWrite,
  onShow,
}: {
  readonly view: SiteView;
  readonly mayWrite: boolean;
  readonly onShow: () => void;
}) {
  const { t, language } = useWords();
  const go = useGo();
  const { party } = useSession();
  const distance = useDistance();
  const { site } = view;
  return (
    <li className="flex flex-col gap-0.5 border-b border-line py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-3">
        <bdi className="font-semibold">{site.names[language]}</bdi>
        <span className="text-sm text-muted">{t(`presence.kind.${site.kind}`)}</span>
        <span className="text-sm">
          {t('presence.distance.all', { distance: distance(site.distanceMetres) })}
        </span>
      </p>
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <Place point={middleOf(site.ground)} precisionMetres={10} />
        <Span from={site.from} upto={site.upto} />
        {t('presence.site.by')} <PartyMark party={view.party} />
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onPress={onShow}>{t('running.conflict.show')}</Button>
        {view.party === party && mayWrite ? (
          <Button onPress={() => go(`/presence/site/${view.hash}`)}>
            {t('presence.post.replace')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Span({ from, upto }: { readonly from: string; readonly upto: string | null }) {
  const { t } = useWords();
  return (
    <span>
      {t('presence.span.from')} <Dtg at={from} />
      {upto === null ? null : (
        <>
          {' '}
          {t('presence.span.upto')} <Dtg at={upto} />
        </>
      )}
    </span>
  );
}

function middleOf(geometry: {
  readonly coordinates: readonly unknown[];
}): readonly [number, number] {
  const [west, south, east, north] = boxAround([geometry.coordinates]);
  return [(west + east) / 2, (south + north) / 2];
}

function RegisterMap({
  presence,
  focus,
}: {
  readonly presence: PresenceView | undefined;
  readonly focus: MapCamera | undefined;
}) {
  const { language } = useWords();
  const { parties } = useCentre();
  const charter = useQuery(centreQuery).data?.charter;
  const { points, areas } = useMemo(() => {
    const posts = presence?.posts ?? [];
    const sites = presence?.sites ?? [];
    const markOf = (party: string) => parties.find(({ id }) => id === party)?.mark ?? party;
    const point = (id: string, kind: MapPoint['kind'], at: readonly [number, number]) => ({
      ...{ id, kind, lon: at[0], lat: at[1], precisionMetres: 1 },
      age: 'fresh' as const,
    });
    return {
      points: [
        ...posts.map((view): MapPoint => ({
          ...point(
            view.hash,
            view.post.kind === 'checkpoint' ? 'checkpoint' : 'post',
            middleOf(view.post.at),
          ),
          label: `${view.post.names[language]} · ${markOf(view.party)}`,
          age: groupOfPost(view) === 'groundless' ? 'last-known' : 'fresh',
        })),
        ...sites.map((view): MapPoint => ({
          ...point(view.hash, 'place', middleOf(view.site.ground)),
          label: view.site.names[language],
        })),
      ],
      areas: sites.map((view): MapArea => ({
        id: `ring ${view.hash}`,
        kind: 'conflict',
        shape: drawnShape(view.site.ground, view.site.distanceMetres),
        label: '',
      })),
    };
  }, [presence, language, parties]);
  if (!charter) return null;
  return (
    <PlanMap
      area={undefined}
      beside={areas}
      points={points}
      camera={cameraOver(charter.area as unknown as MapShape)}
      focus={focus}
    />
  );
}
