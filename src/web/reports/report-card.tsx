import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { recordQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { CorrectedNotice } from './editions.tsx';
import { Byline, Facts } from './facts.tsx';
import { Grades } from './grades.tsx';
import { RecalledNotice } from './recalled.tsx';
import { Relations } from './relations.tsx';
import { Says, saysMore } from './says-panel.tsx';

/** What can be done with a report from where it is shown. */
export interface ReportActs {
  readonly onGrade: () => void;
  readonly onLink: () => void;
  readonly onMap?: () => void;
}

/** A report in a panel: what, whose word, every party's grade, what contradicts it. */
export function ReportCard({ hash, acts }: { readonly hash: string; readonly acts: ReportActs }) {
  const { t } = useWords();
  const view = useQuery(recordQuery(hash));
  if (view.error) return <FaultNotice fault={view.error} onRetry={() => void view.refetch()} />;
  const record = view.data?.record;
  if (!view.data) return <div className="min-h-40" />;
  if (view.data.recalled && !record) return <RecalledNotice recall={view.data.recalled} />;
  if (record?.type !== 'report') return <p className="text-muted">{t('reports.page.other')}</p>;
  const report = record.body;
  return (
    <article className="flex flex-col gap-3">
      {view.data.correctedBy === undefined ? null : <CorrectedNotice by={view.data.correctedBy} />}
      <header className="flex flex-col gap-1 pe-8">
        <Byline report={report} place={view.data.place} said={record.at} />
        <h2 className="text-lg leading-snug">
          <Written lang={report.language}>{report.title}</Written>
        </h2>
      </header>
      <Acts hash={hash} acts={acts} />
      {report.text === '' ? null : <Written lang={report.language}>{report.text}</Written>}
      {saysMore(report) ? <Says report={report} /> : null}
      <Facts
        report={report}
        audience={view.data.place.audience}
        ownSource={view.data.ownSource?.label}
      />
      <Section title={t('reports.part.grades')}>
        <Grades
          author={view.data.place.author}
          audience={view.data.place.audience}
          grades={view.data.grades}
        />
      </Section>
      {view.data.links.length === 0 ? null : (
        <Section title={t('reports.part.relations')}>
          <Relations view={view.data} />
        </Section>
      )}
    </article>
  );
}

/** The acts on a report, each with its key. */
export function Acts({
  hash,
  acts,
  isOpen = false,
}: {
  readonly hash: string;
  readonly acts: ReportActs;
  /** Whether the report's own page is what is shown. */
  readonly isOpen?: boolean;
}) {
  const { t } = useWords();
  const { seat } = useSession();
  const mayGrade = seat.duties.includes('grade');
  return (
    <div className="flex flex-wrap items-center gap-2">
      {mayGrade ? (
        <>
          <Button onPress={acts.onGrade} keys="A–F">
            {t('reports.act.grade')}
          </Button>
          <Button onPress={acts.onLink} keys="X">
            {t('reports.act.link')}
          </Button>
        </>
      ) : null}
      {acts.onMap === undefined ? null : (
        <Button onPress={acts.onMap} keys="M">
          {t('reports.act.map')}
        </Button>
      )}
      {isOpen ? null : <GoLink to={`/reports/${hash}`}>{t('reports.act.open')}</GoLink>}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-t border-line pt-2">
      <h3 className="mb-1.5 text-sm text-muted">{title}</h3>
      {children}
    </section>
  );
}
