import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { REQUEST_END_REASONS } from '../../accord/knowledge/request-schema.ts';
import type {
  AskedPartyView,
  ReplyView,
  RequestView,
} from '../../contract/information-requests.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import type { MapPoint, MapShape } from '../map/marks.ts';
import { Age, Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { RecordCheck } from '../parts/record-check.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { Part, PlanPage } from '../plans/plan-page.tsx';
import { Fold } from '../plans/timeline.tsx';
import { centreQuery } from '../queries.ts';
import { boxAround } from '../reports/place-reading.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { AskedMark } from './asked-mark.tsx';
import { ReplyBox } from './reply-box.tsx';
import { ASKING } from './request-list.tsx';
import { requestQuery } from './request-queries.ts';

/** One request: what is asked of whom by when, what came, and our own answer. */
export function RequestDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const request = useQuery(requestQuery(hash));
  if (request.data) return <Shown view={request.data} />;
  return (
    <div className="mx-auto max-w-2xl p-4">
      <FaultNotice fault={request.error} onRetry={() => void request.refetch()} />
      {request.isPending ? <p className="text-muted">{t('plans.page.opening')}</p> : null}
    </div>
  );
}

function Shown({ view }: { readonly view: RequestView }) {
  const { t, language } = useWords();
  const centre = useCentre();
  const { party, seat } = useSession();
  const { request, author, asked, end } = view;
  const isAsked = asked.some((each) => each.party === party);
  const names = view.audience.map((id) => nameOf(id, { centre }));
  const middle = middleOf(view);
  return (
    <PlanPage
      back="/requests"
      title={<Written lang={request.language}>{request.title}</Written>}
      map={<RequestMap view={view} />}
    >
      <p className="flex flex-wrap items-center gap-x-2 text-muted">
        {t('requests.list.by')} <PartyMark party={author} /> <Age at={view.at} />
      </p>
      {request.text === '' ? null : (
        <Written lang={request.language} className="text-lg">
          {request.text}
        </Written>
      )}
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <dt className="text-muted">{t('requests.part.due')}</dt>
        <dd>
          <Age at={request.due} />
        </dd>
        {request.kind === undefined ? null : (
          <>
            <dt className="text-muted">{t('requests.part.kind')}</dt>
            <dd>{t(`reports.kind.${request.kind}`)}</dd>
          </>
        )}
        {middle && request.place ? (
          <>
            <dt className="text-muted">{t('requests.part.place')}</dt>
            <dd>
              <Place point={middle} precisionMetres={request.place.precisionMetres} />
            </dd>
          </>
        ) : null}
        <dt className="text-muted">{t('requests.part.readers')}</dt>
        <dd>{formatList(names, language)}</dd>
      </dl>
      {end ? (
        <p className="rounded-md border border-line bg-raised px-3 py-2">
          {t(`requests.end.${end.reason}`)} <Dtg at={end.at} />
        </p>
      ) : null}
      <Part title={t('requests.answers.title')}>
        <ul className="flex flex-col gap-3">
          {asked.map((each) => (
            <Answers key={each.party} asked={each} due={request.due} />
          ))}
        </ul>
      </Part>
      {isAsked && seat.duties.includes('report') ? (
        <Part title={t('requests.reply.title')}>
          <ReplyBox view={view} />
        </Part>
      ) : null}
      {author === party && !end && seat.duties.some((duty) => ASKING.has(duty)) ? (
        <Ending hash={view.hash} />
      ) : null}
      <Fold title={t('plans.timeline.check')}>
        <p className="text-sm">
          <HashMark hash={view.hash} />
        </p>
        <RecordCheck hash={view.hash} />
      </Fold>
    </PlanPage>
  );
}

function Answers({ asked, due }: { readonly asked: AskedPartyView; readonly due: string }) {
  return (
    <li className="flex flex-col gap-1.5 rounded-md border border-line p-3">
      <AskedMark asked={asked} due={due} />
      {asked.replies.map((reply) => (
        <Reply key={reply.hash} reply={reply} />
      ))}
    </li>
  );
}

function Reply({ reply }: { readonly reply: ReplyView }) {
  const { t } = useWords();
  return (
    <div className="flex flex-col gap-1 border-s-2 border-line ps-2">
      <Age at={reply.at} short />
      {reply.words === undefined ? null : <Written lang={reply.language}>{reply.words}</Written>}
      {reply.reports.length === 0 ? null : (
        <ul className="flex flex-col">
          {reply.reports.map(({ hash, title, author }) => (
            <li key={hash} className="flex flex-wrap items-center gap-x-2">
              {author === undefined ? (
                <span className="text-muted">
                  {t('requests.answers.unread')} <HashMark hash={hash} />
                </span>
              ) : (
                <>
                  <PartyMark party={author} bare />
                  <GoLink to={`/reports/${hash}`} className="min-h-6 underline">
                    <Written>{title ?? ''}</Written>
                  </GoLink>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What who asked says when it waits no longer, and why. [J5] */
function Ending({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (reason: string) =>
      post<RequestView>(`/api/requests/${encodeURIComponent(hash)}/end`, { reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['requests'] }),
  });
  return (
    <Part title={t('requests.end.title')}>
      <p className="text-sm text-muted">{t('requests.end.means')}</p>
      <FaultNotice fault={end.error} />
      <div className="flex flex-wrap gap-2">
        {REQUEST_END_REASONS.map((reason) => (
          <Button key={reason} isDisabled={end.isPending} onPress={() => end.mutate(reason)}>
            {t(`requests.end.say-${reason}`)}
          </Button>
        ))}
      </div>
    </Part>
  );
}

function middleOf({ request }: RequestView): readonly [number, number] | undefined {
  if (!request.place) return undefined;
  const [west, south, east, north] = boxAround([request.place.geometry.coordinates]);
  return [(west + east) / 2, (south + north) / 2];
}

function RequestMap({ view }: { readonly view: RequestView }) {
  const charter = useQuery(centreQuery).data?.charter;
  const points = useMemo<readonly MapPoint[]>(() => {
    const middle = middleOf(view);
    if (!middle || !view.request.place) return [];
    const [lon, lat] = middle;
    const { precisionMetres } = view.request.place;
    const kind = view.request.kind ?? 'observation';
    const label = view.request.title;
    return [{ id: view.hash, kind, lon, lat, label, precisionMetres, age: 'fresh' }];
  }, [view]);
  const shape = (view.request.place?.geometry ?? charter?.area) as unknown as MapShape | undefined;
  return shape ? <PlanMap area={undefined} points={points} camera={cameraOver(shape)} /> : null;
}
