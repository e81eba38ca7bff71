import { useQuery } from '@tanstack/react-query';

import type { LinkView, RecordView } from '../../contract/reports.ts';
import { Dtg } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { recordQuery } from '../queries.ts';
import { RecalledNotice } from './recalled.tsx';
import { useWords } from '../words/words.ts';
import { middleOf } from './facts.tsx';
import { GradeMarks } from './grades.tsx';

/** What contradicts a report stands beside it, side by side; what supports it is listed below. */
export function Relations({ view }: { readonly view: RecordView }) {
  const { t } = useWords();
  const against = view.links.filter((link) => link.relation === 'contradicts');
  const others = view.links.filter((link) => link.relation !== 'contradicts');
  return (
    <div className="flex flex-col gap-3">
      {against.map((link) => (
        <div key={link.record}>
          <div className="grid grid-cols-2 divide-x divide-line rounded-md border border-strong-line">
            <Side hash={view.hash} isThis />
            <Side hash={link.report} />
          </div>
          <SaidBy link={link} />
        </div>
      ))}
      {others.length === 0 ? null : (
        <ul className="flex flex-col gap-1">
          {others.map((link) => (
            <li key={link.record}>
              <span className="text-sm text-muted">{t(relationKey(link))} </span>
              <GoLink to={`/reports/${link.report}`}>
                <Written>{link.title === '' ? t('reports.relation.unread') : link.title}</Written>
              </GoLink>
              <SaidBy link={link} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Of a relation that goes one way it matters from which end it is seen. */
function relationKey({ relation, side }: LinkView): string {
  const isOneWay = !['contradicts', 'supports', 'same-event'].includes(relation);
  return `reports.relation.${relation}${isOneWay && side === 'to' ? '-back' : ''}`;
}

function SaidBy({ link }: { readonly link: LinkView }) {
  const { t } = useWords();
  return (
    <div className="mt-0.5">
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted">
        {t('reports.relation.said-by')} <PartyMark party={link.by} />
        <GoLink to={`/record/${link.record}`}>{t('reports.relation.record')}</GoLink>
      </p>
      {link.reason ? (
        <p className="text-sm">
          <Written>{link.reason}</Written>
        </p>
      ) : null}
    </div>
  );
}

/** One side of a contradiction: whose word, when, what, where, and how each party grades it. */
export function Side({
  hash,
  isThis = false,
}: {
  readonly hash: string;
  readonly isThis?: boolean;
}) {
  const { t } = useWords();
  const view = useQuery(recordQuery(hash));
  if (view.error) return <FaultNotice fault={view.error} />;
  const record = view.data?.record;
  if (view.data?.recalled && !record) return <RecalledNotice recall={view.data.recalled} />;
  if (!view.data || record?.type !== 'report') return <div className="min-h-24" />;
  const report = record.body;
  return (
    <div className="flex min-w-0 flex-col gap-1 p-2.5">
      <span className="flex flex-wrap items-center justify-between gap-x-2 text-sm">
        <PartyMark party={view.data.place.author} />
        <Dtg at={report.when.from} short />
      </span>
      {isThis ? (
        <Written lang={report.language} className="font-medium">
          {report.title}
        </Written>
      ) : (
        <GoLink to={`/reports/${hash}`} className="underline decoration-strong-line">
          <Written lang={report.language} className="font-medium">
            {report.title}
          </Written>
        </GoLink>
      )}
      {report.text === '' || isThis ? null : (
        <span className="line-clamp-5 text-sm">
          <Written lang={report.language}>{report.text}</Written>
        </span>
      )}
      <span className="text-xs text-muted">
        <Place point={middleOf(report)} precisionMetres={report.place.precisionMetres} />
      </span>
      <span className="text-xs text-muted">{t(`reports.source.${report.source.kind}`)}</span>
      <div className="mt-auto pt-1">
        <GradeMarks grades={view.data.grades} />
      </div>
    </div>
  );
}
