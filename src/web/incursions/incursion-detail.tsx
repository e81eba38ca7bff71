import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useMemo } from 'react';

import type { AnswerView } from '../../contract/api.ts';
import type { IncursionView } from '../../contract/beside-plans.ts';
import { useCentre } from '../centre.ts';
import type { MapPoint, MapShape } from '../map/marks.ts';
import { Age, Dtg } from '../parts/age.tsx';
import { buttonClass } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { RecordCheck } from '../parts/record-check.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { Fold } from '../plans/timeline.tsx';
import { boxAround } from '../reports/place-reading.ts';
import { useDistance } from '../reports/facts.tsx';
import { AnswerBox } from '../running/answer-box.tsx';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { CoverPart } from './cover-part.tsx';
import { Settled } from './incursion-list.tsx';
import { incursionQuery } from './incursion-queries.ts';

/** One incursion: both accounts side by side, what covers it, and how it is settled. [C50] */
export function IncursionDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const incursion = useQuery(incursionQuery(hash));
  if (!incursion.data) {
    return (
      <div className="mx-auto max-w-2xl p-4">
        <FaultNotice fault={incursion.error} onRetry={() => void incursion.refetch()} />
        {incursion.isPending ? <p className="text-muted">{t('plans.page.opening')}</p> : null}
      </div>
    );
  }
  return <Shown view={incursion.data} />;
}

function Shown({ view }: { readonly view: IncursionView }) {
  const { t, language } = useWords();
  const centre = useCentre();
  const { party } = useSession();
  const distance = useDistance();
  const { incursion, author, claims, settledBy } = view;
  const { place, when, by } = incursion;
  const [west, south, east, north] = boxAround([place.geometry.coordinates]);
  const middle = [(west + east) / 2, (south + north) / 2] as const;
  const isOurs = author === party || by === party;
  const names = (ids: readonly string[]) =>
    formatList(
      ids.map((id) => nameOf(id, { centre })),
      language,
    );
  return (
    <PlanPage
      back="/incursions"
      title={<Written>{incursion.title}</Written>}
      map={<IncursionMap view={view} />}
    >
      <Settled view={view} />
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <dt className="text-muted">{t('incursions.part.kind')}</dt>
        <dd>{t(`incursions.kind.${incursion.kind}`)}</dd>
        <dt className="text-muted">{t('incursions.part.where')}</dt>
        <dd className="flex flex-wrap items-center gap-x-2">
          <Place point={middle} precisionMetres={place.precisionMetres} />
          {place.precisionMetres < 50 ? null : (
            <span className="text-sm text-muted">
              {t('reports.part.within', { distance: distance(place.precisionMetres) })}
            </span>
          )}
        </dd>
        <dt className="text-muted">{t('incursions.part.when')}</dt>
        <dd dir="ltr" className="text-start whitespace-nowrap rtl:text-end">
          <Dtg at={when.from} /> – <Dtg at={when.upto} />
        </dd>
        <dt className="text-muted">{t('incursions.part.by')}</dt>
        <dd>{by === null ? t('incursions.by.unknown') : <PartyMark party={by} />}</dd>
        <dt className="text-muted">{t('incursions.part.claims')}</dt>
        <dd>
          {claims.length === 0
            ? t('incursions.part.no-claims')
            : formatList(
                claims.map((claim) => claim.names[language]),
                language,
              )}
        </dd>
        <dt className="text-muted">{t('incursions.part.readers')}</dt>
        <dd>{names(view.audience)}</dd>
      </dl>
      <Accounts view={view} />
      <p className="text-sm text-muted">
        {settledBy.length === 0
          ? t('incursions.settle.nobody')
          : t('incursions.settle.by', { parties: names(settledBy) })}
      </p>
      <Part title={t('incursions.answer.title')}>
        <AnswerBox
          to={view.hash}
          stale="incursions"
          label={t(by === party ? 'incursions.answer.account' : 'incursions.answer.add')}
          {...(isOurs ? { settles: t('incursions.settle.ours') } : {})}
        />
      </Part>
      <CoverPart view={view} />
      <Part title={t('incursions.proof.title')}>
        <p className="text-sm text-muted">
          {t('incursions.proof.means')} <HashMark hash={view.hash} />
        </p>
        <div>
          <a
            href={`/api/records/${encodeURIComponent(view.hash)}/proof?earliest`}
            download={`incursion-${view.hash.slice(7, 19)}.json`}
            className={buttonClass()}
          >
            <Download aria-hidden size={15} />
            {t('incursions.proof.get')}
          </a>
        </div>
        <Fold title={t('plans.timeline.check')}>
          <RecordCheck hash={view.hash} />
        </Fold>
      </Part>
    </PlanPage>
  );
}

/** The account of who recorded it and that of who is named, side by side; others below. */
function Accounts({ view }: { readonly view: IncursionView }) {
  const { t } = useWords();
  const { incursion, author, answers } = view;
  const of = (party: string) => answers.filter((answer) => answer.party === party);
  const others = answers.filter(({ party }) => party !== author && party !== incursion.by);
  return (
    <Part title={t('incursions.account.title')}>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <section className="flex flex-col gap-2 rounded-md border border-line p-3">
          <h3 className="flex flex-wrap items-center gap-x-2 text-base">
            <PartyMark party={author} />
          </h3>
          <Age at={view.at} short />
          {incursion.text === '' ? null : (
            <Written lang={incursion.language}>{incursion.text}</Written>
          )}
          {of(author).map((answer) => (
            <Said key={answer.hash} answer={answer} />
          ))}
        </section>
        <section className="flex flex-col gap-2 rounded-md border border-line p-3">
          <h3 className="flex flex-wrap items-center gap-x-2 text-base">
            {incursion.by === null ? (
              t('incursions.by.unknown')
            ) : (
              <PartyMark party={incursion.by} />
            )}
          </h3>
          {incursion.by === null || of(incursion.by).length === 0 ? (
            <p className="text-muted">
              {t(incursion.by === null ? 'incursions.account.nobody' : 'incursions.account.none')}
            </p>
          ) : (
            of(incursion.by).map((answer) => <Said key={answer.hash} answer={answer} />)
          )}
        </section>
      </div>
      {others.map((answer) => (
        <Said key={answer.hash} answer={answer} isNamed />
      ))}
    </Part>
  );
}

function Said({
  answer,
  isNamed = false,
}: {
  readonly answer: AnswerView;
  readonly isNamed?: boolean;
}) {
  const { t } = useWords();
  return (
    <div className="flex flex-col border-s-2 border-line ps-2">
      <p className="flex flex-wrap items-center gap-x-2">
        {isNamed ? <PartyMark party={answer.party} /> : null}
        <Age at={answer.at} short />
      </p>
      <Written lang={answer.language}>{answer.text}</Written>
      {answer.settles ? (
        <p className="text-sm font-medium text-ok">{t('incursions.settle.said')}</p>
      ) : null}
    </div>
  );
}

function IncursionMap({ view }: { readonly view: IncursionView }) {
  const { place, title } = view.incursion;
  const shape = place.geometry as unknown as MapShape;
  const points = useMemo<readonly MapPoint[]>(() => {
    const [west, south, east, north] = boxAround([place.geometry.coordinates]);
    return [
      {
        id: view.hash,
        kind: 'incident',
        lon: (west + east) / 2,
        lat: (south + north) / 2,
        label: title,
        precisionMetres: place.precisionMetres,
        age: 'fresh',
      },
    ];
  }, [view.hash, place, title]);
  return <PlanMap area={undefined} points={points} camera={cameraOver(shape)} />;
}
