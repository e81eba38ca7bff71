import type { Report } from '../../accord/knowledge/schema.ts';
import { Written } from '../parts/mono.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { useCountWords, useDetailRows } from './report-rows.tsx';

/** Whether a report says anything in choices, figures or claims. */
export function saysMore(report: Report): boolean {
  return report.details !== undefined || report.claims !== undefined;
}

/** The choices and figures of a report, in the reader's own words. */
export function Details({ report }: { readonly report: Report }) {
  const details = useDetailRows()(report);
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-1 max-sm:grid-cols-2">
      {details.map(({ id, name, value }) => (
        <div key={id} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The choices, figures and claims of a report together, for a panel beside a list. */
export function Says({ report }: { readonly report: Report }) {
  const { t, language } = useWords();
  const countWords = useCountWords();
  const claims = report.claims ?? [];
  return (
    <div className="flex flex-col gap-3">
      {report.details === undefined ? null : <Details report={report} />}
      {claims.length === 0 ? null : (
        <ol className="flex flex-col gap-1" aria-label={t('form.claims.title')}>
          {claims.map((claim, i) => (
            // A claim's name is its number.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={i} className="grid grid-cols-[2rem_6rem_1fr] items-baseline gap-x-2">
              <span className="rounded-xs border border-line text-center text-sm">
                {formatNumber(i + 1, language)}
              </span>
              <span className="text-muted">{t(`form.about.${claim.about}`)}</span>
              <span>
                <Written lang={report.language}>{claim.words}</Written>
                {claim.count === undefined ? null : (
                  <span className="text-muted"> ({countWords(claim.count)})</span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
