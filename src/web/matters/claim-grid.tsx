import type { ReactNode } from 'react';

import type { ClaimEntry, ClaimLink, ClaimRow } from '../../accord/knowledge/claim-table.ts';
import type { MatterView, PartView } from '../../contract/matters.ts';
import { useParty } from '../centre.ts';
import { Age, Dtg } from '../parts/age.tsx';
import { GradeChip } from '../parts/grade-chip.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { GradeMarks } from '../reports/grades.tsx';
import { useDistance } from '../reports/facts.tsx';
import { boxAround } from '../reports/place-reading.ts';
import { formatDuration, formatList, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { JudgementMark } from './judgement-mark.tsx';
import { Quoted } from './quoted.tsx';

/**
 * The claims of a matter's reports side by side, a column for each report: what, when, where, how
 * many, who; what does not fit together is marked with the column that it does not fit. [M5] [M6]
 */
export function ClaimGrid({ view }: { readonly view: MatterView }) {
  const { t } = useWords();
  const columns = new Map(view.parts.map((part, i) => [part.hash, i + 1]));
  return (
    <div
      className="overflow-x-auto"
      role="region"
      aria-label={t('matters.table.title')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must take the keyboard
      tabIndex={0}
    >
      <table className="w-full border-collapse text-start">
        <thead>
          <tr className="border-b border-strong-line align-top">
            <th scope="col" className="sticky start-0 z-10 min-w-24 bg-panel">
              <span className="sr-only">{t('matters.table.about')}</span>
            </th>
            {view.parts.map((part, i) => (
              <th
                key={part.hash}
                scope="col"
                className="min-w-56 border-s border-line p-2.5 text-start font-normal"
              >
                <ColumnHead part={part} number={i + 1} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.table.map((row) => (
            <Row key={row.about} row={row} view={view} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnHead({ part, number }: { readonly part: PartView; readonly number: number }) {
  const { t } = useWords();
  return (
    <div className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-x-2">
        <ColumnNumber number={number} />
        <PartyMark party={part.author} />
      </span>
      <span className="text-xs text-muted">
        {t(`reports.source.${part.source}`)} · {t('matters.table.said')} <Age at={part.at} short />
      </span>
      <GradeMarks grades={part.grades} />
      {part.judgement ? <JudgementMark judgement={part.judgement} /> : null}
      {part.correctedBy ? (
        <GoLink to={`/reports/${part.correctedBy}`} className="text-sm text-need underline">
          {t('matters.table.corrected')}
        </GoLink>
      ) : null}
    </div>
  );
}

function ColumnNumber({ number }: { readonly number: number }) {
  const { language } = useWords();
  return (
    <span className="mono flex size-6 shrink-0 items-center justify-center rounded-full border border-strong-line text-sm">
      {formatNumber(number, language)}
    </span>
  );
}

interface RowProps {
  readonly row: ClaimRow;
  readonly view: MatterView;
  readonly columns: ReadonlyMap<string, number>;
}

function Row({ row, view, columns }: RowProps) {
  const { t } = useWords();
  return (
    <tr className="border-b border-line align-top last:border-0">
      <th scope="row" className="sticky start-0 z-10 bg-panel p-2.5 text-start font-medium">
        {t(`matters.about.${row.about}`)}
        {row.hasDifferences ? (
          <span className="block text-sm font-medium text-need">
            <span aria-hidden>≠ </span>
            {t('matters.table.differs')}
          </span>
        ) : null}
      </th>
      {view.parts.map((part) => (
        <td key={part.hash} className="border-s border-line p-2.5">
          <ul className="flex flex-col gap-2">
            {row.entries
              .filter(({ report }) => report === part.hash)
              .map((entry) => (
                <Entry
                  key={`${entry.number}${entry.item ?? ''}`}
                  entry={entry}
                  part={part}
                  view={view}
                  columns={columns}
                />
              ))}
          </ul>
        </td>
      ))}
    </tr>
  );
}

function Entry({
  entry,
  part,
  view,
  columns,
}: Omit<RowProps, 'row'> & { readonly entry: ClaimEntry; readonly part: PartView }) {
  const isMarked =
    entry.differences.length > 0 || entry.links.some(({ relation }) => relation === 'contradicts');
  return (
    <li className={`flex flex-col gap-1 ${isMarked ? 'border-s-3 border-need ps-2' : ''}`}>
      <Said entry={entry} part={part} />
      {entry.number === 0 ? null : <OwnGrades entry={entry} />}
      <Differences entry={entry} columns={columns} />
      {entry.links.map((link) => (
        <LinkLine
          key={link.record}
          link={link}
          entry={entry}
          columns={columns}
          reason={view.reasons[link.record]}
        />
      ))}
    </li>
  );
}

/** What the claim says: words, a figure, a span of time, a place. */
function Said({ entry, part }: { readonly entry: ClaimEntry; readonly part: PartView }): ReactNode {
  const { t } = useWords();
  const distance = useDistance();
  const { words, count, item, when, place } = entry;
  if (when) {
    return (
      <span dir="ltr" className="text-start rtl:text-end">
        <Dtg at={when.from} short /> – <Dtg at={when.upto} short />
      </span>
    );
  }
  if (place) {
    const [west, south, east, north] = boxAround([place.geometry.coordinates]);
    const middle = [(west + east) / 2, (south + north) / 2] as const;
    return (
      <span className="flex flex-col items-start">
        {place.label ? <Written>{place.label}</Written> : null}
        <Place point={middle} precisionMetres={place.precisionMetres} />
        <span className="text-xs text-muted">
          {t('reports.part.within', { distance: distance(place.precisionMetres) })}
        </span>
      </span>
    );
  }
  const isTitle = entry.number === 0 && words !== undefined;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {count ? (
        <span className="font-semibold" dir="ltr">
          {count.from === count.upto ? count.from : `${count.from}–${count.upto}`}
        </span>
      ) : null}
      {item === undefined ? null : <span>{t(`matters.item.${item}`)}</span>}
      {isTitle ? (
        <GoLink to={`/reports/${part.hash}`} className="font-medium underline">
          <Written lang={part.language}>{words}</Written>
        </GoLink>
      ) : words === undefined ? null : (
        <Written lang={part.language}>{words}</Written>
      )}
    </span>
  );
}

/** Grades that were given to this very claim; those of the whole report stand in the column's head. */
function OwnGrades({ entry }: { readonly entry: ClaimEntry }) {
  const { t } = useWords();
  const own = entry.grades.filter(({ claim }) => claim === entry.number);
  if (own.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-3" aria-label={t('reports.part.grades')}>
      {own.map(({ party, grade }) => (
        <li key={party} className="inline-flex items-center gap-1">
          <PartyMark party={party} bare />
          <GradeChip grade={grade} />
        </li>
      ))}
    </ul>
  );
}

function Differences({
  entry,
  columns,
}: {
  readonly entry: ClaimEntry;
  readonly columns: ReadonlyMap<string, number>;
}) {
  const { t, language } = useWords();
  const distance = useDistance();
  const [first] = entry.differences;
  if (!first) return null;
  const numbers = [...new Set(entry.differences.map((each) => columns.get(each.with.report) ?? 0))];
  const gaps = entry.differences.flatMap(({ seconds }) => seconds ?? []);
  const metres = entry.differences.flatMap((each) => each.metres ?? []);
  return (
    <span className="text-sm text-need">
      {t(`matters.differs.${first.kind}`, {
        others: formatList(
          numbers.map((number) => formatNumber(number, language)),
          language,
        ),
        gap: gaps.length === 0 ? '' : formatDuration(Math.max(...gaps), language),
        distance: metres.length === 0 ? '' : distance(Math.max(...metres)),
      })}
    </span>
  );
}

function LinkLine({
  link,
  entry,
  columns,
  reason,
}: {
  readonly link: ClaimLink;
  readonly entry: ClaimEntry;
  readonly columns: ReadonlyMap<string, number>;
  readonly reason: string | undefined;
}) {
  const { t, language } = useWords();
  const { name } = useParty(link.by);
  const isFrom = link.from.report === entry.report && link.from.number === entry.number;
  const other = columns.get(isFrom ? link.to.report : link.from.report) ?? 0;
  const key = isFrom ? link.relation : `${link.relation}-back`;
  return (
    <span
      className={`flex flex-col text-sm ${link.relation === 'contradicts' ? 'text-need' : 'text-muted'}`}
    >
      {t(`matters.link.${key}`, { party: name, other: formatNumber(other, language) })}
      {reason ? <Quoted>{reason}</Quoted> : null}
    </span>
  );
}
