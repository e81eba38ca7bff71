import { GitCompareArrows } from 'lucide-react';
import type { MouseEvent } from 'react';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { FoundLine } from '../../contract/search.ts';
import { Age } from '../parts/age.tsx';
import { CompartmentMark } from '../parts/compartment-mark.tsx';
import { GradeChip } from '../parts/grade-chip.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { NoGrade, rowClass } from '../reports/report-row.tsx';
import { useWords } from '../words/words.ts';
import { Marked } from './marked.tsx';

/** A report that was found: its grade, whose word, when, its title and where the words stand in it. */
export function FoundRow({
  line,
  marks,
  isSelected,
  to,
  onSelect,
}: {
  readonly line: FoundLine;
  readonly marks: readonly string[];
  readonly isSelected: boolean;
  readonly to: string;
  readonly onSelect: () => void;
}) {
  const { t } = useWords();
  const within = compartmentIn(line.audience);
  const own = line.grades.find((grade) => grade.party === line.author);
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
      <span className="flex items-center gap-2">
        {own ? <GradeChip grade={own.grade} /> : <NoGrade />}
        <span className="min-w-0 truncate text-sm">
          <PartyMark party={line.author} />
        </span>
        <span className="ms-auto shrink-0">
          <Age at={line.when.from} short />
        </span>
      </span>
      <span className="my-0.5 line-clamp-2 font-medium">
        <Marked text={line.title} marks={marks} language={line.language} />
      </span>
      {line.excerpt === undefined ? null : (
        <span className="mb-0.5 line-clamp-2 text-sm text-muted">
          <Marked text={line.excerpt} marks={marks} language={line.language} />
        </span>
      )}
      <span className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
        <Place point={line.point} precisionMetres={line.precisionMetres} />
        <span>{t(`reports.kind.${line.kind}`)}</span>
        {within === undefined ? null : <CompartmentMark compartment={within} />}
        {line.contradicts.length === 0 ? null : (
          <span className="ms-auto inline-flex items-center gap-1 font-medium text-text">
            <GitCompareArrows aria-hidden size={14} />
            {t('reports.row.disputed')}
          </span>
        )}
      </span>
    </a>
  );
}
