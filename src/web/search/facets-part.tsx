import type { ReactNode } from 'react';

import type { GradeAxes } from '../../accord/knowledge/schema.ts';
import type { Sought } from '../../contract/query.ts';
import type { Facet, SearchFacets } from '../../contract/search.ts';
import { GradeChip } from '../parts/grade-chip.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { hasTerm } from './terms.ts';

/** How many rows of a facet are shown. */
const ROWS_MAX = 8;

interface Row {
  readonly key: string;
  readonly shown: ReactNode;
  readonly sought: Sought;
  readonly count: number;
}

/** How what was found is divided; pressing a row narrows to it, pressing it again widens. [I21] */
export function FacetsPart({
  facets,
  query,
  onToggle,
}: {
  readonly facets: SearchFacets;
  readonly query: string;
  readonly onToggle: (sought: Sought) => void;
}) {
  const { t, language } = useWords();
  const isCut = facets.count >= facets.countedUpto;
  const groups: readonly (readonly [name: string, rows: readonly Row[]])[] = [
    [
      'kind',
      rowsOf(facets.kinds, (kind) => ({
        key: kind,
        shown: t(`reports.kind.${kind}`),
        sought: { kind: 'kind', kinds: [kind] },
      })),
    ],
    [
      'party',
      rowsOf(facets.parties, (party) => ({
        key: party,
        shown: <PartyMark party={party} />,
        sought: { kind: 'party', names: [party] },
      })),
    ],
    ['ours', gradeRows(facets.byReader, t('search.facet.ungraded'))],
    ['author', gradeRows(facets.byAuthor, undefined)],
    [
      'place',
      rowsOf(facets.places, (names) => ({
        key: names.en,
        shown: <bdi>{names[language]}</bdi>,
        sought: { kind: 'in', place: names[language] },
      })),
    ],
    [
      'month',
      rowsOf(facets.months, (month) => ({
        key: month,
        shown: <bdi className="mono">{month}</bdi>,
        sought: { kind: 'on', date: monthOf(month) },
      })),
    ],
    [
      'audience',
      rowsOf(facets.readers, (party) => ({
        key: party,
        shown: <PartyMark party={party} />,
        sought: { kind: 'audience', names: [party] },
      })),
    ],
  ];
  return (
    <div className="flex flex-col gap-3">
      {isCut ? (
        <p className="text-xs text-muted">
          {t('search.facet.cut', { count: formatNumber(facets.countedUpto, language) })}
        </p>
      ) : null}
      {groups.map(([name, rows]) =>
        rows.length === 0 ? null : (
          <section key={name} aria-label={t(`search.facet.${name}`)}>
            <h2 className="mb-0.5 text-sm font-semibold text-muted">{t(`search.facet.${name}`)}</h2>
            <ul>
              {rows.map(({ key, shown, sought, count }) => {
                const isOn = hasTerm(query, sought);
                return (
                  <li key={key}>
                    <button
                      type="button"
                      aria-pressed={isOn}
                      onClick={() => onToggle(sought)}
                      className={`flex min-h-7 w-full items-center justify-between gap-2 rounded-sm px-1.5 text-start text-sm hover:bg-raised ${isOn ? 'bg-selected font-semibold' : ''}`}
                    >
                      <span className="min-w-0 truncate">{shown}</span>
                      <span className="mono text-xs text-muted">
                        {formatNumber(count, language)}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        ),
      )}
    </div>
  );
}

function rowsOf<T>(
  facets: readonly Facet<T>[],
  row: (value: T) => Omit<Row, 'count'>,
): readonly Row[] {
  return facets.slice(0, ROWS_MAX).map(({ value, count }) => ({ ...row(value), count }));
}

/** What nobody graded is worth a row where we are the ones who did not. */
function gradeRows(
  facets: readonly Facet<GradeAxes | 'none'>[],
  none: string | undefined,
): readonly Row[] {
  const shown = facets.filter(({ value }) => value !== 'none' || none !== undefined);
  return rowsOf(shown, (grade) =>
    grade === 'none'
      ? { key: grade, shown: none, sought: { kind: 'is', state: 'ungraded' } }
      : {
          key: `${grade.reliability}${grade.credibility}`,
          shown: <GradeChip grade={grade} />,
          sought: {
            kind: 'grade',
            reliability: [grade.reliability, grade.reliability],
            credibility: [grade.credibility, grade.credibility],
          },
        },
  );
}

function monthOf(text: string): { form: 'calendar'; year: number; month: number } {
  const [year = 0, month = 1] = text.split('-').map(Number);
  return { form: 'calendar', year, month };
}
