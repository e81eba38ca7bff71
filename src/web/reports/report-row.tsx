import { GitCompareArrows } from 'lucide-react';
import type { MouseEvent } from 'react';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { FoundLine } from '../../contract/search.ts';
import { Age } from '../parts/age.tsx';
import { CompartmentMark } from '../parts/compartment-mark.tsx';
import { GradeChip } from '../parts/grade-chip.tsx';
import { Marked } from '../parts/marked.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { isUngraded } from './waiting.ts';

/** The classes of a row that can be selected. */
export function rowClass(isSelected: boolean): string {
  const edge = isSelected ? 'border-s-text bg-selected' : 'border-s-transparent hover:bg-raised';
  return `block border-s-3 border-b border-b-line px-3 py-1.5 -outline-offset-2 ${edge}`;
}

/** A report in a list: its author's grade, whose word, when, what, where, and whether it is disputed. */
export function ReportRow({
  report,
  marks = [],
  isSelected,
  to,
  onSelect,
}: {
  readonly report: FoundLine;
  /** What was looked for, where it was. */
  readonly marks?: readonly string[];
  readonly isSelected: boolean;
  /** The address that shows it, for whoever copies the link. */
  readonly to: string;
  readonly onSelect: () => void;
}) {
  const select = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onSelect();
  };
  return (
    <a
      href={to}
      onClick={select}
      aria-current={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className={rowClass(isSelected)}
    >
      <ReportLines report={report} marks={marks} />
    </a>
  );
}

/** The lines of a report wherever it is named among others, with what was looked for marked in them. */
export function ReportLines({
  report,
  marks = [],
}: {
  readonly report: FoundLine;
  readonly marks?: readonly string[];
}) {
  const { t } = useWords();
  const { party } = useSession();
  const within = compartmentIn(report.audience);
  const own = report.grades.find((grade) => grade.party === report.author);
  return (
    <>
      <span className="flex items-center gap-2">
        {own ? <GradeChip grade={own.grade} /> : <NoGrade />}
        <span className="min-w-0 truncate text-sm">
          <PartyMark party={report.author} />
        </span>
        <span className="ms-auto shrink-0">
          <Age at={report.when.from} short />
        </span>
        {isUngraded(party, report) ? (
          <span className="size-2 shrink-0 rounded-full bg-need" title={t('reports.row.ungraded')}>
            <span className="sr-only">{t('reports.row.ungraded')}</span>
          </span>
        ) : null}
      </span>
      <span className={`my-0.5 line-clamp-2 ${report.isUnread ? 'font-bold' : 'font-medium'}`}>
        {report.isUnread ? (
          <span className="me-1.5 rounded-xs bg-text px-1 text-xs font-medium text-panel">
            {t('reports.row.new')}
          </span>
        ) : null}
        <Marked text={report.title} marks={marks} language={report.language} />
      </span>
      {report.excerpt === undefined ? null : (
        <span className="mb-0.5 line-clamp-2 text-sm text-muted">
          <Marked text={report.excerpt} marks={marks} language={report.language} />
        </span>
      )}
      <span className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
        <Place point={report.point} precisionMetres={report.precisionMetres} />
        <span>{t(`reports.kind.${report.kind}`)}</span>
        {within === undefined ? null : <CompartmentMark compartment={within} />}
        {report.contradicts.length === 0 ? null : (
          <span className="ms-auto inline-flex items-center gap-1 font-medium text-text">
            <GitCompareArrows aria-hidden size={14} />
            {t('reports.row.disputed')}
          </span>
        )}
      </span>
    </>
  );
}

/** Stands where a grade would. */
export function NoGrade() {
  const { t } = useWords();
  return (
    <span
      role="img"
      aria-label={t('reports.grade.none')}
      title={t('reports.grade.none')}
      className="mono inline-flex min-w-7.5 justify-center rounded-xs border border-dotted border-strong-line px-1 text-sm text-muted"
    >
      –
    </span>
  );
}
