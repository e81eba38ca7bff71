import type { ReactNode } from 'react';

import type { Count } from '../../accord/knowledge/details.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import { useCentre } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { Place } from '../parts/place.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { SaidDetails } from './detail-fields.ts';
import { DETAIL_FIELDS } from './detail-fields.ts';
import { middleOf, useDistance } from './facts.tsx';
import { SourceMark } from './source-mark.tsx';

/** One thing that a report says: what it is called, and its value for the eye. */
export interface ReportRow {
  readonly id: string;
  readonly name: string;
  readonly value: ReactNode;
  /** What it says, to be held against the same row of another report. */
  readonly said: string;
}

/** Says a count in the reader's words. */
export function useCountWords(): (count: Count) => string {
  const { t, language } = useWords();
  return ({ from, upto }) =>
    from === upto
      ? formatNumber(from, language)
      : t('details.count.range', {
          from: formatNumber(from, language),
          upto: formatNumber(upto, language),
        });
}

/** The choices and figures of a report in the reader's words, in the order of the form. */
export function useDetailRows(): (report: Report) => readonly ReportRow[] {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const countWords = useCountWords();
  return ({ kind, details }) => {
    const said = (details ?? {}) as SaidDetails;
    return DETAIL_FIELDS[kind].flatMap(({ id, form }): readonly ReportRow[] => {
      const value = said[id];
      if (value === undefined) return [];
      const shown = (): ReactNode => {
        if (typeof value === 'object') return countWords(value);
        if (form === 'choice') return t(`details.${id}.${String(value)}`);
        if (form === 'yes') return t(`details.yes.${value === true ? 'yes' : 'no'}`);
        if (form === 'hours') {
          return t('details.hours', { count: formatNumber(Number(value), language) });
        }
        if (form === 'party') return parties.find((each) => each.id === value)?.name ?? '';
        return <Written>{String(value)}</Written>;
      };
      const name = t(`details.${kind}.${id}`);
      return [{ id: `details.${id}`, name, value: shown(), said: JSON.stringify(value) }];
    });
  };
}

/** All that a report says, a row each: for two of them side by side. */
export function useReportRows(): (report: Report) => readonly ReportRow[] {
  const { t, language } = useWords();
  const detailRows = useDetailRows();
  const distance = useDistance();
  const countWords = useCountWords();
  return (report) => {
    const { title, text, kind, place, when, whenForm, source, grade } = report;
    const row = (id: string, value: ReactNode, said: unknown, name = t(`reports.part.${id}`)) => ({
      id,
      name,
      value,
      said: JSON.stringify(said),
    });
    const isMoment = instantOf(when.upto) - instantOf(when.from) <= 1;
    return [
      row('title', <Written lang={report.language}>{title}</Written>, title),
      ...(text === '' ? [] : [row('text', <Written lang={report.language}>{text}</Written>, text)]),
      row('kind', t(`reports.kind.${kind}`), kind),
      ...detailRows(report),
      row(
        'where',
        <span className="flex flex-wrap items-baseline gap-x-2">
          <Place point={middleOf(report)} precisionMetres={place.precisionMetres} />
          <span>{t('reports.part.within', { distance: distance(place.precisionMetres) })}</span>
          {place.form === undefined ? null : <span>{t(`form.place.${place.form}`)}</span>}
          {place.label === undefined ? null : <Written>{place.label}</Written>}
        </span>,
        place,
      ),
      row(
        'when',
        <span className="flex flex-wrap items-baseline gap-x-2">
          <bdi dir="ltr">
            <Dtg at={when.from} />
            {isMoment ? null : (
              <>
                {' – '}
                <Dtg at={when.upto} />
              </>
            )}
          </bdi>
          {whenForm === undefined ? null : <span>{t(`form.when.${whenForm}`)}</span>}
        </span>,
        [when, whenForm],
      ),
      row('source', t(`reports.source.${source.kind}`), source.kind),
      ...(source.reference === undefined
        ? []
        : [row('reference', <Written>{source.reference}</Written>, source.reference)]),
      ...(source.handle === undefined
        ? []
        : [
            row(
              'handle',
              <SourceMark handle={source.handle} />,
              source.handle,
              t('sources.mark-name'),
            ),
          ]),
      ...(report.claims ?? []).map((claim, i) =>
        row(
          `claims.${i}`,
          <span>
            <Written>{claim.words}</Written>
            {claim.count === undefined ? null : ` (${countWords(claim.count)})`}
          </span>,
          claim,
          t('form.claims.label', {
            number: formatNumber(i + 1, language),
            about: t(`form.about.${claim.about}`),
          }),
        ),
      ),
      ...(grade === undefined
        ? []
        : [
            row(
              'grades',
              <Mono>{`${grade.reliability}${grade.credibility}`}</Mono>,
              grade,
              t('form.own-grade'),
            ),
          ]),
      ...(report.attachments ?? []).map((each) =>
        row(`files.${each.sha256}`, <bdi>{each.name}</bdi>, each, t('attach.title')),
      ),
    ];
  };
}

/** One row of two reports held against each other; `isSame` where both say just the same. */
export interface RowPair {
  readonly id: string;
  readonly name: string;
  readonly before: ReportRow | undefined;
  readonly after: ReportRow | undefined;
  readonly isSame: boolean;
}

/** The rows of two reports side by side, in the order of the second, then what only the first has. */
export function pairsOf(
  before: readonly ReportRow[],
  after: readonly ReportRow[],
): readonly RowPair[] {
  const all = [...after, ...before.filter(({ id }) => !after.some((each) => each.id === id))];
  return all.map(({ id, name }) => {
    const pair = {
      before: before.find((each) => each.id === id),
      after: after.find((each) => each.id === id),
    };
    return { id, name, ...pair, isSame: pair.before?.said === pair.after?.said };
  });
}

/** Two reports side by side, a row for each thing that either says. */
export function PairTable({
  pairs,
  heads,
  absent,
}: {
  readonly pairs: readonly RowPair[];
  readonly heads: readonly [before: string, after: string];
  /** What stands where a report does not say it. */
  readonly absent: readonly [before: string, after: string];
}) {
  const { t } = useWords();
  return (
    <table className="w-full table-fixed border-collapse text-start text-sm">
      <thead className="max-sm:sr-only">
        <tr>
          <th className="w-32 p-1.5 text-start font-medium text-muted">{t('correct.row')}</th>
          <th className="p-1.5 text-start font-medium">{heads[0]}</th>
          <th className="p-1.5 text-start font-medium">{heads[1]}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ id, name, before, after, isSame }) => (
          <tr
            key={id}
            className={`border-t border-line align-top max-sm:block ${isSame ? '' : 'bg-need-bg'}`}
          >
            <th scope="row" className="p-1.5 text-start font-normal text-muted max-sm:block">
              {name}
            </th>
            {([before, after] as const).map((each, i) => (
              <td key={heads[i]} className="p-1.5 wrap-anywhere max-sm:block">
                <span className="hidden text-xs text-muted max-sm:block">{heads[i]}</span>
                {each ? each.value : <span className="text-muted">{absent[i]}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
