import type { GradeView } from '../../contract/reports.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { GradeChip } from '../parts/grade-chip.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { partiesAmong } from '../readers.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { NoGrade } from './report-row.tsx';

/** The grade of every party that reads a report, the author's first; nobody's overwrites another's. */
export function Grades({
  author,
  audience,
  grades,
}: {
  readonly author: string;
  readonly audience: readonly string[];
  readonly grades: readonly GradeView[];
}) {
  const { t } = useWords();
  const { parties } = useCentre();
  const observers = new Set(parties.filter((party) => party.observer).map((party) => party.id));
  const others = partiesAmong(audience).filter((id) => id !== author && !observers.has(id));
  const graders = [author, ...others];
  return (
    <div className="flex flex-col gap-1.5">
      <ul className="flex flex-col gap-1.5">
        {graders.map((id) => {
          const found = grades.find((grade) => grade.party === id);
          return (
            <li key={id} className="grid grid-cols-[2.25rem_1fr] items-start gap-x-2">
              {found ? <GradeChip grade={found.grade} /> : <NoGrade />}
              <div className="min-w-0">
                <div className="flex flex-wrap items-baseline gap-x-2">
                  <PartyMark party={id} />
                  {id === author ? (
                    <span className="text-xs text-muted">{t('reports.grade.author')}</span>
                  ) : null}
                  {found ? (
                    <GoLink to={`/record/${found.record}`} className="ms-auto text-xs text-muted">
                      <Dtg at={found.at} short />
                    </GoLink>
                  ) : null}
                </div>
                <p className="text-sm text-muted">
                  {found
                    ? t('reports.grade.words', {
                        source: t(`parts.reliability.${found.grade.reliability}`),
                        credibility: t(`parts.credibility.${found.grade.credibility}`),
                      })
                    : t('reports.grade.none')}
                </p>
                {found?.reason ? (
                  <p className="text-sm">
                    <Written>{found.reason}</Written>
                  </p>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
      <OursMissing author={author} grades={grades} />
    </div>
  );
}

function OursMissing({
  author,
  grades,
}: {
  readonly author: string;
  readonly grades: readonly GradeView[];
}) {
  const { t, language } = useWords();
  const { party } = useSession();
  if (party === author || grades.some((grade) => grade.party === party)) return null;
  const codes = grades.map(({ grade }) => `${grade.reliability}${grade.credibility}`);
  return (
    <p className="text-sm text-need">
      {t('reports.grade.ours-missing', {
        count: codes.length,
        grades: codes.length === 0 ? '' : formatList(codes, language),
      })}
    </p>
  );
}

/** Grades as chips with their parties' marks, for a narrow place. */
export function GradeMarks({ grades }: { readonly grades: readonly GradeView[] }) {
  const { t } = useWords();
  if (grades.length === 0) return <p className="text-sm text-muted">{t('reports.grade.none')}</p>;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1" aria-label={t('reports.part.grades')}>
      {grades.map((grade) => (
        <li key={grade.party} className="inline-flex items-center gap-1">
          <PartyMark party={grade.party} bare />
          <GradeChip grade={grade.grade} />
        </li>
      ))}
    </ul>
  );
}
