import { useQuery } from '@tanstack/react-query';

import type { PassageView } from '../../contract/passages.ts';
import { FaultError } from '../api.ts';
import { useCentre } from '../centre.ts';
import { LazyMap } from '../map/lazy-map.tsx';
import { instantOf, useNow } from '../now.ts';
import { Age } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { RecordCheck } from '../parts/record-check.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { Facts, middleOf } from '../reports/facts.tsx';
import { useLight } from '../reports/light.ts';
import { markAge } from '../reports/marks-of-reports.ts';
import { useWords } from '../words/words.ts';
import { passageQuery } from './passage-queries.ts';

/** A report that was passed on: its author's words, whose they are, and whether all of it holds. */
export function PassageDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const view = useQuery(passageQuery(hash));
  const isGone = view.error instanceof FaultError && view.error.status === 404;
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-3 p-4">
        {isGone ? (
          <Notice>
            {t('passages.page.gone')}{' '}
            <GoLink to={`/record/${hash}`} className="underline">
              {t('reports.page.record')}
            </GoLink>
          </Notice>
        ) : (
          <FaultNotice fault={view.error} onRetry={() => void view.refetch()} />
        )}
        {view.data ? <Shown view={view.data} /> : null}
      </div>
    </div>
  );
}

function Shown({ view }: { readonly view: PassageView }) {
  const { t } = useWords();
  const centre = useCentre();
  const name = (party: string) => nameOf(party, { centre });
  const { said, origin, party, standing, proof } = view;
  const report = said?.body;
  return (
    <>
      <header className="flex flex-col gap-1.5">
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          <span className="text-text">
            <PartyMark party={origin} />
          </span>
          {report ? <span>{t(`reports.kind.${report.kind}`)}</span> : null}
          {said ? <Age at={said.at} short /> : null}
        </p>
        <h1 className="text-2xl leading-snug">
          {report ? (
            <Written lang={report.language}>{report.title}</Written>
          ) : (
            t('passages.page.unreadable')
          )}
        </h1>
      </header>
      <Notice
        tone={standing === 'released' && proof === 'proven' ? 'ok' : 'bad'}
        title={t('passages.page.by', { passer: name(party), author: name(origin) })}
      >
        <p>{t(`passages.standing-means.${standing}`, { author: name(origin) })}</p>
        <p>
          {t(`passages.proof.${proof}`, { author: name(origin) })}{' '}
          {view.cosignedAt === undefined ? null : (
            <>
              {t('passages.proof.cosigned')} <Age at={view.cosignedAt} short />
            </>
          )}
        </p>
      </Notice>
      <div className="grid grid-cols-[1fr_25rem] items-start gap-3 max-lg:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-3">
          {report ? (
            <Panel title={t('reports.part.text')}>
              {report.text === '' ? (
                <p className="text-muted">{t('reports.page.no-text')}</p>
              ) : (
                <Written lang={report.language} className="text-lg">
                  {report.text}
                </Written>
              )}
              {report.attachments === undefined ? null : (
                <p className="mt-2 text-sm text-muted">{t('passages.page.no-attachments')}</p>
              )}
            </Panel>
          ) : null}
          <Panel title={t('passages.page.passage')}>
            <dl className="mb-3 grid grid-cols-[9rem_1fr] gap-x-3 gap-y-1.5">
              <dt className="text-muted">{t('passages.page.passed-by')}</dt>
              <dd className="flex flex-wrap items-center gap-x-2">
                <PartyMark party={party} /> <Age at={view.at} />
              </dd>
              {view.release === undefined ? null : (
                <>
                  <dt className="text-muted">{t('passages.page.released-by')}</dt>
                  <dd className="flex flex-wrap items-center gap-x-2">
                    <PartyMark party={origin} /> <Age at={view.release.at} />
                    <GoLink to={`/record/${view.release.hash}`} className="underline">
                      {t('reports.page.record')}
                    </GoLink>
                  </dd>
                </>
              )}
              <dt className="text-muted">{t('passages.page.original')}</dt>
              <dd className="flex flex-wrap items-center gap-x-2">
                <HashMark hash={view.record} />
                {view.readsOriginal ? (
                  <GoLink to={`/reports/${view.record}`} className="underline">
                    {t('passages.page.original-open')}
                  </GoLink>
                ) : null}
              </dd>
            </dl>
            <RecordCheck hash={view.hash} />
          </Panel>
        </div>
        {report ? (
          <Panel title={t('reports.part.facts')} flush>
            <div className="p-3">
              <Facts report={report} audience={view.audience} />
            </div>
            <Spot view={view} report={report} />
          </Panel>
        ) : null}
      </div>
    </>
  );
}

function Spot({
  view,
  report,
}: {
  readonly view: PassageView;
  readonly report: NonNullable<PassageView['said']>['body'];
}) {
  const { parties, exercise } = useCentre();
  const theme = useLight();
  const now = useNow(300);
  const [lon, lat] = middleOf(report);
  const { precisionMetres } = report.place;
  const zoom = precisionMetres > 20_000 ? 6.5 : precisionMetres > 2_000 ? 8.5 : 10;
  const age = markAge(instantOf(report.when.from), now);
  return (
    <div className="relative h-64 overflow-hidden rounded-b-md border-t border-line">
      <LazyMap
        theme={theme}
        parties={parties}
        areas={[]}
        points={[{ id: view.hash, lon, lat, kind: report.kind, label: '', precisionMetres, age }]}
        camera={{ lon, lat, zoom }}
        exercise={exercise}
      />
    </div>
  );
}
